"""arXiv's metadata snapshot: what is read of it, in parts, and what of a damaged one."""

import errno
import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paperterm.errors import DiskError
from paperterm.library import Library
from paperterm.model import Batch, Day, Kind, Paper, PaperId, SourcePaper, Status
from paperterm.model.id_set import IdSet
from paperterm.session.import_summary import ImportSummary
from paperterm.session.imports import import_files
from paperterm.sources import snapshot
from paperterm.sources.fields import utc_time_of
from paperterm.sources.large_files import LargeProgress
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.snapshot import EVERYTHING, Wanted
from tests.building import name

FIRST = {
    "id": "0704.0001",
    "submitter": "Pavel Nadolsky",
    "authors": "C. Bal\\'azs, E. L. Berger (ANL), The CDF Collaboration",
    "title": "Calculation of prompt diphoton\n  production",
    "comments": "37 pages,\n  15 figures",
    "journal-ref": "Phys.Rev.D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": "ANL-HEP-PR-07-12",
    "categories": "hep-ph hep-ex",
    "license": None,
    "abstract": "  A fully differential\ncalculation.\n  A second paragraph.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [
        ["Balázs", "C.", ""],
        ["Berger", "E. L.", "Jr", "ANL"],
        ["CDF Collaboration", "The", ""],
    ],
}


def paper(number: int, **changes: Any) -> dict[str, Any]:
    """A paper of April 2007, on one of two days."""
    created = f"Mon, {2 + number % 2} Apr 2007 10:00:00 GMT"
    versions = [{"version": "v1", "created": created}]
    return (
        FIRST | {"id": f"0704.{number:04}", "title": f"T{number}", "versions": versions} | changes
    )


