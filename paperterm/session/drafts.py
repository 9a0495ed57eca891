"""Drafts: what is being typed, on disk until it is saved or discarded on purpose.

Each reader has a file of its own, so that two readers never write over each other's words. It holds
a lock beside the file while it runs; a file without a holder is taken over by another reader.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from paperterm import disk
from paperterm.errors import BusyError, DamagedError, DiskError
from paperterm.lock import HeldLock, WhenStopped, acquired

FOLDER = "drafts"
"""In the state folder."""

PLACES = {
    "note": "note on {}",
    "tags": "tags of {}",
    "topic": "topic {}",
    "new topic": "new topic",
    "search": "search",
    "view": "name of a view",
    "command": "command to pipe to",
}
"""The places where text is typed, and how to name one of them."""


class Draft:
    """The texts that are typed in one place.

    Attributes:
        kind: A key of `PLACES`.
        of: Which of these places, such as the id of the paper.
        at: When they changed last, as ISO 8601.
        texts: The texts by field; empty if there is nothing to keep.
        found: The texts that were left there, such as by a reader that was killed.
        is_open: Whether someone may be typing there.

    Args:
        changed: Called with the draft after each change.
    """

    def __init__(
        self,
        kind: str,
        of: str,
        changed: Callable[[Draft], object] = lambda _: None,
        at: str = "",
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self.of, self.at = kind, of, at
        self.texts = self.found = texts or {}
        self.is_open = False
        self._changed = changed

    @property
    def name(self) -> str:
        """The name of the place."""
        return PLACES.get(self.kind, "{}").format(self.of)

    def keep(self, **texts: str) -> None:
        """Keep these texts instead of those before; nothing if all of them are blank."""
        kept = texts if any(map(str.strip, texts.values())) else {}
        if kept != self.texts and self.is_open:
            self.texts = kept
            self._changed(self)

    def drop(self) -> None:
        """Forget the texts for good: they are saved, or were discarded on purpose."""
        self.keep()
        self.is_open = False

    @property
    def row(self) -> dict[str, Any]:
        """The draft as JSON."""
        return {"kind": self.kind, "of": self.of, "at": self.at, "texts": self.texts}


class Drafts:
    """The drafts of one reader, for all of its threads.

    Args:
        state: The state folder.
        now: The clock.
        changed: Called when there is something to write.
    """

    def __init__(
        self, state: Path, now: Callable[[], datetime], changed: Callable[[], object]
    ) -> None:
        self._state = state
        self._file = state / FOLDER / f"{now():%Y%m%d-%H%M%S}-{os.urandom(4).hex()}.json"
        self._now = now
        self._tell = changed
        self._guard = Lock()
        self._drafts: list[Draft] = []
        self._lock: HeldLock | None = None
        self._written: list[dict[str, Any]] = []
        self._adopted: dict[Path, HeldLock] = {}
        """Files whose drafts are here, but not in our own file yet."""

    def open(self, kind: str, of: str = "") -> Draft:
        """Return the draft of a place: the newest that was left there, or else a new one."""
        with self._guard:
            left = [one for one in self._drafts if (one.kind, one.of) == (kind, of)]
            free = [one for one in left if one.texts and not one.is_open]
            draft = max(free, key=attrgetter("at")) if free else Draft(kind, of, self._changed)
            draft.is_open = True
            if not free:
                self._drafts.append(draft)
            return draft

    def others(self) -> set[Path]:
        """Return the files of other readers, those that run and those that have ended."""
        try:
            found = {one.with_suffix(".json") for one in (self._state / FOLDER).iterdir()}
        except OSError:
            return set()
        return found - {self._file, *self._adopted}

    def adopt(self) -> list[Draft]:
        """Take over the drafts of readers that have ended, and return them."""
        found: list[Draft] = []
        for file in self.others():
            # What is in use, or cannot be used, stays; `doctor` reports it.
            with suppress(BusyError, DamagedError, DiskError):
                lock = _acquired(file)
                try:
                    found += read(file, self._changed) if disk.is_there(file) else ()
                    self._adopted[file] = lock
                finally:
                    if file not in self._adopted:
                        lock.release()
        with self._guard:
            self._drafts += found
        return found

    def write(self) -> None:
        """Write the drafts if they changed.

        Raises:
            DiskError: The system refused; the file is as it was.
        """
        with self._guard:
            self._drafts = [one for one in self._drafts if one.texts or one.is_open]
            rows = [one.row for one in self._drafts if one.texts]
        if rows != self._written:
            self._lock = self._lock or _acquired(self._file)
            if rows:
                disk.write(self._file, orjson.dumps({"drafts": rows}))
            else:
                _remove(self._file)
            self._written = rows
        while self._adopted:
            file, lock = self._adopted.popitem()
            _remove(file, _lock_of(file))
            lock.release()

    def close(self) -> None:
        """Leave what is written to the next reader."""
        if self._lock:
            if not self._written:
                _remove(_lock_of(self._file))
            self._lock.release()

    def _changed(self, draft: Draft) -> None:
        draft.at = self._now().isoformat()
        self._tell()


def files(state: Path) -> list[Path]:
    """Return the files of all readers."""
    return sorted((state / FOLDER).glob("*.json"))


def read(file: Path, changed: Callable[[Draft], object] = lambda _: None) -> list[Draft]:
    """Return the drafts in a file.

    Args:
        file: The file.
        changed: Called with each of them after it changes.

    Raises:
        DiskError: It cannot be read.
        DamagedError: It has no drafts.
    """
    try:
        return [
            Draft(str(row["kind"]), str(row["of"]), changed, str(row["at"]), _texts(row))
            for row in orjson.loads(disk.read(file))["drafts"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(file, error) from error


def unsaved(state: Path) -> list[Draft]:
    """Return the drafts of all readers, without those that cannot be read."""
    found: list[Draft] = []
    for file in files(state):
        with suppress(DamagedError, DiskError):
            found += read(file)
    return found


def named(drafts: Iterable[Draft]) -> str:
    """Return the names of the places of some drafts."""
    return "; ".join(dict.fromkeys(draft.name for draft in drafts))


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {field: str(text) for field, text in row["texts"].items()}


def _lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")


def _acquired(file: Path) -> HeldLock:
    return acquired(_lock_of(file), when_stopped=WhenStopped.HELD)


def _remove(*paths: Path) -> None:
    """Remove files, if possible: a draft that stays is only found again."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
