"""Every state looks as it does on its pictures, at every size and in every kind of theme."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from paperterm.cli.demo import opened as demo_opened
from paperterm.session import Session
from paperterm.tui.app import PapertermApp
from paperterm.tui.draw.themes import CONTRAST, LIGHT
from paperterm.tui.reader.bars import TopBar
from paperterm.tui.reader.reading import Reading
from paperterm.tui.workbench.screen import WorkbenchScreen
from tests.snapshots import shelf
from tests.snapshots.picture import picture
from tests.snapshots.states import STATES, Shelf, State
from tests.tui.driving import Reader, Size

PICTURES = Path(__file__).parent / "pictures"
SIZES: tuple[Size, ...] = ((200, 50), (120, 36), (80, 24), (60, 18))
SIZE_OF_THEMES: Size = (80, 24)
THEMES = {"light": LIGHT.name, "contrast": CONTRAST.name}
OPENED_ANEW = {"Palette"}
"""Screens that keep the colours in which they were opened."""


async def done(reader: Reader, rounds: int = 1) -> None:
    """Wait until what a key asked for is done, and what that asked for, in so many rounds."""
    for _ in range(rounds):
        await shown_at_once(reader)
        await asyncio.to_thread(reader.screen.browser.backstage.settle)
        await asyncio.to_thread(reader.screen.browser.searcher.settle)
    await shown_at_once(reader)


async def shown_at_once(reader: Reader) -> None:
    """Wait for messages that lead to messages, to the screen and back to a pane."""
    for _ in range(3):
        await reader.pilot.pause(0)
        while not reader.app.keyboard.is_idle:  # what is pasted key by key takes a moment
            await reader.pilot.pause(0)


async def settled(reader: Reader) -> None:
    """Wait until all that may come has come, what comes after a while too."""
    await asyncio.to_thread(reader.screen.query_one(TopBar).refresher.settle)
    for screen in reader.app.screen_stack:
        if isinstance(screen, WorkbenchScreen):
            await asyncio.to_thread(screen.previewer.settle)
    await reader.app.workers.wait_for_complete()
    await done(reader, rounds=2)
    await rested(reader)


async def rested(reader: Reader) -> None:
    """Let the cursor be on its paper for a while, which shows what changed in it."""
    if entry := reader.papers.current:
        reader.screen.browser.reading.post_message(Reading.Rested(entry.id))
        await done(reader, rounds=2)


@asynccontextmanager
async def shown(session: Session, state: State, size: Size) -> AsyncIterator[Reader]:
    """A reader in that state."""
    app = PapertermApp(session)
    async with app.run_test(size=size, notifications=True) as pilot:
        reader = Reader(app, pilot, [])
        await done(reader)
        await asyncio.to_thread(reader.screen.query_one(TopBar).refresher.settle)
        known = None
        for key in state.keys:
            # What is behind a dialog is drawn no more: it has to be complete before.
            if (entry := reader.papers.current) and entry.id != known:
                await rested(reader)
                known = entry.id
            reader.hit(*([key] if isinstance(key, str) else key))
            await done(reader)
        await settled(reader)
        yield reader


async def pictures(session: Session, state: State, size: Size) -> dict[str, str]:
    """The pictures of a state at a size, by name."""
    name = f"{size[0]}x{size[1]}"
    themes = THEMES if size == SIZE_OF_THEMES else {}
    async with shown(session, state, size) as reader:
        assert reader.on_top == state.screen
        bound = [one.binding.id or "" for one in reader.app.screen.active_bindings.values()]
        assert state.owner in {id_.partition(".")[0] for id_ in bound} | {""}
        found = {name: picture(reader.app)}
        if state.screen not in OPENED_ANEW:
            for kind, theme in themes.items():
                reader.app.theme = theme
                await done(reader)
                found[f"{name}-{kind}"] = picture(reader.app)
    if state.screen in OPENED_ANEW:
        for kind, theme in themes.items():
            session.set_setting("reader", "theme", theme)
            async with shown(session, state, size) as reader:
                found[f"{name}-{kind}"] = picture(reader.app)
    return found


@contextmanager
def session_of(state: State, full: Path, folder: Path) -> Iterator[Session]:
    """The session of a state, in a working folder of its own."""
    if state.shelf is Shelf.DEMO:
        with demo_opened(lambda: shelf.NOW) as demo:
            yield demo.session
        return
    os.chdir(full if state.shelf is Shelf.FULL else folder)
    if state.shelf is not Shelf.FIRST:
        shelf.configure(state.settings)
    yield shelf.session()


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_snapshot(
    state: State,
    size: Size,
    full: Path,
    renews: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if state.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    with session_of(state, full, tmp_path) as session:
        drawn = asyncio.run(pictures(session, state, size))
    for name, svg in drawn.items():
        file = PICTURES / state.name / f"{name}.svg"
        if renews:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(svg, encoding="utf-8")
            continue
        now = tmp_path / f"{state.name}-{name}.svg"
        now.write_text(svg, encoding="utf-8")
        assert file.exists(), f"{state.name} has no picture {name}: pytest tests/snapshots --update"
        assert file.read_text(encoding="utf-8") == svg, (
            f"{state.name} looks otherwise at {name}: look at {now}, which was {file}; "
            "if it is as it should be: pytest tests/snapshots --update"
        )
