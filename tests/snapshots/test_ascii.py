"""In the mode for plain ASCII, nothing that paperterm draws is anything else."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from paperterm.session import Session
from tests.snapshots import shelf
from tests.snapshots.states import STATES, Shelf, State
from tests.snapshots.test_snapshots import session_of, settled, shown
from tests.tui.driving import Size
from tests.tui.home import paper

SIZES: tuple[Size, ...] = ((160, 45), (60, 18))
CHOSEN = [state for state in STATES if state.shelf in (Shelf.FULL, Shelf.EMPTY)]
"""At the first start nobody has chosen anything yet; the papers of the demo are what they are."""


def plain(told: Any) -> Any:
    """The same in ASCII, and nothing in it that would be drawn as anything else."""
    if isinstance(told, list):
        return [plain(one) for one in told]
    if isinstance(told, str):
        return told.encode("ascii", "replace").decode().replace("$", "").replace("\\", "")
    return told


@pytest.fixture(scope="module", autouse=True)
def plain_shelf() -> Any:
    """Papers, topics and categories whose texts are ASCII."""

    def plain_paper(*place: Any, **fields: Any) -> dict[str, Any]:
        told = paper(*place, **fields)
        return {key: plain(value) for key, value in told.items()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "paper", plain_paper)
        patch.setattr(shelf, "SETTINGS", shelf.SETTINGS.encode("ascii", "replace").decode())
        yield


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the full library, and its index; not to be written to."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("plain")
        patch.chdir(folder)
        shelf.fill()
        shelf.fill_index()
    return folder


@pytest.mark.long
@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("state", CHOSEN, ids=lambda state: state.name)
def test_all_is_ascii(
    state: State, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if state.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    settings = state.settings.replace("ascii = true\n", "") + "ascii = true\n"

    async def look(session: Session) -> None:
        async with shown(session, state, SIZES[0]) as reader:
            for size in SIZES:
                await reader.pilot.resize_terminal(*size)
                await settled(reader)
                text = reader.text()
                assert text.isascii(), "\n".join(
                    line for line in text.split("\n") if not line.isascii()
                )

    with session_of(replace(state, settings=settings), full, tmp_path) as session:
        asyncio.run(look(session))
