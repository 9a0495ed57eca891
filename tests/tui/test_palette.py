"""The palette: actions, views, topics, days, themes and papers, found by a few words."""

import asyncio
import re
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from paperterm.config.settings import SETTINGS
from paperterm.export import FORMATS
from paperterm.model import Day
from paperterm.outlets import OUTLETS
from paperterm.tui.dialogs.palette import Palette
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.keys.other_words import OTHER_WORDS
from paperterm.tui.reader.palette import query_of
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal


async def asked(reader: Reader, text: str) -> list[str]:
    """Open the palette, type, and give back what is found: each as one line."""
    await reader.press("ctrl+p")
    await typed(reader, text)
    options = reader.app.screen.query_one(OptionList).options
    return [re.sub(r"\s+", " ", str(option.prompt)) for option in options]


async def choose(reader: Reader) -> None:
    """Take what the cursor is on, which is done when the palette has gone."""
    await reader.type("enter")
    async with asyncio.timeout(30):
        while reader.on_top == "Palette":
            await reader.pilot.pause()
    await reader.pilot.pause()
    await reader.settled()


async def typed(reader: Reader, text: str) -> None:
    """Type, and wait until what is found is shown."""
    await reader.type(*("space" if one == " " else one for one in text))
    line = reader.app.screen.query_one(Input)
    async with asyncio.timeout(30):
        while line.value != text:
            await reader.pilot.pause()
    await reader.settled()
    await reader.app.workers.wait_for_complete()
    await reader.settled()


async def test_everything_is_there_before_one_types(three_days: Home) -> None:
    async with opened(three_days) as reader:
        found = await asked(reader, "")
        assert "s Star or unstar the paper" in found
        assert "view Starred" in found
        assert "topic LLM" in found
        assert "day Wed 11 Feb 2026" in found
        assert not any(one.startswith(("paper", "theme")) for one in found)
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


async def test_an_action_is_done(one_day: Home) -> None:
    async with opened(one_day) as reader:
        found = await asked(reader, "star paper")
        assert found[0] == "s Star or unstar the paper"
        await choose(reader)
        assert reader.on_top == "ReaderScreen"
        assert one_day.values() == {"2602.00001": {"starred": True}}


async def test_an_action_is_shown_with_the_users_key(one_day: Home) -> None:
    one_day.configure('[keys]\nstar = "w"\n')
    async with opened(one_day) as reader:
        assert (await asked(reader, "star paper"))[0].startswith("w Star")


