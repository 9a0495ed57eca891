"""What changed between two texts: both can be read from the pieces, and people can read them."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.text.changes import Fate, Piece, changes

KEPT, REMOVED, ADDED = Fate.KEPT, Fate.REMOVED, Fate.ADDED


def told(old: str, new: str) -> list[tuple[Fate, str]]:
    """The pieces as plain pairs."""
    return [(fate, text) for fate, text in changes(old, new)]


def joined(pieces: list[Piece], *fates: Fate) -> list[str]:
    """The words of the pieces of these fates."""
    return " ".join(piece.text for piece in pieces if piece.fate in fates).split()


def assert_is_whole(old: str, new: str) -> list[Piece]:
    """The pieces, after a look whether both texts are in them."""
    pieces = changes(old, new)
    assert joined(pieces, KEPT, REMOVED) == old.split()
    assert joined(pieces, KEPT, ADDED) == new.split()
    return pieces


def test_a_word_is_replaced() -> None:
    assert told("an alternating training strategy", "an alternate training strategy") == [
        (KEPT, "an"),
        (REMOVED, "alternating"),
        (ADDED, "alternate"),
        (KEPT, "training strategy"),
    ]


def test_words_are_added_and_removed_at_the_ends() -> None:
    assert told("one two three", "zero one two") == [
        (ADDED, "zero"),
        (KEPT, "one two"),
        (REMOVED, "three"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("  ", "\n", []),
        ("", "a b", [(ADDED, "a b")]),
        ("a b", "", [(REMOVED, "a b")]),
        ("a  b\nc", "a b c", [(KEPT, "a b c")]),
    ],
)
def test_white_space_is_no_change(old: str, new: str, pieces: list[tuple[Fate, str]]) -> None:
    assert told(old, new) == pieces


def test_a_lonely_word_in_the_midst_of_new_ones_is_replaced_too() -> None:
    old = "The surge in the user reviews"
    new = "The rapid growth of the many texts"
    assert told(old, new) == [
        (KEPT, "The"),
        (REMOVED, "surge in the user reviews"),
        (ADDED, "rapid growth of the many texts"),
    ]


def test_a_word_between_single_changes_stays() -> None:
    assert [fate for fate, _ in told("a b c", "x b y")].count(KEPT) == 1


def test_common_words_of_a_long_text_are_compared() -> None:
    """With autojunk difflib would ignore them."""
    old = " ".join(f"old{number} the of a the was{number}" for number in range(50))
    new = " ".join(f"new{number} the of a the now{number}" for number in range(50))
    kept = [piece.text for piece in changes(old, new) if piece.fate is KEPT]
    assert kept == ["the of a the"] * 50


def test_one_word_is_found_however_common_the_others_are() -> None:
    old = "the of " * 5000 + "old" + " the of" * 5000
    assert [piece for piece in changes(old, old.replace("old", "new")) if piece.fate is ADDED] == [
        Piece(ADDED, "new")
    ]


_WORDS = st.lists(
    st.sampled_from(["a", "b", "c", "d.", "e.", "the"]) | st.text(max_size=3), max_size=40
)


@given(_WORDS.map(" ".join), _WORDS.map(" ".join))
def test_both_texts_are_in_the_pieces(old: str, new: str) -> None:
    pieces = assert_is_whole(old, new)
    fates = [piece.fate for piece in pieces]
    assert all(piece.text for piece in pieces)
    # What touches is one piece, and what was removed comes before what took its place.
    pairs = list(pairwise(fates))
    assert not {(fate, fate) for fate in Fate} & {*pairs}
    assert (ADDED, REMOVED) not in pairs


@given(_WORDS.map(" ".join))
def test_the_same_text_has_not_changed(text: str) -> None:
    assert {piece.fate for piece in changes(text, text)} <= {KEPT}


def _prose(seed: int) -> list[str]:
    """10,000 words as they are spread in a language, in sentences."""
    chance = random.Random(seed)
    words = [f"w{int(chance.paretovariate(0.7))}" for _ in range(10_000)]
    return [word + "." * (chance.random() < 0.05) for word in words]


def test_a_long_text_is_compared_by_its_sentences() -> None:
    words = _prose(1)
    edited = words.copy()
    for place in (10, 5000, 9990):
        edited[place] = f"changed{place}"
    pieces = assert_is_whole(" ".join(words), " ".join(edited))
    added = [piece.text for piece in pieces if piece.fate is ADDED]
    assert added == ["changed10", "changed5000", "changed9990"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(_prose(1)), " ".join(_prose(2))),
        ("word " * 10_000, "x" + " word" * 9_999 + " y"),
        ("a. " * 10_000, "x. " + "a. " * 9_999 + "y."),
        (
            " ".join(f"x{number} same{number}" for number in range(5000)),
            " ".join(f"y{number} same{number}" for number in range(5000)),
        ),
        (
            " ".join(f"x{number}. same{number}." for number in range(5000)),
            " ".join(f"y{number}. same{number}." for number in range(5000)),
        ),
        ("." * 100_000, "a" * 100_000),
    ],
    ids=["another", "one word", "one sentence", "every second", "every second sentence", "dots"],
)
def test_what_would_take_minutes_counts_as_rewritten(old: str, new: str) -> None:
    assert_is_whole(old, new)
