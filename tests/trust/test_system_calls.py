"""A process is killed at each call to the system that changes a file, SQLite's included.

`strace` does it, where there is one; the long part only.
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.loopback.faulty import Loopback
from tests.trust.extent import IS_LONG
from tests.trust.promises import Promises, stuck
from tests.trust.victim import Victim, command
from tests.trust.world import (
    FETCHED,
    fetched,
    filled,
    id_of,
    import_day,
    import_file,
    morning,
    settled,
)

CALLS = (
    *("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "mkdir", "mkdirat"),
    *("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"),
)
FEW = 12

What = Callable[[Path], tuple[list[str], list[str]]]

pytestmark = [
    pytest.mark.on_disk,
    pytest.mark.skipif(not IS_LONG, reason="the long part"),
    pytest.mark.skipif(not shutil.which("strace"), reason="needs strace"),
]


def marks(folder: Path) -> tuple[list[str], list[str]]:
    """What is run, and what it promises with its first word."""
    ids = [id_of(number) for number in range(FEW)]
    return command("mark", *ids, "--tag", "t1"), [f"tag {id_} t1" for id_ in ids]


def imports(folder: Path) -> tuple[list[str], list[str]]:
    return command("import", import_file(folder, 1, 2)), [f"day {import_day(1)} 2"]


def merges(folder: Path) -> tuple[list[str], list[str]]:
    both = [import_file(folder, 1, stage) for stage in (1, 2)]
    return command("import", *both), [f"day {import_day(1)} 2"]


def searches(folder: Path) -> tuple[list[str], list[str]]:
    return command("search", "llm"), ["indexed"]


def restores(folder: Path) -> tuple[list[str], list[str]]:
    home, archive = folder / "backed up", folder / "archive"
    for words in ("import", import_file(folder, 1, 2)), ("backup", str(archive)):
        with Victim(command(*words), home, b"") as done:
            assert done.end() == 0
    return command("restore", str(archive)), [f"day {import_day(1)} 2"]


def topics(folder: Path) -> tuple[list[str], list[str]]:
    return command("topics", "add", "t1", "-k", "llm"), ["topic t1"]


def refreshes(folder: Path) -> tuple[list[str], list[str]]:
    work = ["refresh", str(len(FETCHED) - 1)]
    promised = [f"fetched {FETCHED[-1]}"]
    return [sys.executable, "-m", "tests.trust.child", *work], promised


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with Loopback(fetched(), now=morning) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield


@pytest.mark.parametrize("what", [marks, imports, merges, restores, searches, topics, refreshes])
@pytest.mark.usefixtures("server")
def test_a_kill_at_any_system_call_loses_nothing(
    what: What, tmp_path: Path, tally: Counter[str]
) -> None:
    before = tmp_path / "before"
    if what is refreshes:
        settled(before)
    else:
        filled(before, FEW)
    process, promised = what(tmp_path)
    for call in supported():
        for number in count(1):
            home = tmp_path / "home"
            shutil.copytree(before, home)
            inject = f"inject={call}:signal=SIGKILL:when={number}"
            strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
            with Victim([*strace, *process], home, b"") as victim:
                killed = victim.end() < 0
            promises = Promises()
            for word in promised if victim.words else ():
                promises.hear(word)
            losses = [*promises.broken(home), *stuck(home)]
            assert losses == [], f"{call} {number}"
            shutil.rmtree(home)
            if not killed:
                assert victim.words
                break
            tally["kills at a system call"] += 1
    assert tally["kills at a system call"]


def supported() -> list[str]:
    """Those of the calls that this machine has."""
    return [
        call
        for call in CALLS
        if not subprocess.run(
            ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "true"],
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
    ]
