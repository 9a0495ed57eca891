"""Nothing that a user may see is without pictures, and no picture is of something else."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import gettempdir

from textual.screen import Screen

from paperterm import tui
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.dialogs.text import TextScreen
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.textual_private import FrontScreen
from tests.snapshots.states import LAYOUTS, STATES, THEMED, WORDS
from tests.snapshots.test_snapshots import OTHER_SIZES, PICTURES, SIZE, THEMES

_OF_THIS_MACHINE = re.compile(
    "|".join(map(re.escape, ("/tmp", gettempdir(), str(Path.cwd()), f"{Path.home()}/")))
)


def screens() -> set[str]:
    """The names of all screens that the reader has."""
    for module in walk_packages(tui.__path__, f"{tui.__name__}."):
        import_module(module.name)
    return {one.__name__ for one in _below(Screen) if one.__module__.startswith(tui.__name__)}


def _below(kind: type) -> set[type]:
    found: set[type] = {*kind.__subclasses__()}
    return found.union(*map(_below, found))


def expected() -> set[Path]:
    """The pictures that there must be."""
    at = "{}x{}".format
    names = [(state.name, at(*SIZE)) for state in STATES]
    names += [(name, at(*size)) for name in LAYOUTS for size in OTHER_SIZES]
    names += [(name, f"{at(*SIZE)}-{kind}") for name in THEMED for kind in THEMES]
    return {PICTURES / state / f"{name}.svg" for state, name in names}


def test_every_screen_has_a_state() -> None:
    bases = {Dialog.__name__, TextScreen.__name__, FrontScreen.__name__}
    assert screens() - bases == {state.screen for state in STATES}


def test_every_owner_of_keys_has_a_state() -> None:
    assert {action.owner for action in ACTIONS} == {state.owner for state in STATES} - {""}


def test_every_state_has_a_name_of_its_own() -> None:
    names = [state.name for state in STATES]
    assert len(names) == len({*names})
    assert {*WORDS, *LAYOUTS, *THEMED} <= {*names}


def test_every_state_has_all_pictures_and_every_picture_a_state() -> None:
    assert {*PICTURES.rglob("*.svg")} == expected()


def test_pictures_are_small_and_name_no_folder_of_this_machine() -> None:
    texts = [file.read_text(encoding="utf-8") for file in expected()]
    assert sum(map(len, texts)) < 2_000_000
    assert not [text for text in texts if _OF_THIS_MACHINE.search(text)]
