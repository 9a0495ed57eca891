"""A TinyDB file that is replaced in one step, and parsed once."""

import os
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query

from paperterm import disk
from paperterm.errors import DiskError, LibraryError
from paperterm.library.jsonfile import AtomicStorage, JsonFile
from paperterm.library.schema import Schema

DAMAGED = [b"", b"{", b'{"papers": {"a"', b"\xff\xfe", b'{"papers": NaN}']
NO_TABLES = [b"[]", b"7", b'{"papers": []}', b'{"papers": 3}']


def rows() -> dict[str, Any]:
    """Two documents; new ones each time, as TinyDB changes in place what it was given."""
    return {"2602.00001": {"title": "One"}, "2602.00002": {"title": "Two"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "day.json"


def test_there_is_no_file_before_something_is_written(path: Path) -> None:
    file = JsonFile(path)
    assert file.rows("papers") == {}
    assert not path.exists()


def test_rows_are_replaced_in_order_and_other_tables_stay(path: Path) -> None:
    file = JsonFile(path)
    file.replace(papers=rows(), day={"about": {"schema": 1}})
    file.replace(papers=dict(reversed(rows().items())))
    assert list(JsonFile(path).rows("papers")) == ["2602.00002", "2602.00001"]
    assert JsonFile(path).rows("day") == {"about": {"schema": 1}}


def test_it_is_a_tinydb_keyed_by_text(path: Path) -> None:
    file = JsonFile(path)
    file.replace(papers=rows())
    found = file.table("papers").search(Query().title == "Two")
    assert [str(document.doc_id) for document in found] == ["2602.00002"]
    file.table("papers").update({"title": "Three"}, Query().title == "Two")
    assert JsonFile(path).rows("papers")["2602.00002"] == {"title": "Three"}
    assert not file.table("papers").search(Query().title == "Two")


def test_queries_see_what_was_replaced(path: Path) -> None:
    file = JsonFile(path)
    file.replace(papers=rows())
    query = Query().title == "One"
    assert file.table("papers").count(query) == 1
    file.replace(papers={})
    assert file.table("papers").search(query) == []


def test_one_content_is_parsed_once(path: Path) -> None:
    disk.write(path, b'{"papers": {"a": {}}}')
    storage = AtomicStorage(path, Schema())
    first = storage.read()
    assert storage.read() is first
    storage.write({"papers": {"b": {}}})
    written = storage.read()
    assert written == {"papers": {"b": {}}}
    assert storage.read() is written


def test_a_change_by_another_process_is_seen(path: Path) -> None:
    one, other = JsonFile(path), JsonFile(path)
    one.replace(papers=rows())
    assert other.rows("papers") == rows()
    other.replace(papers={})
    assert one.rows("papers") == {}
    path.unlink()
    assert one.rows("papers") == other.rows("papers") == {}


def test_an_edit_in_place_of_the_same_length_is_seen(path: Path) -> None:
    file = JsonFile(path)
    file.replace(papers=rows())
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"One", b"Eno"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert file.rows("papers")["2602.00001"] == {"title": "Eno"}


def test_a_failed_write_forgets_what_it_wanted(path: Path) -> None:
    file = JsonFile(path)
    file.replace(papers=rows())
    with pytest.raises(TypeError, match="not JSON serializable"):
        file.table("papers").update({"title": {"no", "JSON"}}, Query().title == "Two")
    assert file.rows("papers") == JsonFile(path).rows("papers") == rows()


def test_a_file_in_the_place_of_its_folder(path: Path) -> None:
    (path.parent / "file").write_bytes(b"")
    file = JsonFile(path.parent / "file/day.json")
    with pytest.raises(DiskError, match=r"day\.json: cannot access it: not a directory"):
        file.replace(papers=rows())


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_named_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="is damaged") as caught:
        JsonFile(path).rows("papers")
    assert caught.value.subject == str(path)
    with pytest.raises(LibraryError):
        JsonFile(path).replace(papers={})
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", NO_TABLES)
def test_some_other_json_is_no_library_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="it is not a library file"):
        JsonFile(path).rows("papers")


def test_a_folder_in_the_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(LibraryError, match="it is a folder"):
        JsonFile(path).rows("papers")
