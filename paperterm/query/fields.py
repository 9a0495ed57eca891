"""The fields of the query language: a new one is a row here, and nothing else.

A row has the name of the field, the reader of its values, and examples. Reading a value gives a
condition, which tests a paper and which the index can answer; the index adds a column for each
`PaperNumber`. The parser, printing, the scan, the index, highlighting, error messages, the help in
the filter bar and the table in docs/query.md follow from the rows.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import partial
from math import inf
from typing import NamedTuple

from paperterm.model import Kind, Paper
from paperterm.model.marks import ZOTERO_TAG
from paperterm.query.conditions import (
    AnnouncedAs,
    Condition,
    HasFlag,
    HasId,
    HasTag,
    HasWords,
    InCategory,
    InTopic,
    PaperNumber,
    ScoredWithin,
    fact,
)
from paperterm.query.readers import (
    AuthorNames,
    CategoryNames,
    FullWords,
    Ids,
    NamedValue,
    NameValue,
    OneOf,
    PlainWord,
    TextOrId,
    ValueReader,
    Words,
    within_days,
    within_last_days,
    within_years,
)
from paperterm.query.tree import TextPart, Value
from paperterm.text.links import PLACEHOLDER, Label, links

_CODE = re.compile(r"\bcode(?:s|base)?\b[^.]{0,100}\Z", re.IGNORECASE)
_BEFORE = len("codebase") + 100


def _has_code(paper: Paper) -> bool:
    text = f"{paper.abstract or ''}\n{paper.comment or ''}"
    at = text.find(PLACEHOLDER)
    while at >= 0:
        if _CODE.search(text, max(0, at - _BEFORE), at):
            return True
        at = text.find(PLACEHOLDER, at + 1)
    # Looking for links takes longer, and an address of code has a path.
    return "/" in text and any(one.label in (Label.CODE, Label.MODEL) for one in links(text))


_YEAR = PaperNumber("year", lambda paper: paper.id.year)


class FieldRow(NamedTuple):
    """A field.

    Args:
        key: The name before the colon; empty for words without a field.
        reader: Reads its values.
        help: Example queries, and the papers that each finds; a choice has its own.
        hint: The example that the empty filter bar shows.
        alias: Another name.
    """

    key: str
    reader: ValueReader
    help: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    alias: str = ""


class Field(Enum):
    """Where a term looks."""

    TEXT = FieldRow(
        "",
        TextOrId(TextPart.TITLE, TextPart.AUTHORS, TextPart.ABSTRACT),
        (("diffusion", "with this word in title, authors or abstract"),),
        hint="diffusion",
    )
    TITLE = FieldRow(
        "ti",
        Words(TextPart.TITLE),
        (
            ("ti:diffusion", "with this word in the title"),
            ("ti:/^towards/", "with this regular expression in the title"),
        ),
        hint="ti:graph",
    )
    AUTHORS = FieldRow(
        "au",
        AuthorNames(TextPart.AUTHORS),
        (
            ("au:wang", "with this word in the name of an author"),
            ('au:"Wei Wang"', "by this author; a phrase never spans two authors"),
            ('au:"W. Wang"', 'by an author with this initial; also `au:"Wang, Wei"`'),
        ),
        hint="au:wang",
    )
    ABSTRACT = FieldRow(
        "abs", Words(TextPart.ABSTRACT), (("abs:model", "with this word in the abstract"),)
    )
    CATEGORY = FieldRow(
        "cat",
        CategoryNames(InCategory),
        (
            ("cat:cs.AI", "in this category, primary or not"),
            ("cat:cs", "in any category of this archive; same as `cat:cs.*`"),
        ),
        hint="cat:cs.RO",
    )
    TOPIC = FieldRow(
        "topic",
        NameValue(InTopic),
        (
            ('topic:"Video Diffusion"', "in this topic of yours, by its whole name"),
            ("topic:video*", "in a topic whose name begins like this"),
        ),
    )
    TAG = FieldRow(
        "tag",
        NameValue(HasTag),
        (('tag:"to read"', "with this tag"), ("tag:*", "with any tag")),
    )
    NOTE = FieldRow(
        "note",
        Words(TextPart.NOTE, takes_any=True),
        (("note:compare", "with this word in your note"), ("note:*", "with a note")),
    )
    FULL = FieldRow(
        "full",
        FullWords(),
        (
            ("full:compare", "with this word anywhere in it, if it is saved in full"),
            ("full:*", "saved in full"),
        ),
    )
    ID = FieldRow(
        "id",
        Ids(HasId),
        (
            ("id:2602.12063", "this paper; the id may be written in any form"),
            ("id:2602*", "with an id of this month"),
        ),
        alias="arxiv",
    )
    IS = FieldRow(
        "is",
        OneOf(
            NamedValue(
                "unread", HasFlag("unread"), "you have not read; a replacement is never unread"
            ),
            NamedValue("read", HasFlag("read"), "you have read"),
            NamedValue("starred", HasFlag("starred"), "you starred"),
            NamedValue("queued", HasFlag("queued"), "in your queue"),
            NamedValue("dismissed", HasFlag("dismissed"), "you dismissed as not for you"),
            NamedValue("new", AnnouncedAs((Kind.NEW,)), "announced as new"),
            NamedValue(
                "replaced",
                AnnouncedAs((Kind.REPLACE, Kind.REPLACE_CROSS)),
                "announced as a new version",
            ),
            NamedValue(
                "cross", AnnouncedAs((Kind.CROSS, Kind.REPLACE_CROSS)), "announced as a cross-list"
            ),
            NamedValue(
                "followed",
                HasFlag("followed"),
                "by an author you follow, under exactly this name, ignoring case and accents",
            ),
            NamedValue(
                "zotero",
                HasTag(ZOTERO_TAG),
                "in your Zotero library, at the last `paperterm sync zotero`",
            ),
        ),
        hint="is:unread",
    )
    HAS = FieldRow(
        "has",
        OneOf(
            NamedValue("note", HasWords((TextPart.NOTE,)), "with a note"),
            NamedValue("code", fact("has_code", _has_code), "with a link to code"),
            NamedValue("doi", fact("has_doi", lambda paper: bool(paper.doi)), "with a journal DOI"),
        ),
    )
    INTEREST = FieldRow(
        "interest",
        OneOf(  # scores of the two highest of `ranking.model.step`, and of the lowest
            NamedValue("high", ScoredWithin(2.0, inf), "with one of the two highest interest bars"),
            NamedValue("low", ScoredWithin(-inf, 0.0), "with the lowest interest bar"),
        ),
    )
    DAY = FieldRow(
        "day",
        PlainWord("2026-02-12, 2026-02, 2026, or a range such as 2026-02..2026-03", within_days),
        (
            ("day:2026-02-12", "announced that evening"),
            ("day:2026-02", "announced in that month; `day:2026` in that year"),
            ("day:2026-02..2026-03", "announced from February to March; either end may be missing"),
        ),
    )
    SINCE = FieldRow(
        "since",
        PlainWord("days or weeks, as in 7d or 2w", within_last_days),
        (
            ("since:7d", "announced on the last 7 announcement days"),
            ("since:2w", "announced on the last 10; a week has five"),
        ),
        hint="since:7d",
    )
    YEAR = FieldRow(
        "year",
        PlainWord(
            "a year or a range, as in 2026 or 2024..2026", partial(within_years, _YEAR), _YEAR
        ),
        (
            ("year:2026", "submitted in this year, going by the id"),
            ("year:2024..2026", "submitted from 2024 to 2026; either end may be missing"),
        ),
    )

    @property
    def key(self) -> str:
        """The name before the colon."""
        return self.value.key

    @property
    def written(self) -> str:
        """The key with its colon, `ti:`; empty for words without a field."""
        return f"{self.key}:" if self.key else ""

    @property
    def parts(self) -> tuple[TextPart, ...]:
        """The texts in which hits can be highlighted."""
        return self.value.reader.parts

    @property
    def takes(self) -> str:
        """The values that the field takes, as a sentence."""
        return f"{self.written} takes {self.value.reader.takes}"

    @property
    def help(self) -> list[tuple[str, str]]:
        """Example queries, and the papers that each finds."""
        reader = self.value.reader
        choices = reader.choices if isinstance(reader, OneOf) else ()
        return [*self.value.help, *((f"{self.written}{one.name}", one.finds) for one in choices)]

    def read(self, value: Value) -> Condition | None:
        """Return the condition of a value; None for a word without letters and digits.

        Raises:
            ValueError: The value is invalid; with the reason.
        """
        try:
            return self.value.reader.read(value)
        except ValueError as error:
            raise ValueError(str(error) or self.takes) from None

    def is_whole(self, text: str) -> bool:
        """Return whether a word that is being typed is complete, such as an id."""
        return self.value.reader.is_whole(text)


BY_NAME = {name: field for field in Field for name in (field.key, field.value.alias) if name}
"""Fields by their names and aliases."""

NUMBERS = tuple(number for field in Field for number in field.value.reader.numbers)
"""The numbers that the index keeps of each paper."""
