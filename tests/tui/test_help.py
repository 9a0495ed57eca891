"""The help: every key of the table with the user's own, looked up as one types, and tried."""

import re

import pytest

from paperterm.tui.keymap import short_name
from paperterm.tui.keys import ACTIONS
from paperterm.tui.widgets.bars import HintBar
from paperterm.tui.widgets.key_list import KeyList
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home


def key_list(reader: Reader) -> KeyList:
    """The keys of the help that is open."""
    return reader.app.screen.query_one(KeyList)


def rows(reader: Reader) -> list[str]:
    """What the help shows, without headings and what is scrolled away."""
    shown = (line.strip("▌ ") for line in lines(key_list(reader)))
    return [re.sub("  +", "  ", line) for line in shown if "  " in line]


def hints(reader: Reader) -> str:
    """The line below."""
    return lines(reader.screen.query_one(HintBar))[0]


async def test_it_shows_every_key(one_day: Home) -> None:
    async with opened(one_day, (90, 150)) as reader:
        await reader.press("?")
        said = reader.text()
        for action in ACTIONS:
            row = rf" {re.escape(action.key_names)} +{re.escape(action.help)} "
            assert re.search(row, said), action


async def test_on_a_small_screen_nothing_is_cut(one_day: Home) -> None:
    async with opened(one_day, (60, 18)) as reader:
        await reader.press("?")
        seen: set[str] = set()
        for _ in range(len(ACTIONS)):
            seen |= {re.split("  +", row)[-1] for row in rows(reader)}
            await reader.type("ctrl+d")
        assert seen >= {action.help for action in ACTIONS}
        assert "…" not in "\n".join(seen)


async def test_what_works_in_the_pane_comes_first(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?")
        assert rows(reader)[0].endswith("Next row; 5j goes five rows down")
        await reader.press("escape", "l", "?")
        said = [line.strip() for line in lines(key_list(reader))]
        assert said[0] == "In the abstract"
        assert "Mark" in said
        assert "Next row; 5j goes five rows down" not in "\n".join(said)


async def test_typing_narrows_at_once(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"star")
        assert rows(reader) == ["s  Star the paper, or take the star back"]
        await reader.press("escape")
        assert len(rows(reader)) > 10
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("ctrl+r", "redo"),
        ("[", "older"),
        ("q", "queue"),
        ("last back", "undo"),
        ("next_unread", "next_unread"),
        ("PDF arXiv", "open_pdf"),
    ],
)
async def test_a_key_or_words_find_it(one_day: Home, typed: str, action: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *("space" if one == " " else one for one in typed))
        chosen = key_list(reader).chosen
        assert chosen
        assert short_name(chosen.action) == action


async def test_a_group_finds_its_keys(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"mark")
        found = {re.split("  +", row)[-1] for row in rows(reader)}
        assert found >= {one.help for one in ACTIONS if one.group == "Mark"}


async def test_what_nothing_answers_to_is_told(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"[/no]", "down", "enter")
        assert "no such key" in reader.text()
        assert reader.on_top == "HelpScreen"
        await reader.press("escape", "q")
        assert reader.on_top == "ReaderScreen"


async def test_enter_does_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("j", "?", "/", *"star", "enter")
        assert reader.on_top == "ReaderScreen"
        assert one_day.values() == {"2602.00002": {"starred": True}}


async def test_enter_does_what_another_pane_would(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("h", "?", "/", *"put queue", "enter")
        assert [*one_day.values()] == ["2602.00001"]


async def test_the_arrows_move_while_one_types(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"read", "down", "down", "up")
        shown = rows(reader)
        chosen = key_list(reader).chosen
        assert chosen
        assert shown[1].endswith(chosen.action.help)


async def test_what_works_elsewhere_says_so(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"drop", "enter")
        assert reader.on_top == "HelpScreen"
        assert "works elsewhere" in reader.text()


OWN = '[keys]\nstar = "w"\nread_next = []\nolder = "ctrl+b"\nhelp = "f1"\n"modal.close" = "f2"\n'


async def test_the_users_own_keys_are_shown(one_day: Home) -> None:
    one_day.configure(OWN)
    async with opened(one_day, (160, 45)) as reader:
        assert " w star" in hints(reader)
        assert " f1 help" in hints(reader)
        assert "read, next" not in hints(reader)
        await reader.press("f1")
        assert "f2 closes" in reader.text()
        await reader.press("/", *"star")
        assert rows(reader) == ["w  Star the paper, or take the star back"]
        await reader.press("escape", "f2")
        assert reader.on_top == "ReaderScreen"


async def test_keys_that_change_are_shown_at_once(one_day: Home) -> None:
    async with opened(one_day, (160, 45)) as reader:
        assert " s star" in hints(reader)
        one_day.configure(OWN)
        reader.screen.desk.backstage.look_at_settings()
        await reader.settled()
        await reader.press("j")
        assert " w star" in hints(reader)


async def test_an_empty_list_names_the_users_own_keys(one_day: Home) -> None:
    one_day.configure(OWN)
    async with opened(one_day) as reader:
        await reader.choose("Starred")
        assert "w  stars the paper" in "\n".join(lines(reader.papers))
