"""Old days that nobody marked: they go into an archive first, and come back from it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.errors import DiskError, LibraryError
from paperterm.library import Library
from paperterm.library.backup import Pruned, prune, restore, unpacked
from paperterm.library.backup.manifest import name_of
from paperterm.library.fetchlog import FetchLog
from paperterm.model import Day, Mark, Status
from paperterm.session import marking
from tests.building import DAY, NOON, listing, name

DAYS = [Day.fromordinal((DAY - timedelta(days=back)).toordinal()) for back in range(35)]
"""Newest first; day number n has the papers 2n and 2n + 1."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    for number, day in enumerate(DAYS):
        made.store(listing(2 * number, 2 * number + 1, day=day))
    return made


def mark(library: Library, number: int, action: marking.MarkChange) -> None:
    library.change({name(number): lambda old: action(old, NOON)})


def pruned(library: Library, folder: Path, keep: int = 30) -> Pruned:
    done = prune(library, folder, keep, NOON)
    assert done
    return done


def test_days_beyond_the_newest_go_into_an_archive(library: Library, tmp_path: Path) -> None:
    before = {day: (tmp_path / name_of(day)).read_bytes() for day in DAYS}
    done = pruned(library, tmp_path)
    assert done.days == tuple(DAYS[:29:-1])
    assert library.days() == DAYS[:30]
    assert done.archive == tmp_path / "pruned" / f"{DAYS[34]}-to-{DAYS[30]}.zip"
    assert done.archive.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "pruned").stat().st_mode & 0o777 == 0o700
    with unpacked(done.archive, "it", tmp_path) as found:
        assert {day: found.path(day).read_bytes() for day in found.manifest.days} == {
            day: before[day] for day in DAYS[30:]
        }
        assert restore(library, tmp_path, found).added == done.days
    assert {day: (tmp_path / name_of(day)).read_bytes() for day in DAYS} == before
    assert library.days() == DAYS


@pytest.mark.parametrize(
    "action",
    [marking.star(True), marking.queue(True), marking.tag("t"), marking.note("mine")],
    ids=["star", "queue", "tag", "note"],
)
def test_a_day_with_a_marked_paper_stays(
    library: Library, tmp_path: Path, action: marking.MarkChange
) -> None:
    mark(library, 2 * 32 + 1, action)
    assert pruned(library, tmp_path).days == (DAYS[34], DAYS[33], DAYS[31], DAYS[30])
    assert library.days() == [*DAYS[:30], DAYS[32]]


def test_a_paper_that_was_only_read_keeps_no_day(library: Library, tmp_path: Path) -> None:
    mark(library, 2 * 32, marking.read(True))
    mark(library, 2 * 33, marking.star(True))
    mark(library, 2 * 33, marking.star(False))
    assert len(pruned(library, tmp_path).days) == 5


@pytest.mark.parametrize("keep", [0, 35, 1000])
def test_nothing_goes_when_nothing_must(library: Library, tmp_path: Path, keep: int) -> None:
    assert prune(library, tmp_path, keep, NOON) is None
    assert not (tmp_path / "pruned").exists()
    assert library.days() == DAYS


def test_at_least_thirty_days_stay(library: Library, tmp_path: Path) -> None:
    assert len(pruned(library, tmp_path, keep=1).days) == 5


def test_it_is_done_once(library: Library, tmp_path: Path) -> None:
    pruned(library, tmp_path)
    assert prune(library, tmp_path, 30, NOON) is None


def test_no_archive_is_written_over(library: Library, tmp_path: Path) -> None:
    first = pruned(library, tmp_path).archive
    before = first.read_bytes()
    with unpacked(first, "it", tmp_path) as found:
        restore(library, tmp_path, found)
    mark(library, 2 * 32, marking.star(True))
    assert pruned(library, tmp_path).archive.name == f"{DAYS[34]}-to-{DAYS[30]}-2.zip"
    assert first.read_bytes() == before


def test_without_an_archive_nothing_goes(library: Library, tmp_path: Path) -> None:
    (tmp_path / "pruned").write_text("a file in its place")
    with pytest.raises(DiskError):
        prune(library, tmp_path, 30, NOON)
    assert library.days() == DAYS


