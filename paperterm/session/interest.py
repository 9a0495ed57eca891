"""Score papers by a user's interest, with what the library and the index know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from math import inf
from typing import NamedTuple

from paperterm.config import Config
from paperterm.errors import StoppedError
from paperterm.library import Library
from paperterm.library.index import Index, Listing
from paperterm.library.index.reconcile import Stop
from paperterm.model import Day, Paper, PaperId
from paperterm.ranking import (
    Background,
    Ground,
    Model,
    Part,
    Words,
    background,
    chosen,
    fit,
    read,
)
from paperterm.ranking.model import VERSION, step
from paperterm.ranking.nearest import Example
from paperterm.session.ground import ground_of, guessed_by, is_guess
from paperterm.session.holdings import Holdings, OfIndex, OfLibrary, papers_of
from paperterm.session.reasons import examples, liked, reasons, weakened_words

_AT_A_TIME = 200
"""Papers that are scored between two looks at whether to stop."""
_WORDS_KEPT = 4000


class Ranking(NamedTuple):
    """What scores are made of at a time, and a stamp that tells it from others."""

    ground: Ground
    background: Background
    stamp: str


class Why(NamedTuple):
    """The score of a paper, None if there is nothing to go by, and the parts that speak for it."""

    score: float | None
    parts: list[Part]


class Interest:
    """The order of interest in one library; keeps the last model, and the words of some papers."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._background: tuple[tuple[str, ...], Background] = ((), background({}))
        self._ranking: Ranking | None = None
        self._model: tuple[str, Model] | None = None
        self._examples: tuple[str, list[Example]] = ("", [])
        self._words: dict[tuple[PaperId, Day], Words] = {}

    def rank(self, index: Index, config: Config, listing: Listing, stop: Stop) -> Ranking:
        """Score the papers of a listing that have no score of today's model, newest day first.

        Without anything to go by, no paper has a score.

        Returns:
            What the scores are made of.

        Raises:
            StoppedError: `stop` returned true; what was scored stays.
            UnusableIndexError: The index cannot be used.
            DiskError, LibraryError: A day cannot be read.
        """
        ranking = self.ranking(OfIndex(index, self._library), config)
        lacking = index.unscored(listing, ranking.stamp)
        papers = [] if ranking.ground.is_empty else list(lacking)
        for at in range(0, len(papers), _AT_A_TIME):
            if stop():
                raise StoppedError("ranking", "was stopped")
            model = self.model(ranking)
            some = {id_: lacking[id_] for id_ in papers[at : at + _AT_A_TIME]}
            scores = {
                paper.id: model.score(self._read(paper, day), paper.authors)
                for paper, day in papers_of(self._library, some)
            }
            # A paper that its day no longer holds is the least interesting, not always unscored.
            index.keep_scores(ranking.stamp, dict.fromkeys(some, -inf) | scores)
        return ranking

    def why(self, paper: Paper) -> Why:
        """Return the score of a paper by the last ranking, and what speaks for it."""
        if self._ranking is None or self._ranking.ground.is_empty:
            return Why(None, [])
        model, words = self.model(self._ranking), read(paper)
        return Why(model.score(words, paper.authors), model.why(words, paper.authors))

    def reasons(self, paper: Paper) -> list[str]:
        """Return what speaks most for a paper in plain words, by the last ranking.

        Returns:
            As `reasons`; nothing if there is nothing to go by.
        """
        ranking = self._ranking
        if ranking is None or ranking.ground.is_empty:
            return []
        ground, usual = ranking.ground, ranking.background
        if self._examples[0] != ranking.stamp:
            self._examples = ranking.stamp, examples(ground, usual)
        return reasons(paper, ground, usual, self.model(ranking), self._examples[1])

    def reasons_of(self, index: Index, id_: PaperId) -> list[str]:
        """Return what `reasons` says of the newest text of a paper; nothing if no day has it.

        Raises:
            UnusableIndexError: The index cannot be used.
            DiskError, LibraryError: A day cannot be read.
        """
        texts = papers_of(self._library, index.newest_days([id_]))
        return next((self.reasons(paper) for paper, _ in texts), [])

    def liked(self, papers: Iterable[Paper]) -> dict[PaperId, str] | None:
        """Return a line for each paper with a score of 0 or more, by the last ranking.

        It says what `liked` says; comparing each with the kept papers would take too long. Kept
        papers have none, as they would be liked for their own words. None if there is nothing to
        go by.
        """
        if self._ranking is None or self._ranking.ground.is_empty:
            return None
        model, kept = self.model(self._ranking), {one.id for one in self._ranking.ground.kept}
        return {
            paper.id: "; ".join(liked(paper, model, is_guess=self.is_guess))
            for paper in papers
            if paper.id not in kept and model.score(read(paper), paper.authors) >= 0
        }

    def weakened(self, index: Index, config: Config, id_: PaperId) -> list[str]:
        """Return the words that count less since a paper was dismissed; see `weakened_words`.

        Raises:
            UnusableIndexError: The index cannot be used.
            DiskError, LibraryError: A day cannot be read.
        """
        holdings = OfIndex(index, self._library)
        ground = ground_of(self._library, holdings, config)
        texts = papers_of(self._library, index.newest_days([id_]))
        paper = next((paper for paper, _ in texts), None)
        return weakened_words(id_, ground, self._sample(holdings, ground.newest)[1], paper)

    def steps(self, index: Index, ids: Collection[PaperId]) -> dict[PaperId, int]:
        """Return the step of each paper that the last ranking scored.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        if self._ranking is None or self._ranking.ground.is_empty:
            return {}
        scores = index.scores(ids)
        return {id_: step(score) for id_, score in scores.items() if score > -inf}

    @property
    def lacking(self) -> str:
        """What the last ranking lacked, for the user; nothing once a paper is kept."""
        if self._ranking is None or self._ranking.ground.kept:
            return ""
        if self._ranking.ground.is_empty:
            return "in announced order for now: star papers, and similar ones will come first"
        by = " and ".join(guessed_by(self._ranking.ground))
        return f"you kept no papers yet: this order is a guess from {by}"

    @property
    def is_guess(self) -> bool:
        """Whether the last ranking is of too few kept papers."""
        return self._ranking is not None and is_guess(self._ranking.ground)

    def scorer(self, config: Config) -> Callable[[Paper], float | None]:
        """Return what scores papers without the index, which takes reading the whole library.

        As by the index, it is the newest text that counts, and a paper that no day holds has no
        score; none has without anything to go by.
        """
        holdings = OfLibrary(self._library)
        ranking = self.ranking(holdings, config)
        model = self.model(ranking)

        def score(paper: Paper) -> float | None:
            newest = None if ranking.ground.is_empty else holdings.papers.get(paper.id)
            return model.score(read(newest), newest.authors) if newest else None

        return score

    def ranking(self, holdings: Holdings, config: Config) -> Ranking:
        """Return what scores are made of now."""
        ground = ground_of(self._library, holdings, config)
        sample, usual = self._sample(holdings, ground.newest)
        told = repr((VERSION, ground, sample)).encode()
        stamp = blake2b(told, digest_size=16).hexdigest()
        self._ranking = Ranking(ground, usual, stamp)
        return self._ranking

    def background(self, holdings: Holdings) -> Background:
        """Return the sample of the library; what changed since the first call does not matter."""
        return self._background[1] if self._background[0] else self._sample(holdings)[1]

    def _sample(
        self, holdings: Holdings, newest: str | None = None
    ) -> tuple[tuple[str, ...], Background]:
        """Return the sample of the library, and its text, which tells it from another."""
        sample = chosen(holdings.ids(), newest)
        words = holdings.words(sample)
        key = tuple(text for id_ in sample if id_ in words for text in words[id_])
        if self._background[0] != key:
            self._background = key, background(words)
        return self._background

    def model(self, ranking: Ranking) -> Model:
        """Return the model of a ranking."""
        if self._model is None or self._model[0] != ranking.stamp:
            self._model = ranking.stamp, fit(ranking.ground, ranking.background)
        return self._model[1]

    def _read(self, paper: Paper, day: Day) -> Words:
        """Return the words of a paper, which are kept: after a star, a day is scored again."""
        if (words := self._words.get((paper.id, day))) is None:
            words = self._words[paper.id, day] = read(paper)
            if len(self._words) > _WORDS_KEPT:
                del self._words[next(iter(self._words))]
        return words
