"""Tags as a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperterm.model import Mark

_BETWEEN = re.compile(r"[\s,]+")


def tags_of(text: str) -> tuple[str, ...]:
    """The tags of a line, each once: words with blanks or commas between them, with # or not."""
    words = (word.lstrip("#") for word in _BETWEEN.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def text_of(tags: Iterable[str]) -> str:
    """A line with these tags, to which more can be added."""
    return "".join(f"{tag} " for tag in tags)


def common_tags(marks: Iterable[Mark]) -> tuple[str, ...]:
    """The tags that all of these have."""
    sets = [frozenset(mark.tag_names) for mark in marks]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()
