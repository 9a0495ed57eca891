"""The table of keys: bindings, key hints, help, palette, settings and docs follow from it.

A new key is a row here and a method `action_<id>` on the class that the row names, whose bindings
are `bindings("<class>")`. Which actions are possible follows from Textual's active bindings, and
from `is_available` of the class if it has one (see `keys.available`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType

from paperterm.tui.draw.glyphs import glyphs

KEY_NAMES = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "slash": "/",
    "dollar_sign": "$",
    "number_sign": "#",
    "vertical_line": "|",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "backslash": "\\",
    "comma": ",",
    "full_stop": ".",
    "exclamation_mark": "!",
    "escape": "esc",
}


class KeyAction(NamedTuple):
    """One thing the user can do with a key.

    Attributes:
        classes: The class that does it, then the classes around it or in it, whose keys work at
            the same time. `Input` or `TextArea` says that text is typed there.
        name: Its name in `[keys]`, which no other action has; it is the id of its binding.
        keys: Textual's names of its keys, the one to show first.
        label: What it does in a word or two, for the key hints.
        help: What it does, for the help.
        group: The heading in the help.
        hint: Whether it is among the key hints.
        always: Whether it is among them however narrow the screen is.
    """

    classes: tuple[str, ...]
    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    hint: bool = False
    always: bool = False

    @property
    def owner(self) -> str:
        """The name of the class that does it."""
        return self.classes[0]

    @property
    def id(self) -> str:
        """The method is `action_<id>` of the owner: the name without prefix and dot."""
        return self.name.rpartition(".")[2]

    @property
    def first_key(self) -> str:
        """The key to show."""
        return self.key_names.split()[0]

    @property
    def key_names(self) -> str:
        """The keys as a user would write them."""
        return " ".join(KEY_NAMES.get(key, key) for key in self.keys)


Classes = tuple[str, ...]
_TEXTUAL_NAMES = {short: long for long, short in KEY_NAMES.items()}


def _key(classes: Classes, name: str, keys: str, label: str, text: str, group: str) -> KeyAction:
    """Return a row of the table; `keys` are as a user would write them, the one to show first."""
    names = tuple(_TEXTUAL_NAMES.get(key, key) for key in keys.split())
    return KeyAction(classes, name, names, label, text, group)


def _hint(classes: Classes, *row: str) -> KeyAction:
    """Return a row for an action that is among the key hints."""
    return _key(classes, *row)._replace(hint=True)


def _always(classes: Classes, *row: str) -> KeyAction:
    """Return a row for an action that is among the key hints however narrow the screen is."""
    return _hint(classes, *row)._replace(always=True)


MOVE, MARK, FIND, TOPIC, OUT, APP = "Move", "Mark", "Find", "Topics", "Out", "App"
_IN_ABSTRACT, _IN_CALENDAR = "In the abstract", "In the calendar"
_IN_WHOLE = "In the whole paper"
_IN_TOPIC, _IN_HELP, _IN_MENU = "While editing a topic", "In this help", "In menus"

_APP = ("PapertermApp",)
_SCREEN = ("ReaderScreen",)
_BROWSER = ("Browser", *_SCREEN)
_SHARING = ("Sharing", *_BROWSER)
_MARKING = ("PaperActions", *_SHARING)
_VIEW = ("PaperView", *_MARKING)
_LIST = ("PaperList", "RowList", *_VIEW)
_ABSTRACT = ("AbstractPane", *_VIEW)
_SIDEBAR = ("Sidebar", "RowList", *_BROWSER)
_ROWS = ("RowList",)
_FILTER = ("FilterBar", "Input")
_DIALOG = ("Dialog", "RowList")
_HELP = ("HelpScreen", *_DIALOG)
_PICK = ("PickScreen", *_DIALOG)
_SEARCH = ("SearchLine", "Input")
_CALENDAR = ("CalendarScreen", "Dialog")
_ASK = ("AskScreen", "Input")
_TAGS = ("TagsScreen", *_ASK)
_NOTE = ("NoteScreen", "TextArea")
_BENCH = ("WorkbenchScreen", "RowList", "Input", "TextArea")
_CODES = ("Code", "Input", "WorkbenchScreen")
_MATCH = ("MatchChoice", "WorkbenchScreen")
_MESSAGES = ("MessagesScreen", "Dialog")
_UNSAVED = ("Question", "WorkbenchScreen")
_WHOLE = ("WholePaperScreen",)
_PAGE = ("PaperPage", *_WHOLE)
_FIGURE = ("FigureScreen",)
_WINDOW = ("BlockWindow", "BlockText", "Dialog")
_BLOCK = ("BlockText", "BlockWindow", "Dialog")

ACTIONS = (
    _key(_ROWS, "down", "j down", "down", "Go down a row; 5j goes down five", MOVE),
    _key(_ROWS, "up", "k up", "up", "Go up a row; 5k goes up five", MOVE),
    _key(_ROWS, "first", "g home", "first", "Go to the first row", MOVE),
    _key(_ROWS, "last", "G end", "last", "Go to the last row; 5G goes to row 5", MOVE),
    _key(_ROWS, "half_down", "ctrl+d pagedown", "down", "Go down half a screen", MOVE),
    _key(_ROWS, "half_up", "ctrl+u pageup", "up", "Go up half a screen", MOVE),
    _hint(_MARKING, "next_unread", "space", "next unread", "Go to the next unread paper", MOVE),
    _key(_ROWS, "choose", "enter", "open", "Go into the next pane", MOVE),
    _hint(_SCREEN, "pane_left", "h left", "topics", "Go left: to the list, the topics", MOVE),
    _key(_SCREEN, "pane_right", "l right", "abstract", "Go right: to the list, the abstract", MOVE),
    _key(_SCREEN, "pane_next", "tab", "pane", "Go to the next pane", MOVE),
    _key(_SCREEN, "pane_before", "shift+tab", "pane", "Go to the previous pane", MOVE),
    _key(_VIEW, "scroll_abstract(1)", "J ctrl+e", "", "Scroll the abstract down", MOVE),
    _key(_VIEW, "scroll_abstract(-1)", "K ctrl+y", "", "Scroll the abstract up", MOVE),
    _hint(_SIDEBAR, "side.leave", "esc q", "back", "Go back to the list", MOVE),
    _hint(_BROWSER, "older", "[", "older", "Go to the previous day", MOVE),
    _hint(_BROWSER, "newer", "]", "newer", "Go to the next day", MOVE),
    _key(_BROWSER, "wider", "-", "more days", "Show more days: month, year, all", MOVE),
    _key(_BROWSER, "narrower", "+ =", "", "Show fewer days, down to one", MOVE),
    _hint(_MARKING, "read_next", "x", "read, next", "Mark as read; go to the next unread", MARK),
    _hint(_MARKING, "star", "s", "star", "Star or unstar the paper", MARK),
    _hint(_LIST, "queue", "b", "queue", "Add to the queue, or remove from it", MARK),
    _hint(_MARKING, "dismiss", "X", "not for me", "Not for me: rank similar papers lower", MARK),
    _hint(_LIST, "move_queued(-1)", "<", "sooner", "Move up in the queue", MARK),
    _hint(_LIST, "move_queued(1)", ">", "later", "Move down in the queue", MARK),
    _key(_LIST, "range", "v", "range", "Begin or end a range of papers", MARK),
    _key(_MARKING, "read_all", "A", "", "Mark everything in the list as read", MARK),
    _key(_BROWSER, "undo", "u", "undo", "Undo", MARK),
    _key(_BROWSER, "redo", "ctrl+r", "", "Redo", MARK),
    _key(_MARKING, "retry", "ctrl+s", "", "Retry saving the unsaved marks", MARK),
    _key(_MARKING, "tag", "#", "tag", "Edit tags; completed as you type", MARK),
    _hint(_TAGS, "complete", "tab", "complete", "Complete the tag", MARK),
    _key(_MARKING, "note", "a", "note", "Write a note on the paper", MARK),
    _key(_MARKING, "follow", "f", "", "Follow an author of the paper", MARK),
    _hint(_NOTE, "keep", "esc ctrl+s", "save", "Save the note and close it", MARK),
    _hint(_NOTE, "edit", "ctrl+e", "editor", "Write the note in your editor", MARK),
    _key(_MARKING, "toggle_read", "r", "read", "Mark as read or unread", MARK),
    _hint(_SIDEBAR, "delete", "d delete", "delete", "Delete the topic or saved view", FIND),
    _key(_SIDEBAR, "yes", "y", "", "Confirm deleting it", FIND),
    _key(_SIDEBAR, "no", "n", "", "Cancel deleting it", FIND),
    _key(_BROWSER, "kinds", "m", "", "Choose kinds: new, cross-lists, all", FIND),
    _hint(_SCREEN, "filter", "/", "search", "Search as you type", FIND),
    _key(_SCREEN, "reader.scope", "\\", "", "Search this list or the whole library", FIND),
    _key(_LIST, "clear", "esc", "", "End the range, or clear the search", FIND),
    _hint(_FILTER, "filter.scope", "tab", "scope", "Search this list or the whole library", FIND),
    _hint(_FILTER, "filter.leave", "esc", "cancel", "Cancel the search; enter keeps it", FIND),
    _key(_FILTER, "former(-1)", "up", "", "Previous query", FIND),
    _key(_FILTER, "former(1)", "down", "", "Next query", FIND),
    _key(_SCREEN, "keep_view", "V", "", "Save the search as a view", FIND),
    _key(_BROWSER, "given_up", "M", "", "Show or hide unfollowed categories", FIND),
    _key(_MARKING, "papers_of", "F", "", "Search for all papers of an author", FIND),
    _key(_MARKING, "similar", "~", "", "List the papers most like this one", FIND),
    _key(_VIEW, "next_hit", "n", "", "Go to the next match in the abstract", FIND),
    _key(_VIEW, "previous_hit", "N", "", "Go to the previous match", FIND),
    _key(_BROWSER, "sort", "S", "sort", "Sort the list", FIND),
    _key(_SCREEN, "catch_up", "W", "", "Catch up after days away", FIND),
    _key(_BROWSER, "interest", "I", "", "Show how good the interest order is", FIND),
    _key(_BROWSER, "calendar", "C", "calendar", "Calendar", FIND),
    _hint(_SIDEBAR, "move_topic(-1)", "<", "topic up", "Move the topic up", TOPIC),
    _hint(_SIDEBAR, "move_topic(1)", ">", "down", "Move the topic down", TOPIC),
    _hint(_BROWSER, "edit_topic", "t", "edit", "Edit the topic with a live preview", TOPIC),
    _key(_BROWSER, "categories", "c", "", "Follow a category, or stop following", TOPIC),
    _hint(_BROWSER, "new_topic", "T", "new topic", "Create a topic", TOPIC),
    _key(_SHARING, "download", "D", "download", "Download the PDF, or those of a range", OUT),
    _key(_SHARING, "copy", "y", "copy", "Copy link, id or citation", OUT),
    _key(_SHARING, "pipe", "|", "pipe", "Pipe to a command", OUT),
    _key(_MARKING, "whole", "i", "whole paper", "Read the whole paper", OUT),
    _key(_BROWSER, "bring_queue", "P", "", "Fetch the queue's papers in full, or stop", OUT),
    _hint(_SHARING, "open_abs", "o", "open", "Open the paper's page at arXiv", OUT),
    _key(_SHARING, "open_pdf", "p", "PDF", "Open the paper's PDF at arXiv", OUT),
    _hint(_SCREEN, "export", "e", "export", "Export the list, or send papers", OUT),
    _key(_SCREEN, "repeat", ".", "repeat", "Export or send again, as last time", OUT),
    _key(_ABSTRACT, "line(1)", "j down", "down", "Scroll down", _IN_ABSTRACT),
    _key(_ABSTRACT, "line(-1)", "k up", "up", "Scroll up", _IN_ABSTRACT),
    _key(_ABSTRACT, "half(1)", "ctrl+d pagedown", "", "Scroll down half a screen", _IN_ABSTRACT),
    _key(_ABSTRACT, "half(-1)", "ctrl+u pageup", "", "Scroll up half a screen", _IN_ABSTRACT),
    _key(_ABSTRACT, "edge(-1)", "g home", "", "Scroll to the top", _IN_ABSTRACT),
    _key(_ABSTRACT, "edge(1)", "G end", "", "Scroll to the end", _IN_ABSTRACT),
    _hint(_ABSTRACT, "pane.leave", "q esc", "back", "Go back to the list", _IN_ABSTRACT),
    _key(_CALENDAR, "days(1)", "j down", "", "Go to the next evening", _IN_CALENDAR),
    _key(_CALENDAR, "days(-1)", "k up", "", "Go to the previous evening", _IN_CALENDAR),
    _key(_CALENDAR, "weeks(-1)", "h left", "", "Go to the previous week", _IN_CALENDAR),
    _key(_CALENDAR, "weeks(1)", "l right", "", "Go to the next week", _IN_CALENDAR),
    _key(_CALENDAR, "months(-1)", "[", "", "Go to the previous month", _IN_CALENDAR),
    _key(_CALENDAR, "months(1)", "]", "", "Go to the next month", _IN_CALENDAR),
    _key(_CALENDAR, "farthest(-1)", "g home", "", "Go to the library's first day", _IN_CALENDAR),
    _key(_CALENDAR, "farthest(1)", "G end", "", "Go to today", _IN_CALENDAR),
    _hint(_CALENDAR, "go_there", "enter", "open day", "Open the day", _IN_CALENDAR),
    _key(_PAGE, "page.line(1)", "j down J ctrl+e", "down", "Scroll down", _IN_WHOLE),
    _key(_PAGE, "page.line(-1)", "k up K ctrl+y", "up", "Scroll up", _IN_WHOLE),
    _key(_PAGE, "page.screen(1)", "space", "", "Scroll down a screen", _IN_WHOLE),
    _key(_PAGE, "page.screen(-1)", "backspace", "", "Scroll up a screen", _IN_WHOLE),
    _key(_PAGE, "page.half(1)", "ctrl+d pagedown", "", "Scroll down half a screen", _IN_WHOLE),
    _key(_PAGE, "page.half(-1)", "ctrl+u pageup", "", "Scroll up half a screen", _IN_WHOLE),
    _key(_PAGE, "page.edge(-1)", "g home", "", "Go to the beginning", _IN_WHOLE),
    _key(_PAGE, "page.edge(1)", "G end", "", "Go to the end", _IN_WHOLE),
    _hint(_PAGE, "page.section(1)", "]", "section", "Go to the next heading", _IN_WHOLE),
    _key(_PAGE, "page.section(-1)", "[", "", "Go to the previous heading", _IN_WHOLE),
    _key(_PAGE, "page.sideways(1)", "l right", "", "Move wide tables left", _IN_WHOLE),
    _key(_PAGE, "page.sideways(-1)", "h left", "", "Move wide tables back", _IN_WHOLE),
    _hint(_WHOLE, "page.outline", "t", "outline", "Choose a section", _IN_WHOLE),
    _hint(_WHOLE, "page.find", "/", "find", "Find words in the paper", _IN_WHOLE),
    _hint(_PAGE, "page.next_match", "n", "next", "Go to the next match", _IN_WHOLE),
    _key(_PAGE, "page.previous_match", "N", "", "Go to the previous match", _IN_WHOLE),
    _hint(_PAGE, "page.link(1)", "tab", "links", "Select the next link", _IN_WHOLE),
    _key(_PAGE, "page.link(-1)", "shift+tab", "", "Select the previous link", _IN_WHOLE),
    _key(_PAGE, "page.follow_link", "enter", "", "Show what a link leads to", _IN_WHOLE),
    _key(_PAGE, "page.came_from", "ctrl+o", "", "Go back after a jump", _IN_WHOLE),
    _hint(_PAGE, "page.figure", "f", "figure", "Show a figure alone", _IN_WHOLE),
    _hint(_PAGE, "page.range", "v", "range", "Begin or end a range of lines", _IN_WHOLE),
    _key(_WHOLE, "page.copy", "y", "copy", "Copy the range", _IN_WHOLE),
    _key(_WHOLE, "page.quote", "a", "note", "Write a note; a range is quoted", _IN_WHOLE),
    _key(_WHOLE, "whole.anew", "R", "", "Ask arXiv for the paper again", _IN_WHOLE),
    _key(_WHOLE, "whole.abs", "o", "open", "Open the paper's page at arXiv", _IN_WHOLE),
    _key(_WHOLE, "whole.pdf", "p", "PDF", "Open the paper's PDF at arXiv", _IN_WHOLE),
    _key(_WHOLE, "whole.download", "D", "", "Download the PDF", _IN_WHOLE),
    _key(_WHOLE, "whole.zen", "z", "", "Show only the page, or all", _IN_WHOLE),
    _key(_WHOLE, "whole.palette", "ctrl+p", "", "Search commands and headings", _IN_WHOLE),
    _always(_WHOLE, "whole.help", "?", "help", "Show this help", _IN_WHOLE),
    _hint(_WHOLE, "whole.leave", "q esc i", "back", "Go back to the list", _IN_WHOLE),
    _hint(_FIGURE, "figure.step(1)", "n l j right down", "next", "Next figure", _IN_WHOLE),
    _key(_FIGURE, "figure.step(-1)", "N h k left up", "", "Previous figure", _IN_WHOLE),
    _hint(_FIGURE, "figure.view", "o", "viewer", "Open it in your system's viewer", _IN_WHOLE),
    _hint(_FIGURE, "figure.leave", "q esc f", "back", "Go back to the paper", _IN_WHOLE),
    _hint(
        _WINDOW, "window.go", "enter", "go to paper", "Go to the paper of a reference", _IN_WHOLE
    ),
    _hint(_WINDOW, "window.page", "o", "open page", "Open the page of a reference", _IN_WHOLE),
    _hint(_WINDOW, "window.there", "g", "go there", "Go to its place in the paper", _IN_WHOLE),
    _key(_BLOCK, "block.line(1)", "j down", "", "Scroll a footnote down", _IN_WHOLE),
    _key(_BLOCK, "block.line(-1)", "k up", "", "Scroll a footnote up", _IN_WHOLE),
    _always(_BENCH, "workbench.save", "ctrl+s", "save", "Save the topic", _IN_TOPIC),
    _hint(_BENCH, "next_field", "tab", "next field", "Go to the next field", _IN_TOPIC),
    _key(_BENCH, "field_before", "shift+tab", "", "Go to the previous field", _IN_TOPIC),
    _hint(_BENCH, "workbench.leave", "esc", "back", "Go back; asks to save changes", _IN_TOPIC),
    _hint(_CODES, "take", "enter", "complete", "Complete the category", _IN_TOPIC),
    _hint(_CODES, "choose(1)", "down", "next", "Go to the next suggestion", _IN_TOPIC),
    _key(_CODES, "choose(-1)", "up", "", "Go to the previous suggestion", _IN_TOPIC),
    _hint(_MATCH, "other", "space right", "switch", "Switch how keywords match", _IN_TOPIC),
    _key(_UNSAVED, "unsaved.save", "y", "save", "Save the changes", _IN_TOPIC),
    _key(_UNSAVED, "drop", "n", "discard", "Discard the changes", _IN_TOPIC),
    _hint(_HELP, "look_up", "/", "search", "Search this help as you type", _IN_HELP),
    _key(_SEARCH, "step(1)", "down", "", "Go to the next result", _IN_HELP),
    _key(_SEARCH, "step(-1)", "up", "", "Go to the previous result", _IN_HELP),
    _key(_SEARCH, "give_up", "esc", "", "Clear the search", _IN_HELP),
    _hint(_PICK, "narrow", "/", "search", "Search a menu as you type", _IN_MENU),
    _key(_VIEW, "raw", "$", "", "Show TeX source, or as Unicode", APP),
    _key(_VIEW, "zen", "z", "", "Show only the abstract, or all panes", APP),
    _key(_SCREEN, "layout", "L", "", "Put the abstract below, or beside", APP),
    _key(_SCREEN, "fetch", "R", "fetch", "Fetch new papers from arXiv", APP),
    _always(_SCREEN, "help", "?", "help", "Show this help", APP),
    _hint(_SCREEN, "palette", "ctrl+p", "commands", "Search commands, days and papers", APP),
    _key(_SCREEN, "theme", "ctrl+t", "", "Choose a theme with a live preview", APP),
    _key(_SCREEN, "settings", ",", "", "Edit the settings in your editor", APP),
    _key(_APP, "undo_typing", "alt+z ctrl+underscore", "", "Undo typing in a note or topic", APP),
    _key(_APP, "suspend", "ctrl+z", "", "Suspend; fg in the shell comes back", APP),
    _key(_APP, "messages", "!", "", "Message history", APP),
    _hint(_MESSAGES, "copy_messages", "y", "copy", "Copy the message history", APP),
    _hint(_ASK, "line.close", "esc", "close", "Close without changing anything", APP),
    _hint(_DIALOG, "modal.close", "esc q", "close", "Close the dialog", APP),
    _key(_LIST, "back", "q", "", "End range or search, go back, or quit", APP),
    _always(_APP, "quit", "ctrl+q", "quit", "Quit; everything is saved", APP),
)

REBOUND = (("queue", "b"), ("back", "q"))
"""Actions that got another key after version 0.1.0; they do without it where the user has it."""

OF_A_RANGE = (
    *("read_next", "star", "queue", "toggle_read", "dismiss", "tag"),
    *("copy", "download", "pipe", "export"),
)
"""Actions on all papers of a range; other actions are on one paper."""


def bindings(owner: str, *of_app: str) -> list[BindingType]:
    """Return the bindings of a class.

    Args:
        owner: The name of the class.
        of_app: Names of actions of the app that also work here. A modal screen has to bind them
            itself: Textual looks for no keys beyond it.
    """
    return [
        Binding(
            ",".join(action.keys),
            action.id if action.owner == owner else f"app.{action.id}",
            action.label,
            show=False,
            id=action.name,
        )
        for action in ACTIONS
        if action.owner == owner or action.name in of_app
    ]


def moves(actions: Sequence[KeyAction] = ACTIONS) -> frozenset[str]:
    """Return the keys that only move in a list, digits before them included."""
    in_list = [action for action in actions if action.owner == "RowList"]
    keys = (key for action in in_list if action.name != "choose" for key in action.keys)
    return frozenset([*"0123456789", *keys])


def key_of(name: str, actions: Sequence[KeyAction] = ACTIONS) -> str:
    """Return the key to show for an action; a dash if the user removed its keys."""
    for action in actions:
        if action.name == name:
            return action.first_key
    if all(action.name != name for action in ACTIONS):
        raise KeyError(name)
    return glyphs("–")
