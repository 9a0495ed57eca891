"""The hits in a paper, which `n` and `N` go to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from paperterm.tui.abstract.paragraph import Paragraph


class Hit(NamedTuple):
    """A span of a paragraph; `number` is the index of the paragraph."""

    number: int
    start: int
    end: int


def hits(paragraphs: Sequence[Paragraph]) -> list[Hit]:
    """Return the matches of the query in order, or else the keywords of topics.

    Overlapping spans are one hit.
    """
    for style in ("found", "hit"):
        by_paragraph = (_hits(at, text, style) for at, text in enumerate(paragraphs))
        if found := [*chain.from_iterable(by_paragraph)]:
            return found
    return []


def next_hit(rows: Sequence[int], seen: range, here: int | None, step: int) -> int:
    """Return the index of the next hit.

    Args:
        rows: The rows of the hits, in order; at least one.
        seen: The rows on the screen.
        here: The index of the current hit, if any; ignored when it is off the screen.
        step: 1 for down, -1 for up; wraps around.
    """
    if here is not None and rows[here] in seen:
        return (here + step) % len(rows)
    if step > 0:
        below = (at for at, row in enumerate(rows) if row >= seen.start)
        return next(below, 0)
    above = (at for at in range(len(rows) - 1, -1, -1) if rows[at] < seen.stop)
    return next(above, len(rows) - 1)


def _hits(number: int, paragraph: Paragraph, style: str) -> Iterable[Hit]:
    found: list[Hit] = []
    for start, end, name in sorted(paragraph.spans):
        if name != style:
            continue
        if found and start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(end, found[-1].end))
        else:
            found.append(Hit(number, start, end))
    return found
