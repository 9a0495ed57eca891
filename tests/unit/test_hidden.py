"""Papers of categories that were given up: hidden wherever papers are listed, found or counted."""

from contextlib import closing
from pathlib import Path

import pytest

from paperterm.library.index import DayCount, Index
from paperterm.model import Day, PaperId
from paperterm.query import EVERYTHING
from paperterm.query.parse import parse
from paperterm.session import Selection, Session, marking
from paperterm.session.following import following
from paperterm.session.index_counts import counts_at, counts_by_day
from paperterm.session.search import find, scan
from paperterm.session.similar import similar
from tests.tui.home import Home, paper
from tests.unit.test_listing import unusable

CATEGORIES = '[categories]\n"cs.AI" = "AI"\n"cs.RO" = "Robots"\n"cs.LG" = "Learning"\n'
TOPIC = '[topics.T]\nkeywords = ["number"]\n'


@pytest.fixture
def session(home: Path) -> Session:
    there = Home(home)
    there.configure(CATEGORIES + TOPIC)
    categories = [["cs.AI"], ["cs.RO"], ["cs.RO", "cs.AI"], ["hep-th"], ["cs.LG"], ["cs.RO"]]
    there.bring(*(paper(at, categories=some) for at, some in enumerate(categories, 1)))
    there.bring(paper(7, "2026-02-11", categories=["cs.RO"]))
    session = there.session()
    assert session.mark_ids([PaperId("2602.00006")], marking.note("mine")).changed
    session.unfollow_category("cs.RO")
    session.unfollow_category("cs.LG")
    return there.session()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 3, 4, 6]),
        ("number", [1, 3, 4, 6]),
        ("note:mine", [6]),
        ("cat:cs.ro", [2, 3, 6, 7]),
        ("cat:cs", [1, 2, 3, 5, 6, 7]),
        ("cat:*", [1, 2, 3, 4, 5, 6, 7]),
        ("number (cat:cs.RO or ti:paper)", [1, 2, 3, 4, 6, 7]),
        ("-cat:cs.RO", [1, 4]),
        ("-cat:cs.AI", [4, 6]),
        ("2602.00005", [5]),
        ("/number/ id:2602.00002", [2]),
    ],
)
def test_a_query_finds_what_is_followed_kept_or_named(
    session: Session, query: str, found: list[int]
) -> None:
    here = Selection(following=session.following)
    by_index = find(session, parse(query), here)
    assert [int(entry.id[-1]) for entry in by_index] == found
    assert list(scan(session, parse(query), here)) == by_index
    if not query:
        assert session.entries(here) == by_index
        assert len(session.entries(Selection())) == 7


def test_what_is_hidden_is_not_counted(session: Session) -> None:
    hides = session.following
    index = Index(session.folders.cache, session.library, session.settings.topics)
    index.reconcile()
    (by_index,) = counts_by_day(session, lambda: index, hides, lambda: False)
    assert by_index.days == {
        Day.parse("2026-02-12"): DayCount(4, 4, 4),
        Day.parse("2026-02-11"): DayCount(0, 0, 0),
    }
    *_, by_file = counts_by_day(session, unusable, hides, lambda: False)
    assert by_file.days == by_index.days
    here = Selection(following=hides)
    first, *_ = counts_at(session, index, here, here, lambda: False)
    assert list(first.trends["T"]) == [0, 4]
    index.close()


def test_nothing_is_hidden_while_the_settings_cannot_be_read(session: Session) -> None:
    assert session.following
    session.folders.config_file.write_text("[categories\n")
    session = Home(session.folders.data.parent).session()
    assert session.following is None
    session.remember_followed()
    assert session.following is None
    assert len(find(session, EVERYTHING, Selection(following=session.following))) == 7


def test_an_archive_means_its_categories(home: Path) -> None:
    there = Home(home)
    names = [["cs.AI"], ["cs.RO", "math.CO"], ["hep-th"], [], ["cs.RO", "cs.AI"], ["cs.RO"]]
    names += [["stat.ML", "cs.LG"], ["cs.RO", "eess.SY"]]
    there.bring(*(paper(at, categories=some) for at, some in enumerate(names)))
    assert following({"cs.AI"}, {"cs.AI"}) is None
    hides = following({"cs.AI", "math"}, {"cs.RO", "stat"})
    assert [int(one.id[-1]) for one in there.session().entries(Selection(following=hides))] == [
        *range(5)
    ]


def test_what_is_hidden_is_not_like_anything_unless_it_is_kept(session: Session) -> None:
    entries = {int(entry.id[-1]): entry for entry in session.entries(Selection())}
    index = Index(session.folders.cache, session.library, session.settings.topics)
    with closing(index):
        index.reconcile()
        alike = similar(session, index, [entries[1].paper], 10)
        both = similar(session, index, [entries[1].paper, entries[3].paper], 10)
    assert sorted(int(one.entry.id[-1]) for one in alike) == [3, 4, 6]
    assert sorted(int(one.entry.id[-1]) for one in both) == [4, 6]
