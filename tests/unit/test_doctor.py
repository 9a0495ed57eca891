"""The doctor: what it finds, that it only looks, and that what it repairs is repaired."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from paperterm import disk
from paperterm.library.fetchlog import FetchLog
from paperterm.lock import acquired
from paperterm.model import Day, Status
from paperterm.paths import Folders
from paperterm.query.parse import parse
from paperterm.session import Selection, Session
from paperterm.session.doctor import Finding, Severity, examine
from paperterm.session.search import find
from tests.building import DAY, NOON, listing, name
from tests.unit.test_repair import DAMAGES, a_folder, emptied, garbage, star, wrong_type

Damage = Callable[[Path], None]


class Patient:
    """A home with a bit of everything in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        session = self.session
        library = session.library
        library.store(listing(1, 2, 3, status=Status.COMPLETE))
        library.store(listing(4, day=Day(2026, 2, 11)))
        self.log.add_day(DAY, "feed", ["cs.AI"], Status.COMPLETE, 3, NOON)
        for number in (1, 2, 3):
            library.change({name(number): star})
        assert session.settings.is_readable
        (session.folders.state).mkdir()
        self.state("gate.json").write_text("{}")
        self.search()
        self.shard = self.data("marks/2602/00.json")
        self.day = self.data("library/2026/2026-02-12.json")
        for folder in (home, *home.rglob("*")):
            if folder.is_dir():
                folder.chmod(0o700)

    @property
    def session(self) -> Session:
        """A session of a new process."""
        return Session(Folders(*(self.home / one for one in Folders._fields)), lambda: NOON)

    @property
    def log(self) -> FetchLog:
        """The log of refreshes."""
        return FetchLog(self.home / "data")

    def data(self, path: str) -> Path:
        """A file of the data folder."""
        return self.home / "data" / path

    def state(self, path: str) -> Path:
        """A file of the state folder."""
        return self.home / "state" / path

    def search(self) -> int:
        """Use the index; how many papers there are."""
        return len(find(self.session, parse(""), Selection()))

    def examined(self, *, repair: bool = False) -> list[Finding]:
        """What is found, notes aside."""
        told = list(examine(self.session, repair=repair))
        return [finding for finding in told if finding.severity is not Severity.NOTE]

    def content(self) -> dict[str, tuple[bytes, int]]:
        """Every file with its content and its permissions; what SQLite makes to look is none."""
        return {
            str(path.relative_to(self.home)): (path.read_bytes(), path.stat().st_mode)
            for path in self.home.rglob("*")
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    return Patient(tmp_path / "home")


def test_nothing_is_wrong_with_a_good_library(patient: Patient) -> None:
    before = patient.content()
    assert patient.examined() == patient.examined(repair=True) == []
    assert patient.content() == before


def test_nothing_is_wrong_where_there_is_nothing(tmp_path: Path) -> None:
    session = Session(Folders(*(tmp_path / "none" / one for one in Folders._fields)))
    assert list(examine(session)) == list(examine(session, repair=True)) == []
    assert not (tmp_path / "none").exists()


def checked(patient: Patient, subject: Path, *problems: str) -> None:
    """One thing is wrong, is only looked at, is repaired, and stays repaired."""
    before = patient.content()
    for repair in (False, True):
        told = patient.examined(repair=repair)
        assert [finding.subject for finding in told] == [str(subject)] * len(problems), told
        for finding, problem in zip(told, problems, strict=True):
            assert problem in finding.problem
            assert (finding.repaired, finding.is_open) == (repair, not repair)
            assert finding.hint
            assert finding.subject not in finding.hint.partition(" moved it to ")[0]
        if not repair:
            assert patient.content() == before
    assert patient.examined() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_days(patient: Patient, damage: Damage) -> None:
    damage(patient.day)
    checked(patient, patient.day, "is damaged")
    assert DAY not in patient.log.days()
    assert patient.data("set-aside/library/2026/2026-02-12.json").exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_marks(patient: Patient, damage: Damage) -> None:
    damage(patient.shard)
    checked(patient, patient.shard, "is damaged")
    assert {mark.id for mark in patient.session.library.all_marks()} >= {name(1), name(2)}


@pytest.mark.parametrize("damage", [emptied, garbage, wrong_type, a_folder])
def test_damaged_last_generations(patient: Patient, damage: Damage) -> None:
    last = disk.last(patient.shard)
    damage(last)
    checked(patient, last, "is damaged")
    assert last.read_bytes() == patient.shard.read_bytes()


def test_a_shard_that_went(patient: Patient) -> None:
    patient.shard.unlink()
    checked(patient, patient.shard, "is missing")
    assert patient.shard.exists()


def test_marks_in_the_wrong_shard(patient: Patient) -> None:
    wrong = patient.data("marks/2603/07.json")
    wrong.parent.mkdir(mode=0o700)
    patient.shard.rename(wrong)
    disk.last(patient.shard).unlink()
    checked(patient, wrong, "holds 3 marks that belong to other files")
    assert patient.session.library.marks([name(3)])[name(3)].is_starred
    assert not wrong.exists()


def test_marks_in_the_wrong_shard_with_a_last_generation(patient: Patient) -> None:
    """The last generation alone would bring the shard back: it would never end."""
    wrong = patient.data("marks/2603/07.json")
    wrong.parent.mkdir(mode=0o700)
    for file in (patient.shard, disk.last(patient.shard)):
        file.rename(wrong.with_name(file.name.replace("00", "07")))
    checked(patient, wrong, "holds 3 marks that belong to other files")
    assert not disk.last(wrong).exists()
    assert Session(patient.session.folders).library.marks([name(3)])[name(3)].is_starred
    assert len(Session(patient.session.folders).library.all_marks()) == 3
    assert patient.examined() == []


def test_what_a_synced_folder_left(patient: Patient) -> None:
    stray = patient.shard.with_name("00.sync-conflict-20260212-101112-ABCDEFG.json")
    stray.write_bytes(patient.shard.read_bytes())
    checked(patient, stray, "holds marks")


@pytest.mark.parametrize("where", ["1989/1989-02-10.json", "9999/9999-12-31.json", "2026/x.json"])
def test_a_file_of_no_day(patient: Patient, where: str) -> None:
    stray = patient.data(f"library/{where}")
    stray.parent.mkdir(mode=0o700, exist_ok=True)
    stray.write_bytes(patient.day.read_bytes())
    (found,) = patient.examined()
    assert found.subject == str(stray)
    assert found.problem == "is not read: its name is not a day of arXiv"


@pytest.mark.parametrize(
    "where", ["2026/2026-02-10 (conflicted copy).json", "2025/2026-02-10.json"]
)
def test_a_second_copy_of_a_day(patient: Patient, where: str) -> None:
    stray = patient.data(f"library/{where}")
    stray.parent.mkdir(mode=0o700, exist_ok=True)
    stray.write_bytes(patient.day.read_bytes())
    checked(patient, stray, "is a second copy of 2026-02-10")
    record = patient.session.library.day(Day(2026, 2, 10))
    assert record
    assert len(record.announced) == 3


def test_a_mark_that_was_set_aside_and_is_nowhere_else(patient: Patient) -> None:
    aside = patient.data("set-aside/marks/2602/00.json")
    aside.parent.mkdir(parents=True)
    aside.write_bytes(patient.shard.read_bytes())
    assert patient.examined() == []
    patient.shard.unlink()
    disk.last(patient.shard).unlink()
    checked(patient, aside, "holds 3 marks that the library does not have")
    assert aside.exists()


@pytest.mark.parametrize("damage", DAMAGES[:4] + DAMAGES[5:7])
def test_a_damaged_log(patient: Patient, damage: Damage) -> None:
    file = patient.data("fetchlog.json")
    damage(file)
    checked(patient, file, "is damaged")
    assert patient.data("set-aside/fetchlog.json").exists()


def test_strange_rows_of_the_log(patient: Patient) -> None:
    patient.data("fetchlog.json").write_text('{"days": {"x": 7}, "runs": {}}')
    checked(patient, patient.data("fetchlog.json"), "1 day cannot be read")


def test_a_log_that_says_more_than_the_day(patient: Patient) -> None:
    patient.log.add_day(Day(2026, 2, 11), "feed", ["cs.AI"], Status.COMPLETE, 9, NOON)
    checked(
        patient,
        patient.data("fetchlog.json"),
        "lists 2026-02-11 as complete, but the library has only part of it",
    )
    assert patient.log.days() == {DAY}


def test_a_fetched_day_that_is_gone_is_a_note(patient: Patient) -> None:
    patient.day.unlink()
    notes = [one for one in examine(patient.session) if one.severity is Severity.NOTE]
    assert [note.problem for note in notes] == [
        "1 day fetched before, but no longer in the library"
    ]
    assert not notes[0].is_open


@pytest.mark.parametrize("damage", [*DAMAGES[:4], a_folder])
def test_a_damaged_file_of_the_state(patient: Patient, damage: Damage) -> None:
    file = patient.state("gate.json")
    file.write_text('{"last": null}')
    damage(file)
    checked(patient, file, "is damaged")


@pytest.mark.parametrize("damage", [*DAMAGES[2:4], a_folder])
def test_a_damaged_index(patient: Patient, damage: Damage) -> None:
    file = patient.home / "cache/index.sqlite"
    damage(file)
    checked(patient, file, "")
    assert patient.search() == 4


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE announced SET digest = digest + 1 WHERE slot = (SELECT min(slot) FROM announced)",
         "differs from the file of 2026-02-12"),
        ("DELETE FROM mark WHERE paper = (SELECT min(paper) FROM mark)",
         "differs from the file of the marks 2602/00"),
    ],
)  # fmt: skip
def test_an_index_that_differs_from_the_files(patient: Patient, statement: str, says: str) -> None:
    file = patient.home / "cache/index.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    checked(patient, file, says)
    assert not file.exists()


