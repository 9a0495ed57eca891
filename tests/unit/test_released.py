"""A home that the released version wrote: read, upgraded by the first change, the old file kept."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from paperterm.model import PaperId
from paperterm.session import Session, marking
from paperterm.session.backup import back_up, restore_backup
from paperterm.session.doctor import examine
from tests.trust.world import opened

RELEASED = Path(__file__).parents[1] / "released/0.1.0.zip"
SHARD = "data/marks/2602/00.json"
NOTED = PaperId("2602.00001")
NOTE = "second thoughts: compare with Müller"
MARKS = {
    "2602.00001": (False, True, False, ("thesis",), NOTE),
    "2602.00002": (True, False, False, ("b",), None),
    "2602.00003": (False, False, False, (), None),
    "2602.01001": (True, True, False, (), None),
    "math/0309136": (True, True, False, (), "from another file"),
}
"""Read, starred, queued, tags, note."""


def released(home: Path) -> Path:
    with ZipFile(RELEASED) as archive:
        archive.extractall(home)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return released(tmp_path / "home")


def marks(session: Session) -> dict[str, tuple[object, ...]]:
    return {
        str(one.id): (one.is_read, one.is_starred, one.is_queued, one.tag_names, one.note_text)
        for one in session.library.all_marks()
    }


def data(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.glob("data/*/*/*")}


def test_all_of_it_is_read_and_nothing_is_written(home: Path) -> None:
    before = data(home)
    session = opened(home)
    assert marks(session) == MARKS
    assert [len(session.library.day(day).announced) for day in session.library.days()] == [3, 3]  # type: ignore[union-attr]
    assert [topic.name for topic in session.settings.topics][-1] == "Rag"
    assert not [finding for finding in examine(session) if finding.is_open]
    assert data(home) == before


def test_the_first_change_upgrades_a_file_and_keeps_the_old_one(home: Path) -> None:
    before = data(home)
    opened(home).mark_ids([PaperId("2602.00002")], marking.read(False))
    wanted = {**MARKS, "2602.00002": (False, *MARKS["2602.00002"][1:])}
    assert marks(opened(home)) == wanted
    after = data(home)
    assert json.loads(after.pop(SHARD))["about"] == {"about": {"schema": 2}}
    assert after.pop(f"{SHARD}~1") == after[f"{SHARD}~"] == before.pop(SHARD)
    assert after == {**before, f"{SHARD}~": after[f"{SHARD}~"]}
    opened(home).mark_ids([NOTED], marking.note("third"))
    assert marks(opened(home))[NOTED][-1] == "third"
    assert not [finding for finding in examine(opened(home)) if finding.is_open]


def test_notes_of_two_released_machines_are_both_kept(home: Path, tmp_path: Path) -> None:
    other = released(tmp_path / "other")
    shard = other / SHARD
    shard.write_bytes(shard.read_bytes().replace(b"second thoughts", b"others"))
    opened(home).library.merge(other)
    opened(home).mark_ids([NOTED], marking.star(False))
    assert marks(opened(home))[NOTED][-1] == f"others: compare with Müller\n\n{NOTE}"


def test_a_released_backup_is_restored_and_replaced(home: Path, tmp_path: Path) -> None:
    new = opened(tmp_path / "new")
    assert restore_backup(new, home / "backup.zip").days.marks == len(MARKS)
    assert marks(new) == MARKS
    opened(home).mark_ids([NOTED], marking.note(""))
    assert back_up(opened(home), home / "backup.zip").marks == len(MARKS)
