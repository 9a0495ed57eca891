"""The current settings, from a file that the user may edit at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from paperterm import config, disk
from paperterm.config import Config
from paperterm.errors import ConfigError, DiskError

if TYPE_CHECKING:
    from paperterm.config.edit import Edit

K = TypeVar("K")
V = TypeVar("V")

FileVersion = tuple[int, int, int]
"""Size, time and inode of a file: they differ after a change."""


class Settings:
    """Reads config.toml once, and again on `reload` or `edit`.

    Args:
        file: The file; it may be missing.

    Attributes:
        is_new: Whether the file was missing and has been written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._current: Config | None = None
        self._version: FileVersion | None = None
        self.is_new = False

    @property
    def current(self) -> Config:
        """The settings; the first access writes the file if it is missing."""
        return self._current or self._read()

    @property
    def size(self) -> int:
        """The size of the file in bytes; 0 if it is missing or not accessible."""
        version = _version(self._file)
        return version[0] if version else 0

    @property
    def is_outdated(self) -> bool:
        """Whether the file is another than the one that was read; a missing file is not."""
        return _version(self._file) not in (None, self._version)

    def reload(self) -> bool:
        """Read the file again if it changed.

        While it has a problem, the previous settings stay in effect, with the new `problems`. A
        missing file changes nothing: editors replace files.

        Returns:
            Whether the settings or their problems changed.
        """
        before = self.current
        version = _version(self._file)
        if version is None or version == self._version:
            return False
        new = config.load(self._file)
        if not new.is_readable:
            problems = (
                ConfigError(one.subject, one.problem, "keeping your previous settings")
                for one in new.problems
            )
            new = replace(new, problems=tuple(problems))
        if new.problems:
            new = replace(before, problems=new.problems)
        self._current, self._version = new, version
        return _comparable(new) != _comparable(before)

    def edit(self, edit: Callable[..., Edit], *wanted: object, **options: bool) -> Edit:
        """Edit the file with a function of `config.edit`, read it again, and return the edit.

        While it has another problem, the previous settings stay in effect, with this edit.
        """
        before = self.current
        old = config.load(self._file)
        edited = edit(self._file, *wanted, **options)
        new = self._read()
        if not new.is_readable:
            self._current, self._version = before, None  # the next `reload` reports it
        elif new.problems:
            self._current = _with_edit(before, old, new)
        return edited

    def _read(self) -> Config:
        try:
            if not disk.is_there(self._file):
                config.write_first(self._file)
                self.is_new = True
        except DiskError as error:
            problem = ConfigError(error.subject, error.problem, "using the defaults")
            new = replace(Config(), problems=(problem,))
        else:
            # Before it is read, so that the next `reload` sees a change meanwhile.
            self._version = _version(self._file)
            new = config.load(self._file)
        self._current = new
        return new


def _version(file: Path) -> FileVersion | None:
    """Return the version of a file; None if it is missing or not accessible."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _with_edit(before: Config, old: Config, new: Config) -> Config:
    """Apply to `before` what an edit changed from `old` to `new`; the problems are `new`'s."""
    three = before, old, new
    return replace(
        before,
        categories=_merged(*(one.categories for one in three)),
        topics=tuple(_merged(*({of.name: of for of in one.topics} for one in three)).values()),
        views=tuple(_merged(*({of.name: of for of in one.views} for one in three)).values()),
        keys=_merged(*(one.keys for one in three)),
        values=_merged(*(one.values for one in three)),
        problems=new.problems,
        source=new.source,
    )


def _merged(before: Mapping[K, V], old: Mapping[K, V], new: Mapping[K, V]) -> dict[K, V]:
    """Apply to one table what changed from `old` to `new`, in the order of `new`."""
    merged = {}
    for key, value in new.items():
        if key not in old or old[key] != value:
            merged[key] = value
        elif key in before:
            merged[key] = before[key]
    left = {key: value for key, value in before.items() if key not in merged and key not in old}
    return {**merged, **left}


def _comparable(settings: Config) -> tuple[Config, list[str]]:
    """Return settings to compare, with the texts of their problems: errors are never equal."""
    return replace(settings, problems=()), [*map(str, settings.problems)]
