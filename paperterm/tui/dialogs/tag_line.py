"""Tags as a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperterm.model import Mark
from paperterm.tui.draw.control_pictures import with_control_pictures

_BETWEEN = re.compile(r"[\s,]+")
_NOT_IN_A_WORD = re.compile(r"[\s,]|^#+")
_BLANK = "\N{SYMBOL FOR SPACE}"


def tags_of(text: str, had: Iterable[str] = ()) -> tuple[str, ...]:
    """The tags of a line, each once: words with blanks or commas between them, with # or not.

    Args:
        text: The line.
        had: The tags that it was made of; one that is no word, or cannot be shown, comes back.
    """
    words = {name.lstrip("#"): None for name in _BETWEEN.split(text)}
    old = {name: word_of(name) for name in had}
    kept = [name for name, word in old.items() if word in words]
    new = (word for word in words if word and word not in old.values())
    return tuple(dict.fromkeys([*kept, *map(with_control_pictures, new)]))


def completed(text: str, known: Iterable[str]) -> str | None:
    """The line with its last word made a tag that begins like it; None where there is none.

    Args:
        text: The line.
        known: The tags there are, the likeliest first.
    """
    word = _BETWEEN.split(text)[-1].lstrip("#")
    before = text[: len(text) - len(word)]
    begun, there = word.casefold(), tags_of(before)
    fit = (tag for tag in known if tag.casefold().startswith(begun) and tag not in (word, *there))
    tag = next(fit, None) if word else None
    return None if tag is None else before + tag


def word_of(tag: str) -> str:
    """A tag as a word of a line: pictures for what would end it or steer a terminal."""
    return _NOT_IN_A_WORD.sub(_BLANK, with_control_pictures(tag))


def text_of(tags: Iterable[str]) -> str:
    """A line with these tags, to which more can be added."""
    return "".join(f"{word_of(tag)} " for tag in tags)


def common_tags(marks: Iterable[Mark]) -> tuple[str, ...]:
    """The tags that all of these have."""
    sets = [frozenset(mark.tag_names) for mark in marks]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()
