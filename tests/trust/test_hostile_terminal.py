"""No byte of a paper steers a terminal, from any command; a pipe gets every byte of it."""

import json
import os
from itertools import cycle
from pathlib import Path

import pytest

from paperterm.cli.parser import COMMANDS
from paperterm.export import FORMATS
from tests.commands.on_terminal import on_terminal
from tests.commands.running import Shell
from tests.trust.hostile import ESCAPES, KINDS, NAMES, UNSEEN, lines, steering

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")

DAY = "2026-02-12"
TOPIC = "\x1b]0;owned\x07[/] \u202ee"
PAPER_IDS = [f"2602.{number:05}" for number in range(1, len(KINDS) + 1)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell with one day of hostile papers, marks and a topic; nothing in it is changed."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "here").mkdir()
    shell = Shell(root / "home", root / "here")
    shell.environment["PAPERTERM_ARXIV_URL"] = "http://127.0.0.1:9"
    done = shell("import", shell.file("day.jsonl", *lines()))
    assert (done.status, done.err) == (0, b"")
    settings = shell.home / "config/config.toml"
    settings.write_text(settings.read_text().replace("strict = true", "strict = false"))
    assert shell("topics", "add", TOPIC, "-k", "e").status == 0
    assert shell("topics", "add", "With", "-k", "a", "-f", "\x1b[31m").status == 0
    noted = {"--note": "note \x1b]52;c;eA==\x07\nnext \x9b31m", "--tag": "tag\x1b[2J\u202e"}
    words = [word for pair in noted.items() for word in pair]
    assert shell("mark", *PAPER_IDS, "--star", *words).status == 0
    return shell


def options(command: str) -> list[list[str]]:
    """How each command is called: one that nobody thought of is called without anything."""
    evil = ESCAPES["CSI colour"] + UNSEEN["right-to-left override"]
    return {
        "import": [["day.jsonl"], [evil], ["--day", evil, "day.jsonl"]],
        "export": [
            *(["--format", one.name] for one in FORMATS if not one.needs),
            *(
                ["--format", one.name, "--topic", topic, "--day", DAY]
                for one, topic in zip(FORMATS, cycle([TOPIC, "With"]))
            ),
            ["--format", evil],
            ["--format", "jsonl", "-o", f"{evil}.jsonl"],
        ],
        "digest": [["--out", f"out{evil}"], ["--out", "here"]],
        "list": [[], ["--json"], ["--topic", TOPIC], ["--topic", evil], [evil], ["--view", evil]],
        "search": [["red"], ["red", "--json"], [f"ti:{evil}("], [f'"{evil}'], [f"/{evil}(/"]],
        "show": [[evil], *([id_, *more] for id_ in PAPER_IDS[::13] for more in ([], ["--json"]))],
        "mark": [[evil, "--star"], ["2602.99999", "--star"], ["2602.00001", f"--{evil}"]],
        "topics": [
            [],
            ["--json"],
            ["list"],
            ["test"],
            ["test", "--json"],
            ["test", evil],
            ["add", TOPIC, "-k", "e"],
            ["remove", evil],
            [evil],
        ],
    }.get(command, [[], ["--json"], [evil]])


CALLS = [
    pytest.param([row.name, *more], id=f"{row.name} {number}")
    for row in COMMANDS
    # `demo` takes no text of a paper but its own, and does not end; `mcp` talks to a program.
    if row.name not in ("demo", "mcp")
    for number, more in enumerate(options(row.name))
]


@pytest.mark.parametrize("call", [*CALLS, pytest.param(["\x1b[31m\u202e"], id="no command")])
def test_no_command_steers_a_terminal(hostile: Shell, call: list[str]) -> None:
    shown = on_terminal(hostile, *call, environment={"TERM": "dumb"})
    assert shown, "a call that says nothing shows nothing"
    assert steering(shown.replace("\n", "")) == []


def test_a_list_has_a_line_for_each_paper_and_no_other(hostile: Shell) -> None:
    for shown in (on_terminal(hostile, "list"), hostile("list").text):
        assert [line.split()[0] for line in shown.split("\n")[:-1]] == PAPER_IDS


def test_no_paper_makes_up_a_row_of_show(hostile: Shell) -> None:
    for id_ in PAPER_IDS[::3]:
        rows = hostile("show", id_).text.partition("note: ")[0].split("\n")[:-1]
        names = [row[:12].rstrip() for row in rows]
        wanted = ["id:", "title:", "authors:", "categories:", "announced:", "comment:", "journal:"]
        assert names == [*wanted, "doi:", "abs:", "pdf:", "marks:"]


def test_a_pipe_gets_every_byte(hostile: Shell) -> None:
    wanted = list(lines())
    for command in (["list", "--json"], ["search", "is:starred", "--json", "--limit", "999"]):
        told = hostile(*command).json
        assert [{key: one[key] for key in wanted[0]} for one in told] == wanted
    exported = hostile("export", "--format", "jsonl").out.split(b"\n")[:-1]
    assert [json.loads(line)["title"] for line in exported] == [one["title"] for one in wanted]
    listed = hostile("list").text
    assert all(" ".join(str(one["title"]).split()) in listed for one in wanted)
    for one in wanted[1::3]:
        shown = hostile("show", str(one["id"])).text
        assert f"\n\n{one['abstract']}\n" in shown


def test_an_import_says_again_what_it_was_told(hostile: Shell) -> None:
    again = Shell(hostile.home.parent / "again", hostile.folder)
    exported = hostile("export", "--format", "jsonl").out
    (hostile.folder / "again.jsonl").write_bytes(exported)
    assert again("import", "again.jsonl").status == 0
    told = [json.loads(line) for line in again("export", "--format", "jsonl").out.splitlines()]
    marks = ("read", "starred", "queued", "tags", "note")
    for one, wanted in zip(told, lines(), strict=True):
        assert {key: value for key, value in one.items() if key not in marks}.items() >= (
            wanted.items()
        )


def test_every_name_of_a_topic_is_kept_and_shown_cleanly(home: Path, tmp_path: Path) -> None:
    shell = Shell(home, tmp_path)
    names = [name for name in NAMES if "\0" not in name and name.strip()]
    for name in names[::4]:
        done = shell("topics", "add", "-k", "x", "--", name)
        assert (done.status, done.err) == (0, b""), name
    told = shell("topics", "--json").json
    assert [one["name"] for one in told][-len(names[::4]) :] == names[::4]
    assert steering(on_terminal(shell, "topics").replace("\n", "")) == []
