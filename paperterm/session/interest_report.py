"""How good the order of interest would have been for this user's own stars, and what is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from math import sqrt
from typing import NamedTuple

from paperterm.config import Config
from paperterm.errors import StoppedError
from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.library.index.reconcile import Stop, go_on
from paperterm.model import Day, Paper, PaperId
from paperterm.ranking import Background, Ground, Model, Part, Sample, fit, read
from paperterm.ranking.model import named_weights, weights_gained
from paperterm.session.ground import guessed_by, is_guess, topics_of
from paperterm.session.holdings import Holdings, OfIndex, papers_of
from paperterm.session.interest import Interest
from paperterm.session.reasons import Spellings
from paperterm.text import plural

_STARS = 50
"""The newest stars that are judged."""
FIRST = 20
_SHOWN = 15
_LOOKED_AT = 10 * _SHOWN
"""Terms of which those are shown that tell a person something."""
_SPELLED = 100
"""The newest kept papers whose text says how a word is written."""
_MONTH = timedelta(days=30)
_NORMAL = 1.96
"""Standard deviations on each side that hold 95 % of a normal distribution."""

Weighted = tuple[str, float]


class Judged(NamedTuple):
    """How many of some stars would have been among the first of their day.

    Attributes:
        stars: The stars on days that have more papers than the first.
        in_first: How many of them would have been among the first.
        days: These days.
        by_chance: How many would have been there in a random order.
    """

    stars: int
    in_first: int
    days: int
    by_chance: float

    @property
    def interval(self) -> tuple[float, float]:
        """The share that these few stars tell of, at 95 %: Wilson's interval."""
        share, spread = self.in_first / self.stars, _NORMAL**2 / self.stars
        middle = share + spread / 2
        half = sqrt(spread * (share * (1 - share) + spread / 4))
        return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


class InterestReport(NamedTuple):
    """What the order of interest is made of, and how good it would have been.

    Attributes:
        kept: How many papers were kept.
        is_guess: Whether these are too few to go by.
        guessed_by: What the order goes by as long as few papers are kept.
        judged: The newest stars that could be judged; None if there are none.
        more: The terms that count most for a paper, and their weights.
        less: Those that count most against it.
        authors: The authors who count most, of those followed or with several kept papers.
        gained: The terms that gained most weight in the last month.
        lost: Those that lost most.
    """

    kept: int
    is_guess: bool
    guessed_by: tuple[str, ...]
    judged: Judged | None
    more: list[Weighted]
    less: list[Weighted]
    authors: list[Weighted]
    gained: list[Weighted]
    lost: list[Weighted]


def report(
    library: Library, index: Index, config: Config, interest: Interest, stop: Stop = go_on
) -> InterestReport:
    """Judge the newest stars, each day by a model of the papers kept before it.

    Raises:
        StoppedError: `stop` returned true.
        UnusableIndexError: The index cannot be used.
        DiskError, LibraryError: A day cannot be read.
    """
    holdings = OfIndex(index, library)
    ranking = interest.ranking(holdings, config)
    ground, background = ranking.ground, ranking.background
    model = interest.model(ranking)
    past = Past(holdings, config, ground, index.first_days(_ids(ground)))
    newest = index.newest_days(PaperId(one.id) for one in ground.kept[-_SPELLED:])
    texts = [paper.abstract or "" for paper, _ in papers_of(library, newest)]
    written = Spellings([*texts, *(one.title for one in (*ground.kept, *ground.unwanted))])
    words = (*named_weights(model, _LOOKED_AT), *_changed(past, background, model))
    more, less, gained, lost = (_named(written, rows) for rows in words)
    return InterestReport(
        len(ground.kept),
        is_guess(ground),
        tuple(guessed_by(ground, name_topics=True)),
        judged(library, past, background, stop),
        more,
        less,
        _authors(ground, model),
        gained,
        lost,
    )


class Past:
    """What was known of the user's interest before a day.

    Args:
        holdings: The papers of the library.
        config: The settings of today: those of another day are not known.
        ground: The ground of today.
        days: The first day of each paper that was kept or dismissed.
    """

    def __init__(
        self, holdings: Holdings, config: Config, ground: Ground, days: Mapping[PaperId, Day]
    ) -> None:
        self._holdings = holdings
        self._config = config
        self.ground = ground
        self.days = days

    def before(self, day: Day) -> Ground:
        """Return what was known before a day: no paper of that day, or of a later one."""

        def known(samples: Iterable[Sample]) -> tuple[Sample, ...]:
            firsts = ((sample, self.days.get(PaperId(sample.id))) for sample in samples)
            return tuple(sample for sample, first in firsts if first and first < day)

        kept = known(self.ground.kept)
        return self.ground._replace(
            kept=kept,
            unwanted=known(self.ground.unwanted),
            topics=topics_of(self._holdings, self._config, len(kept), before=day),
        )


