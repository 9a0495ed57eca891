"""Whatever paperterm writes by itself only its user can read; exports are as the umask says."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.at_noon import now
from tests.commands.running import Shell
from tests.commands.test_fetch import NEWEST, SETTINGS, announced
from tests.loopback.faulty import Loopback
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A umask that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback([announced(n) for n in range(1, 4)], now=now) as made:
        yield made


def modes(root: Path) -> dict[str, int]:
    """The permissions of all that is under a folder, and of itself."""
    return {
        str(path.relative_to(root)): stat.S_IMODE(path.lstat().st_mode)
        for path in [root, *sorted(root.rglob("*"))]
    }


@pytest.mark.usefixtures("open_to_all")
def test_a_home_is_nobody_elses_business(shell: Shell, server: Loopback) -> None:
    shell.environment |= {"PAPERTERM_ARXIV_URL": server.url, "TERM": "xterm-256color"}
    lines = f'{{"id": "2501.00009", "title": "Older", "announced": "{NEWEST.replace(year=2025)}"}}'
    assert shell("import", shell.file("one.jsonl", lines)).status == 0
    config = shell.home / "config" / "config.toml"
    config.write_text(f"{SETTINGS}automatic = false\n")
    assert shell.fetch().status == 0
    assert shell("mark", "2602.00001", "--star", "--note", "mine").status == 0
    assert shell("mark", "2602.00001", "--unstar").status == 0
    assert shell("search", "paper").status == 0
    assert shell("topics", "add", "Mine", "-k", "word").status == 0
    assert shell("backup", "b.zip").status == 0
    assert shell("restore", "b.zip", "--config").status == 0
    with Terminal(["-m", "paperterm", "--debug"], shell.environment, (120, 30)) as terminal:
        terminal.wait_for("Paper 1")
        terminal.send("s")
        terminal.wait_for("★")
        terminal.send("/paper")
        wal = shell.home / "cache" / "index.sqlite-wal"
        terminal.wait_until(wal.exists)
        found = modes(shell.home)
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
    found |= modes(shell.home)
    wanted = {
        name: 0o700 if (shell.home / name).is_dir() else 0o600
        for name in found
        if (shell.home / name).exists()
    }
    wrong = {name: oct(mode) for name, mode in found.items() if mode & 0o077}
    assert wrong == {}
    assert {name: found[name] for name in wanted} == wanted
    names = set(found)
    for kind in ("state/gate.json", "state/gate.lock", "state/refresh.lock", "state/debug.log"):
        assert kind in names
    for kind in ("data/library.lock", "data/fetchlog.json", "cache/index.sqlite", "config"):
        assert kind in names
    assert {"cache/index.sqlite-wal", "cache/index.sqlite-shm"} <= names
    assert any(name.startswith("data/marks/2602/") for name in names)
    assert stat.S_IMODE((shell.folder / "b.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("umask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)]
)
def test_exports_are_as_the_umask_says(filled: Shell, umask: int, file: int, folder: int) -> None:
    before = os.umask(umask)
    try:
        target = filled.folder / "out" / "deep" / "all.md"
        assert filled("export", "--format", "markdown", "-o", str(target)).status == 0
        assert filled("digest", "--out", str(filled.folder / "digest")).status == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == file
    assert stat.S_IMODE(target.parent.stat().st_mode) == folder
    digest = modes(filled.folder / "digest")
    assert digest.pop(".") == folder
    assert set(digest.values()) == {file}
