"""Asking for tags."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.suggester import Suggester
from textual.widgets import Input, Static

from paperterm.session import MarkChange, marking
from paperterm.tui.dialogs.ask import AskScreen
from paperterm.tui.dialogs.tag_line import common_tags, completed, tags_of, text_of, word_of
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.keys.actions import bindings


class LastTag(Suggester):
    """Proposes a tag that begins like the last word of a line.

    Args:
        known: The tags there are, the likeliest first.
    """

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line, its last word completed."""
        return completed(value, self._known)


class TagsScreen(AskScreen):
    """Asks for the tags that papers share; it is told which they are while it is open.

    What is typed before stands behind them, and an answer waits for them.

    Args:
        papers: How many papers they are.
        complete: The key that completes a tag.
    """

    BINDINGS = bindings("tags")
    DEFAULT_CSS = "TagsScreen .input--suggestion { text-style: italic; }"

    def __init__(self, papers: int, complete: str) -> None:
        title = "Tags" if papers == 1 else f"Tags that {papers:,} papers share"
        self._complete = complete
        super().__init__(title, self._hint(), enter="sets them")
        self._known: Sequence[str] = ()
        self._before: tuple[str, ...] | None = None
        self._is_answered = False

    def retagged(self, text: str) -> MarkChange:
        """What an answer makes of the marks."""
        before = self._before or ()
        return marking.retag(before, tags_of(text, before))

    def answer(self, text: str) -> None:
        """Give back what was typed, once it is known what was there."""
        if self._before is not None:
            self.dismiss(text)
        else:
            self._is_answered = self.query_one(Input).disabled = True

    def action_complete(self) -> None:
        """Take the tag that is proposed, and be ready for another one."""
        line = self.query_one(Input)
        if taken := completed(line.value, self._known):
            line.value = f"{taken} "
            line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _propose(self) -> None:
        """Say what tab would make of it: what only looks paler may look as if it was typed."""
        taken = completed(self.query_one(Input).value, self._known)
        tag = tags_of(taken)[-1] if taken else ""
        self.query_one("#ask-says", Static).update(self._hint(tag))

    def _hint(self, tag: str = "") -> str:
        if not tag:
            return f"words with blanks or commas between them; {self._complete} completes"
        return glyphs("{} completes it to “{}”").format(self._complete, tag)

    @on(Backstage.MarksRead)
    def _marks_read(self, event: Backstage.MarksRead) -> None:
        self._before = common_tags(event.marks)
        line = self.query_one(Input)
        line.value = text_of(self._before) + line.value
        line.cursor_position = len(line.value)
        if self._is_answered:
            self.dismiss(line.value.strip())

    @on(Backstage.TagsRead)
    def _tags_read(self, event: Backstage.TagsRead) -> None:
        self._known = [tag for tag in event.tags if word_of(tag) == tag]
        self.query_one(Input).suggester = LastTag(self._known)
        self._propose()
