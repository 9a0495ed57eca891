"""A change by another process that leaves size, time and inode of a file as they were."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.library import Library
from paperterm.library.fetchlog import FetchLog
from paperterm.model import Status
from tests.building import DAY, NOON, listing, name, paper


def changed_unseen(path: Path, old: bytes, new: bytes) -> None:
    """Write other bytes of the same length into a file, and set its time back."""
    before = path.stat()
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_ino) == (before.st_size, before.st_ino)


def marks(folder: Path) -> bool:
    library = Library(folder)
    library.change({name(1): lambda mark: mark.set_note("aaa", NOON)})
    library.marks([name(1)])
    changed_unseen(folder / "marks/2602/00.json", b"aaa", b"bbb")
    library.change({name(2): lambda mark: mark.set_note("mine", NOON)})
    there = Library(folder).marks([name(1), name(2)])
    return [mark.note_text for mark in there.values()] == ["bbb", "mine"]


def days(folder: Path) -> bool:
    library = Library(folder)
    library.store(listing(paper(name(1), "aaa")))
    library.day(DAY)
    changed_unseen(folder / f"library/2026/{DAY}.json", b"aaa", b"bbb")
    library.store(listing(2))
    record = Library(folder).day(DAY)
    return record is not None and "bbb" in {one.paper.title for one in record.announced}


def fetches(folder: Path) -> bool:
    log = FetchLog(folder)
    log.add_day(DAY, "aaa", ["cs.AI"], Status.COMPLETE, 3, NOON)
    log.days()
    changed_unseen(folder / "fetchlog.json", b"aaa", b"bbb")
    log.add_day(DAY, "mine", ["cs.AI"], Status.COMPLETE, 3, NOON)
    content = (folder / "fetchlog.json").read_bytes()
    return b"bbb" in content and b"mine" in content


@pytest.mark.parametrize("kept", [marks, days, fetches])
def test_it_is_not_overwritten(kept: Callable[[Path], bool], tmp_path: Path) -> None:
    assert kept(tmp_path)


@pytest.mark.parametrize("ahead", [0, 1, 3_000_000_000])
def test_a_written_file_is_later_than_the_one_before(tmp_path: Path, ahead: int) -> None:
    """Also where the clock was set back, or has not moved on."""
    file = tmp_path / "file"
    disk.write(file, b"1")
    time = file.stat().st_mtime_ns + ahead
    os.utime(file, ns=(time, time))
    for content in (b"2", b"3"):
        before = file.stat().st_mtime_ns
        disk.write(file, content)
        assert file.stat().st_mtime_ns > before
