"""The one write: all or nothing, whatever the system says to it."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.errors import DiskError

pytestmark = pytest.mark.on_disk

needs_posix = pytest.mark.skipif(os.name == "nt", reason="about permissions, links and devices")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    file = tmp_path / "a/b/c.json"
    disk.write(file, b"\x00\xff")
    assert file.read_bytes() == disk.read(file) == b"\x00\xff"
    assert [path.name for path in file.parent.iterdir()] == ["c.json"]


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    disk.write(file, b"old and long")
    inode = file.stat().st_ino
    disk.write(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_ino != inode
    assert list(tmp_path.iterdir()) == [file]


@needs_posix
@pytest.mark.parametrize(
    ("private", "as_file", "as_folder"), [(True, 0o600, 0o700), (False, 0o644, 0o755)]
)
def test_new_files_and_folders_are_private_unless_they_need_not_be(
    tmp_path: Path, private: bool, as_file: int, as_folder: int
) -> None:
    before = os.umask(0o022)
    try:
        disk.write(tmp_path / "a/b/file", b"", private=private)
    finally:
        os.umask(before)
    assert mode(tmp_path / "a/b/file") == as_file
    assert mode(tmp_path / "a") == mode(tmp_path / "a/b") == as_folder


@needs_posix
@pytest.mark.parametrize("private", [True, False])
def test_an_old_file_keeps_its_permissions(tmp_path: Path, private: bool) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    disk.write(file, b"new", private=private)
    assert mode(file) == 0o640


@needs_posix
def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to("real/file")
    for content in (b"first", b"second"):
        disk.write(link, content)
        assert link.is_symlink()
        assert (tmp_path / "real/file").read_bytes() == content


@needs_posix
def test_links_that_go_round(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(DiskError, match="cannot write it: too many levels of symbolic links"):
        disk.write(one, b"")


@needs_posix
def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    for path in (Path("/dev/null"), link):
        disk.write(path, b"gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert link.is_symlink()


@needs_posix
def test_a_pipe_is_written_to_by_its_name_and_by_its_number(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    disk.write(fifo, b"through")
    reader.join()
    assert got == [b"through"]
    out, into = os.pipe()
    disk.write(Path(f"/dev/fd/{into}"), b"numbered")
    os.close(into)
    assert os.read(out, 100) == b"numbered"
    os.close(out)


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    file = tmp_path / ("🧠" * 60 + "123456789012.md")
    assert len(os.fsencode(file.name)) == 255
    disk.write(file, b"long")
    assert file.read_bytes() == b"long"


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(DiskError, match="file/below"):
        disk.write(tmp_path / "file/below/it", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="is a directory"):
        disk.write(tmp_path, b"new")
    with pytest.raises(DiskError, match="cannot read it: is a directory"):
        disk.read(tmp_path)


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        disk.read(tmp_path / "none")
    assert str(caught.value) == f"{tmp_path / 'none'}: cannot read it: no such file or directory"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from paperterm import disk
from paperterm.errors import DiskError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    disk.write(Path(sys.argv[1]), b"x" * 10_000)
except DiskError as error:
    print(error)
"""


@needs_posix
def test_a_write_that_runs_out_of_space_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, file], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{file}: cannot write it: file too large\n"
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@needs_posix
def test_the_bytes_and_the_name_are_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    seen = []

    def fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        seen.append(("folder" if is_folder else "bytes", file.exists()))
        flush(handle)

    flush = os.fsync
    monkeypatch.setattr(os, "fsync", fsync)
    disk.write(file, b"new")
    assert seen == [("bytes", False), ("folder", True)]
    seen.clear()
    with disk.folders_flushed_once():
        disk.write(file, b"newer")
        disk.write(tmp_path / "other", b"new")
        assert [what for what, _ in seen] == ["bytes", "bytes"]
    assert [what for what, _ in seen] == ["bytes", "bytes", "folder"]


@needs_posix
def test_all_folders_are_flushed_and_the_first_error_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            failed.append(handle)
            raise OSError(errno.EIO, "I/O error")

    def write(error: Exception | None) -> None:
        with disk.folders_flushed_once():
            for name in names:
                disk.write(tmp_path / name / "file", b"new")
            if error:
                raise error

    failed: list[int] = []
    names = ("a", "b")
    for name in names:
        (tmp_path / name).mkdir()
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DiskError) as told:
        write(None)
    assert len(failed) == 2
    assert told.value.subject == str(tmp_path / "a")
    with pytest.raises(KeyError, match="mine"):
        write(KeyError("mine"))


KILLED = """
import os, signal, sys
from pathlib import Path
from paperterm import disk

# The process dies as it would in a power cut: between the flush and the rename.
sys.addaudithook(lambda event, _: event == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
disk.write(Path(sys.argv[1]), b"new")
"""


@needs_posix
def test_a_process_killed_before_the_rename_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, file], check=False)
    assert done.returncode < 0
    assert file.read_bytes() == b"old"
    disk.write(file, b"newer")
    assert file.read_bytes() == b"newer"


LOCKED_OUT = """
import os, sys
from pathlib import Path
from paperterm import disk
from paperterm.errors import DiskError

if os.geteuid() == 0:  # root may do everything; become somebody else
    os.setgid(65534)
    os.setuid(65534)
for do in (lambda: disk.write(Path(sys.argv[1]), b"new"), lambda: disk.read(Path(sys.argv[2]))):
    try:
        do()
    except DiskError as error:
        print(error)
"""


@needs_posix
def test_a_folder_and_a_file_without_permission(tmp_path: Path) -> None:
    folder, secret = tmp_path / "folder", tmp_path / "secret"
    disk.write(folder / "file", b"old")
    disk.write(secret, b"old")
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)
    folder.chmod(0o555)
    secret.chmod(0o000)
    done = subprocess.run(
        [sys.executable, "-c", LOCKED_OUT, folder / "file", secret],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (
        f"{folder / 'file'}: cannot write it: permission denied\n"
        f"{secret}: cannot read it: permission denied\n"
    )
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert (folder / "file").read_bytes() == b"old"
