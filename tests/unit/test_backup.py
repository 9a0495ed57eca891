"""Archives of backups: a good one comes out whole, a bad one is refused before anything happens."""

import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.errors import FileError, NewerError
from paperterm.library.backup import Unpacked, unpacked
from paperterm.library.backup.manifest import FORMAT, MANIFEST, name_of
from paperterm.library.backup.unpack import MOST_FILES, TIGHTEST
from paperterm.model import Day


def changed(archive: bytes, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """An archive with other files, and a list that says what they are."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        content = change({name: old.read(name) for name in old.namelist() if name != MANIFEST})
    listed = {
        name: {"size": len(one), "sha256": sha256(one).hexdigest()} for name, one in content.items()
    }
    manifest = {"format": 1, "made": "", "paperterm": "", "files": listed}
    return zipped({MANIFEST: json.dumps(manifest).encode(), **content})


def zipped(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as new:
        for name, one in content.items():
            new.writestr(name, one)
    return made.getvalue()


GOOD = changed(
    zipped({MANIFEST: b"{}"}),
    lambda _: {
        "library/2026/2026-02-12.json": b'{"papers": {"2602.00001": {"title": "A"}}}',
        "marks/2602/00.json": b'{"marks": {"2602.00001": {"read": {"value": true, "at": '
        b'"2026-02-12T12:00:00Z"}}}}',
        "config/config.toml": b"# mine\n" * 50,
    },
)


@contextmanager
def read(content: bytes) -> Iterator[Unpacked]:
    """The content of an archive, beside an empty library."""
    with TemporaryDirectory() as folder:
        with unpacked(io.BytesIO(content), "bad.zip", Path(folder)) as found:
            yield found
        assert {path.name for path in Path(folder).iterdir()} <= {"library.lock"}


def refused(content: bytes) -> str:
    """What is said of an archive that cannot be used."""
    with pytest.raises(FileError) as raised, read(content):
        pass
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "library/2026/../../../evil.json",
        "/tmp/evil.json",
        "library/2026/2026-02-12.json/../../x",
        "library\\2026\\2026-02-12.json",
        "C:/evil.json",
        "library/2025/2026-02-12.json",
        "library/2026/2026-02-31.json",
        "library/2026/2026-02-12.json~",
        "library/２０２６/２０２６-02-12.json",
        "marks/2602/1.json",
        "marks/2602/00.json.sync-conflict.json",
        "config/config.lock",
        "state/gate.json",
        "library/",
    ],
)
def test_a_name_that_is_none_of_ours(name: str) -> None:
    bad = changed(GOOD, lambda content: {**content, name: b"{}"})
    said = refused(bad)
    assert "is damaged (its list has an unknown file" in said


def test_a_file_that_no_list_names() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        content = {name: old.read(name) for name in old.namelist()}
    said = refused(zipped({**content, "../evil": b"x"}))
    assert "its files differ from its list" in said
    content.pop("config/config.toml")
    assert "its files differ from its list" in refused(zipped(content))
    content.pop(MANIFEST)
    assert "is not a backup (it has no list of files)" in refused(zipped(content))


def test_a_name_that_stands_there_twice() -> None:
    made = io.BytesIO(GOOD)
    with zipfile.ZipFile(made, "a") as twice, pytest.warns(UserWarning, match="Duplicate"):
        twice.writestr("config/config.toml", "another")
    assert "its files differ from its list" in refused(made.getvalue())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (name_of(Day(2026, 2, 12)), b"{"),
        (name_of(Day(2026, 2, 12)), b"[]"),
        (name_of(Day(2026, 2, 12)), b'{"papers": {"x": 1}}'),
        (name_of(Day(2026, 2, 12)), b'{"papers": {}}'),
        ("marks/2602/00.json", b'{"marks": {"2602.00001": {"read": 5}}}'),
    ],
)
def test_a_file_that_came_whole_but_cannot_be_read(name: str, content: bytes) -> None:
    bad = changed(GOOD, lambda old: {**old, name: content})
    with read(bad) as found:
        [fault] = found.faults
    assert str(fault).startswith(f"{name}: is damaged")


def test_a_newer_archive() -> None:
    manifest = json.dumps({"format": FORMAT + 1}).encode()
    said = "bad.zip: was written by a newer paperterm; use that version"
    with pytest.raises(NewerError, match=said), read(zipped({MANIFEST: manifest})):
        pass


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "1"}',
        b'{"format": 1}',
        b'{"format": 1, "files": []}',
        b'{"format": 1, "files": {"config/config.toml": 5}}',
        b'{"format": 1, "files": {"config/config.toml": {"size": -1, "sha256": ""}}}',
        b'{"format": 1, "files": {"config/config.toml": {"size": true, "sha256": ""}}}',
        b"[" * 4_000,
    ],
)
def test_a_list_that_is_none(listed: bytes) -> None:
    assert "bad.zip: is damaged" in refused(zipped({MANIFEST: listed}))


def test_a_bomb() -> None:
    bomb = changed(GOOD, lambda _: {"config/config.toml": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert f"unpacks to more than {TIGHTEST} times its size" in refused(bomb)


def test_a_bomb_that_hides_its_size() -> None:
    """Its list says 10 bytes; the archive has a gigabyte, or says 10 bytes itself."""
    zeros = bytes(64 * 1024 * 1024)
    listed = {"config/config.toml": {"size": 10, "sha256": sha256(bytes(10)).hexdigest()}}
    manifest = json.dumps({"format": 1, "files": listed}).encode()
    bomb = zipped({MANIFEST: manifest, "config/config.toml": zeros})
    assert "its size differs from its list" in refused(bomb)
    size = len(zeros).to_bytes(4, "little")
    assert bomb.count(size) == 2
    assert "is damaged at config/config.toml" in refused(
        bomb.replace(size, (10).to_bytes(4, "little"))
    )


SHORT = b"# mine\n" * 20
LONG = 256 * 1024 * 1024


def lying(content: bytes, claimed: bytes) -> bytes:
    """An archive of settings whose headers and list all claim another content."""
    listed = {"config/config.toml": {"size": len(claimed), "sha256": sha256(claimed).hexdigest()}}
    manifest = json.dumps({"format": 1, "files": listed}).encode()
    made = zipped({MANIFEST: manifest, "config/config.toml": content})
    for true, told in ((zlib.crc32(content), zlib.crc32(claimed)), (len(content), len(claimed))):
        old = struct.pack("<L", true)
        assert made.count(old) == 2
        made = made.replace(old, struct.pack("<L", told))
    return made


def with_long_list() -> bytes:
    return zipped({MANIFEST: b'{"format": 1, "files": {}, "x": "' + b"x" * LONG + b'"}'})


def with_files(count: int) -> bytes:
    """An archive whose directory has a list, and many files without content and name."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *[0] * 18)
    named = [*[0] * 11, len(MANIFEST), *[0] * 6]
    listed = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *named) + MANIFEST.encode()
    size = len(listed) + count * len(one)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, size, 0, 0)
    return listed + one * count + end


