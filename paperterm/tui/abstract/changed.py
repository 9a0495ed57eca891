"""What changed in a paper since the version that the user saw, as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperterm.model import AnnouncedPaper, Entry
from paperterm.model.seen import seen_before
from paperterm.text.changes import Fate, Piece, changes
from paperterm.text.links import with_known_links
from paperterm.tui.abstract.paragraph import Highlighter, Paragraph
from paperterm.tui.draw.glyphs import glyphs

_LONGEST = 12
"""Longer runs of unchanged words are folded to a few on each side."""
_UNFOLDED = 4

_STYLES = {Fate.KEPT: "", Fate.REMOVED: "removed", Fate.ADDED: "added"}
_MARKS = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}-]", Fate.ADDED: "{{+{}+}}"}


class Comparison(NamedTuple):
    """A paper compared with an earlier version: a summary, and the changes word by word."""

    summary: str
    paragraphs: Sequence[Paragraph] = ()


def compared(
    entry: Entry,
    announced: Sequence[AnnouncedPaper],
    highlighter: Highlighter,
    *,
    marked: bool = False,
) -> Comparison | None:
    """Compare a paper with the version that the user saw; None if there is none, or no change.

    Args:
        entry: The paper as it is listed.
        announced: Every announcement of it.
        highlighter: How its text is shown.
        marked: Put signs around changed words, for terminals without strike-through and underline.
    """
    before = seen_before(announced, entry)
    if before is None:
        return None
    since = _since(before, entry)
    old, new = before.paper, entry.paper
    title = changes(highlighter.line(old.title), highlighter.line(new.title))
    abstract = _abstract(old.abstract, new.abstract, highlighter)
    counted = [*(["new title"] if _differs(title) else []), *_counts(abstract)]
    if not counted:
        version = old.version
        summary = f"same text as {f'v{version}' if version else since}"
        return Comparison(summary) if entry.is_replacement else None
    paragraphs = [Paragraph(f"What changed since {since}", "heading")]
    if _differs(title):
        paragraphs.append(_drawn(title, "title", marked))
    if _differs(abstract):
        paragraphs.append(_drawn(list(_folded(abstract)), "", marked))
    return Comparison(", ".join(counted), paragraphs)


def _abstract(old: str | None, new: str | None, highlighter: Highlighter) -> list[Piece]:
    """Compare two abstracts; an unknown one is taken as unchanged."""
    if not old or not new:
        return []
    was, now = highlighter.lines(old), highlighter.lines(new)
    # One of the two sources may have left out the links.
    return changes(with_known_links(was, [now]), with_known_links(now, [was]))


def _since(before: AnnouncedPaper, entry: Entry) -> str:
    """Return the earlier version and its day, with the year if it differs."""
    day = before.announcement.day
    same_year = entry.announcement is None or entry.announcement.day.year == day.year
    date = f"{day:%d %b}" if same_year else f"{day:%d %b %Y}"
    version = before.paper.version
    return f"v{version} ({date.lstrip('0')})" if version else date.lstrip("0")


def _differs(pieces: Sequence[Piece]) -> bool:
    return any(piece.fate is not Fate.KEPT for piece in pieces)


def _counts(pieces: Sequence[Piece]) -> Iterator[str]:
    counts = [
        (sign, sum(len(piece.text.split()) for piece in pieces if piece.fate is fate))
        for fate, sign in ((Fate.ADDED, "+"), (Fate.REMOVED, glyphs("−")))
    ]
    if words_changed := " ".join(f"{sign}{words:,}" for sign, words in counts if words):
        yield f"{words_changed} {'word' if sum(words for _, words in counts) == 1 else 'words'}"


def _folded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Replace long runs of unchanged words by an ellipsis."""
    for number, (fate, text) in enumerate(pieces):
        words = text.split()
        if fate is Fate.KEPT and len(words) > _LONGEST:
            head = words[:_UNFOLDED] if number else []
            tail = words[-_UNFOLDED:] if number + 1 < len(pieces) else []
            text = " ".join([*head, glyphs("…"), *tail])
        yield Piece(fate, text)


def _drawn(pieces: Sequence[Piece], style: str, marked: bool) -> Paragraph:
    text = ""
    spans = []
    for fate, words in pieces:
        start = len(text) + bool(text)
        text += " " * bool(text) + (_MARKS[fate].format(words) if marked else words)
        if fate is not Fate.KEPT:
            spans.append((start, len(text), _STYLES[fate]))
    return Paragraph(text, style, spans)
