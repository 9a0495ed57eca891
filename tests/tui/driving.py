"""Drive the reader as a user does: press keys, and read the screen."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.app import PapertermApp
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.keymap import textual_name
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.screen import ReaderScreen
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.reader.top_bar import TopBar
from tests.tui.home import Home

_TEXT = re.compile(r'<text class="[\w-]+-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')
_CELL = 12.2  # the width that an SVG screenshot gives to a cell

Size = tuple[int, int]


class Reader:
    """An open reader."""

    def __init__(self, app: PapertermApp, pilot: Pilot[None], heard: "Heard") -> None:
        self.app = app
        self.pilot = pilot
        self._heard = heard

    @property
    def screen(self) -> ReaderScreen:
        """The reader's own screen, also below a dialog."""
        return next(one for one in self.app.screen_stack if isinstance(one, ReaderScreen))

    @property
    def papers(self) -> PaperList:
        """The paper list."""
        return self.screen.query_one(PaperList)

    @property
    def abstract(self) -> AbstractPane:
        """The abstract pane."""
        return self.screen.query_one(AbstractPane)

    @property
    def sidebar(self) -> Sidebar:
        """The sidebar."""
        return self.screen.query_one(Sidebar)

    @property
    def focused(self) -> str:
        """The class name of the focused widget."""
        return type(self.app.focused).__name__

    @property
    def on_top(self) -> str:
        """The class name of the screen on top."""
        return type(self.app.screen).__name__

    @property
    def told(self) -> list[str]:
        """The notices so far, oldest first."""
        return [clean(told.text) for told in self._heard.told]

    @property
    def complaints(self) -> list[str]:
        """The error notices so far."""
        return [clean(told.text) for told in self._heard.told if told.is_error]

    @property
    def current(self) -> str:
        """The title under the cursor."""
        entry = self.papers.current
        assert entry
        return entry.paper.title

    @property
    def titles(self) -> list[str]:
        """The titles on the screen."""
        shown = "\n".join(lines(self.papers))
        return re.findall(r"Paper number \d+", shown)

    @property
    def place(self) -> str:
        """The line that says where the user is."""
        return lines(self.screen.query_one(TopBar))[0]

    @property
    def count(self) -> dict[str, int]:
        """Return the counts beside views and topics, without those that have none."""
        counted = (re.fullmatch(r"\W*(.*?)\s+(\d+)\s*", line) for line in lines(self.sidebar))
        return {found[1]: int(found[2]) for found in counted if found}

    def hit(self, *keys: str) -> None:
        """Send keys as the terminal sends them at once; return before they are handled."""
        for key in keys:
            named = len(key) > 1 or key.isalnum()
            name = key if named else textual_name(key)
            character = {"space": " "}.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(name, character))

    async def type(self, *keys: str) -> None:
        """Press keys quickly, without waiting until their work is done."""
        for key in keys:
            self.hit(key)
            await self._drained()

    async def press(self, *keys: str) -> None:
        """Press keys, each when the work of the one before is done."""
        for key in keys:
            await self.type(key)
            await self.settled()

    async def settled(self) -> None:
        """Wait until all work is done and shown."""
        before = -1
        while before != self._heard.messages:  # what they found may start more work
            await self._drained()
            before = self._heard.messages
            await asyncio.to_thread(self.screen.browser.jobs.settle)
            await self._is_quiet()

    async def rest(self) -> None:
        """Do what the reader does when the cursor has rested on a paper, without the wait."""
        assert self.papers.current
        self.screen.browser.jobs.search.read_history(self.papers.current.id)
        await self.settled()

    async def _drained(self) -> None:
        """Wait until messages cause no more messages, including those of a new layout."""
        while not await self._is_quiet() or (self.app.is_running and not self.app.keyboard.is_idle):
            pass

    async def _is_quiet(self) -> bool:
        """Let every widget handle its messages; return whether there were none."""
        before = self._heard.messages
        await self.pilot.pause(0)
        return self._heard.messages == before

    async def choose(self, title: str) -> None:
        """Choose a view or a topic in the sidebar, and go back to the list."""
        await self.press("h", "g")
        for _ in range(len(self.sidebar)):
            if self.sidebar.choice.title == title:
                await self.press("l")
                return
            await self.type("j")
        raise AssertionError(f"the sidebar has no {title}")

    def text(self) -> str:
        """Return the text on the screen, including dialogs and notices."""
        rows: dict[float, str] = {}
        found = _TEXT.findall(self.app.export_screenshot())
        for x, y, text in sorted(found, key=lambda one: (float(one[1]), float(one[0]))):
            so_far = rows.get(float(y), "")
            blanks = " " * (round(float(x) / _CELL) - cell_len(so_far))
            rows[float(y)] = so_far + blanks + html.unescape(text).replace("\xa0", " ")
        return "\n".join(rows.values())


def lines(widget: Widget) -> list[str]:
    """Return the lines of a widget that draws its own."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


class Heard:
    """Counts the messages of an app, and keeps the notices."""

    def __init__(self) -> None:
        self.messages = 0
        self.told: list[Notice] = []

    def __call__(self, message: Message) -> None:
        """Count a message, but not a callback: a pilot waits for its own."""
        self.messages += not isinstance(message, events.Callback)
        if isinstance(message, Notice) and message not in self.told:
            self.told.append(message)


@asynccontextmanager
async def running(session: Session, size: Size) -> AsyncIterator[Reader]:
    """Run the reader on a session, on a screen of columns and lines."""
    heard = Heard()
    app = PapertermApp(session)
    async with app.run_test(size=size, notifications=True, message_hook=heard) as pilot:
        yield Reader(app, pilot, heard)


@asynccontextmanager
async def opened(home: Home, size: Size = (150, 36)) -> AsyncIterator[Reader]:
    """Open the reader on a home, and wait for its first list.

    Its files are made old: what was just written would be read a second time at the first look of
    the watch, at a moment that depends on how busy the machine is.
    """
    if home.root.exists():
        home.age()
    async with running(home.session(), size) as reader:
        await reader.settled()
        yield reader
