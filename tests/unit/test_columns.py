"""The columns below a title: their order, what gives way, and names that are no column."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len

from paperterm.config import Config
from paperterm.model import Announcement, Day, Entry, Kind, Mark, Note, Paper, PaperId, Stamped
from paperterm.tui.reader.columns import (
    COLUMNS,
    brief_line,
    column_line,
    known_columns,
    unknown_columns,
)

DATES = "{0.day} {0:%b}"
NOW = datetime(2026, 2, 13, tzinfo=UTC)


def entry(kind: Kind = Kind.NEW, mark: Mark | None = None, **values: Any) -> Entry:
    values = {"authors": ("Ada Author", "Ben Writer"), "categories": ("cs.CV", "cs.AI"), **values}
    id_ = PaperId("2602.00001")
    return Entry(
        Paper(id_, "A title", **values), Announcement(Day(2026, 2, 12), kind, 2), mark or Mark(id_)
    )


def line(of: Entry, *names: str, width: int = 200, dates: str = DATES) -> str:
    return column_line(of, known_columns(names), dates, width)


def brief(of: Entry, width: int) -> str:
    return brief_line(of, known_columns(Config().columns), DATES, width)


def test_columns_come_in_the_order_of_the_user() -> None:
    assert line(entry(), "date", "authors") == "12 Feb · Ada Author, Ben Writer"
    assert line(entry(Kind.CROSS), "kind", "categories") == "cross-listed · cs.CV cs.AI"


def test_a_column_without_text_is_left_out() -> None:
    assert line(entry(), "kind", "date", "authors", dates="") == "Ada Author, Ben Writer"


def test_a_comment_shares_the_line_with_the_authors() -> None:
    of = entry(comment="12 pages,\n5 figures, accepted at a conference with a long name")
    assert line(of, "comment", "date", width=60).startswith("12 pages, 5 figures, accepted at")
    short = "Ada Author, Ben Writer · 12 pages, 5 figures, accepted at a…"
    assert line(of, "authors", "comment", width=60) == short


def test_authors_are_counted() -> None:
    assert line(entry(), "authors_count") == "2 authors"
    assert line(entry(authors=("Ada",)), "authors_count") == "1 author"
    assert (
        line(entry(authors=("Ada",) * 6, authors_truncated=True), "authors_count") == "6+ authors"
    )
    assert line(entry(authors=()), "authors_count") == ""


def test_tags_and_a_note_are_at_the_end() -> None:
    mark = Mark(
        PaperId("2602.00001"),
        tags={"rag": Stamped(True, NOW)},
        note=Note((Stamped("x", NOW),), NOW),
    )
    assert line(entry(mark=mark), "date") == "12 Feb · #rag noted"


def test_authors_give_way_to_columns_that_keep_their_width() -> None:
    of = entry(authors=("A long name",) * 20)
    assert line(of, "authors", "categories", width=40) == "A long name, A long name,… · cs.CV cs.AI"
    assert line(of, "authors", "categories", width=12).startswith("A l… · cs.C")


def test_behind_a_title_the_first_author_and_the_primary_category_come_first() -> None:
    of = entry(Kind.CROSS, Mark(PaperId("2602.00001"), tags={"rag": Stamped(True, NOW)}))
    whole = "Ada Author, Ben Writer · cross-listed · cs.CV cs.AI · 12 Feb · #rag"
    assert brief(of, 70) == whole == line(of, *Config().columns)
    assert brief(of, 63) == "Ada Author, Ben Writer · cross-listed · cs.CV · 12 Feb · #rag"
    assert brief(of, 41) == "Ada Author et al. · cross-listed · cs.CV"
    assert brief(of, 25) == "Ada Author et al. · cs.CV"
    assert brief(of, 18) == "Ada Autho… · cs.CV"
    assert brief(of, 12) == "Ada Author…"
    assert brief(of, 5) == "cs.CV"
    assert brief(of, 3) == ""
    assert brief(entry(authors=()), 20) == "cs.CV cs.AI · 12 Feb"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_fits_and_takes_a_row_that_is_not_loaded_whole(column: Any) -> None:
    bare = Entry(Paper(PaperId("2602.00001"), "A title"), None, Mark(PaperId("2602.00001")))
    for of in (bare, entry(Kind.REPLACE, abstract="x " * 99, comment="宽" * 99)):
        for width in range(40):
            assert cell_len(line(of, column.name, width=width)) <= width
            assert cell_len(brief_line(of, [column], DATES, width)) <= width


def test_the_columns_of_the_settings_are_columns() -> None:
    assert not [*unknown_columns(Config().columns)]
    assert [one.name for one in known_columns(Config().columns)] == [*Config().columns]


def test_an_unknown_column_is_left_out_and_named() -> None:
    assert [one.name for one in known_columns(["date", "price"])] == ["date"]
    price, authors = unknown_columns(["price", "date", "autors"])
    known = ", ".join(one.name for one in COLUMNS)
    assert str(price) == f"reader.columns: unknown column 'price'; known: {known}"
    assert str(authors) == "reader.columns: unknown column 'autors'; did you mean authors?"
