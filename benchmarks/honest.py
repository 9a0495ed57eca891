"""Hold the figure that `paperterm interest` shows against that of the judge, for public lists.

    python benchmarks/honest.py [--names world-models,...] [--lists FOLDER]

For each list a library is made of the days that `judge.py` sorts, and of one earlier day with all
that was kept before them, and with others. Of the papers that the list has of the days judged,
printed is how many `paperterm interest` finds among the first 20 of their day, with its interval;
how many the judge finds when it knows the same; when it knows only what was kept before the first
of these days; and, to show that this would be seen, when it knows the papers of the day itself.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import orjson
from judge import FIRST, LISTS, Corpus, Reader

from paperterm.library.index import Index
from paperterm.model import Batch, Day, Kind, Paper, PaperId, SourcePaper, Status
from paperterm.model.record import record
from paperterm.paths import Folders
from paperterm.ranking import fit
from paperterm.session import Session, star
from paperterm.session.interest_report import Judged, report

NAMES = ("world-models", "world-models/general", "video-reasoning")
_OTHERS = 2000


class Compared(NamedTuple):
    """How many papers of a list were among the first of their day.

    Attributes:
        name: The name of the list.
        shown: What `paperterm interest` says.
        same: What the judge says, each day by what was kept before it.
        before: What it says by what was kept before the first of the days.
        leaked: What it says if it knows the papers of the day.
    """

    name: str
    shown: Judged
    same: int
    before: int
    leaked: int


def compared(lists: Path, names: tuple[str, ...]) -> Iterator[Compared]:
    """Compare some of the lists."""
    whole = Corpus(lists)
    for reader in whole.readers:
        if reader.name in names:
            with tempfile.TemporaryDirectory() as folder:
                yield _compared(_part(whole, reader, Path(folder)), reader, Path(folder))


def main(argv: list[str] | None = None) -> int:
    """Compare, and print a line for each list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", default=",".join(NAMES))
    parser.add_argument("--lists", type=Path, default=LISTS)
    args = parser.parse_args(argv)
    for one in compared(args.lists, tuple(args.names.split(","))):
        low, high = one.shown.interval
        print(
            f"{one.name:22} of {one.shown.stars:3}  paperterm interest {one.shown.in_first:3} "
            f"({low:.2f} to {high:.2f})  judge {one.same:3}  before all days {one.before:3}  "
            f"with the day itself {one.leaked:3}",
            flush=True,
        )
    return 0


def _part(whole: Corpus, reader: Reader, folder: Path) -> Corpus:
    """Return the papers of the days to judge, and a day before them with what was kept."""
    judged = {paper.id for day in reader.days for paper in whole.days[day]}
    others = [id_ for id_ in whole.papers if id_ not in judged and id_ not in reader.stars]
    earlier = [*reader.stars, *others[:: max(1, len(others) // _OTHERS)]]
    first = str(Day.parse(min(reader.days)) - timedelta(days=7))
    days = {first: [whole.papers[PaperId(id_)] for id_ in earlier]}
    days |= {day: whole.days[day] for day in sorted(reader.days)}
    rows = ({**record(paper, None), "announced": day} for day in days for paper in days[day])
    lines = b"\n".join(map(orjson.dumps, rows))
    (folder / "papers.jsonl.gz").write_bytes(gzip.compress(lines, 1))
    (folder / "readers.json").write_bytes(b"[]")
    return Corpus(folder)


def _compared(part: Corpus, reader: Reader, folder: Path) -> Compared:
    later = [(day, wanted) for day, wanted in sorted(reader.days.items())]
    everything = {*reader.stars, *(id_ for _, wanted in later for id_ in wanted)}
    background = part.background(part.ground(everything, (), ""))

    def in_first(day: str, kept: set[str]) -> int:
        model = fit(part.ground(kept, (), ""), background)
        ranked = sorted(
            part.days[day], key=lambda paper: -model.score(part.words(paper), paper.authors)
        )
        return len({paper.id for paper in ranked[:FIRST]} & {*reader.days[day]})

    known, same, before, leaked = {*reader.stars}, 0, 0, 0
    for day, wanted in later:
        same += in_first(day, known)
        before += in_first(day, {*reader.stars})
        known |= {*wanted}
        leaked += in_first(day, known)
    return Compared(reader.name, _shown(part, reader, folder / "home"), same, before, leaked)


def _shown(part: Corpus, reader: Reader, home: Path) -> Judged:
    """Return what `paperterm interest` says to somebody who keeps the list."""
    folders = Folders(*(home / name for name in Folders._fields))
    folders.config_file.parent.mkdir(parents=True)
    folders.config_file.write_text("topics = []\n")
    session = Session(folders)
    for day, papers in part.days.items():
        session.library.store(_batch(Day.parse(day), papers))
    session.mark_ids(map(PaperId, reader.stars), star(True))
    for wanted in reader.days.values():
        session.mark_ids(map(PaperId, wanted), star(True))
    config = session.settings
    with closing(Index(folders.cache, session.library, config.topics)) as index:
        index.reconcile()
        found = report(session.library, index, config, session.interest).judged
    if found is None:
        raise RuntimeError(f"no star of {reader.name} was judged")
    return found


def _batch(day: Day, papers: list[Paper]) -> Batch:
    told = [SourcePaper(paper, Kind.NEW) for paper in papers]
    return Batch(day, told, [[one.id for one in papers]], is_listing=True, status=Status.COMPLETE)


if __name__ == "__main__":
    sys.exit(main())
