"""The input of an exporter: papers, and how they were selected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from paperterm.model import Day, Entry, Mark, PaperId
from paperterm.topics import Topic

PARTS = ("abstract", "marks", "notes")
"""What can be left out of an export."""


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
        keeps_order: The order was asked for; the digest has one of its own otherwise.
        reasons: What speaks for papers, if they are in the order of interest; else None.
        keys: The citation keys; a paper without one is cited by its id.
    """

    entries: tuple[Entry, ...]
    name: str = "all"
    topic: Topic | None = None
    day: Day | None = None
    topics: tuple[Topic, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True
    is_estimated: bool = False
    keeps_order: bool = False
    reasons: Mapping[PaperId, str] | None = None
    keys: Mapping[PaperId, str] = field(default_factory=dict)

    def key(self, id_: PaperId) -> str:
        """Return the citation key of a paper."""
        return self.keys.get(id_) or f"arXiv.{id_}"

    def without(self, parts: Collection[str]) -> View:
        """Return the view without some of `PARTS`, in whatever format."""
        entries = tuple(_reduced(entry, parts) for entry in self.entries)
        is_secret = self.reasons is not None and "marks" in parts  # they follow from marks
        return replace(self, entries=entries, reasons={} if is_secret else self.reasons)

    def of_topic(self, topic: Topic) -> View:
        """Return the view limited to a topic."""
        held = tuple(entry for entry in self.entries if topic.holds(entry.paper))
        return replace(self, topic=topic, entries=held)


def _reduced(entry: Entry, parts: Collection[str]) -> Entry:
    paper, announcement, mark = entry
    if "abstract" in parts:
        paper = replace(paper, abstract=None)
    if "marks" in parts:
        mark = Mark(paper.id, note=mark.note)
    if "notes" in parts:
        mark = replace(mark, note=None)
    return Entry(paper, announcement, mark)
