"""A field for categories: codes or words of their names, completed as you type."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from paperterm.model.taxonomy import TAXONOMY, completed, read_categories
from paperterm.tui.draw.cells import fill, typeset
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.keys.actions import bindings

_MOST_SHOWN = 4
_LONGEST = 1000


class Suggestions(CachedLines):
    """The suggested categories."""

    STYLES = {"row": "$foreground on $panel", "cursor": "bold $foreground on $primary 35%"}

    class Changed(Message):
        """The suggestions changed."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._codes: Sequence[str] = ()
        self._cursor = 0
        self.display = False

    @property
    def choice(self) -> str | None:
        """The suggestion under the cursor."""
        return self._codes[self._cursor] if self._codes else None

    def show(self, codes: Sequence[str]) -> None:
        """Show suggestions."""
        if list(codes) != list(self._codes):
            self._codes, self._cursor = codes, 0
            self.display = bool(codes)
            self.styles.height = min(len(codes), _MOST_SHOWN)
            self.refresh()
            self.post_message(self.Changed())

    def move(self, step: int) -> None:
        """Move the cursor, around the ends."""
        if self._codes:
            self._cursor = (self._cursor + step) % len(self._codes)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the code and name of a suggestion."""
        width = self.size.width
        row = y + max(0, self._cursor - self.size.height + 1)
        if row >= len(self._codes):
            return Strip.blank(width, self.style_for())
        code, is_here = self._codes[row], row == self._cursor
        style = self.style_for("cursor" if is_here else "row")
        name = self._names.get(code) or TAXONOMY.get(code, "")
        text = f" {code}  {typeset(name)}" + ("  enter completes" if is_here else "")
        return Strip([Segment(fill(text, width), style)], width)


class Code(Input):
    """The input of the categories; enter completes the suggested one.

    Args:
        text: The text at first.
        categories: The categories of the topic.
        followed: The categories the user follows, which are suggested first.
        suggestions: Shows the suggestions.
    """

    BINDINGS = bindings("Code")

    def __init__(
        self,
        text: str,
        categories: Sequence[str],
        followed: Collection[str],
        suggestions: Suggestions,
    ) -> None:
        # Set before the text, which is read at once.
        self._known = (*categories, *followed)
        self._followed = followed
        self._suggestions = suggestions
        super().__init__(
            text,
            compact=True,
            placeholder="any",
            max_length=_LONGEST,
            select_on_focus=text == " ".join(categories),
        )

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are complete."""
        return read_categories(self.value, self._known)[0]

    @property
    def unfinished(self) -> str:
        """The text that is not a category yet."""
        return read_categories(self.value, self._known)[1]

    def is_available(self, name: str) -> bool:
        """Return whether there is a suggestion to take."""
        return self._suggestions.choice is not None

    def watch_value(self) -> None:
        """Update the suggestions, before the next key."""
        self._suggest()

    def on_focus(self) -> None:
        """Show the suggestions."""
        self._suggest()

    def on_blur(self) -> None:
        """Hide the suggestions."""
        self._suggestions.show([])

    def action_take(self) -> None:
        """Complete the suggestion, or go to the next field."""
        if code := self._suggestions.choice:
            self.value = " ".join([*dict.fromkeys([*self.categories, code]), ""])
            self.cursor_position = len(self.value)
        else:
            self.screen.focus_next()

    def action_choose(self, step: int) -> None:
        """Go to another suggestion."""
        self._suggestions.move(step)

    def _suggest(self) -> None:
        taken = self.categories
        codes = completed(self.unfinished, self._followed) if self.has_focus else []
        self._suggestions.show([code for code in codes if code not in taken])


class CategoryField(Vertical):
    """The categories that a topic is limited to.

    Args:
        text: The text at first.
        categories: The categories of the topic.
        followed: The categories the user follows, with their names.
    """

    class Edited(Message):
        """The categories changed."""

    def __init__(
        self,
        text: str,
        categories: Sequence[str],
        followed: Mapping[str, str],
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._suggestions = Suggestions(followed)
        self._field = Code(text, categories, followed, self._suggestions)

    def compose(self) -> ComposeResult:
        """Make the input, and the suggestions below it."""
        yield self._field
        yield self._suggestions

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are complete."""
        return self._field.categories

    @property
    def unfinished(self) -> str:
        """The text that is not a category yet."""
        return self._field.unfinished

    @property
    def text(self) -> str:
        """The text as it was typed."""
        return self._field.value

    def take_keys(self) -> None:
        """Focus the input."""
        self.screen.set_focus(self._field)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())
