"""Make the frame that the next start shows first: `python -m paperterm.tui.frame_maker 80 24`.

The reader runs this when it ends, in a process of its own. It opens a reader as the next start
will, without a terminal, without jobs and without a request, and ends at the first whole frame.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from os import _exit as end_now
from pathlib import Path
from types import ModuleType
from typing import Any

from textual import events, on
from textual.driver import Driver

from paperterm import disk, first_frame
from paperterm.errors import PapertermError
from paperterm.session import Session
from paperterm.tui.app import PapertermApp
from paperterm.tui.draw.stylesheets import stylesheet, stylesheets
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.driver import BatchingDriver, is_paint
from paperterm.tui.reader.opening import find_opening
from paperterm.tui.reader.screen import ReaderScreen

Stamps = list[tuple[str, bytes]]

_PATIENCE = 30
"""Seconds until the system ends this process: no other process waits for it."""
_TICK, _COARSE_TICK = 0.05, 2.1
"""Seconds in which two changes may have the same time, also where times are whole seconds."""


def main(columns: int, lines: int) -> None:
    """Make the frame for a size, or remove the one from before."""
    import signal

    signal.alarm(_PATIENCE)
    os.nice(5)
    file = Session().folders.cache / first_frame.NAME
    with suppress(PapertermError):
        if (paths := _paths(Session())) and str(file) == first_frame.frame_file():
            before, around = _settled(paths), first_frame.circumstances(columns, lines)
            began = time.time_ns()

            def keep(frame: str) -> None:
                code = _stamps(_code())
                is_same = _paths(Session()) == paths and _stamps(paths) == before
                is_now = first_frame.circumstances(columns, lines) == around
                if is_same and is_now and _newest(code) < began:
                    disk.write(file, first_frame.packed(around, before + code, frame.encode()))
                    # At once: a reader that is closed writes where it was left.
                    end_now(0)

            _StillApp(Session(), keep).run(size=(columns, lines))
    with suppress(OSError):
        file.unlink()
    end_now(1)


class _StillApp(PapertermApp):
    """A reader without a terminal and without jobs, for one frame."""

    def __init__(self, session: Session, keep: Callable[[str], None]) -> None:
        self.keep = keep
        super().__init__(session)

    def get_driver_class(self) -> type[Driver]:
        """Return a driver that only keeps the frame."""
        return _FrameKeeper

    @on(Notice)
    def _told(self) -> None:
        """Make no frame of a reader that has something to say."""
        self.exit()

    def start_work(self, screen: ReaderScreen) -> None:
        """Start nothing."""


class _FrameKeeper(BatchingDriver):
    """Keeps the first frame that is whole, and ends the app."""

    def __init__(self, app: _StillApp, **options: Any) -> None:
        super().__init__(app, **options)
        self._still = app
        self._is_whole = False

    def reveal(self) -> bool:
        """Keep what is painted next."""
        self._is_whole = True
        return True

    def write(self, data: str) -> None:
        """Keep the frame."""
        if self._is_whole and is_paint(data):
            self._still.keep(data)
            self._still.exit()

    def start_application_mode(self) -> None:
        """Report the size of the screen."""
        size = self._still.size
        self.send_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """Do nothing."""

    def stop_application_mode(self) -> None:
        """Do nothing: there is no terminal."""


def _paths(session: Session) -> Sequence[Path]:
    """Return the user's files and folders that the first screen depends on; none if unsure.

    Papers from the index, and errors, come a moment after the first frame. A screen reader would
    read the frame twice.
    """
    opening = find_opening(session)
    selection = opening.location.selection
    is_later = selection.needs_index or session.problems or opening.listing.problem
    if not selection.day or is_later or session.settings.accessible:
        return []
    day, folders = selection.day, session.folders
    days, marks = folders.data / "library", folders.data / "marks"
    shards = {marks / entry.id.yymm for entry in opening.listing.entries}
    return [
        folders.config_file,
        folders.state / "memory.json",
        folders.state / "told.txt",
        *[days, *_inner(days), days / f"{day.year:04}" / f"{day}.json"],
        *[marks, *_inner(marks)],
        *(shard for month in sorted(shards) for shard in _inner(month)),
    ]


def _code() -> Sequence[Path]:
    """Return the files of the program, and the folders in which Textual and Rich are installed."""
    files = {name: Path(one.__file__ or "") for name, one in sys.modules.items() if _has_file(one)}
    ours = [file for name, file in files.items() if name.split(".")[0] == "paperterm"]
    theirs = [
        file for name in ("textual", "rich") for file in (files[name], files[name].parents[1])
    ]
    return [*ours, *theirs, *stylesheets(), *stylesheet("ascii")]


def _settled(paths: Sequence[Path]) -> Stamps:
    """Return stamps, once the last change is so old that the next one has another time."""
    newest = _newest(_stamps(paths))
    tick = _TICK if newest % 1_000_000 else _COARSE_TICK
    if (wait := newest / 1e9 + tick - time.time()) > 0:
        time.sleep(wait)
        return _settled(paths)
    return _stamps(paths)


def _stamps(paths: Iterable[Path]) -> Stamps:
    return [(str(path), first_frame.stamp(str(path))) for path in paths]


def _newest(stamps: Stamps) -> int:
    """Return the last time in some stamps, in nanoseconds."""
    return max((int(one.split()[1]) for _, one in stamps if b" " in one), default=0)


def _has_file(module: ModuleType) -> bool:
    return bool(getattr(module, "__file__", None))


def _inner(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
