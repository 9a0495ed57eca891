"""Measure the order of interest: a model anew, scores of a day, what is similar, memory.

    python benchmarks/ranking.py [--papers 122000] [--runs 5] [--keep FOLDER]

Times are of the processor, the least of several runs. Each stands beside a bare pass over the same
papers, measured in turn with it: their texts in small letters, split at spaces and counted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from time import process_time
from typing import NamedTuple

import library
from homes import Home, made, unmark
from terminal import python

from paperterm.library.index import Index, Listing, Scope
from paperterm.model import Order, Paper, PaperId
from paperterm.paths import Folders
from paperterm.ranking import fit, read
from paperterm.session import Session, star
from paperterm.session.holdings import OfIndex, papers_of
from paperterm.session.similar import similar

KEPT = {30: 300, 300: 600, 1000: 1200}
"""Papers that are kept, and the limit of a model of them in milliseconds."""

_DAY_PAPERS = 700
_ASKED, _COMPARED, _SIMILAR = 20, 200, 20


class Measured(NamedTuple):
    """Milliseconds (or MiB) of something, those of the bare pass, and the limit if it has one."""

    says: str
    value: float
    bare: float | None
    limit: float | None


def main(argv: list[str] | None = None) -> int:
    """Make the library, measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=122_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="make the library here, and use it again")
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.memory:
        print(_memory(Session(Folders(*(args.memory / name for name in Folders._fields)))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = made(args.keep or Path(folder), args.papers, library.CORPUS)
        for one in measure(home, args.runs):
            beside = f"{one.value / one.bare:8.2f} x bare" if one.bare else ""
            limit = f"limit {one.limit:,.0f}" if one.limit else ""
            print(f"{one.says:45} {one.value:8.1f}  {beside:15}  {limit}", flush=True)
    return 0


def measure(home: Home, runs: int) -> Iterator[Measured]:
    """Measure with 30, 300 and 1,000 starred papers from all over the library."""
    for kept in KEPT:
        session = home.session()
        with closing(_index(session)) as index:
            index.reconcile()  # a library that was just made has no index
            ids = sorted(index.ids())
            session.mark_ids(map(PaperId, ids[:: max(1, len(ids) // kept)][:kept]), star(True))
            index.reconcile()
            yield from _model(home, index, kept, runs)
            if kept == max(KEPT):
                yield from _scores(home, index, runs)
                yield _similar(home, index)
        if kept == max(KEPT):
            command = python(__file__, "--memory", str(home.path))
            grown = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
            yield Measured("memory (USS) more after a ranking, MiB", float(grown), None, 30)
        unmark(home)


def _model(home: Home, index: Index, kept: int, runs: int) -> Iterator[Measured]:
    """Measure what an open reader does after a star: it reads all marks, and makes a model."""
    session = home.session()
    holdings, interest = OfIndex(index, session.library), session.interest
    starred = sorted(mark.id for mark in session.library.all_marks())
    stars = cycle((False, True))
    ranking = interest.ranking(holdings, session.settings)  # reads the sample of the library
    days = index.newest_days({*starred, *ranking.background.ids})
    papers = [paper for paper, _ in papers_of(session.library, days)]

    def change() -> None:
        session.mark_ids(starred[-1:], star(next(stars)))

    def anew() -> None:
        fit(ranking.ground, ranking.background)

    def ground() -> None:
        interest.ranking(holdings, session.settings)

    yield Measured(f"a model anew, {kept} kept, ms", *_beside(anew, papers, runs), KEPT[kept])
    if kept == max(KEPT):
        yield Measured(
            "reading what it is made of, ms", *_beside(ground, papers, runs, change), None
        )


def _scores(home: Home, index: Index, runs: int) -> Iterator[Measured]:
    session = home.session()
    model = session.interest.model(
        session.interest.ranking(OfIndex(index, session.library), session.settings)
    )
    papers = _newest(session, index)
    words = [read(paper) for paper in papers]

    def cold() -> None:
        for paper in papers:
            model.score(read(paper), paper.authors)

    def again() -> None:
        for paper, its in zip(papers, words, strict=True):
            model.score(its, paper.authors)

    yield Measured("scores of 700 papers, cold, ms", *_beside(cold, papers, runs), 120)
    yield Measured("the same again after a star, ms", *_beside(again, papers, runs), 60)


def _similar(home: Home, index: Index) -> Measured:
    """Measure one paper after the other; the bare pass is over as many as are compared."""
    session = home.session()
    papers = _newest(session, index)
    asked = cycle(papers[:: max(1, len(papers) // _ASKED)])

    def alike() -> None:
        similar(session, index, [next(asked)], _SIMILAR)

    alike()  # reads the sample of the library
    took, bare = [], []
    for _ in range(_ASKED):
        ours, pass_ = _beside(alike, papers[:_COMPARED], 1)
        took.append(ours)
        bare.append(pass_)
    return Measured("similar papers, the slowest of 20, ms", max(took), min(bare), 200)


def _memory(session: Session) -> float:
    """Return how many MiB a first order of the newest papers adds to a process that lists them."""
    with closing(_index(session)) as index:
        _newest(session, index)
        before = _own_mebibytes()
        session.interest.rank(index, session.settings, _listing(index), lambda: False)
        index.search(scope=Scope(order=Order.INTEREST), limit=_DAY_PAPERS)
        return _own_mebibytes() - before


def _own_mebibytes() -> float:
    """Return the own memory (USS) of this process."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def _beside(
    action: Callable[[], object],
    papers: Iterable[Paper],
    runs: int,
    before: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Return the least milliseconds of an action, and of a bare pass over papers."""
    texts = [f"{paper.title} {paper.abstract}" for paper in papers]
    took, bare = [], []
    for _ in range(runs):
        before()
        took.append(_milliseconds(action))
        bare.append(_milliseconds(lambda: [Counter(text.lower().split()) for text in texts]))
    return min(took), min(bare)


def _milliseconds(action: Callable[[], object]) -> float:
    began = process_time()
    action()
    return (process_time() - began) * 1000


def _index(session: Session) -> Index:
    return Index(session.folders.cache, session.library, session.settings.topics)


def _listing(index: Index) -> Listing:
    return index.search(scope=Scope(), limit=_DAY_PAPERS)


def _newest(session: Session, index: Index) -> list[Paper]:
    """Return as many of the newest papers as a large day has."""
    listing = _listing(index)
    days = {row.id: row.day for row in listing.rows(0, len(listing)) if row and row.day}
    return [paper for paper, _ in papers_of(session.library, days)]


if __name__ == "__main__":
    sys.exit(main())
