"""How good the order of interest would have been for this user's own stars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from paperterm.config import Config
from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.model import Day, PaperId
from paperterm.ranking import Background, Ground, Model, Sample, fit, read
from paperterm.ranking.model import named_weights
from paperterm.session.interest import Interest, OfIndex

_STARS = 50
"""The newest stars that are judged."""
FIRST = 20
_SURE = 5
"""With fewer kept papers, the order is a guess."""
_SHOWN = 15
_MONTH = timedelta(days=30)

Weighted = tuple[str, float]


class Judged(NamedTuple):
    """How many of some stars would have been among the first of their day."""

    stars: int
    in_first: int
    days: int


class Report(NamedTuple):
    """What the order of interest is made of, and how good it would have been.

    Attributes:
        kept: How many papers were kept.
        is_guess: Whether these are too few to go by.
        topics: The topics that count as long as few papers are kept.
        judged: The newest stars that could be judged; None if there are none.
        more: The terms that count most for a paper, and their weights.
        less: Those that count most against it.
        authors: The authors who count most.
        new: The terms among `more` that were not there a month ago.
    """

    kept: int
    is_guess: bool
    topics: tuple[str, ...]
    judged: Judged | None
    more: list[Weighted]
    less: list[Weighted]
    authors: list[Weighted]
    new: list[str]


def report(library: Library, index: Index, config: Config, interest: Interest) -> Report:
    """Judge the newest stars, each day by a model of the papers kept before it.

    Raises:
        UnusableIndexError: The index cannot be used.
        DiskError, LibraryError: A day cannot be read.
    """
    ranking = interest.ranking(OfIndex(index, library), config)
    ground, background = ranking.ground, ranking.background
    model = interest.model(ranking)
    days = index.first_days([sample.id for sample in (*ground.kept, *ground.unwanted)])
    more, less = named_weights(model, _SHOWN)
    newest = max(days.values(), default=None)
    month_ago = fit(_before(ground, days, newest - _MONTH), background) if newest else model
    former = {text for text, _ in named_weights(month_ago, _SHOWN)[0]}
    return Report(
        len(ground.kept),
        len(ground.kept) < _SURE,
        tuple(name for name, _ in ground.topics),
        judged(library, ground, background, days),
        more,
        less,
        sorted(model.authors.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN],
        [text for text, _ in more if text not in former],
    )


def judged(
    library: Library, ground: Ground, background: Background, days: Mapping[PaperId, Day]
) -> Judged | None:
    """Judge the newest stars: no model knows a paper of the day it ranks, or of a later one."""
    starred: dict[Day, set[str]] = defaultdict(set)
    for sample in [one for one in ground.kept if one.id in days][-_STARS:]:
        starred[days[PaperId(sample.id)]].add(sample.id)
    in_first = stars = judged_days = 0
    for day, ids in starred.items():
        known = _before(ground, days, day)
        if known.is_empty:
            continue
        first = _first(library, fit(known, background), day)
        judged_days += 1
        stars += len(ids)
        in_first += len(ids & first)
    return Judged(stars, in_first, judged_days) if stars else None


def _before(ground: Ground, days: Mapping[PaperId, Day], day: Day) -> Ground:
    """Return what was known before a day: no paper that was kept or unwanted since."""

    def known(samples: Iterable[Sample]) -> tuple[Sample, ...]:
        firsts = ((sample, days.get(PaperId(sample.id))) for sample in samples)
        return tuple(sample for sample, first in firsts if first and first < day)

    return ground._replace(kept=known(ground.kept), unwanted=known(ground.unwanted))


def _first(library: Library, model: Model, day: Day) -> set[str]:
    """Return the ids of the papers that a model puts first on a day."""
    record = library.day(day)
    papers = [one.paper for one in record.announced] if record else []
    scores = {paper.id: model.score(read(paper), paper.authors) for paper in papers}
    return {str(id_) for id_ in sorted(scores, key=lambda id_: -scores[id_])[:FIRST]}
