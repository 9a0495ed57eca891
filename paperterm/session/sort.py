"""Sort a list without the index, in the order of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import orjson

from paperterm.library.index.documents import family_name
from paperterm.model import Entry, Order
from paperterm.query.fold import folded

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def in_order(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Sort papers given in announcement order; equal ones keep that order."""
    if order is Order.ANNOUNCED:
        return list(entries)
    return sorted(entries, key=_KEYS[order])


def _date(entry: Entry) -> float:
    published = entry.paper.published
    return -int(published.timestamp()) if published else inf


def _title(entry: Entry) -> str:
    return folded(entry.paper.title)


def _author(entry: Entry) -> tuple[bool, str]:
    name = family_name(entry.paper.authors)
    return not name, name


def _category(entry: Entry) -> str:
    return orjson.dumps(entry.paper.categories).decode().translate(_LOWER)


def _queue(entry: Entry) -> tuple[bool, str]:
    return not entry.mark.is_queued, entry.mark.place


_KEYS: dict[Order, Callable[[Entry], Any]] = {
    Order.DATE: _date,
    Order.TITLE: _title,
    Order.AUTHOR: _author,
    Order.CATEGORY: _category,
    Order.QUEUE: _queue,
}
