"""Suspending the reader while it writes: a stopped process must hold no lock of others."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperterm.model import AnnouncedPaper, Announcement, Kind, Paper, PaperId
from paperterm.refresh.plan import first_of_last
from tests.loopback.faulty import Loopback
from tests.tui.home import DAY, Home
from tests.tui.terminal import Terminal, sees
from tests.zotero import Zotero, running

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no job control")

CTRL_Z, CTRL_Q = "\x1a", "\x11"
SHELL = ["-c", "import os; os.execvp('sh', ['sh', '-i'])"]
CONFIG = """\
[categories]
"cs.CV" = "Vision"

[fetch]
interval = 0
automatic = false

[export]
key = "{author}{year}"
"""

# Writes a file slowly, and leaves a file when it begins.
SLOW = """
import sys, time
from pathlib import Path
from paperterm import disk
from paperterm.cli import main

_, name, seconds, begun = sys.argv

def slow(path, *arguments, write=disk.write, **options):
    if path.name == name:
        Path(begun).touch()
        time.sleep(float(seconds))
    write(path, *arguments, **options)

disk.write = slow
sys.exit(main([]))
"""


@pytest.fixture
def arxiv() -> Iterator[Loopback]:
    """An arXiv that announced a paper on the newest day."""
    now = datetime.now(UTC)
    new = Paper(
        PaperId("2602.00099"),
        "What is new",
        ("Ada Author",),
        abstract="About it.",
        categories=("cs.CV",),
        primary_category="cs.CV",
        version=1,
        published=now,
        updated=now,
    )
    day = first_of_last(1, now)
    papers = [AnnouncedPaper(new, Announcement(day, Kind.NEW, 1))]
    with Loopback(papers, now=lambda: datetime.now(UTC)) as one:
        yield one


class Shell(Terminal):
    """A shell in a terminal, and a reader in it that writes one file slowly."""

    def __init__(self, home: Home, folder: Path, **more: str) -> None:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = sees(home.root, PS1="shell> ", ENV="", PATH=path, **more)
        super().__init__(SHELL, environment, (150, 36))
        self._folder = folder
        self._runs = 0
        self.begun = folder / "begun"
        self.wait_for("shell>")

    def start(self, slow: str, seconds: float) -> None:
        """Start the reader, and wait for its first papers."""
        (self._folder / "slow.py").write_text(SLOW)
        arguments = f"{slow} {seconds} '{self.begun}'"
        self.send(
            f"python '{self._folder}/slow.py' {arguments} & echo $! > '{self.pid_file}'; fg\n"
        )
        self.wait_for("This is what number 1 found out.")

    @property
    def pid_file(self) -> Path:
        """Where the process of the reader is."""
        return self._folder / "pid"

    def run(self, command: str) -> None:
        """Run a command of paperterm, which must succeed."""
        self._runs += 1
        self.send(f"clear; paperterm {command}; echo exit''ed {self._runs}: $?\n")
        self.wait_for(f"exited {self._runs}:")
        assert f"exited {self._runs}: 0" in self.text, self.text


HOLDERS = {
    "an export that gives keys": ("citation-keys.json", "eb"),
    "a send to Zotero": ("sent-to-zotero.json", "ez"),
    "a refresh": ("day", "R"),
    "the first use of a target": ("memory.json", "eb"),
    "a setting": ("config.toml", "fa"),
    "a mark": ("00.json", "s"),
}


@contextmanager
def suspendable(home: Home, folder: Path, arxiv: Loopback) -> Iterator[Shell]:
    """Yield a shell with a home, an arXiv and a Zotero."""
    with running(Zotero()) as zotero:
        urls = {"PAPERTERM_ARXIV_URL": arxiv.url, "PAPERTERM_ZOTERO_URL": zotero.url}
        shell = Shell(home, folder, **urls)
        with shell:
            yield shell


@pytest.mark.parametrize(("name", "keys"), HOLDERS.values(), ids=HOLDERS)
def test_what_is_being_written_is_finished_first(
    one_day: Home, tmp_path: Path, arxiv: Loopback, name: str, keys: str
) -> None:
    one_day.configure(CONFIG)
    file = f"{first_of_last(1, datetime.now(UTC))}.json" if name == "day" else name
    with suspendable(one_day, tmp_path, arxiv) as shell:
        shell.start(file, 1.2)
        shell.send(keys)
        shell.wait_until(shell.begun.exists)
        shell.send(CTRL_Z)
        shell.wait_for("shell>")
        # They need the library, the settings and the memory.
        shell.run("mark 2602.00005 --star")
        shell.run("topics add Vision --keyword vision")
        shell.run(f"export --day {DAY} --format bibtex > /dev/null")
        shell.send("clear; fg\n")
        shell.wait_for("Paper number 3")
        shell.send(CTRL_Q)
        shell.wait_for("shell>")
    assert one_day.values()["2602.00005"] == {"starred": True}


@pytest.mark.parametrize("is_key", [True, False], ids=["key", "signal"])
def test_a_write_that_takes_long_keeps_it_from_being_suspended(
    one_day: Home, tmp_path: Path, arxiv: Loopback, *, is_key: bool
) -> None:
    one_day.configure(CONFIG)
    with suspendable(one_day, tmp_path, arxiv) as shell:
        shell.start("citation-keys.json", 10)
        shell.send("eb")
        shell.wait_until(shell.begun.exists)
        if is_key:
            shell.send(CTRL_Z)
        else:
            os.kill(int(shell.pid_file.read_text()), signal.SIGTSTP)
        shell.wait_for("still writing, then suspending: library")
        shell.wait_for("not suspended, still writing: library; press ctrl+z again")
        shell.wait_until(one_day.exported)
        shell.send(CTRL_Z)
        shell.wait_for("shell>")
        shell.run("mark 2602.00005 --star")
    assert one_day.values()["2602.00005"] == {"starred": True}


def test_a_refresh_that_waits_for_an_answer_lets_others_fetch(
    one_day: Home, tmp_path: Path, arxiv: Loopback
) -> None:
    one_day.configure(CONFIG)
    with suspendable(one_day, tmp_path, arxiv) as shell:
        shell.start("-", 0)
        arxiv.fault("hang", times=1)
        shell.send("R")
        shell.wait_until(arxiv.hung.is_set)
        shell.send(CTRL_Z)
        shell.wait_for("shell>")
        shell.run("mark 2602.00005 --star")
        shell.run("fetch")
        assert "1 new" in shell.text
        arxiv.release()
        shell.send("clear; fg\n")
        shell.wait_for("Paper number 3", "next ")  # the outlook, whatever the hour of the test


def test_an_editor_is_suspended_after_what_is_being_written(
    one_day: Home, tmp_path: Path, arxiv: Loopback
) -> None:
    """The terminal stops the program that has it, and the reader behind it."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho in the editor; exec cat\n")
    editor.chmod(0o700)
    one_day.configure(f'{CONFIG}\n[reader]\neditor = "{editor}"\n')
    with suspendable(one_day, tmp_path, arxiv) as shell:
        shell.start("citation-keys.json", 1.5)
        shell.send("eb")
        shell.wait_until(shell.begun.exists)
        shell.send(",")
        shell.wait_for("in the editor")
        shell.send(CTRL_Z)
        shell.wait_for("shell>")
        shell.run("mark 2602.00005 --star")
        shell.send("clear; fg\n")
        shell.send("words\n")
        shell.wait_for("words")
        shell.send("\x04")
        shell.wait_for("Paper number 3")
    assert one_day.values()["2602.00005"] == {"starred": True}
