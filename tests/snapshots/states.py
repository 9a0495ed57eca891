"""The registry of what is pictured: every screen, and every state that a user may see it in.

A new screen, or a new owner of keys, fails the tests until a row here leads to it. Renew the
pictures with `pytest tests/snapshots --update`, and look at what changed before it is committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Keys = tuple["str | tuple[str, ...]", ...]


class Shelf(StrEnum):
    """The library that is open."""

    FULL = "full"  # three months, with marks
    FIRST = "first"  # the first start ever
    EMPTY = "empty"  # settings, and no papers
    DEMO = "demo"  # that of `paperterm demo`, whose newest day is not fetched yet


@dataclass(frozen=True)
class State:
    """Something to see.

    Attributes:
        name: What its pictures are called.
        keys: What to press; a tuple of keys is typed as quickly as one types.
        owner: One of those of the action table whose keys work then; none in the palette.
        screen: The class that is on top then.
        settings: Lines for the table [reader].
        shelf: Which library.
        no_color: Whether the terminal is asked for none.
        shows: Words that are to be seen at every size, besides the title under the cursor of the
            list; those of the data, not of the program.
    """

    name: str
    keys: Keys = ()
    owner: str = "list"
    screen: str = "ReaderScreen"
    settings: str = ""
    shelf: Shelf = Shelf.FULL
    no_color: bool = False
    shows: tuple[str, ...] = ()


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple({" ": "space"}.get(one, one) for one in text)


def _row(number: int) -> tuple[str, ...]:
    """To a row of the list, its keys typed together."""
    return (str(number), "G")


_ALL_DAYS = ("-", "-", "-")
_FIND_DIFFUSION = ("/", typed("diffusion"))


def _side(choice: int) -> Keys:
    """Choose in the sidebar, headings not counted."""
    return ("h", "g", ("j",) * (choice - 1), "enter")


STATES = (
    # A day.
    State("day", owner="app"),
    State("triage", (_row(2), "x", "s", "j", "q", "j"), "rows"),
    State("all-read", ("A", "space")),
    State("range", (_row(3), "v", "j", "j")),
    State("older-day", ("[", "["), "reader"),
    State("kinds", ("m",), "modal", "PickScreen"),
    State("kinds-new", ("m", "j", "enter"), "desk"),
    State("compact", settings='density = "compact"\n'),
    State("ascii", ("h",), "side", settings="ascii = true\n"),
    State("no-color", (_row(2), "s"), no_color=True),
    # The abstract.
    State("abstract", ("enter",), "pane"),
    State("what-changed", ("enter", "G"), "pane", shows=("github.com/example",)),
    State("raw", (_row(3), "$"), "reading", shows=("$[0,1)$",)),
    State("zen", (_row(2), "z"), "pane"),
    State("hostile-markup", (_row(3),)),
    State("hostile-wide", (_row(4),)),
    State("hostile-long", (_row(5),)),
    State("hostile-bare", (_row(7),)),
    # Other days, other orders.
    State("month", ("-",)),
    State("all-days", _ALL_DAYS),
    State("all-days-sorted", (*_ALL_DAYS, "S", "j", "enter")),
    # The sidebar.
    State("sidebar", ("h",), "side", shows=("Diffusion of robots",)),
    State(
        "sidebar-wide",
        ("h", *_ALL_DAYS),
        "side",
        settings="sidebar_width = 40\n",
        shows=("Diffusion of robots",),
    ),
    State("sidebar-delete", ("h", "g", ("j",) * 5, "d"), "side"),
    State("starred", _side(3)),
    State("queue", _side(4)),
    State("queue-moved", (*_side(4), "G", "<")),
    State("queue-empty", (*_side(4), "v", "G", "q", *_side(1), *_side(4)), "list"),
    State("followed", _side(5)),
    State("saved-view", _side(6)),
    State("topic", _side(7)),
    State("topic-without-papers", _side(10)),
    # Finding.
    State("filter", _FIND_DIFFUSION, "filter", shows=("diffusion",)),
    State("filter-help", ("/",), "filter"),
    State("filter-wrong", ("/", typed("day:soon")), "filter", shows=("day:soon",)),
    State("filter-nothing", ("/", typed("nothing like it")), "filter", shows=("nothing like it",)),
    State("found", (*_FIND_DIFFUSION, "enter", "n"), shows=("diffusion",)),
    State(
        "keep-view",
        (*_FIND_DIFFUSION, "enter", "V", typed("Mine")),
        "line",
        "AskScreen",
        shows=("Mine",),
    ),
    # Nothing there yet.
    State("welcome", shelf=Shelf.FIRST),
    State("empty", shelf=Shelf.EMPTY),
    State("empty-starred", _side(3), shelf=Shelf.EMPTY),
    # What comes on top.
    State("help", ("?",), "help", "HelpScreen"),
    State("help-searched", ("?", "/", typed("star")), "search", "HelpScreen", shows=("star",)),
    State("help-signs", ("?", "/", typed("signs")), "search", "HelpScreen", shows=("signs",)),
    State("palette", ("ctrl+p",), "", "Palette"),
    State(
        "palette-paper", ("ctrl+p", typed("diffusion")), "", "Palette", shows=("A Diffusion Model",)
    ),
    State("themes", ("ctrl+t",), "modal", "ThemesScreen", shows=("paperterm-light",)),
    State("export", ("e",), "modal", "ExportScreen", shows=("bibtex",)),
    State("sort", ("S",), "modal", "PickScreen", shows=("category",)),
    State("follow", (_row(4), "f"), "rows", "PickScreen", shows=("Author 01",)),
    State("copy", ("y",), "modal", "PickScreen", shows=("2602.00001",)),
    State("tags", ("#",), "tags", "TagsScreen", shows=("robots to-cite",)),
    State("pipe", (_row(3), "v", "j", "|"), "line", "AskScreen"),
    State("note", ("a",), "note", "NoteScreen", shows=("ask Ben",)),
    State("note-long", (*_ALL_DAYS, "G", "a"), "note", "NoteScreen", shows=("It goes on",)),
    State("calendar", ("C",), "calendar", "CalendarScreen", shows=("12 Feb 2026",)),
    State(
        "calendar-gap",
        ("C", "[", ("h",) * 5, "j"),
        "calendar",
        "CalendarScreen",
        shows=("9 Dec 2025",),
    ),
    State(
        "calendar-empty", ("C", ("h",) * 4), "calendar", "CalendarScreen", shows=("15 Jan 2026",)
    ),
    State(
        "messages",
        ("V", "!"),
        "pane",
        "MessagesScreen",
        'density = "tiny"\n',
        shows=("config.toml",),
    ),
    # What is wrong.
    State(
        "wrong-settings",
        settings='density = "tiny"\ntheme = "paperterm-drak"\n',
        shows=("config.toml",),
    ),
    State("no-network", ("R",)),
    State("paste-left-out", (typed("a text of more keys than anybody hits at once " * 2),)),
    # The workbench.
    State("workbench-new", ("T",), "workbench", "WorkbenchScreen"),
    State("workbench", (*_side(7), "t"), "workbench", "WorkbenchScreen", shows=("score-based",)),
    State(
        "workbench-keyword",
        (*_side(7), "t", "enter", "down", "down", typed("robot arm")),
        *("workbench", "WorkbenchScreen"),
        shows=("score-based",),
    ),
    State(
        "workbench-match",
        (*_side(7), "t", "tab", "tab", "tab", "tab"),
        *("match", "WorkbenchScreen"),
        shows=("score-based",),
    ),
    State(
        "workbench-category",
        (*_side(7), "t", "tab", "tab", "tab", typed("astro")),
        *("completion", "WorkbenchScreen"),
        shows=("astro-ph.CO",),
    ),
    State(
        "workbench-unsaved",
        (*_side(7), "t", "enter", typed("x"), "escape"),
        *("unsaved", "WorkbenchScreen"),
        shows=("score-basedx",),
    ),
    State("workbench-wrong", ("T", "ctrl+s"), "workbench", "WorkbenchScreen"),
    # The demo.
    State("demo", ("R",), shelf=Shelf.DEMO),
)

LAYOUTS = (
    *("day", "abstract", "sidebar", "hostile-wide", "filter-help"),
    *("help", "export", "calendar", "workbench"),
)
"""States that are pictured at all sizes: between them they have every part of the screen."""

THEMED = ("triage", "abstract", "found", "messages", "calendar", "workbench")
"""States that are pictured in other themes: between them they have every colour."""
