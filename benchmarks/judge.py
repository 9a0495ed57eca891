"""Judge the order of interest by what people kept: public reading lists, among the papers of a day.

    python benchmarks/judge.py [--readers 26] [--kept none,one,three,ten,stars] [--lists FOLDER]

Papers of a list from before a date count as kept; then up to five later days are sorted, and the
papers of the list should come first. Printed are nDCG at 20, the share of them among the first 20,
and in the first 5 % of the day: the mean over days, then over lists. While fewer than ten papers
are kept, the list's topics count as well; `keywords` is the order of how often these occur.

It prints what `../shared/bench/judge_ranking.py` prints of the command line, in one process, which
takes two minutes instead of twenty. The lists are in a folder beside the checkout.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import orjson

from paperterm.model import Paper
from paperterm.model.record import parse
from paperterm.ranking import Background, Ground, Sample, Words, background, chosen, fit, read
from paperterm.session.ground import best_of_topic
from paperterm.topics import Topic

LISTS = Path(__file__).parents[2] / "shared" / "data" / "ranking"
FIRST = 20
_RECENT = 20_000
"""Papers before the first day that is judged, from which those of a topic are taken."""

Score = Callable[[Paper], float]


class Reader(NamedTuple):
    """A reading list: its topics, what was kept, and what was kept of each later day."""

    name: str
    topics: tuple[Topic, ...]
    ten: list[str]
    stars: list[str]
    days: dict[str, list[str]]

    @property
    def kind(self) -> str:
        """Whether it joins three lists."""
        return "three lists" if " + " in self.name else "one list"


class Figures(NamedTuple):
    """How good an order is: 1 is the best."""

    ndcg: float
    in_first: float
    in_twentieth: float


class Corpus:
    """The papers of all lists, and of the days to judge; each is read once.

    Args:
        folder: Has `papers.jsonl.gz` and `readers.json`.
    """

    def __init__(self, folder: Path) -> None:
        self.papers: dict[str, Paper] = {}
        self.days: dict[str, list[Paper]] = defaultdict(list)
        with gzip.open(folder / "papers.jsonl.gz") as lines:
            for line in lines:
                told = parse(orjson.loads(line))
                self.papers[told.paper.id] = told.paper
                self.days[str(told.day)].append(told.paper)
        self.readers = [
            Reader(
                one["name"],
                tuple(
                    Topic(name, tuple((word,) for word in words))
                    for name, words in one["topics"].items()
                ),
                one["ten"],
                one["stars"],
                one["days"],
            )
            for one in orjson.loads((folder / "readers.json").read_bytes())
        ]
        self._words: dict[str, Words] = {}
        self._backgrounds: dict[tuple[str, ...], Background] = {}

    def words(self, paper: Paper) -> Words:
        """Return the words of a paper."""
        if (words := self._words.get(paper.id)) is None:
            words = self._words[paper.id] = read(paper)
        return words

    def background(self, ground: Ground) -> Background:
        """Return the sample of the library for a ground."""
        sample = tuple(chosen(self.papers, ground.newest))
        if sample not in self._backgrounds:
            self._backgrounds[sample] = background(
                {id_: self.words(self.papers[id_]) for id_ in sample}
            )
        return self._backgrounds[sample]

    @cached_property
    def written(self) -> Counter[str]:
        """How many papers each author has."""
        return Counter(name for paper in self.papers.values() for name in {*paper.authors})

    def ground(self, ids: Iterable[str], topics: Iterable[Topic], first: str) -> Ground:
        """Return what a reader knows who kept these papers, and reads on from a day."""
        kept = [self.papers[id_] for id_ in sorted(ids)]
        return Ground(
            tuple(Sample(one.id, one.title, one.authors, self.words(one)) for one in kept),
            topics=tuple((topic.name, self._best(topic, first)) for topic in topics),
            written=tuple(
                sorted((name, self.written[name]) for one in kept for name in one.authors)
            ),
        )

    def _best(self, topic: Topic, before: str) -> tuple[Words, ...]:
        """Return the best papers of a topic among the newest ones from before a day."""
        recent: list[Paper] = []
        for day in sorted((day for day in self.days if day < before), reverse=True):
            if len(recent) >= _RECENT:
                break
            recent += self.days[day]
        return best_of_topic(topic, [paper for paper in recent[:_RECENT] if topic.holds(paper)])


def judged(corpus: Corpus, reader: Reader, score: Score) -> Figures:
    """Return how good an order is for one reader: the mean over the days."""
    figures = [
        quality(sorted(corpus.days[day], key=lambda paper: -score(paper)), {*wanted})
        for day, wanted in reader.days.items()
    ]
    return Figures(*map(fmean, zip(*figures, strict=True)))


def quality(ranked: Sequence[Paper], wanted: set[str]) -> Figures:
    """Return how good the order of a day is."""
    hits = [paper.id in wanted for paper in ranked]
    ideal = sum(map(_gain, range(min(FIRST, len(wanted)))))
    return Figures(
        sum(_gain(at) for at, hit in enumerate(hits[:FIRST]) if hit) / ideal,
        sum(hits[:FIRST]) / min(FIRST, len(wanted)),
        sum(hits[: math.ceil(0.05 * len(hits))]) / len(wanted),
    )


def interest(corpus: Corpus, reader: Reader, kept: Iterable[str], *, cold: bool) -> Score:
    """Return the score of a model made of kept papers; if `cold`, also of the topics."""
    ground = corpus.ground(kept, reader.topics if cold else (), min(reader.days))
    model = fit(ground, corpus.background(ground))
    return lambda paper: model.score(corpus.words(paper), paper.authors)


def keywords(reader: Reader) -> Score:
    """Return how often the keywords of a reader's topics occur."""
    return lambda paper: sum(1 for topic in reader.topics for _ in topic.hits(paper.searched))


