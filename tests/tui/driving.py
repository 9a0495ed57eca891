"""Drives the reader as a user does: keys in, and what is on the screen out."""

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
    """A reader that is open."""

    def __init__(self, app: PapertermApp, pilot: Pilot[None], heard: "Heard") -> None:
        self.app = app
        self.pilot = pilot
        self._heard = heard

    @property
    def screen(self) -> ReaderScreen:
        """The reader's own screen, whatever is on top of it."""
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
        """What has the keys: the name of its class."""
        return type(self.app.focused).__name__

    @property
    def on_top(self) -> str:
        """The screen that is shown: the name of its class."""
        return type(self.app.screen).__name__

    @property
    def told(self) -> list[str]:
        """What was told to the user, oldest first."""
        return [clean(told.text) for told in self._heard.told]

    @property
    def complaints(self) -> list[str]:
        """What was told as an error."""
        return [clean(told.text) for told in self._heard.told if told.is_error]

    @property
    def current(self) -> str:
        """The title under the cursor."""
        entry = self.papers.current
        assert entry
        return entry.paper.title

    @property
    def titles(self) -> list[str]:
        """The titles of the listing, as far as they are on the screen."""
        shown = "\n".join(lines(self.papers))
        return re.findall(r"Paper number \d+", shown)

    @property
    def place(self) -> str:
        """The line that says where one is."""
        return lines(self.screen.query_one(TopBar))[0]

    @property
    def count(self) -> dict[str, int]:
        """The counts beside the views and topics; those without a count are left out."""
        counted = (re.fullmatch(r"\W*(.*?)\s+(\d+)\s*", line) for line in lines(self.sidebar))
        return {found[1]: int(found[2]) for found in counted if found}

    def hit(self, *keys: str) -> None:
        """Hit keys, as many as the terminal sends at once; nothing of it is done yet."""
        for key in keys:
            named = len(key) > 1 or key.isalnum()
            name = key if named else textual_name(key)
            character = {"space": " "}.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(name, character))

    async def type(self, *keys: str) -> None:
        """Press keys quickly, and go on at once: what they ask for may not be done yet."""
        for key in keys:
            self.hit(key)
            await self._drained()

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before asked for is done."""
        for key in keys:
            await self.type(key)
            await self.settled()

    async def settled(self) -> None:
        """Wait until all that was asked for is done, and shown."""
        before = -1
        while before != self._heard.messages:  # what was found may be looked up again
            await self._drained()
            before = self._heard.messages
            await asyncio.to_thread(self.screen.browser.jobs.settle)
            await self._is_quiet()

    async def _drained(self) -> None:
        """Wait for the messages that lead to messages: from the app to a pane, to the screen,
        to another pane and back, and for what a new layout tells them.
        """
        while not await self._is_quiet() or (self.app.is_running and not self.app.keyboard.is_idle):
            pass

    async def _is_quiet(self) -> bool:
        """Let everything on the screen come to the end of its messages; whether it had none."""
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
        """All that is on the screen now, dialogs and messages included."""
        rows: dict[float, str] = {}
        found = _TEXT.findall(self.app.export_screenshot())
        for x, y, text in sorted(found, key=lambda one: (float(one[1]), float(one[0]))):
            so_far = rows.get(float(y), "")
            blanks = " " * (round(float(x) / _CELL) - cell_len(so_far))
            rows[float(y)] = so_far + blanks + html.unescape(text).replace("\xa0", " ")
        return "\n".join(rows.values())


def lines(widget: Widget) -> list[str]:
    """The lines of a widget that draws its own."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


class Heard:
    """The messages of an app: how many there were, and what they told the user."""

    def __init__(self) -> None:
        self.messages = 0
        self.told: list[Notice] = []

    def __call__(self, message: Message) -> None:
        """Hear a message; a callback is no message, since a pilot waits for its own."""
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
async def opened(home: Home, size: Size = (120, 36)) -> AsyncIterator[Reader]:
    """Open the reader on a home, and wait for its first list."""
    async with running(home.session(), size) as reader:
        await reader.settled()
        yield reader
