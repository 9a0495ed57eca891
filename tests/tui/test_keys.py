"""The action table: each row is bound, reaches its method, collides with none, and is explained."""

from collections import Counter
from itertools import groupby

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from paperterm.export import FORMATS
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.app import PapertermApp
from paperterm.tui.dialogs.ask import AskScreen
from paperterm.tui.dialogs.calendar import CalendarScreen
from paperterm.tui.dialogs.export import ExportScreen, Formats
from paperterm.tui.dialogs.help import HelpScreen
from paperterm.tui.dialogs.key_list import KeyList
from paperterm.tui.dialogs.note import NoteScreen
from paperterm.tui.dialogs.pick import Choices, PickScreen
from paperterm.tui.dialogs.tags import TagsScreen
from paperterm.tui.dialogs.themes import ThemesScreen
from paperterm.tui.keys.actions import ACTIONS, KeyAction
from paperterm.tui.reader.bars import HintBar
from paperterm.tui.reader.browser import Browser
from paperterm.tui.reader.filter_bar import FilterBar
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.reading import Reading
from paperterm.tui.reader.screen import ReaderScreen
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.search_line import SearchLine
from paperterm.tui.workbench.category_field import Code
from paperterm.tui.workbench.match_choice import MatchChoice
from paperterm.tui.workbench.screen import Question, WorkbenchScreen
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

OWNERS: dict[str, tuple[type[DOMNode], ...]] = {
    "rows": (RowList,),
    "list": (PaperList,),
    "pane": (AbstractPane,),
    "reader": (ReaderScreen,),
    "reading": (Reading,),
    "desk": (Browser,),
    "side": (Sidebar,),
    "calendar": (CalendarScreen,),
    "modal": (HelpScreen, ExportScreen, PickScreen, ThemesScreen),
    "help": (HelpScreen,),
    "search": (SearchLine,),
    "filter": (FilterBar,),
    "line": (AskScreen,),
    "tags": (TagsScreen,),
    "note": (NoteScreen,),
    "workbench": (WorkbenchScreen,),
    "completion": (Code,),
    "match": (MatchChoice,),
    "unsaved": (Question,),
    "app": (PapertermApp,),
}
ACTIVE = {
    "in the list": ("list", "rows", "reading", "desk", "reader", "app"),
    "in the sidebar": ("side", "rows", "desk", "reader", "app"),
    "in the abstract": ("pane", "reading", "desk", "reader", "app"),
    "in the filter bar": ("filter", "app"),
    "in a line of text": ("line", "app"),
    "in the tags": ("tags", "line", "app"),
    "in a note": ("note", "app"),
    "in the calendar": ("calendar", "modal", "app"),
    "in the help": ("help", "modal", "rows", "app"),
    "while a key is looked up": ("search", "app"),
    "in the export dialog": ("modal", "rows", "app"),
    "in a topic": ("workbench", "app"),
    "in the categories of a topic": ("completion", "workbench", "app"),
    "at the match of a topic": ("match", "workbench", "app"),
    "in the papers of a topic": ("rows", "workbench", "app"),
}


def method(action: KeyAction) -> str:
    return "action_" + action.id.partition("(")[0]


def name(action: KeyAction) -> str:
    return f"{action.owner}.{action.id}"


@pytest.mark.parametrize("action", ACTIONS, ids=name)
def test_a_row_is_bound_by_its_owner_and_can_be_done(action: KeyAction) -> None:
    for owner in OWNERS[action.owner]:
        assert callable(getattr(owner, method(action)))
        bound = {
            key: binding.action
            for binding in owner.BINDINGS
            if isinstance(binding, Binding)
            for key in binding.key.split(",")
        }
        assert {bound.get(key) for key in action.keys} == {action.id}


@pytest.mark.parametrize("action", ACTIONS, ids=name)
def test_a_row_says_what_it_does(action: KeyAction) -> None:
    assert action.keys
    assert action.help.strip()
    assert action.group.strip()
    assert action.says.strip() or not action.hint


@pytest.mark.parametrize("owners", ACTIVE.values(), ids=ACTIVE)
def test_a_key_means_one_thing_at_a_time(owners: tuple[str, ...]) -> None:
    keys = Counter(key for action in ACTIONS if action.owner in owners for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_row_stands_twice() -> None:
    rows = Counter(map(name, ACTIONS))
    assert [row for row, times in rows.items() if times > 1] == []


# What must have the keys for a row to be reached, and what to press to bring it there.
WHERE: list[tuple[str, type[DOMNode], tuple[str, ...]]] = [
    ("rows", PaperList, ()),
    ("rows", Sidebar, ("h",)),
    ("list", PaperList, ()),
    ("pane", AbstractPane, ("l",)),
    ("reader", PaperList, ()),
    ("reader", Sidebar, ("h",)),
    ("reader", AbstractPane, ("l",)),
    ("rows", Formats, ("e",)),
    ("modal", Formats, ("e",)),
    ("modal", KeyList, ("question_mark",)),
    ("rows", KeyList, ("question_mark",)),
    ("help", KeyList, ("question_mark",)),
    ("search", SearchLine, ("question_mark", "slash")),
    ("rows", Choices, ("ctrl+t",)),
    ("modal", Choices, ("ctrl+t",)),
    ("pane", AbstractPane, ("exclamation_mark",)),
    ("app", PaperList, ()),
]


@pytest.mark.parametrize(
    ("owner", "focused", "first"), WHERE, ids=[f"{one} in {two.__name__}" for one, two, _ in WHERE]
)
async def test_every_key_reaches_its_method(
    one_day: Home,
    monkeypatch: pytest.MonkeyPatch,
    owner: str,
    focused: type[DOMNode],
    first: tuple[str, ...],
) -> None:
    reached: list[str] = []
    actions = [action for action in ACTIONS if action.owner == owner]
    async with opened(one_day) as reader:
        await reader.press(*first)
        assert isinstance(reader.app.focused, focused)
        for action in actions:
            for cls in OWNERS[owner]:
                called = method(action)
                monkeypatch.setattr(
                    cls, called, lambda _self, *_args, called=called: reached.append(called)
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


async def test_the_export_dialog_names_every_format_and_the_folder(one_day: Home) -> None:
    one_day.configure('[export]\nfolder = "/no/such [/folder]"\n')
    async with opened(one_day) as reader:
        await reader.press("e")
        shown = reader.text()
        assert all(exporter.name in shown for exporter in FORMATS)
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
        assert reader.told == ["a keyword of a topic; / finds other words"] * 2
        await reader.press("slash", *"found", "enter", "n")
        assert len(reader.told) == 2
