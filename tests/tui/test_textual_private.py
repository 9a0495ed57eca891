"""The private names of Textual that paperterm overrides: an upgrade that moves them fails here."""

import ast
import inspect
import sys
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import cast

import pytest
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from paperterm import tui
from paperterm.tui import textual_private
from paperterm.tui.textual_private import CrashKeepingApp, FrontScreen

RANDOM = Random(1)

PRIVATE = {
    "_handle_exception": ["self", "error"],
    "_fatal_error": ["self"],
    "_check_bindings": ["self", "key", "priority"],
    "_load_screen_css": ["self", "screen"],
}


@pytest.mark.parametrize(("name", "parameters"), PRIVATE.items())
def test_textual_still_has_the_name(name: str, parameters: list[str]) -> None:
    there = getattr(App, name, None)
    moved = f"Textual {version('textual')} moved App.{name}: adapt {textual_private.__file__}"
    assert there is not None, moved
    assert [*inspect.signature(there).parameters] == parameters, moved


@pytest.mark.skipif(sys.platform == "win32", reason="a driver of other systems")
def test_textual_still_reads_the_terminal_as_we_replace_it() -> None:
    """The driver writes to `_file`, reads in `run_input_thread`; the parser has one deadline."""
    from textual._parser import Parser
    from textual.drivers.linux_driver import LinuxDriver

    assert "WriterThread(self._file)" in inspect.getsource(LinuxDriver.start_application_mode)
    assert "self.run_input_thread()" in inspect.getsource(LinuxDriver)
    assert "self._timeout_time" in inspect.getsource(Parser.tick)


def test_textual_still_calls_the_names() -> None:
    """A worker or a handler that fails ends in `_handle_exception`, which calls `_fatal_error`."""
    source = inspect.getsource(App)
    for name in PRIVATE:
        assert f"self.{name}(" in source, f"Textual {version('textual')} no longer calls {name}"


def test_textual_still_keeps_what_was_copied_under_that_name() -> None:
    app = CrashKeepingApp()
    app.keep_copied("a text")
    assert app.clipboard == "a text"


async def test_a_style_sheet_of_a_screen_is_read_without_parsing_the_others_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "screen.tcss"
    sheet.write_text("StyledScreen { background: #123456; }")

    class StyledScreen(Screen[None]):
        CSS_PATH = [str(sheet)]

    app = CrashKeepingApp()
    anew: list[Stylesheet] = []
    async with app.run_test() as pilot:
        monkeypatch.setattr(Stylesheet, "reparse", anew.append)
        await app.push_screen(StyledScreen())
        await pilot.pause()
        assert app.screen.styles.background.hex == "#123456"
    assert not anew


async def test_an_unexpected_error_is_kept_and_nothing_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        secret = "a note"  # noqa: F841 - what a traceback with variables would print
        raise ZeroDivisionError

    app = CrashKeepingApp()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test():
            app.call_later(fail)
    assert isinstance(app.crash, ZeroDivisionError)
    printed = capsys.readouterr()
    assert printed.out + printed.err == ""


def test_no_other_module_overrides_a_private_name_of_textual() -> None:
    overridden: set[str] = set()
    for file in Path(tui.__path__[0]).rglob("*.py"):
        if file != Path(textual_private.__file__):
            names = (
                node.name
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            overridden |= {*names} & {*PRIVATE}
    assert not overridden


class Overlaid(FrontScreen[None]):
    """A grid of widgets, and one on a layer of its own over parts of them."""

    CSS = """
    Overlaid { layers: below above; }
    #over { layer: above; width: 30; height: 5; offset: 10 3; background: red; }
    Horizontal { height: 6; border: round green; }
    Static { width: 1fr; height: 1fr; background: blue; }
    """

    def compose(self) -> ComposeResult:
        for _ in range(3):
            yield Horizontal(Static("left"), Static("right"))
        yield Static("over", id="over")


async def test_what_is_hidden_is_not_drawn_and_what_is_seen_is_the_same() -> None:
    async with App[None]().run_test(size=(60, 20)) as pilot:
        await pilot.app.push_screen(Overlaid())
        await pilot.pause()
        front = cast("Overlaid", pilot.app.screen)._compositor
        plain = Compositor()
        plain.reflow(pilot.app.screen, front.size)
        drawn = []
        for _ in range(200):
            x, y = RANDOM.randrange(60), RANDOM.randrange(20)
            crop = Region(x, y, RANDOM.randint(1, 60 - x), RANDOM.randint(1, 20 - y))
            seen, expected = ([*one._get_renders(crop)] for one in (front, plain))
            drawn.append(len(expected) - len(seen))
            assert cells(front, crop) == cells(plain, crop)
        assert 0 in drawn, "no region lies over several widgets"
        assert max(drawn) > 1, "nothing was left out"


def cells(compositor: Compositor, crop: Region) -> list[str]:
    """Return the text and style of each line of a region."""
    chops = compositor._render_chops(crop, crop.line_range.__contains__)
    found = []
    for y in crop.line_range:
        parts = [(x, strip) for x, strip in sorted(chops[y].items()) if strip is not None]
        line = Strip.join([strip for _, strip in parts])
        start = crop.x - parts[0][0]
        found.append(repr(line.crop(start, start + crop.width)))
    return found
