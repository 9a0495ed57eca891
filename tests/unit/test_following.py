"""is:followed: the authors of the settings, in the index and in a plain scan."""

from pathlib import Path

import pytest

from paperterm.query.following import folded_names, is_by, with_followed
from paperterm.query.parse import parse
from paperterm.session import Selection, Session
from paperterm.session.search import find, scan
from paperterm.session.selection import view_named
from tests.tui.home import Home, paper


@pytest.fixture
def session(home: object) -> Session:
    there = Home(home)  # type: ignore[arg-type]
    there.bring(
        paper(1, authors=["Ada Lovelace", "Ben Writer"]),
        paper(2, authors=["Ben Ada", "Lovelace Smith"]),
        paper(3, authors=["José García"]),
    )
    return there.session()


def numbers(session: Session, query: str, *authors: str) -> list[int]:
    for author in authors:
        session.follow(author)
    by_index = find(session, parse(query), Selection())
    assert list(scan(session, parse(query), Selection())) == by_index
    return [int(entry.id[-1]) for entry in by_index]


def test_papers_of_followed_authors(session: Session) -> None:
    assert numbers(session, "is:followed", "ada lovelace", "Jose Garcia") == [1, 3]


def test_nobody_is_followed(session: Session) -> None:
    assert numbers(session, "is:followed") == []
    assert numbers(session, "-is:followed") == [1, 2, 3]
    assert numbers(session, "is:followed or number") == [1, 2, 3]
    assert numbers(session, "is:followed number") == []


def test_all_the_others(session: Session) -> None:
    assert numbers(session, "number -is:followed", "Ada Lovelace") == [2, 3]


def test_a_view_of_its_own(session: Session) -> None:
    session.follow("Ada Lovelace")
    (entry,) = find(session, parse("number"), Selection(view_named("followed")))
    assert entry.paper.authors[0] == "Ada Lovelace"


@pytest.mark.parametrize("query", ["cat:cs.AI", "-(a or is:unread)", "day:2026-02 x"])
def test_other_queries_stay_as_they_are(query: str) -> None:
    assert with_followed(parse(query), ["Ada Lovelace"]) == parse(query)


@pytest.mark.parametrize("text", ["2602.00001", "2602.00001*", "2602.00001v2", '"2602.00001"'])
def test_an_id_finds_its_paper(session: Session, text: str) -> None:
    assert numbers(session, text) == [1]
    assert numbers(session, f"-{text}") == [2, 3]


def test_a_name_is_meant_as_a_whole(home: Path) -> None:
    there = Home(home)
    there.bring(
        paper(1, authors=["Ada Author", "Wei Li"]),
        paper(2, authors=["Wei Li Chen"]),
        paper(3, authors=["Yu-Wei Li"]),
        paper(4, authors=["Wei", "Li"]),
        paper(5, authors=["WEI LÍ", "Ada Author"]),
    )
    session = there.session()
    assert numbers(session, "is:followed", "Wei Li") == [1, 5]
    assert numbers(session, "-is:followed") == [2, 3, 4]
    assert numbers(session, 'au:"wei li"') == [1, 2, 3, 5]
    names = folded_names(session.settings.followed)
    everything = session.entries(Selection())
    assert [int(one.id[-1]) for one in everything if is_by(one.paper, names)] == [1, 5]


def test_a_name_without_a_letter_is_nobodys(session: Session) -> None:
    assert numbers(session, "is:followed", "?", "...") == []
