"""The help: every key of the table with the user's own, looked up as one types, and tried."""

import re

import pytest

from paperterm.model import PaperId
from paperterm.session import marking
from paperterm.tui.dialogs.help import KeyList
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import SIGNS, Sign
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.widgets.hint_bar import HintBar
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper


def key_list(reader: Reader) -> KeyList:
    """The keys of the help that is open."""
    return reader.app.screen.query_one(KeyList)


def rows(reader: Reader) -> list[str]:
    """What the help shows, without headings and what is scrolled away."""
    shown = (line[1:].strip() for line in lines(key_list(reader)))
    return [re.sub("  +", "  ", line) for line in shown if "  " in line]


def meaning(sign: Sign) -> str:
    """What the help says of a sign."""
    return sign.means[0].upper() + sign.means[1:]


def hints(reader: Reader) -> str:
    """The line below."""
    return lines(reader.screen.query_one(HintBar))[0]


async def test_it_shows_every_key(one_day: Home) -> None:
    async with opened(one_day, (90, 200)) as reader:
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
        assert seen >= {meaning(sign) for sign in SIGNS}
        assert "…" not in "\n".join(seen)


async def test_what_works_in_the_pane_comes_first(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?")
        assert rows(reader)[0].endswith("Go down a row; 5j goes down five")
        await reader.press("escape", "l", "?")
        said = [line.strip() for line in lines(key_list(reader))]
        assert said[0] == "In the abstract"
        assert "Move" in said
        assert "Go down a row; 5j goes down five" not in "\n".join(said)


async def test_typing_narrows_at_once(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"star")
        assert rows(reader) == ["s  Star or unstar the paper", "★  Starred"]
        await reader.press("escape")
        assert len(rows(reader)) > 10
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("ctrl+r", "redo"),
        ("[", "older"),
        ("b", "queue"),
        ("undo", "undo"),
        ("next_unread", "next_unread"),
        ("PDF arXiv", "open_pdf"),
    ],
)
async def test_a_key_or_words_find_it(one_day: Home, typed: str, action: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *("space" if one == " " else one for one in typed))
        chosen = key_list(reader).chosen
        assert chosen
        assert chosen.action
        assert chosen.action.action.name == action


async def test_a_group_finds_its_keys(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"mark")
        found = {re.split("  +", row)[-1] for row in rows(reader)}
        assert found >= {one.help for one in ACTIONS if one.group == "Mark"}


async def test_what_nothing_answers_to_is_told(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"[/no]", "down", "enter")
        assert "no match" in reader.text()
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
        await reader.press("h", "?", "/", *"add queue", "enter")
        assert [*one_day.values()] == ["2602.00001"]


async def test_the_arrows_move_while_one_types(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"read", "down", "down", "up")
        shown = rows(reader)
        chosen = key_list(reader).chosen
        assert chosen
        assert shown[1].endswith(chosen.meaning)


async def test_what_works_elsewhere_says_so(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *"discard", "enter")
        assert reader.on_top == "HelpScreen"
        assert "not available here" in reader.text()


@pytest.mark.parametrize("plain", [False, True], ids=["as-it-is", "ascii"])
async def test_every_sign_is_explained(one_day: Home, plain: bool) -> None:
    one_day.configure(f"[reader]\nascii = {str(plain).lower()}\n")
    async with opened(one_day, (90, 60)) as reader:
        await reader.press("?", "/", *"signs")
        said = "\n".join(lines(key_list(reader)))
        assert said.isascii() == plain
        for sign in SIGNS:
            row = f" {re.escape(glyphs(sign.drawn))} +{re.escape(meaning(sign))} "
            assert re.search(row, said), sign


async def test_signs_come_last_and_are_no_keys(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "G")
        assert rows(reader)[-1] == f"{SIGNS[-1].drawn}  {meaning(SIGNS[-1])}"
        await reader.press("enter")
        assert reader.on_top == "HelpScreen"
        assert "a sign, not a key" in reader.text()


@pytest.mark.parametrize("typed", ["≡", "in the queue signs"])
async def test_a_sign_is_looked_up_as_keys_are(one_day: Home, typed: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("?", "/", *("space" if one == " " else one for one in typed))
        assert rows(reader) == ["≡  In the queue"]


@pytest.mark.parametrize("plain", [False, True], ids=["as-it-is", "ascii"])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
async def test_a_list_draws_no_sign_that_is_not_explained(
    one_day: Home, density: str, plain: bool
) -> None:
    followed = '[authors]\nfollowed = ["Ada Author"]\n'
    settings = f'[reader]\ndensity = "{density}"\nascii = {str(plain).lower()}\n'
    one_day.configure(settings + followed)
    read, both, *_ = (PaperId(f"2602.{number:05}") for number in range(1, 6))
    session = one_day.session()
    session.mark_ids([read], marking.read(True))
    session.mark_ids([both], marking.combine([marking.star(True), marking.queue(True)]))
    one_day.bring(
        paper(1, "2030-02-12", kind="replace", abstract="Something else was found."),
        paper(2, "2030-02-12", kind="replace"),
        paper(6, "2030-02-12", kind="new"),
    )
    async with opened(one_day) as reader:
        drawn = {*"".join(re.split("(?:Paper|Ada)", line)[0] for line in lines(reader.papers))}
        assert drawn - {" "} == {*glyphs("▌●△★≡@")}
        assert drawn - {" "} <= {glyphs(sign.drawn) for sign in SIGNS}


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
        assert rows(reader)[0] == "w  Star or unstar the paper"
        await reader.press("escape", "f2")
        assert reader.on_top == "ReaderScreen"


async def test_keys_that_change_are_shown_at_once(one_day: Home) -> None:
    async with opened(one_day, (160, 45)) as reader:
        assert " s star" in hints(reader)
        one_day.configure(OWN)
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        await reader.press("j")
        assert " w star" in hints(reader)


async def test_an_empty_list_names_the_users_own_keys(one_day: Home) -> None:
    one_day.configure(OWN)
    async with opened(one_day) as reader:
        await reader.choose("Starred")
        assert "w  star the paper" in "\n".join(lines(reader.papers))
