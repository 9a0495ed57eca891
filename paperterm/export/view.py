"""The input of an exporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paperterm.model import Day, Entry
from paperterm.topics import Topic


@dataclass(frozen=True)
class View:
    """The papers to export, and how they were selected.

    Attributes:
        entries: The papers, in order.
        name: The name of the view.
        topic: The only topic; None for all.
        day: The only day; None for all.
        topics: The configured topics.
        categories: The configured categories, id to name.
        strict: The digest omits papers with a category that is not configured.
        is_estimated: The day was filled from the query API.
    """

    entries: tuple[Entry, ...]
    name: str = "all"
    topic: Topic | None = None
    day: Day | None = None
    topics: tuple[Topic, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True
    is_estimated: bool = False
