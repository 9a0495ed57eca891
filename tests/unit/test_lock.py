"""Locks between processes."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.errors import BusyError, DiskError
from paperterm.library import Library
from paperterm.lock import acquired, holder_file
from tests.building import NOON, name

COUNTED = """
import sys
from pathlib import Path
from paperterm import disk
from paperterm.lock import acquired

file = Path(sys.argv[1])
for _ in range(10):
    lock = acquired(file.with_suffix(".lock"), 60)
    disk.write(file, b"%d" % (int(disk.read(file)) + 1))
    lock.release()
"""

HELD = """
import sys
from pathlib import Path
from paperterm.lock import acquired

lock = acquired(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_processes_that_change_one_file_wait_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "count"
    disk.write(file, b"0")
    processes = [subprocess.Popen([sys.executable, "-c", COUNTED, file]) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert file.read_bytes() == b"40"


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that nobody can catch")
def test_a_lock_is_free_again_when_its_process_dies(tmp_path: Path) -> None:
    path = tmp_path / "folder/lock"
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=r"folder: is in use by another paperterm; try again"):
            acquired(path)
        process.send_signal(signal.SIGKILL)
    acquired(path).release()
    acquired(path).release()


def test_a_lock_in_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "file/lock"):
        with pytest.raises(DiskError):
            acquired(path)


WITHOUT = """
#include <errno.h>
#include <stdlib.h>
int flock(int file, int how) { errno = atoi(getenv("FLOCK_ERROR")); return -1; }
"""


@pytest.fixture(scope="module")
def without_locks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a system whose files cannot be locked."""
    folder = tmp_path_factory.mktemp("without")
    (folder / "flock.c").write_text(WITHOUT)
    command = ["cc", "-shared", "-fPIC", "-o", str(folder / "flock.so"), str(folder / "flock.c")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a C compiler")
    return {**os.environ, "LD_PRELOAD": str(folder / "flock.so"), "FLOCK_ERROR": str(errno.ENOSYS)}


@pytest.mark.skipif(sys.platform != "linux", reason="needs LD_PRELOAD")
@pytest.mark.parametrize("error", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_a_lock_where_files_cannot_be_locked(
    tmp_path: Path, without_locks: dict[str, str], error: int
) -> None:
    without_locks = without_locks | {"FLOCK_ERROR": str(error)}
    path = tmp_path / "lock"
    path.touch()  # as a system with locks leaves it
    hold = [sys.executable, "-W", "error", "-c", HELD, str(path)]
    with subprocess.Popen(
        hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=without_locks
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        second = subprocess.run(hold, env=without_locks, capture_output=True, check=False)
        assert b"is in use by another paperterm" in second.stderr
        process.kill()
    again = subprocess.run(hold, env=without_locks, capture_output=True, input=b"", check=False)
    assert (again.stdout, again.stderr) == (b"held\n", b"")
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="needs LD_PRELOAD")
@pytest.mark.parametrize(
    ("name", "holder"), [("data/library.lock", "4711\nelsewhere\n9\n"), ("config/config.lock", "")]
)
def test_a_holder_that_cannot_be_asked_is_named_and_removed_by_doctor(
    tmp_path: Path, without_locks: dict[str, str], name: str, holder: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    holder_file(path).write_text(holder)
    take = [sys.executable, "-c", HELD, str(path)]
    refused = subprocess.run(take, env=without_locks, capture_output=True, check=False)
    who = b"process 4711 on elsewhere" if holder else b"an unknown process"
    assert b"is locked by " + who in refused.stderr
    assert b"`paperterm doctor --repair` unlocks it" in refused.stderr
    check = [sys.executable, "-m", "paperterm", "doctor"]
    environment = without_locks | {"PAPERTERM_HOME": str(tmp_path)}
    for arguments, status in (([], 1), (["--repair"], 0), ([], 0)):
        done = subprocess.run(
            [*check, *arguments], env=environment, capture_output=True, check=False
        )
        assert done.returncode == status, done.stderr
    taken = subprocess.run(take, env=without_locks, capture_output=True, input=b"", check=False)
    assert taken.stdout == b"held\n"


MANY = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from paperterm import disk
from paperterm.library import Library
from paperterm.model import PaperId

def slow(path, *arguments, write=disk.write, **options):
    time.sleep(0.05)
    write(path, *arguments, **options)

disk.write = slow
ids = [PaperId(f"{year}{month:02}.00001") for year in range(20, 25) for month in range(1, 13)]
now = datetime.now(UTC)
print("begun", flush=True)
Library(Path(sys.argv[1])).change(dict.fromkeys(ids, lambda mark: mark.set_read(True, now)))
print(len(ids), flush=True)
"""


def test_a_change_of_many_marks_lets_others_write(tmp_path: Path) -> None:
    """It takes three seconds on such a slow disk; others wait for one of them."""
    with subprocess.Popen([sys.executable, "-c", MANY, tmp_path], stdout=subprocess.PIPE) as many:
        assert many.stdout
        assert many.stdout.readline() == b"begun\n"
        for number in (1, 2):
            Library(tmp_path).change({name(number): lambda mark: mark.set_starred(True, NOON)})
            assert many.poll() is None, "it was over before"
        assert many.stdout.readline() == b"60\n"
    assert len(Library(tmp_path).all_marks()) == 62
