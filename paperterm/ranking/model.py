"""A model of a user's interest: it scores papers, and says what each score is made of.

    R      = m - m0 - b (mh - m0) - d (mn - m0): the means of the kept papers, of the background,
             of the background's papers that R likes best, and of the unwanted papers
    L      = a linear machine that tells the kept papers from those of the background that are no
             newer than the newest kept paper
    w      = R / sd(R) + g L / sd(L), the largest weights
    score  = sum of w x rarity x saturated count / sqrt(length), less the background's mean, in its
             standard deviations; plus what authors and the user's own words add

So 0 is an ordinary paper, and 2 means the same on every day. g grows from 0 at ten kept papers to
1 at thirty: with fewer, L costs more than it gives.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import add, mul
from statistics import fmean, pstdev
from typing import NamedTuple

from paperterm.model import PaperId
from paperterm.query.fold import folded
from paperterm.ranking.background import (
    Background,
    Vector,
    Vocabulary,
    Weights,
    dot,
    mean,
    saturated,
)
from paperterm.ranking.ground import Ground
from paperterm.ranking.machine import Example, separating
from paperterm.ranking.words import Term, Words, singular

VERSION = 5
"""To be raised when the same ground makes other scores."""

FEW = 10
"""With fewer kept papers, the topics count too."""

_SURE = 30
_NEWEST = 400
_LIKED = 100
_AGAINST_LIKED = 0.3
_UNWANTED_WEIGHT = 5.0
_WEIGHTS = 8000
_TOPIC = 5.0
"""A topic counts as this many kept papers when there are none, and no more when there are ten."""
_AUTHOR, _MOST_OF_AUTHORS, _PRIOR = 2.0, 1.5, 5
_MOST = 0.6
"""The share of a score's positive parts that `why` names."""

_TOLD = 2.0
"""Standard deviations that a word adds of which the user asked for more."""


STEPS = 5
"""Steps in which a score is shown."""


class Part(NamedTuple):
    """A part of a score: `kind` is `word`, `author` or `told`."""

    kind: str
    text: str
    weight: float


@dataclass(frozen=True)
class Model:
    """A model of a user's interest.

    Attributes:
        weights: The weight of each term, times its rarity.
        mean: The mean of the background's sums of weights.
        deviation: Their standard deviation.
        authors: What each author adds.
        told: What each word adds that the user named.
        kept: How many kept papers it is made of.
    """

    weights: Mapping[Term, float]
    mean: float
    deviation: float
    authors: Mapping[str, float]
    told: Mapping[Term, float]
    kept: int

    def score(self, words: Words, authors: Iterable[str]) -> float:
        """Return the score of a paper: 0 is ordinary, and the highest are about 5."""
        ordinary = (_sum(self.weights, words) - self.mean) / self.deviation
        others = (*self._of_authors(authors), *self.of_told(words, ()))
        return round(ordinary + sum(part.weight for part in others), 6)

    def parts(self, words: Words, authors: Iterable[str]) -> list[Part]:
        """Return the parts of a score, the largest first; those of pairs hold their words'."""
        return sorted(
            (part for signal in SIGNALS for part in signal(self, words, authors)),
            key=lambda part: (-part.weight, part.text),
        )

    def why(self, words: Words, authors: Iterable[str]) -> list[Part]:
        """Return the largest parts that together make up most of what speaks for a paper."""
        good = [part for part in self.parts(words, authors) if part.weight > 0]
        missing = _MOST * sum(part.weight for part in good)
        named: list[Part] = []
        for part in good:
            if missing <= 0:
                break
            named.append(part)
            missing -= part.weight
        return named

    def of_words(self, words: Words, _: Iterable[str]) -> list[Part]:
        """Return what each term adds; a word inside a pair is counted with the pair."""
        scale = self.deviation * math.sqrt(words.length or 1)
        found = words.counts()
        added = {
            term: self.weights[term] * saturated(found[term]) / scale
            for term in found.keys() & self.weights
        }
        pairs = sorted(
            (term for term in added if isinstance(term, tuple)), key=lambda t: (-added[t], t)
        )
        for pair in pairs:
            if added[pair] > 0:
                added[pair] += sum(added.pop(word, 0.0) for word in dict.fromkeys(pair))
        return [Part("word", shown(term), weight) for term, weight in added.items()]

    def of_authors(self, _: Words, authors: Iterable[str]) -> list[Part]:
        """Return what each author adds."""
        return self._of_authors(authors)

    def of_told(self, words: Words, _: Iterable[str]) -> list[Part]:
        """Return what the words add that the user named."""
        named = words.counts_of(self.told) if self.told else ()
        return [Part("told", shown(term), self.told[term]) for term in named]

    def _of_authors(self, authors: Iterable[str]) -> list[Part]:
        added = [
            Part("author", name, self.authors[name])
            for name in dict.fromkeys(authors)
            if name in self.authors
        ]
        total = sum(part.weight for part in added)
        most = _MOST_OF_AUTHORS * _AUTHOR * (1 + _sureness(self.kept))
        return [part._replace(weight=part.weight * min(1.0, most / total)) for part in added]


