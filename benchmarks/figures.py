"""The figures: what is measured beside what, their bars, and the table that shows them.

A figure is a pair of numbers from one run: paperterm's, and its yardstick's, measured in turn. The
speed of a machine changes both, so only their ratio has a bar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

MOST = 122_000
"""Papers up to which a figure is held against its yardstick; above, against a smaller library."""

BULK = 10_000
"""Papers from which the bars of bulk work apply: below, the start of a process is most of it."""

_BUSY = 0.1
"""The machine is busy if other programs take more than this share of its processors."""


class Figure(NamedTuple):
    """Something to measure.

    Args:
        says: Its description.
        yardstick: Beside what it is measured.
        bar: The most that the ratio may be; None if it is only told.
        unit: `s`, `MiB` or `B`.
        part: Which of the values of a run counts: 0.5 is the median, 0.99 nearly the largest.
        least: Papers below which there is no bar.
        grows: The most that it may be beside a smaller library: up to 122,000 papers, and above.
    """

    says: str
    yardstick: str
    bar: float | None
    unit: str = "s"
    part: float = 0.5
    least: int = 0
    grows: tuple[float | None, float] | None = None


_BARE = "bare app"
_QUERY = "plain FTS5 query + bare frame"
_WRITE = "plain durable write"
_PYTHON = "python -c 'import sqlite3, orjson'"

FIGURES = {
    "start.title": Figure("start to first title", _BARE, 1.3, grows=(1.05, 1.5)),
    "start.key": Figure("start to first answered key", _BARE, 1.25, grows=(1.05, 1.5)),
    "start.frame": Figure("start to first title, saved frame", _BARE, 0.35, grows=(None, 1.5)),
    "start.frame.key": Figure(
        "start to first answered key, saved frame", _BARE, 1.25, grows=(None, 1.5)
    ),
    "key.update": Figure("key to first update", _BARE, 0.75, grows=(1.2, 1.5)),
    "key.update.p95": Figure("key to first update, p95", _BARE, 1.0, part=0.95),
    "key.abstract": Figure("key to complete abstract", _BARE, 0.3, grows=(1.2, 1.5)),
    "key.abstract.p95": Figure("key to complete abstract, p95", _BARE, 0.5, part=0.95),
    "key.cpu": Figure("processor time of a key", _BARE, 0.45, grows=(1.2, 1.5)),
    "key.behind": Figure("delay after 100 keys at 30 ms", _BARE, 1.0),
    "memory.moved": Figure("memory (USS) after these keys", "bare app + 25 MiB", 1.0, "MiB"),
    "memory.searched": Figure("memory (USS) after searches", "bare app + 25 MiB", 1.0, "MiB"),
    "filter.one": Figure("search: first letter, p95", _QUERY, 2.0, part=0.95, least=BULK),
    "filter.words": Figure("search: words, p95", _QUERY, 2.0, part=0.95, least=BULK),
    "filter.phrases": Figure("search: phrases, p95", _QUERY, 2.0, part=0.95, least=BULK),
    "filter.prefixes": Figure("search: prefixes, p95", _QUERY, 2.0, part=0.95, least=BULK),
    "filter.fields": Figure("search: fields, p95", _QUERY, 2.0, part=0.95, least=BULK),
    "filter.clear": Figure("clearing the search, p95", "bare frame", 5.0, part=0.95),
    "filter.clear.old": Figure("the same, terminal with old keys", "bare frame", None, part=0.95),
    "filter.regex": Figure(
        "regex to first hits, worst", "Python's re over the texts + bare frame", 2.0, part=1.0
    ),
    "star.shown": Figure("star until shown, p99", f"{_WRITE} + bare frame", 2.5, part=0.99),
    "star.durable": Figure("star until durable, p99", _WRITE, 2.5, part=0.99, grows=(1.2, 1.5)),
    "star.bytes": Figure("written for a star", "its file", 1.5, "B", part=1.0),
    "star.many": Figure("star 10,000 papers at once", f"{_WRITE} of their files", 15.0),
    "index.build": Figure(
        "building the index, eight topics", "plain FTS5, same texts", 2.5, least=BULK
    ),
    "index.same": Figure("checking the index", "a look at each file", 5.0),
    "index.bytes": Figure("size of the index", "plain FTS5, same texts", 1.18, "B", least=BULK),
    "whole.page": Figure("whole paper of 0.7 MB to its first screen", f"{_BARE}, a key", 2.0),
    "whole.page.again": Figure("the same, the second time", f"{_BARE}, a key", 2.0),
    "whole.page.scroll": Figure("a scroll key in it", f"{_BARE}, a key", 0.5),
    "whole.large": Figure("whole paper of 3.5 MB to its first screen", f"{_BARE}, a key", 4.0),
    "whole.large.again": Figure("the same, the second time", f"{_BARE}, a key", 4.0),
    "whole.large.scroll": Figure("a scroll key in it", f"{_BARE}, a key", 0.5),
    "whole.find": Figure("a letter of a search in it, shown", "60 ms", 1.0),
    "process.version": Figure("paperterm --version", _PYTHON, 1.5),
    "process.list": Figure("paperterm list --limit 50 --json", _PYTHON, 4.0, grows=(None, 1.5)),
    "process.common": Figure(
        "paperterm search diffusion --limit 50 --json", _PYTHON, 5.0, grows=(None, 3.0)
    ),
    "process.rare": Figure("paperterm search TITLE --json", _PYTHON, 5.0, grows=(None, 2.0)),
    "process.export": Figure("paperterm export, digest of 500 papers", _PYTHON, 5.0),
    "import.found": Figure(
        "import until search finds it", "the same bytes by orjson, durable", 4.0, least=BULK
    ),
}


class Pair(NamedTuple):
    """What one run measured with a library: paperterm's value, and its yardstick's.

    `others` is the share of the processors that other programs took meanwhile.
    """

    name: str
    papers: int
    ours: float
    yardstick: float
    others: float = 0.0


Runs = dict[str, dict[int, list[Pair]]]
"""The pairs of each figure, by the number of papers."""


class Verdict(StrEnum):
    """Whether a figure keeps to its bar."""

    NO_BAR = ""
    MET = "met"
    MISSED = "MISSED"
    BUSY = "too busy to tell"


@dataclass(frozen=True)
class Result:
    """All runs of a figure.

    Args:
        name: The figure.
        papers: The number of papers.
        says: Its description.
        yardstick: Beside what it was measured.
        bar: The most that the ratio may be.
        pairs: Ours and the yardstick of each run.
        others: The share of the processors that other programs took, the median of the runs.
    """

    name: str
    papers: int
    says: str
    yardstick: str
    bar: float | None
    pairs: Sequence[tuple[float, float]]
    others: float

    @property
    def ratios(self) -> list[float]:
        """The ratio of each run."""
        return [ours / yardstick for ours, yardstick in self.pairs]

    @property
    def verdict(self) -> Verdict:
        """Whether it keeps to its bar; times on a busy machine do if all runs do."""
        if self.bar is None:
            return Verdict.NO_BAR
        is_busy = self.others > _BUSY and FIGURES[self.name].unit == "s"
        if (max if is_busy else median)(self.ratios) <= self.bar:
            return Verdict.MET
        return Verdict.BUSY if is_busy else Verdict.MISSED


def paired(
    name: str, papers: int, ours: float | Sequence[float], yardstick: float | Sequence[float]
) -> Pair:
    """Return a pair, made of one value or of all values of a run."""
    part = FIGURES[name].part
    values = [[one] if isinstance(one, float | int) else one for one in (ours, yardstick)]
    return Pair(name, papers, *(percentile(some, part) for some in values))


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value that this part of them does not exceed; for a half, the median."""
    ordered = sorted(values)
    return (
        median(ordered) if part == 0.5 else ordered[min(len(ordered) - 1, int(len(ordered) * part))]
    )


