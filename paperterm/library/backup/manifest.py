"""The format of an archive: the allowed names, and the list at its beginning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import orjson

from paperterm.errors import InputError, NewerError
from paperterm.library.ledger import LEDGERS
from paperterm.model import Day

FORMAT = 2
"""The newest format: since 2, an archive may have ledgers. One without is of format 1."""
MANIFEST = "manifest.json"
CONFIG = "config/config.toml"
_DAY = re.compile(r"library/([0-9]{4})/(\1-[0-9]{2}-[0-9]{2})\.json")
_MARKS = re.compile(r"marks/([0-9]{4})/([0-9]{2})\.json")
_LEDGERS = frozenset(kind.name for kind in LEDGERS)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Packed(NamedTuple):
    """A file in an archive."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """The list of an archive.

    Attributes:
        made: When it was packed, ISO 8601.
        by: The version of paperterm that packed it.
        files: The files, by their path below the data folder.
    """

    made: str
    by: str
    files: Mapping[str, Packed]

    @property
    def days(self) -> list[Day]:
        """The days, oldest first."""
        return sorted(filter(None, map(day_of, self.files)))

    def printed(self) -> bytes:
        """Return the list as it is in the archive."""
        document = {
            "format": FORMAT if any(map(is_ledger, self.files)) else 1,
            "made": self.made,
            "paperterm": self.by,
            "days": len(self.days),
            "marks": sum(map(is_marks, self.files)),
            "config": CONFIG in self.files,
            "files": {name: file._asdict() for name, file in self.files.items()},
        }
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def parse(cls, content: bytes) -> Manifest:
        """Read a list.

        Raises:
            ValueError: The list is invalid.
            NewerError: A newer paperterm made it.
        """
        document = orjson.loads(content)
        if not isinstance(document, dict) or type(document.get("format")) is not int:
            raise ValueError("its list has no format")
        if document["format"] > FORMAT:
            raise NewerError(MANIFEST)
        files = document.get("files")
        if isinstance(files, dict):
            packed = {name: _packed(name, file) for name, file in files.items()}
            return cls(str(document.get("made")), str(document.get("paperterm")), packed)
        raise ValueError("its list has no files")


def day_of(name: str) -> Day | None:
    """Return the day of a file with this name, if it is one."""
    found = _DAY.fullmatch(name)
    try:
        return Day.parse(found[2]) if found else None
    except InputError:
        return None


def is_marks(name: str) -> bool:
    """Return whether a file with this name holds marks."""
    return bool(_MARKS.fullmatch(name))


def is_ledger(name: str) -> bool:
    """Return whether a file with this name is a ledger."""
    return name in _LEDGERS


def is_name(name: str) -> bool:
    """Return whether a name is allowed: other files are never packed or unpacked."""
    return name == CONFIG or is_marks(name) or is_ledger(name) or day_of(name) is not None


def name_of(day: Day) -> str:
    """Return the name of the file of a day, in an archive and in the data folder."""
    return f"library/{day.year:04}/{day}.json"


def _packed(name: str, entry: object) -> Packed:
    if not is_name(name):
        raise ValueError(f"its list has an unknown file, {name[:80]!r}")
    size, sha256 = (entry.get(key) for key in Packed._fields) if isinstance(entry, dict) else (0, 0)
    if type(size) is not int or size < 0 or not isinstance(sha256, str):
        raise ValueError("its list is damaged")
    if not _SHA256.fullmatch(sha256):
        raise ValueError("its list is damaged")
    return Packed(size, sha256)
