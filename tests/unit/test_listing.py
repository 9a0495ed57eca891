"""Listings of every order and view: the index and a plain scan give the same, and the JSON too."""

from dataclasses import replace
from pathlib import Path

import pytest

from paperterm.model import Day, Kind, Order
from paperterm.query import EVERYTHING, parse
from paperterm.session import VIEWS, Selection, Session, Span
from paperterm.session.listing import listed
from paperterm.session.searching import found, scanned
from paperterm.session.selection import ViewKind
from paperterm.session.views import kept_query
from tests.tui.home import Home, paper


@pytest.fixture
def session(home: Path) -> Session:
    there = Home(home)
    there.bring(
        paper(1, title="beta", authors=["Zoe Zimmer"], published="2026-02-10T12:00:00Z"),
        paper(2, title="Alpha", authors=[], categories=["cs.LG"]),
        paper(3, title="gamma", authors=["Ann Abel", "Zoe Zimmer"], categories=["cs.AI"]),
        paper(4, "2026-02-11", title="Émile", authors=["Émile Borel"], kind="new"),
        paper(5, "2026-02-11", title="delta", published="2026-02-11T12:00:00Z", kind="replace"),
        paper(1, "2026-01-30", title="an older beta", kind="new"),
    )
    there.configure("[views]\nzoe = 'au:zoe'\n[authors]\nfollowed = ['Zoe Zimmer']\n")
    return there.session()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("kinds", [None, frozenset({Kind.NEW})])
@pytest.mark.parametrize("first", [None, Day(2026, 2, 1)])
def test_orders_are_the_same_with_and_without_an_index(
    session: Session, order: Order, kinds: frozenset[Kind] | None, first: Day | None
) -> None:
    for view in session.views:
        selection = Selection(view, None, first, None, order, kinds)
        by_index = found(session, EVERYTHING, selection)
        assert by_index == list(scanned(session, EVERYTHING, selection)), view.name
        if not selection.needs_index:
            assert by_index == session.entries(selection)


def test_what_the_orders_are(session: Session) -> None:
    def numbers(order: Order) -> list[int]:
        return [int(one.id[-1]) for one in listed(session, Selection(order=order))]

    assert numbers(Order.ANNOUNCED) == [1, 2, 3, 4, 5]
    assert numbers(Order.TITLE) == [2, 1, 5, 3, 4]
    assert numbers(Order.AUTHOR) == [3, 5, 4, 1, 2] or numbers(Order.AUTHOR)[-1] == 2
    assert numbers(Order.DATE)[:2] == [5, 1]
    assert numbers(Order.CATEGORY)[0] == 3


def test_a_saved_view_is_listed(session: Session) -> None:
    (view,) = [one for one in session.views if one.name == "zoe"]
    assert [int(one.id[-1]) for one in listed(session, Selection(view))] == [1, 3]
    narrowed = listed(session, Selection(view), parse("gamma"))
    assert [int(one.id[-1]) for one in narrowed] == [3]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("topic", [None, 'say "LLM"'])
def test_what_is_kept_finds_the_same_everywhere(
    session: Session, view: ViewKind, topic: str | None
) -> None:
    selection = replace(Selection(), view=view, topic=topic)
    query = kept_query(parse("a"), selection)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.DAY, Day(2024, 2, 14), Day(2024, 2, 14)),
        (Span.MONTH, Day(2024, 2, 1), Day(2024, 2, 29)),
        (Span.YEAR, Day(2024, 1, 1), Day(2024, 12, 31)),
        (Span.ALL, None, None),
    ],
)
def test_the_days_of_a_span(span: Span, first: Day | None, last: Day | None) -> None:
    assert span.around(Day(2024, 2, 14)) == (first, last)
    assert span.wider.narrower in (span, Span.YEAR)
    assert Span.ALL.wider is Span.ALL
    assert Span.DAY.narrower is Span.DAY
