"""What a start must not load, seen by a fresh interpreter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

OWN_AT_START = 109
"""How many modules of paperterm the first screen needs. What it can do without is imported when it
is first used, so a new feature adds none here."""

HEAVY = {"textual", "rich", "httpx", "arxiv", "requests", "lxml", "tomlkit", "pathvalidate"}
GOES_OUT = (
    *("paperterm.outlets", "paperterm.export", "paperterm.session.hooks", "paperterm.session.site"),
    *("paperterm.session.sending", "paperterm.session.zotero", "paperterm.session.assistant"),
)
"""What hands papers to other programs, which nobody does in the first second."""


def modules(code: str, *arguments: str) -> set[str]:
    """The modules that are loaded after some code ran."""
    code += "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return {*json.loads(done.stderr)}


def after(*command: str) -> set[str]:
    return modules(
        "import sys\nfrom paperterm.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass",
        *command,
    )


def test_a_start_loads_only_what_the_first_screen_needs() -> None:
    loaded = modules("import paperterm.cli.reader, paperterm.tui.app")
    own = sorted(name for name in loaded if name.partition(".")[0] == "paperterm")
    assert len(own) <= OWN_AT_START, own
    assert not loaded & (HEAVY - {"textual", "rich"})
    assert not [name for name in own if name.startswith(GOES_OUT)]


def test_a_session_loads_nothing_heavy() -> None:
    assert not modules("import paperterm.session") & HEAVY


def test_a_query_loads_regex_only_for_a_regex() -> None:
    code = "from paperterm.query.parse import parse; import paperterm.query.match; parse({!r})"
    assert not modules(code.format('ti:"a b" or -c*')) & {*HEAVY, "regex"}
    assert "regex" in modules(code.format("/x/"))


def test_the_version_loads_next_to_nothing(home: Path) -> None:
    loaded = after("--version")
    assert not loaded & {*HEAVY, "dataclasses", "tinydb", "orjson", "platformdirs"}
    assert not home.exists()


@pytest.mark.parametrize("command", [["list", "--json"], ["list"], ["where"], ["topics"]])
def test_a_listing_loads_nothing_heavy(home: Path, command: list[str]) -> None:
    assert not after(*command) & HEAVY


def test_marks_load_nothing_heavy(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "2602.00001", "title": "T", "announced": "2026-02-12"}\n')
    assert not after("import", str(file)) & (HEAVY - {"lxml"})
    assert not after("mark", "2602.00001", "--star") & HEAVY
    assert not after("export", "--format", "jsonl") & HEAVY
