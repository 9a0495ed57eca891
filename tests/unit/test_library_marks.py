"""The marks on disk: one write per shard, and none for nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from paperterm.errors import DiskError, LibraryError
from paperterm.library.mark_files import MarkFiles, mark_of_row, mark_row
from paperterm.model import Keepsake, Mark
from tests.building import NOON, later, name

FULL = (
    Mark(name(1))
    .set_read(True, NOON)
    .set_starred(True, later(1e-6))
    .set_queued(True, NOON)
    .set_queued(False, later(1))
    .set_tag("a", True, NOON)
    .set_tag("b", True, NOON)
    .set_tag("b", False, later(1))
    .set_note("see\nappendix", NOON)
    .remember(Keepsake(2, "T", ("A", "B")), NOON)
)


@pytest.fixture
def marks(tmp_path: Path) -> MarkFiles:
    return MarkFiles(tmp_path)


def star(mark: Mark) -> Mark:
    return mark.set_starred(True, NOON)


def every(marks: MarkFiles) -> list[Mark]:
    return [mark for shard in marks.look().shards for mark in marks.of_shard(shard)]


def stamps(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*.json")}


def test_a_mark_survives_its_row() -> None:
    assert mark_of_row(FULL.id, json.loads(json.dumps(mark_row(FULL)))) == FULL
    assert mark_of_row(name(1), {}) == Mark(name(1))


def test_a_row_says_value_and_time_of_every_field() -> None:
    assert mark_row(FULL) == {
        "read": {"value": True, "at": "2026-02-13T12:00:00Z"},
        "starred": {"value": True, "at": "2026-02-13T12:00:00.000001Z"},
        "queued": {"value": "", "at": "2026-02-13T12:00:01Z"},
        "note": {
            "value": [{"value": "see\nappendix", "at": "2026-02-13T12:00:00Z"}],
            "at": "2026-02-13T12:00:00Z",
            "over": (),
        },
        "tags": {
            "a": {"value": True, "at": "2026-02-13T12:00:00Z"},
            "b": {"value": False, "at": "2026-02-13T12:00:01Z"},
        },
        "paper": {
            "value": {"version": 2, "title": "T", "authors": ("A", "B")},
            "at": "2026-02-13T12:00:00Z",
        },
    }


def test_marks_are_read_back(marks: MarkFiles, tmp_path: Path) -> None:
    changed = marks.change({name(1): lambda _: FULL})
    assert changed == {name(1): FULL}
    assert MarkFiles(tmp_path).get([name(1), name(2)]) == {name(1): FULL, name(2): Mark(name(2))}


def test_a_change_writes_each_shard_once_and_only_where_something_changed(
    marks: MarkFiles, tmp_path: Path
) -> None:
    ids = [name(1), name(999), name(1000), name("math/0309136"), name("0704.0001")]
    assert list(marks.change(dict.fromkeys(ids, star))) == sorted(ids, key=lambda id_: id_.shard)
    before = stamps(tmp_path)
    assert sorted(before) == ["0309/13.json", "0704/00.json", "2602/00.json", "2602/01.json"]
    for path in list(tmp_path.rglob("*.json")):
        path.with_suffix(".kept").hardlink_to(path)  # so that its number is not used again
    assert marks.change(dict.fromkeys(ids, star)) == {}
    assert stamps(tmp_path) == before
    changed = marks.change({name(1000): star, name(2): star, name(1001): lambda mark: mark})
    assert list(changed) == [name(2)]
    after = stamps(tmp_path)
    assert [file for file in after if after[file] != before[file]] == ["2602/00.json"]


def test_nothing_asked_makes_nothing(marks: MarkFiles, tmp_path: Path) -> None:
    assert marks.change({}) == marks.change({name(1): lambda mark: mark}) == {}
    assert marks.get([]) == {}
    assert every(marks) == []
    assert not list(tmp_path.iterdir())


def test_all_marks_come_by_shard(marks: MarkFiles) -> None:
    ids = [name("1001.0001"), name(1), name("hep-th/9901001")]
    marks.change(dict.fromkeys(ids, star))
    assert {mark.id for mark in every(marks)} == set(ids)


@pytest.mark.parametrize(
    "row",
    [
        7,
        {"read": 7},
        {"read": {"value": 1, "at": "2026-02-13T12:00:00Z"}},
        {"note": {"value": "abc", "at": "2026-02-13T12:00:00Z"}},
        {"note": {"value": [7], "at": "2026-02-13T12:00:00Z"}},
        {"note": {"value": [{"value": "abc"}], "at": "2026-02-13T12:00:00Z"}},
        {"note": {"value": [], "at": "2026-02-13T12:00:00Z", "over": "abc"}},
        {"queued": {"value": None, "at": "2026-02-13T12:00:00Z"}},
        {"read": {"value": True}},
        {"read": {"value": True, "at": None}},
        {"read": {"value": True, "at": "noon"}},
        {"tags": [1]},
        {"tags": {"a": {}}},
        {"paper": {"value": {"title": "T"}, "at": "2026-02-13T12:00:00Z"}},
    ],
)
def test_a_damaged_mark_is_named_and_left_alone(marks: MarkFiles, tmp_path: Path, row: Any) -> None:
    file = tmp_path / "2602/00.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"marks": {"2602.00001": row}}))
    content = file.read_bytes()
    with pytest.raises(LibraryError, match=r"is damaged \(2602\.00001: ") as caught:
        marks.get([name(1)])
    assert caught.value.subject == str(file)
    with pytest.raises(LibraryError):
        every(marks)
    with pytest.raises(LibraryError):
        marks.change({name(1): star})
    assert file.read_bytes() == content


def test_a_shard_that_cannot_be_read_changes_no_other(marks: MarkFiles, tmp_path: Path) -> None:
    (tmp_path / "2602").write_bytes(b"in the way")
    ids = [name("0704.0001"), name(1)]
    with pytest.raises(DiskError, match="2602"):
        marks.change(dict.fromkeys(ids, star))
    assert not marks.get(ids[:1])[ids[0]].is_starred
