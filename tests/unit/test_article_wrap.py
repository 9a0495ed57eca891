"""Where texts break into lines: nothing is lost, nothing is too wide, nothing is torn apart."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from paperterm.text import clean
from paperterm.tui.draw.wrap import wrapped

WIDTHS = st.integers(1, 20) | st.integers(1, 200)
_PIECES = st.sampled_from(
    [
        *("word", "longer-word", " ", "  ", "é", "e\u0301", "界", "関数型", "ﾊﾝｶｸ", "x" * 40),
        *("👩‍🔬", "🇩🇪", "❤️", "👍🏽", "क्ष", "हिन्दी", "ภาษาไทย", "می‌خواهم"),
        *("界" * 30, "z" + "\u0301" * 8),
    ]
)
TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=40).map(
    lambda parts: clean("".join(parts))
)


def lines(text: str, width: int) -> list[str]:
    """The lines of a text."""
    return [text[line.start : line.end] for line in wrapped(text, width)]


def test_lines_break_at_blanks() -> None:
    assert lines("what one wants to know", 9) == ["what one", "wants to", "know"]
    assert lines("what one wants to know", 8) == ["what one", "wants to", "know"]
    assert lines("what one wants to know", 7) == ["what", "one", "wants", "to know"]


@pytest.mark.parametrize("mark", ["", "é"])
def test_a_long_word_is_cut_on_a_line_of_its_own(mark: str) -> None:
    assert lines(f"see abcdefghijkl{mark} now", 5)[:3] == ["see", "abcde", "fghij"]
    assert lines(f"see abcdefghijkl{mark} now", 5)[-1] == "now"


def test_wide_characters_take_two_cells() -> None:
    assert lines("関数型プロ", 5) == ["関数", "型プ", "ロ"]
    assert lines("関数 型プロ", 4) == ["関数", "型プ", "ロ"]


def test_a_character_keeps_its_marks() -> None:
    assert lines("e\u0301e\u0301e\u0301", 2) == ["e\u0301e\u0301", "e\u0301"]
    assert lines("👩‍🔬👩‍🔬", 3) == ["👩‍🔬", "👩‍🔬"]


def test_without_any_room_there_is_one_column() -> None:
    assert lines("ab 界", 0) == lines("ab 界", -3) == ["a", "b", "界"]
    assert lines("ab", 0) == ["a", "b"]


@pytest.mark.parametrize("text", ["", " ", "   "])
def test_an_empty_text_is_one_empty_line(text: str) -> None:
    assert lines(text, 5) == [""]


@given(TEXTS, WIDTHS)
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    for line in found:
        assert cell_len(line) <= width or len(split_graphemes(line)[0]) == 1
        assert line == line.strip(" ")
        assert line or not text
    if all(cell_len(word) <= width for word in text.split(" ")):
        assert " ".join(found) == text


@given(TEXTS, WIDTHS)
def test_a_line_takes_all_that_fits(text: str, width: int) -> None:
    found = lines(text, width)
    for line, following in pairwise(found):
        word = following.split(" ")[0]
        assert cell_len(f"{line} {word}") > width or cell_len(word) >= width


@given(TEXTS, WIDTHS)
def test_no_line_begins_with_a_mark_of_the_one_before(text: str, width: int) -> None:
    for line in wrapped(text, width):
        torn = text[line.start : line.start + 1]
        if torn and line.start and text[line.start - 1] != " ":
            assert not unicodedata.combining(torn)
            assert torn not in "\u200d\ufe0f"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)), WIDTHS)
def test_plain_and_other_text_break_alike(text: str, width: int) -> None:
    assert wrapped(f"{text} e", width) == wrapped(f"{text} é", width)
