"""Files to import: what kind they are, and JSON Lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from paperterm.errors import FileError
from paperterm.model import Batch, Day, Kind
from paperterm.sources.files import read_file
from paperterm.sources.parsed_file import ParsedFile
from tests.building import DAY, name

GOOD = {"id": "2602.00001", "title": "One", "announced": "2026-02-12"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def read(
    file: Path, content: bytes | str, day: Day | None = None
) -> tuple[list[Batch], ParsedFile]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(str(file), day)


def told(
    file: Path, *lines: Any, day: Day | None = None
) -> tuple[list[str], list[tuple[int, str]]]:
    """The ids that come in, and what is said of the rest."""
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    batches, reading = read(file, text, day)
    ids = [str(one.paper.id) for batch in batches for one in batch.papers]
    return ids, [(error.line, error.message) for error in reading.errors]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x7fELF\x02\x01\x00\x00", "is a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file"),
        ("# 🔍 X".encode("utf-16"), "is a binary file"),
        (b"%PDF-1.7\n%\xe2\xe3", "is an unknown kind of file"),
        (b"# A README\n\nSome text.\n", "is an unknown kind of file"),
        (b"[1, 2]\n", "is an unknown kind of file"),
        (b'{\n  "id": "2602.00001"\n}\n', "is an unknown kind of file"),
        (
            "# \N{LEFT-POINTING MAGNIFYING GLASS} X".replace("🔍", "🔎").encode(),
            "is an unknown kind of file",
        ),
    ],
)
def test_a_file_of_no_kind_is_one_error(file: Path, content: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said) as caught:
        read(file, content)
    assert (caught.value.file, caught.value.line) == (str(file), 0)


def test_a_file_that_cannot_be_read_is_one_error(file: Path) -> None:
    with pytest.raises(FileError, match="cannot read it: no such file or directory"):
        read_file(str(file), None)
    file.mkdir()
    with pytest.raises(FileError, match="cannot read it: is a directory"):
        read_file(str(file), None)


def test_a_listing_in_the_order_of_the_day(file: Path) -> None:
    lines = [
        {**GOOD, "id": "2602.00003", "kind": "cross"},
        GOOD,
        {**GOOD, "announced": "2026-02-10"},
        {**GOOD, "id": "math.GT/0309136v2"},
    ]
    batches, reading = read(file, "".join(json.dumps(line) + "\n" for line in lines))
    assert reading.errors == []
    first, second = batches
    assert (first.day, second.day) == (DAY, Day(2026, 2, 10))
    assert [one.paper.id for one in first.papers] == [name(3), name(1), name("math/0309136")]
    assert [list(run) for run in first.runs] == [[one.paper.id for one in first.papers]]
    assert [one.kind for one in first.papers] == [Kind.CROSS, None, None]
    assert first.is_listing


def test_blank_lines_windows_line_ends_and_a_byte_order_mark(file: Path) -> None:
    line = json.dumps(GOOD)
    batches, reading = read(file, f"\ufeff\r\n{line}\r\n\r\n{line.replace('00001', '00002')}")
    assert reading.errors == []
    assert len(batches[0].papers) == 2


def test_a_day_is_needed_from_somewhere(file: Path) -> None:
    without = {"id": "2602.00002", "title": "T"}
    ids, errors = told(file, GOOD, without)
    assert ids == ["2602.00001"]
    assert errors == [(2, '2602.00002 has no day; add "announced", or give --day')]
    batches, _ = read(file, json.dumps(without), Day(2026, 2, 10))
    assert batches[0].day == Day(2026, 2, 10)
    batches, _ = read(file, json.dumps(GOOD), Day(2026, 2, 10))
    assert batches[0].day == DAY


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ('{"id": "2602.00009", "title": "cut', "is not JSON"),
        ("nonsense", "is not JSON"),
        ('{"id": NaN}', "is not JSON"),
        ('{"id": 1e999}', "is not JSON"),
        ('{"title": "\\ud800", "id": "2602.00009"}', "is not JSON"),
        ("[]", "is not a JSON object"),
        ("7", "is not a JSON object"),
        ({"title": "T"}, "paper without id"),
        ({"id": "2602.00009"}, "paper without title"),
        ({**GOOD, "id": "seven"}, "'seven': is not an arXiv id"),
        ({**GOOD, "id": 7}, '"id": is not text'),
        ({**GOOD, "title": ["T"]}, '"title": is not text'),
        ({**GOOD, "authors": "A, B"}, '"authors": is not a list of texts'),
        ({**GOOD, "announced": "2026-02-30"}, "'2026-02-30': is not a day"),
        ({**GOOD, "announced": 20260212}, '"announced": is not text'),
        ({**GOOD, "kind": "old"}, '"kind": is not one of new, cross, replace, replace-cross'),
        ({**GOOD, "version": 10**30}, '"version": is not a version'),
        (GOOD, "2602.00001 is in the file twice for 2026-02-12"),
        (
            {**GOOD, "id": "2602.00009", "deep": json.loads("[" * 300 + "]" * 300)},
            "cannot be stored",
        ),
    ],
)
def test_a_wrong_line_costs_only_itself(file: Path, line: Any, said: str) -> None:
    ids, errors = told(file, GOOD, line, {**GOOD, "id": "2602.00002"})
    assert ids == ["2602.00001", "2602.00002"]
    ((number, message),) = errors
    assert number == 2
    assert said in message
    assert "\n" not in message


def test_bytes_that_are_not_utf_8_cost_their_line(file: Path) -> None:
    line = json.dumps(GOOD).encode()
    content = b"\n".join([line, line.replace(b"One", b"caf\xe9"), line.replace(b"00001", b"00002")])
    batches, reading = read(file, content)
    assert len(batches[0].papers) == 2
    assert [error.line for error in reading.errors] == [2]


def test_a_file_whose_first_line_is_damaged_is_still_json_lines(file: Path) -> None:
    ids, errors = told(file, '"id": "2602.00009"}', GOOD)
    assert (ids, [line for line, _ in errors]) == (["2602.00001"], [1])
    ids, errors = told(file, '{"id": "2602.00009", "tit', GOOD)
    assert (ids, [line for line, _ in errors]) == (["2602.00001"], [1])


def test_nesting_that_can_be_kept_is_kept(file: Path) -> None:
    deep = json.loads("[" * 200 + "]" * 200)
    batches, reading = read(file, json.dumps({**GOOD, "deep": deep}))
    assert reading.errors == []
    assert batches[0].papers[0].paper.extra == {"deep": deep}


def test_marks_are_left_out_and_it_is_said(file: Path) -> None:
    lines = [
        {**GOOD, "read": False, "starred": True, "queued": False, "tags": [], "note": None},
        {**GOOD, "id": "2602.00002", "read": False, "tags": []},
        {**GOOD, "id": "2602.00003", "tags": ["a"]},
    ]
    _, reading = read(file, "".join(json.dumps(line) + "\n" for line in lines))
    assert reading.notes == [f"{file}: left out the marks of 2 papers"]


@pytest.mark.parametrize("kinds", [("cross", "new"), ("new", "cross"), ("replace", "cross", "new")])
def test_a_paper_of_two_kinds_in_one_file_is_of_the_better_one(
    file: Path, kinds: tuple[str, ...]
) -> None:
    lines = [{**GOOD, "title": kind, "kind": kind} for kind in kinds]
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (batch,), reading = read(file, text)
    assert [(one.kind, one.paper.title) for one in batch.papers] == [(Kind.NEW, "new")]
    assert reading.errors == []


def test_a_paper_twice_of_one_kind_is_an_error(file: Path) -> None:
    _, reading = read(file, f"{json.dumps(GOOD)}\n" * 2)
    assert [error.line for error in reading.errors] == [2]
