"""Copying by the programs of a system; small scripts of their names take their places."""

import os
import time
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.session import clipboard
from paperterm.session.clipboard import AUTOMATIC, TERMINAL, copy

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are of POSIX")

WAYLAND, X, TMUX = {"WAYLAND_DISPLAY": "w"}, {"DISPLAY": ":9"}, {"TMUX": "t"}
SSH = {"SSH_CONNECTION": "from afar"}


class System:
    """A folder of programs, the only one on PATH."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str, line: str = "cat") -> str:
        """Add a program that writes its arguments and what the line prints into a file."""
        program = self._folder / name
        kept = self._folder / f"{name}.copied"
        program.write_text(
            f'#!/bin/sh\nPATH=/usr/bin:/bin\n{{ echo "$*"; {line}; }} > {kept}\n', encoding="utf-8"
        )
        program.chmod(0o700)
        return str(program)

    def environment(self, *variables: dict[str, str]) -> dict[str, str]:
        """Return the variables, with PATH."""
        return {name: value for one in variables for name, value in one.items()} | {
            "PATH": str(self._folder)
        }

    def copied(self, name: str) -> bytes:
        """Return the arguments and the input of a program."""
        return (self._folder / f"{name}.copied").read_bytes()


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


@pytest.mark.parametrize(
    ("there", "variables", "wanted"),
    [
        (["wl-copy", "xclip", "xsel", "tmux"], [WAYLAND, X, TMUX], "wl-copy"),
        (["wl-copy", "xclip", "xsel", "tmux"], [X, TMUX], "xclip"),
        (["wl-copy", "xsel", "tmux"], [X, TMUX, SSH], "xsel"),
        (["wl-copy", "xclip", "tmux"], [TMUX], "tmux"),
        (["wl-copy", "xclip", "xsel", "tmux"], [], ""),
        (["pbcopy"], [], "pbcopy"),
        (["pbcopy", "clip.exe"], [SSH], ""),
        (["pbcopy", "tmux"], [SSH, TMUX], "tmux"),
        ([], [WAYLAND, X, TMUX], ""),
    ],
)
def test_the_first_program_that_can_work_copies(
    system: System, there: list[str], variables: list[dict[str, str]], wanted: str
) -> None:
    for name in there:
        system.has(name)
    assert copy("Müller\n∞", AUTOMATIC, system.environment(*variables)) == wanted
    if wanted:
        assert system.copied(wanted).partition(b"\n")[2].decode() == "Müller\n∞"


def test_each_program_gets_its_arguments_and_encoding(system: System) -> None:
    for name in ("xclip", "clip.exe"):
        system.has(name)
    copy("é", AUTOMATIC, system.environment(X))
    assert system.copied("xclip").startswith(b"-selection clipboard -in\n")
    (Path(system.environment()["PATH"]) / "xclip").unlink()
    copy("é", AUTOMATIC, system.environment(X))
    assert system.copied("clip.exe") == b"\n" + "é".encode("utf-16-le")


def test_a_program_that_fails_or_hangs_leaves_it_to_the_next(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.2)
    system.has("wl-copy", "exit 1")
    system.has("xclip", "(sleep 30 &); sleep 30")
    system.has("xsel")
    begin = time.monotonic()
    everything = "text " * 100_000  # more than fits into a pipe that nobody reads
    assert copy(everything, AUTOMATIC, system.environment(WAYLAND, X)) == "xsel"
    assert time.monotonic() - begin < 5


def test_a_program_that_stays_to_own_the_clipboard_is_not_waited_for(system: System) -> None:
    system.has("xclip", "cat; (sleep 3 &)")
    begin = time.monotonic()
    assert copy("text", AUTOMATIC, system.environment(X)) == "xclip"
    assert time.monotonic() - begin < 1


def test_a_command_of_the_user_goes_before_all_and_its_failure_is_told(system: System) -> None:
    system.has("xclip")
    here = system.environment(X)
    mine = system.has("mine")
    assert copy("text", [mine, "-x"], here) == mine
    assert system.copied("mine") == b"-x\ntext"
    assert copy("text", TERMINAL, here) == ""
    with pytest.raises(InputError, match=r"failed with 3; fix \[reader\] clipboard"):
        copy("text", [system.has("bad", "exit 3")], here)
    with pytest.raises(InputError, match=r"could not be started .*fix \[reader\] clipboard"):
        copy("text", ["/no/program"], here)
