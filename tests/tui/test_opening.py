"""Opening the reader: on nothing, on days, on settings and files that are wrong."""

import re

import pytest
from textual.theme import Theme

from paperterm.tui.draw.themes import DARK, LIGHT
from paperterm.tui.keys.actions import ACTIONS
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home


async def test_an_empty_library_says_what_to_do(home: Home) -> None:
    async with opened(home) as reader:
        assert "fetch new papers" in "\n".join(lines(reader.papers))
        assert not reader.told
    assert home.config_file.exists()


async def test_an_empty_library_survives_every_key(home: Home) -> None:
    async with opened(home) as reader:
        for pane, owners in (
            (reader.papers, {"RowList", "PaperList", "ReaderScreen"}),
            (reader.abstract, {"AbstractPane"}),
            (reader.sidebar, {"RowList"}),
        ):
            for action in ACTIONS:
                if action.owner in owners:
                    pane.focus()
                    await reader.type(action.keys[0])
                    if reader.on_top != "ReaderScreen":
                        await reader.type("escape")
        await reader.settled()
        # The terminal of a test cannot be handed to an editor.
        assert all("config.toml" in complaint for complaint in reader.complaints)
        assert reader.on_top == "ReaderScreen"
    assert home.marks() == {}
    assert home.exported() == {}


async def test_several_days_open_on_the_newest(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert reader.titles == [f"Paper number {number}" for number in range(1, 6)]
        assert "12 Feb 2026" in reader.place
        assert reader.current == "Paper number 1"
        assert "This is what number 1 found out." in "\n".join(lines(reader.abstract))
        assert reader.focused == "PaperList"


WRONG = {
    "a key": ("[reader]\n\ntheme = 3\n", ["line 3", "reader.theme"]),
    "a topic": ('[topics.LLM]\nkeywords = "LLM"\n', ["line 2", "topics.LLM.keywords"]),
    "its syntax": ('[reader]\ntheme = "paperterm\n', ["line 2"]),
}


@pytest.mark.parametrize(("text", "names"), WRONG.values(), ids=WRONG)
async def test_wrong_settings_are_told_and_the_reader_opens(
    one_day: Home, text: str, names: list[str]
) -> None:
    one_day.configure(text)
    async with opened(one_day) as reader:
        (complaint,) = reader.complaints
        assert str(one_day.config_file) in complaint
        assert all(name in complaint for name in names)
        assert len(reader.titles) == 5
        await reader.press("s")
    assert one_day.values() == {"2602.00001": {"starred": True}}
    assert one_day.config_file.read_text() == text


async def test_settings_that_cannot_be_read_are_told(one_day: Home) -> None:
    one_day.config_file.unlink()
    one_day.config_file.mkdir()
    async with opened(one_day) as reader:
        assert str(one_day.config_file) in reader.complaints[0]
        assert len(reader.titles) == 5


async def test_a_theme_is_worn(one_day: Home) -> None:
    one_day.configure('[reader]\ntheme = "nord"\n')
    async with opened(one_day) as reader:
        assert reader.app.theme == "nord"
        assert not reader.told


async def test_an_unknown_theme_is_told(one_day: Home) -> None:
    one_day.configure('[reader]\ntheme = "[/no] such"\n')
    async with opened(one_day) as reader:
        assert any("[/no] such" in told for told in reader.told)
        assert reader.app.theme == "paperterm"
        assert len(reader.titles) == 5


@pytest.mark.parametrize("content", [b'{"papers": {"2602', b"[]", b'{"papers": {"x": {}}}'])
async def test_a_damaged_newest_day_is_named_and_the_others_work(
    three_days: Home, content: bytes
) -> None:
    damaged = three_days.day_file("2026-02-12")
    damaged.write_bytes(content)
    async with opened(three_days) as reader:
        assert any(damaged.name in complaint for complaint in reader.complaints)
        assert reader.titles == ["Paper number 11", "Paper number 12", "Paper number 13"]
        await reader.press("s", "x")
        await reader.press("left_square_bracket")
        assert reader.titles == ["Paper number 21", "Paper number 4"]
    assert three_days.values() == {"2602.00011": {"read": True, "starred": True}}
    (aside,) = three_days.root.rglob("set-aside/**/2026-02-12*.json*")
    assert aside.read_bytes() == content


async def test_without_colour_all_is_grey_and_the_marks_are_still_seen(
    one_day: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(one_day) as reader:
        assert not tints(reader)
        await reader.press("x", "s")
        read, _, starred, _, plain, *_ = lines(reader.papers)
    signs = [line.split("Paper")[0].strip("▌ ") for line in (read, starred, plain)]
    assert len(set(signs)) == 3


async def test_with_colour_there_is_some(one_day: Home) -> None:
    async with opened(one_day) as reader:
        assert tints(reader)


def tints(reader: Reader) -> set[str]:
    """The colours on the screen that are no grey."""
    picture = reader.app.export_screenshot()
    colours = re.findall(r'(?:-r\d+ \{ |<rect )fill(?:: |=")#(\w{6})', picture)
    assert colours
    without_one = "c5c8c6"  # what a screenshot takes for text that has no colour of its own
    greys = {f"{shade:02x}" * 3 for shade in range(256)}
    return {*colours} - greys - {without_one}


@pytest.mark.parametrize(("theme", "ground"), [("paperterm", DARK), ("paperterm-light", LIGHT)])
async def test_the_theme_is_painted(one_day: Home, theme: str, ground: Theme) -> None:
    one_day.configure(f'[reader]\ntheme = "{theme}"\n')
    async with opened(one_day) as reader:
        background = reader.papers.rich_style.bgcolor
        assert background
        assert background.name == ground.background
