"""The fields of a topic, with figures beside its keywords and filters."""

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
    """What the lines below are, and what their figures are."""

    def __init__(self, title: str, says: str) -> None:
        super().__init__(classes="heading")
        self._title = title
        self._says = says
        self._days = WINDOW

    def compose(self) -> ComposeResult:
        """Title on the left, names of the columns on the right."""
        yield Static(self._title, classes="title")
        yield Static(self._says, classes="says")
        yield Static(_heads(WINDOW), classes="heads")

    def show(self, days: int) -> None:
        """Say over how many days the first figures are."""
        if days != self._days:
            self._days = days
            self.query_one(".heads", Static).update(_heads(days))


class TopicForm(Vertical):
    """A topic as it is typed.

    Args:
        topic: What the fields hold at first.
        followed: The categories that the user follows, with their names.
    """

    class Edited(Message):
        """The topic is another one now."""

    class TooLong(Message):
        """Somebody pasted more than a topic holds."""

    def __init__(
        self,
        topic: Topic,
        followed: Mapping[str, str],
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._was_named = topic.name
        shown = with_control_pictures(topic.name)
        self._title = Input(
            shown, id="name", compact=True, placeholder="its name", max_length=_LONGEST_NAME
        )
        self._keywords = WordLines(topic_text.written(topic.keywords), _EXAMPLE, "keywords")
        self._filters = WordLines(topic_text.written_filters(topic.filters), "none", "filters")
        self._categories = CategoryField(topic.categories, followed, "categories")
        self._match = MatchChoice(topic.match, id="match")

    def compose(self) -> ComposeResult:
        """Name, keywords, filters, categories, match."""
        with Horizontal(classes="field"):
            yield Static("Name", classes="label")
            yield self._title
        yield Heading("Keywords", "a + b")
        yield self._keywords
        yield Heading("Filters", "left out")
        yield self._filters
        with Horizontal(classes="field", id="limits"):
            yield Static("Only in", classes="label")
            yield self._categories
        with Horizontal(classes="field"):
            yield Static("Match", classes="label")
            yield self._match

    @property
    def topic(self) -> Topic:
        """The topic as it stands in the fields."""
        return Topic(
            self._typed_name,
            topic_text.read_keywords(self._keywords.text),
            topic_text.read_filters(self._filters.text),
            Match(self._match.match),
            self._categories.categories,
        )

    @property
    def _typed_name(self) -> str:
        """The name that is typed; one that nobody touched is what it was."""
        typed = self._title.value
        return (
            self._was_named if typed == with_control_pictures(self._was_named) else typed
        ).strip()

    @property
    def doubt(self) -> str:
        """What to say of words that were hardly meant so."""
        return topic_text.doubt(self._keywords.text) or topic_text.doubt(self._filters.text)

    @property
    def unfinished(self) -> str:
        """What is typed among the categories and is none yet."""
        return self._categories.unfinished

    def show(self, preview: Preview) -> None:
        """Show what each line does."""
        is_read = preview.days == preview.of_days
        window, library = preview.window, preview.library if is_read else Matches()
        for heading in self.query(Heading):
            heading.show(len(preview.bars))
        self._keywords.show(
            _beside(topic_text.read_keyword, window.keywords, library.keywords, "+")
        )
        self._filters.show(_beside(topic_text.read_filter, window.filters, library.filters, _MINUS))

    def take_keys(self, field: str) -> None:
        """Let the user type in a field: `name`, `keywords`, `filters` or `categories`."""
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
    """What stands beside each line; a word that stands there again only says so."""
    seen: set[str] = set()

    def figures(line: str) -> Sequence[LineCount]:
        word = read(line)
        if word is None or word not in shares:
            return ()
        same = str(word).casefold()
        if same in seen:
            return (LineCount("twice", is_dead=True),)
        seen.add(same)
        counted = [shares[word], *([totals[word]] if word in totals else [])]
        return tuple(figure for share in counted for figure in _pair(share, sign))

    return figures


def _pair(share: Share, sign: str) -> tuple[LineCount, LineCount]:
    papers = f"{'' if sign == '+' or not share.papers else sign}{share.papers:,}"
    return (
        LineCount(papers, is_dead=not share.papers),
        LineCount(f"{sign}{share.alone:,}" if share.alone else "·", is_quiet=not share.alone),
    )


def _heads(days: int) -> str:
    heads = (plural(days, "day"), "alone", "in all", "alone")
    return "".join(f"{head:>{WIDTH}}" for head in heads)
