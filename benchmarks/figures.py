"""The figures: their names, their limits, and the table that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

MOST = 122_000
"""Papers up to which all limits apply; above, only those with `beyond`."""


MANY = 10_000
"""Papers from which the limits of bulk work apply."""


class Of(StrEnum):
    """What a limit applies to."""

    ITSELF = ""
    RATIO = "x bare"
    ABOVE = "above bare"


class Figure(NamedTuple):
    """A figure: something to measure.

    Args:
        says: Its description.
        unit: Its unit.
        bar: Its limit; None if it has none.
        of: What the limit applies to.
        beyond: The limit for more than 122,000 papers, as a factor; None if there is none.
        is_least: Whether the limit is a minimum.
        least: Papers below which there is no limit.
    """

    says: str
    unit: str
    bar: float | None = None
    of: Of = Of.ITSELF
    beyond: float | None = None
    is_least: bool = False
    least: int = 0


FIGURES = {
    "start.title": Figure("start to first title", "ms", 1.35, Of.RATIO, 1.5),
    "start.key": Figure("start to first response to a key", "ms", 1.35, Of.RATIO, 1.5),
    "key.update": Figure("key to first update, median", "ms", 1.25, Of.RATIO, 1.5),
    "key.update.p95": Figure("key to first update, p95", "ms", 1.25, Of.RATIO, 1.5),
    "key.update.p99": Figure("key to first update, p99", "ms"),
    "key.abstract": Figure("key to abstract complete, median", "ms", 1.0, Of.RATIO, 1.5),
    "key.abstract.p95": Figure("key to abstract complete, p95", "ms", 1.25, Of.RATIO, 1.5),
    "key.abstract.p99": Figure("key to abstract complete, p99", "ms"),
    "key.cpu": Figure("processor time per key", "ms", 12, beyond=1.5),
    "key.behind": Figure("delay after 100 keys at 30 ms", "ms", 20, beyond=1.5),
    "memory.moved": Figure("memory (USS) after these keys", "MiB", 40, Of.ABOVE),
    "memory.searched": Figure("memory (USS) after searches", "MiB", 40, Of.ABOVE),
    "filter.one": Figure("filter: first letter to list, p95", "ms"),
    "filter.words": Figure("filter: words, p95", "ms", 60),
    "filter.phrases": Figure("filter: phrases, p95", "ms", 60),
    "filter.prefixes": Figure("filter: prefixes, p95", "ms", 60),
    "filter.fields": Figure("filter: fields, p95", "ms", 60),
    "filter.clear": Figure("filter: clearing it, p95", "ms", 60),
    "filter.clear.old": Figure("the same on a terminal with old keys", "ms"),
    "filter.regex": Figure("filter: regex to first hits, worst", "ms", 300),
    "star.shown": Figure("star: from the key until it is shown, p99", "ms", 15),
    "star.durable": Figure("star: until it is durable, p99", "ms", 15),
    "star.bytes": Figure("star: written", "kB", 1000),
    "star.many": Figure("star 10,000 papers at once", "s", 2),
    "index.build": Figure("building the index, eight topics", "s", 20),
    "index.same": Figure("checking the index, nothing changed", "ms", 50),
    "index.bytes": Figure("size of the index per paper", "bytes", 2500),
    "process.version": Figure("paperterm --version", "ms", 70),
    "process.list": Figure("paperterm list --limit 50 --json", "ms", 200),
    "process.search": Figure("paperterm search diffusion --limit 50 --json", "ms", 250, beyond=1),
    "process.export": Figure("paperterm export, digest of 500 papers", "ms", 400),
    "import.papers": Figure(
        "import until search finds it", "papers/s", 5000, is_least=True, least=MANY
    ),
}

_GROWING = ("start.title", "start.key", "key.update", "key.abstract", "key.cpu")
_STARTS = 1.05
_NOISE = 1.2
_MILLION = 1.5


@dataclass(frozen=True)
class Measured:
    """A figure measured with a number of papers, and the same of the bare app if it has one."""

    name: str
    papers: int
    value: float
    bare: float | None = None

    @property
    def compared(self) -> float:
        """The number to compare with the limit."""
        of = FIGURES[self.name].of
        if self.bare is None or of is Of.ITSELF:
            return self.value
        return self.value / self.bare if of is Of.RATIO else self.value - self.bare

    @property
    def bar(self) -> float | None:
        """The limit for this number of papers."""
        figure = FIGURES[self.name]
        if figure.bar is None or self.papers < figure.least:
            return None
        if self.papers <= MOST:
            return figure.bar
        return figure.bar * figure.beyond if figure.beyond else None

    @property
    def is_met(self) -> bool | None:
        """Whether it is within the limit; None without one."""
        if self.bar is None:
            return None
        is_least = FIGURES[self.name].is_least
        return self.compared >= self.bar if is_least else self.compared <= self.bar


class Grown(NamedTuple):
    """A figure of a large library, divided by that of a small one."""

    name: str
    papers: int
    smaller: int
    ratio: float
    bar: float

    @property
    def is_met(self) -> bool:
        """Whether it keeps to the bar."""
        return self.ratio <= self.bar


def grown(measured: Sequence[Measured]) -> list[Grown]:
    """Return the figures that must not grow with the library; a million papers may add half."""
    found = []
    for name in _GROWING:
        values = {one.papers: one.value for one in measured if one.name == name}
        for papers in sorted(values):
            smaller = [other for other in values if other < papers]
            if papers > MOST and (smaller := [other for other in smaller if other <= MOST]):
                bar, against = _MILLION, max(smaller)
            elif smaller:
                bar, against = _STARTS if name.startswith("start") else _NOISE, min(smaller)
            else:
                continue
            found.append(Grown(name, papers, against, values[papers] / values[against], bar))
    return found


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value that this part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def spread(name: str, papers: int, ours: list[float], bare: list[float]) -> list[Measured]:
    """Return median, p95 and p99 of times in seconds, as three figures in milliseconds."""
    return [
        Measured(name, papers, median(ours) * 1000, median(bare) * 1000),
        *(
            Measured(
                f"{name}.p{part}",
                papers,
                percentile(ours, part / 100) * 1000,
                percentile(bare, part / 100) * 1000,
            )
            for part in (95, 99)
        ),
    ]


def table(measured: Sequence[Measured]) -> str:
    """Return all figures, one line each."""
    order = list(FIGURES)
    rows = [("", "papers", "paperterm", "bare", "ratio", "bar", "")]
    for one in sorted(measured, key=lambda one: (order.index(one.name), one.papers)):
        figure = FIGURES[one.name]
        ratio = f"{one.value / one.bare:.2f}" if one.bare else ""
        rows.append(
            (
                f"{figure.says}, {figure.unit}",
                f"{one.papers:,}",
                _short(one.value),
                _short(one.bare) if one.bare is not None else "",
                ratio,
                _bar(one.bar, figure),
                _verdict(one.is_met),
            )
        )
    for grew in grown(measured):
        says = f"{FIGURES[grew.name].says}, beside {grew.smaller:,} papers"
        ratio, bar = f"{grew.ratio:.2f}", f"<= {grew.bar:g} x"
        rows.append((says, f"{grew.papers:,}", "", "", ratio, bar, _verdict(grew.is_met)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < place < 5 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def as_json(measured: Sequence[Measured]) -> dict[str, object]:
    """Return all figures as one JSON document."""
    return {
        "figures": [
            {
                **asdict(one),
                "says": FIGURES[one.name].says,
                "unit": FIGURES[one.name].unit,
                "ratio": one.value / one.bare if one.bare else None,
                "bar": one.bar,
                "bar_of": FIGURES[one.name].of.value,
                "met": one.is_met,
            }
            for one in measured
        ],
        "grown": [{**one._asdict(), "met": one.is_met} for one in grown(measured)],
    }


def _bar(bar: float | None, figure: Figure) -> str:
    if bar is None:
        return ""
    unit = figure.of.value if figure.of is Of.RATIO else f"{figure.unit} {figure.of}".strip()
    return f"{'>=' if figure.is_least else '<='} {bar:,.4g} {unit}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _verdict(is_met: bool | None) -> str:
    return "" if is_met is None else "met" if is_met else "MISSED"