ORDERS: dict[str, Callable[[Corpus, Reader], Score]] = {
    "keywords": lambda _, reader: keywords(reader),
    "none": lambda corpus, reader: interest(corpus, reader, (), cold=True),
    "one": lambda corpus, reader: interest(corpus, reader, reader.ten[:1], cold=True),
    "three": lambda corpus, reader: interest(corpus, reader, reader.ten[:3], cold=True),
    "ten": lambda corpus, reader: interest(corpus, reader, reader.ten, cold=False),
    "stars": lambda corpus, reader: interest(corpus, reader, reader.stars, cold=False),
}
_COLD = ("keywords", "none", "one", "three")


def main(argv: list[str] | None = None) -> int:
    """Judge, and print a line for each order and kind of reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kept", default=",".join(ORDERS), help=", ".join(ORDERS))
    parser.add_argument("--readers", type=int, help="judge only the first ones")
    parser.add_argument("--each", action="store_true", help="also print the figures of each reader")
    parser.add_argument("--lists", type=Path, default=LISTS)
    args = parser.parse_args(argv)
    corpus = Corpus(args.lists)
    for name in args.kept.split(","):
        found: dict[str, list[Figures]] = defaultdict(list)
        for reader in corpus.readers[: args.readers]:
            if name not in _COLD or reader.topics:
                figures = judged(corpus, reader, ORDERS[name](corpus, reader))
                found[reader.kind].append(figures)
                if args.each:
                    print(f"  {figures.ndcg:.4f} {reader.name}", flush=True)
        for kind, rows in found.items():
            means = Figures(*map(fmean, zip(*rows, strict=True)))
            print(
                f"{name:8} {kind:12} {len(rows):3} readers  nDCG@20 {means.ndcg:.4f}  "
                f"first 20 {means.in_first:.3f}  first 5 % {means.in_twentieth:.3f}",
                flush=True,
            )
    return 0


def _gain(at: int) -> float:
    return 1 / math.log2(at + 2)


if __name__ == "__main__":
    sys.exit(main())
