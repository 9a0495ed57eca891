"""Move a paper of the queue among the listed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.model import Entry, Mark, Paper, PaperId
from paperterm.model.queue import new_keys
from paperterm.session.marking import MarkChange, marked_paper, place
from paperterm.session.session import Session


class Move(NamedTuple):
    """The papers that move, nearly always one, and the change of their marks."""

    entries: list[Entry]
    action: MarkChange


def queue_move(
    session: Session,
    shown: Sequence[PaperId],
    others: Iterable[PaperId],
    id_: PaperId,
    step: int,
) -> Move:
    """Return the change that moves a paper among the listed ones.

    The order is that of the marks on disk, since the list may be older than the last move. If only
    a part of the queue is listed, the paper moves next to the last listed one that it passes.

    Args:
        session: The session with the marks.
        shown: The listed papers, in order; it decides between papers with equal places.
        others: The known papers of the queue that are not listed.
        id_: The paper to move.
        step: How many places down, or up if it is negative.

    Raises:
        InputError: It is not in the queue, or cannot move further.
        DiskError, LibraryError: The marks cannot be read.
    """
    ids = list(dict.fromkeys([*shown, *sorted(others)]))
    marks = session.library.marks(ids)
    waiting = [one for one in ids if marks[one].is_queued]
    queue = sorted(waiting, key=lambda one: marks[one].place)
    is_shown = {*shown}
    seen = [one for one in queue if one in is_shown]
    if id_ not in seen:
        raise InputError("this paper", "is not in the queue")
    passed = seen[max(0, min(seen.index(id_) + step, len(seen) - 1))]
    if passed == id_:
        raise InputError("this paper", f"is already the {'last' if step > 0 else 'first'} one here")
    at, to = queue.index(id_), queue.index(passed)
    new = new_keys([marks[one].place for one in queue], at, to, session.now())
    keys = {queue[nth]: key for nth, key in new.items()}
    return Move(list(_entries(session, [marks[one] for one in keys])), place(keys))


def _entries(session: Session, marks: Sequence[Mark]) -> Iterator[Entry]:
    """Yield papers as their marks describe them, without reading their days.

    A paper that the library does not hold has no title, so that its mark gets no keepsake.
    """
    for mark in marks:
        paper = marked_paper(mark)
        if paper is None:
            newest = session.library.newest([mark.id]).get(mark.id)
            paper = newest.paper if newest else Paper(mark.id, "")
        yield Entry(paper, None, mark)
