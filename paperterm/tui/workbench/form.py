"""The fields of a topic, with counts beside its keywords and filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from paperterm.session import topic_text
from paperterm.session.workbench import WINDOW, Matches, Preview, Share
from paperterm.text import plural
from paperterm.topics import Match, Topic
from paperterm.tui.draw.control_pictures import with_control_pictures
from paperterm.tui.workbench.category_field import CategoryField
from paperterm.tui.workbench.match_choice import MatchChoice
from paperterm.tui.workbench.word_lines import WIDTH, LineCount, Lines, WordLines

_LONGEST_NAME = 300
_EXAMPLE = "for example:\ndiffusion model\nvideo + generation"
_MINUS = "\N{MINUS SIGN}"


class Heading(Horizontal):
    """A heading above lines, with the names of their counts."""

    def __init__(self, title: str, description: str) -> None:
        super().__init__(classes="heading")
        self._title = title
        self._description = description
        self._days = WINDOW

    def compose(self) -> ComposeResult:
        """Make the title, and the names of the columns."""
        yield Static(self._title, classes="title")
        yield Static(self._description, classes="description")
        yield Static(_heads(WINDOW), classes="heads")

    def show(self, days: int) -> None:
        """Show the number of days of the first column."""
        if days != self._days:
            self._days = days
            self.query_one(".heads", Static).update(_heads(days))


class TopicForm(Vertical):
    """A topic as it is edited.

    Args:
        topic: The topic at first.
        left: The texts of the fields that were left unsaved, if any.
        followed: The categories the user follows, with their names.
    """

    class Edited(Message):
        """The topic changed."""

    class TooLong(Message):
        """A paste was rejected: it is too long for a topic."""

    def __init__(
        self,
        topic: Topic,
        left: Mapping[str, str],
        followed: Mapping[str, str],
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._was_named = topic.name
        shown = left.get("name", with_control_pictures(topic.name))
        keywords = left.get("keywords", topic_text.written(topic.keywords))
        filters = left.get("filters", topic_text.written_filters(topic.filters))
        codes = left.get("categories", " ".join(topic.categories))
        self._title = Input(
            shown,
            id="name",
            compact=True,
            placeholder="name",
            max_length=_LONGEST_NAME,
            select_on_focus=not left,
        )
        self._keywords = WordLines(keywords, _EXAMPLE, "keywords")
        self._filters = WordLines(filters, "none", "filters")
        self._categories = CategoryField(codes, topic.categories, followed, "categories")
        is_word = left.get("match", topic.match) == Match.WORD
        self._match = MatchChoice(Match.WORD if is_word else Match.SUBSTRING, id="match")

    def compose(self) -> ComposeResult:
        """Make the fields."""
        with Horizontal(classes="field"):
            yield Static("Name", classes="label")
            yield self._title
        yield Heading("Keywords", "a + b")
        yield self._keywords
        yield Heading("Filters", "excluded")
        yield self._filters
        with Horizontal(classes="field", id="limits"):
            yield Static("Only in", classes="label")
            yield self._categories
        with Horizontal(classes="field"):
            yield Static("Match", classes="label")
            yield self._match

    @property
    def topic(self) -> Topic:
        """The topic of the fields."""
        return Topic(
            self._typed_name,
            topic_text.read_keywords(self._keywords.text),
            topic_text.read_filters(self._filters.text),
            Match(self._match.match),
            self._categories.categories,
        )

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the fields as they were typed."""
        return {
            "name": self._title.value,
            "keywords": self._keywords.text,
            "filters": self._filters.text,
            "categories": self._categories.text,
            "match": self._match.match,
        }

    @property
    def _typed_name(self) -> str:
        """The typed name, or the original one if it was not edited."""
        typed, before = self._title.value, self._was_named
        return (before if typed == with_control_pictures(before) else typed).strip()

    @property
    def doubt(self) -> str:
        """A warning about words that are probably a mistake."""
        return topic_text.doubt(self._keywords.text) or topic_text.doubt(self._filters.text)

    @property
    def unfinished(self) -> str:
        """The text among the categories that is not a category yet."""
        return self._categories.unfinished

    def show(self, preview: Preview) -> None:
        """Show the counts of each line."""
        is_read = preview.days == preview.all_days
        window, library = preview.window, preview.library if is_read else Matches()
        for heading in self.query(Heading):
            heading.show(len(preview.bars))
        read_word, read_filter = topic_text.read_keyword, topic_text.read_filter
        self._keywords.show(_beside(read_word, window.keywords, library.keywords, "+"))
        self._filters.show(_beside(read_filter, window.filters, library.filters, _MINUS))

    def take_keys(self, field: str) -> None:
        """Focus a field: `name`, `keywords`, `filters` or `categories`."""
        if field == "keywords":
            self._keywords.take_keys()
        elif field == "categories":
            self._categories.take_keys()
        else:
            self.screen.set_focus(self._title)

    @on(Input.Submitted, "#name")
    def _name_done(self, event: Input.Submitted) -> None:
        event.stop()
        self._keywords.take_keys()

    @on(Input.Changed, "#name")
    @on(WordLines.Edited)
    @on(CategoryField.Edited)
    @on(MatchChoice.Edited)
    def _edited(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Edited())

    @on(Lines.TooLong)
    def _too_long(self) -> None:
        self.post_message(self.TooLong())


def _beside(
    read: Callable[[str], object],
    shares: Mapping[Any, Share],
    totals: Mapping[Any, Share],
    sign: str,
) -> Callable[[str], Sequence[LineCount]]:
    """Return the counts of each line; a repeated word is only marked."""
    seen: set[str] = set()

    def figures(line: str) -> Sequence[LineCount]:
        word = read(line)
        if word is None or word not in shares:
            return ()
        same = str(word).casefold()
        if same in seen:
            return (LineCount("twice", "dead"),)
        seen.add(same)
        counted = [shares[word], *([totals[word]] if word in totals else [])]
        return tuple(figure for share in counted for figure in _pair(share, sign))

    return figures


def _pair(share: Share, sign: str) -> tuple[LineCount, LineCount]:
    papers = f"{'' if sign == '+' or not share.papers else sign}{share.papers:,}"
    return (
        LineCount(papers, "figure" if share.papers else "dead"),
        LineCount(f"{sign}{share.alone:,}") if share.alone else LineCount("·", "quiet"),
    )


def _heads(days: int) -> str:
    heads = (plural(days, "day"), "alone", "in all", "alone")
    return "".join(f"{head:>{WIDTH}}" for head in heads)
