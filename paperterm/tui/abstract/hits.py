"""The places in a paper that `n` and `N` go to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from paperterm.tui.abstract.paragraph import Paragraph


class Hit(NamedTuple):
    """A place in a paragraph, which is known by its number."""

    number: int
    start: int
    end: int


def hits(paragraphs: Sequence[Paragraph]) -> list[Hit]:
    """What was searched for, in order; where nothing of it stands, the keywords of topics.

    Places that overlap are one.
    """
    for style in ("found", "hit"):
        if found := [*chain(*(_hits(at, one, style) for at, one in enumerate(paragraphs)))]:
            return found
    return []


def next_hit(rows: Sequence[int], seen: range, here: int | None, step: int) -> int:
    """Which hit comes next.

    Args:
        rows: The rows of the hits, in order; at least one.
        seen: The rows that are on the screen.
        here: The hit that was gone to last, if any. It counts as long as it is on the screen.
        step: 1 for downwards, -1 for upwards. Behind the last hit comes the first.
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
