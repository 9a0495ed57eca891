"""Make a large library of real papers, to measure with.

    python benchmarks/library.py PAPERS FOLDER [--corpus FILE]

The corpus is JSON Lines of real papers, `../shared/data/corpus/papers.jsonl.gz` by default. Its
days are copied, each time further back in time and with other ids, until there are enough papers;
the texts stay the same. One paper in four of a copied day appears again, as a replacement with
another title, on a later day of the same copy, so that about a fifth of all announcements are
replacements, as at arXiv. FOLDER becomes the data folder of paperterm (`PAPERTERM_HOME/data`).
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson

from paperterm.library import Library
from paperterm.model import Batch, Day, Kind, Paper, PaperId, SourcePaper, Status, has_mailing
from paperterm.model.record import parse

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "corpus" / "papers.jsonl.gz"
NEWEST = Day(2026, 2, 12)
_REPLACED_AFTER = 12  # days of the corpus
_REPLACED = 4  # one paper in this many


def main(argv: list[str] | None = None) -> int:
    """Make the library described by the arguments."""
    parser = argparse.ArgumentParser(description="Make a large library of real papers.")
    parser.add_argument("papers", type=int, help="number of papers")
    parser.add_argument("folder", type=Path, help="the data folder to make")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSON Lines, gzipped")
    args = parser.parse_args(argv)
    days = fill(args.folder, args.papers, corpus(args.corpus))
    print(f"{args.papers} papers of {days} days in {args.folder}", file=sys.stderr)
    return 0


def corpus(file: Path) -> list[list[Paper]]:
    """Return the papers of the corpus by day, newest day first."""
    days: dict[str, list[Paper]] = defaultdict(list)
    with gzip.open(file) as lines:
        for line in lines:
            told = parse(orjson.loads(line))
            days[str(told.day)].append(told.paper)
    return [days[day] for day in sorted(days, reverse=True)]


def fill(folder: Path, papers: int, real: list[list[Paper]]) -> int:
    """Store a number of papers, on as many days as they need; return the number of days."""
    library = Library(folder)
    count = days = 0
    for day, told in _copies(real):
        told = told[: papers - count] if papers - count < len(told) else told
        ids = [paper.id for paper, _ in told]
        library.store(Batch(day, told, [ids], is_listing=True, status=Status.COMPLETE))
        count += sum(kind is Kind.NEW for _, kind in told)
        days += 1
        if count >= papers:
            return days
    return days


def _copies(real: list[list[Paper]]) -> Iterator[tuple[Day, list[SourcePaper]]]:
    """Yield days without end, newest first."""
    day, number, copy = NEWEST, 0, 0
    while True:
        renamed: list[list[Paper]] = []
        for papers in real:
            renamed.append([replace(one, id=_id(number + at)) for at, one in enumerate(papers)])
            number += len(papers)
        for at, papers in enumerate(renamed):
            told = [SourcePaper(one, Kind.NEW) for one in papers]
            if at + _REPLACED_AFTER < len(renamed):
                told += [
                    SourcePaper(
                        replace(one, title=f"{one.title} (revised)", version=2), Kind.REPLACE
                    )
                    for one in renamed[at + _REPLACED_AFTER][::_REPLACED]
                ]
            yield day, told
            day = _mailing_before(day)
        copy += 1


def _mailing_before(day: Day) -> Day:
    before = day - timedelta(days=1)
    while not has_mailing(before):
        before -= timedelta(days=1)
    return Day(before.year, before.month, before.day)


def _id(number: int) -> PaperId:
    """Return the id of the paper with this number, counted back in time; 10,000 are a month."""
    months, at = divmod(number, 10_000)
    month = 2026 * 12 + 1 - months
    return PaperId(f"{month // 12 % 100:02}{month % 12 + 1:02}.{10_000 - at:05}")


if __name__ == "__main__":
    sys.exit(main())
