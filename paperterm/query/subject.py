"""The subject of a query: a paper with everything that can be tested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paperterm.model import Kind, Paper
from paperterm.model.record import PaperTexts
from paperterm.query.fold import folded, folded_authors
from paperterm.query.tree import TextPart
from paperterm.text.typeset import has_its_words, typeset, typeset_all, typeset_lines


class Subject(NamedTuple):
    """A paper to test; parts that the query does not need may be left out.

    `paper` may be only its texts unless the query has `Need.FACTS`.

    `announcements` are the days and kinds of all announcements; `newest_day` is the newest day of
    the library; `is_replacement` says as what the paper is listed; `interest` is its score, None
    without one; `full` is the text of the whole paper, None if it is not saved in full.
    """

    paper: Paper | PaperTexts
    announcements: Sequence[tuple[date, Kind | None]] = ()
    newest_day: date = date.min
    read: bool = False
    starred: bool = False
    queued: bool = False
    dismissed: bool = False
    tags: Sequence[str] = ()
    note: str | None = None
    topics: Sequence[str] = ()
    followed: bool = False
    is_replacement: bool = False
    interest: float | None = None
    full: str | None = None


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
                text = folded_authors(typeset_all(self.subject.paper.authors))
            else:
                text = folded(self.written(part))
            text = self._folded[part] = f" {text} "
        return text

    def lacks(self, part: TextPart, letters: str) -> bool:
        """Return whether a text as the screen shows it lacks some letters and digits in a row.

        False decides nothing. Nearly all texts have what the screen shows, and to see so takes a
        fifth of the time.

        Args:
            part: The text.
            letters: Letters and digits of ASCII, in lower case; in the text, case is ignored.
        """
        paper = self.subject.paper
        if part is TextPart.TITLE:
            text = paper.title
        elif part is TextPart.AUTHORS:
            text = " ".join(paper.authors)
        elif part is TextPart.ABSTRACT:
            text = paper.abstract or ""
        else:
            return False
        return text.isascii() and letters not in text.lower() and has_its_words(text)

    def written(self, part: TextPart) -> str:
        """Return a text as the screen shows it, not folded; empty if there is none."""
        subject = self.subject
        if part is TextPart.TITLE:
            return typeset(subject.paper.title)
        if part is TextPart.AUTHORS:
            return ", ".join(typeset_all(subject.paper.authors))
        if part is TextPart.ABSTRACT:
            return typeset_lines(subject.paper.abstract or "")
        return (subject.full if part is TextPart.FULL else subject.note) or ""
