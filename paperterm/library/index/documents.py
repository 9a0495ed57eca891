"""Compute what the index stores of an announcement, without the index.

This is the slow half of indexing, so it runs in a thread of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from paperterm.library.day_files import DayRecord
from paperterm.model import AnnouncedPaper, Kind, Paper, PaperId
from paperterm.model.author_lists import abridged, known_authors
from paperterm.model.record import PaperTexts
from paperterm.query.fields import NUMBERS
from paperterm.query.fold import around, folded, folded_authors, folded_beyond_ascii
from paperterm.query.initials import initials
from paperterm.text.typeset import (
    lines_with_their_words,
    typeset,
    typeset_all,
    with_its_words,
)
from paperterm.topics import Topic, matching

KINDS = (None, *Kind)
"""A kind is stored as its position here."""

REPLACEMENTS = ", ".join(str(at) for at, kind in enumerate(KINDS) if kind and kind.is_replacement)
"""The kinds that are never unread, for `IN` of SQL."""


class Document(NamedTuple):
    """One announcement: the columns of its row, and its searched text; categories are JSON."""

    id: PaperId
    kind: int
    digest: int
    text: tuple[str, str, str, int | None]
    searched: tuple[str, str, str]
    initials: tuple[int, ...]
    categories: str
    numbers: tuple[int, ...]
    topics: tuple[str, ...]


def of_day(record: DayRecord, topics: Sequence[Topic]) -> list[Document]:
    """Return the documents of a day, in announcement order."""
    return [_line(announced, topics) for announced in record.announced]


def of_mark(id_: str, title: str, authors: tuple[str, ...], topics: Sequence[Topic]) -> Document:
    """Return the document of a marked paper that no day holds."""
    return _of_paper(Paper(PaperId(id_), title, authors), 0, topics)


def searched(paper: Paper | PaperTexts) -> tuple[str, str, str]:
    """Return title, authors and abstract as the full-text table takes them."""
    return (
        folded_beyond_ascii(with_its_words(paper.title)),
        around(map(folded_beyond_ascii, _authors(paper.authors))),
        folded_beyond_ascii(lines_with_their_words(paper.abstract or "")),
    )


def _authors(authors: Sequence[str]) -> Sequence[str]:
    """Return authors with the words that the screen shows."""
    joined = "; ".join(authors)
    return authors if with_its_words(joined) is joined else typeset_all(authors)


def matched(papers: Iterable[Paper], topics: Sequence[Topic]) -> list[tuple[str, ...]]:
    """Return the names of the topics of each paper."""
    return [tuple(topic.name for topic in matching(paper, topics)) for paper in papers]


def digest(*parts: object) -> int:
    """Return 64 bits that differ for different contents."""
    from hashlib import blake2b  # a twentieth of the start of a search, which needs none

    content = orjson.dumps(parts)
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


def _line(announced: AnnouncedPaper, topics: Sequence[Topic]) -> Document:
    kind = announced.announcement.kind
    return _of_paper(announced.paper, KINDS.index(kind), topics)


def _of_paper(paper: Paper, kind: int, topics: Sequence[Topic]) -> Document:
    authors = orjson.dumps(abridged(paper.authors, paper.authors_truncated)).decode()
    categories = orjson.dumps(paper.categories).decode()
    published = int(paper.published.timestamp()) if paper.published else None
    numbers = tuple(number.compute(paper) for number in NUMBERS)
    texts = searched(paper)
    return Document(
        paper.id,
        kind,
        digest(kind, paper.title, authors, categories, paper.abstract, published, numbers),
        (paper.title, authors, family_name(paper.authors), published),
        texts,
        tuple(map(initials, texts)),
        categories,
        numbers,
        tuple(topic.name for topic in matching(paper, topics)),
    )


def family_name(authors: Sequence[str]) -> str:
    """Return the sort key of a list by first author: the family name."""
    from paperterm.model.names import names_of  # likewise: its patterns are compiled

    return next((folded(name.family).strip() for name in names_of(authors[:1])), "")


def title_key(title: str) -> str:
    """Return the sort key of a title: its words, as the screen shows them."""
    return folded(typeset(title))


def fits_authors(authors: str, pattern: str) -> bool:
    """Return whether a regex is found in authors, a list in JSON, folded as in a scan."""
    names = folded_authors(typeset_all(known_authors(orjson.loads(authors))))
    return re.search(pattern, f" {names} ") is not None
