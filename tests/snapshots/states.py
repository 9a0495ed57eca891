"""The states in the pictures: every screen, in every state that a user may see.

A new screen, or a new class with keys, fails the tests until a row here shows it. Update the
pictures with `pytest tests/snapshots --update`, and look at what changed before you commit it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Keys = tuple["str | tuple[str, ...]", ...]


class Shelf(StrEnum):
    """The library to open."""

    FULL = "full"  # three months, with marks
    FIRST = "first"  # the first start ever
    EMPTY = "empty"  # settings, and no papers
    DEMO = "demo"  # the one of `paperterm demo`, whose newest day is not fetched yet


@dataclass(frozen=True)
class State:
    """A state of the screen.

    Attributes:
        name: The name of its pictures.
        keys: The keys to press; a tuple of keys is typed quickly.
        owner: A class in the table of keys whose keys work then; none in the palette.
        screen: The class of the screen on top.
        settings: Lines for the table [reader].
        shelf: The library.
        no_color: Whether to set NO_COLOR.
    """

    name: str
    keys: Keys = ()
    owner: str = "PaperList"
    screen: str = "ReaderScreen"
    settings: str = ""
    shelf: Shelf = Shelf.FULL
    no_color: bool = False


def typed(text: str) -> tuple[str, ...]:
    """Return the keys of a text."""
    return tuple({" ": "space"}.get(one, one) for one in text)


def _row(number: int) -> tuple[str, ...]:
    """Return the keys that go to a row of the list, typed together."""
    return (str(number), "G")


_ALL_DAYS = ("-", "-", "-")
_WHOLE: Keys = ("[", _row(2), "i")
_WHOLE_SCREEN = "WholePaperScreen"
_FIND_DIFFUSION = ("/", typed("diffusion"))


def _side(choice: int) -> Keys:
    """Return the keys that choose a row of the sidebar, not counting headings."""
    return ("h", "g", ("j",) * (choice - 1), "enter")


STATES = (
    # A day.
    State("day", owner="PapertermApp"),
    State("triage", (_row(2), "x", "s", "j", "b", "j"), "RowList"),
    State("all-read", ("A", "space"), "PaperActions"),
    State("range", (_row(3), "v", "j", "j")),
    State("older-day", ("[", "["), "ReaderScreen"),
    State("kinds", ("m",), "Dialog", "PickScreen"),
    State("kinds-new", ("m", "j", "enter"), "Browser"),
    State("compact", settings='density = "compact"\n'),
    State("ascii", ("h",), "Sidebar", settings="ascii = true\n"),
    State("no-color", (_row(2), "s"), no_color=True),
    # The abstract.
    State("abstract", ("enter",), "AbstractPane"),
    State("what-changed", ("enter", "G"), "AbstractPane"),
    State("raw", (_row(3), "$"), "PaperView"),
    State("zen", (_row(2), "z"), "AbstractPane"),
    State("hostile-markup", (_row(3),)),
    State("hostile-wide", (_row(4),)),
    State("hostile-long", (_row(5),)),
    State("hostile-bare", (_row(7),)),
    # Other days, other orders.
    State("month", ("-",)),
    State("all-days", _ALL_DAYS),
    State("all-days-sorted", (*_ALL_DAYS, "S", "j", "enter")),
    # The sidebar.
    State("sidebar", ("h",), "Sidebar"),
    State("sidebar-wide", ("h", *_ALL_DAYS), "Sidebar", settings="sidebar_width = 40\n"),
    State("sidebar-delete", ("h", "g", ("j",) * 6, "d"), "Sidebar"),
    State("starred", _side(4)),
    State("queue", _side(5)),
    State("queue-moved", (*_side(5), "G", "<")),
    State("queue-empty", (*_side(5), "v", "G", "b", *_side(1), *_side(5)), "PaperList"),
    State("followed", _side(6)),
    State("saved-view", _side(7), "Sharing"),
    State("topic", _side(8)),
    State("topic-without-papers", _side(11)),
    # Searching.
    State("filter", _FIND_DIFFUSION, "FilterBar"),
    State("filter-help", ("/",), "FilterBar"),
    State("filter-wrong", ("/", typed("day:soon")), "FilterBar"),
    State("filter-nothing", ("/", typed("nothing like it")), "FilterBar"),
    State("found", (*_FIND_DIFFUSION, "enter", "n")),
    State("keep-view", (*_FIND_DIFFUSION, "enter", "V", typed("Mine")), "AskScreen", "AskScreen"),
    # Empty lists.
    State("welcome", shelf=Shelf.FIRST),
    State("empty", shelf=Shelf.EMPTY),
    State("empty-starred", _side(4), shelf=Shelf.EMPTY),
    # Dialogs.
    State("help", ("?",), "HelpScreen", "HelpScreen"),
    State("help-searched", ("?", "/", typed("star")), "SearchLine", "HelpScreen"),
    State("help-signs", ("?", "/", typed("signs")), "SearchLine", "HelpScreen"),
    State("palette", ("ctrl+p",), "", "Palette"),
    State("palette-paper", ("ctrl+p", typed("diffusion")), "", "Palette"),
    State("themes", ("ctrl+t",), "Dialog", "ThemesScreen"),
    State("export", ("e",), "Dialog", "PickScreen"),
    State("sort", ("S",), "PickScreen", "PickScreen"),
    State("follow", (_row(4), "f"), "SearchLine", "PickScreen"),
    State("copy", ("y",), "Dialog", "PickScreen"),
    State("tags", ("#",), "TagsScreen", "TagsScreen"),
    State("pipe", (_row(3), "v", "j", "|"), "AskScreen", "AskScreen"),
    State("note", ("a",), "NoteScreen", "NoteScreen"),
    State("note-long", (*_ALL_DAYS, "G", "a"), "NoteScreen", "NoteScreen"),
    State("calendar", ("C",), "CalendarScreen", "CalendarScreen"),
    State("calendar-gap", ("C", "[", ("h",) * 5, "j"), "CalendarScreen", "CalendarScreen"),
    State("calendar-empty", ("C", ("h",) * 4), "CalendarScreen", "CalendarScreen"),
    State("messages", ("V", "!"), "MessagesScreen", "MessagesScreen", 'density = "tiny"\n'),
    State("interest", ("I",), "AbstractPane", "InterestScreen"),
    # Errors.
    State("wrong-settings", settings='density = "tiny"\ntheme = "paperterm-drak"\n'),
    State("no-network", ("R",)),
    State("paste-left-out", (typed("a text of more keys than anybody hits at once " * 2),)),
    # The workbench.
    State("workbench-new", ("T",), "WorkbenchScreen", "WorkbenchScreen"),
    State("workbench", (*_side(8), "t"), "WorkbenchScreen", "WorkbenchScreen"),
    State(
        "workbench-keyword",
        (*_side(8), "t", "enter", "down", "down", typed("robot arm")),
        *("WorkbenchScreen", "WorkbenchScreen"),
    ),
    State(
        "workbench-match",
        (*_side(8), "t", "tab", "tab", "tab", "tab"),
        *("MatchChoice", "WorkbenchScreen"),
    ),
    State(
        "workbench-category",
        (*_side(8), "t", "tab", "tab", "tab", typed("astro")),
        *("Code", "WorkbenchScreen"),
    ),
    State(
        "workbench-unsaved",
        (*_side(8), "t", "enter", typed("x"), "escape"),
        *("Question", "WorkbenchScreen"),
    ),
    State("workbench-wrong", ("T", "ctrl+s"), "WorkbenchScreen", "WorkbenchScreen"),
    # The whole paper.
    State("whole", _WHOLE, "PaperPage", _WHOLE_SCREEN),
    State("whole-range", (*_WHOLE, "]", "v", "j", "j"), _WHOLE_SCREEN, _WHOLE_SCREEN),
    State("whole-note", (*_WHOLE, "tab", "enter"), "BlockWindow", "BlockWindow"),
    State("whole-reference", (*_WHOLE, "tab", "tab", "enter"), "BlockText", "BlockWindow"),
    State("whole-found", (*_WHOLE, "/", typed("robot"), "enter", "n"), "PaperPage", _WHOLE_SCREEN),
    State("whole-figure", (*_WHOLE, "f"), "FigureScreen", "FigureScreen"),
    State("whole-lacking", ("[", _row(3), "i"), _WHOLE_SCREEN, _WHOLE_SCREEN),
    # The demo.
    State("demo", ("R",), shelf=Shelf.DEMO),
)

WORDS = {
    **dict.fromkeys(("sidebar", "sidebar-wide"), "Diffusion of robots"),
    "raw": "$[0,1)$",
    "what-changed": "github.com/example",
    **dict.fromkeys(("filter", "found"), "diffusion"),
    "filter-wrong": "day:soon",
    "filter-nothing": "nothing like it",
    "keep-view": "Mine",
    "help-searched": "star",
    "help-signs": "signs",
    "palette-paper": "A Diffusion Model",
    "themes": "paperterm-light",
    "export": "bibtex",
    "sort": "category",
    "follow": "Author 01",
    "copy": "2602.00001",
    "tags": "robots to-cite",
    "note": "ask Ben",
    "note-long": "It goes on",
    "calendar": "12 Feb 2026",
    "calendar-gap": "9 Dec 2025",
    "calendar-empty": "15 Jan 2026",
    **dict.fromkeys(("messages", "wrong-settings"), "config.toml"),
    **dict.fromkeys(("workbench", "workbench-keyword", "workbench-match"), "score-based"),
    "workbench-category": "astro-ph.CO",
    "workbench-unsaved": "score-basedx",
    "whole": "Kettles",
    "whole-figure": "Tea, from above",
    "whole-note": "Sighs",
    "whole-reference": "Earlier",
}
"""Words that a state shows at every size: typed or invented ones, not the program's. Without a
dialog, the title under the cursor is visible too."""

LAYOUTS = (
    *("day", "abstract", "sidebar", "hostile-wide", "filter-help"),
    *("help", "export", "calendar", "workbench"),
)
"""States with pictures at all sizes; together they show every part of the screen."""

THEMED = ("triage", "abstract", "found", "messages", "calendar", "workbench")
"""States with pictures in the other themes; together they show every colour."""
