"""One day told by two sources: the richer value stays."""

from typing import Any

import pytest

from paperterm.library.merge import merge
from tests.building import NOON, paper

POOR = paper(1, "T")
RICH = paper(
    1,
    "T",
    authors=("A", "B"),
    abstract="Text",
    categories=("cs.AI", "cs.LG"),
    primary_category="cs.AI",
    version=2,
    published=NOON,
    updated=NOON,
    comment="c",
    journal_ref="j",
    doi="d",
    extra={"x": 1},
)


def test_what_is_unknown_is_filled_from_either_side() -> None:
    assert merge(POOR, RICH) == merge(RICH, POOR) == merge(RICH, RICH) == (RICH, ())


@pytest.mark.parametrize("field", ["title", "abstract"])
def test_of_two_texts_the_first_stays_and_it_is_said(field: str) -> None:
    one, other = paper(1, **{field: "one"}), paper(1, **{field: "other"})
    assert merge(one, other) == (one, (field,))
    assert merge(other, one) == (other, (field,))


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ({"authors": ("A", "B")}, {"authors": ("A",), "authors_truncated": True}, ("A", "B")),
        ({"authors": ("A",), "authors_truncated": True}, {"authors": ("A", "B")}, ("A", "B")),
        ({"authors": ("A",)}, {"authors": ("B", "C")}, ("A",)),
        ({"authors": ()}, {"authors": ("A",), "authors_truncated": True}, ("A",)),
        (
            {"authors": ("A",), "authors_truncated": True},
            {"authors": ("A", "B"), "authors_truncated": True},
            ("A", "B"),
        ),
    ],
)
def test_all_authors_replace_a_cut_list(
    one: dict[str, Any], other: dict[str, Any], kept: tuple[str, ...]
) -> None:
    merged = merge(paper(1, **one), paper(1, **other)).paper
    assert merged.authors == kept
    whole = not one.get("authors_truncated") and one["authors"]
    whole = whole or not other.get("authors_truncated")
    assert merged.authors_truncated is not bool(whole)


def test_more_categories_replace_fewer() -> None:
    one, other = paper(1, categories=("cs.AI",)), paper(1, categories=("cs.AI", "cs.LG"))
    assert merge(one, other).paper.categories == ("cs.AI", "cs.LG")
    assert merge(other, one).paper.categories == ("cs.AI", "cs.LG")


def test_unknown_keys_of_both_are_kept_and_the_first_value_stays() -> None:
    one, other = paper(1, extra={"a": 0, "b": 1}), paper(1, extra={"b": 2, "c": None})
    assert merge(one, other).paper.extra == {"a": 0, "b": 1, "c": None}


@pytest.mark.parametrize(
    ("poor", "rich"),
    [([], ["ETH"]), (None, "ETH"), ("", "ETH"), ({}, {"A": "ETH"}), (["ETH"], ["ETH", "LRI"])],
)
def test_a_richer_value_of_an_unknown_key_replaces_a_poorer_one(poor: object, rich: object) -> None:
    one, other = paper(1, extra={"places": poor}), paper(1, extra={"places": rich})
    assert merge(one, other) == merge(other, one) == (other, ())
