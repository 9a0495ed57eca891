"""The action table: each row is bound, reaches its method, collides with none, and is explained."""

from collections import Counter
from importlib import import_module
from itertools import groupby
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from paperterm import tui
from paperterm.export import FORMATS
from paperterm.outlets import OUTLETS
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.app import PapertermApp
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.dialogs.help import HelpScreen, KeyList
from paperterm.tui.dialogs.pick import ChoiceList, PickScreen
from paperterm.tui.keys.actions import ACTIONS, KeyAction
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.screen import ReaderScreen
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.search_line import SearchLine
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

NAMES = [action.name for action in ACTIONS]


def classes() -> dict[str, type[DOMNode]]:
    """Every widget, screen and app of the reader, by the name of its class."""
    found: dict[str, type[DOMNode]] = {}
    for module in walk_packages(tui.__path__, f"{tui.__name__}."):
        for one in vars(import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__ == module.name:
                assert found.setdefault(one.__name__, one) is one
    return found


def method(action: KeyAction) -> str:
    return "action_" + action.id.partition("(")[0]


@pytest.mark.parametrize("action", ACTIONS, ids=NAMES)
def test_a_row_is_bound_by_its_class_and_can_be_done(action: KeyAction) -> None:
    owner = classes()[action.owner]
    assert callable(getattr(owner, method(action)))
    bound = {
        key: binding.action
        for binding in owner.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }
    assert {bound.get(key) for key in action.keys} == {action.id}


@pytest.mark.parametrize("action", ACTIONS, ids=NAMES)
def test_a_row_says_what_it_does(action: KeyAction) -> None:
    assert action.keys
    assert action.help.strip()
    assert action.group.strip()
    assert action.label.strip() or not action.hint


@pytest.mark.parametrize("names", sorted({action.classes for action in ACTIONS}), ids=" ".join)
def test_a_key_means_one_thing_at_a_time(names: tuple[str, ...]) -> None:
    together = {*names, "PapertermApp"}
    keys = Counter(key for action in ACTIONS if action.owner in together for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []


# What must have the keys for a row to be reached, and what to press to bring it there.
WHERE: list[tuple[type[DOMNode], type[DOMNode], tuple[str, ...]]] = [
    (RowList, PaperList, ()),
    (RowList, Sidebar, ("h",)),
    (PaperList, PaperList, ()),
    (AbstractPane, AbstractPane, ("l",)),
    (ReaderScreen, PaperList, ()),
    (ReaderScreen, Sidebar, ("h",)),
    (ReaderScreen, AbstractPane, ("l",)),
    (PickScreen, ChoiceList, ("e",)),
    (Dialog, KeyList, ("question_mark",)),
    (RowList, KeyList, ("question_mark",)),
    (HelpScreen, KeyList, ("question_mark",)),
    (SearchLine, SearchLine, ("question_mark", "slash")),
    (RowList, ChoiceList, ("ctrl+t",)),
    (Dialog, ChoiceList, ("S",)),
    (AbstractPane, AbstractPane, ("exclamation_mark",)),
    (PapertermApp, PaperList, ()),
]


@pytest.mark.parametrize(
    ("owner", "focused", "first"),
    WHERE,
    ids=[f"{one.__name__} in {two.__name__}" for one, two, _ in WHERE],
)
async def test_every_key_reaches_its_method(
    one_day: Home,
    monkeypatch: pytest.MonkeyPatch,
    owner: type[DOMNode],
    focused: type[DOMNode],
    first: tuple[str, ...],
) -> None:
    reached: list[str] = []
    actions = [action for action in ACTIONS if action.owner == owner.__name__]
    async with opened(one_day) as reader:
        await reader.press(*first)
        assert isinstance(reader.app.focused, focused)
        for action in actions:
            called = method(action)
            monkeypatch.setattr(
                owner, called, lambda _self, *_args, called=called: reached.append(called)
            )
        for action in actions:
            reached.clear()
            await reader.type(*action.keys)
            assert reached == [method(action)] * len(action.keys), action


async def test_the_hints_follow_the_pane(one_day: Home) -> None:
    def hints(reader: Reader) -> str:
        return lines(reader.screen.query_one(HintBar))[0]

    async with opened(one_day) as reader:
        assert "queue" in hints(reader)
        await reader.press("l")
        assert "back" in hints(reader)
        assert "queue" not in hints(reader)
        await reader.press("q")
        assert reader.focused == "PaperList"
        assert "queue" in hints(reader)
    assert one_day.marks() == {}


async def test_the_export_dialog_names_all_rows_and_the_folder(
    one_day: Home,
) -> None:
    one_day.configure('[export]\nfolder = "/no/such [/folder]"\n')
    async with opened(one_day) as reader:
        await reader.press("e")
        shown = reader.text()
        assert all(one.name in shown for one in (*FORMATS, *OUTLETS))
        assert "/no/such [/folder]" in shown


def test_the_rows_of_a_group_stand_together() -> None:
    groups = [group for group, _ in groupby(action.group for action in ACTIONS)]
    assert len(groups) == len({*groups})


async def test_the_abstract_is_scrolled_from_the_list(long_day: Home) -> None:
    async with opened(long_day) as reader:
        top = lines(reader.abstract)
        await reader.press("J", "J")
        further = lines(reader.abstract)
        await reader.press("K", "K", "ctrl+e", "ctrl+e")
        assert lines(reader.abstract) == further != top
        await reader.press("ctrl+y", "ctrl+y")
        assert lines(reader.abstract) == top
        assert reader.focused == "PaperList"


async def test_raw_tex_says_what_is_shown(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("$", "$")
        assert reader.told == ["TeX as typed", "TeX as Unicode"]


async def test_a_hit_that_nobody_looked_for_says_what_it_is(home: Home) -> None:
    home.configure('[topics.One]\nkeywords = ["found"]\n')
    home.bring(paper(1))
    async with opened(home) as reader:
        await reader.press("n", "N")
        assert reader.told == ["this is a keyword of a topic; press / to find other words"] * 2
        await reader.press("slash", *"found", "enter", "n")
        assert len(reader.told) == 2
