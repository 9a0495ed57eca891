"""The subject of a query: a paper with everything that can be tested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from paperterm.model import Kind, Paper
from paperterm.query.fold import folded, folded_authors
from paperterm.text.typeset import typeset, typeset_lines


class Need(Enum):
    """A part of a subject that takes time to look up, which only some queries need."""

    ANNOUNCEMENTS = auto()
    TAGS = auto()
    NOTE = auto()
    TOPICS = auto()


class TextPart(StrEnum):
    """A text of a paper that words and regexes are searched in."""

    TITLE = "title"
    AUTHORS = "authors"
    ABSTRACT = "abstract"
    NOTE = "note"


class Subject(NamedTuple):
    """A paper to test; parts that the query does not need may be left out.

    `announcements` are the days and kinds of all announcements; `newest_day` is the newest day of
    the library; `is_replacement` says as what the paper is listed.
    """

    paper: Paper
    announcements: Sequence[tuple[date, Kind | None]] = ()
    newest_day: date = date.min
    read: bool = False
    starred: bool = False
    queued: bool = False
    tags: Sequence[str] = ()
    note: str | None = None
    topics: Sequence[str] = ()
    followed: bool = False
    is_replacement: bool = False


class SubjectTexts:
    """A subject and its texts as the screen shows them, each folded once and only when needed."""

    __slots__ = ("_folded", "subject")

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._folded: dict[TextPart, str] = {}

    def folded(self, part: TextPart) -> str:
        """Return a text folded, with a space around each token."""
        text = self._folded.get(part)
        if text is None:
            if part is TextPart.AUTHORS:
                text = folded_authors(map(typeset, self.subject.paper.authors))
            else:
                text = folded(self.written(part))
            text = self._folded[part] = f" {text} "
        return text

    def written(self, part: TextPart) -> str:
        """Return a text as the screen shows it, not folded; empty if there is none."""
        subject = self.subject
        if part is TextPart.TITLE:
            return typeset(subject.paper.title)
        if part is TextPart.AUTHORS:
            return ", ".join(map(typeset, subject.paper.authors))
        if part is TextPart.ABSTRACT:
            return typeset_lines(subject.paper.abstract or "")
        return subject.note or ""
