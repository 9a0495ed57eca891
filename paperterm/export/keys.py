"""Citation keys by a template of the settings, such as `{author}{year}{word}`.

A key of the default template has the id, so it is unique. Other templates may give two papers one
key; `session.citation_keys` tells them apart, and remembers what it gave.
"""

from __future__ import annotations

import re

from paperterm.config.settings import KEY_FIELD
from paperterm.export.citation import year
from paperterm.model import Paper
from paperterm.model.names import names_of
from paperterm.query.fold import tokens
from paperterm.text.typeset import typeset

_NOT_ASCII = re.compile(r"[^a-z0-9]+")
_SMALL_WORDS = """
    a an and are as at by can do does for from how in is it its of on or the to toward towards via
    what when where which why with
"""


def is_unique(template: str) -> bool:
    """Return whether a template gives no two papers the same key."""
    return "{id}" in template


def key_of(paper: Paper, template: str) -> str:
    """Return the key of a paper, or the default key if the template makes none."""

    def value(found: re.Match[str]) -> str:
        text = _FIELDS[found[1].lower()](paper)
        return text.capitalize() if found[1][0].isupper() else text

    return re.sub(KEY_FIELD, value, template) or f"arXiv.{paper.id}"


def _author(paper: Paper) -> str:
    first = next(iter(names_of(paper.authors)), None)
    return _plain(first.last) if first else ""


def _word(paper: Paper) -> str:
    words = list(filter(None, map(_plain, tokens(typeset(paper.title)))))
    return next((word for word in words if word not in _SMALL_WORDS.split()), next(iter(words), ""))


def _plain(text: str) -> str:
    """Return the ASCII letters and digits of a text, small, without accents."""
    return _NOT_ASCII.sub("", "".join(tokens(text)))


_FIELDS = {
    "id": lambda paper: str(paper.id),
    "author": _author,
    "year": year,
    "word": _word,
}
