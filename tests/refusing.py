"""Real folders into which nobody can write for a while, or not much, whoever runs the tests."""

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


@contextmanager
def narrow(folder: Path, size: int) -> Iterator[None]:
    """A disk of `size` bytes is a folder for a while. Skips the test where that cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
