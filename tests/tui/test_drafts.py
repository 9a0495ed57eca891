"""What is typed is kept until it is saved or discarded, however the reader ends."""

import ast
import asyncio
import json
import os
import signal
from functools import partial
from random import Random
from shutil import rmtree
from time import monotonic, sleep

import pytest

from paperterm.model import PaperId
from paperterm.session import marking
from paperterm.session.drafts import FOLDER
from paperterm.tui.dialogs.note import LONGEST
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.keys.keymap import textual_name
from tests.refusing import refusing
from tests.tui.driving import opened
from tests.tui.home import Home
from tests.tui.places import CHOICES, PLACES, Place, typed_in
from tests.tui.terminal import Terminal, sees
from tests.tui.test_closing import closed
from tests.unit.test_house import TREES, classes

WORDS = "Quick ?5 é"


def kept(home: Home) -> dict[str, dict[str, str]]:
    """Return the texts of the drafts on disk, by kind."""
    files = (home.root / "state" / FOLDER).glob("*.json")
    rows = [row for file in files for row in json.loads(file.read_bytes())["drafts"]]
    return {row["kind"]: row["texts"] for row in rows}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_what_is_typed_is_found_again_where_it_belongs(one_day: Home, place: Place) -> None:
    async with opened(one_day) as reader:
        await reader.press(*place.keys)
        assert type(reader.app.screen.focused).__name__ == place.field
        await reader.type(*WORDS)
        await reader.settled()
        assert any(WORDS in texts.values() for texts in kept(one_day).values())
    async with opened(one_day) as reader:
        assert any("unsaved draft" in told and place.name in told for told in reader.told)
        await reader.press(*place.keys)
        assert typed_in(reader) == WORDS
        assert any(said in reader.text() for said in ("unsaved draft", "unfinished search"))
        await reader.press("!")
        assert {*WORDS, "!"} <= {*typed_in(reader)}
        assert any(typed_in(reader) in texts.values() for texts in kept(one_day).values())
        await reader.press("escape")
        if reader.on_top == "WorkbenchScreen":
            await reader.press("n")
        assert place.name == "name of a view" or kept(one_day) == {}
    assert place.name == "name of a view" or not [*(one_day.root / "state" / FOLDER).iterdir()]


FIRST = PaperId("2602.00001")


async def test_a_draft_stays_until_its_change_is_on_disk(one_day: Home) -> None:
    async with opened(one_day) as reader:
        with refusing(one_day.root / "data/marks/2602"):
            await reader.press("a", *"mine", "escape")
            assert kept(one_day) == {"note": {"text": "mine", "before": ""}}
        await reader.press("ctrl+s")
        assert kept(one_day) == {}
    assert one_day.values()["2602.00001"]["note"] == ["mine"]


async def test_a_crash_keeps_what_was_typed(one_day: Home) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    async def crash() -> None:
        async with opened(one_day) as reader:
            await reader.type("a", *"mine")
            reader.app.call_later(fail)
            await closed(reader)

    with pytest.raises(ZeroDivisionError):
        await crash()
    assert kept(one_day)["note"]["text"] == "mine"


@pytest.mark.parametrize(
    ("now", "then"),
    [("old", "old, mine"), ("theirs", "theirs\n\nold, mine"), ("old, mine", "old, mine")],
    ids=["as it was", "changed elsewhere", "saved before the end"],
)
async def test_the_draft_of_a_note_and_the_note(one_day: Home, now: str, then: str) -> None:
    assert one_day.session().mark_ids([FIRST], marking.note("old")).changed
    async with opened(one_day) as reader:
        await reader.press("a", *", mine")
    one_day.session().mark_ids([FIRST], marking.note(now))
    async with opened(one_day) as reader:
        await reader.press("a")
        assert typed_in(reader) == "old, mine"
        await reader.press("escape")
        assert kept(one_day) == {}
    assert one_day.values()["2602.00001"]["note"] == [then]


