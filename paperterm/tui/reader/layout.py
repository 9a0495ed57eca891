"""How the panes of the reader stand on a screen of some size, as classes for the style sheet.

The limits are from `benchmarks/titles.py`, which counts what each layout shows of real papers.
"""

from __future__ import annotations

COLUMNS, STACKED, ALONE, ROOMY = "-columns", "-stacked", "-alone", "-roomy"
"""The list beside the abstract; above it; the sidebar only when wanted; lines for both panes."""

_COLUMNS_AT_LEAST = 60
_COLUMNS_FROM = 116
"""Nine of ten titles are whole in the list on two lines beside the abstract, without a sidebar."""

_BESIDE_SIDEBAR_FROM = {STACKED: 96, COLUMNS: 148}
"""With the sidebar, nineteen of twenty titles are whole on two lines."""

_ROOMY_FROM = 24


def classes_at(size: tuple[int, int], layout: str, *, is_compact: bool) -> dict[str, bool]:
    """Return which classes a screen has.

    Args:
        size: Its columns and lines.
        layout: The value of `[reader] layout`.
        is_compact: Whether a paper takes one line, which shows more of a title above the abstract.
    """
    width, height = size
    from_width = _COLUMNS_AT_LEAST if layout == "columns" else _COLUMNS_FROM
    may_be_columns = layout == "columns" or (layout == "auto" and not is_compact)
    way = COLUMNS if may_be_columns and width >= from_width else STACKED
    beside = _BESIDE_SIDEBAR_FROM[COLUMNS if is_compact else way]
    return {
        COLUMNS: way == COLUMNS,
        STACKED: way == STACKED,
        ALONE: width < beside,
        ROOMY: height >= _ROOMY_FROM,
    }


def other_layout(size: tuple[int, int], *, is_columns: bool, is_compact: bool) -> str:
    """Return the setting for the layout that is not shown: `auto` if that would choose it."""
    other = "stacked" if is_columns else "columns"
    classes = classes_at(size, "auto", is_compact=is_compact)
    return "auto" if classes[COLUMNS] is (other == "columns") else other
