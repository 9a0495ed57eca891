"""Asking for tags."""

from __future__ import annotations

from textual import on
from textual.suggester import SuggestFromList
from textual.widgets import Input

from paperterm.session import Action, marking
from paperterm.tui.backstage import Backstage
from paperterm.tui.screens.ask import AskScreen
from paperterm.tui.tags import common_tags, tags_of, text_of, word_of


class TagsScreen(AskScreen):
    """Asks for the tags that papers share; it is told which they are while it is open.

    What is typed before stands behind them, and an answer waits for them.

    Args:
        papers: How many papers they are.
    """

    def __init__(self, papers: int) -> None:
        says = "words with blanks between them; the right arrow completes"
        super().__init__("Tags" if papers == 1 else f"Tags that {papers:,} papers share", says)
        self._before: tuple[str, ...] | None = None
        self._is_answered = False

    def retagged(self, text: str) -> Action:
        """What an answer makes of the marks."""
        before = self._before or ()
        return marking.retag(before, tags_of(text, before))

    def answer(self, text: str) -> None:
        """Give back what was typed, once it is known what was there."""
        if self._before is not None:
            self.dismiss(text)
        else:
            self._is_answered = self.query_one(Input).disabled = True

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
        known = [tag for tag in event.tags if word_of(tag) == tag]
        self.query_one(Input).suggester = SuggestFromList(known, case_sensitive=False)
