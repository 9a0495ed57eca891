"""Editing the tags of papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from textual import on
from textual.suggester import Suggester
from textual.widgets import Input, Static

from paperterm.model import Mark
from paperterm.session import MarkChange, marking
from paperterm.session.drafts import Draft
from paperterm.tui.dialogs.ask import AskScreen
from paperterm.tui.draw.control_pictures import with_control_pictures
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.keys.actions import bindings

_SEPARATORS = re.compile(r"[\s,]+")
_NOT_IN_A_WORD = re.compile(r"[\s,]|^#+")
_BLANK = "\N{SYMBOL FOR SPACE}"


class TagSuggester(Suggester):
    """Suggests a tag for the last word of a line.

    Args:
        known: The tags in use, the likeliest first.
    """

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line with its last word completed."""
        return completed(value, self._known)


class TagsScreen(AskScreen):
    """Asks for the tags that papers share, which are read while it is open.

    They are put before what was typed meanwhile, and an answer waits for them.

    Args:
        papers: The number of papers.
        draft: Keeps the line, and the tags before it was edited.
        complete: The key that completes a tag.
    """

    BINDINGS = bindings("TagsScreen")
    DEFAULT_CSS = "TagsScreen .input--suggestion { text-style: italic; }"

    def __init__(self, papers: int, draft: Draft, complete: str) -> None:
        title = "Tags" if papers == 1 else f"Tags that {papers:,} papers share"
        self._complete = complete
        super().__init__(title, draft, self._completion_hint())
        self._known: Sequence[str] = ()
        self._before: tuple[str, ...] | None = None
        self._is_answered = False

    def retagged(self, text: str) -> MarkChange:
        """Return the change of marks that an answer asks for."""
        before = self._before or ()
        return marking.change_tags(before, tags_of(text, before))

    def unsaved(self, text: str) -> dict[str, str]:
        """Return the line, unless it has only the tags before it was edited, and these tags."""
        if self._before is None:
            return {"text": text}
        is_same = text.strip() == text_of(self._before).strip()
        return {} if is_same else {"text": text, "before": "\n".join(self._before)}

    def answer(self, text: str) -> None:
        """Return the text, once the tags before it are known."""
        if self._before is not None:
            self.dismiss(text)
        else:
            self._is_answered = self.query_one(Input).disabled = True

    def action_complete(self) -> None:
        """Complete the tag, and begin another one."""
        line = self.query_one(Input)
        if suggested := completed(line.value, self._known):
            line.value = f"{suggested} "
            line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _suggest(self) -> None:
        """Name the suggested tag: text that is only dimmed may look as if it was typed."""
        suggested = completed(self.query_one(Input).value, self._known)
        tag = tags_of(suggested)[-1] if suggested else ""
        self.query_one("#ask-hint", Static).update(self._completion_hint(tag))

    def _completion_hint(self, tag: str = "") -> str:
        if not tag:
            return f"separate tags with spaces or commas; {self._complete} completes"
        return glyphs("{} completes to “{}”").format(self._complete, tag)

    @on(MarksJob.MarksRead)
    def _marks_read(self, event: MarksJob.MarksRead) -> None:
        line, before = self.query_one(Input), self.draft.found.get("before")
        if before is None:
            self._before = common_tags(event.marks)
            line.value = text_of(self._before) + line.value
        else:  # tags that were added since stay
            self._before = tuple(filter(None, before.split("\n")))
        line.cursor_position = len(line.value)
        if self._is_answered:
            self.dismiss(line.value.strip())

    @on(MarksJob.TagsRead)
    def _tags_read(self, event: MarksJob.TagsRead) -> None:
        self._known = [tag for tag in event.tags if word_of(tag) == tag]
        self.query_one(Input).suggester = TagSuggester(self._known)
        self._suggest()


def tags_of(text: str, had: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the tags of a line, each once: words with or without #, spaces or commas between.

    Args:
        text: The line.
        had: The tags at first, found again even where the line had to change their names.
    """
    words = {name.lstrip("#"): None for name in _SEPARATORS.split(text)}
    old = {name: word_of(name) for name in had}
    left = [name for name, word in old.items() if word in words]
    new = (word for word in words if word and word not in old.values())
    return tuple(dict.fromkeys([*left, *map(with_control_pictures, new)]))


def completed(text: str, known: Iterable[str]) -> str | None:
    """Return the line with its last word completed to a tag; None if no tag begins like it.

    Args:
        text: The line.
        known: The tags in use, the likeliest first.
    """
    word = _SEPARATORS.split(text)[-1].lstrip("#")
    before = text[: len(text) - len(word)]
    begun, there = word.casefold(), tags_of(before)
    fit = (tag for tag in known if tag.casefold().startswith(begun) and tag not in (word, *there))
    tag = next(fit, None) if word else None
    return None if tag is None else before + tag


def word_of(tag: str) -> str:
    """Return a tag as a word of a line, with pictures for separators and control characters."""
    return _NOT_IN_A_WORD.sub(_BLANK, with_control_pictures(tag))


def text_of(tags: Iterable[str]) -> str:
    """Return a line with these tags, to which more can be added."""
    return "".join(f"{word_of(tag)} " for tag in tags)


def common_tags(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return the tags that all marks have."""
    sets = [frozenset(mark.tag_names) for mark in marks]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()
