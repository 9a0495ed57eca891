"""Memory that was needed for a moment."""

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import sys
from pathlib import Path

from paperterm.tui.jobs.index import give_back_big_blocks


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


if sys.argv[1] == "yes":
    give_back_big_blocks()
taught = bytearray(16 << 20)
del taught  # what glibc learns from
before = resident()
big = bytearray(8 << 20)
above = [bytearray(1 << 10) for _ in range(1 << 10)]
del big
print(resident() - before)
"""


def has_glibc() -> bool:
    return sys.platform == "linux" and "glibc" in (os.confstr("CS_GNU_LIBC_VERSION") or "")


def kept(wish: str) -> int:
    """Bytes that a process keeps of a block of 8 MB, once it is free."""
    command = [sys.executable, "-c", _PROGRAM, wish]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not has_glibc(), reason="another C library")
def test_a_big_block_is_given_back_at_once() -> None:
    assert kept("no") > 8 << 20
    assert kept("yes") < 4 << 20
