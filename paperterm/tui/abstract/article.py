"""The paper in the abstract pane, as styled paragraphs without a widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from paperterm.model import AnnouncedPaper, Entry
from paperterm.query import EVERYTHING, Query
from paperterm.query.tree import TextPart
from paperterm.text import clean
from paperterm.text.links import with_known_links
from paperterm.topics import Topic
from paperterm.tui.abstract.facts import affiliations, day_and_kind, facts, ordered_categories
from paperterm.tui.abstract.paragraph import AuthorSpan, Highlighter, Paragraph
from paperterm.tui.draw.glyphs import glyphs

if TYPE_CHECKING:
    from paperterm.tui.abstract.changed import Comparison

_MOST_AUTHORS = 60
"""A longer list of authors is folded to its beginning."""
_FOLDED = 20

_Named = tuple[str, str]
"""An author as shown, and as the paper has the name."""


def article(
    entry: Entry,
    topics: Sequence[Topic],
    categories: Mapping[str, str],
    query: Query = EVERYTHING,
    *,
    announced: Sequence[AnnouncedPaper] = (),
    why: Sequence[str] = (),
    raw: bool = False,
    marked: bool = False,
    all_key: str = "F",
) -> list[Paragraph]:
    """Return the paragraphs of a paper, top to bottom; an empty one is an empty line.

    Args:
        entry: The paper.
        topics: Its topics; their keywords are highlighted.
        categories: Names by category.
        query: The search; its words are highlighted.
        announced: Every announcement of the paper; empty while loading.
        why: What speaks for it in the order of interest, in plain words.
        raw: Keep TeX as typed.
        marked: Put signs around changed words.
        all_key: The key that lists all authors.
    """
    paper = entry.paper
    highlighter = Highlighter(topics, query, raw, paper.id.abs_url)
    comparison = _comparison(entry, announced, highlighter, marked)
    return [
        highlighter.paragraph(highlighter.line(paper.title), "title", TextPart.TITLE),
        *_authors(entry, highlighter, all_key),
        _line(entry, comparison),
        *_why(why),
        Paragraph(""),
        *_body(entry, announced, highlighter),
        *([Paragraph(""), *comparison.paragraphs] if comparison and comparison.paragraphs else []),
        *_note(entry, highlighter),
        Paragraph(""),
        *facts(entry, announced, categories, highlighter),
    ]


def _comparison(
    entry: Entry, announced: Sequence[AnnouncedPaper], highlighter: Highlighter, marked: bool
) -> Comparison | None:
    """Compare the paper with its earlier announcements, if they are loaded."""
    if not announced:
        return None
    from paperterm.tui.abstract.changed import compared

    return compared(entry, announced, highlighter, marked=marked)


def _authors(entry: Entry, highlighter: Highlighter, all_key: str) -> Iterator[Paragraph]:
    """Yield the authors, a long list folded, and their affiliations."""
    paper = entry.paper
    named = [(name, author) for author in paper.authors if (name := highlighter.line(author))]
    shown = named if len(named) <= _MOST_AUTHORS else _folded(named, highlighter)
    text, names = _joined(shown)
    if left := len(named) - len(shown):
        text += f" and {left:,} more ({all_key} lists all {len(named):,})"
    if text and paper.authors_truncated:
        text += " and others"
    text = text or "no authors given"
    yield Paragraph(text, "authors", highlighter.matches(text, TextPart.AUTHORS), names=names)
    if places := affiliations(paper):
        yield Paragraph(highlighter.line("; ".join(places)), "fact")


def _folded(named: Sequence[_Named], highlighter: Highlighter) -> Sequence[_Named]:
    """Return the first names of a long list, and others that the query matches."""
    text, names = _joined(named)
    starts = [name.start for name in names]
    matches = highlighter.matches(text, TextPart.AUTHORS)
    found = (bisect_right(starts, start) - 1 for start, *_ in matches)
    others = (row for row in dict.fromkeys(found) if row >= _FOLDED)
    return [*named[:_FOLDED], *(named[row] for row in islice(others, _FOLDED))]


def _joined(named: Sequence[_Named]) -> tuple[str, list[AuthorSpan]]:
    """Return names as one text, and where each of them is."""
    spans: list[AuthorSpan] = []
    at = 0
    for name, author in named:
        spans.append(AuthorSpan(at, at + len(name), author))
        at += len(name) + len(", ")
    return ", ".join(name for name, _ in named), spans


def _line(entry: Entry, comparison: Comparison | None) -> Paragraph:
    """Return id, categories, day and changes on one line above the abstract."""
    paper, announcement, _ = entry
    parts = [
        f"{paper.id}v{paper.version}" if paper.version else paper.id,
        " ".join(ordered_categories(paper)),
        day_and_kind(announcement) if announcement else "",
    ]
    dot = glyphs(" · ")
    text = clean(dot.join(filter(None, parts)))
    if comparison is None:
        return Paragraph(text, "fact")
    start = len(text) + len(dot)
    text = f"{text}{dot}{comparison.summary}"
    return Paragraph(text, "fact", [(start, len(text), "heading")])


def _why(why: Sequence[str]) -> Iterator[Paragraph]:
    """Yield what the order of interest likes about the paper, on one line."""
    if why:
        yield Paragraph(glyphs(" · ".join(map(clean, why))), "why")


def _body(
    entry: Entry, announced: Sequence[AnnouncedPaper], highlighter: Highlighter
) -> Iterator[Paragraph]:
    text = highlighter.lines(entry.paper.abstract or "")
    if not text:
        yield Paragraph("no abstract given", "fact")
        return
    if not highlighter.is_raw and "this https" in text:
        others = (earlier.paper.abstract for earlier in announced)
        text = with_known_links(text, (highlighter.lines(other) for other in others if other))
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Paragraph("")
        yield highlighter.paragraph(line, "", TextPart.ABSTRACT)


def _note(entry: Entry, highlighter: Highlighter) -> Iterator[Paragraph]:
    if note := entry.mark.note_text:
        # Imported late: most papers have no note.
        from paperterm.tui.abstract.note_lines import note_paragraphs

        yield Paragraph("")
        yield Paragraph("Note", "heading")
        yield from note_paragraphs(note, highlighter)
