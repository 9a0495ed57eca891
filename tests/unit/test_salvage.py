"""What can be read of damaged files: every document that is whole, and nothing else."""

import json

import pytest

from paperterm.library.salvage import documents, is_conflict
from tests.building import name

ROWS = {
    "2602.00001": {"title": 'A "title" with {braces} and "2602.00009": {"x": 1}'},
    "math/0309136": {"title": "é ü 🧠", "tags": {"a": {"value": True}}},
    "0704.0001": {"title": "Three"},
}
FILE = json.dumps({"papers": ROWS, "day": {"about": {"schema": 1}}}, ensure_ascii=False).encode()


def ids(content: bytes) -> list[str]:
    return [str(id_) for id_, _ in documents(content)]


def test_a_file_that_is_whole() -> None:
    assert dict(documents(FILE)) == {name(id_): row for id_, row in ROWS.items()}


def test_a_file_cut_at_any_byte_gives_the_documents_before_it() -> None:
    ends = [FILE.index(json.dumps(row, ensure_ascii=False).encode()) for row in ROWS.values()]
    ends = [
        end + len(json.dumps(row, ensure_ascii=False).encode())
        for end, row in zip(ends, ROWS.values(), strict=True)
    ]
    for cut in range(len(FILE)):
        whole = sum(end <= cut for end in ends)
        assert ids(FILE[:cut]) == list(ROWS)[:whole]


def test_what_is_inside_a_document_is_none() -> None:
    inner = b'"2602.00009": {"x": 1}'
    assert ids(b'{"papers": {"2602.00001": {"see": {' + inner + b"}}}}") == ["2602.00001"]


def test_one_broken_byte_costs_one_document_at_most() -> None:
    for place in range(len(FILE)):
        found = ids(FILE[:place] + b"\xff" + FILE[place + 1 :])
        assert len(found) >= len(ROWS) - 1
        assert set(found) <= ROWS.keys()


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"[" * 100_000, b"garbage", b"{}"])
def test_nothing_is_made_up(content: bytes) -> None:
    assert ids(content) == []
    assert not is_conflict(content)


def test_what_is_nested_without_end() -> None:
    assert ids(b'{"2602.00001": ' + b'{"a":' * 100_000 + b'"2602.00002": {}') == ["2602.00002"]


OURS, THEIRS = {"title": "ours"}, {"title": "theirs"}


def conflict(ours: str, theirs: str, base: str = "") -> bytes:
    middle = f"||||||| base\n{base}\n" if base else ""
    return f"<<<<<<< HEAD\n{ours}\n{middle}=======\n{theirs}\n>>>>>>> other\n".encode()


@pytest.mark.parametrize("base", ["", '{"marks": {"2602.00001": {"title": "base"}}}'])
def test_both_sides_of_a_conflict_of_git(base: str) -> None:
    ours, theirs = (json.dumps({"marks": {"2602.00001": row}}) for row in (OURS, THEIRS))
    content = conflict(ours, theirs, base)
    assert [row for _, row in documents(content)] == [OURS, THEIRS]
    assert is_conflict(content)


def test_a_conflict_inside_a_document() -> None:
    content = b'{"marks": {\n"2602.00001": {\n' + conflict('"title": "ours"', '"title": "theirs"')
    content += b'},\n"2602.00002": {"title": "same"}\n}}'
    told = list(documents(content))
    assert [row for id_, row in told if id_ == name(1)] == [OURS, THEIRS]
    assert dict(told)[name(2)] == {"title": "same"}
