"""Every state looks as it does on its picture, and can be read at any size and in any theme."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from shutil import rmtree

import pytest

from paperterm.cli.demo import open_demo
from paperterm.session import Session
from paperterm.session.drafts import FOLDER
from paperterm.tui.dialogs.interest import InterestScreen
from paperterm.tui.draw.themes import CONTRAST, LIGHT
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.reader.paper_view import PaperView
from paperterm.tui.reader.top_bar import TopBar
from paperterm.tui.workbench.screen import WorkbenchScreen
from tests.snapshots import shelf
from tests.snapshots.picture import picture
from tests.snapshots.states import LAYOUTS, STATES, THEMED, WORDS, Shelf, State
from tests.tui.driving import Reader, Size, running
from tests.tui.test_themes import hard_to_read

PICTURES = Path(__file__).parent / "pictures"
SIZE: Size = (120, 36)
OTHER_SIZES: tuple[Size, ...] = ((200, 50), (80, 24), (60, 18))
THEMES = {"light": LIGHT.name, "contrast": CONTRAST.name}
CONTRASTS = {"light": 2.5, "contrast": 4.5}
"""How far words stand out at least, by WCAG 2: a placeholder of the light theme does by 2.6."""
OPENED_ANEW = {"Palette"}
"""Screens that keep the colours in which they were opened."""


async def settled(reader: Reader) -> None:
    """Wait until all that may come has come, what comes after a while too."""
    await asyncio.to_thread(reader.screen.query_one(TopBar).refresher.settle)
    for screen in reader.app.screen_stack:
        if isinstance(screen, WorkbenchScreen):
            await asyncio.to_thread(screen.previewer.settle)
        if isinstance(screen, InterestScreen):
            await asyncio.to_thread(screen.judging.settle)
    await reader.app.workers.wait_for_complete()
    await reader.settled()
    await rested(reader)


async def rested(reader: Reader) -> None:
    """Let the cursor be on its paper for a while, which shows what changed in it."""
    if entry := reader.papers.current:
        reader.screen.browser.view.post_message(PaperView.Rested(entry.id))
        await reader.settled()


@asynccontextmanager
async def shown(session: Session, state: State, size: Size) -> AsyncIterator[Reader]:
    """A reader in that state; what was typed in another one is forgotten."""
    rmtree(session.folders.state / FOLDER, ignore_errors=True)
    async with running(session, size) as reader:
        await reader.settled()
        await asyncio.to_thread(reader.screen.query_one(TopBar).refresher.settle)
        known = None
        for key in state.keys:
            # What is behind a dialog is drawn no more: it has to be complete before.
            if (entry := reader.papers.current) and entry.id != known:
                await rested(reader)
                known = entry.id
            reader.hit(*([key] if isinstance(key, str) else key))
            await reader.settled()
        await settled(reader)
        yield reader


def is_reached(reader: Reader, state: State) -> None:
    """Check that the state is the one that its row says."""
    assert reader.on_top == state.screen
    bound = {one.binding.id for one in reader.app.screen.active_bindings.values()}
    assert state.owner in {one.owner for one in ACTIONS if one.name in bound} | {""}


def is_legible(reader: Reader, state: State) -> None:
    """Check that the words of the state are on the screen, and what takes the keys is inside it."""
    text, size = reader.text(), reader.app.size
    title = (entry := reader.papers.current) and reader.on_top == "ReaderScreen"
    words = (WORDS.get(state.name, ""), entry.paper.title[:8] if entry and title else "")
    assert [word for word in words if word not in text] == [], f"at {size}:\n{text}"
    if focused := reader.app.focused:
        assert focused.region
        assert reader.app.screen.region.contains_region(focused.region), f"at {size}:\n{text}"


def faint(reader: Reader, least: float) -> list[tuple[str, str, float]]:
    """The words that stand out too little: their widgets and contrasts."""
    found = hard_to_read(reader)
    return [one for one in found if one[2] < least and any(map(str.isalnum, one[1]))]


async def everything(session: Session, state: State) -> dict[str, str]:
    """The pictures of a state at the one size, by name; other sizes and themes are looked at."""
    name = _name(SIZE)
    async with shown(session, state, SIZE) as reader:
        is_reached(reader, state)
        is_legible(reader, state)
        found = {name: picture(reader.app)}
        before = reader.app.theme
        for kind, theme in THEMES.items() if state.screen not in OPENED_ANEW else ():
            reader.app.theme = theme
            await reader.settled()
            if not state.no_color:
                assert faint(reader, CONTRASTS[kind]) == []
            if state.name in THEMED:
                found[f"{name}-{kind}"] = picture(reader.app)
        reader.app.theme = before
        for size in OTHER_SIZES:
            await reader.pilot.resize_terminal(*size)
            await settled(reader)
            is_reached(reader, state)
            is_legible(reader, state)
    return found


async def one(session: Session, state: State, size: Size) -> dict[str, str]:
    """The picture of a state that was opened at another size."""
    async with shown(session, state, size) as reader:
        is_reached(reader, state)
        return {_name(size): picture(reader.app)}


def _name(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


World = Callable[[State], AbstractContextManager[Session]]


@contextmanager
def session_of(state: State, full: Path, folder: Path) -> Iterator[Session]:
    """The session of a state, in a working folder of its own."""
    if state.shelf is Shelf.DEMO:
        with open_demo(lambda: shelf.NOW) as demo:
            yield demo.session
        return
    os.chdir(full if state.shelf is Shelf.FULL else folder)
    if state.shelf is not Shelf.FIRST:
        shelf.configure(state.settings)
    yield shelf.session()


@pytest.fixture
def world(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Opens the session of a state."""
    monkeypatch.chdir(tmp_path)

    @contextmanager
    def opened(state: State) -> Iterator[Session]:
        if state.no_color:
            monkeypatch.setenv("NO_COLOR", "1")
        with session_of(state, full, tmp_path) as session:
            yield session

    return opened


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_state(state: State, world: World, tmp_path: Path, renews: bool) -> None:
    with world(state) as session:
        drawn = asyncio.run(everything(session, state))
    assert _name(SIZE) in drawn
    assert differences(state, drawn, tmp_path, renews) == []


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("size", OTHER_SIZES, ids=_name)
@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str, size: Size, world: World, tmp_path: Path, renews: bool) -> None:
    (state,) = (state for state in STATES if state.name == name)
    with world(state) as session:
        drawn = asyncio.run(one(session, state, size))
    assert drawn.keys() == {_name(size)}
    assert differences(state, drawn, tmp_path, renews) == []


def differences(state: State, drawn: dict[str, str], folder: Path, renews: bool) -> list[str]:
    """Return what differs from the pictures in the repository, or write the pictures there."""
    found = []
    for name, svg in drawn.items():
        file = PICTURES / state.name / f"{name}.svg"
        if renews:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(svg, encoding="utf-8")
            continue
        now = folder / f"{state.name}-{name}.svg"
        now.write_text(svg, encoding="utf-8")
        if not file.exists():
            found.append(f"{state.name} has no picture {name}: pytest tests/snapshots --update")
        elif file.read_text(encoding="utf-8") != svg:
            found.append(
                f"{state.name} looks otherwise at {name}: look at {now}, which was {file}; "
                "if it is as it should be: pytest tests/snapshots --update"
            )
    return found
