"""The library of this suite: invented papers, with marks in four files."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, Paper, PaperId
from paperterm.paths import Folders
from paperterm.session import Session
from paperterm.sources.schedule import evenings

PAPERS = 400
PER_DAY = 40
FIRST = Day(2026, 1, 4)
SETTINGS = '[categories]\n"cs.AI" = ""\n[fetch]\ninterval = 0\nautomatic = false\n'

MORNING = datetime(2026, 2, 13, 15, tzinfo=UTC)
"""A Friday on which the feeds have the papers of Thursday, 12 February."""

FETCHED = evenings(Day(2026, 1, 20), Day(2026, 2, 12))
FETCHED_PER_DAY = 12
SINCE = FETCHED[0]


def morning() -> datetime:
    """Return a fixed time."""
    return MORNING


def id_of(number: int) -> PaperId:
    """Return the id of a paper: in two months by turns, a hundred in each file of marks."""
    return PaperId(f"260{1 + number % 2}.{number // 2 * 10:05}")


def folders(home: Path) -> Folders:
    """Return the folders under a home, as PAPERTERM_HOME places them."""
    return Folders(*(home / name for name in Folders._fields))


def opened(home: Path) -> Session:
    """Open a session with a home, at a fixed time."""
    return Session(folders(home), morning)


def settled(home: Path) -> None:
    """Write the settings."""
    file = folders(home).config_file
    file.parent.mkdir(parents=True)
    file.write_text(SETTINGS)


def filled(home: Path, papers: int = PAPERS) -> None:
    """Write the settings and the papers to mark."""
    settled(home)
    lines = []
    for number in range(papers):
        day = Day.fromordinal(FIRST.toordinal() + number // PER_DAY)
        told = {"id": id_of(number), "title": f"Paper {number} on llm", "announced": str(day)}
        lines.append(json.dumps({**told, "authors": ["A. One"], "categories": ["cs.AI"]}))
    file = home / "papers.jsonl"
    file.write_text("\n".join(lines))
    assert not opened(home).import_files([str(file)]).errors


def import_day(number: int) -> Day:
    """Return a day to import; each number has a day of its own."""
    return Day.fromordinal(Day(2020, 1, 1).toordinal() + number)


def import_file(folder: Path, number: int, stage: int) -> str:
    """Write a file to import: the first stage of a day has fewer papers and fields than the second.

    Args:
        folder: Where to write it.
        number: The number of the day.
        stage: 1 or 2.
    """
    lines = [
        {
            "id": f"2001.{paper:05}",
            "title": f"Paper {paper} of day {number}",
            "announced": str(import_day(number)),
            "authors": ["A. One", "B. Two"],
        }
        | ({"abstract": "What it is about. " * 20} if stage == 2 or paper % 2 else {})
        for paper in range(40 if stage == 2 else 30)
    ]
    file = folder / f"{number}-{stage}.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    return str(file)


def stage_of(session: Session, day: Day) -> int | None:
    """Return the stage of an imported day: 0 for absent, None for half a day."""
    record = session.library.day(day)
    if record is None:
        return 0
    abstracts = [one.paper.abstract for one in record.announced]
    found = (len(abstracts), len(list(filter(None, abstracts))))
    return {(30, 15): 1, (40, 40): 2}.get(found)


def fetched() -> list[AnnouncedPaper]:
    """Return what the loopback arXiv announces."""
    return [_announced(day, number) for day in FETCHED for number in range(FETCHED_PER_DAY)]


def _announced(day: Day, number: int) -> AnnouncedPaper:
    sent = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    if day.weekday() == 6:  # Sunday's batch was submitted by Friday
        sent -= timedelta(days=2)
    paper = Paper(
        PaperId(f"26{day:%m}.{day.day:02}{number:03}"),
        f"Paper {number} of {day}",
        ("Ada Lovelace",),
        abstract=f"What paper {number} is about.",
        categories=("cs.AI",),
        primary_category="cs.AI",
        version=1,
        published=sent,
        updated=sent,
    )
    return AnnouncedPaper(paper, Announcement(day, Kind.NEW, number))
