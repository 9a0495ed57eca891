"""Make the libraries to measure: a home of paperterm, and the database of the bare app."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import library
import orjson
from programs import BARE, Program, bare, reader, run
from terminal import python

from paperterm import config, first_frame
from paperterm.model import Entry, Kind
from paperterm.model.record import record
from paperterm.paths import Folders
from paperterm.session import Selection, Session, star

BARE_PAPERS = 122_000
"""The bare app reads only what it shows, so a larger library would not change its figures."""

MARKED = 10_000
_PLAIN = re.compile(r"[A-Za-z0-9 ,:-]+")


@dataclass(frozen=True)
class Home:
    """A library with a number of papers, and everything made from it, in a folder.

    Args:
        papers: The number of papers.
        folder: Has `home`, `bare.db`, `papers.jsonl` and `full_text.db`.
    """

    papers: int
    folder: Path

    @property
    def path(self) -> Path:
        """PAPERTERM_HOME."""
        return self.folder / "home"

    @property
    def jsonl(self) -> Path:
        """The papers of the bare app as JSON Lines, newest first."""
        return self.folder / "papers.jsonl"

    @property
    def full_text(self) -> Path:
        """The plain FTS5 table of the same texts, made by `yardsticks`."""
        return self.folder / "full_text.db"

    @property
    def frame(self) -> Path:
        """The first frame of the next start."""
        return self.folders.cache / first_frame.NAME

    @property
    def reader(self) -> Program:
        """The reader of paperterm."""
        return reader(self.path)

    @property
    def bare(self) -> Program:
        """The bare app."""
        return bare(self.folder / "bare.db")

    @property
    def folders(self) -> Folders:
        """The folders of paperterm."""
        return Folders(*(self.path / name for name in Folders._fields))

    def session(self) -> Session:
        """Open a session that has read nothing yet."""
        return Session(self.folders)

    @cached_property
    def newest_day(self) -> list[Entry]:
        """The papers of the day on which the reader opens."""
        session = self.session()
        return session.entries(Selection.of_day(session.library.days()[0]))

    @cached_property
    def titles(self) -> list[str]:
        """Beginnings of titles that both programs show on their first screen."""
        first = [one.paper.title[:16] for one in self.newest_day[:15]]
        return [title for title in first if _PLAIN.fullmatch(title)]


def made(folder: Path, papers: int, corpus: Path) -> Home:
    """Make a library in a folder, unless it exists; return it."""
    home = Home(papers, folder / str(papers))
    if not (home.folder / "made").exists():
        shutil.rmtree(home.folder, ignore_errors=True)
        library.fill(home.folders.data, papers, library.corpus(corpus))
        first = home.folders.config_file
        config.write_first(first)
        # No request may go to arXiv meanwhile.
        first.write_text(first.read_text().replace("automatic = true", "automatic = false"))
        _write_lines(home)
        database = home.folder / "bare.db"
        subprocess.run(python(str(BARE / "bare_db.py"), str(home.jsonl), str(database)), check=True)
        (home.folder / "made").touch()
    if (home.folders.data / "marks").exists():  # an earlier run was stopped
        unmark(home)
    return home


def forget(home: Home) -> None:
    """Forget where the last reader was left, where the next one would open."""
    (home.folders.state / "memory.json").unlink(missing_ok=True)


@contextmanager
def marked(home: Home) -> Iterator[list[Entry]]:
    """Star papers of the newest month during a block; yield them, newest first."""
    session = home.session()
    newest = home.newest_day[0].id.yymm
    entries = session.entries(Selection(), limit=MARKED * 2)
    month = [entry for entry in entries if entry.id.yymm == newest][:MARKED]
    try:
        session.mark(month, star(True))
        yield month
    finally:
        unmark(home)


def unmark(home: Home) -> None:
    """Delete all marks, and update the index."""
    marks = home.folders.data / "marks"
    if marks.exists():
        shutil.rmtree(marks)
    reconcile(home)


def reconcile(home: Home) -> None:
    """Update the index, so that this does not happen in the background of a measurement."""
    run(home.path, "search", "id:0000.00000")


def _write_lines(home: Home) -> None:
    session = home.session()
    count = 0
    with home.jsonl.open("wb") as lines:
        for day in session.library.days():
            found = session.library.day(day)
            for one in found.announced if found else ():
                if one.announcement.kind is Kind.NEW and count < BARE_PAPERS:
                    count += 1
                    lines.write(orjson.dumps(record(*one)) + b"\n")
            if count >= BARE_PAPERS:
                return
