"""The columns of the paper list: what `[reader] columns` can put below a title.

A new column is a row here; `python docs/tables.py` then adds it to docs/settings.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from paperterm.errors import ConfigError
from paperterm.model import Entry, Kind
from paperterm.tui.draw.cells import fit, typeset
from paperterm.tui.draw.glyphs import glyphs

_KINDS = {Kind.CROSS: "cross-listed", Kind.REPLACE: "replaced", Kind.REPLACE_CROSS: "replaced"}


class Column(NamedTuple):
    """A fact in the line below a title.

    Attributes:
        name: Its name in `[reader] columns`.
        description: What it shows, for the docs.
        text: Returns its text for a row of the list, or "" to leave it out. The second argument is
            the format of dates in this list, "" where a heading shows the day. In lists of many
            days a row has title, authors, categories, announcement and marks; the rest of its paper
            is None there.
        shrinks: Whether it is cut when the line is too long; others keep their width.
    """

    name: str
    description: str
    text: Callable[[Entry, str], str]
    shrinks: bool = False


def _authors(entry: Entry, _: str) -> str:
    return entry.paper.author_line


def _authors_count(entry: Entry, _: str) -> str:
    count, more = len(entry.paper.authors), "+" if entry.paper.authors_truncated else ""
    return f"{count}{more} author{'' if count == 1 and not more else 's'}" if count else ""


def _date(entry: Entry, date_format: str) -> str:
    return date_format.format(entry.announcement.day) if entry.announcement else ""


COLUMNS = (
    Column("authors", "the authors", _authors, shrinks=True),
    Column("authors_count", "how many authors; 6+ if a source listed only six", _authors_count),
    Column(
        "kind",
        "cross-listed or replaced; nothing for a new paper",
        lambda entry, _: _KINDS.get(entry.kind, "") if entry.kind else "",
    ),
    Column("categories", "the categories", lambda entry, _: " ".join(entry.paper.categories)),
    Column(
        "comment",
        "what the authors say of it: pages, figures, where it will appear",
        lambda entry, _: entry.paper.comment or "",
        shrinks=True,
    ),
    Column("date", "the day, unless the list has a heading for each day", _date),
)


def known_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of some names, in their order; leave out unknown names."""
    known = {column.name: column for column in COLUMNS}
    return tuple(known[name] for name in names if name in known)


def unknown_columns(names: Sequence[str]) -> Iterator[ConfigError]:
    """Yield a problem for each name that is not a column."""
    known = [column.name for column in COLUMNS]
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, known, 1)
            hint = f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(known)}"
            yield ConfigError("reader.columns", f"unknown column {name!r}", hint)


def column_line(entry: Entry, columns: Sequence[Column], date_format: str, width: int) -> str:
    """Return the line below a title: columns, tags and notes, at most `width` cells wide."""
    texts = {column: typeset(column.text(entry, date_format)) for column in columns}
    mark = entry.mark
    marks = [*(f"#{tag}" for tag in mark.tag_names), *(["noted"] if mark.note_text else [])]
    used = sum(len(text) + 3 for column, text in texts.items() if text and not column.shrinks)
    used += sum(len(mark) + 3 for mark in marks)
    long = sorted((column for column in columns if column.shrinks), key=lambda one: len(texts[one]))
    room = max(width - used - 3 * (len(long) - 1), width // 3)
    for number, column in enumerate(long):  # what a short column leaves goes to the next
        texts[column] = fit(texts[column], room // (len(long) - number))
        room -= len(texts[column])
    facts = [*texts.values(), typeset(" ".join(marks))]
    return fit(glyphs(" · ").join(filter(None, facts)), width)
