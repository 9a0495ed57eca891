"""Moving papers of the queue: what is written into which marks, and what is told of it."""

import pytest

from paperterm.errors import InputError
from paperterm.model import Mark, PaperId
from paperterm.session import Session
from paperterm.session.history import History
from paperterm.session.queue_moves import queue_move
from tests.building import NOON, listing, name


@pytest.fixture
def session(home: object) -> Session:
    session = Session(now=lambda: NOON)
    session.library.store(listing(1, 2, 3))
    return session


def put(session: Session, keys: dict[int, str]) -> None:
    """Queue papers at these places, as somebody does who writes the marks by hand."""
    for number, key in keys.items():
        mark = Mark(name(number)).set_queued(True, NOON).set_place(key, NOON)
        session.library.change({mark.id: mark.merged})


def queue(session: Session) -> list[PaperId]:
    queued = (mark for mark in session.library.all_marks() if mark.is_queued)
    return [mark.id for mark in sorted(queued, key=lambda mark: (mark.place, mark.id))]


def titles(session: Session) -> dict[PaperId, str]:
    """What the marks remember of their papers."""
    marks = session.library.all_marks()
    return {mark.id: mark.keepsake.value.title for mark in marks if mark.keepsake}


def move(session: Session, number: int, step: int, listed: list[int], others: list[int]) -> str:
    """Move a paper; gives back what is told."""
    names = [name(one) for one in listed]
    entries, action = queue_move(session, names, map(name, others), name(number), step)
    done = History(session).mark(entries, action)
    assert done
    return done.says


def test_nothing_is_made_up_of_a_paper_that_nothing_remembers(session: Session) -> None:
    put(session, {1: "a", 2: "a", 9: "a"})
    said = move(session, 1, 1, [1, 2], [9])
    assert said == "moved in the queue: Paper 1"
    assert queue(session) == [name(2), name(1), name(9)]
    assert session.library.marks([name(9)])[name(9)].place > "a"
    assert titles(session) == {name(1): "Paper 1"}
    said = move(session, 9, -1, [2, 1, 9], [])
    assert said == "moved in the queue: 2602.00009"
    assert queue(session) == [name(2), name(9), name(1)]
    assert name(9) not in titles(session)


def test_what_was_moved_is_told_where_all_get_new_places(session: Session) -> None:
    put(session, {1: "0", 2: "00", 3: "a"})  # between the first two there is no other key
    said = move(session, 3, -1, [1, 2, 3], [])
    assert said == "moved in the queue: Paper 3"
    assert queue(session) == [name(1), name(3), name(2)]
    assert len({mark.place for mark in session.library.all_marks()} - {"0", "00", "a"}) == 3


def test_a_paper_that_is_not_queued_is_not_moved(session: Session) -> None:
    put(session, {1: "a"})
    with pytest.raises(InputError, match="this paper: is not in the queue"):
        queue_move(session, [name(1), name(2)], [], name(2), 1)
