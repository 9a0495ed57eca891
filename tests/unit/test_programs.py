"""Programs beside the reader: a browser that stays open, and one that papers are given to."""

import os
import shlex
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.session import pipes
from paperterm.session.pipes import Running, pipe
from paperterm.session.web_browser import browse
from tests.building import entry, paper

ADDRESS = "https://arxiv.org/abs/2602.00001"
PAPERS = [entry(paper(1))]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are of POSIX")

Script = Callable[[str], list[str]]


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    """Makes a command of a line of shell; what it leaves running is ended with the test."""
    running = tmp_path / "running"
    running.touch()

    def made(line: str) -> list[str]:
        return ["sh", "-c", f"echo $$ >> {shlex.quote(str(running))}; {line}"]

    yield made
    for number in map(int, running.read_text().split()):
        group = number
        with suppress(ProcessLookupError):
            group = os.getpgid(number)
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


@pytest.fixture
def quickly() -> Iterator[None]:
    """Whatever a test does is done in a few seconds."""
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < 8


@pytest.mark.usefixtures("quickly")
def test_a_browser_that_stays_open_is_in_nobodys_way(script: Script) -> None:
    for _ in range(3):
        assert browse(ADDRESS, script("sleep 30")) == "arxiv.org"
    assert pipe(PAPERS, ["wc", "-l"]).startswith("1 paper piped to wc: ")


@pytest.mark.usefixtures("quickly")
def test_a_usual_browser_that_stays_open(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\nexec {shlex.join(script('sleep 30'))}\n")
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(browser))
    assert browse(ADDRESS) == "arxiv.org"


def test_a_browser_that_fails_at_once_is_told(script: Script) -> None:
    with pytest.raises(InputError, match=r"sh: failed with 3; fix \[reader\] browser"):
        browse(ADDRESS, script("exit 3"))
    with pytest.raises(InputError, match=r"/no/browser: could not be started \(.*fix"):
        browse(ADDRESS, ["/no/browser"])
    assert browse(ADDRESS, script("exit 0")) == "arxiv.org"


def test_no_browser_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/no/browser")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    says = "no browser could be started without a display; open it yourself"
    with pytest.raises(InputError, match=says):
        browse(ADDRESS)


WINDOWED = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="always has a display")


@WINDOWED
@pytest.mark.parametrize(
    "display",
    [{}, {"DISPLAY": ":98765"}, {"WAYLAND_DISPLAY": "wayland-98765"}, {"DISPLAY": "unix:98765.0"}],
)
@pytest.mark.parametrize("browser", ["", "lynx:www-browser"])
def test_nothing_is_opened_that_nobody_could_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: dict[str, str], browser: str
) -> None:
    """Browsers for a terminal end well without one; others with a window that never comes."""
    for name in ("lynx", "w3m", "elinks", "xdg-open", "firefox"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o700)
    (tmp_path / "www-browser").symlink_to("lynx")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**display, "BROWSER": browser, "TERM": "xterm"}.items():
        if value:
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(InputError, match="without a display"):
        browse(ADDRESS)
    with pytest.raises(InputError, match="needs a terminal of its own"):
        browse(ADDRESS, [str(tmp_path / "lynx")])


@WINDOWED
def test_a_display_that_answers_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "firefox").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "firefox").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("BROWSER", raising=False)
    with socket.socket(socket.AF_UNIX) as display:
        display.bind(str(tmp_path / "wayland"))
        display.listen()
        monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland"))
        assert browse(ADDRESS) == "arxiv.org"


@pytest.mark.usefixtures("quickly")
def test_what_a_program_leaves_running_is_not_waited_for(script: Script) -> None:
    assert pipe(PAPERS, script("sleep 30 & echo ok")) == "1 paper piped to sh: ok"


@pytest.mark.usefixtures("quickly")
def test_what_a_program_leaves_running_may_write(script: Script, tmp_path: Path) -> None:
    """It is not ended by an output that nobody reads any more; and ends with the reader."""
    wrote, running = tmp_path / "wrote", Running()
    loud = f"for n in 1 2 3; do echo $n; echo $n >> '{wrote}'; done"
    line = f"(sleep 0.5; {loud}; sleep 30) & echo ok"
    assert pipe(PAPERS, script(line), running) == "1 paper piped to sh: ok"
    while not wrote.exists() or wrote.read_text() != "1\n2\n3\n":
        time.sleep(0.05)
    running.end()


@pytest.mark.usefixtures("quickly")
def test_all_is_given_to_a_program_that_is_slow_to_read(script: Script) -> None:
    many = [entry(paper(number, abstract="word " * 200)) for number in range(1, 400)]
    lines = pipe(many, script("sleep 0.5; grep -c '^word'"))
    assert lines == "399 papers piped to sh: 399"


@pytest.mark.usefixtures("quickly")
def test_a_program_that_does_not_end_is_stopped(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "PATIENCE", 0.5)
    with pytest.raises(InputError, match=r"sh: was stopped after 0\.5 seconds"):
        pipe(PAPERS, script("sleep 30"))
