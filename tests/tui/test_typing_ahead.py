"""Keys that come faster than what they ask for, in one write to a real terminal."""

import asyncio
import os
from pathlib import Path

import pytest
from textual import events

from tests.tui.driving import opened
from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees

pytestmark = pytest.mark.long

CTRL_Q, CTRL_S = "\x11", "\x13"
TITLE = "Learning When to Think: Adaptive Reasoning for Test-Time Compute, Quickly and Jointly"
FIRST, SECOND = "2602.00001", "2602.00002"


@pytest.fixture
def environment(home: Home, tmp_path: Path) -> dict[str, str]:
    """What the program sees of the environment: no browser, and no other program."""
    if os.name == "nt":
        pytest.skip("needs a pseudo terminal")
    return sees(home.root, PATH=str(tmp_path / "no programs"))


def reading(environment: dict[str, str]) -> Terminal:
    """A reader that can be read."""
    terminal = Terminal(["-m", "paperterm"], environment, (160, 45))
    terminal.wait_for("Paper number 1 ", "This is what number 1 found out.")
    return terminal


def written_at_once(environment: dict[str, str], keys: str) -> None:
    """Write keys to the terminal of a reader, all at once, and quit."""
    with reading(environment) as terminal:
        terminal.send(keys + CTRL_Q)
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    ("keys", "marks"),
    [
        ("#tag\r", {FIRST: {"tags": {"tag": True}}}),
        ("#two words\rjs", {FIRST: {"tags": {"two": True, "words": True}}, SECOND: {"starred": 1}}),
        ("#one\rj#two\r", {FIRST: {"tags": {"one": True}}, SECOND: {"tags": {"two": True}}}),
        (f"anote text{CTRL_S}", {FIRST: {"note": ["note text"]}}),
        (f"ax\rs{CTRL_S}js", {FIRST: {"note": ["x\ns"]}, SECOND: {"starred": True}}),
        ("#\x1b[200~pasted\x1b[201~\rs", {FIRST: {"tags": {"pasted": True}, "starred": True}}),
        ("Cqfqeq?q!qSqmqyqs", {FIRST: {"starred": True}}),
    ],
)
def test_keys_behind_one_that_opens_a_dialog_are_for_it(
    one_day: Home, environment: dict[str, str], keys: str, marks: dict[str, object]
) -> None:
    written_at_once(environment, keys)
    assert one_day.values() == marks


