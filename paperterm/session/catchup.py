"""Catch up after days away: the first unread papers of all days missed, and what is left out."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from paperterm.config.views import ALL
from paperterm.library.index import Index, Listing
from paperterm.library.index.reconcile import Stop, go_on
from paperterm.model import Day, Order, PaperId
from paperterm.model.days import has_mailing
from paperterm.query import Query, Term
from paperterm.query.fields import Field
from paperterm.query.tree import MatchForm, any_of
from paperterm.ranking import read
from paperterm.ranking.choice import Choice, choose, unknown
from paperterm.session.interest import Ranking
from paperterm.session.missed import first_missed, found_in, unread_since
from paperterm.session.pace import places
from paperterm.session.search import days_of, whole_entries
from paperterm.session.selection import Selection
from paperterm.session.session import Session
from paperterm.text import plural
from paperterm.text.typeset import typeset

_TOPICS = 3
"""Topics that are named with what is left out."""


class CatchUp(NamedTuple):
    """The papers to read first of the days missed; both listings are in the order of interest.

    Attributes:
        since: The first of these days.
        selection: The days, and the order; a paper stays listed when it is read.
        first: The papers to read first.
        tries: Those of them that are there because the order knows least about them.
        rest: The papers left out.
        left_out: What is left out, in a line.
    """

    since: Day
    selection: Selection
    first: Listing
    tries: frozenset[PaperId]
    rest: Listing
    left_out: str

    @property
    def query(self) -> Query:
        """A query that finds the papers to read first in the selection.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        ids = days_of(self.first.rows(0, len(self.first)))
        return any_of(Term(Field.ID, id_) for id_, _ in ids)


def catch_up(
    session: Session,
    index: Index,
    since: Day | None = None,
    papers: int | None = None,
    stop: Stop = go_on,
) -> CatchUp | None:
    """Choose the papers to read first of the days missed; None if there are none.

    Args:
        session: The library and the settings.
        index: The index, up to date.
        since: The first day; by default the first one after the last that was read.
        papers: The most papers to choose; by default what the settings have time for.
        stop: Whether to stop.

    Raises:
        StoppedError: `stop` returned true.
        UnusableIndexError: The index cannot be used.
        QueryError: A category cannot be searched for.
        DiskError, LibraryError: The library cannot be read.
    """
    library, settings, interest = session.library, session.settings, session.interest
    since = since or first_missed(library, index, session.now())
    if since is None:
        return None
    selection = unread_since(session, since)
    ranking = interest.rank(index, settings, found_in(session, index, selection), stop)
    in_order = selection._replace(order=Order.INTEREST)
    ranked = found_in(session, index, in_order).slots
    if papers is None:
        papers = places(settings.budget, library.all_marks())
    found = index.by_topic(ranked)
    topics = {topic.name: found.get(topic.name, []) for topic in settings.topics}
    by_author = [
        found_in(session, index, selection, Term(Field.AUTHORS, name, MatchForm.NAME)).slots
        for name in settings.followed
    ]
    doubts = _Doubts(session, index, ranking) if not ranking.ground.is_empty else None
    chosen = choose(ranked, [*topics.values(), *by_author], papers, doubts)
    tries = index.rows([*chosen.tries])
    return CatchUp(
        since,
        in_order._replace(view=ALL),
        Listing(array("q", chosen.first), index, is_sorted=False),
        frozenset(row.id for row in tries if row),
        Listing(array("q", chosen.rest), index, is_sorted=False),
        _left_out(index, chosen, topics, since, library.days()),
    )


class _Doubts:
    """How unsure the order of interest is of some papers: the share of words it does not know."""

    def __init__(self, session: Session, index: Index, ranking: Ranking) -> None:
        self._session = session
        self._index = index
        self._ranking = ranking

    def __call__(self, slots: Sequence[int]) -> list[float]:
        """Return the doubt of each of some announcements."""
        rows, model = self._index.rows(slots), self._session.interest.model(self._ranking)
        found = {
            entry.id: unknown(model, self._ranking.background, read(entry.paper))
            for entry in whole_entries(self._session.library, days_of(rows))
        }
        return [found.get(row.id, 0.0) if row else 0.0 for row in rows]


def _left_out(
    index: Index,
    chosen: Choice[int],
    topics: dict[str, list[int]],
    since: Day,
    days: Sequence[Day],
) -> str:
    """Return what is left out in a line: how many, of which topics, and the best of them."""
    day = f"{since:%a} {since.day} {since:%b}"
    if not days or since > days[0]:
        return f"no day since {day} {since.year} is in the library"
    if since.year != days[0].year:
        day += f" {since.year}"
    if not chosen.rest:
        here = f"nothing left out: these are all unread papers since {day}"
        if lacking := _lacking(since, days):
            here += f" of the days in the library; {plural(lacking, 'day')} not fetched"
        return here
    rest = {*chosen.rest}
    counts = {name: len(rest & {*slots}) for name, slots in topics.items()}
    most = sorted(filter(counts.get, counts), key=lambda name: -counts[name])[:_TOPICS]
    (best,) = index.rows(chosen.rest[:1])
    named = ", ".join(f"{counts[name]:,} {name}" for name in most)
    parts = [named, f"the best: {typeset(best.title)}" if best else ""]
    what = "; ".join(filter(None, parts))
    return f"{plural(len(rest), 'paper')} since {day} left out{f': {what}' if what else ''}"


def _lacking(since: Day, days: Sequence[Day]) -> int:
    """Return how many days with a mailing are not in the library, from one to the newest there."""
    every = (since + timedelta(at) for at in range((days[0] - since).days))
    return sum(has_mailing(day) for day in {*every}.difference(days))
