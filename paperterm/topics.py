"""Topics: which papers belong to one, and where the text matches.

The rule is the one of the public digest that paperterm replaces: any keyword in title + space +
abstract, ignoring case; an inner list of words matches when all of them occur; and no filter word.
`match = "substring"` finds a keyword inside words too, as that digest does; `match = "word"`
finds whole words (runs of letters and digits), with or without a plural s. A topic with categories
takes only papers in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from paperterm.model import Paper

Keyword = tuple[str, ...]
"""The words that must all occur; most keywords are one word, or one phrase."""


class Match(StrEnum):
    """How a keyword is matched."""

    SUBSTRING = "substring"
    WORD = "word"


class Why(NamedTuple):
    """The keywords and filters found in a text: why it is in a topic, or is not."""

    keywords: tuple[Keyword, ...]
    filters: tuple[str, ...]

    @property
    def matches(self) -> bool:
        """Whether the text is in the topic."""
        return bool(self.keywords and not self.filters)


@dataclass(frozen=True)
class Topic:
    """A subject the user follows. Without keywords it matches nothing.

    `categories` limit it, if there are any; an archive such as `cs` means all of its categories.
    """

    name: str
    keywords: tuple[Keyword, ...]
    filters: tuple[str, ...] = ()
    match: Match = field(default=Match.SUBSTRING)
    categories: tuple[str, ...] = ()

    @property
    def is_printable(self) -> bool:
        """Whether all of its words are printable."""
        words = (self.name, *self.filters, *(word for one in self.keywords for word in one))
        return all(word.isprintable() for word in words)

    def holds(self, paper: Paper) -> bool:
        """Return whether a paper belongs to the topic."""
        return self.accepts(paper.categories) and self.matches(paper.searched)

    def accepts(self, categories: Collection[str]) -> bool:
        """Return whether a paper of these categories may belong to the topic."""
        return not self.categories or any(
            name in self.categories or name.partition(".")[0] in self.categories
            for name in categories
        )

    def matches(self, text: str) -> bool:
        """Return whether a paper with this text (`Paper.searched`) may belong to the topic."""
        if self.match is Match.WORD:
            return any(
                all(pattern.search(text) for pattern in keyword) for keyword in self._words
            ) and not any(pattern.search(text) for pattern in self._filter_words)
        lower = text.lower()
        return self.matches_lower(lower)

    def matches_lower(self, lower: str) -> bool:
        """Do the same for a substring topic, given the text in lower case."""
        for keyword in self._lower:
            for word in keyword:
                if word not in lower:
                    break
            else:
                return not any(word in lower for word in self._lower_filters)
        return False

    def why(self, text: str) -> Why:
        """Return all keywords and filters that occur in a text."""
        lower = text.lower()

        def occurs(word: str) -> bool:
            if self.match is Match.WORD:
                return bool(whole_word(word).search(text))
            return word.lower() in lower

        return Why(
            tuple(keyword for keyword in self.keywords if all(map(occurs, keyword))),
            tuple(filter(occurs, self.filters)),
        )

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Iterate over the places of matching keywords in a text: start and end."""
        for keyword in self.why(text).keywords:
            for word in keyword:
                for found in self._pattern(word).finditer(text):
                    yield found.span()

    def _pattern(self, word: str) -> re.Pattern[str]:
        if self.match is Match.WORD:
            return whole_word(word)
        return re.compile(re.escape(word), re.IGNORECASE)

    @cached_property
    def _lower(self) -> tuple[Keyword, ...]:
        return tuple(tuple(word.lower() for word in keyword) for keyword in self.keywords)

    @cached_property
    def _lower_filters(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in self.filters)

    @cached_property
    def _words(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        return tuple(tuple(map(whole_word, keyword)) for keyword in self.keywords)

    @cached_property
    def _filter_words(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(whole_word, self.filters))


def whole_word(word: str) -> re.Pattern[str]:
    """Return a pattern for a whole word or phrase, with an optional plural s."""
    phrase = r"\s+".join(map(re.escape, word.split()))
    return re.compile(rf"(?<![^\W_]){phrase}s?(?![^\W_])", re.IGNORECASE)


def matching(paper: Paper, topics: Iterable[Topic]) -> Iterator[Topic]:
    """Iterate over the topics that a paper belongs to, in order."""
    text = paper.searched
    lower = text.lower()
    for topic in topics:
        if not topic.accepts(paper.categories):
            continue
        if topic.match is Match.WORD:
            if topic.matches(text):
                yield topic
        elif topic.matches_lower(lower):
            yield topic
