"""The job that has the first frame of the next start made while the reader rests."""

from __future__ import annotations

import os
from contextlib import suppress
from time import localtime, monotonic

from paperterm import first_frame
from paperterm.session import Session

_REST_SECONDS = 30.0


class FrameJob:
    """Have the frame made again when it is not true any more, so that a kill leaves a true one.

    Args:
        session: The session that the next start would open.
        rest: Seconds between two looks; the reader rests if it is where it was at the last one.
    """

    def __init__(self, session: Session, rest: float = _REST_SECONDS) -> None:
        folders = session.folders
        self._files = [str(folders.state / "memory.json"), str(folders.config_file)]
        self._is_ours = str(folders.cache / first_frame.NAME) == first_frame.frame_file()
        self._rest = rest
        self._look_at = monotonic() + rest
        self._seen: object = None
        self._tried: object = None
        self._was_true = True
        self._maker: int | None = None

    def look(self) -> None:
        """Look, if it is time to. For one thread at a time; it only asks the system.

        What could not be made is tried again when the reader has moved, or a day later.
        """
        if not self._is_ours or monotonic() < self._look_at:
            return
        self._look_at = monotonic() + self._rest
        now = [localtime()[:3], *map(first_frame.stamp, self._files)]
        is_resting, self._seen = now == self._seen, now
        if self._is_being_made() or not is_resting:
            return
        with suppress(OSError):  # there is no terminal
            if first_frame.true_frame():
                self._was_true = True
            elif self._was_true or now != self._tried:
                self._was_true, self._tried = False, now
                self._maker = first_frame.make()

    def _is_being_made(self) -> bool:
        """Return whether the last frame is still being made."""
        with suppress(ChildProcessError):
            if self._maker and os.waitpid(self._maker, os.WNOHANG) == (0, 0):
                return True
        self._maker = None
        return False