def test_a_query_and_what_is_found(one_day: Home, environment: dict[str, str]) -> None:
    with reading(environment) as terminal:
        terminal.send("/diffusion\r")
        terminal.wait_for("No match", "/diffusion")
        terminal.send("\x1b")
        terminal.wait_for("Paper number 2")
        terminal.send("s" + CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert one_day.values() == {FIRST: {"starred": True}}


def test_a_topic_is_typed_in_one_breath(one_day: Home, environment: dict[str, str]) -> None:
    written_at_once(environment, f"TSwarms\rrobot swarm\rsoft robot{CTRL_S}")
    text = one_day.config_file.read_text()
    assert '[topics.Swarms]\nkeywords = ["robot swarm", "soft robot"]' in text
    assert one_day.values() == {}


def test_a_key_that_is_held_down(home: Home, environment: dict[str, str]) -> None:
    home.bring(*map(paper, range(1, 151)))
    written_at_once(environment, "j" * 100 + "s")
    assert home.values() == {"2602.00101": {"starred": True}}


def test_one_key_many_times_is_no_paste(home: Home, environment: dict[str, str]) -> None:
    home.bring(*map(paper, range(1, 151)))
    written_at_once(environment, "x" * 80 + "s")
    assert len(home.values()) == 81


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        f"s{TITLE}\r{TITLE}\r" * 500,
        TITLE.replace(" ", "\u00a0"),
        f"{TITLE[:30]}\x1b[5~\x0b\x10{TITLE}",
    ],
)
def test_what_is_pasted_into_the_list_is_no_command(
    one_day: Home, environment: dict[str, str], text: str
) -> None:
    with reading(environment) as terminal:
        terminal.send(text)
        terminal.wait_for("ignored a paste of ")
        terminal.send("s" + CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert one_day.values() == {FIRST: {"starred": True}}


def test_a_book_in_the_filter_without_brackets(one_day: Home, environment: dict[str, str]) -> None:
    with reading(environment) as terminal:
        terminal.send("/")
        terminal.wait_for("in this list")
        terminal.send("the quick brown fox " * 5000)
        terminal.wait_for("too long: the limit is 10,000 characters")
        terminal.send("zebra")
        terminal.wait_for("zebra", "No match")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert one_day.values() == {}


def test_a_chapter_in_a_note_without_brackets(one_day: Home, environment: dict[str, str]) -> None:
    lines = [f"{number}: the quick brown fox jumps" for number in range(1000)]
    with reading(environment) as terminal:
        terminal.send("a")
        terminal.wait_for("ctrl+e opens your editor")
        terminal.send("\r".join(lines))
        terminal.wait_for(lines[-1])
        terminal.send(CTRL_S)
        terminal.wait_until(one_day.values)
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert one_day.values() == {FIRST: {"note": ["\n".join(lines)]}}


def test_a_long_query_with_its_enter(one_day: Home, environment: dict[str, str]) -> None:
    with reading(environment) as terminal:
        terminal.send("/")
        terminal.wait_for("in this list")
        terminal.send(f"{TITLE.replace(':', '')}\r")
        terminal.wait_for("No match")
        terminal.send("\x1b")
        terminal.wait_for("Paper number 2")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


async def test_what_is_pasted_where_nothing_is_typed_is_told(one_day: Home) -> None:
    async with opened(one_day) as reader:
        reader.app.post_message(events.Paste("sx"))
        await reader.settled()
        assert reader.complaints == ["ignored a paste of 2 characters"]
        await reader.press("number_sign")
        reader.app.post_message(events.Paste("one\rtwo"))
        await reader.press("enter")
        assert one_day.values() == {FIRST: {"tags": {"one": True}}}


async def test_keys_wait_for_an_answer_that_waits(one_day: Home) -> None:
    """The tags there are come from the disk; what follows the answer is for the list."""
    async with opened(one_day) as reader:
        reader.hit("#", *"tag", "enter", "j", "s", "#", "b", "enter", "j", "a", "x", "ctrl+s", "s")
        await reader.settled()
        assert one_day.values() == {
            FIRST: {"tags": {"tag": True}},
            SECOND: {"tags": {"b": True}, "starred": True},
            "2602.00003": {"note": ["x"], "starred": True},
        }


async def test_the_keyboard_is_never_locked(home: Home) -> None:
    """Where nothing can have the focus, a key waits a moment, and works."""
    home.bring(*map(paper, range(1, 3)))
    async with opened(home) as reader:
        reader.app.keyboard.patience = 0.1
        reader.papers.disabled = True
        await reader.settled()
        reader.screen.set_focus(None)
        await reader.press("ctrl+p")
        assert reader.on_top == "Palette"


@pytest.mark.parametrize(("keys", "most"), [("#", "10,000"), ("|", "10,000"), ("?/", "200")])
async def test_a_line_is_no_place_for_a_book(one_day: Home, keys: str, most: str) -> None:
    async with opened(one_day) as reader:
        await reader.press(*keys)
        reader.app.post_message(events.Paste("the quick brown fox " * 50_000))
        await reader.settled()
        assert reader.complaints == [f"too long: the limit is {most} characters"]
        await reader.press("s", "escape")
        assert one_day.marks() == {}


async def test_a_book_is_nothing_to_look_for(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("ctrl+p")
        reader.app.post_message(events.Paste("the quick brown fox " * 50_000))
        reader.hit(*"nord", "enter")
        async with asyncio.timeout(30):
            while reader.on_top == "Palette" or reader.app.theme != "nord":
                await reader.pilot.pause()
        await reader.settled()
        assert 'theme = "nord"' in one_day.config_file.read_text()
