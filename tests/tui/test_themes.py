"""Themes: tried on while the cursor moves, kept, given back; and one that anybody can read."""

import asyncio
import stat
from collections.abc import Iterator

import pytest
from rich.style import Style
from textual.widget import Widget

from paperterm.tui.app import PapertermApp
from paperterm.tui.draw.themes import CONTRAST, DARK, LIGHT
from tests.tui.driving import Reader, opened
from tests.tui.home import Home, paper

_DRAWN = " ▌▐▏▀▄█▔▁┃│─╭╮╰╯"
"""Signs that are no text."""


async def test_a_theme_is_worn_while_the_cursor_is_on_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        dark = reader.papers.rich_style.bgcolor
        await reader.press("ctrl+t", "j")
        assert reader.app.theme == LIGHT.name
        assert reader.papers.rich_style.bgcolor != dark
        await reader.press("j")
        await worn(reader, CONTRAST.name)
        await reader.press("escape")
        assert reader.app.theme == DARK.name
        assert reader.papers.rich_style.bgcolor == dark
        assert reader.on_top == "ReaderScreen"
    assert 'theme = "paperterm"' in one_day.config_file.read_text()


async def worn(reader: Reader, name: str) -> None:
    """Wait until a theme is worn: not every one that is passed quickly is."""
    async with asyncio.timeout(30):
        while reader.app.theme != name:
            await reader.pilot.pause()


async def test_enter_keeps_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("ctrl+t", "j", "enter")
        assert reader.app.theme == LIGHT.name
        assert reader.told[-1] == "theme: paperterm-light"
    assert 'theme = "paperterm-light"' in one_day.config_file.read_text()
    async with opened(one_day) as reader:
        assert reader.app.theme == LIGHT.name
        await reader.press("ctrl+t")
        assert "▌ l paperterm-light" in reader.text()


async def test_all_of_textuals_are_there(one_day: Home) -> None:
    async with opened(one_day, (120, 50)) as reader:
        await reader.press("ctrl+t")
        said = reader.text()
        assert all(name in said for name in reader.app.available_themes)
        await reader.type(*"j" * len(reader.app.available_themes))
        await worn(reader, "textual-light")


async def test_a_theme_that_cannot_be_kept_is_told(one_day: Home) -> None:
    async with opened(one_day) as reader:
        one_day.config_file.unlink()
        one_day.config_file.mkdir()
        one_day.config_file.chmod(stat.S_IRUSR | stat.S_IXUSR)
        await reader.press("ctrl+t", "j", "enter")
        assert str(one_day.config_file) in reader.complaints[-1]
        assert reader.on_top == "ReaderScreen"


@pytest.mark.parametrize("size", [(160, 45), (60, 18)])
async def test_in_high_contrast_every_text_can_be_read(home: Home, size: tuple[int, int]) -> None:
    """Seven to one, which WCAG 2 calls AAA; on every screen there is."""
    home.configure('[reader]\ntheme = "paperterm-contrast"\n')
    text = {"title": "LLM diffusion", "comment": "code at https://example.org/x"}
    home.bring(paper(1, **text), paper(2), paper(3), paper(1, "2026-02-11"))
    async with opened(home, size) as reader:
        poor: set[tuple[str, str, float]] = set()
        for keys in (
            ("x", "s", "#", "a", "enter"),
            ("v", "j", "h"),
            ("l", "l", "n"),
            ("escape", "slash", *"diffusion"),
            ("enter", "escape", "e"),
            ("escape", "?", "slash", "s"),
            ("escape", "escape", "ctrl+t"),
            ("escape", "!"),
            ("q", "a"),
            ("escape", "T"),
        ):
            await reader.press(*keys)
            poor |= {*hard_to_read(reader)}
        assert not poor


def hard_to_read(reader: Reader) -> Iterator[tuple[str, str, float]]:
    """Widgets of the screen on top with a text that is hard to read: its text, and the ratio."""
    for widget in reader.app.screen.walk_children(Widget):
        if not widget.is_on_screen or not widget.size:
            continue
        for y in range(widget.size.height):
            for segment in widget.render_line(y):
                if segment.text.strip(_DRAWN) and segment.style:
                    ratio = contrast(reader.app, segment.style)
                    if ratio < 7:
                        yield type(widget).__name__, segment.text.strip()[:20], round(ratio, 2)


def contrast(app: PapertermApp, style: Style) -> float:
    """The contrast of WCAG 2 between a text and what is behind it."""
    one, other = style.color, style.bgcolor
    assert one
    assert other
    if style.reverse:
        one, other = other, one
    assert not style.dim
    lights = sorted(
        luminance(*(colour.triplet or colour.get_truecolor(app.ansi_theme)))
        for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(*colour: int) -> float:
    """The relative luminance of WCAG 2."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    black, white = luminance(0, 0, 0), luminance(255, 255, 255)
    assert (white + 0.05) / (black + 0.05) == pytest.approx(21)
    grey = luminance(0x76, 0x76, 0x76)
    assert (white + 0.05) / (grey + 0.05) == pytest.approx(4.54, abs=0.005)
