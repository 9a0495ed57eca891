"""Odd surroundings: each ends in one line that says what to do, never in a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.test_fetch import SETTINGS


def ran(*words: str, shell: str = "", **variables: str | None) -> subprocess.CompletedProcess[str]:
    """Run the command line, with variables set, or taken away (None)."""
    environment = {**os.environ, **{name: value for name, value in variables.items() if value}}
    for name in (name for name, value in variables.items() if value is None):
        environment.pop(name, None)
    command = [sys.executable, "-m", "paperterm", *words]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("paperterm: ")
    assert all(text in done.stderr for text in said), done.stderr


@pytest.mark.parametrize(
    "address",
    ["http://[x", "http://127.0.0.1:99999", "http://127.0.0.1:abc", "nonsense", "ftp://x"],
)
def test_an_address_that_is_none(home: Path, address: str) -> None:
    assert_one_line(ran("fetch", PAPERTERM_ARXIV_URL=address), "PAPERTERM_ARXIV_URL", address)


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/x"])
def test_a_home_that_is_none(folder: str) -> None:
    assert_one_line(ran("where", PAPERTERM_HOME=folder), "PAPERTERM_HOME", folder)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SSL_CERT_FILE", "/nonexistent/certificates.pem"),
        ("HTTPS_PROXY", "nonsense://x"),
        ("NO_PROXY", "[::"),
    ],
)
def test_network_settings_that_cannot_be_used(home: Path, variable: str, value: str) -> None:
    done = ran("fetch", PAPERTERM_ARXIV_URL="http://paperterm.invalid", **{variable: value})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr


@pytest.mark.parametrize("words", [("list",), ("where", "--json"), ("--version",)])
def test_a_closed_stdout(home: Path, words: tuple[str, ...]) -> None:
    done = ran(*words, shell=">&-")
    assert "Traceback" not in done.stderr


def test_a_closed_stdin(home: Path) -> None:
    done = ran("mark", "-", "--read", shell="<&-")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('[export]\nfolder = "~nobody-of-that-name/x"\n', "export.folder"),
        ('[export]\nfolder = "a\\u0000b"\n', "export.folder"),
        ('[fetch]\ncontact = "jörg@example.org"\n', "fetch.contact"),
        ('[categories]\n"cs.AI?x=../y#" = ""\n', "categories.cs.AI?x=../y#"),
    ],
)
def test_settings_that_would_do_harm_later(home: Path, line: str, key: str) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(line)
    done = ran("topics")
    assert done.returncode == 0
    assert f"line 2, {key}" in done.stderr


def test_a_damaged_log_of_refreshes(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(SETTINGS)
    (home / "data").mkdir()
    log, aside = home / "data" / "fetchlog.json", home / "data" / "set-aside"
    for damage in ("{", "[]"):
        log.write_text(damage)
        done = ran("fetch")
        assert done.returncode == 1
        damaged, offline = done.stderr.splitlines()
        assert f"{log}: is damaged" in damaged
        assert "moved it to" in damaged
        assert "cannot be reached" in offline
        assert damage in [path.read_text() for path in aside.iterdir()]
        assert len(json.loads(log.read_text())["runs"]) == 1
        assert_one_line(ran("fetch"), "cannot be reached")


def test_a_log_of_refreshes_with_rows_that_are_none(home: Path) -> None:
    """They are of no use, and in nobody's way."""
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(SETTINGS)
    (home / "data").mkdir()
    log = home / "data" / "fetchlog.json"
    log.write_text('{"days": {"x": {}}, "runs": {"y": {"state": 5}}}')
    assert_one_line(ran("fetch"), "cannot be reached")
    assert not (home / "data" / "set-aside").exists()
    assert len(json.loads(log.read_text())["runs"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
@pytest.mark.parametrize("unbuffered", ["1", None])
def test_a_full_disk_behind_stdout(home: Path, unbuffered: str | None) -> None:
    done = ran("where", shell="> /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert_one_line(done, "stdout")
