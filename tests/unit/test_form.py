"""Schemas: older files are read and written anew with a copy kept, newer ones are left alone."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from paperterm import disk
from paperterm.errors import DamagedError, NewerError
from paperterm.library.jsonfile import JsonFile, older
from paperterm.library.schema import DAY, FETCHLOG, MARKS, Schema, Tables


def with_star(tables: Tables) -> Tables:
    """A step: schema 1 said `star`, 2 says `starred`."""
    marks = {id_: {"starred": row["star"]} for id_, row in tables["marks"].items()}
    return {**tables, "marks": marks}


def with_value(tables: Tables) -> Tables:
    """A step: schema 3 says when, too."""
    marks = {id_: {"starred": {"value": row["starred"]}} for id_, row in tables["marks"].items()}
    return {**tables, "marks": marks}


FORM = Schema(steps=(with_star, with_value), keeps_last=True, holds="marks")
RELEASED: dict[int, Tables] = {
    1: {"marks": {"a": {"star": True}}, "about": {"about": {"schema": 1}}},
    2: {"marks": {"a": {"starred": True}}, "about": {"about": {"schema": 2}}},
    3: {"marks": {"a": {"starred": {"value": True}}}, "about": {"about": {"schema": 3}}},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "00.json"


@pytest.mark.parametrize("schema", RELEASED)
def test_every_released_schema_is_read_and_nothing_is_written(path: Path, schema: int) -> None:
    path.write_bytes(orjson.dumps(RELEASED[schema]))
    assert JsonFile(path, FORM).rows("marks") == RELEASED[3]["marks"]
    assert orjson.loads(path.read_bytes()) == RELEASED[schema]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("schema", [1, 2])
def test_the_first_write_brings_it_up_and_keeps_a_copy(path: Path, schema: int) -> None:
    path.write_bytes(orjson.dumps(RELEASED[schema]))
    file = JsonFile(path, FORM)
    for number in (2, 3):
        file.replace(marks={**file.rows("marks"), str(number): {}})
    assert orjson.loads(path.read_bytes())["about"] == {"about": {"schema": 3}}
    assert orjson.loads(older(path, schema).read_bytes()) == RELEASED[schema]
    assert JsonFile(disk.last(path), FORM).rows("marks").keys() == {"a", "2"}


def test_a_file_that_says_no_schema_has_the_first(path: Path) -> None:
    path.write_bytes(orjson.dumps({"marks": RELEASED[1]["marks"]}))
    assert JsonFile(path, FORM).rows("marks") == RELEASED[3]["marks"]


@pytest.mark.parametrize("form", [DAY, MARKS, FETCHLOG, FORM])
def test_a_newer_file_is_neither_read_nor_written_over(path: Path, form: Schema) -> None:
    told = {"papers": {"a": {}}, "marks": {"a": {}}, form.table: {"about": {"schema": 9}}}
    path.write_bytes(orjson.dumps(told))
    with pytest.raises(NewerError, match="was written by a newer paperterm; use that version"):
        JsonFile(path, form).rows("marks")
    with pytest.raises(NewerError):
        JsonFile(path, form).replace(marks={})
    assert orjson.loads(path.read_bytes()) == told


@pytest.mark.parametrize("schema", [0, -1, "1", 1.0, None, True, [1]])
def test_a_schema_that_never_was(path: Path, schema: Any) -> None:
    path.write_bytes(orjson.dumps({"marks": {"a": {}}, "about": {"about": {"schema": schema}}}))
    with pytest.raises(DamagedError, match="unknown schema"):
        JsonFile(path, FORM).rows("marks")


def test_the_schemas_of_today_have_a_test_for_each_older_one() -> None:
    assert [form.schema for form in (DAY, MARKS, FETCHLOG)] == [1, 2, 1]  # 1: test_released.py
