"""Choosing from a list: by its letters, by moving, or by typing a part of a name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from string import ascii_letters
from typing import Any, NamedTuple

from rich.segment import Segment
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Input, Static

from paperterm.query.fold import folded
from paperterm.text import clean_lines
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.draw.cells import fill, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.keys.available import key_at_focus
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.search_line import SearchLine

_MOST_ROWS = 16
"""In a longer list, typing searches at once, unless its rows have letters of their own."""
_TALL = 20
_AROUND, _AROUND_IF_SHORT = 9, 4
"""Lines of the box around the choices; on a short screen, the lines below are cut, not wrapped."""


class Choice(NamedTuple):
    """A row of a menu.

    Attributes:
        name: What is shown, and searched.
        description: More about it.
        problem: Why it cannot be chosen now; shown instead of the description.
        letter: The key that chooses it, whatever else that key does; by default any free one.
        value: What is chosen, where several rows have one name; by default the name.
    """

    name: str
    description: str = ""
    problem: str = ""
    letter: str = ""
    value: str = ""

    @property
    def chosen(self) -> str:
        """What choosing the row returns."""
        return self.value or self.name


class ChoiceList(RowList):
    """Names with their letters and descriptions; a letter chooses its row."""

    STYLES = {
        "cursor": "on $primary 25%",
        "letter": "bold $accent",
        "description": "$text-muted",
        "off": "$text-disabled",
    }

    def __init__(self, choices: Sequence[Choice], row: int, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = choices
        self._first = row
        self._name_width = max((len(one.name) for one in choices), default=0)
        self._letters: Sequence[str] = ()

    @property
    def choice(self) -> Choice | None:
        """The row under the cursor."""
        return self._choices[self.cursor] if self._choices else None

    def on_mount(self) -> None:
        """Show the choices."""
        self.reset(len(self._choices), self._first)

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices, with the cursor on the first."""
        self._choices = choices
        self.reset(len(choices))

    def on_focus(self) -> None:
        """Give the rows letters: keys that do nothing else here."""
        self._letters = letters(self._choices, self.screen.active_bindings)
        self.refresh()

    def on_blur(self) -> None:
        """Take the letters away: keys are text elsewhere."""
        self._letters = ()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Choose the row of a letter."""
        if event.character and event.character in self._letters:
            event.stop()
            event.prevent_default()
            self.move(self._letters.index(event.character))
            self.post_message(self.RowChosen(self))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw a letter, a name and its description."""
        choice = self._choices[row]
        is_here = row == self.cursor
        style = self.style_for("cursor") if is_here else self.rich_style
        bar = glyphs("▌") if is_here else " "
        letter = self._letters[row] if row < len(self._letters) else ""
        named = fill(f" {typeset(choice.name)}", min(self._name_width + 3, width - 3))
        end = fill(typeset(choice.problem or choice.description), width - len(named) - 3)
        name_style = style + self.ink("off") if choice.problem else style
        segments = [
            Segment(f"{bar} ", style),
            Segment(letter or " ", style + self.ink("letter")),
            Segment(named, name_style),
            Segment(end, style + self.ink("off" if choice.problem else "description")),
        ]
        return Strip(segments).adjust_cell_length(width, style)


