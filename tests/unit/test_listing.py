"""Listings of every order and view: the index and a plain scan give the same, and the JSON too."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from paperterm.config.views import UNREAD, ViewKind
from paperterm.errors import UnusableIndexError
from paperterm.library.index import Index, Listing
from paperterm.model import Announcement, Day, Entry, Kind, Mark, Order, PaperId
from paperterm.query import EVERYTHING
from paperterm.query.parse import parse
from paperterm.session import VIEWS, Period, Selection, Session, marking
from paperterm.session.index_counts import counts_by_day
from paperterm.session.listing import list_papers
from paperterm.session.row_pages import PickedRows
from paperterm.session.search import entries_of, find, scan, scope_of, search
from paperterm.session.selection import view_named, view_query
from tests.building import NOON, name
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
        by_index = find(session, EVERYTHING, selection)
        assert by_index == list(scan(session, EVERYTHING, selection)), view.name
        if not selection.needs_index:
            assert by_index == session.entries(selection)


def test_what_the_orders_are(session: Session) -> None:
    def numbers(order: Order) -> list[int]:
        return [int(one.id[-1]) for one in list_papers(session, Selection(order=order))]

    assert numbers(Order.ANNOUNCED) == [1, 2, 3, 4, 5]
    assert numbers(Order.TITLE) == [2, 1, 5, 4, 3]
    assert numbers(Order.AUTHOR) == [3, 5, 4, 1, 2] or numbers(Order.AUTHOR)[-1] == 2
    assert numbers(Order.DATE)[:2] == [5, 1]
    assert numbers(Order.CATEGORY)[0] == 3
    for number in (3, 1, 5):
        at = NOON + timedelta(seconds=9 - number)
        session.library.change({name(number): partial(Mark.set_queued, queued=True, now=at)})
    assert numbers(Order.QUEUE) == [5, 3, 1, 2, 4]


def test_a_title_is_sorted_by_its_letters(session: Session) -> None:
    Home(session.folders.data.parent).bring(
        paper(6, title="“Zeta” functions"),
        paper(7, title="Ångström"),
        paper(8, title="$\\varepsilon$-nets"),
        paper(9, title="ÉMILE, again"),
    )
    for by_index in (True, False):
        order = Selection(order=Order.TITLE)
        papers = list_papers(session, order) if by_index else scan(session, EVERYTHING, order)
        assert [int(one.id[-1]) for one in papers] == [2, 7, 1, 5, 4, 9, 8, 3, 6]


def test_a_paper_is_listed_where_it_was_of_a_kind_that_is_shown(session: Session) -> None:
    there = Home(session.folders.data.parent)
    there.bring(paper(7, "2026-02-03", title="Seven", kind="new"))
    there.bring(paper(7, "2026-02-05", title="Seven", kind="cross"))
    there.bring(paper(7, "2026-02-11", title="Seven, revised", kind="replace"))

    def shown(kinds: set[Kind], *days: Day) -> dict[int, Day | None]:
        selection = Selection(first=days[0], last=days[-1], kinds=frozenset(kinds))
        by_index = find(session, EVERYTHING, selection)
        assert by_index == list(scan(session, EVERYTHING, selection))
        assert by_index == session.entries(selection)
        announced = {int(one.id[-1]): one.announcement for one in by_index}
        return {number: one.day if one else None for number, one in announced.items()}

    month = Day(2026, 2, 1), Day(2026, 2, 28)
    assert shown({Kind.NEW}, *month)[7] == Day(2026, 2, 3)
    assert shown({Kind.NEW, Kind.CROSS}, *month)[7] == Day(2026, 2, 5)
    assert shown(set(Kind), *month)[7] == Day(2026, 2, 11)
    assert shown({Kind.NEW}, Day(2026, 2, 1), Day(2026, 2, 4))[7] == Day(2026, 2, 3)
    assert 7 not in shown({Kind.NEW}, Day(2026, 2, 4), Day(2026, 2, 28))
    session.mark_ids([PaperId("2602.00005"), PaperId("2602.00007")], marking.star(True))
    selection = Selection(view_named("starred"), kinds=frozenset({Kind.NEW}))
    (seven,) = session.entries(selection)
    assert [seven] == find(session, EVERYTHING, selection)
    assert seven.announcement == Announcement(Day(2026, 2, 3), Kind.NEW, 0)


def test_what_is_searched_is_the_newest_text_wherever_a_paper_is_listed(session: Session) -> None:
    there = Home(session.folders.data.parent)
    there.bring(paper(7, "2026-02-03", title="Seven", kind="new"))
    there.bring(paper(7, "2026-02-11", title="Seven, revised", kind="replace"))
    for text in ("revised", "ti:revised or alpha", "-alpha revised"):
        selection = Selection(kinds=frozenset({Kind.NEW}))
        (seven,) = (one for one in find(session, parse(text), selection) if one.id[-1] == "7")
        assert seven.paper.title == "Seven"
        assert seven in scan(session, parse(text), selection)


def test_a_saved_view_is_listed(session: Session) -> None:
    (view,) = [one for one in session.views if one.name == "zoe"]
    assert [int(one.id[-1]) for one in list_papers(session, Selection(view))] == [1, 3]
    narrowed = list_papers(session, Selection(view), parse("gamma"))
    assert [int(one.id[-1]) for one in narrowed] == [3]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("topic", [None, 'say "LLM"'])
def test_what_is_kept_finds_the_same_everywhere(
    session: Session, view: ViewKind, topic: str | None
) -> None:
    selection = Selection(view=view, topic=topic)
    query = view_query(parse("a"), selection)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Period.DAY, Day(2024, 2, 14), Day(2024, 2, 14)),
        (Period.MONTH, Day(2024, 2, 1), Day(2024, 2, 29)),
        (Period.YEAR, Day(2024, 1, 1), Day(2024, 12, 31)),
        (Period.ALL, None, None),
    ],
)
def test_the_days_of_a_span(span: Period, first: Day | None, last: Day | None) -> None:
    assert span.around(Day(2024, 2, 14)) == (first, last)
    assert span.wider.narrower in (span, Period.YEAR)
    assert Period.ALL.wider is Period.ALL
    assert Period.DAY.narrower is Period.DAY


def test_rows_of_many_days_have_their_tags_and_notes(session: Session) -> None:
    ids = [PaperId(f"2602.{number:05}") for number in range(1, 6)]
    Home(session.folders.data.parent).bring(paper(6, "2026-02-10"))
    session.mark_ids(ids, marking.combine([marking.tag("to read"), marking.note("see this")]))
    index = Index(session.folders.cache, session.library)
    index.reconcile()
    listing = index.search(EVERYTHING, scope_of(Selection()))
    rows = listing.rows(0, len(listing))
    index.close()
    assert len({row.day for row in rows if row}) == 3
    marks = session.library.marks(ids)
    entries = [entry for entry in entries_of(session.library, rows) if entry]
    assert [one.mark.tag_names for one in entries][:5] == [("to read",)] * 5
    assert {one.id: one.mark for one in entries if one.id in marks} == marks


KEEPING = {
    "is:starred": marking.star(True),
    "is:queued": marking.queue(True),
    "tag:ml": marking.tag("ml"),
    "note:why": marking.note("why?"),
    "note:/wh/": marking.note("why?"),
}


@pytest.mark.parametrize("query", KEEPING)
def test_what_was_kept_is_found_when_its_day_is_gone(session: Session, query: str) -> None:
    session.mark_ids([PaperId("2602.00004")], KEEPING[query])
    Home(session.folders.data.parent).day_file("2026-02-11").unlink()

    def numbers(text: str, selection: Selection) -> list[int]:
        by_index = find(session, parse(text), selection)
        assert by_index == list(scan(session, parse(text), selection))
        return [int(one.id[-1]) for one in by_index]

    assert numbers(query, Selection()) == [4]
    assert numbers(f"({query} or is:starred tag:x) ti:emile", Selection()) == [4]
    assert numbers("", Selection(ViewKind("kept", "kept", query=query))) == [4]
    assert numbers(query, Selection(UNREAD)) == [4]
    assert numbers(query, Selection(first=Day(2026, 1, 1))) == []
    assert 4 not in numbers(f"{query} or beta", Selection())
    assert numbers(f"-{query}", Selection()) == [1, 2, 3]


def test_a_kept_view_lists_what_the_view_it_was_lists(session: Session) -> None:
    session.mark_ids([PaperId("2602.00001"), PaperId("2602.00004")], marking.star(True))
    Home(session.folders.data.parent).day_file("2026-02-11").unlink()
    starred = Selection(view_named("starred"))
    kept = ViewKind("mine", "mine", query=str(view_query(EVERYTHING, starred)))
    ids = [one.id for one in list_papers(session, starred)]
    assert [one.id for one in list_papers(session, Selection(kept))] == ids
    assert len(ids) == 2


def unusable() -> Index:
    raise UnusableIndexError("index", "is locked")


def test_the_library_is_read_where_there_is_no_index(session: Session) -> None:
    lines: list[str] = []

    def read(listing: Listing) -> list[Entry]:
        raise AssertionError(f"{listing} came from nowhere")

    wanted = parse("au:zoe")
    found = search(session, wanted, Selection(), unusable, read, 1, complain=lines.append)
    assert found == find(session, wanted, Selection(), 1)
    assert lines == ["index: is locked; searching without it takes longer"]


def test_an_index_that_fails_while_it_is_read_is_dropped(session: Session) -> None:
    dropped: list[Index] = []
    index = Index(session.folders.cache, session.library, ())
    index.reconcile()

    def read(listing: Listing) -> int:
        assert len(listing) == 5
        raise UnusableIndexError("index", "is malformed")

    found = search(session, EVERYTHING, Selection(), lambda: index, read, drop=dropped.append)
    assert found == list(scan(session, EVERYTHING, Selection()))
    assert dropped == [index]
    index.close()


@pytest.mark.parametrize("are_read", [True, False])
def test_picked_rows_are_whole_papers_as_far_as_their_days_are_there(
    session: Session, are_read: bool
) -> None:
    there = Home(session.folders.data.parent)
    there.bring(paper(6, "2026-02-10"))
    index = Index(session.folders.cache, session.library, ())
    index.reconcile()
    listing = index.search(EVERYTHING, scope_of(Selection()))
    listed = [one for one in entries_of(session.library, listing.rows(0, 6)) if one]
    assert {one.paper.abstract for one in listed} == {None}
    picked = PickedRows(listed if are_read else (), listing, range(6))
    assert picked.whole_entries(session.library) == session.entries(Selection())
    there.day_file("2026-02-11").unlink()
    ids = [one.id for one in picked.whole_entries(session.library)]
    left = (1, 2, 3, 4, 5, 6) if are_read else (1, 2, 3, 6)
    assert {*ids} == {*map(name, left)}
    index.close()


def test_days_are_counted_alike_with_and_without_an_index(session: Session) -> None:
    index = Index(session.folders.cache, session.library, ())
    index.reconcile()
    (by_index,) = counts_by_day(session, lambda: index, None, lambda: False)
    *_, by_file = counts_by_day(session, unusable, None, lambda: False)
    assert by_index.days == by_file.days
    assert len(by_index.days) == 3
    assert (by_index.problem, by_file.problem.split(";")[0]) == ("", "index: is locked")
    index.close()