Signal = Callable[[Model, Words, Iterable[str]], list[Part]]
SIGNALS: tuple[Signal, ...] = (Model.of_words, Model.of_authors, Model.of_told)
"""What a score is made of. A new signal is a row here, and what it needs in the model."""


def fit(ground: Ground, background: Background) -> Model:
    """Return the model that a ground makes."""
    numbers = Vocabulary(background.numbers)
    kept = [background.vector(sample.words, numbers) for sample in ground.kept]
    weights = _term_weights(ground, background, kept, numbers)
    sums = [_sum(weights, words) for words in background.papers]
    told = ((_TOLD, ground.more), (-_TOLD, ground.less))
    return Model(
        weights,
        fmean(sums) if sums else 0.0,
        (pstdev(sums) if sums else 0.0) or 1.0,
        _author_weights(ground),
        {term: weight for weight, words in told for term in map(_told, words) if term},
        len(ground.kept),
    )


def named_weights(
    model: Model, number: int
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return the terms that count most for a paper, and those that count most against it."""
    found = sorted(
        ((shown(term), weight) for term, weight in model.weights.items()),
        key=lambda one: (-one[1], one[0]),
    )
    more = [one for one in found[:number] if one[1] > 0]
    return more, [one for one in found[: -number - 1 : -1] if one[1] < 0]


def weights_gained(
    model: Model, former: Model, number: int
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return the terms that gained most weight since another model, and those that lost most.

    Both are measured in the standard deviations of their own model.
    """
    now, then = model.weights, former.weights
    change = {
        term: now.get(term, 0.0) / model.deviation - then.get(term, 0.0) / former.deviation
        for term in (*now, *then)
    }
    found = sorted(change.items(), key=lambda one: (-one[1], shown(one[0])))
    gained = [(shown(term), weight) for term, weight in found[:number] if weight > 0]
    lost = [(shown(term), weight) for term, weight in found[: -number - 1 : -1] if weight < 0]
    return gained, lost


def step(score: float) -> int:
    """Return the step of a score, 1 to 5: 1 is below an ordinary paper, each other a deviation."""
    return 1 if score < 0 else min(int(score) + 2, STEPS)


def _sureness(kept: int) -> float:
    return min(1.0, max(0.0, (kept - FEW) / (_SURE - FEW)))


def _term_weights(
    ground: Ground, background: Background, kept: list[Vector], numbers: Vocabulary
) -> dict[Term, float]:
    unwanted = [background.vector(sample.words, numbers) for sample in ground.unwanted]
    topics = [
        [background.vector(words, numbers) for words in papers] for _, papers in ground.topics
    ]
    if not kept and not any(topics):
        return {}
    others, size, sureness = background.vectors, len(numbers), _sureness(len(kept))
    ordinary = mean(others, size)
    liking = _less(_wanted(kept, topics, size), ordinary)
    if unwanted:
        # One dismissal does not outweigh all that is liked: as many as there are, half of it.
        liked_papers = len(kept) + _topic_share(kept) * sum(map(bool, topics))
        share = len(unwanted) / (len(unwanted) + liked_papers)
        liking = _less(liking, _less(mean(unwanted, size), ordinary), share)
    if sureness:
        strangers = _passed_over(ground, background)
        liked = nlargest(_LIKED, strangers, key=lambda vector: dot(liking, vector))
        near = _less(mean(liked, size), ordinary)
        liking = _less(liking, near, _AGAINST_LIKED * sureness)
    weights = _scaled(liking, others, 1.0)
    if sureness:
        examples = [Example(vector, True) for vector in kept[-_NEWEST:]]
        examples += [Example(vector, False) for vector in strangers]
        examples += [Example(vector, False, _UNWANTED_WEIGHT) for vector in unwanted[-_NEWEST:]]
        machine = _scaled(separating(examples, size), others, sureness)
        weights = array("d", map(add, weights, machine))
    terms = list(numbers)
    largest = nlargest(_WEIGHTS, range(size), key=lambda at: abs(weights[at]))
    return {terms[at]: weights[at] * background.rarity(terms[at]) for at in largest if weights[at]}


def _passed_over(ground: Ground, background: Background) -> list[Vector]:
    """Return the papers of the background that the user could have kept, and did not.

    One that came after the last kept paper was perhaps not seen yet. Most of all, a paper of the
    day that is to be sorted must not count against itself.
    """
    kept = {sample.id for sample in ground.kept}
    last = PaperId(ground.newest).submission if ground.newest else (0, "")
    return [
        vector
        for id_, vector in zip(background.ids, background.vectors, strict=True)
        if id_ not in kept and PaperId(id_).submission <= last
    ]


def _wanted(kept: list[Vector], topics: list[list[Vector]], size: int) -> Weights:
    """Return the mean of the kept papers and, while these are few, of the topics' papers."""
    share = _topic_share(kept)
    parts = [(kept, float(len(kept))), *((papers, share) for papers in topics if papers and share)]
    total = sum(weight for _, weight in parts)
    found: Weights = array("d", bytes(8 * size))
    for vectors, weight in parts:
        found = _less(found, mean(vectors, size), -weight / total)
    return found


def _topic_share(kept: list[Vector]) -> float:
    """Return as how many kept papers a topic counts."""
    return _TOPIC * max(0.0, 1 - len(kept) / FEW)


def _author_weights(ground: Ground) -> dict[str, float]:
    kept = Counter(name for sample in ground.kept for name in dict.fromkeys(sample.authors))
    kept.update({*ground.followed} - kept.keys())  # as if one paper of theirs was kept
    written = dict(ground.written)
    factor = _AUTHOR * (1 + _sureness(len(ground.kept)))
    return {name: factor * stars / (written.get(name, 0) + _PRIOR) for name, stars in kept.items()}


def _less(one: Weights, other: Weights, share: float = 1.0) -> Weights:
    return array("d", (mine - share * its for mine, its in zip(one, other, strict=True)))


def _scaled(weights: Weights, vectors: Sequence[Vector], share: float) -> Weights:
    """Return weights whose products with these vectors have a standard deviation of `share`."""
    deviation = pstdev([dot(weights, vector) for vector in vectors]) if vectors else 0.0
    scale = share / (deviation or 1.0)
    return array("d", (weight * scale for weight in weights))


def _sum(weights: Mapping[Term, float], words: Words) -> float:
    """Return the weights of the terms of a paper, summed, whatever its length."""
    found = words.counts_of(weights)
    # Exact, so that the order of the words does not change the rounding.
    known, counts = map(weights.__getitem__, found), map(saturated, found.values())
    total = math.fsum(map(mul, known, counts))
    return total / math.sqrt(words.length or 1)


def _told(text: str) -> Term | None:
    words = [singular(word) for word in folded(text).split()]
    return (words[0], words[1]) if len(words) > 1 else words[0] if words else None


def shown(term: Term) -> str:
    """Return a term as the user reads it."""
    return " ".join(term) if isinstance(term, tuple) else term
