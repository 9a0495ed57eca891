"""is:followed: the authors of the settings, in the index and in a plain scan."""

import pytest

from paperterm.query import parse
from paperterm.query.following import with_followed
from paperterm.session import Selection, Session
from paperterm.session.searching import found, scanned
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
    by_index = found(session, parse(query), Selection())
    assert list(scanned(session, parse(query), Selection())) == by_index
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
    (entry,) = found(session, parse("number"), Selection(view_named("followed")))
    assert entry.paper.authors[0] == "Ada Lovelace"


@pytest.mark.parametrize("query", ["cat:cs.AI", "-(a or is:unread)", "day:2026-02 x"])
def test_other_queries_stay_as_they_are(query: str) -> None:
    assert with_followed(parse(query), ["Ada Lovelace"]) == parse(query)


@pytest.mark.parametrize("text", ["2602.00001", "2602.00001*", "2602.00001v2", '"2602.00001"'])
def test_an_id_finds_its_paper(session: Session, text: str) -> None:
    assert numbers(session, text) == [1]
    assert numbers(session, f"-{text}") == [2, 3]
