"""Memory that is given back to the system as soon as it is free."""

from __future__ import annotations

import sys
from contextlib import suppress

_MMAP_THRESHOLD = -3
_BIG = 128 * 1024
"""Bytes; the limit that glibc begins with."""


def give_back_big_blocks() -> None:
    """Let the C library give big blocks back at once, where it is glibc.

    Once a big block was freed, glibc keeps blocks of that size for later, for each thread its own.
    What a search finds is such a block, as is the file of a day: a fifth of the reader's memory.
    """
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):  # a Python, or a libc, without it
        import ctypes  # 2 ms

        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BIG)