def judged(
    library: Library, past: Past, background: Background, stop: Stop = go_on
) -> Judged | None:
    """Judge the newest stars: no model knows a paper of the day it ranks, or of a later one.

    A day with no more papers than the first is left out: there, all of them are.

    Raises:
        StoppedError: `stop` returned true.
        DiskError, LibraryError: A day cannot be read.
    """
    starred: dict[Day, set[str]] = defaultdict(set)
    for sample in [one for one in past.ground.kept if one.id in past.days][-_STARS:]:
        starred[past.days[PaperId(sample.id)]].add(sample.id)
    in_first = stars = judged_days = 0
    by_chance = 0.0
    for day, ids in starred.items():
        if stop():
            raise StoppedError("interest", "was stopped")
        record, known = library.day(day), past.before(day)
        papers = {one.paper.id: one.paper for one in record.announced} if record else {}
        if known.is_empty or len(papers) <= FIRST:
            continue
        first = _first(fit(known, background), papers.values())
        judged_days += 1
        stars += len(ids)
        in_first += len(ids & first)
        by_chance += len(ids) * FIRST / len(papers)
    return Judged(stars, in_first, judged_days, by_chance) if stars else None


def lines_of(found: InterestReport) -> list[str]:
    """Return a report as lines of text, for a terminal and for the reader."""
    lines = [_judgement(found.judged)]
    if found.is_guess:
        by = ", ".join(found.guessed_by)
        guess = f"this order is a guess from {by}" if by else "papers stay in announced order"
        lines.append(f"You kept {plural(found.kept, 'paper')}: with fewer than five, {guess}.")
    for label, rows in (
        ("for", found.more),
        ("against", found.less),
        ("authors", found.authors),
        ("gained weight in the last month", found.gained),
        ("lost weight", found.lost),
    ):
        if rows:
            lines.append(f"{label}: {', '.join(text for text, _ in rows)}")
    return lines


def _judgement(found: Judged | None) -> str:
    if found is None:
        return (
            "The order cannot be judged yet: that takes papers you kept on several days with "
            f"more than {FIRST} papers each."
        )
    low, high = found.interval
    chance = f"{found.by_chance:.{0 if found.by_chance >= 10 else 1}f}"
    return (
        f"Of the last {plural(found.stars, 'paper')} you kept on days with more than {FIRST} "
        f"papers, this order would have put {found.in_first} among the first {FIRST} of their day, "
        f"a random order {chance} ({plural(found.days, 'day')}, each judged by what was known "
        f"before it). With so few papers, the true share is between {low:.0%} and {high:.0%}."
    )


def _named(written: Spellings, rows: Iterable[Weighted]) -> list[Weighted]:
    parts = written.named((Part("word", text, weight) for text, weight in rows), _SHOWN)
    return [(part.text, part.weight) for part in parts]


def _authors(ground: Ground, model: Model) -> list[Weighted]:
    """Return the authors who count most; with one kept paper, all its authors count the same."""
    kept = Counter(name for one in ground.kept for name in dict.fromkeys(one.authors))
    several = {*ground.followed, *(name for name, papers in kept.items() if papers > 1)}
    found = sorted(model.authors.items(), key=lambda one: (-one[1], one[0]))
    return [one for one in found if one[0] in several][:_SHOWN]


def _changed(
    past: Past, background: Background, model: Model
) -> tuple[list[Weighted], list[Weighted]]:
    """Return the terms that gained and lost most weight in the month before the newest paper."""
    newest = max(past.days.values(), default=None)
    former = past.before(newest - _MONTH) if newest else None
    if former is None or not former.kept:
        return [], []
    return weights_gained(model, fit(former, background), _SHOWN)


def _ids(ground: Ground) -> Sequence[str]:
    return [sample.id for sample in (*ground.kept, *ground.unwanted)]


def _first(model: Model, papers: Iterable[Paper]) -> set[str]:
    """Return the ids of the papers that a model puts first."""
    scores = {paper.id: model.score(read(paper), paper.authors) for paper in papers}
    return {str(id_) for id_ in sorted(scores, key=lambda id_: -scores[id_])[:FIRST]}
