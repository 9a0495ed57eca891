"""Read CSL JSON: an array of items, as Zotero, pandoc and paperterm itself write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from paperterm.errors import InputError
from paperterm.sources.reference import RawReference, decoded

_PLACES = ("DOI", "URL", "number", "archive_location", "note", "container-title", "publisher")
_COMMA = re.compile(r"[,;]")


def looks_like_it(content: bytes) -> bool:
    """Return whether a file is an array of objects with a type, which arrays of papers have not."""
    head = decoded(content[:20_000])
    return re.match(r"\s*\[\s*\{", head) is not None and '"type"' in head


def read(content: bytes) -> Iterator[RawReference]:
    """Yield the items of a file; their line is unknown.

    Raises:
        InputError: It is not JSON.
    """
    try:
        items = orjson.loads(decoded(content))
    except orjson.JSONDecodeError as error:
        raise InputError("", f"is not JSON: {error.msg} in line {error.lineno}") from error
    for item in items:
        if isinstance(item, dict):
            yield RawReference(
                0,
                ids=(),
                texts=tuple(_text(item, name) for name in _PLACES),
                title=_text(item, "title"),
                authors=tuple(_authors(item)),
                keywords=tuple(_COMMA.split(_text(item, "keyword"))),
            )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _authors(item: Mapping[str, Any]) -> Iterator[str]:
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else ():
        if isinstance(author, dict):
            parts = ("given", "non-dropping-particle", "family", "suffix", "literal")
            yield " ".join(filter(None, (_text(author, part) for part in parts)))
