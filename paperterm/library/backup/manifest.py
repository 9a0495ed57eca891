"""What an archive looks like: which names it may hold, and the list of them that it begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import orjson

from paperterm.errors import InputError, NewerError
from paperterm.model import Day

FORMAT = 1
MANIFEST = "manifest.json"
CONFIG = "config/config.toml"
_DAY = re.compile(r"library/([0-9]{4})/(\1-[0-9]{2}-[0-9]{2})\.json")
_MARKS = re.compile(r"marks/([0-9]{4})/([0-9]{2})\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Packed(NamedTuple):
    """A file in an archive."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """The list of an archive.

    Attributes:
        made: When it was packed, ISO 8601.
        by: The version of paperterm that did it.
        files: The files, by name. A name says what the file is, and where it belongs.
    """

    made: str
    by: str
    files: Mapping[str, Packed]

    @property
    def days(self) -> list[Day]:
        """The days, oldest first."""
        return sorted(filter(None, map(day_of, self.files)))

    def printed(self) -> bytes:
        """The list as it stands in the archive."""
        told = {
            "format": FORMAT,
            "made": self.made,
            "paperterm": self.by,
            "days": len(self.days),
            "marks": sum(map(is_marks, self.files)),
            "config": CONFIG in self.files,
            "files": {name: file._asdict() for name, file in self.files.items()},
        }
        return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def parse(cls, content: bytes) -> Manifest:
        """Read a list.

        Raises:
            ValueError: It is none.
            NewerError: A newer paperterm made it.
        """
        told = orjson.loads(content)
        if not isinstance(told, dict) or type(told.get("format")) is not int:
            raise ValueError("its list says no format")
        if told["format"] > FORMAT:
            raise NewerError(MANIFEST)
        files = told.get("files")
        if isinstance(files, dict):
            packed = {name: _packed(name, file) for name, file in files.items()}
            return cls(str(told.get("made")), str(told.get("paperterm")), packed)
        raise ValueError("its list names no files")


def day_of(name: str) -> Day | None:
    """The day that a file of this name holds."""
    found = _DAY.fullmatch(name)
    try:
        return Day.parse(found[2]) if found else None
    except InputError:
        return None


def is_marks(name: str) -> bool:
    """Whether a file of this name holds marks."""
    return bool(_MARKS.fullmatch(name))


def is_name(name: str) -> bool:
    """Whether a file may be called so: nothing else is ever packed, or unpacked."""
    return name == CONFIG or is_marks(name) or day_of(name) is not None


def name_of(day: Day) -> str:
    """The name of the file of a day, in an archive as in the data folder."""
    return f"library/{day.year:04}/{day}.json"


def kept_files(folder: Path) -> dict[str, Path]:
    """The days and marks of a data folder, by name. Reads folders only."""
    found = [*folder.glob("library/*/*.json"), *folder.glob("marks/*/*.json")]
    names = {path.relative_to(folder).as_posix(): path for path in sorted(found)}
    return {name: path for name, path in names.items() if is_name(name)}


def _packed(name: str, told: object) -> Packed:
    if not is_name(name):
        raise ValueError(f"its list holds a file that is none of ours, {name[:80]!r}")
    size, sha256 = (told.get(key) for key in Packed._fields) if isinstance(told, dict) else (0, 0)
    if type(size) is not int or size < 0 or not isinstance(sha256, str):
        raise ValueError("its list is damaged")
    if not _SHA256.fullmatch(sha256):
        raise ValueError("its list is damaged")
    return Packed(size, sha256)
