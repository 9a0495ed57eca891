"""The table of arXiv's categories: complete, and a mistake finds the right one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.config.load import parse_config
from paperterm.model.taxonomy import (
    ARCHIVES,
    FORMER,
    TAXONOMY,
    hint_for,
    is_announced,
    is_category,
    nearest,
)

KNOWN = st.sampled_from(sorted({*TAXONOMY, *ARCHIVES}))


@given(KNOWN, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_another_letter_case_is_a_mistake_that_names_the_category(
    name: str, change: object
) -> None:
    written = change(name)  # type: ignore[operator]
    assert nearest(written) == name
    assert is_announced(written) == (written == name)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("eess.sy", "eess.SY"),
        ("cs.LGG", "cs.LG"),
        ("cs.R0", "cs.RO"),
        ("hepth", "hep-th"),
        ("robotics", "cs.RO"),
        ("cmp-lg", "cs.CL"),
        ("stats.ML", "stat.ML"),
        ("cs-AI", "cs.AI"),
    ],
)
def test_a_mistake_finds_the_nearest_one(written: str, right: str) -> None:
    assert not is_announced(written)
    assert hint_for(written) == f"did you mean {right}?"


def test_what_is_like_none_names_the_list() -> None:
    assert nearest("cs.XX").startswith("cs.")
    assert hint_for("quux!") == "see https://arxiv.org/category_taxonomy"
    assert hint_for("") == "see https://arxiv.org/category_taxonomy"


@given(st.text(max_size=12))
def test_the_nearest_one_is_one(written: str) -> None:
    near = nearest(written)
    assert not near or is_announced(near)
    assert not set(FORMER) & {*TAXONOMY, *ARCHIVES}
    assert all(map(is_announced, FORMER.values()))


@pytest.mark.parametrize("name", ["eess.sy", "cs.XX", "cs.ai", "robotics", "cmp-lg", "q-bio.XX"])
def test_an_unknown_category_of_the_settings_is_an_error_with_line_and_hint(name: str) -> None:
    text = f'[categories]\n"cs.AI" = "AI"\n"{name}" = "?"\n\n[topics.T]\ncategories = ["{name}"]\n'
    config = parse_config(Path("c.toml"), text.encode())
    first, *others = map(str, config.problems)
    assert first.startswith(f"c.toml, line 3, categories.{name}: unknown category; did you mean ")
    assert list(config.categories) == ["cs.AI"]
    if is_category(name):
        assert not others
    else:
        (second,) = others
        assert second.startswith(f"c.toml, line 6, topics.T.categories: unknown category '{name}'")


def test_the_table_is_arxivs(shared: Path) -> None:
    facts = json.loads((shared / "data/taxonomy.json").read_text())
    extra = json.loads((shared / "data/taxonomy_extra.json").read_text())
    assert {name: one["name"] for name, one in facts.items()} == dict(TAXONOMY)
    assert extra["archives_subsumed"] == dict(FORMER)
