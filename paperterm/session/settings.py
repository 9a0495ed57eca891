"""The settings in force, from a file that the user may edit at any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from paperterm import config, disk
from paperterm.config import Config, Stamp
from paperterm.errors import ConfigError, DiskError

K = TypeVar("K")
V = TypeVar("V")


class Settings:
    """What config.toml says: read once, and again when somebody asks or edits.

    Args:
        file: The file; it may be missing.

    Attributes:
        is_new: Whether this wrote the first file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._in_force: Config | None = None
        self._stamp: Stamp | None = None
        self.is_new = False

    @property
    def in_force(self) -> Config:
        """The settings; the first use ever writes the file."""
        return self._in_force or self._read()

    def reload(self) -> bool:
        """Read the file again if it is another one.

        As long as something is wrong with it, all settings from before stay in force, and their
        `problems` say what is wrong. A file that is gone is waited for.

        Returns:
            Whether the settings, or what is wrong with them, are others now.
        """
        before = self.in_force
        stamp = config.stamp(self._file)
        if stamp is None or stamp == self._stamp:
            return False
        new = config.load(self._file)
        if not new.is_readable:
            problems = (
                ConfigError(one.subject, one.problem, "the settings from before count")
                for one in new.problems
            )
            new = replace(new, problems=tuple(problems))
        if new.problems:
            new = replace(before, problems=new.problems)
        self._in_force, self._stamp = new, stamp
        return _told(new) != _told(before)

    def edit(self, edit: Callable[..., None], *wanted: object, **options: bool) -> None:
        """Edit the file, and take what it then says.

        As long as something else is wrong with it, the settings from before count, and this edit.

        Args:
            edit: One of `config.edit` and `config.values`; takes the file first.
            wanted: What else it takes.
            options: The same by name.
        """
        before = self.in_force
        old = config.load(self._file)
        edit(self._file, *wanted, **options)
        new = self._read()
        if not new.is_readable:
            self._in_force, self._stamp = before, None  # the next `reload` tells
        elif new.problems:
            self._in_force = _with_edit(before, old, new)

    def _read(self) -> Config:
        try:
            if not disk.is_there(self._file):
                config.write_first(self._file)
                self.is_new = True
        except DiskError as error:
            problem = ConfigError(error.subject, error.problem, "the defaults count")
            new = replace(Config(), problems=(problem,))
        else:
            # Before it is read, so that a change meanwhile is seen by the next `reload`.
            self._stamp = config.stamp(self._file)
            new = config.load(self._file)
        self._in_force = new
        return new


def _with_edit(before: Config, old: Config, new: Config) -> Config:
    """Earlier settings, with what an edit made of the `old` ones; the problems are the new ones."""
    three = before, old, new
    return replace(
        before,
        categories=_merged(*(one.categories for one in three)),
        topics=tuple(_merged(*({of.name: of for of in one.topics} for one in three)).values()),
        views=tuple(_merged(*({of.name: of for of in one.views} for one in three)).values()),
        keys=_merged(*(one.keys for one in three)),
        values=_merged(*(one.values for one in three)),
        problems=new.problems,
    )


def _merged(before: Mapping[K, V], old: Mapping[K, V], new: Mapping[K, V]) -> dict[K, V]:
    """The same of one table, in the new order; what only the earlier one has comes last."""
    merged = {}
    for key, value in new.items():
        if key not in old or old[key] != value:
            merged[key] = value
        elif key in before:
            merged[key] = before[key]
    left = {key: value for key, value in before.items() if key not in merged and key not in old}
    return {**merged, **left}


def _told(settings: Config) -> tuple[Config, list[str]]:
    """Settings to be compared: two errors are never equal, their lines may be."""
    return replace(settings, problems=()), [*map(str, settings.problems)]
