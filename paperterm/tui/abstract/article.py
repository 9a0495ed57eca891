"""What the abstract pane shows of a paper, as styled lines of text; no widget yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from paperterm.model import AnnouncedPaper, Entry
from paperterm.query import EVERYTHING, Field, Query
from paperterm.text import clean
from paperterm.text.links import with_known_links
from paperterm.topics import Topic
from paperterm.tui.abstract.facts import affiliations, facts, ordered_categories, placed
from paperterm.tui.abstract.paragraph import Lens, Name, Paragraph
from paperterm.tui.draw.glyphs import glyphs

if TYPE_CHECKING:
    from paperterm.tui.abstract.changed import Changed

__all__ = ["Paragraph", "article"]


def article(
    entry: Entry,
    topics: Sequence[Topic],
    categories: Mapping[str, str],
    query: Query = EVERYTHING,
    *,
    announced: Sequence[AnnouncedPaper] = (),
    raw: bool = False,
    marked: bool = False,
) -> list[Paragraph]:
    """The paragraphs of a paper, top to bottom; an empty one is an empty line.

    Args:
        entry: The paper.
        topics: Those it belongs to: their keywords are marked.
        categories: Names by category.
        query: What the user looks for: its words are marked.
        announced: Every announcement of the paper; empty while that is being read.
        raw: Show the text as it is stored, TeX as TeX.
        marked: Put signs around the words that changed.
    """
    paper = entry.paper
    lens = Lens(topics, query, raw, paper.id.abs_url)
    news = _news(entry, announced, lens, marked)
    return [
        lens.marked(lens.line(paper.title), "title", Field.TITLE),
        *_authors(entry, lens),
        _line(entry, news),
        Paragraph(""),
        *_body(entry, announced, lens),
        *([Paragraph(""), *news.paragraphs] if news and news.paragraphs else []),
        *_note(entry, lens),
        Paragraph(""),
        *facts(entry, announced, categories, lens),
    ]


def _news(
    entry: Entry, announced: Sequence[AnnouncedPaper], lens: Lens, marked: bool
) -> Changed | None:
    """What changed, as soon as other announcements are known: the start need not read how."""
    if not announced:
        return None
    from paperterm.tui.abstract.changed import changed

    return changed(entry, announced, lens, marked=marked)


def _authors(entry: Entry, lens: Lens) -> Iterator[Paragraph]:
    """All authors that are known, and where they work."""
    paper = entry.paper
    text = ""
    names = []
    for author in paper.authors:
        if said := lens.line(author):
            text += ", " * bool(text)
            names.append(Name(len(text), len(text) + len(said), author))
            text += said
    if text and paper.authors_truncated:
        text += " and others"
    text = text or "no authors given"
    yield Paragraph(text, "authors", lens.found(text, Field.AUTHORS), names=names)
    if places := affiliations(paper):
        yield Paragraph(lens.line("; ".join(places)), "fact")


def _line(entry: Entry, news: Changed | None) -> Paragraph:
    """Id, categories and day in short, and that it changed: before the abstract is read."""
    paper, announcement, _ = entry
    said = [
        f"{paper.id}v{paper.version}" if paper.version else paper.id,
        " ".join(ordered_categories(paper)),
        placed(announcement) if announcement else "",
    ]
    dot = glyphs(" · ")
    text = clean(dot.join(filter(None, said)))
    if news is None:
        return Paragraph(text, "fact")
    start = len(text) + len(dot)
    text = f"{text}{dot}{news.summary}"
    return Paragraph(text, "fact", [(start, len(text), "heading")])


def _body(entry: Entry, announced: Sequence[AnnouncedPaper], lens: Lens) -> Iterator[Paragraph]:
    text = lens.lines(entry.paper.abstract or "")
    if not text:
        yield Paragraph("no abstract given", "fact")
        return
    if not lens.is_raw and "this https" in text:
        others = (told.paper.abstract for told in announced)
        text = with_known_links(text, (lens.lines(other) for other in others if other))
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Paragraph("")
        yield lens.marked(line, "", Field.ABSTRACT)


def _note(entry: Entry, lens: Lens) -> Iterator[Paragraph]:
    if note := entry.mark.note_text:
        # Most papers have none: the start need not read what shows one.
        from paperterm.tui.abstract.note_lines import note_paragraphs

        yield Paragraph("")
        yield Paragraph("Note", "heading")
        yield from note_paragraphs(note, lens)
