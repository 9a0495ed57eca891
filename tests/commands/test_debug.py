"""`--debug`: what is asked, written and decided, and nothing that the user wrote or looked for."""

import subprocess
import sys
from pathlib import Path

import pytest

from paperterm import logs
from paperterm.cli.fetch import fetch
from paperterm.cli.parser import parse
from paperterm.session import Session
from tests.commands.at_noon import now
from tests.commands.running import Shell
from tests.commands.test_fetch import NEWEST, SETTINGS, announced
from tests.loopback.faulty import Loopback


def log(shell: Shell) -> str:
    return (shell.home / "state" / "debug.log").read_text()


def test_a_command(shell: Shell) -> None:
    done = shell("--debug", "list")
    assert done.status == 0
    assert done.complaints == [f"logging to {shell.home}/state/debug.log"]
    first, *_, last = [line.split(" ", 2)[2] for line in log(shell).splitlines()]
    assert first.startswith("begin paperterm ")
    assert first.split()[3] == "list"
    assert last == "end 0"


def test_a_fetch(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(SETTINGS)
    with (
        Loopback([announced(number) for number in range(1, 4)], now=now) as server,
        logs.log_to(tmp_path) as file,
    ):
        url = server.url
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", url.replace("http://", "http://me:secret@"))
        assert fetch(Session(now=now), parse(["fetch"])[1]) == 0
    lines = [line.split(" ", 2)[2] for line in file.read_text().splitlines()]
    assert f"due {NEWEST}" in lines
    [asked] = [line for line in lines if line.startswith("request ")]
    assert asked.startswith(f"request GET {url}/rss/cs.AI+cs.LG 200 ")
    assert asked.endswith(" s")
    assert f"stored {NEWEST} complete 3 new" in lines
    assert any(line.startswith("write ") and f"{NEWEST}.json" in line for line in lines)
    assert lines[-1].startswith("refresh fresh 1 requests, next ")
    assert "secret" not in file.read_text()


def test_a_request_that_failed(shell: Shell) -> None:
    shell("fetch", "--debug", environment={"PAPERTERM_ARXIV_URL": "http://127.0.0.1:9"})
    assert "request GET http://127.0.0.1:9/" in log(shell)
    assert " failed: cannot be reached" in log(shell)


def test_nothing_that_the_user_wrote_or_looked_for(filled: Shell) -> None:
    secret = "mysecretword"
    filled("mark", "2602.00001", "--note", secret, "--tag", secret, "--debug")
    filled("search", secret, "--debug")
    filled("list", "--query", f"note:{secret}", "--debug")
    filled("--debug", "topics", "add", secret, "-k", secret)
    filled("--debug", "show", secret)
    text = log(filled)
    assert text.count(" begin ") == 5
    assert secret not in text


def test_the_home_folder_is_not_named(filled: Shell, tmp_path: Path) -> None:
    filled("mark", "2602.00001", "--star", "--debug", environment={"HOME": str(tmp_path)})
    assert str(tmp_path) not in log(filled)
    assert "write ~/home/data/marks/2602/00.json" in log(filled)


def test_without_it_nothing_is_written_or_imported(filled: Shell) -> None:
    filled("list")
    assert not (filled.home / "state" / "debug.log").exists()
    code = (
        "import sys\nfrom paperterm.cli import main\nmain(['list'])\n"
        "print({'logging.handlers', 'paperterm.crash'} & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=filled.environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == "set()\n"


def test_it_is_an_option_of_everything(shell: Shell) -> None:
    assert b"--debug" in shell("--help").out
    assert b"--debug" in shell("list", "--help").out
    assert shell("--debug", "--version").status == 0
    assert shell("--debug", "no such").status == 2


def test_a_log_that_cannot_be_written(shell: Shell) -> None:
    (shell.home / "state" / "debug.log").mkdir(parents=True)
    done = shell("list", "--debug")
    assert done.status == 1
    assert "debug.log: cannot write it: is a directory" in done.complaints[0]


def test_it_is_rotated_and_stays_private(tmp_path: Path) -> None:
    with logs.log_to(tmp_path) as file:
        for _ in range(5):
            logs.note("x" * (logs.LARGEST // 2))
            logs.note("y" * (logs.LARGEST // 2))
    logs.note("after the end")
    kept = sorted(tmp_path.iterdir())
    assert [one.name for one in kept] == ["debug.log", *(f"debug.log.{n}" for n in (1, 2, 3))]
    assert {one.stat().st_mode & 0o777 for one in kept} == {0o600}
    assert all(0 < one.stat().st_size <= logs.LARGEST for one in kept)
    assert "after the end" not in file.read_text()


def test_a_line_cannot_steer_a_terminal(tmp_path: Path) -> None:
    hostile = "\x1b]52;c;x\x07 \x9b31m a\nb \u202e \ud800 é"
    with logs.log_to(tmp_path) as file:
        logs.note("hostile", hostile)
    [line] = file.read_text().splitlines()
    assert line.isprintable()
    assert line.endswith(r"hostile \x1b]52;c;x\x07 \x9b31m a\nb \u202e \ud800 é")


def test_a_full_disk_says_nothing(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs Linux's /dev/full")
    (tmp_path / "debug.log").symlink_to("/dev/full")
    with logs.log_to(tmp_path):
        logs.note("lost")
    assert capfd.readouterr() == ("", "")
