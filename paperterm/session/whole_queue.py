"""Bring the whole papers of the queue, one after the other, as slowly as arXiv asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from paperterm.fulltext.classify import PageKind
from paperterm.model import Paper
from paperterm.session.fulltext import Page, here_in_full, page
from paperterm.session.marking import marked_paper
from paperterm.session.session import Session

_ENDS = (PageKind.OFFLINE, PageKind.REFUSED)
"""Failures after which asking for other papers is in vain."""


class BroughtQueue(NamedTuple):
    """How much of the queue is saved in full.

    Attributes:
        here: How many papers are.
        total: How many papers are queued.
        problem: The failure after which asking for others was in vain; empty if there was none.
        is_stopped: Whether the user stopped it.
    """

    here: int
    total: int
    problem: str = ""
    is_stopped: bool = False


def bring_queue(
    session: Session, tell: Callable[[Paper, int, int], object], goes_on: Callable[[], bool]
) -> BroughtQueue:
    """Fetch the papers of the queue that are not saved in full, the first of the queue first.

    Args:
        session: The session.
        tell: Called before each request, with the paper, its place, and how many are missing.
        goes_on: Called before each request; whether to go on.

    Raises:
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
        DiskError, LibraryError: The library cannot be read.
    """
    queued = queued_papers(session)
    kept = here_in_full(session)
    missing = [paper for paper in queued if paper.id not in kept]
    here = len(queued) - len(missing)
    for place, paper in enumerate(missing, start=1):
        if not goes_on():
            return BroughtQueue(here, len(queued), is_stopped=True)
        tell(paper, place, len(missing))
        found = page(session, paper)
        if isinstance(found, Page):
            here += found.is_kept
            if not found.is_kept:
                problem = "whole papers cannot be saved: the cache folder cannot be written to"
                return BroughtQueue(here, len(queued), problem)
        elif found.kind in _ENDS:
            return BroughtQueue(here, len(queued), found.problem)
    return BroughtQueue(here, len(queued))


def queued_papers(session: Session) -> list[Paper]:
    """Return the papers of the queue in its order, as far as they are known."""
    marks = [mark for mark in session.library.all_marks() if mark.is_queued]
    marks.sort(key=lambda mark: mark.place)
    newest = session.newest([mark.id for mark in marks])
    found = (newest[mark.id].paper if mark.id in newest else marked_paper(mark) for mark in marks)
    return [paper for paper in found if paper]
