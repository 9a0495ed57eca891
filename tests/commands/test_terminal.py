"""To a terminal nothing that steers it; to a pipe or a file byte for byte."""

import json
import os

import pytest

from tests.commands.on_terminal import on_terminal
from tests.commands.running import Shell, told

EVIL = "red\x1b[31m\x9b5m bell\x07 turn\u202ethgir tag\U000e0041 null\x00 two  blanks"
SHOWN = "red[31m5m bell turnthgir tag null two  blanks"
STEERING = ("\x1b", "\x9b", "\x07", "\u202e", "\U000e0041", "\x00")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")


@pytest.fixture
def hostile(shell: Shell) -> Shell:
    """A shell with one paper that tries to take the terminal over."""
    line = told(1, title=EVIL, authors=[EVIL], abstract=f"{EVIL}\n{EVIL}", comment=EVIL)
    done = shell("import", shell.file("a.jsonl", {**line, "categories": ["cs.AI\x1b[0m"]}))
    assert (done.status, done.err) == (0, b"")
    settings = shell.home / "config/config.toml"
    settings.write_text(settings.read_text().replace("strict = true", "strict = false"))
    shell("mark", "2602.00001", "--tag", EVIL.replace("\x00", ""), "--note", "note\x1b[31m")
    return shell


COMMANDS = [
    ["list"],
    ["list", "--json"],
    ["show", "2602.00001"],
    ["show", "2602.00001", "--json"],
    ["export", "--format", "jsonl"],
    ["export", "--format", "markdown"],
    ["export", "--format", "digest", "--topic", "Red", "--day", "2026-02-12"],
    ["topics", "test", "Red"],
    ["topics", "test", "Red", "--json"],
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_is_never_steered(hostile: Shell, command: list[str]) -> None:
    hostile("topics", "add", "Red", "-k", "red")
    shown = on_terminal(hostile, *command)
    assert "bell" in shown or "--format" in command
    assert not [sign for sign in STEERING if sign in shown]
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_it_byte_for_byte(hostile: Shell, command: list[str]) -> None:
    hostile("topics", "add", "Red", "-k", "red")
    done = hostile(*command)
    if "--json" in command or "jsonl" in command:
        lines = done.text.splitlines() if "jsonl" in command else [done.text]
        told = [json.loads(line) for line in lines]
        told = told[0] if isinstance(told[0], list) else told
        assert [one["title"] for one in told] == [EVIL]
    elif "markdown" not in command:
        assert EVIL in done.text or " ".join(EVIL.split()) in done.text


def test_json_on_a_terminal_says_the_same(hostile: Shell) -> None:
    shown = on_terminal(hostile, "list", "--json")
    assert "\\u202e" in shown
    assert "\\udb40\\udc41" in shown
    assert json.loads(shown) == hostile("list", "--json").json


def test_columns_stay_columns_on_a_terminal(filled: Shell) -> None:
    filled("mark", "2602.00002", "--read", "--star")
    for command in (["list"], ["show", "2602.00001"], ["where"], ["topics"]):
        assert on_terminal(filled, *command) == filled(*command).text


def test_a_digest_on_a_terminal_is_the_digest(filled: Shell) -> None:
    command = ["export", "--format", "digest", "--topic", "Diffusion", "--day", "2026-02-12"]
    assert on_terminal(filled, *command) == filled(*command).text


def test_complaints_are_clean_everywhere(shell: Shell) -> None:
    evil = EVIL.replace("\x00", "")
    for command in (
        ["show", evil],
        ["list", "--topic", evil],
        ["import", evil],
        ["list", "--view", evil],
    ):
        shown = on_terminal(shell, *command)
        assert shown.startswith("paperterm: ")
        assert shown.replace("\n", "").isprintable()
        assert shown.count("paperterm: ") == 1


def test_a_day_that_is_not_there_is_said(hostile: Shell) -> None:
    said = on_terminal(hostile, "list", "--day", "2026-02-13")
    assert said == (
        "paperterm: 2026-02-13 is not in the library; run `paperterm fetch --since 2026-02-13`\n"
    )
    assert on_terminal(hostile, "list", "--day", "2026-02-12", "--view", "queue") == ""


@pytest.mark.parametrize(
    "command",
    [
        ["search", "number"],
        ["list", "--query", "number"],
        ["list", "--view", "followed"],
        ["export", "--format", "csv", "--query", "number"],
    ],
)
def test_the_first_look_into_a_library_shows_how_far_it_is(
    shell: Shell, command: list[str]
) -> None:
    months = [f"2026-0{month}-{day:02}" for month in (1, 2, 3) for day in range(10, 20)]
    lines = [told(number, day) for number, day in enumerate(months, 1)]
    assert shell("import", shell.file("days.jsonl", *lines)).status == 0
    terminal = {"TERM": "xterm-256color", "COLUMNS": "80"}
    assert "indexing the library" in on_terminal(shell, *command, environment=terminal)
    shell("list", "--query", "number")
    assert "reading the library" not in on_terminal(shell, *command, environment=terminal)