def results(pairs: Iterable[Pair]) -> list[Result]:
    """Return all figures beside their yardsticks, then those that may not grow with the library."""
    runs: Runs = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        runs[pair.name][pair.papers].append(pair)
    found = []
    for name, figure in FIGURES.items():
        for papers, some in sorted(runs[name].items()):
            bar = figure.bar if figure.least <= papers <= MOST else None
            found.append(_result(some, figure.yardstick, bar))
    return found + [one for name in FIGURES for one in _grown(FIGURES[name], runs[name])]


def _grown(figure: Figure, runs: Mapping[int, Sequence[Pair]]) -> Iterator[Result]:
    """Yield how much a figure grows with the library."""
    for papers in sorted(runs) if figure.grows else ():
        smaller = [other for other in runs if other < papers and other <= MOST]
        bar = (figure.grows or ())[papers > MOST]
        if smaller and bar is not None:
            beside = max(smaller) if papers > MOST else min(smaller)
            both = zip(runs[papers], runs[beside], strict=True)
            pairs = [one._replace(yardstick=same.ours) for one, same in both]
            yield _result(pairs, f"{beside:,} papers", bar)


def _result(pairs: Sequence[Pair], yardstick: str, bar: float | None) -> Result:
    name, papers, *_ = pairs[0]
    values = [(one.ours, one.yardstick) for one in pairs]
    others = median(one.others for one in pairs)
    return Result(name, papers, FIGURES[name].says, yardstick, bar, values, others)


def table(found: Sequence[Result]) -> str:
    """Return all figures, one line each."""
    head = ("", "papers", "paperterm", "yardstick", "ratio", "runs", "bar", "", "yardstick is")
    rows = [head, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < place < 7 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def as_json(found: Sequence[Result]) -> list[dict[str, object]]:
    """Return all figures for a JSON document."""
    return [
        {
            "name": one.name,
            "papers": one.papers,
            "says": one.says,
            "yardstick": one.yardstick,
            "unit": FIGURES[one.name].unit,
            "pairs": one.pairs,
            "ratio": median(one.ratios),
            "bar": one.bar,
            "others": one.others,
            "verdict": one.verdict.value,
        }
        for one in found
    ]


def _row(one: Result) -> tuple[str, ...]:
    unit = FIGURES[one.name].unit
    ours, yardstick = (_short(median(values), unit) for values in zip(*one.pairs, strict=True))
    return (
        one.says,
        f"{one.papers:,}",
        ours,
        yardstick,
        f"{median(one.ratios):.2f}",
        f"{min(one.ratios):.2f}-{max(one.ratios):.2f}",
        f"<= {one.bar:g}" if one.bar is not None else "",
        one.verdict,
        one.yardstick,
    )


def _short(value: float, unit: str) -> str:
    if unit == "s" and value < 1:
        value, unit = value * 1000, "ms"
    if unit == "B" and value >= 10_000:
        value, unit = value / 1000, "kB"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
