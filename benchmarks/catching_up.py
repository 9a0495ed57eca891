"""Judge catching up by what people kept: five days missed, thirty papers kept before them.

    python benchmarks/catching_up.py [--places 40] [--kept 30] [--papers 2700] [--readers 26]

The days are those that `judge.py` sorts one by one, here all at once, and with `--papers` filled up
with papers of other days that the reader did not keep. Printed is the share of the
list's papers among the first, the mean over lists: newest first, by how often the keywords of the
list's topics occur, by interest alone, with something of each of the eight topics of new settings,
and as `paperterm catchup` chooses, with tries too.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from time import perf_counter

from judge import LISTS, Corpus, Reader, interest, keywords

from paperterm.config.settings import TOPICS
from paperterm.model import Paper
from paperterm.ranking import fit
from paperterm.ranking.choice import choose, unknown

Ranked = Sequence[Paper]
Chooser = Callable[[Corpus, Reader, Ranked, int, int], Ranked]


def newest(corpus: Corpus, reader: Reader, missed: Ranked, places: int, kept: int) -> Ranked:
    """Return the newest papers."""
    return missed[:places]


def by_keywords(corpus: Corpus, reader: Reader, missed: Ranked, places: int, kept: int) -> Ranked:
    """Return the papers in which the keywords of the reader's topics occur most often."""
    score = keywords(reader)
    return sorted(missed, key=lambda paper: -score(paper))[:places]


def by_interest(corpus: Corpus, reader: Reader, missed: Ranked, places: int, kept: int) -> Ranked:
    """Return the papers that the reader may like most."""
    return _ranked(corpus, reader, missed, kept)[:places]


def without_tries(corpus: Corpus, reader: Reader, missed: Ranked, places: int, kept: int) -> Ranked:
    """Return what catching up chooses, without tries."""
    return _chosen(_ranked(corpus, reader, missed, kept), places, None)


def with_tries(corpus: Corpus, reader: Reader, missed: Ranked, places: int, kept: int) -> Ranked:
    """Return what catching up chooses."""
    ranked = _ranked(corpus, reader, missed, kept)
    ground = corpus.ground(reader.stars[-kept:], (), min(reader.days))
    background = corpus.background(ground)
    model = fit(ground, background)

    def doubts(rows: Sequence[int]) -> list[float]:
        words = (corpus.words(ranked[row]) for row in rows)
        return [unknown(model, background, some) for some in words]

    return _chosen(ranked, places, doubts)


CHOOSERS: dict[str, Chooser] = {
    "newest first": newest,
    "keywords": by_keywords,
    "interest": by_interest,
    "with topics": without_tries,
    "with tries": with_tries,
}


def main(argv: list[str] | None = None) -> int:
    """Judge, and print a line for each way to choose and kind of reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=40)
    parser.add_argument("--kept", type=int, default=30)
    parser.add_argument("--papers", type=int, default=0, help="fill the days up to this many")
    parser.add_argument("--readers", type=int, help="judge only the first ones")
    parser.add_argument("--lists", type=Path, default=LISTS)
    args = parser.parse_args(argv)
    corpus = Corpus(args.lists)
    for name, choose_first in CHOOSERS.items():
        shares: dict[str, list[float]] = defaultdict(list)
        papers, began = 0, perf_counter()
        for reader in corpus.readers[: args.readers]:
            days = sorted(reader.days, reverse=True)
            missed = {one.id: one for day in days for one in corpus.days[day]}
            wanted = {id_ for some in reader.days.values() for id_ in some}
            others = corpus.papers.keys() - missed.keys() - {*reader.stars}
            for id_ in sorted(others)[: max(args.papers - len(missed), 0)]:
                missed[id_] = corpus.papers[id_]
            first = choose_first(corpus, reader, [*missed.values()], args.places, args.kept)
            hits = sum(paper.id in wanted for paper in first)
            shares[reader.kind].append(hits / min(args.places, len(wanted)))
            papers += len(missed)
        seconds = (perf_counter() - began) / len(corpus.readers[: args.readers])
        for kind, found in shares.items():
            print(
                f"{name:12} {kind:12} {len(found):3} readers  first {args.places} "
                f"{fmean(found):.3f}  ({papers // len(corpus.readers[: args.readers]):,} papers, "
                f"{seconds:.2f} s each)",
                flush=True,
            )
    return 0


def _ranked(corpus: Corpus, reader: Reader, missed: Ranked, kept: int) -> list[Paper]:
    score = interest(corpus, reader, reader.stars[-kept:], cold=False)
    return sorted(missed, key=lambda paper: -score(paper))


def _chosen(
    ranked: Ranked, places: int, doubts: Callable[[Sequence[int]], Sequence[float]] | None
) -> Ranked:
    rows = range(len(ranked))
    groups = [[row for row in rows if topic.holds(ranked[row])] for topic in TOPICS]
    return [ranked[row] for row in choose(rows, groups, places, doubts).first]


if __name__ == "__main__":
    sys.exit(main())