async def test_the_draft_of_tags_leaves_tags_that_were_added_since(one_day: Home) -> None:
    assert one_day.session().mark_ids([FIRST], marking.tag("old")).changed
    async with opened(one_day) as reader:
        await reader.press("#", *["backspace"] * 4, *"mine")
    assert one_day.session().mark_ids([FIRST], marking.tag("theirs")).changed
    async with opened(one_day) as reader:
        await reader.press("#", "enter")
        assert kept(one_day) == {}
    assert one_day.values()["2602.00001"]["tags"] == {"old": False, "mine": True, "theirs": True}


async def test_a_query_that_was_entered_is_in_the_history_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("/", *"number", "enter")
    async with opened(one_day) as reader:
        await reader.press("/")
        assert typed_in(reader) == ""
        await reader.press("up")
        assert typed_in(reader) == "number*"
        await reader.press("enter", "ctrl+q")
    assert kept(one_day) == {}


@pytest.mark.parametrize(
    ("place", "typed", "kept_so_far"),
    [
        ("note", "The quick\nbrown fox jumps over the lazy dog " * 2, None),
        ("query", "the quick brown fox jumps over the lazy dog " * 2, None),
        (
            "command",
            "sort -u fox jumps over the lazy dog\n" * 2,
            "sort -u fox jumps over the lazy dog",
        ),
    ],
)
async def test_what_looks_like_a_paste_does_not_wait_for_its_end(
    one_day: Home, place: str, typed: str, kept_so_far: str | None
) -> None:
    async with opened(one_day) as reader:
        await reader.press(*PLACES[place].keys)
        reader.hit(*("enter" if key == "\n" else key for key in typed))
        end = monotonic() + 5
        while not (found := typed_in(reader)) and monotonic() < end:
            reader.hit("x")
            await asyncio.sleep(0.02)
        assert found.startswith(kept_so_far or typed)


PRINTABLE = "Q ?5é/qnyahjk#!V<"


@pytest.mark.parametrize("place", {**PLACES, **CHOICES}.values(), ids=[*PLACES, *CHOICES])
async def test_no_action_takes_a_character_from_a_text(one_day: Home, place: Place) -> None:
    """Every action has every one of these keys, whatever `[keys]` would accept."""
    async with opened(one_day) as reader:
        await reader.press(*place.keys)
        before = reader.on_top, reader.app.screen.focused
        keys = ",".join(map(textual_name, PRINTABLE.replace(" ", ""))) + ",space"
        reader.app.set_keymap({action.name: keys for action in ACTIONS})
        await reader.type(*PRINTABLE.replace(" ", ""), "space", "é")
        await reader.settled()
        assert typed_in(reader) == PRINTABLE.replace(" ", "") + " é"
        assert (reader.on_top, reader.app.screen.focused) == before
        assert reader.app.is_running


async def test_no_action_takes_a_character_from_a_note_that_is_shown_in_part(one_day: Home) -> None:
    one_day.configure('[keys]\nquit = "Q"\n')
    long = "w" * (LONGEST + 1)
    assert one_day.session().mark_ids([FIRST], marking.note(long)).changed
    async with opened(one_day) as reader:
        await reader.press("a", "Q", "x")
        assert reader.on_top == "NoteScreen"
    assert one_day.values()["2602.00001"]["note"] == [long]


FIELDS = {
    "workbench/form.py: Input": "topic name",
    "workbench/word_lines.py: Lines": "keywords, filters",
    "workbench/category_field.py: Code": "categories",
    "reader/filter_bar.py: QueryLine": "query",
    "dialogs/ask.py: ShortLine": "tags, view, command",
    "dialogs/note.py: NoteText": "note",
    "dialogs/help.py: SearchLine": "finds a row of the help: a choice",
    "dialogs/pick.py: SearchLine": "finds a row of a list: a choice",
    "fulltext/screen.py: SearchLine": "finds words of a paper, as in a web browser",
    "dialogs/palette.py: CommandPalette": "finds a command: a choice",
}
"""Every text field, with its places in the tests above, or why it needs no draft."""


