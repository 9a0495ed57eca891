"""The columns of the paper list: what `[reader] columns` can put below a title.

A new column is a row here; `python docs/tables.py` then adds it to docs/settings.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from rich.cells import cell_len

from paperterm.errors import ConfigError
from paperterm.model import Entry, Kind
from paperterm.model.author_lists import abridged
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
        brief: Returns what to show of it where a long title leaves too little room for the text.
            There it comes before columns without one.
    """

    name: str
    description: str
    text: Callable[[Entry, str], str]
    shrinks: bool = False
    brief: Callable[[Entry, str], str] | None = None


def _authors(entry: Entry, _: str) -> str:
    return entry.paper.author_line


def _first_author(entry: Entry, _: str) -> str:
    authors, is_cut = entry.paper.authors, entry.paper.authors_truncated
    return " ".join(abridged(authors[:1], is_cut or len(authors) > 1))


def _primary_category(entry: Entry, _: str) -> str:
    return entry.paper.primary_category or next(iter(entry.paper.categories), "")


def _authors_count(entry: Entry, _: str) -> str:
    count, more = len(entry.paper.authors), "+" if entry.paper.authors_truncated else ""
    return f"{count}{more} author{'' if count == 1 and not more else 's'}" if count else ""


def _date(entry: Entry, date_format: str) -> str:
    return date_format.format(entry.announcement.day) if entry.announcement else ""


def _marks(entry: Entry, _: str) -> str:
    tags = (f"#{tag}" for tag in entry.mark.tag_names)
    return " ".join([*tags, *(["noted"] if entry.mark.note_text else [])])


COLUMNS = (
    Column("authors", "the authors", _authors, shrinks=True, brief=_first_author),
    Column("authors_count", "how many authors; 6+ if a source listed only six", _authors_count),
    Column(
        "kind",
        "cross-listed or replaced; empty for a new paper",
        lambda entry, _: _KINDS.get(entry.kind, "") if entry.kind else "",
    ),
    Column(
        "categories",
        "the categories; after a long title, only the primary one",
        lambda entry, _: " ".join(entry.paper.categories),
        brief=_primary_category,
    ),
    Column(
        "comment",
        "the authors' comment: pages, figures, where it will appear",
        lambda entry, _: entry.paper.comment or "",
        shrinks=True,
    ),
    Column("date", "the day, unless it is the same in all rows or stands in a heading", _date),
)
_MARKS = Column("", "tags and notes", _marks)

_SEPARATOR = " · "
_LEAST = 10
"""Cells of a name that still say whose it is."""


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
    columns = [*columns, _MARKS]
    texts = {column: typeset(column.text(entry, date_format)) for column in columns}
    between = len(_SEPARATOR)
    fixed = [text for column, text in texts.items() if text and not column.shrinks]
    used = sum(cell_len(text) + between for text in fixed)
    long = sorted((column for column in columns if column.shrinks), key=lambda one: len(texts[one]))
    room = max(width - used - between * (len(long) - 1), width // 3)
    for number, column in enumerate(long):  # what a short column leaves goes to the next
        texts[column] = fit(texts[column], room // (len(long) - number))
        room -= cell_len(texts[column])
    return fit(glyphs(_SEPARATOR).join(filter(None, texts.values())), width)


def brief_line(entry: Entry, columns: Sequence[Column], date_format: str, width: int) -> str:
    """Return what fits of the columns behind a title: author and primary category before others.

    A column is left out if not even its shortest form fits.
    """
    columns = [*columns, _MARKS]
    texts = [typeset((column.brief or column.text)(entry, date_format)) for column in columns]
    cells = [cell_len(text) for text in texts]
    kept = [0] * len(columns)
    free, between = width + len(_SEPARATOR), len(_SEPARATOR)
    for is_first in (True, False):
        for at, column in enumerate(columns):
            least = min(cells[at], _LEAST) if column.shrinks else cells[at]
            if least and bool(column.brief) is is_first and least + between <= free:
                kept[at] = least
                free -= least + between
        for at in filter(kept.__getitem__, range(len(columns))):
            more = min(free, cells[at] - kept[at])
            kept[at] += more
            free -= more
    shown = []
    for at in filter(kept.__getitem__, range(len(columns))):
        column, text = columns[at], texts[at]
        whole = typeset(column.text(entry, date_format)) if column.brief else text
        more = cell_len(whole) - kept[at]
        shown.append(whole if more <= free else fit(text, kept[at]))
        free -= more if more <= free else 0
    return glyphs(_SEPARATOR).join(shown)