def written(file: Path, *lines: object) -> Path:
    """Write lines; a text stays as it is."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("".join(f"{text}\n" for text in texts))
    return file


def imported(folder: Path, file: Path, wanted: Wanted = EVERYTHING) -> ImportSummary:
    return import_files(Library(folder / "data"), [str(file)], None, wanted)


def ids(folder: Path) -> list[str]:
    library = Library(folder / "data")
    records = [record for day in library.days() if (record := library.day(day))]
    return sorted(one.paper.id for record in records for one in record.announced)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "PART", 2)


def test_a_paper_of_the_snapshot_has_all_of_its_fields_on_an_estimated_day(tmp_path: Path) -> None:
    assert imported(tmp_path, written(tmp_path / "file", FIRST)).outcome.new == 1
    (day,) = Library(tmp_path / "data").days()
    record = Library(tmp_path / "data").day(day)
    assert record
    (one,) = record.announced
    assert (str(day), record.status, one.announcement.kind) == (
        "2007-04-03",  # received on Monday after 14:00 Eastern
        Status.ESTIMATED,
        Kind.NEW,
    )
    assert one.paper.title == "Calculation of prompt diphoton production"
    assert one.paper.authors == ("C. Balázs", "E. L. Berger Jr", "The CDF Collaboration")
    assert one.paper.abstract == "A fully differential calculation.\nA second paragraph."
    assert (one.paper.categories, one.paper.primary_category) == (("hep-ph", "hep-ex"), "hep-ph")
    assert (one.paper.version, str(one.paper.updated)) == (2, "2007-07-24 20:10:27+00:00")
    assert (one.paper.comment, one.paper.journal_ref) == (
        "37 pages, 15 figures",
        "Phys.Rev.D76:013009,2007",
    )


def _gzipped(file: Path, content: bytes) -> None:
    file.write_bytes(gzip.compress(content))


def _zipped(file: Path, content: bytes) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("arxiv-metadata-oai-snapshot.json", content)


@pytest.mark.parametrize(
    "write", [Path.write_bytes, _gzipped, _zipped], ids=["plain", "gzip", "zip"]
)
@pytest.mark.usefixtures("small_parts")
def test_parts_make_the_same_library_whatever_the_file(
    tmp_path: Path, write: Callable[[Path, bytes], object]
) -> None:
    lines = written(tmp_path / "lines", *map(paper, range(1, 8))).read_bytes()
    write(tmp_path / "file", b"\xef\xbb\xbf" + lines)
    summary = imported(tmp_path, tmp_path / "file")
    assert (summary.outcome.new, summary.errors) == (7, [])
    assert ids(tmp_path) == [f"0704.{number:04}" for number in range(1, 8)]
    stamps = Library(tmp_path / "data").day_stamps()
    again = imported(tmp_path, tmp_path / "file")  # as after a kill
    assert Library(tmp_path / "data").day_stamps() == stamps
    assert (again.outcome.new, again.outcome.changed, again.outcome.unchanged) == (0, 0, 7)


@pytest.mark.usefixtures("small_parts")
def test_each_bad_line_is_one_error_with_its_number_and_the_rest_goes_in(tmp_path: Path) -> None:
    bad = [
        "{broken",
        "[]",
        paper(1),
        paper(2, id="arxiv/what"),
        paper(3, title=7),
        paper(4, versions=[]),
        paper(5, versions=[{"version": "v1", "created": "some day"}]),
        paper(6, versions="v1"),
        paper(7, authors_parsed=[7]),
        "",
        paper(8),
        paper(1),
        json.dumps(paper(9))[:60],
    ]
    summary = imported(tmp_path, written(tmp_path / "file", *bad))
    assert [error.line for error in summary.errors] == [1, 2, 4, 5, 6, 7, 8, 9, 12, 13]
    assert (summary.outcome.new, summary.skipped) == (2, 10)
    assert ids(tmp_path) == ["0704.0001", "0704.0008"]


def test_of_many_bad_lines_the_first_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    summary = imported(tmp_path, written(tmp_path / "file", paper(1), *["{"] * 500))
    assert [error.line for error in summary.errors] == [*range(2, 12), 0]
    assert summary.errors[-1].message == "490 more errors"
    assert summary.skipped == 500


def test_a_compressed_file_that_ends_in_the_middle_gives_what_is_before(tmp_path: Path) -> None:
    texts = [paper(number, abstract=name(number) * 50) for number in range(1, 1000)]
    lines = written(tmp_path / "lines", *texts).read_bytes()
    (tmp_path / "file").write_bytes(gzip.compress(lines, 0)[:900_000])
    summary = imported(tmp_path, tmp_path / "file")
    assert 100 < summary.outcome.new < 999
    (error,) = summary.errors
    assert error.line > summary.outcome.new
    assert "cut off or damaged here" in error.message


def test_since_and_category_take_a_part(tmp_path: Path) -> None:
    papers = [paper(1), paper(2, categories="math.AG cs.LG"), paper(3, categories="cs.LG")]
    file = written(tmp_path / "file", *papers)
    imported(tmp_path, file, Wanted(categories=frozenset({"math", "hep-ex"})))
    assert ids(tmp_path) == ["0704.0001", "0704.0002"]
    imported(tmp_path, file, Wanted(since=Day(2007, 4, 3), categories=frozenset({"cs"})))
    assert ids(tmp_path) == ["0704.0001", "0704.0002", "0704.0003"]
    other = written(tmp_path / "other", {"id": "0704.0009", "title": "T"})
    (error,) = imported(tmp_path, other, Wanted(since=Day(2007, 4, 3))).errors
    assert "are for arXiv's snapshot" in error.message


def test_a_paper_that_was_announced_on_another_day_stays_there(tmp_path: Path) -> None:
    held = Paper(PaperId("0704.0001"), "As announced")
    day = Day(2007, 4, 5)
    batch = Batch(day, [SourcePaper(held, None)], [[held.id]], is_listing=True)
    Library(tmp_path / "data").store(batch)
    summary = imported(tmp_path, written(tmp_path / "file", paper(1), paper(2)))
    assert (summary.outcome.new, summary.outcome.unchanged) == (1, 1)
    assert ids(tmp_path) == ["0704.0001", "0704.0002"]


@pytest.mark.usefixtures("small_parts")
def test_a_full_disk_is_one_line_and_the_rest_goes_in_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, calls = Library.store_all, 0

    def full(library: Library, day: Day, batches: list[Batch]) -> object:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise DiskError.of(day, OSError(errno.ENOSPC, "No space left on device"), "write it")
        return store(library, day, batches)

    file = written(tmp_path / "file", *map(paper, range(1, 20)))
    with monkeypatch.context() as patch:
        patch.setattr(Library, "store_all", full)
        summary = imported(tmp_path, file)
    (error,) = summary.errors
    assert "no space left on device; what was read before is stored" in error.message
    assert len(ids(tmp_path)) == summary.outcome.new == 2
    assert imported(tmp_path, file).outcome.new == 17
    assert len(ids(tmp_path)) == 19


@pytest.mark.usefixtures("small_parts")
def test_old_ids_which_the_file_has_by_archive_are_read_by_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [
        paper(0, id=f"{archive}/{month}001", versions=[{"version": "v1", "created": date}])
        for archive in ("hep-th", "math")
        for month, date in (
            ("9902", "Tue, 2 Feb 1999 10:00:00 GMT"),
            ("0001", "Tue, 4 Jan 2000 10:00:00 GMT"),
        )
    ]
    stored: list[tuple[str, int]] = []
    store = Library.store_all

    def counted(library: Library, day: Day, batches: list[Batch]) -> object:
        stored.append((str(day), len(batches[0].papers)))
        return store(library, day, batches)

    monkeypatch.setattr(Library, "store_all", counted)
    file = written(tmp_path / "file", *old, "{broken", paper(1), paper(3))
    told: list[LargeProgress] = []
    summary = import_files(Library(tmp_path / "data"), [str(file)], None, tell=told.append)
    assert [error.line for error in summary.errors] == [5]
    assert stored == [("2007-04-03", 2), ("1999-02-02", 2), ("2000-01-04", 2)]
    assert [one.lines for one in told] == sorted(one.lines for one in told)
    assert told[0].done < told[-1].done == file.stat().st_size


@pytest.mark.usefixtures("small_parts")
def test_many_old_ids_wait_on_the_disk(tmp_path: Path) -> None:
    created = [{"version": "v1", "created": "Tue, 2 Feb 1999 10:00:00 GMT"}]
    old = [
        paper(0, id=f"{archive}/9902{number:03}", versions=created, abstract="word " * 2000)
        for archive in ("hep-th", "math")
        for number in range(1, 20)
    ]
    summary = imported(tmp_path, written(tmp_path / "file", *old, old[0]))
    assert ids(tmp_path) == [one["id"] for one in old]
    (error,) = summary.errors
    assert (error.line, summary.outcome.new) == (39, 38)


def test_a_time_is_read_as_by_the_standard_library() -> None:
    times = [
        *("Mon, 2 Apr 2007 19:18:42 GMT", "Thu, 29 Feb 2024 00:00:00 GMT"),
        *("2 Dec 1999 01:02:03 GMT", "Mon, 30 Feb 2007 19:18:42 GMT"),
        *("Mon, 2 Anu 2007 19:18:42 GMT", "Mon, 2 Apr 1200 01:02:03 GMT"),
        *("Mon, 2 Apr 2007 19:18:42 -0400", "2007-04-02T19:18:42Z", "some day"),
    ]
    for text in times:
        file = paper(1, versions=[{"version": "v1", "created": text}])
        reading = ParsedFile("file")
        lines = iter([(1, json.dumps(file).encode())])
        (batches,) = snapshot.read(lines, reading, EVERYTHING)
        found = [one.paper.published for batch in batches for one in batch.papers]
        assert found == [time for time in [utc_time_of(text)] if time]


def test_a_set_of_ids_tells_ids_apart() -> None:
    found = IdSet()
    some = ["0704.0001", "1501.00001", "2602.99999", "math/0309136", "hep-th/0309136"]
    assert [found.add(PaperId(one)) for one in some] == [True] * 5
    assert [found.add(PaperId(one)) for one in some] == [False] * 5
    assert PaperId("0704.0009") not in found
    assert PaperId("cs/0309136") not in found
