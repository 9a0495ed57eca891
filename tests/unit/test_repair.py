"""Damaged files of a library: reading goes on, they are mended and set aside, one line says so."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Any

import pytest

from paperterm import disk
from paperterm.errors import DiskError, LibraryError
from paperterm.library import Library
from paperterm.library.fetchlog import FetchLog
from paperterm.model import Day, Mark, PaperId, Status
from tests.building import DAY, NOON, later, listing, name

OTHER_DAY = Day(2026, 2, 11)


def star(mark: Mark) -> Mark:
    return mark.set_starred(True, NOON)


class Place:
    """A data folder with two days and a shard of four marks, written one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        library = Library(folder)
        library.store(listing(1, 2, 3, status=Status.COMPLETE))
        library.store(listing(4, day=OTHER_DAY, status=Status.COMPLETE))
        log = FetchLog(folder)
        for day, papers in ((DAY, 3), (OTHER_DAY, 1)):
            log.add_day(day, "feed", ["cs.AI"], Status.COMPLETE, papers, NOON, "etag")
        for number in (1, 2, 3, 4):
            library.change({name(number): star})
        self.shard = folder / "marks/2602/00.json"
        self.day = folder / "library/2026/2026-02-12.json"
        self.told: list[str] = []

    @property
    def library(self) -> Library:
        """The library as a new process sees it."""
        library = Library(self.folder)
        library.listen(self.told.append)
        return library

    @property
    def starred(self) -> list[int]:
        """The starred papers."""
        return sorted(int(mark.id[5:]) for mark in self.library.all_marks() if mark.is_starred)

    @property
    def aside(self) -> dict[str, bytes]:
        """What was set aside."""
        root = self.folder / "set-aside"
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data")


def edited(file: Path, edit: Callable[[Any], object]) -> None:
    told = json.loads(file.read_bytes())
    edit(told)
    file.write_text(json.dumps(told))


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def zeroed(file: Path) -> None:
    file.write_bytes(b"\x00" * file.stat().st_size)


def garbage(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 9)


def another_kind(file: Path) -> None:
    file.write_text('{"days": {"x": {}}}')


def no_tables(file: Path) -> None:
    file.write_text("[1, 2]")


def no_schema(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"schema":', b'"schema":-'))


def wrong_type(file: Path) -> None:
    def edit(told: Any) -> None:
        (table,) = set(told) & {"papers", "marks"}
        told[table][next(iter(told[table]))] = 7

    edited(file, edit)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "inside").write_text("precious")


