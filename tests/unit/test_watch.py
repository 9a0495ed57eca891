"""What others change in a library while it is open: all of that, and nothing that it wrote."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm.library import Library
from paperterm.library.watch import LibraryChanges
from paperterm.model import Day, Mark, PaperId
from tests.building import DAY, NOON, listing, name

LOOKS = 6
SHARD = ("2602", "00")


def star(mark: Mark) -> Mark:
    return mark.set_starred(True, NOON)


@pytest.fixture
def other(tmp_path: Path) -> Library:
    """Another process, with something in the library for long."""
    library = Library(tmp_path)
    library.store(listing(1, 2))
    library.store(listing(3, day=Day(2025, 1, 6)))
    library.change({name(1): star})
    age(tmp_path)
    return library


@pytest.fixture
def ours(other: Library, tmp_path: Path) -> Library:
    """This process, which has looked often enough to know everything."""
    library = Library(tmp_path)
    assert looked(library) == LibraryChanges()
    return library


def age(folder: Path) -> None:
    """Let everything be an hour old."""
    for path in (*folder.rglob("*"), folder):
        before = path.stat().st_mtime_ns - 3600 * 10**9
        os.utime(path, ns=(before, before))


def seen(library: Library) -> Iterator[LibraryChanges]:
    """Some looks, as many as there are after one change."""
    return (library.watch.look() for _ in range(LOOKS))


def looked(library: Library) -> LibraryChanges:
    """What they saw, which is told once."""
    told = [one for one in seen(library) if one != LibraryChanges()]
    assert len(told) < 2
    return told[0] if told else LibraryChanges()


def test_a_day_of_another_process(ours: Library, other: Library) -> None:
    other.store(listing(4))
    assert looked(ours) == LibraryChanges(frozenset({DAY}))
    assert looked(ours) == LibraryChanges()


def test_the_first_day_of_a_year_and_the_first_mark_of_a_month(
    ours: Library, other: Library
) -> None:
    other.store(listing(5, day=Day(2023, 1, 3)))
    other.change({PaperId("2301.04567"): star})
    assert looked(ours) == LibraryChanges(frozenset({Day(2023, 1, 3)}), frozenset({("2301", "04")}))


def test_the_first_day_of_a_library(tmp_path: Path) -> None:
    ours = Library(tmp_path)
    assert looked(ours) == LibraryChanges()
    Library(tmp_path).store(listing(1))
    assert looked(ours) == LibraryChanges(frozenset({DAY}))


def test_marks_of_another_process(ours: Library, other: Library) -> None:
    other.change({name(2): star})
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}))


def test_what_this_process_writes_is_no_news(ours: Library) -> None:
    ours.store(listing(4))
    ours.store(listing(6, day=Day(2022, 3, 3)))
    ours.change({name(2): star, PaperId("2301.04567"): star})
    assert looked(ours) == LibraryChanges()


def test_what_another_wrote_just_before_is_news(ours: Library, other: Library) -> None:
    other.change({name(2): star})
    ours.change({name(3): star})
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}))


def test_reading_does_not_hide_it(ours: Library, other: Library) -> None:
    other.change({name(2): star})
    other.store(listing(4))
    assert ours.marks([name(2)])[name(2)].is_starred
    assert ours.day(DAY)
    assert looked(ours) == LibraryChanges(frozenset({DAY}), frozenset({SHARD}))


def test_two_writes_in_one_tick_of_the_clock(ours: Library, other: Library, tmp_path: Path) -> None:
    folder = tmp_path / "marks/2602"
    other.change({name(2): star})
    time = folder.stat().st_mtime_ns
    assert [ours.watch.look().shards for _ in range(2)] == [frozenset(), {SHARD}]
    other.change({name(3): star})
    os.utime(folder, ns=(time, time))
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}))


def test_what_happened_while_the_first_list_was_read(other: Library, tmp_path: Path) -> None:
    ours = Library(tmp_path)
    ours.day(DAY)
    other.store(listing(4))
    ours.change({name(3): star})
    assert looked(ours) == LibraryChanges(frozenset({DAY}))


def test_what_has_gone(ours: Library, tmp_path: Path) -> None:
    (tmp_path / f"library/2026/{DAY}.json").unlink()
    shutil.rmtree(tmp_path / "library/2025")
    assert looked(ours) == LibraryChanges(frozenset({DAY, Day(2025, 1, 6)}))
    Library(tmp_path).store(listing(3, day=Day(2025, 1, 6)))
    assert looked(ours) == LibraryChanges(frozenset({Day(2025, 1, 6)}))


def test_a_copy_that_a_program_leaves_beside_a_shard(ours: Library, tmp_path: Path) -> None:
    shard = tmp_path / "marks/2602/00.json"
    shutil.copy(shard, shard.with_name("00.sync-conflict-20260212-101010-ABC.json"))
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}), has_strays=True)


def test_other_files_are_nobodys_business(ours: Library, tmp_path: Path) -> None:
    for file in ("library/2026/notes.json", "library/2026/.x.tmp", "marks/2602/00.json~", "x"):
        (tmp_path / file).write_text("x")
    (tmp_path / "library/backup").mkdir()
    (tmp_path / f"library/backup/{DAY}.json").write_text("x")
    assert looked(ours) == LibraryChanges()


def test_a_file_that_is_not_replaced_in_one_step_has_time(ours: Library, tmp_path: Path) -> None:
    day = tmp_path / f"library/2026/{DAY}.json"
    content = day.read_bytes()
    day.unlink()
    day.write_bytes(content[:20])
    assert ours.watch.look() == LibraryChanges()
    day.write_bytes(content)
    assert set(seen(ours)) == {LibraryChanges(frozenset({DAY})), LibraryChanges()}


def test_a_file_in_the_place_of_a_folder(ours: Library, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "marks")
    (tmp_path / "marks").write_text("")
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}))
    (tmp_path / "marks").unlink()
    Library(tmp_path).change({name(1): star})
    assert looked(ours) == LibraryChanges(shards=frozenset({SHARD}))