class PickScreen(Dialog[str]):
    """Asks for one of several choices; returns what is chosen, or None.

    Args:
        title: The title of the box.
        choices: The rows.
        now: The choice that the cursor is on at first.
        other: What choosing does with a text that is typed and is none of the names; without it,
            only the choices can be chosen.
        below: Lines below the choices.
    """

    BINDINGS = bindings("PickScreen")
    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]
    AUTO_FOCUS = ""  # `on_mount` knows which

    def __init__(
        self, title: str, choices: Sequence[Choice], now: str = "", other: str = "", below: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._other = other
        self._below = below
        values = [choice.chosen for choice in choices]
        can = (row for row, choice in enumerate(choices) if not choice.problem)
        self._row = values.index(now) if now in values else next(can, 0)
        has_letters = any(choice.letter for choice in choices)
        self._is_long = (len(choices) > _MOST_ROWS and not has_letters) or not choices

    def compose(self) -> ComposeResult:
        """Make a box with the choices."""
        with Vertical(id="pick", classes="box") as box:
            box.border_title = self._title
            yield SearchLine(id="pick-search")
            yield ChoiceList(self._choices, self._row, id="choices")
            if self._below:
                yield Static(clean_lines(self._below), id="pick-below", markup=False)

    def on_mount(self) -> None:
        """Focus the choices, or the search line of a long list."""
        choices, line = self.query_one(ChoiceList), self.query_one(SearchLine)
        choices.styles.height = min(max(1, len(self._choices)), _MOST_ROWS)
        line.display = self._is_long
        line.placeholder = "type part of a name"
        self.set_focus(line if self._is_long else choices)
        self._show_hint()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the frame and the lines below the choices."""
        if self._below:
            others = _AROUND if event.size.height >= _TALL else _AROUND_IF_SHORT
            self.query_one(ChoiceList).styles.max_height = max(1, event.size.height - others)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        """Show the choices that match, and the text itself if it may be chosen."""
        event.stop()
        text = " ".join(event.value.removeprefix("/").split())
        shown = found(self._choices, text)
        is_new = text and all(choice.name != text for choice in shown)
        typed = [Choice(text, self._other)] if self._other and is_new else []
        self.query_one(ChoiceList).show([*shown, *typed])
        self._show_hint("" if shown or typed else "no match")

    @on(SearchLine.Stepped)
    def _step(self, event: SearchLine.Stepped) -> None:
        choices = self.query_one(ChoiceList)
        choices.move(choices.cursor + event.by)

    @on(SearchLine.Cleared)
    def _clear_search(self) -> None:
        """Show all choices again; leave a search line without text."""
        line = self.query_one(SearchLine)
        if not line.value and self._is_long:
            self.action_close()
            return
        line.value = ""
        if not self._is_long:
            line.display = False
            self.query_one(ChoiceList).focus()

    @on(Input.Submitted)
    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        choice = self.query_one(ChoiceList).choice
        if choice is None:
            self._show_hint("no match")
        elif choice.problem:
            self.post_message(Notice(f"{choice.name}: {choice.problem}", is_error=True))
        else:
            self.dismiss(choice.chosen)

    def action_narrow(self) -> None:
        """Search the choices."""
        line = self.query_one(SearchLine)
        line.display = True
        line.focus()

    def _show_hint(self, message: str = "") -> None:
        keys = [("enter", "chooses")]
        if not self._is_long:
            search = key_at_focus(self, "narrow")
            keys += [(search, "another name" if self._other else "searches")] if search else []
        keys.append(("esc", "closes"))
        hint = " · ".join(f"{key} {does}" for key, does in keys)
        self.query_one("#pick").border_subtitle = glyphs(message or hint)


def letters(choices: Sequence[Choice], taken: Collection[str]) -> list[str]:
    """Return a letter for each choice, all different; "" if there is none left.

    The first letter of a word of the name is best, then any letter of it, then any other, capitals
    last.
    """
    given = [choice.letter for choice in choices]
    free = {*ascii_letters} - {*taken} - {*given}
    for candidates in (_initials, _letters_of, lambda name: ascii_letters):
        for row, choice in enumerate(choices):
            if not given[row]:
                given[row] = next((one for one in candidates(choice.name) if one in free), "")
                free.discard(given[row])
    return given


def found(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return the choices that contain all words of a text; those that begin with it come first."""
    words = folded(text).split()
    matching = [
        choice
        for choice in choices
        if all(word in folded(f"{choice.name} {choice.description}") for word in words)
    ]
    return sorted(matching, key=lambda choice: not folded(choice.name).startswith(folded(text)))


def confirm(app: App[Any], title: str, description: str, do: Callable[[], object]) -> None:
    """Ask yes or no, the cursor on no; do something on yes."""

    def answered(name: str | None) -> None:
        if name == "yes":
            do()

    choices = [Choice("yes", description, letter="y"), Choice("no", letter="n")]
    app.push_screen(PickScreen(title, choices, "no"), answered)


def _initials(name: str) -> str:
    return "".join(word[0] for word in folded(name).split())


def _letters_of(name: str) -> str:
    return folded(name)
