"""Ledgers: nothing of them is lost, whatever happens to the file, and a backup has them."""

import os
from pathlib import Path
from typing import Any

import pytest

from paperterm import disk
from paperterm.errors import DamagedError, LibraryError, NewerError
from paperterm.library.ledger import (
    CITATION_KEYS,
    LEDGERS,
    PULLED_NOTES,
    SENT_TO_ZOTERO,
    Ledger,
    LedgerKind,
    Rows,
)
from paperterm.session.backup import back_up, restore_backup
from paperterm.session.doctor import examine
from tests.building import listing, name
from tests.trust.world import opened

EARLY, LATE = ({"text": at, "at": f"2026-02-{at}T12:00:00+00:00"} for at in ("12", "13"))
ROWS: dict[str, Rows] = {
    CITATION_KEYS.name: {name(1): {"{author}": "one"}, name(2): {"{author}": "two", "{year}": "x"}},
    SENT_TO_ZOTERO.name: {name(1): {}, name(2): {}},
    PULLED_NOTES.name: {name(1): {"text": "One", "at": "2026-02-12T12:00:00+00:00"}},
}
EACH = pytest.mark.parametrize("kind", LEDGERS, ids=lambda kind: kind.name)


def written(folder: Path, kind: LedgerKind) -> Path:
    """A ledger that was written paper by paper; so its last generation lacks the last one."""
    ledger = Ledger(folder, kind)
    for id_, row in ROWS[kind.name].items():
        ledger.change(lambda rows, id_=id_, row=row: rows | {id_: row})  # type: ignore[misc]
    return ledger.path


def read(folder: Path, kind: LedgerKind) -> tuple[Rows, list[str]]:
    """The rows, and what was told."""
    told: list[str] = []
    return Ledger(folder, kind, told.append).rows(), told


@EACH
@pytest.mark.parametrize("damage", ["cut", "emptied", "conflict", "a row", "gone", "no file"])
def test_a_damaged_file_is_repaired_in_one_line_and_set_aside(
    kind: LedgerKind, damage: str, tmp_path: Path
) -> None:
    file = written(tmp_path, kind)
    content = file.read_bytes()
    disk.last(file).unlink(missing_ok=True)  # it may be a second name of the file
    disk.last(file).write_bytes(content)
    match damage:
        case "cut":
            file.write_bytes(content[: content.index(b"about") - 6])
        case "emptied":
            file.write_bytes(b"")
        case "conflict":
            sides = b"<<<<<<< ours\n", content, b"\n=======\n", content, b"\n>>>>>>> theirs\n"
            file.write_bytes(b"".join(sides))
        case "a row":
            file.write_bytes(content.replace(b'{"2602', b'{"2602.00009":{"at":5},"2602', 1))
        case "gone":
            file.unlink()
        case "no file":
            file.unlink()
            file.mkdir()
    damaged = file.read_bytes() if file.is_file() else b""
    rows, (line,) = read(tmp_path, kind)
    assert rows == ROWS[kind.name]
    assert line.startswith(f"{file}: ")
    assert f"recovered {len(rows)} {kind.what}" in line
    aside = tmp_path / "set-aside" / kind.name
    assert damage in ("gone", "no file") or aside.read_bytes() == damaged
    assert read(tmp_path, kind) == (rows, [])


UNRELEASED = '{"{author}": {"2602.00001": "one"}, "sent": ["2602.00001"]}'


@EACH
@pytest.mark.parametrize("content", ["{", UNRELEASED])
def test_where_nothing_can_be_recovered_it_stops_once(
    kind: LedgerKind, content: str, tmp_path: Path
) -> None:
    (tmp_path / kind.name).write_text(content)
    disk.last(tmp_path / kind.name).write_text("[")
    with pytest.raises(DamagedError, match="nothing could be recovered; moved it to"):
        read(tmp_path, kind)
    aside = tmp_path / "set-aside"
    assert {one.name for one in aside.iterdir()} == {kind.name, f"{kind.name}~"}
    assert (aside / kind.name).read_text() == content
    assert read(tmp_path, kind) == ({}, [])


@EACH
def test_an_empty_one_is_whole(kind: LedgerKind, tmp_path: Path) -> None:
    (tmp_path / kind.name).write_text("{}")
    assert read(tmp_path, kind) == ({}, [])
    written(tmp_path, kind)
    assert read(tmp_path, kind) == (ROWS[kind.name], [])


def test_copies_of_another_machine_are_merged(tmp_path: Path) -> None:
    written(tmp_path, CITATION_KEYS)
    other = Ledger(tmp_path / "other", CITATION_KEYS)
    other.change(lambda _: {name(1): {"{author}": "x"}, name(3): {"{author}": "three"}})
    copies = (
        "citation-keys.sync-conflict-20260212-101112-A.json",
        "citation-keys (Ada's copy).json",
    )
    for copy in copies:
        (tmp_path / copy).write_bytes(other.path.read_bytes())
    for mine in ("citation-keys-old.json", "citation-keys.bak.json", "citation-keys-of-mine.txt"):
        (tmp_path / mine).touch()
    assert [path.name for path in Ledger(tmp_path, CITATION_KEYS).strays] == sorted(copies)
    rows, told = read(tmp_path, CITATION_KEYS)
    assert rows == ROWS[CITATION_KEYS.name] | {name(3): {"{author}": "three"}}
    assert all(
        "is a copy from another machine; merged it and moved it to " in line for line in told
    )
    assert {*copies} == {path.name for path in (tmp_path / "set-aside").iterdir()}
    assert read(tmp_path, CITATION_KEYS) == (rows, [])


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / SENT_TO_ZOTERO.name
    file.write_text('{"about": {"about": {"schema": 3}}, "else": []}')
    ledger = Ledger(tmp_path, SENT_TO_ZOTERO)
    for use in (ledger.rows, lambda: ledger.change(lambda rows: rows)):
        with pytest.raises(NewerError):
            use()
    assert '"else"' in file.read_text()


