"""A real folder into which nobody can write for a while, whoever runs the tests."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Let writes into a folder fail, and reads go on. Skips the test where that cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "nt":
        pytest.skip("about permissions of POSIX")
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    # No permission stops root: the folder is laid over itself, read-only.
    try:
        _mount("--bind", folder, folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a folder")
    try:
        _mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        # Lazily: the reader may look into it at this moment.
        subprocess.run(["umount", "-l", folder], check=True)


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
