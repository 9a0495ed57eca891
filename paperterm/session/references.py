"""Mark the papers of somebody's references, and ask arXiv for those that the library lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from paperterm.errors import SourceError
from paperterm.model import Entry, Mark, Paper, PaperId
from paperterm.session.adding import add_papers
from paperterm.session.marking import Change, MarkChange, changes, combine, queue, read, star, tag
from paperterm.session.session import Session
from paperterm.sources.api import IDS_AT_ONCE
from paperterm.sources.reference import Reference

LIBRARY_TAG = "library"
"""The tag of references that are a ground for the order of interest, and nothing more."""

USES: Mapping[str, MarkChange] = {
    "star": star(True),
    "queue": queue(True),
    "read": read(True),
    "ground": tag(LIBRARY_TAG),
}
"""What references may become. A tagged paper is one that the user kept."""


@dataclass
class MarkedReferences:
    """The result of an import of references, in papers.

    Attributes:
        changed: How many got a mark.
        unchanged: How many had it already.
        asked: How many came from arXiv.
        lacking: Those that no day holds; their marks have title and authors.
        problems: Why arXiv did not give some, a line each.
    """

    changed: int = 0
    unchanged: int = 0
    asked: int = 0
    lacking: int = 0
    problems: list[str] = field(default_factory=list)


def import_references(
    session: Session,
    references: Mapping[PaperId, Reference],
    use: str,
    may_ask: Callable[[int], bool],
) -> MarkedReferences:
    """Mark the papers of references; add their keywords as tags.

    Args:
        session: The session.
        references: The references.
        use: One of `USES`.
        may_ask: Returns whether to ask arXiv for this number of papers.

    Raises:
        DiskError, LibraryError: A day or a mark cannot be read or written.
    """
    marked = MarkedReferences()
    held = session.newest(references)
    lacking = [id_ for id_ in references if id_ not in held]
    if lacking and may_ask(len(lacking)):
        _ask(session, lacking, marked)
        held |= session.newest(lacking)
    wanted: dict[PaperId, Change] = {}
    for id_, one in references.items():
        paper = held[id_].paper if id_ in held else Paper(id_, one.title, one.authors)
        change = combine([USES[use], *map(tag, one.tags)])
        wanted |= changes([Entry(paper, None, Mark(id_))], change, session.now())
    done = session.change(wanted)
    marked.changed, marked.unchanged = len(done.changed), done.unchanged
    marked.lacking = len(references.keys() - held.keys())
    return marked


def requests(papers: int) -> int:
    """Return how many requests it takes to ask for papers."""
    return -(-papers // IDS_AT_ONCE)


def _ask(session: Session, ids: Iterable[PaperId], marked: MarkedReferences) -> None:
    """Ask arXiv for papers; each answer is stored before the next request."""
    some = list(ids)
    for start in range(0, len(some), IDS_AT_ONCE):
        try:
            added = add_papers(session, some[start : start + IDS_AT_ONCE])
        except SourceError as error:
            marked.problems.append(str(error))
            return
        marked.asked += len(added.days)
        marked.problems += added.errors
