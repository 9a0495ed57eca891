"""Where the panes are at each size: what the settings say, and what leaves titles whole."""

import pytest

from paperterm.tui.reader.layout import ALONE, COLUMNS, ROOMY, STACKED, classes_at, other_layout


def at(width: int, layout: str = "auto", height: int = 45, *, is_compact: bool = False) -> set[str]:
    classes = classes_at((width, height), layout, is_compact=is_compact)
    return {name for name, is_on in classes.items() if is_on}


@pytest.mark.parametrize(
    ("width", "layout", "expected"),
    [
        (200, "auto", {COLUMNS}),
        (160, "auto", {COLUMNS}),
        (120, "auto", {COLUMNS, ALONE}),
        (100, "auto", {STACKED}),
        (80, "auto", {STACKED, ALONE}),
        (160, "stacked", {STACKED}),
        (80, "columns", {COLUMNS, ALONE}),
        (40, "columns", {STACKED, ALONE}),
    ],
)
def test_the_layout_follows_the_width_and_the_settings(
    width: int, layout: str, expected: set[str]
) -> None:
    assert at(width, layout) == expected | {ROOMY}
    assert at(width, layout, 23) == expected


def test_one_line_for_a_paper_takes_the_full_width() -> None:
    assert at(160, is_compact=True) == {STACKED, ROOMY}
    assert at(120, is_compact=True) == {STACKED, ALONE, ROOMY}
    assert at(160, "columns", is_compact=True) == {COLUMNS, ROOMY}


@pytest.mark.parametrize("width", [80, 120, 160])
def test_the_other_layout_and_back_again_is_auto(width: int) -> None:
    is_columns = COLUMNS in at(width)
    other = other_layout((width, 45), is_columns=is_columns, is_compact=False)
    assert other == ("stacked" if is_columns else "columns")
    assert other_layout((width, 45), is_columns=not is_columns, is_compact=False) == "auto"
