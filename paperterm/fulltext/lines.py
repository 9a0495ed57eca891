"""Lines of a terminal as plain values, and how text becomes lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from paperterm.fulltext.document import Run, runs_text
from paperterm.text.cells import cell_width, fitting


class Part(NamedTuple):
    """A line of a picture that is drawn.

    Attributes:
        source: The address of the picture, as the page has it.
        columns: How many cells wide the whole picture is.
        rows: How many lines it takes.
        row: The line, from 0.
    """

    source: str
    columns: int
    rows: int
    row: int


class Span(NamedTuple):
    """A piece of a line in one style.

    Attributes:
        text: What is shown.
        style: Names of styles, separated by blanks.
        target: The id (`#S1`) or address that it leads to.
        at: The offset into the text of the block; -1 for what is only decoration.
        part: The line of a picture that is drawn in place of the text, which is blank.
    """

    text: str
    style: str = ""
    target: str = ""
    at: int = -1
    part: Part | None = None


Line = tuple[Span, ...]
EMPTY: Line = ()


def line_text(line: Line) -> str:
    """Return the text of a line."""
    return "".join(span.text for span in line)


def line_width(line: Line) -> int:
    """Return the cells that a line takes."""
    return sum(cell_width(span.text) for span in line)


def flowed(
    runs: Sequence[Run], width: int, at: int, style: str = "", hanging: int = 0
) -> list[Line]:
    """Return runs as lines of at most `width` cells; no line if there is no text.

    Args:
        runs: The text; at line breaks in it a line ends.
        width: The cells of a line.
        at: The offset of the text in its block.
        style: A style for all of it.
        hanging: How far all lines but the first are indented.
    """
    text = runs_text(runs)
    if not text:
        return []
    spans = list(_spans(runs, style))
    lines: list[Line] = []
    for start, end in _wrapped(text, max(width, 1), hanging):
        line = tuple(_between(spans, start, end, at))
        lines.append((Span(" " * hanging), *line) if hanging and lines else line)
    return lines


def shifted(lines: Sequence[Line], before: str, style: str = "") -> list[Line]:
    """Return lines with a sign before each."""
    return [(Span(before, style), *line) for line in lines]


def placed(line: Line, width: int, align: str) -> Line:
    """Return a line filled to a width; one that is wider stays as it is."""
    left = width - line_width(line)
    if left <= 0:
        return line
    before = {"right": left, "center": left // 2}.get(align, 0)
    return (
        *([Span(" " * before)] if before else []),
        *line,
        *([Span(" " * (left - before))] if left > before else []),
    )


def _spans(runs: Sequence[Run], style: str) -> Iterator[tuple[int, int, Span]]:
    at = 0
    for run in runs:
        names = " ".join(filter(None, (style, run.style, str(run.kind))))
        yield at, at + len(run.text), Span(run.text, names, run.target)
        at += len(run.text)


def _between(
    spans: Sequence[tuple[int, int, Span]], start: int, end: int, at: int
) -> Iterator[Span]:
    """Yield what is between two characters; spans are many, so their ends are searched."""
    for number in range(bisect_right(spans, start, key=itemgetter(1)), len(spans)):
        first, last, span = spans[number]
        if first >= end:
            break
        begin, stop = max(first, start), min(last, end)
        yield span._replace(text=span.text[begin - first : stop - first], at=at + begin)


def _wrapped(text: str, width: int, hanging: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line; blanks where a line breaks belong to none."""
    start = 0
    room = width
    for part in text.split("\n"):
        end = start + len(part)
        at = start
        while True:
            stop = _line_end(text, at, end, max(room, 1))
            yield at, stop
            room = width - hanging
            at = stop
            while at < end and text[at] == " ":
                at += 1
            if at >= end:
                break
        start = end + 1


def _line_end(text: str, start: int, end: int, width: int) -> int:
    """Return where a line that begins at `start` ends."""
    reach = min(fitting(text, start, width), end)
    if reach >= end or text[reach] == " ":
        return _trimmed(text, start, reach)
    blank = text.rfind(" ", start, reach)
    stop = _trimmed(text, start, blank) if blank > start else start
    return stop if stop > start else reach


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end