DAMAGES = [
    truncated,
    emptied,
    zeroed,
    garbage,
    another_kind,
    no_tables,
    no_schema,
    wrong_type,
    a_folder,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_shard_comes_back_from_its_last_generation(
    place: Place, damage: Callable[[Path], None]
) -> None:
    damage(place.shard)
    before = place.shard.read_bytes() if place.shard.is_file() else b"precious"
    # The last write is in no generation; what of it stands in the file is read from there.
    assert place.starred[:3] == [1, 2, 3]
    assert [line.startswith(f"{place.shard}: is damaged") for line in place.told] == [True]
    assert list(place.aside.values()) == [before]
    place.told.clear()
    assert place.starred[:3] == [1, 2, 3]
    assert place.library.change({name(9): star})
    assert not place.told
    assert disk.last(place.shard).exists()


def ids(file: Path) -> set[str]:
    """The ids in a file of marks."""
    return set(json.loads(file.read_bytes())["marks"])


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("linked", ["the file", "the file, on another disk", "its folder"])
def test_a_shard_that_is_a_link_has_a_last_generation(place: Place, linked: str) -> None:
    elsewhere = Path(mkdtemp(dir="/tmp" if "disk" in linked else place.folder.parent))
    path = place.shard.parent if linked == "its folder" else place.shard
    disk.last(place.shard).unlink()
    shutil.move(path, elsewhere / "real")
    path.symlink_to(elsewhere / "real")
    for number in (5, 6):
        assert place.library.change({name(number): star})
    assert path.is_symlink()
    assert ids(place.shard) - ids(disk.last(place.shard)) == {"2602.00006"}
    assert not disk.last(place.shard).is_symlink()
    garbage(place.shard)
    assert place.starred == [1, 2, 3, 4, 5]
    assert place.library.change({name(6): star})
    assert place.starred == [1, 2, 3, 4, 5, 6]
    shutil.rmtree(elsewhere)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_mark_is_made_in_a_damaged_shard_after_it_was_mended(
    place: Place, damage: Callable[[Path], None]
) -> None:
    damage(place.shard)
    changed = place.library.change({name(9): lambda mark: mark.set_starred(True, NOON)})
    assert list(changed) == [name(9)]
    assert {1, 2, 3, 9} <= set(place.starred)
    assert len(place.aside) == len(place.told) == 1


def test_a_change_that_turns_round_is_made_once(place: Place) -> None:
    library = place.library
    library.change({name("0704.0001"): star})
    emptied(place.shard)
    toggled = library.change(
        {
            id_: lambda mark: mark.set_starred(not mark.is_starred, later(9))
            for id_ in (name("0704.0001"), name(1))
        }
    )
    assert {id_: mark.is_starred for id_, mark in toggled.items()} == {
        name("0704.0001"): False,
        name(1): False,
    }


def test_a_shard_and_its_last_generation_both_damaged(place: Place) -> None:
    emptied(place.shard)
    garbage(disk.last(place.shard))
    assert place.starred == []
    assert len(place.told) == 1
    assert place.library.change({name(5): star})
    assert place.starred == [5]


def test_a_shard_that_went_comes_back(place: Place) -> None:
    place.shard.unlink()
    assert place.starred == [1, 2, 3]
    said = f"{place.shard}: is missing; recovered 3 marks from its backup file"
    assert place.told == [said]


@pytest.mark.parametrize("way", ["marks", "change", "stamps"])
def test_a_shard_that_went_is_missed_by_every_way_to_read(place: Place, way: str) -> None:
    place.shard.unlink()
    library = place.library
    if way == "marks":
        assert library.marks([name(1)])[name(1)].is_starred
    elif way == "change":
        library.change({name(9): star})
    else:
        assert library.mark_stamps()
    assert {1, 2, 3} <= set(place.starred)
    assert len(place.told) == 1


def test_a_shard_that_went_with_a_last_generation_of_no_use(place: Place) -> None:
    place.shard.unlink()
    garbage(disk.last(place.shard))
    assert place.starred == []
    assert place.library.change({name(9): star})
    assert place.starred == [9]
    assert list(place.aside) == ["marks/2602/00.json~"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_day_keeps_what_can_be_read_and_is_asked_for_again(
    place: Place, damage: Callable[[Path], None]
) -> None:
    damage(place.day)
    before = place.day.read_bytes() if place.day.is_file() else b"precious"
    library = place.library
    assert len(library.announced_since(OTHER_DAY)) >= 1
    assert OTHER_DAY in library.days()
    assert [line.startswith(f"{place.day}: is damaged") for line in place.told] == [True]
    assert "run `paperterm fetch --since 2026-02-12`" in place.told[0]
    assert list(place.aside.values()) == [before]
    assert library.status(DAY) in (None, Status.PARTIAL)
    log = FetchLog(place.folder)
    known = log.statuses(["cs.AI"], set(library.days()))
    assert known == {OTHER_DAY: Status.COMPLETE}
    assert library.store(listing(1, 2, 3)).conflicts == ()
    assert len(Library(place.folder).announced_since(DAY)) == 3
    assert len(place.told) == 1


def test_a_day_with_one_wrong_paper_keeps_the_others(place: Place) -> None:
    wrong_type(place.day)
    record = place.library.day(DAY)
    assert record
    assert [one.paper.id for one in record.announced] == [name(2), name(3)]


def test_a_day_whose_end_is_missing_keeps_whole_papers(place: Place) -> None:
    os.truncate(place.day, place.day.read_bytes().index(b'"2602.00003"') + 20)
    record = place.library.day(DAY)
    assert record
    assert [one.paper.id for one in record.announced] == [name(1), name(2)]


def test_damage_is_met_by_every_way_to_read(place: Place) -> None:
    ways: list[Callable[[Library], object]] = [
        lambda library: library.status(DAY),
        lambda library: library.texts(DAY),
        lambda library: library.announcements(name(1)),
        lambda library: library.newest([name(1)]),
        lambda library: library.announced_since(OTHER_DAY),
        lambda library: library.store(listing(5)),
    ]
    for ask in ways:
        place.told.clear()
        content = place.day.read_bytes()
        place.day.write_bytes(content[:-1])
        ask(place.library)
        assert len(place.told) == 1
        place.day.write_bytes(content)


@pytest.mark.parametrize("kind", ["day", "shard"])
def test_a_file_of_a_newer_paperterm_is_left_alone(place: Place, kind: str) -> None:
    file = place.day if kind == "day" else place.shard
    content = file.read_bytes().replace(b'"schema":', b'"schema":9')
    file.write_bytes(content)
    library = place.library
    assert (library.day(DAY) is None) == (kind == "day")
    assert library.marks([name(1)])[name(1)].is_starred == (kind == "day")
    assert len(library.all_marks()) == (4 if kind == "day" else 0)
    assert library.day(OTHER_DAY)
    assert place.told == [f"{file}: was written by a newer paperterm; use that version"]
    change: dict[PaperId, Callable[[Mark], Mark]] = {name(9): star}
    with pytest.raises(LibraryError, match="newer paperterm"):
        library.store(listing(5)) if kind == "day" else library.change(change)
    assert file.read_bytes() == content
    assert not place.aside


LOCKED_OUT = """
import os, sys
import filelock  # what is imported later may not be readable then
from pathlib import Path
from paperterm.errors import DiskError
from paperterm.library import Library
from paperterm.model import Day
from tests.building import name
from tests.unit.test_repair import star

if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
library = Library(Path(sys.argv[1]))
library.listen(print)
print(len(library.days()), len(library.announced_since(Day(2026, 2, 11))), len(library.all_marks()))
try:
    library.change({name(9): star})
except DiskError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="about permissions of POSIX")
def test_files_without_permission_are_named_and_left(place: Place) -> None:
    above = takewhile(Path(gettempdir()).__ne__, place.folder.parents)
    for path in (place.folder, *above):
        path.chmod(0o755)
    for path in place.folder.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    place.day.chmod(0)
    place.shard.chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", LOCKED_OUT, place.folder],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.splitlines() == [
        f"{place.day}: cannot read it: permission denied",
        f"{place.shard}: cannot read it: permission denied",
        "2 1 0",
        f"{place.shard}: cannot read it: permission denied",
    ]
    assert not place.aside


def test_what_cannot_be_set_aside_is_read_all_the_same(place: Place) -> None:
    truncated(place.shard)
    emptied(place.day)
    (place.folder / "set-aside").write_text("in the way")
    assert place.starred[:3] == [1, 2, 3]
    assert place.library.day(DAY) is None
    assert len(place.told) == 2
    assert place.day.read_bytes() == b""
    with pytest.raises(DiskError, match="cannot create this folder"):
        place.library.store(listing(1))


def test_the_last_generation_is_the_file_before_the_last_change(place: Place) -> None:
    assert ids(place.shard) - ids(disk.last(place.shard)) == {"2602.00004"}
    before = place.shard.read_bytes()
    place.library.change({name(7): star})
    assert disk.last(place.shard).read_bytes() == before
    assert not [path for path in place.folder.rglob("*") if disk.is_temporary(path.name)]


def test_a_folder_in_the_place_of_a_generation_stops_no_mark(place: Place) -> None:
    disk.last(place.shard).unlink()
    (disk.last(place.shard) / "inside").mkdir(parents=True)
    place.library.change({name(7): star})
    assert 7 in place.starred


@pytest.mark.parametrize("damage", DAMAGES[:6])
def test_a_damaged_log_is_set_aside_by_the_next_write(
    place: Place, damage: Callable[[Path], None]
) -> None:
    file = place.folder / "fetchlog.json"
    damage(file)
    before = file.read_bytes()
    log = FetchLog(place.folder, place.told.append)
    log.add_run(datetime.now(UTC), {"state": "fresh"})
    if damage is not another_kind:  # which is a log with a strange row
        assert place.aside == {"fetchlog.json": before}
        assert place.told[0].startswith(f"{file}: is damaged")
        assert log.days() == set()


def test_a_log_of_a_newer_paperterm_is_left_alone(place: Place) -> None:
    file = place.folder / "fetchlog.json"
    content = file.read_bytes().replace(b'"schema":', b'"schema":9')
    file.write_bytes(content)
    log = FetchLog(place.folder)
    assert log.days() == set()
    with pytest.raises(LibraryError, match="newer paperterm"):
        log.add_run(datetime.now(UTC), {"state": "fresh"})
    assert file.read_bytes() == content


def test_two_processes_mend_one_file_once(place: Place) -> None:
    truncated(place.shard)
    one, other = place.library, place.library
    one.all_marks()
    other.all_marks()
    assert len(place.aside) == 1


def test_the_same_damage_again_is_set_aside_beside_the_first(place: Place) -> None:
    for _ in range(3):
        emptied(place.day)
        place.library.day(DAY)
        place.library.store(listing(1))
    assert sorted(place.aside) == [f"library/2026/2026-02-12.json{end}" for end in ("", ".2", ".3")]


def test_nobody_listens_and_nothing_is_lost(place: Place) -> None:
    emptied(place.day)
    library = Library(place.folder)
    library.day(DAY)
    told: list[str] = []
    library.listen(told.append)
    assert len(told) == 1
    shutil.rmtree(place.folder / "set-aside")