def test_an_archive_that_did_not_reach_the_disk_removes_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes everything and keeps something else."""
    write = disk.write

    def bad(path: Path, content: bytes) -> None:
        write(path, content[:-1])

    monkeypatch.setattr(disk, "write", bad)
    with pytest.raises(DiskError, match="differs from what was written"):
        prune(library, tmp_path, 30, NOON)
    assert library.days() == DAYS


@pytest.mark.parametrize("what", ["marked", "changed"])
def test_what_happens_meanwhile_counts(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Another process marks a paper, or brings in a day anew, when the archive is just written."""
    write = disk.write
    other = Library(tmp_path)

    def meanwhile(path: Path, content: bytes) -> None:
        write(path, content)
        monkeypatch.setattr(disk, "write", write)
        if what == "marked":
            other.change({name(2 * 34): lambda old: Mark(old.id).set_starred(True, NOON)})
        else:
            other.store(listing(2 * 34, 900, day=DAYS[34]))

    monkeypatch.setattr(disk, "write", meanwhile)
    assert pruned(library, tmp_path).days == (DAYS[33], DAYS[32], DAYS[31], DAYS[30])
    assert library.days() == [*DAYS[:30], DAYS[34]]


def test_a_damaged_day_does_not_go(library: Library, tmp_path: Path) -> None:
    damaged = tmp_path / name_of(DAYS[33])
    damaged.write_bytes(damaged.read_bytes()[:-20])
    days = pruned(library, tmp_path).days
    assert {DAYS[34], DAYS[32], DAYS[31], DAYS[30]} <= set(days)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"marks": {}, "about": {"about": {"schema": 99}}}', "was written by a newer paperterm"),
        ('{"marks": {"2602.0', "is damaged"),
        (None, "cannot "),
    ],
)
def test_where_marks_cannot_be_read_nothing_goes(
    library: Library, tmp_path: Path, content: str | None, said: str
) -> None:
    mark(library, 2 * 32, marking.star(True))
    (shard,) = (tmp_path / "marks").glob("*/*.json")
    shard.unlink()
    if content is None:
        shard.symlink_to(shard)  # which the system refuses to open
    else:
        shard.write_text(content)
    with pytest.raises(LibraryError) as raised:
        prune(Library(tmp_path), tmp_path, 30, NOON)
    assert str(raised.value).startswith(f"{shard}: {said}")
    assert "so nothing was pruned" in str(raised.value)
    assert library.days() == DAYS
    assert not (tmp_path / "pruned").exists()


@pytest.mark.parametrize("damage", [b"", b"cut", b"paper"])
def test_a_damaged_day_comes_back_from_the_archive(
    library: Library, tmp_path: Path, damage: bytes
) -> None:
    path = tmp_path / name_of(DAYS[34])
    good = path.read_bytes()
    with unpacked(pruned(library, tmp_path).archive, "it", tmp_path) as found:
        restore(library, tmp_path, found)
        bad = {
            b"cut": good[: len(good) // 2],
            b"paper": good.replace(b'"title":"', b'"title":7,"x":"', 1),
        }
        path.write_bytes(bad.get(damage, damage))
        told: list[str] = []
        fresh = Library(tmp_path)
        fresh.listen(told.append)
        back = restore(fresh, tmp_path, found)
    assert (back.added, back.unchanged, back.kept) == ((DAYS[34],), 4, ())
    assert path.read_bytes() == good
    aside = tmp_path / "set-aside" / name_of(DAYS[34])
    assert aside.read_bytes() == bad.get(damage, damage)
    (said,) = told
    assert said.startswith(f"{path}: is damaged")
    assert said.endswith(f"moved it to {aside} and restored the day from the backup")


def test_a_damaged_day_keeps_what_can_be_read_of_it(library: Library, tmp_path: Path) -> None:
    """It held more than the backup: what neither gives is asked for again."""
    day, log = DAYS[34], FetchLog(tmp_path)
    path = tmp_path / name_of(day)
    with unpacked(pruned(library, tmp_path).archive, "it", tmp_path) as found:
        library.store(listing(68, 69, 900, 901, day=day))
        log.add_day(day, "feed", ["cs.AI"], Status.COMPLETE, 4, NOON)
        tables = json.loads(path.read_bytes())
        for number in (68, 901):
            tables["papers"][name(number)]["title"] = 7
        path.write_text(json.dumps(tables))
        fresh = Library(tmp_path)
        assert restore(fresh, tmp_path, found).added[:1] == (day,)
    record = fresh.day(day)
    assert record
    kept = {one.paper.id: one.paper.title for one in record.announced}
    assert kept == {name(number): f"Paper {number}" for number in (68, 69, 900)}
    assert record.status is Status.PARTIAL
    assert day not in log.days()


def test_a_day_of_a_newer_paperterm_stays(library: Library, tmp_path: Path) -> None:
    path = tmp_path / name_of(DAYS[34])
    with unpacked(pruned(library, tmp_path).archive, "it", tmp_path) as found:
        path.write_text('{"papers": {}, "day": {"about": {"schema": 99}}}')
        before = path.read_bytes()
        assert restore(Library(tmp_path), tmp_path, found).kept == (DAYS[34],)
    assert path.read_bytes() == before