def test_every_text_field_has_a_draft_or_a_reason() -> None:
    kinds = {"Input", "TextArea", "MaskedInput", "CommandPalette"}
    made: set[str] = set()
    while True:
        subclasses = {
            one.name
            for tree in TREES.values()
            for one in classes(tree)
            if {ast.unparse(base) for base in one.bases} & kinds
        }
        if subclasses <= kinds:
            break
        kinds |= subclasses
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in kinds:
                made.add(f"{file}: {ast.unparse(node.func)}")
            elif isinstance(node, ast.ClassDef) and "CommandPalette" in map(
                ast.unparse, node.bases
            ):
                made.add(f"{file}: CommandPalette")
    assert made - {"reader/screen.py: Palette", "fulltext/screen.py: Palette"} == set(FIELDS)


ENDS = [*(getattr(signal, f"SIG{name}", None) for name in ("HUP", "TERM", "INT", "KILL")), None]
"""Signals; None closes the window."""
KEYS = {"enter": "\r", "tab": "\t"}


def is_over(end: float) -> bool:
    """Whether it is later than that."""
    return monotonic() >= end


def lost(
    home: Home, place: Place, end: int | None, seconds: float, every: float = 0.1
) -> list[str]:
    """Type words into a place on a terminal, end the reader, and return the lost ones.

    These are words typed more than a second before the end that are not on disk. Each has two or
    three characters and a blank.

    Args:
        home: The home of the reader.
        place: Where to type.
        end: The signal; None closes the window.
        seconds: How long to type.
        every: Seconds between two words.
    """
    with Terminal(["-m", "paperterm"], sees(home.root), (100, 30)) as terminal:
        terminal.wait_for("Paper number 1")
        for key in place.keys:
            terminal.send(KEYS.get(key, key))
        terminal.wait_for(PROMPTS[place.name])
        words: dict[str, float] = {}
        over = monotonic() + seconds
        while (now := monotonic()) < over:
            word = f"w{len(words)}"
            words[word] = now
            terminal.send(f"{word} ")
            terminal.wait_until(partial(is_over, now + every))
        ended = monotonic()
        terminal.close_window() if end is None else terminal.end(end)
        terminal.wait_for_end()
    there = " ".join(text for texts in kept(home).values() for text in texts.values())
    return [word for word, at in words.items() if at < ended - 1 and word not in there.split()]


PROMPTS = {
    "note on 2602.00001": "Note",
    "tags of 2602.00001": "Tags",
    "search": "/",
    "name of a view": "Save as a view",
    "command to pipe to": "Pipe to",
    "new topic": "New topic",
}
pty = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")


@pty
@pytest.mark.parametrize(("place", "end"), [("note", signal.SIGKILL), ("query", None)])
def test_what_was_typed_a_second_ago_is_on_disk(one_day: Home, place: str, end: int | None) -> None:
    assert lost(one_day, PLACES[place], end, 1.5) == []
    assert kept(one_day)
    modes = {path.stat().st_mode & 0o077 for path in (one_day.root / "state").rglob("*")}
    assert modes == {0}


@pty
def test_a_terminal_that_takes_no_output_keeps_no_word_and_no_signal_back(one_day: Home) -> None:
    with Terminal(["-m", "paperterm"], sees(one_day.root), (120, 36)) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("a")
        terminal.wait_for("Note")
        typed = "".join(f"w{number} " for number in range(300))
        for at in range(0, len(typed), 4):
            terminal.send_unread(typed[at : at + 4])
            sleep(0.005)
        sleep(1)
        terminal.end(signal.SIGTERM)
        assert terminal.wait_unread(20) == 128 + signal.SIGTERM
    assert kept(one_day)["note"]["text"] == typed


@pty
@pytest.mark.long
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_no_word_older_than_a_second_is_lost(one_day: Home, place: Place, end: int | None) -> None:
    random = Random(f"{place.name} {end}")
    for turn in range(20):
        rmtree(one_day.root / "state", ignore_errors=True)
        seconds, every = random.uniform(0.1, 2.5), 0.1 if turn % 2 else 0.03
        assert lost(one_day, place, end, seconds, every) == [], f"after {seconds} s"