@pytest.mark.parametrize("fault", ["newer", "unreadable"])
def test_a_copy_that_cannot_be_read_stops_nothing(fault: str, tmp_path: Path) -> None:
    session = opened(tmp_path / "home")
    folder, lines = session.folders.data, list[str]()
    session.library.listen(lines.append)
    written(folder, CITATION_KEYS)
    copy = folder / "citation-keys (conflicted copy).json"
    copy.write_text('{"about": {"about": {"schema": 9}}}')
    if fault == "unreadable":
        copy.unlink()
        copy.symlink_to(copy.name)
    (folder / "citation-keys 2.json").write_bytes((folder / CITATION_KEYS.name).read_bytes())
    rows, told = read(folder, CITATION_KEYS)
    assert rows == ROWS[CITATION_KEYS.name]
    assert [str(copy) in line for line in told].count(True) == len(told) - 1
    assert back_up(session, tmp_path / "b.zip").rows == {CITATION_KEYS.what: 2}
    assert [str(copy) in line for line in lines] == [True]
    (found,) = (one for one in examine(session, repair=True) if one.subject == str(copy))
    assert not found.repaired
    assert found.problem in lines[0]
    assert os.path.lexists(copy)


def test_a_time_without_a_zone_is_damage(tmp_path: Path) -> None:
    written(tmp_path, PULLED_NOTES)
    content = (tmp_path / PULLED_NOTES.name).read_text().replace("+00:00", "")
    (tmp_path / "pulled-notes (1).json").write_text(content)
    rows, (line,) = read(tmp_path, PULLED_NOTES)
    assert rows == ROWS[PULLED_NOTES.name]
    assert "its time has no zone" in line


def test_copies_are_merged_by_what_they_are(tmp_path: Path) -> None:
    keys = CITATION_KEYS.merged(
        {name(1): {"{author}": "ours"}},
        {name(1): {"{author}": "x", "{year}": "y"}, name(2): {"{author}": "Ours"}, name(3): {}},
    )
    assert keys[name(1)] == {"{author}": "ours", "{year}": "y"}
    assert keys.keys() == {name(1)}  # another paper has the key of the second
    assert PULLED_NOTES.merged({name(1): EARLY}, {name(1): LATE}) == {name(1): LATE}
    assert PULLED_NOTES.merged({name(1): LATE}, {name(1): EARLY}) == {name(1): LATE}
    assert SENT_TO_ZOTERO.merged({name(1): {}}, {name(2): {}}).keys() == {name(1), name(2)}


def test_a_backup_has_them_and_a_restore_merges_them(tmp_path: Path) -> None:
    session, archive = opened(tmp_path / "home"), tmp_path / "b.zip"
    session.library.store(listing(1, 2))
    assert b'"format": 1' in manifest(session, archive)
    for kind in LEDGERS:
        written(session.folders.data, kind)
    assert b'"format": 2' in manifest(session, archive)
    other = opened(tmp_path / "other")
    Ledger(other.folders.data, SENT_TO_ZOTERO).change(lambda _: {name(7): {}})
    restore_backup(other, archive)
    for kind in LEDGERS:
        wanted = ROWS[kind.name] | ({name(7): {}} if kind is SENT_TO_ZOTERO else {})
        assert read(other.folders.data, kind) == (wanted, [])


def manifest(session: Any, archive: Path) -> bytes:
    return back_up(session, archive).manifest.printed()


def test_a_backup_with_more_of_them_is_not_replaced(tmp_path: Path) -> None:
    session, archive = opened(tmp_path / "home"), tmp_path / "b.zip"
    session.library.store(listing(1, 2))
    file = written(session.folders.data, CITATION_KEYS)
    back_up(session, archive)
    for path in (file, disk.last(file)):
        path.unlink()
    with pytest.raises(
        LibraryError, match="has 2 citation keys that the new backup would not have"
    ):
        back_up(session, archive)


@EACH
def test_the_doctor_finds_and_repairs_them(kind: LedgerKind, tmp_path: Path) -> None:
    session = opened(tmp_path / "home")
    file = written(session.folders.data, kind)
    file.write_bytes(file.read_bytes()[:-3])
    (found,) = (one for one in examine(session) if one.subject == str(file))
    assert "--repair keeps what can be read" in found.hint
    (done,) = (one for one in examine(session, repair=True) if one.subject == str(file))
    assert done.repaired
    assert done.hint.startswith(f"recovered {len(ROWS[kind.name])} {kind.what}")
    assert not [one for one in examine(session) if one.subject == str(file)]
