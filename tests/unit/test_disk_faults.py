"""Disks that are full, read-only or failing: the old file stays, and one line says why.

The faults are the kernel's own where this machine lets us have them; where it does not, a child
process gets an `os` that fails at one step.
"""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.errors import DiskError
from paperterm.library import Library
from paperterm.model import Mark
from tests.building import NOON, listing, name

pytestmark = [
    pytest.mark.on_disk,
    pytest.mark.skipif(os.name == "nt", reason="about system calls of POSIX"),
]

FAILING = """
import os, sys
from pathlib import Path
from paperterm import disk
from paperterm.errors import DiskError

step, number, keep_last, path = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "yes", sys.argv[4]
real = {name: getattr(os, name) for name in ("open", "fsync", "replace", "link")}
is_folder = lambda handle: Path(f"/proc/self/fd/{handle}").is_dir()

def fails(*_, **__):
    raise OSError(number, os.strerror(number))

class File:
    def __init__(self, handle, mode):
        self.file = real_fdopen(handle, mode)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.file.close()
    write = fails
    def flush(self):
        self.file.flush()

real_fdopen = os.fdopen
if step == "write":
    os.fdopen = File
elif step == "permissions and time":
    os.fchmod = os.utime = fails
elif step == "fsync of the folder":
    os.fsync = lambda handle: fails() if is_folder(handle) else real["fsync"](handle)
elif step == "fsync":
    os.fsync = lambda handle: real["fsync"](handle) if is_folder(handle) else fails()
elif step == "open":
    os.open = lambda path, flags, *more: (
        fails() if flags & os.O_CREAT else real["open"](path, flags, *more)
    )
else:
    os.replace = lambda one, other: (
        fails() if str(other) == path else real["replace"](one, other)
    )
try:
    disk.write(Path(path), b"new", keep_last=keep_last)
except DiskError as error:
    print(error)
"""

STEPS = ("open", "write", "fsync", "replace", "fsync of the folder")
FAULTS = {
    errno.ENOSPC: "no space left on device; free some space and try again",
    errno.EROFS: "read-only file system; you can keep reading, but not save",
    errno.EIO: "input/output error; the disk may be failing: back up your library",
}


def failing(step: str, number: int, path: Path, keep_last: str = "no") -> str:
    done = subprocess.run(
        [sys.executable, "-c", FAILING, step, str(number), keep_last, path],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("number", FAULTS)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_that_fails_leaves_the_old_file(tmp_path: Path, step: str, number: int) -> None:
    file = tmp_path / "00.json"
    disk.write(file, b"older")
    disk.write(file, b"old", keep_last=True)
    for keep_last in ("no", "yes"):
        said = failing(step, number, file, keep_last)
        # To put the old file back after the last step takes a replace of its own.
        assert said == f"{file}: cannot write it: {FAULTS[number]}\n"
        assert file.read_bytes() == b"old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["00.json", "00.json~"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("step", STEPS)
def test_a_first_write_that_fails_leaves_nothing(tmp_path: Path, step: str) -> None:
    failing(step, errno.EIO, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_permissions_and_times_is_written_to(
    tmp_path: Path, number: int
) -> None:
    file = tmp_path / "file"
    disk.write(file, b"old")
    assert failing("permissions and time", number, file) == ""
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_device_that_is_full() -> None:
    with pytest.raises(DiskError, match="no space left on device; free some space"):
        disk.write(Path("/dev/full"), b"x")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def star(mark: Mark) -> Mark:
    return mark.set_starred(True, NOON)


def test_a_disk_that_runs_full_keeps_what_was_saved(small_disk: Path) -> None:
    library = Library(small_disk)
    library.store(listing(1, 2))
    library.change({name(1): star})
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass
    os.truncate(small_disk / "filler", (small_disk / "filler").stat().st_size - 4096)
    for _ in range(3):
        with pytest.raises(DiskError, match="no space left on device; free some space"):
            library.change({name(2): lambda mark: mark.set_note("n" * 20_000, NOON)})
    again = Library(small_disk)
    assert again.marks([name(1)])[name(1)].is_starred
    assert len(again.announced_since(listing().day)) == 2
    assert not [path for path in small_disk.rglob("*") if disk.is_temporary(path.name)]


def test_a_disk_that_is_read_only_is_read(small_disk: Path) -> None:
    library = Library(small_disk)
    library.store(listing(1))
    library.change({name(1): star})
    library.change({name(1): lambda mark: mark.set_read(True, NOON)})
    shard = small_disk / "marks/2602/00.json"
    shard.write_bytes(b"{")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    told: list[str] = []
    again = Library(small_disk)
    again.listen(told.append)
    assert again.marks([name(1)])[name(1)].is_starred  # from the last good generation
    assert len(again.announcements(name(1))) == 1
    assert [line.startswith(f"{shard}: is damaged") for line in told] == [True]
    with pytest.raises(DiskError, match="read-only file system; you can keep reading"):
        again.change({name(2): star})
    with pytest.raises(DiskError, match="read-only file system; you can keep reading"):
        again.store(listing(3))
