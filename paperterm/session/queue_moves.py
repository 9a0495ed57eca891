"""Moving a paper of the queue among those that are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.model import Entry, Mark, Paper, PaperId
from paperterm.model.queue import moved
from paperterm.session.marking import MarkChange, place, remembered
from paperterm.session.session import Session


class Move(NamedTuple):
    """The papers that get another place, nearly always one, and what is done to their marks."""

    entries: list[Entry]
    action: MarkChange


def moving(
    session: Session,
    listed: Sequence[PaperId],
    others: Iterable[PaperId],
    id_: PaperId,
    step: int,
) -> Move:
    """What moves a paper some places down among those that are listed; up, where it is negative.

    The order is that of the marks on disk: the list may be older than the last move. Where not all
    of the queue is listed, the paper comes to stand beside the last one that it passes.

    Args:
        session: Has the marks.
        listed: Papers, those that are alike in the queue in the order of the list.
        others: What else is in the queue, as far as that is known.
        id_: The one to move.
        step: How far.

    Raises:
        InputError: It is not in the queue, or cannot move further.
        DiskError, LibraryError: The marks cannot be read.
    """
    ids = list(dict.fromkeys([*listed, *sorted(others)]))
    marks = session.library.marks(ids)
    waiting = [one for one in ids if marks[one].is_queued]
    queue = sorted(waiting, key=lambda one: marks[one].place)
    shown = {*listed}
    seen = [one for one in queue if one in shown]
    if id_ not in seen:
        raise InputError("this paper", "is not in the queue")
    passed = seen[max(0, min(seen.index(id_) + step, len(seen) - 1))]
    if passed == id_:
        raise InputError("this paper", f"is the {'last' if step > 0 else 'first'} one here already")
    at, to = queue.index(id_), queue.index(passed)
    new = moved([marks[one].place for one in queue], at, to, session.now())
    keys = {queue[nth]: key for nth, key in new.items()}
    return Move(list(_entries(session, [marks[one] for one in keys])), place(keys))


def _entries(session: Session, marks: Sequence[Mark]) -> Iterator[Entry]:
    """Papers by what their marks remember of them, which spares reading their days.

    One that no day holds either has no title, so that nothing made up is remembered of it.
    """
    for mark in marks:
        paper = remembered(mark)
        if paper is None:
            newest = session.library.newest([mark.id]).get(mark.id)
            paper = newest.paper if newest else Paper(mark.id, "")
        yield Entry(paper, None, mark)