async def test_an_action_that_opens_something(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await asked(reader, "choose theme")
        await choose(reader)
        assert reader.on_top == "ThemesScreen"


async def test_a_topic_is_chosen(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert (await asked(reader, "diffusion"))[0] == "topic Diffusion"
        await choose(reader)
        assert reader.titles == ["Paper number 2", "Paper number 4"]
        assert reader.sidebar.choice.title == "Diffusion"
        assert reader.focused == "PaperList"


async def test_a_view_is_chosen_whatever_is_looked_for(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("s", "slash", *"diffusion", "enter")
        await asked(reader, "view starred")
        await choose(reader)
        assert reader.titles == ["Paper number 1"]
        assert "Starred" in reader.place
        await reader.press("escape")
        assert reader.titles == ["Paper number 1"]


@pytest.mark.parametrize("text", ["11 feb", "2026-02-11", "wednesday"])
async def test_a_day_is_chosen(three_days: Home, text: str) -> None:
    async with opened(three_days) as reader:
        assert (await asked(reader, text))[0] == "day Wed 11 Feb 2026"
        await choose(reader)
        assert reader.titles == ["Paper number 11", "Paper number 12", "Paper number 13"]


async def test_a_day_shows_all_of_it_after_a_view_of_all_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Starred")
        await asked(reader, "11 feb")
        await choose(reader)
        assert len(reader.titles) == 3
        assert reader.sidebar.choice.title == "All"


async def test_a_theme_is_chosen_and_kept(one_day: Home) -> None:
    async with opened(one_day) as reader:
        assert "theme nord" in await asked(reader, "nord")
        await choose(reader)
        assert reader.app.theme == "nord"
    assert 'theme = "nord"' in one_day.config_file.read_text()


async def test_a_paper_is_gone_to_on_its_day(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")
        found = await asked(reader, "number 12")
        assert found[-1] == "paper Paper number 12 Wed 11 Feb 2026 · Ada Author, Ben Writer"
        await choose(reader)
        assert reader.current == "Paper number 12"
        assert "Wed 11 Feb 2026 · All" in reader.place
        assert "This is what number 12 found out." in "\n".join(lines(reader.abstract))


async def test_a_paper_is_found_by_its_author(three_days: Home) -> None:
    three_days.bring(paper(30, "2026-02-09", authors=["Jürgen Żółć"]))
    async with opened(three_days) as reader:
        found = await asked(reader, "zolc jurgen")
        assert found == ["paper Paper number 30 Mon 9 Feb 2026 · Jürgen Żółć"]


async def test_a_paper_of_a_kind_that_is_not_shown(home: Home) -> None:
    home.configure('[reader]\nkinds = ["new"]\n')
    home.bring(paper(1, kind="new"), paper(2, kind="replace"))
    async with opened(home) as reader:
        await asked(reader, "number 2")
        await choose(reader)
        assert reader.current == "Paper number 2"


HOSTILE = ("[bold]red", "[/no] such [/]", "a [link=x]b[/link] \x1b[2J$primary", r"\[x] {0} %s")


@pytest.mark.parametrize("title", HOSTILE)
async def test_no_text_is_markup(home: Home, title: str) -> None:
    home.configure(f"[topics.'{title.replace(chr(27), '')}']\nkeywords = ['x']\n")
    home.bring(paper(1, title=f"Findme {title}", authors=[title]), paper(2))
    shown = " ".join(title.replace("\x1b", "").split())
    async with opened(home) as reader:
        found = await asked(reader, "findme")
        assert found == [f"paper Findme {shown} Thu 12 Feb 2026 · {shown}"]
        assert f"Findme {shown}" in reader.text()
        await choose(reader)
        assert reader.papers.cursor == 0
        assert any(one == f"topic {shown}" for one in await asked(reader, "topic"))
        await reader.press("escape")
        await asked(reader, title[:4])
        assert not reader.complaints


async def test_quick_typing_ends_in_what_was_typed_last(long_day: Home) -> None:
    async with opened(long_day) as reader:
        found = await asked(reader, "paper number 37")
        assert [one for one in found if one.startswith("paper")] == [
            "paper Paper number 37 Thu 12 Feb 2026 · Ada Author, Ben Writer"
        ]


async def test_papers_come_when_the_index_has_them(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert await asked(reader, "number 77") == []
        three_days.bring(paper(77, "2026-02-10"))
        reader.screen.browser.jobs.index.wrote(days=[Day(2026, 2, 10)])
        await reader.settled()
        await reader.app.workers.wait_for_complete()
        assert "Paper number 77" in reader.text()


async def test_without_an_index_the_rest_is_found(one_day: Home) -> None:
    cache = one_day.root / "cache"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("in the way")
    async with opened(one_day) as reader:
        found = await asked(reader, "star")
        assert "view Starred" in found
        assert any("cache" in told for told in reader.told)


async def test_enter_waits_for_what_was_typed(three_days: Home) -> None:
    """Sent at once, it means what the text finds, and not what was shown before it."""
    async with opened(three_days) as reader:
        await reader.press("ctrl+p")
        reader.hit(*"nord", "enter")
        async with asyncio.timeout(30):
            while reader.app.theme != "nord":
                await reader.pilot.pause()
        await reader.settled()
        assert reader.on_top == "ReaderScreen"
        assert reader.told == ["theme: nord"]
        assert three_days.marks() == {}


async def test_too_few_letters_find_no_papers() -> None:
    assert query_of("") is None
    assert query_of("a") is None
    assert query_of("… [ -") is None
    assert str(query_of("Deep L")) == "(ti:deep* or au:deep*) (ti:l* or au:l*)"


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
async def test_it_fits(three_days: Home, size: tuple[int, int]) -> None:
    three_days.bring(paper(40, title="wordy " * 60, authors=["A Name"] * 80))
    async with opened(three_days, size) as reader:
        found = await asked(reader, "wordy")
        assert len(found) == 1
        row = next(line for line in reader.text().splitlines() if " paper " in line)
        assert "…" in row
        assert reader.app.screen.query_one(OptionList).region.bottom <= size[1]


def test_in_a_terminal(three_days: Home, tmp_path: Path) -> None:
    environment = {
        "PAPERTERM_HOME": str(three_days.root),
        "PAPERTERM_ARXIV_URL": "http://127.0.0.1:1",
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }
    with Terminal(["-m", "paperterm"], environment, (80, 24)) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("\x10")
        terminal.wait_for("days, papers …")
        terminal.send("number 13")
        terminal.wait_for("Wed 11 Feb 2026 · Ada Author")
        terminal.send("\r")
        terminal.wait_for("This is what number 13 found out.")
        terminal.send("s\x11")
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
    assert three_days.values() == {"2602.00013": {"starred": True}}


async def test_looking_again_before_the_palette_is_open(one_day: Home) -> None:
    async with opened(one_day) as reader:
        palette = Palette([], "")
        palette.search_again()
        await reader.press("ctrl+p")
        assert reader.on_top == "Palette"


async def test_only_what_is_possible_is_proposed(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("h")
        found = await asked(reader, "")
        for help_ in (
            "Confirm deleting",
            "Cancel deleting",
            "Move the topic up",
            "Move up in the queue",
        ):
            assert not any(help_ in one for one in found), help_
        assert not any("Save the search as a view" in one for one in found)
        await reader.press("escape", "l", "slash", *"number", "enter")
        found = await asked(reader, "")
        assert any("Save the search as a view" in one for one in found)


async def test_without_papers_nothing_of_papers_is_proposed(home: Home) -> None:
    async with opened(home) as reader:
        found = await asked(reader, "")
        assert not any("Star or unstar" in one or "Export" in one for one in found)
        assert any("Fetch new papers" in one for one in found)


async def test_what_is_done_to_papers_is_proposed_first(one_day: Home) -> None:
    async with opened(one_day) as reader:
        found = await asked(reader, "")
        wanted = (
            "Star or unstar",
            "Export the list",
            "Search as",
            "view Starred",
            "Create a topic",
        )
        places = [at for says in wanted for at, one in enumerate(found) if says in one]
        assert places == sorted(places)
        assert len(places) == len(wanted)
        assert "Mark as read" in found[0]


async def test_saving_is_proposed_while_something_is_unsaved(one_day: Home) -> None:
    save = "ctrl+s Retry saving the unsaved marks"
    async with opened(one_day) as reader:
        assert save not in await asked(reader, "")
        (one_day.root / "data" / "marks").write_text("a file in the way")
        await reader.press("escape", "s")
        assert save in await asked(reader, "")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("search", "Search as you type"),
        ("filter", "Search as you type"),
        ("category", "Follow a category"),
        ("order", "Sort the list"),
        ("related papers", "List the papers most like this one"),
        ("vacation", "Catch up after days away"),
        ("shortcuts", "Show this help"),
        ("refresh", "Fetch new papers"),
        ("bookmark", "Star or unstar"),
        ("preferences", "Edit the settings"),
        ("bibtex export", "Export the list: bibtex"),
        ("ris", "Export the list: ris"),
        ("csv", "Export the list: csv"),
        ("density", "reader density: comfortable (now)"),
        ("compact", "reader density: compact"),
        ("layout", "reader density: "),
        ("animations off", "reader animations: off"),
        ("editor command", "reader editor: edit it in config.toml"),
    ],
)
async def test_the_usual_name_finds_it(one_day: Home, words: str, first: str) -> None:
    async with opened(one_day) as reader:
        found = await asked(reader, words)
        assert any(first in one for one in found[:8]), found


def test_other_words_are_of_actions_settings_and_formats() -> None:
    actions = {action.name for action in ACTIONS}
    names = {*actions, *(row.key for row in SETTINGS), *(one.name for one in (*FORMATS, *OUTLETS))}
    assert {*OTHER_WORDS} <= names


async def test_a_setting_and_an_export_are_done(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await asked(reader, "density compact")
        await choose(reader)
        assert reader.told[-1] == "[reader] density = compact"
        assert reader.papers.ROW_HEIGHT == 1
        await asked(reader, "export list bibtex")
        await choose(reader)
        assert [name.rpartition(".")[2] for name in one_day.exported()] == ["bib"]
        await asked(reader, "export list digest")
        await choose(reader)
        assert reader.told[-1] == "digest: choose one topic"
    assert 'density = "compact"' in one_day.config_file.read_text()
