"""Limits of a process that works on what strangers made, such as templates and pictures."""

from __future__ import annotations

import sys
from contextlib import suppress


def confine(seconds: int, memory: int) -> None:
    """Limit the time and memory of this process, and forbid writing files, where the system can.

    Args:
        seconds: The processor time it may take.
        memory: The bytes it may have.
    """
    if sys.platform == "win32":
        return
    import resource

    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with suppress(ValueError, OSError):  # macOS refuses a limit of memory
            resource.setrlimit(what, (soft, hard))
