"""Menus: a letter for every row, a search, and questions that take y and n."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.tui.dialogs.pick import Choice, ChoiceList, found, letters
from paperterm.tui.keys.actions import ACTIONS
from tests.tui.driving import Reader, opened
from tests.tui.home import Home, paper

NAMES = st.text(st.sampled_from("abcXYZ éß中 .-1\N{COMBINING ACUTE ACCENT}"), max_size=12)
_MOVES = '[keys]\nup = "y"\ndown = "n"\ncopy = "*"\nnext_hit = "M"\n'
MENUS = ["S", "m", "y", "e", "f", "F", "ctrl+t"]


def letters_shown(reader: Reader) -> list[str]:
    """Return the letter of every row on the screen."""
    drawn = reader.app.screen.query_one(ChoiceList)
    return [drawn.draw(row, 0, 60).text[2] for row in range(len(drawn))]


@given(st.lists(NAMES, max_size=40), st.sets(st.sampled_from(string.ascii_lowercase)))
def test_letters_differ_and_do_nothing_else(names: list[str], taken: set[str]) -> None:
    given = letters([*map(Choice, names)], taken)
    used = [letter for letter in given if letter]
    assert len({*used}) == len(used) == min(len(names), 52 - len(taken))
    assert not {*used} & taken


def test_a_letter_is_the_first_of_the_name_if_it_is_free() -> None:
    names = ("link", "title and link", "Markdown", "id", "PDF", "BibTeX")
    assert letters([*map(Choice, names)], "jkgGq") == [*"ltmipb"]
    assert letters([Choice("yes", letter="y"), Choice("no", letter="n")], "yn") == [*"yn"]


def test_a_search_finds_words_of_names_whatever_their_accents_are() -> None:
    rows = [Choice("Carl Other"), Choice("Jörg Müller", "followed"), Choice("Mullah Nasr")]
    assert [one.name for one in found(rows, "mull")] == ["Mullah Nasr", "Jörg Müller"]
    assert [one.name for one in found(rows, "followed JORG")] == ["Jörg Müller"]
    assert [*found(rows, "")] == rows


@pytest.mark.parametrize("menu", MENUS)
async def test_every_row_of_a_menu_has_a_letter(one_day: Home, menu: str) -> None:
    async with opened(one_day) as reader:
        await reader.press(menu)
        shown = letters_shown(reader)
        bound = {key for one in ACTIONS if one.owner in ("RowList", "Dialog") for key in one.keys}
        assert all(letter.isalpha() for letter in shown)
        assert len({*shown}) == len(shown)
        assert not bound & {*shown}


async def test_a_letter_chooses(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.type("y", "b")
        await reader.settled()
        assert reader.app.clipboard.startswith("@misc{")
        assert reader.told[-1].startswith("asked the terminal to copy: @misc{")
        await reader.press("S", "t")
        assert "by title" in reader.place
        await reader.press("S", "enter")
        assert reader.told[-1] == "already sorted: by title"


@pytest.mark.parametrize(
    ("keys", "answer", "read"),
    [
        ("", "y", True),
        ("", "n", False),
        ('[keys]\nup = "y"\ndown = "n"\nnext_hit = "M"\n', "y", True),
    ],
)
async def test_a_question_takes_y_and_n(home: Home, keys: str, answer: str, read: bool) -> None:
    home.configure(keys)
    home.bring(*(paper(number) for number in range(1, 1003)))
    async with opened(home) as reader:
        await reader.press("A")
        assert reader.on_top == "PickScreen"
        await reader.press(answer)
        assert reader.on_top == "ReaderScreen"
    assert bool(home.marks()) == read


async def test_a_long_list_of_authors_is_searched_at_once(home: Home) -> None:
    home.bring(paper(1, authors=[f"Author{n} Name" for n in range(3200)]), paper(2))
    async with opened(home, (50, 12)) as reader:
        await reader.press("F", *"author31 ", "backspace", *"99")
        assert "Author3199 Name" in reader.text()
        await reader.press("enter")
        assert reader.titles == ["Paper number 1"]


async def test_an_author_is_followed_by_typing_the_name(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("f", "/", *"Emmy Noether", "enter")
        assert reader.told[-1] == "following Emmy Noether"
        await reader.press("f", "/", *"emmy")
        assert "followed" in reader.text()
        await reader.press("enter")
        assert reader.told[-1] == "no longer following Emmy Noether"


@pytest.mark.parametrize("size", [(50, 12), (80, 24)])
async def test_small_screens_show_what_is_written_and_long_lists_of_keywords(
    home: Home, size: tuple[int, int]
) -> None:
    words = [f"a phrase of some words {number}" for number in range(40)]
    home.configure(f"[topics.Long]\nkeywords = {words}\n")
    home.bring(paper(1))
    async with opened(home, size) as reader:
        await reader.press("a", *"one", "enter", *"two", "enter", *"three", "enter", *"four")
        assert all(word in reader.text() for word in ("one", "two", "three", "four"))
        await reader.press("escape", "h", "G", "t", "tab")
        shown = [word for word in words if word in reader.text()]
        assert len(shown) >= 6