def with_many_lists() -> bytes:
    """A day that is 12 MB long and would take 300 MB of memory."""
    day = b'{"papers": {"2602.00001": {"title": "x", "y": [' + b"[]," * 4_000_000 + b"1]}}}"
    return changed(GOOD, lambda _: {name_of(Day(2026, 2, 12)): day})


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (lambda: lying(SHORT + bytes(LONG), SHORT), "is damaged at config/config.toml"),
        (with_long_list, "has a list that is too long"),
        (lambda: with_files(20 * MOST_FILES), "its directory is too long"),
        (lambda: with_files(MOST_FILES), "has more than"),
        (with_many_lists, "its content is not a library"),
    ],
    ids=["content", "list", "directory", "files", "lists"],
)
def test_a_bomb_takes_no_memory(bomb: Callable[[], bytes], said: str) -> None:
    content = bomb()
    tracemalloc.start()
    try:
        assert said in refused(content)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_the_one_of_the_list() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        content = {name: old.read(name) for name in old.namelist()}
    other = content["config/config.toml"].replace(b"mine", b"your")
    said = refused(zipped({**content, "config/config.toml": other}))
    assert "is damaged at config/config.toml (its content differs from its list)" in said


def test_a_packing_that_we_never_use() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        content = {name: old.read(name) for name in old.namelist()}
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        assert "its compression is unknown" in refused(zipped(content, method))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive(content: bytes) -> None:
    assert "bad.zip: is not a backup" in refused(content)


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4),
    st.integers(0, len(GOOD)),
)
def test_whatever_happened_to_an_archive_it_is_whole_or_refused(
    damage: list[tuple[int, int]], end: int
) -> None:
    content = bytearray(GOOD)
    for at, byte in damage:
        content[at] = byte
    for one in (bytes(content), bytes(content[:end])):
        try:
            with read(one) as found:
                names = found.manifest.files
                kept = {name: (found.folder / name).read_bytes() for name in names}
        except FileError:
            continue
        with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
            whole = {name: good.read(name) for name in good.namelist() if name != MANIFEST}
        assert kept == whole
