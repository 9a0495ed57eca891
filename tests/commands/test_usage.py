"""What every command has in common: help, exit status, errors, where output goes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from paperterm import __version__
from paperterm.cli.parser import COMMANDS
from tests.commands.running import COMMAND, Shell, told

NAMES = [row.name for row in COMMANDS]


def test_the_version(shell: Shell) -> None:
    assert shell("--version") == (0, f"paperterm {__version__}\n".encode(), b"")
    assert not shell.home.exists()


def test_help_lists_every_command(shell: Shell) -> None:
    done = shell("--help")
    assert (done.status, done.err) == (0, b"")
    for row in COMMANDS:
        assert f"  {row.name:8} {row.summary}\n" in done.text


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(shell: Shell, name: str, locale: str) -> None:
    done = shell(name, "--help", environment={"LC_ALL": locale})
    assert (done.status, done.err) == (0, b"")
    assert done.text.startswith(f"usage: paperterm {name}")
    assert not shell.home.exists()


@pytest.mark.parametrize("verb", ["list", "add", "remove", "test"])
def test_every_verb_of_topics_has_help(shell: Shell, verb: str) -> None:
    assert shell("topics", verb, "--help").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["list", "--nonsense"],
        ["list", "--day", "yesterday"],
        ["list", "--day", "2026-02-30"],
        ["list", "--limit", "-1"],
        ["list", "--limit", "many"],
        ["import"],
        ["export"],
        ["export", "--format", "pdf"],
        ["show"],
        ["mark"],
        ["mark", "2602.00001", "--star", "--unstar"],
        ["topics", "add", "X"],
        ["topics", "add", "X", "-k", "x", "--match", "regex"],
        ["topics", "nonsense"],
        ["mark", "2602.00001", "--tag", b"\xff"],
        ["mark", "2602.00001", "--note", b"\xff"],
        ["topics", "add", b"\xff", "-k", "x"],
        ["topics", "add", "x", "-k", b"\xff"],
    ],
)
def test_wrong_usage_is_2(shell: Shell, arguments: list[str | bytes]) -> None:
    done = shell(*arguments)
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith(b"usage: paperterm")
    assert not (shell.home / "data").exists()


def test_a_choice_that_there_is_not_is_answered_with_those_there_are(shell: Shell) -> None:
    for choice in ("nope", "queue"):
        done = shell("list", "--sort", choice)
        assert f"{choice!r} is not one of announced, date, title, " in done.err.decode()


def test_an_unknown_command_is_called_one(shell: Shell) -> None:
    assert "unknown command 'impotr'" in shell("impotr", "a.md").err.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["show", "2602.00009"],
            "2602.00009: is not in the library; import or fetch its day first",
        ),
        (["show", "seven"], "'seven': is not an arXiv id; write it as 2602.12063, "),
        (["list", "--topic", "Fusion"], "'Fusion': unknown topic; there are LLM, MLLM, "),
        (["list", "--view", "unseen"], "'unseen': unknown view; use one of all, unread, "),
        (
            ["export", "--format", "jsonl", "--day", "2026-01-01"],
            "2026-01-01: is not in the library",
        ),
        (
            ["export", "--format", "digest"],
            "digest: cannot hold these papers; choose one topic and one day",
        ),
        (["digest"], "the library is empty; import or fetch a day first"),
        (["topics", "test"], "the library is empty; import or fetch a day first"),
        (["topics", "remove", "X"], "'X': unknown topic; there are LLM"),
        (["topics", "add", "LLM", "-k", "x"], "'LLM': already a topic; choose another name"),
        (["topics", "add", " ", "-k", "x"], "topics add: a name, keyword or filter is empty"),
        (["mark", "2602.00001", "--tag", " "], "--tag: the name is empty"),
        (["mark", "seven", "--star"], "'seven': is not an arXiv id"),
        (["import", "none.md"], "none.md: cannot read it: no such file or directory"),
        ([], "the reader needs a terminal; use `paperterm list` to print papers"),
    ],
)
def test_a_failure_is_1_and_one_line_that_says_what_to_do(
    shell: Shell, arguments: list[str], said: str
) -> None:
    done = shell(*arguments)
    assert done.status == 1
    (complaint,) = done.complaints
    assert complaint.startswith(said)


def test_words_that_do_not_go_together_are_2(shell: Shell) -> None:
    done = shell("mark", "2602.00001")
    assert done.status == 2
    assert done.complaints == ["mark: no change given; add --star, --read, --tag T, …"]
    assert shell("fetch", "--days", "2", "--since", "2026-02-11").status == 2


def test_days_that_contradict_each_other(filled: Shell) -> None:
    day, other = "2026-02-12", "2026-02-11"
    done = filled("export", "--format", "jsonl", "--day", day, "--from", other)
    assert (done.status, "use one of them" in done.complaints[0]) == (2, True)
    done = filled("export", "--format", "jsonl", "--from", day, "--to", other)
    assert (done.status, "swap the two days" in done.complaints[0]) == (2, True)


def test_where_everything_is(shell: Shell) -> None:
    folders = shell("where", "--json").json
    names = ["config", "data", "cache", "state", "export"]
    assert folders == {name: str(shell.home / name) for name in names}
    assert shell("where").text.splitlines() == [f"{n + ':':8}{folders[n]}" for n in names]


def test_the_export_folder_of_the_settings_counts(shell: Shell) -> None:
    file = shell.home / "config/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[export]\nfolder = "/somewhere"\n')
    assert shell("where", "--json").json["export"] == "/somewhere"


def test_wrong_settings_are_told_and_the_command_goes_on(filled: Shell) -> None:
    file = filled.home / "config/config.toml"
    file.write_text("speed = 3\n")
    done = filled("list")
    assert (done.status, len(done.text.splitlines())) == (0, 5)
    assert done.complaints[0].startswith(f"{file}, line 1, speed: unknown table")
    file.write_text("[broken\n")
    assert filled("list").status == 0
    done = filled("list", "--topic", "LLM")
    assert (done.status, done.out) == (1, b"")
    assert done.complaints[0].startswith(f"{file}, line 1: ")


def test_a_home_that_cannot_be_made_still_reads(shell: Shell) -> None:
    shell.home.write_bytes(b"in the way")
    done = shell("list", "--json")
    assert (done.status, done.json) == (0, [])
    (complaint,) = done.complaints
    assert "using the defaults" in complaint
    done = shell("import", shell.file("a.jsonl", told(1)))
    assert done.status == 1
    assert "was not stored" in done.complaints[-1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--json"], ["export", "--format", "jsonl"]]
)
def test_output_that_cannot_be_written(filled: Shell, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=filled.environment,
            check=False,
        )
    assert done.returncode == 1
    said = "stdout: cannot write to it: no space left on device; free some space and try again"
    assert done.stderr.decode() == f"paperterm: {said}\n"


@pytest.mark.parametrize("arguments", [["list", "--json"], ["export", "--format", "jsonl"]])
def test_a_reader_that_leaves_early_is_no_failure(shell: Shell, arguments: list[str]) -> None:
    lines = [told(number, abstract="word " * 400) for number in range(1, 200)]
    assert shell("import", shell.file("big.jsonl", *lines)).status == 0
    out, into = os.pipe()
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=into, stderr=subprocess.PIPE, env=shell.environment
    )
    os.close(into)
    assert os.read(out, 10)
    os.close(out)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_locale_without_utf_8_changes_nothing(filled: Shell, locale: dict[str, str]) -> None:
    line = told(9, title="Größe 🧠 語")
    assert filled("import", filled.file("a.jsonl", line), environment=locale).status == 0
    for command in (
        ["list"],
        ["list", "--json"],
        ["show", "2602.00009"],
        ["export", "--format", "markdown"],
    ):
        done = filled(*command, environment=locale)
        assert (done.status, done.err) == (0, b"")
        assert done.out == filled(*command).out
        assert "🧠 語" in done.text
    assert filled("show", "fünf", environment=locale).status == 1


def test_file_names_that_are_not_utf_8(shell: Shell) -> None:
    odd = b"caf\xe9.jsonl"
    (shell.folder / os.fsdecode(odd)).write_text(json.dumps(told(1)) + "\nx\n")
    done = shell("import", odd, b"none\xff", "--json")
    assert done.status == 1
    assert [error["file"] for error in done.json["errors"]] == ["caf\ufffd.jsonl", "none\ufffd"]
    done = shell("digest", "--out", b"out\xff")
    assert (done.status, done.out) == (0, b"out\xff/README.md\n")
    done = shell("export", "--format", "jsonl", "-o", b"day\xff")
    assert (done.status, (shell.folder / os.fsdecode(b"day\xff")).exists()) == (0, True)


def test_several_at_once_lose_nothing(shell: Shell) -> None:
    commands = [
        *(["import", shell.file(f"{number}.jsonl", told(number))] for number in range(1, 5)),
        *(["topics", "add", f"T{number}", "-k", "x"] for number in range(1, 5)),
    ]
    at_once(shell, commands)
    assert len(shell("list", "--json").json) == 4
    assert len(shell("topics", "--json").json) == 12
    at_once(shell, [["mark", f"2602.{number:05}", "--star"] for number in range(1, 5)])
    assert len(shell("list", "--view", "starred", "--json").json) == 4


def at_once(shell: Shell, commands: list[list[str]]) -> None:
    processes = [
        subprocess.Popen(
            [*COMMAND, *command], stdout=subprocess.DEVNULL, env=shell.environment, cwd=shell.folder
        )
        for command in commands
    ]
    assert [process.wait() for process in processes] == [0] * len(commands)
