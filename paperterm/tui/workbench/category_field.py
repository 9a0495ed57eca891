"""A field for categories: codes or words of their names, completed as they are typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from paperterm.model.taxonomy import TAXONOMY, completed, read_categories
from paperterm.tui.draw.cells import fill, shown
from paperterm.tui.keys.actions import bindings

_MOST_SHOWN = 4
_LONGEST = 1000


class Proposals(Widget):
    """The categories that what is typed may become."""

    COMPONENT_CLASSES = {"proposals--row", "proposals--cursor"}

    class Changed(Message):
        """Something else is proposed, or nothing."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._codes: Sequence[str] = ()
        self._cursor = 0
        self.display = False

    @property
    def choice(self) -> str | None:
        """What is proposed first, or was chosen."""
        return self._codes[self._cursor] if self._codes else None

    def show(self, codes: Sequence[str]) -> None:
        """Propose other categories."""
        if list(codes) != list(self._codes):
            self._codes, self._cursor = codes, 0
            self.display = bool(codes)
            self.styles.height = min(len(codes), _MOST_SHOWN)
            self.refresh()
            self.post_message(self.Changed())

    def move(self, step: int) -> None:
        """Another one."""
        if self._codes:
            self._cursor = (self._cursor + step) % len(self._codes)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Code and name."""
        width = self.size.width
        row = y + max(0, self._cursor - self.size.height + 1)
        if row >= len(self._codes):
            return Strip.blank(width, self.rich_style)
        code, is_here = self._codes[row], row == self._cursor
        style = self.get_component_rich_style(f"proposals--{'cursor' if is_here else 'row'}")
        name = self._names.get(code) or TAXONOMY.get(code, "")
        text = f" {code}  {shown(name)}" + ("  enter takes it" if is_here else "")
        return Strip([Segment(fill(text, width), style)], width)


class Code(Input):
    """Where the categories are typed; enter takes the one that is proposed.

    Args:
        categories: Those at first.
        followed: Those that the user follows; they are proposed first.
        proposals: Shows what is proposed.
    """

    BINDINGS = bindings("completion")

    def __init__(
        self, categories: Sequence[str], followed: Collection[str], proposals: Proposals
    ) -> None:
        # Before the text, which is looked at as soon as it is there.
        self._known = (*categories, *followed)
        self._followed = followed
        self._proposals = proposals
        super().__init__(" ".join(categories), compact=True, placeholder="any", max_length=_LONGEST)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are complete."""
        return read_categories(self.value, self._known)[0]

    @property
    def unfinished(self) -> str:
        """What is typed and is no category yet."""
        return read_categories(self.value, self._known)[1]

    def watch_value(self) -> None:
        """Propose what fits, before the next key comes."""
        self._propose()

    def on_focus(self) -> None:
        """Propose again what fits."""
        self._propose()

    def on_blur(self) -> None:
        """Who is elsewhere needs the room."""
        self._proposals.show([])

    def action_take(self) -> None:
        """Take what is proposed, or go on."""
        if code := self._proposals.choice:
            self.value = " ".join([*dict.fromkeys([*self.categories, code]), ""])
            self.cursor_position = len(self.value)
        else:
            self.screen.focus_next()

    def action_choose(self, step: int) -> None:
        """Another proposal."""
        self._proposals.move(step)

    def _propose(self) -> None:
        taken = self.categories
        codes = completed(self.unfinished, self._followed) if self.has_focus else []
        self._proposals.show([code for code in codes if code not in taken])


class CategoryField(Vertical):
    """The categories that a topic is limited to.

    Args:
        categories: Those at first.
        followed: Those that the user follows, with their names.
    """

    class Edited(Message):
        """The categories are others now."""

    def __init__(
        self,
        categories: Sequence[str],
        followed: Mapping[str, str],
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._proposals = Proposals(followed)
        self._field = Code(categories, followed, self._proposals)

    def compose(self) -> ComposeResult:
        """The field, and below it what it may become."""
        yield self._field
        yield self._proposals

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are complete."""
        return self._field.categories

    @property
    def unfinished(self) -> str:
        """What is typed and is no category yet."""
        return self._field.unfinished

    @property
    def is_proposing(self) -> bool:
        """Whether there is something to take."""
        return self._proposals.choice is not None

    def take_keys(self) -> None:
        """Let the user type."""
        self.screen.set_focus(self._field)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())
