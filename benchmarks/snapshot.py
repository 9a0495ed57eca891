"""Make a snapshot of arXiv's metadata with any number of papers, to measure an import with.

    python benchmarks/snapshot.py LINES FILE [--corpus FILE]

The papers are those of `library.corpus`, copied until there are enough: the texts stay the same,
ids and times go back to 1991, more of them a month from year to year, as at arXiv. The lines are
sorted by id, as in the snapshot: so those before April 2007 come last, archive by archive.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate, chain, cycle, pairwise
from pathlib import Path

import orjson
from library import CORPUS, corpus

from paperterm.model import Paper

_MONTHS = [(1991 + at // 12, at % 12 + 1) for at in range(7, 35 * 12 + 1)]
"""August 1991 to January 2026."""

_ARCHIVES = (
    *("astro-ph", "cond-mat", "cs", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th"),
    *("math", "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "quant-ph"),
)
"""Those of ids before April 2007, each with up to 999 papers a month."""


def main(argv: list[str] | None = None) -> int:
    """Make the snapshot described by the arguments."""
    parser = argparse.ArgumentParser(description="Make a snapshot of arXiv's metadata.")
    parser.add_argument("lines", type=int, help="number of papers")
    parser.add_argument("file", type=Path, help="the file to write")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSON Lines, gzipped")
    args = parser.parse_args(argv)
    real = list(chain.from_iterable(corpus(args.corpus)))
    with args.file.open("wb") as file:
        file.writelines(lines(real, args.lines))
    print(f"{args.lines} papers in {args.file}", file=sys.stderr)
    return 0


def lines(real: Sequence[Paper], count: int) -> Iterator[bytes]:
    """Yield the lines of a snapshot, sorted by id: at most 3,060,000 fit into the ids."""
    papers = cycle([_fields(paper) for paper in real])
    before = datetime(2007, 4, 1, tzinfo=UTC)
    times = list(_times(count))
    for month in times:
        for number, time in enumerate(month if month[0] >= before else (), 1):
            digits = 5 if time.year >= 2015 else 4
            yield _line(f"{time:%y%m}.{number:0{digits}}", next(papers), time)
    for at, archive in enumerate(_ARCHIVES):
        for month in times:
            some = month[at :: len(_ARCHIVES)] if month[0] < before else ()
            for number, time in enumerate(some, 1):
                yield _line(f"{archive}/{time:%y%m}{number:03}", next(papers), time)


def _times(count: int) -> Iterator[list[datetime]]:
    """Yield the times of the papers of each month that has any."""
    weights = range(len(_MONTHS) + 1)  # arXiv grew about linearly
    ends = [count * weight // sum(weights) for weight in accumulate(weights)]
    for (begin, end), (year, month) in zip(pairwise(ends), _MONTHS, strict=True):
        first, step = datetime(year, month, 1, tzinfo=UTC), timedelta(days=28) / (end - begin + 1)
        if end > begin:
            yield [first + step * number for number in range(1, end - begin + 1)]


def _fields(paper: Paper) -> bytes:
    """Return the fields that all copies of a paper share."""
    names = [[name.rpartition(" ")[2], name.rpartition(" ")[0], ""] for name in paper.authors]
    fields = {
        "submitter": paper.authors[0] if paper.authors else None,
        "authors": ", ".join(paper.authors),
        "title": paper.title,
        "comments": paper.comment,
        "journal-ref": paper.journal_ref,
        "doi": paper.doi,
        "report-no": None,
        "categories": " ".join(paper.categories),
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "abstract": f"  {paper.abstract}\n",
        "authors_parsed": names,
    }
    return orjson.dumps(fields)[1:-1]


def _line(id_: str, fields: bytes, time: datetime) -> bytes:
    created = format_datetime(time, usegmt=True)
    own = f'"versions":[{{"version":"v1","created":"{created}"}}],"update_date":"{time:%Y-%m-%d}"'
    return b'{"id":"%b",%b,%b}\n' % (id_.encode(), fields, own.encode())


if __name__ == "__main__":
    sys.exit(main())