def test_a_changed_file_that_the_index_does_not_know_yet_is_no_fault(patient: Patient) -> None:
    patient.session.library.change({name(4): star})
    patient.session.library.store(listing(9))
    assert patient.examined() == []


def test_leftovers_of_killed_writers(patient: Patient) -> None:
    left = patient.shard.with_name(".00.json.1-abcd.tmp")
    left.write_bytes(b"half")
    assert patient.examined() == []  # it may be in use
    os.utime(left, (0, 0))
    checked(patient, left, "was left behind by a process that was killed")
    assert patient.data("set-aside/marks/2602/.00.json.1-abcd.tmp").read_bytes() == b"half"


NOT_ROOT = """
import os, sys
import filelock
from pathlib import Path
from paperterm.paths import Folders
from paperterm.session import Session
from paperterm.session.doctor import examine

session = Session(Folders(*(Path(sys.argv[1]) / one for one in Folders._fields)))
if os.geteuid() == 0:
    list(examine(session))  # what is imported later may not be readable then
    os.setgid(65534)
    os.setuid(65534)
for repair in (False, True, False):
    for finding in examine(session, repair=repair):
        print(finding.repaired, Path(finding.subject).name, finding.problem)
"""


@pytest.mark.skipif(os.name == "nt", reason="about permissions of POSIX")
def test_permissions(patient: Patient) -> None:
    for path in takewhile(Path(gettempdir()).__ne__, patient.home.parents):
        path.chmod(0o755)
    if os.geteuid() == 0:
        for path in (patient.home, *patient.home.rglob("*")):
            os.chown(path, 65534, 65534)
    patient.shard.chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", NOT_ROOT, patient.home], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "False 00.json cannot be read and written by you",
        "False 00.json cannot read it: permission denied",
        "True 00.json cannot be read and written by you",
    ], done.stderr


