"""The drafts of several readers: whose they are, and what stays on disk."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from paperterm.errors import DiskError
from paperterm.paths import Folders
from paperterm.session import Session
from paperterm.session.backup import back_up
from paperterm.session.doctor import Severity, examine
from paperterm.session.drafts import FOLDER, Drafts, files, read, unsaved
from tests.refusing import refusing

_SECONDS = count()


def later() -> datetime:
    """A clock that is a second later each time."""
    return datetime.fromtimestamp(1_800_000_000 + next(_SECONDS), UTC)


def reader(state: Path) -> Drafts:
    return Drafts(state, later, lambda: None)


def test_readers_take_over_from_those_that_ended_only(tmp_path: Path) -> None:
    first, second = reader(tmp_path), reader(tmp_path)
    first.open("note", "1").keep(text="mine")
    second.open("note", "1").keep(text="yours")
    first.write()
    second.write()
    assert (first.adopt(), second.adopt()) == ([], [])
    assert sorted(one.texts["text"] for one in unsaved(tmp_path)) == ["mine", "yours"]
    first.close()
    assert [one.texts for one in second.adopt()] == [{"text": "mine"}]
    second.write()
    assert second.adopt() == []
    assert len(files(tmp_path)) == 1
    second.close()
    third = reader(tmp_path)
    assert len(third.adopt()) == 2
    for text in ("yours", "mine"):  # the newest first; the other one when it is settled
        draft = third.open("note", "1")
        assert draft.found == {"text": text}
        draft.drop()
        draft.keep(text="too late")
    assert third.open("note", "1").found == {}
    third.write()
    third.close()
    assert [*(tmp_path / FOLDER).iterdir()] == []


def test_what_cannot_be_written_is_written_later(tmp_path: Path) -> None:
    ended = reader(tmp_path)
    ended.open("search").keep(text="words")
    ended.write()
    ended.close()
    mine = reader(tmp_path)
    mine.open("note", "1").keep(text="mine")
    assert len(mine.adopt()) == 1
    with refusing(tmp_path / FOLDER), pytest.raises(DiskError):
        mine.write()
    assert len(unsaved(tmp_path)) == 1
    mine.write()
    (file,) = files(tmp_path)
    assert sorted(one.name for one in read(file)) == ["note on 1", "search"]


def test_drafts_are_named_but_never_shown(tmp_path: Path) -> None:
    session = Session(Folders(*(tmp_path / name for name in Folders._fields)))
    mine = reader(session.folders.state)
    mine.open("note", "2602.00001").keep(text="secret")
    mine.write()
    broken = session.folders.state / FOLDER / "x.json"
    broken.write_text('{"drafts": [{"secret": 1}]}')
    found = [one for one in examine(session) if FOLDER in one.subject]
    assert [one.severity for one in found] == [Severity.NOTE, Severity.WARNING]
    assert found[0].problem == "1 unsaved draft: note on 2602.00001"
    assert "secret" not in str(found)
    assert [one.name for one in unsaved(session.folders.state)] == ["note on 2602.00001"]
    assert mine.adopt() == []
    assert all(one.repaired for one in examine(session, repair=True) if one.subject == str(broken))
    assert not broken.exists()
    assert (
        b"secret"
        not in (back_up(session, tmp_path / "b.zip"), (tmp_path / "b.zip").read_bytes())[1]
    )
