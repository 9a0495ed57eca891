"""Marks that cannot be written: what is on disk, what waits, and what becomes of it."""

from pathlib import Path

import pytest

from paperterm.library.schema import LOCK
from paperterm.lock import acquired
from paperterm.model import Entry, Mark, Paper, PaperId
from paperterm.paths import Folders
from paperterm.session import Session
from paperterm.session.history import History
from paperterm.session.marking import note, queue, read, rewrite, star
from tests.refusing import refusing

EARLY, LATE = PaperId("2512.00001"), PaperId("2602.00001")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Folders(*(tmp_path / name for name in Folders._fields)))


@pytest.fixture
def history(session: Session) -> History:
    return History(session)


@pytest.fixture
def folder(session: Session) -> Path:
    """Where the marks of the later paper are, which come last in a write."""
    return session.folders.data / "marks/2602"


def entries(session: Session, *ids: PaperId) -> list[Entry]:
    """Papers as they are listed now."""
    marks = session.library.marks(ids)
    return [Entry(Paper(id_, f"Paper {id_}"), None, marks[id_]) for id_ in ids]


def on_disk(session: Session, id_: PaperId) -> Mark:
    """A mark as another process reads it."""
    return Session(session.folders).library.marks([id_])[id_]


def test_what_cannot_be_written_waits(session: Session, history: History, folder: Path) -> None:
    with refusing(folder):
        step = history.mark(entries(session, LATE), star())
        assert step
        assert step.problem
        assert step.marks.changed == {}
        assert history.unsaved == 1
        again = history.retry()
        assert again
        assert again.problem
        assert history.unsaved == 1
    saved = history.retry()
    assert saved
    assert (saved.says, saved.problem) == ("saved: 1 paper", None)
    assert on_disk(session, LATE).is_starred
    assert history.unsaved == 0
    assert history.retry() is None


def test_of_two_shards_one_is_written(session: Session, history: History, folder: Path) -> None:
    with refusing(folder):
        step = history.mark(entries(session, EARLY, LATE), read(True))
    assert step
    assert step.problem
    assert step.says == f"read: Paper {EARLY}"
    assert step.marks.changed.keys() == {EARLY}
    assert on_disk(session, EARLY).is_read
    assert not on_disk(session, LATE).is_read
    assert history.unsaved == 1
    saved = history.retry()
    assert saved
    assert saved.marks.changed.keys() == {LATE}
    assert on_disk(session, LATE).is_read


def test_each_part_is_taken_back(session: Session, history: History, folder: Path) -> None:
    with refusing(folder):
        history.mark(entries(session, EARLY, LATE), star())
    history.retry()
    assert [bool(history.undo()) for _ in range(3)] == [True, True, False]
    assert not on_disk(session, EARLY).is_starred
    assert not on_disk(session, LATE).is_starred


def test_a_key_that_is_pressed_again_is_a_wish_and_not_its_opposite(
    session: Session, history: History, folder: Path
) -> None:
    with refusing(folder):
        for _ in range(2):
            history.mark(entries(session, LATE), star())
        history.mark(entries(session, LATE), note("seen"))
        assert history.unsaved == 1
    history.retry()
    mark = on_disk(session, LATE)
    assert (mark.is_starred, mark.note_text) == (True, "seen")


def test_what_was_done_since_stays(session: Session, history: History, folder: Path) -> None:
    with refusing(folder):
        history.mark(entries(session, LATE), star())
        history.mark(entries(session, LATE), queue())
    other = Session(session.folders)
    other.mark(entries(other, LATE), star(True))
    other.mark(entries(other, LATE), star(False))
    history.retry()
    mark = on_disk(session, LATE)
    assert (mark.is_starred, mark.is_queued) == (False, True)


def test_nothing_waits_that_was_done_in_another_way(
    session: Session, history: History, folder: Path
) -> None:
    with refusing(folder):
        history.mark(entries(session, LATE), star())
    history.mark(entries(session, LATE), star())
    assert history.unsaved == 0
    assert on_disk(session, LATE).is_starred


def test_a_half_undo_goes_on_with_the_next_one(
    session: Session, history: History, folder: Path
) -> None:
    history.mark(entries(session, EARLY, LATE), star())
    with refusing(folder):
        half = history.undo()
    assert half
    assert half.problem
    assert half.marks.changed.keys() == {EARLY}
    assert history.unsaved == 0
    rest = history.undo()
    assert rest
    assert rest.problem is None
    assert rest.marks.changed.keys() == {LATE}
    assert not on_disk(session, LATE).is_starred
    assert history.undo() is None
    assert [bool(history.redo()) for _ in range(3)] == [True, True, False]
    assert on_disk(session, EARLY).is_starred
    assert on_disk(session, LATE).is_starred


