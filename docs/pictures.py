"""Draw the pictures in docs/ with the demo's papers: python docs/pictures.py.

They are SVG screenshots of the reader, always at the same moment.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from textual.widgets import Input

from paperterm.cli.demo import open_demo
from paperterm.session import Session
from paperterm.tui.app import PapertermApp
from paperterm.tui.reader.paper_view import PaperView
from paperterm.tui.reader.screen import ReaderScreen
from paperterm.tui.reader.top_bar import TopBar
from paperterm.tui.workbench.screen import WorkbenchScreen

FOLDER = Path(__file__).resolve().parent
MOMENT = datetime(2026, 2, 13, 15, tzinfo=UTC)


class Picture(NamedTuple):
    """The size of the screen in columns and lines, and the keys to press."""

    size: tuple[int, int]
    keys: tuple[str, ...]


_MORNING = ("x", "s", "j", "b", "j", "j")

PICTURES = {
    "reader.svg": Picture((150, 40), _MORNING),
    "reader-small.svg": Picture((80, 24), _MORNING),
    "topics.svg": Picture((150, 40), (*_MORNING, "h", "8", "G")),
    "calendar.svg": Picture((120, 36), ("A", "C", "k")),
    "workbench.svg": Picture((150, 40), ("h", "8", "G", "enter", "t")),
    "filter.svg": Picture((120, 36), ("/", *"diffusion")),
    "changed.svg": Picture((120, 36), ("[", "[", "G", "enter")),
    "palette.svg": Picture((120, 36), ("ctrl+p", *"day")),
    "help.svg": Picture((150, 40), ("?",)),
}


async def picture(session: Session, wanted: Picture) -> str:
    """Press the keys, and return the screen as SVG."""
    app = PapertermApp(session)
    async with app.run_test(size=wanted.size) as pilot:
        reader = app.screen
        assert isinstance(reader, ReaderScreen)

        async def settle() -> None:
            await pilot.pause()
            browser = reader.browser
            waits = [browser.jobs.settle, reader.query_one(TopBar).refresher.settle]
            if isinstance(app.screen, WorkbenchScreen):
                waits.append(app.screen.previewer.settle)
            for wait in waits:
                await asyncio.to_thread(wait)
                await pilot.pause()
            await app.workers.wait_for_complete()

        for key in ("", *wanted.keys):
            if key:
                await pilot.press(key)
            await settle()
        if entry := reader.browser.papers.current:
            reader.browser.view.post_message(PaperView.Rested(entry.id))
        for line in app.screen.query(Input):
            line.cursor_blink = False
        for _ in range(3):
            await settle()
        return app.export_screenshot(title="paperterm")


def main() -> None:
    """Draw all pictures."""
    for name, wanted in PICTURES.items():
        with open_demo(lambda: MOMENT) as demo:
            (FOLDER / name).write_text(asyncio.run(picture(demo.session, wanted)))


if __name__ == "__main__":
    main()