@pytest.mark.skipif(os.name == "nt", reason="about permissions of POSIX")
def test_a_folder_that_others_can_look_into_is_a_note(patient: Patient) -> None:
    (patient.home / "data").chmod(0o755)
    (told,) = examine(patient.session)
    assert (told.severity, told.problem) == (Severity.NOTE, "other users can read it")


def test_a_lock_that_is_held_is_a_note(patient: Patient) -> None:
    lock = acquired(patient.data("library.lock"))
    try:
        (told,) = examine(patient.session)
    finally:
        lock.release()
    assert (told.severity, told.is_open) == (Severity.NOTE, False)


def test_a_folder_in_the_place_of_a_lock(patient: Patient) -> None:
    patient.state("refresh.lock").mkdir()
    checked(patient, patient.state("refresh.lock"), "cannot lock it")


def left_alone(patient: Patient) -> tuple[str, str]:
    """Return subject and problem of a finding that a repair leaves to the user, as the file is."""
    before = patient.content()
    (told, *_), (after, *_) = (patient.examined(repair=repair) for repair in (False, True))
    assert after.is_open
    assert (after.subject, after.problem) == (told.subject, told.problem)
    assert patient.content() == before
    return told.subject, told.problem


def test_settings_are_left_to_the_user(patient: Patient) -> None:
    file = patient.home / "config/config.toml"
    file.write_text("[fetch\n")
    assert left_alone(patient) == (
        f"{file}, line 1",
        "Expected ']' at the end of a table declaration",
    )


@pytest.mark.parametrize("kind", ["day", "shard"])
def test_files_of_a_newer_paperterm_are_left_alone(patient: Patient, kind: str) -> None:
    file = patient.day if kind == "day" else patient.shard
    file.write_bytes(file.read_bytes().replace(b'"schema":', b'"schema":9'))
    assert left_alone(patient) == (str(file), "was written by a newer paperterm")


def test_an_index_of_a_newer_paperterm_is_left_alone(patient: Patient) -> None:
    file = patient.home / "cache/index.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert left_alone(patient) == (str(file), "was written by a newer paperterm")


def test_a_file_in_the_place_of_a_folder(patient: Patient) -> None:
    for path in sorted((patient.home / "cache").iterdir()):
        path.unlink()
    (patient.home / "cache").rmdir()
    (patient.home / "cache").write_text("in the way")
    problem = "should be the cache folder, but is a file"
    assert left_alone(patient) == (str(patient.home / "cache"), problem)


@pytest.fixture
def everything(patient: Patient) -> Patient:
    emptied(patient.day)
    garbage(patient.shard)
    garbage(patient.data("fetchlog.json"))
    garbage(patient.home / "cache/index.sqlite")
    patient.state("gate.json").write_text("")
    return patient


def test_everything_at_once(everything: Patient) -> None:
    assert len(everything.examined()) == 5
    assert all(finding.repaired for finding in everything.examined(repair=True))
    assert everything.examined() == []
    assert everything.search() == 1  # the other day; arXiv knows the papers of the damaged one
    starred = [mark.id for mark in everything.session.library.all_marks()]
    assert starred == [name(1), name(2)]
