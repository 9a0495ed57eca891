"""The facts below the abstract, one row each beside its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from unicodedata import combining

from paperterm.model import AnnouncedPaper, Announcement, Entry, Kind, Paper
from paperterm.text import clean
from paperterm.text.links import Label, Link, links
from paperterm.topics import Match, Topic, whole_word
from paperterm.tui.abstract.paragraph import Highlighter, Paragraph, link_row, linked
from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs

_KINDS = {
    Kind.NEW: "new",
    Kind.CROSS: "cross-listed",
    Kind.REPLACE: "replaced",
    Kind.REPLACE_CROSS: "replaced, cross-listed",
}
_LONGEST_WORD = 40
_AFFILIATIONS = ("affiliations", "affiliation", "arxiv:affiliation")


def facts(
    entry: Entry,
    announced: Sequence[AnnouncedPaper],
    categories: Mapping[str, str],
    highlighter: Highlighter,
) -> Iterator[Paragraph]:
    """Yield what is known of a paper besides title, authors and abstract."""
    paper = entry.paper
    if highlighter.topics:
        yield _fact(
            "topics", "; ".join(_why(topic, paper.searched) for topic in highlighter.topics)
        )
    yield from _named(paper, categories)
    if paper.published:
        yield _fact("submitted", _times(paper.published, paper.updated, paper.version))
    if entry.announcement:  # known at once; what others there were is read later
        announced = announced or (AnnouncedPaper(paper, entry.announcement),)
    yield from _announcements(announced, entry.announcement)
    for label, value in (
        ("comment", paper.comment),
        ("journal", paper.journal_ref),
        ("doi", paper.doi),
    ):
        if text := highlighter.line(value or ""):
            yield linked(text, label=label)
    yield from _links(paper, highlighter)
    yield link_row(paper.id.abs_url, "page", Label.PAPER)
    yield link_row(paper.id.pdf_url, "pdf", Label.PAPER)
    yield from _marks(entry)


def day_and_kind(announcement: Announcement) -> str:
    """Return the day and the kind of an announcement."""
    day = _date(announcement.day)
    return f"{day}{glyphs(' · ')}{_KINDS[announcement.kind]}" if announcement.kind else day


def affiliations(paper: Paper) -> list[str]:
    """Return the affiliations that the source gave, each once, in order."""
    values = (paper.extra.get(key) for key in _AFFILIATIONS)
    return list(dict.fromkeys(filter(None, map(clean, _texts(values)))))


def ordered_categories(paper: Paper) -> list[str]:
    """Return the categories of a paper, the primary one first."""
    categories = [paper.primary_category or "", *paper.categories]
    return list(dict.fromkeys(filter(None, map(clean, categories))))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of any shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)


def _named(paper: Paper, categories: Mapping[str, str]) -> Iterator[Paragraph]:
    for number, category in enumerate(ordered_categories(paper)):
        name = categories.get(category) or _official_name(category)
        yield _fact("" if number else "in", f"{category} {_without_pictures(name)}".rstrip())


def _without_pictures(name: str) -> str:
    """Return the name of a category, without emoji if plain ASCII is drawn."""
    if name.isascii() or not glyphs("·").isascii():
        return name
    plain = (char for char in name if char.isascii() or char.isalpha() or combining(char))
    return " ".join("".join(plain).split())


def _official_name(category: str) -> str:
    # Rarely needed: most papers are in categories that the settings name.
    from paperterm.model.taxonomy import TAXONOMY

    return TAXONOMY.get(category, "")


def _announcements(
    announced: Sequence[AnnouncedPaper], listed: Announcement | None
) -> Iterator[Paragraph]:
    rows = sorted(announced, key=lambda paper: paper.announcement.day)
    for number, (paper, announcement) in enumerate(rows):
        parts = [f"{announcement.day:%a} {day_and_kind(announcement)}"]
        if paper.version:
            parts.append(f"v{paper.version}")
        if len(rows) > 1 and listed and announcement.day == listed.day:
            parts.append("shown")
        yield _fact("" if number else "announced", glyphs(" · ").join(parts))


def _links(paper: Paper, highlighter: Highlighter) -> Iterator[Paragraph]:
    """Yield links to code, data and projects, and to papers that the text mentions."""
    texts = [highlighter.lines(paper.abstract or ""), highlighter.line(paper.comment or "")]
    found: dict[str, tuple[Link, str]] = {}
    for text in texts:
        found |= {link.url: (link, text[link.start : link.end]) for link in links(text)}
    for own in (paper.id.abs_url, paper.id.pdf_url, f"https://doi.org/{paper.doi}"):
        found.pop(own, None)
    last = None
    for link, _ in sorted(found.values(), key=lambda found: found[0].label):
        if link.label is not Label.PAPER:
            yield link_row(link.url, "" if link.label is last else str(link.label), link.label)
            last = link.label
    if named := [(link, text) for link, text in found.values() if link.label is Label.PAPER]:
        yield _mentions(named)


def _mentions(named: Sequence[tuple[Link, str]]) -> Paragraph:
    """Return the papers that a text mentions, in one row."""
    text = ""
    led = []
    for link, name in named:
        text += ", " * bool(text)
        led.append(Link(len(text), len(text) + len(name), link.url, link.label))
        text += name
    spans = [(link.start, link.end, "link") for link in led]
    return Paragraph(text, spans=spans, label="mentions", links=led)


def _marks(entry: Entry) -> Iterator[Paragraph]:
    """Yield the marks, with their signs in the list, and the tags."""
    mark = entry.mark
    if not mark.is_read:
        parts = ["● unread" if entry.is_unread else "a replacement, not read"]
    else:
        parts = ["△ read, changed since" if entry.is_changed_since_read else "read"]
    parts += ["★ starred"] * mark.is_starred + ["× dismissed"] * mark.is_dismissed
    parts += ["≡ queued"] * mark.is_queued
    yield _fact("marks", glyphs(", ".join(parts)))
    if mark.tag_names:
        yield _fact("tags", " ".join(f"#{tag}" for tag in mark.tag_names))


def _why(topic: Topic, text: str) -> str:
    """Return a topic, and the keywords that match, with the words that contain them."""
    found = topic.why(text).keywords
    named = (" + ".join(f"{word}{_holder(topic, word, text)}" for word in words) for words in found)
    return f"{topic.name} ({', '.join(named)})"


def _holder(topic: Topic, word: str, text: str) -> str:
    """Return the word that contains a keyword, unless it occurs alone: llm in “hallmark”."""
    if topic.match is Match.WORD or whole_word(word).search(text):
        return ""
    found = re.search(re.escape(word), text, re.IGNORECASE)
    if not found:
        return ""
    start, end = found.span()
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return glyphs(" in “{}”").format(fit(clean(text[start:end]), _LONGEST_WORD))


def _times(published: datetime, updated: datetime | None, version: int | None) -> str:
    text = _date(published)
    if updated and updated != published:
        text += f", version {version or '?'} of {_date(updated)}"
    return text


def _date(day: date) -> str:
    return f"{day:%d %b %Y}".lstrip("0")


def _fact(name: str, value: str) -> Paragraph:
    return Paragraph(clean(value), label=name)
