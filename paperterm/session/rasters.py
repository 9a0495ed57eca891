"""Decode pictures in a process of their own, which can be stopped."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from threading import Lock

import orjson

from paperterm import disk
from paperterm.errors import InputError
from paperterm.fulltext.raster import CPU_SECONDS, FAILED, Form, Raster
from paperterm.text import clean

_PATIENCE = 3 * CPU_SECONDS
_MODULE = "paperterm.fulltext.raster"
_SLOW, _LARGE = "takes too long", "needs too much memory"
_ENDS = {
    "SIGXCPU": _SLOW,
    "SIGABRT": _LARGE,
    "SIGSEGV": _LARGE,
    "SIGBUS": _LARGE,
    "SIGKILL": _LARGE,
}
"""What a signal says that ended the process; resvg lacks memory, or stack, by one of these."""


@cache
def can_draw() -> bool:
    """Return whether the extra `figures` is installed."""
    return find_spec("PIL") is not None


class Rasters:
    """Decodes one picture after the other; another thread may stop it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._is_over = False

    def decoded(self, file: Path, form: Form, width: int, height: int) -> Raster:
        """Return a picture, fitted into a size in pixels.

        Raises:
            InputError: It cannot be shown, takes too long, needs too much memory, or was stopped.
            DiskError: The file cannot be read.
        """
        size = {"width": width, "height": height}
        wanted = orjson.dumps({"form": form, **size, "seconds": CPU_SECONDS})
        given = wanted + b"\n" + disk.read(file)
        way = subprocess.PIPE
        with self._lock:
            if self._is_over:
                raise InputError("the picture", "is not wanted any more")
            # Without -P, a file of the current folder could replace a module.
            self._process = process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE], stdin=way, stdout=way, stderr=way
            )
        with process:
            try:
                out, said = process.communicate(given, timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise InputError("the picture", _SLOW) from None
        if self._is_over:
            raise InputError("the picture", "is not wanted any more")
        if process.returncode == FAILED:
            raise InputError("the picture", clean(said.decode(errors="replace"))[:80] or "damaged")
        if process.returncode:
            raise InputError("the picture", _ended_by(process.returncode))
        numbers, _, content = out.partition(b"\n")
        shown_width, shown_height, own_width, own_height = orjson.loads(numbers)
        return Raster(shown_width, shown_height, own_width, own_height, content)

    def stop(self) -> None:
        """End the process that runs, and start no other."""
        with self._lock:
            self._is_over = True
            if self._process:
                self._process.kill()


def _ended_by(status: int) -> str:
    """Return why the process ended without an answer."""
    names = {one.value: one.name for one in Signals}
    return _ENDS.get(names.get(-status, ""), "cannot be decoded")
