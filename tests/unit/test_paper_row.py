"""A title on two lines: whole if it fits, its words in order, nothing wider than the row."""

import pytest
from hypothesis import given
from rich.cells import cell_len

from paperterm.tui.draw.cells import ELLIPSIS
from paperterm.tui.draw.wrap import wrapped
from paperterm.tui.reader.paper_row import TitleLines, title_lines
from tests.unit.test_article_wrap import TEXTS, WIDTHS

LONG = "Learning When to Think: Adaptive Reasoning for Test-Time Compute Allocation"


@pytest.mark.parametrize(
    ("title", "width", "first", "second"),
    [
        ("Short", 20, "Short", ""),
        (LONG, 80, LONG, ""),
        (
            LONG,
            60,
            "Learning When to Think: Adaptive Reasoning for Test-Time",
            "Compute Allocation",
        ),
        (
            LONG,
            45,
            "Learning When to Think: Adaptive Reasoning",
            "for Test-Time Compute Allocation",
        ),
        (LONG, 30, "Learning When to Think:", "Adaptive Reaso…"),
        ("関数型プログラミング の 型", 20, "関数型プログラミング", "の 型"),
        ("u\u0308ber " * 3, 10, "u\u0308ber u\u0308ber", "u\u0308ber"),
    ],
)
def test_a_title_flows_into_the_second_line(
    title: str, width: int, first: str, second: str
) -> None:
    assert title_lines(title, width)[:2] == (first, second)


def test_a_title_that_is_cut_leaves_room_for_a_name_and_a_category() -> None:
    assert cell_len(title_lines("word " * 60, 70).second) <= 42


@given(TEXTS, WIDTHS)
def test_the_words_of_a_title_are_in_order_and_all_there_if_it_fits(text: str, width: int) -> None:
    first, second, begin = title_lines(text, width)
    fits = len(wrapped(text, width)) <= 2
    rest = second if fits else second.removesuffix(ELLIPSIS)
    assert text.startswith(first)
    assert text.startswith(rest, begin)
    assert not text[len(first) : begin].strip(" ") or not second
    assert max(map(cell_len, (first, second))) <= max(width, 2)
    if fits:
        assert (first + second).replace(" ", "") == text.replace(" ", "")


def test_an_empty_title_has_an_empty_line() -> None:
    assert title_lines("", 20) == TitleLines("")
