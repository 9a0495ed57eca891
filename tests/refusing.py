"""Make real folders read-only or nearly full for a while, for root too."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Let writes into a folder fail during a block; skip the test where this is impossible."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "nt":
        pytest.skip("about permissions of POSIX")
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    # Permissions do not stop root: mount the folder over itself, read-only.
    try:
        _mount("--bind", folder, folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a folder")
    try:
        _mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        # Lazily: the reader may be looking into it.
        subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def narrow(folder: Path, size: int) -> Iterator[None]:
    """Mount a disk of `size` bytes on a folder during a block; skip the test if this fails."""
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
