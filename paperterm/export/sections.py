"""The title of a view, and its papers under headings, for the formats that people read.

A view of one topic has a heading per primary category. A view of all topics has one per topic:
each paper is under the first topic that it matches, and the rest is at the end. Papers in the order
of interest are under one heading.
"""

from __future__ import annotations

from typing import NamedTuple

from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.topics import matching

MARKS = ("starred", "dismissed", "queued", "read")
"""The marks that are named beside a paper."""

REST = "Other papers"
_BY_INTEREST = "By interest"


class Section(NamedTuple):
    """A heading, and the papers under it."""

    heading: str
    entries: list[Entry]


def title_of(view: View) -> str:
    """Return a title, such as `LLM · Unread · 2026-02-12`."""
    topic = view.topic.name if view.topic else ""
    return " · ".join(filter(None, [topic, _view_title(view), days_of(view)]))


def days_of(view: View) -> str:
    """Return the day of a view, or the first and the last of its papers; "" without papers."""
    if view.day:
        return str(view.day)
    days = [entry.announcement.day for entry in view.entries if entry.announcement]
    return " – ".join(map(str, sorted({min(days), max(days)}))) if days else ""


def sections_of(view: View) -> list[Section]:
    """Return the headings that have papers, in the configured order, with their papers."""
    if view.reasons is not None:
        return [Section(_BY_INTEREST, [*view.entries])] if view.entries else []
    headings = (
        {id_: f"{id_} {name}".strip() for id_, name in view.categories.items()}
        if view.topic
        else {topic.name: topic.name for topic in view.topics}
    )
    sections: dict[str, list[Entry]] = {key: [] for key in headings}
    for entry in view.entries:
        sections.setdefault(_section(view, entry), []).append(entry)
    rest = sections.pop(REST, None)
    if rest:
        sections[REST] = rest
    return [Section(headings.get(key, key), some) for key, some in sections.items() if some]


def _view_title(view: View) -> str:
    if view.name == "all":
        return "" if view.topic else "arXiv"
    return view.name.capitalize()


def _section(view: View, entry: Entry) -> str:
    if view.topic:
        return entry.paper.primary_category or REST
    first = next(matching(entry.paper, view.topics), None)
    return first.name if first else REST