def test_another_process_holds_the_lock_too_long(
    session: Session, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperterm.library.library.PATIENCE", 0)
    lock = acquired(session.folders.data / LOCK)
    try:
        step = history.mark(entries(session, EARLY, LATE), star())
    finally:
        lock.release()
    assert step
    assert "in use by another paperterm" in str(step.problem)
    assert history.unsaved == 2
    history.retry()
    assert on_disk(session, EARLY).is_starred
    assert on_disk(session, LATE).is_starred


def starred_elsewhere(session: Session, wish: bool) -> None:
    """Another process stars the later paper, or takes the star back."""
    other = Session(session.folders)
    other.mark(entries(other, LATE), star(wish))


def test_a_step_that_would_change_nothing_is_left_out_and_told(
    session: Session, history: History
) -> None:
    history.mark(entries(session, EARLY), star())
    history.mark(entries(session, LATE), star())
    starred_elsewhere(session, False)
    step = history.undo()
    assert step
    assert step.says == (
        f'undid "starred": Paper {EARLY}; skipped "starred" (Paper {LATE}), changed again since'
    )
    assert step.marks.changed.keys() == {EARLY}
    assert history.undo() is None
    starred_elsewhere(session, True)
    again = history.redo()
    assert again
    assert again.says == f'redid "starred": Paper {EARLY}'
    assert history.redo() is None


def test_an_undo_that_does_nothing_says_so(session: Session, history: History) -> None:
    history.mark(entries(session, LATE), star())
    starred_elsewhere(session, False)
    step = history.undo()
    assert step
    assert step.marks.changed == {}
    assert step.says == (f'undid nothing: skipped "starred" (Paper {LATE}), changed again since')
    assert history.undo() is None
    assert history.redo() is None


def test_what_waits_is_taken_back_first(session: Session, history: History, folder: Path) -> None:
    history.mark(entries(session, EARLY), star())
    with refusing(folder):
        history.mark(entries(session, LATE), star())
        step = history.undo()
    assert step
    assert (step.says, step.problem) == ("undid unsaved changes: 1 paper", None)
    assert history.unsaved == 0
    assert history.retry() is None
    assert not on_disk(session, LATE).is_starred
    assert on_disk(session, EARLY).is_starred
    assert history.undo()
    assert not on_disk(session, EARLY).is_starred


def test_what_waits_from_before_a_mark_that_was_written_goes_on_waiting(
    session: Session, history: History, folder: Path
) -> None:
    with refusing(folder):
        history.mark(entries(session, LATE), star())
        history.mark(entries(session, LATE), note("kept"))
    history.mark(entries(session, EARLY), star())
    step = history.undo()
    assert step
    assert not on_disk(session, EARLY).is_starred
    assert history.unsaved == 1
    assert history.retry()
    assert (on_disk(session, LATE).is_starred, on_disk(session, LATE).note_text) == (True, "kept")


def test_each_mark_that_missed_is_taken_back_alone(
    session: Session, history: History, folder: Path
) -> None:
    with refusing(folder):
        history.mark(entries(session, LATE), star())
        history.mark(entries(session, LATE), note("dropped"))
        history.undo()
    assert history.unsaved == 1
    assert history.retry()
    assert (on_disk(session, LATE).is_starred, on_disk(session, LATE).note_text) == (True, None)


def test_a_long_title_is_told_whole_on_one_line(session: Session, history: History) -> None:
    title = "$\\varepsilon$-nets and\nthe " + "very " * 20 + "long title of a paper"
    step = history.mark([Entry(Paper(LATE, title), None, Mark(LATE))], queue())
    assert step
    what, title = "added to the queue", f"ε-nets and the {'very ' * 20}long title of a paper"
    assert step.says == f"{what}: {title}"
    again = history.undo()
    assert again
    assert again.says == f'undid "{what}": {title}'


def test_a_toggle_means_what_is_seen(session: Session, history: History) -> None:
    """Another process took the star back a moment ago; the screen does not show it yet."""
    history.mark(entries(session, LATE), star())
    seen = entries(session, LATE)
    other = Session(session.folders)
    other.mark_ids([LATE], star(False))
    assert history.mark(entries(session, LATE), star(), seen) is None
    assert not on_disk(session, LATE).is_starred
    seen = entries(session, LATE)
    other.mark_ids([LATE], queue(True))
    history.mark(entries(session, LATE), queue(), seen)
    assert on_disk(session, LATE).is_queued


def test_toggles_that_are_not_on_the_screen_yet_count(session: Session, history: History) -> None:
    seen = entries(session, LATE)
    for is_odd in (True, False, True, False):
        history.mark(entries(session, LATE), star(), seen)
        assert on_disk(session, LATE).is_starred is is_odd
    history.mark(entries(session, LATE), star(), seen)
    history.undo()
    history.mark(entries(session, LATE), star(), seen)
    assert on_disk(session, LATE).is_starred


@pytest.mark.parametrize("typed", ["mine", ""])
def test_a_note_that_waited_stands_beside_one_that_was_written_meanwhile(
    session: Session, history: History, folder: Path, typed: str
) -> None:
    listed = entries(session, LATE)
    session.mark(listed, note("old"))
    before = entries(session, LATE)
    with refusing(folder):
        history.mark(before, rewrite("old", typed))
    Session(session.folders).mark(before, note("theirs"))
    history.retry()
    assert on_disk(session, LATE).note_text == ("theirs\n\nmine" if typed else "theirs")


def test_undo_takes_little_memory(session: Session) -> None:
    """Large steps push out older ones, but never the last; small ones are counted."""
    history = History(session, 100_000)
    for number in range(6):  # each holds the note before, and the note after
        history.mark(entries(session, LATE), note(f"{number}" * 20_000))
    assert [bool(history.undo()) for _ in range(3)] == [True, True, False]
    history.mark(entries(session, LATE), note("x" * 200_000))
    assert [bool(history.undo()) for _ in range(2)] == [True, False]
    for number in range(20):
        history.mark(entries(session, LATE), note(f"{number}"))
    assert all(history.undo() for _ in range(20))
