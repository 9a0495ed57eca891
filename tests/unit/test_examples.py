"""The examples that users copy: in the first config.toml, uncommented, and in the docs."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from paperterm.cli.parser import complete_parser
from paperterm.config.defaults import first_config
from paperterm.config.load import parse_config
from paperterm.tui.keys.keymap import keymap

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_IN_PROSE = re.compile(r'\b(\w+ = (?:"[^"]*"|\[[^\]]*\]))')


def is_toml(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


def uncommented(text: str) -> str:
    """Return a config with the examples of its comments in force."""
    lines = [re.sub("^# ", "", line) if is_toml(line[2:]) else line for line in text.splitlines()]
    return "\n".join(lines)


def examples(kind: str) -> list[str]:
    fence = re.compile(rf"^```{kind}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [found for page in PAGES for found in fence.findall(page.read_text("utf-8"))]


def problems(text: str) -> list[str]:
    """Return what the reader would complain about."""
    config = parse_config(Path("config.toml"), text.encode())
    return [*map(str, config.problems), *map(str, keymap(config.keys)[1])]


def test_the_examples_of_the_first_config_can_be_uncommented() -> None:
    whole = uncommented(first_config())
    config = parse_config(Path("config.toml"), whole.encode())
    assert problems(whole) == []
    assert len(config.views) == 2
    assert len(config.keys) == 2


def test_what_the_first_config_names_in_its_comments_can_be_written() -> None:
    comments = " ".join(line for line in first_config().splitlines() if line.startswith("#"))
    found = [one for one in _IN_PROSE.findall(comments) if one.partition(" ")[0] != "star"]
    named = [one for one in found if one.startswith(("match", "categories", "keywords", "filters"))]
    assert {one.partition(" ")[0] for one in named} >= {"match", "categories"}
    for one in named:
        assert problems(f"[topics.X]\n{one}\n") == []


@pytest.mark.parametrize("text", examples("toml"))
def test_a_config_of_the_docs_is_valid(text: str) -> None:
    assert problems(text) == []


def test_the_commands_of_the_docs_are_understood() -> None:
    parser = complete_parser()
    texts = [text for kind in ("sh", "console", "crontab") for text in examples(kind)]
    shown = re.findall(r"^\$? *(paperterm \S.*)$", "\n".join(texts), re.MULTILINE)
    commands = [shlex.split(line, comments=True)[1:] for line in shown]
    assert len(commands) > 4
    for words in commands:
        end = next((at for at, word in enumerate(words) if word[0] in "|>&"), len(words))
        parser.parse_args(words[:end])
