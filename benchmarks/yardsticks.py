"""The plain way to do what paperterm does: what it is measured beside."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import monotonic

import orjson
from homes import Home
from terminal import Press, Terminal, python

from paperterm.library.index.documents import searched
from paperterm.library.index.tables import FULL_TEXT_OPTIONS
from paperterm.query.fold import TOKENIZER, folded

_CHUNK = 4000
_FULL_TEXT = f"""
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -1000;
CREATE TABLE fact (categories TEXT, kind TEXT);
CREATE VIRTUAL TABLE found USING fts5 (
    title, authors, abstract, content = '', columnsize = 0, prefix = '2 3',
    tokenize = '{TOKENIZER}'
);
"""
"""As paperterm's own index; `FULL_TEXT_OPTIONS` come on top."""

_COLUMNS = {"ti": "title", "au": "authors", "abs": "abstract"}
_TERM = re.compile(r'(-?)(?:(\w+):)?("[^"]*"?|[^\s"]+)')


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = monotonic()
    work()
    return monotonic() - began


def durable_write(folder: Path, content: bytes) -> None:
    """Write a file, flush it, rename it, and flush its folder."""
    new = folder / "yardstick.tmp"
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(folder / "yardstick")
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def fill(home: Home) -> float:
    """Put all texts of a library into a plain FTS5 table; return the seconds that SQLite takes."""
    home.full_text.unlink(missing_ok=True)
    connection = sqlite3.connect(home.full_text)
    connection.executescript(_FULL_TEXT)
    connection.executemany("INSERT INTO found (found, rank) VALUES (?, ?)", FULL_TEXT_OPTIONS)
    took = 0.0
    papers = _texts(home)
    while rows := list(islice(papers, _CHUNK)):
        texts = [text for text, _ in rows]
        began = monotonic()
        connection.executemany(
            "INSERT INTO found (rowid, title, authors, abstract) VALUES (?, ?, ?, ?)", texts
        )
        connection.commit()
        took += monotonic() - began
        connection.executemany("INSERT INTO fact VALUES (?, ?)", [fact for _, fact in rows])
        connection.commit()
    took += seconds(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall)
    connection.close()
    return took


def _texts(home: Home) -> Iterator[tuple[tuple[int, str, str, str], tuple[str, str]]]:
    """Yield the newest text of each paper, folded as in the index, and its facts."""
    library = home.session().library
    seen = set()
    for day in library.days():
        record = library.day(day)
        for paper, announcement in record.announced if record else ():
            if paper.id not in seen:
                seen.add(paper.id)
                text = len(seen), *searched(paper)
                yield text, (" ".join(paper.categories), str(announcement.kind))


class PlainSearch:
    """Asks the plain FTS5 table for what is typed.

    Args:
        home: The library.
    """

    def __init__(self, home: Home) -> None:
        if not home.full_text.exists():
            fill(home)
        self._found = sqlite3.connect(home.full_text)
        self._bare = sqlite3.connect(home.folder / "bare.db")

    def typed(self, query: str) -> float:
        """Return the seconds to find all papers of a query whose last word is being typed."""
        asked = asked_plainly(query)
        return seconds(lambda: self._found.execute(*asked).fetchall()) if asked else 0.0

    def first_hits(self, regex: str, hits: int) -> float:
        """Return the seconds until a regular expression has a screen of hits, newest first."""
        fits = re.compile(regex, re.IGNORECASE).search
        rows = self._bare.execute("SELECT title, authors, abstract FROM papers")
        return seconds(lambda: list(islice((row for row in rows if fits(" ".join(row))), hits)))


def asked_plainly(query: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the SQL for a query as paperterm takes it, as far as `filtering` types it."""
    parts = ""
    terms = list(_TERM.finditer(query))
    for term in terms:
        is_last = term is terms[-1]
        minus, field, text = term.groups()
        words = folded(text).strip()
        if field in ("cat", "is") and words:
            column, start = ("categories", "%") if field == "cat" else ("kind", "")
            like = f"{start}{text.removesuffix('d')}%"
            return f"SELECT rowid FROM fact WHERE {column} LIKE ? ORDER BY rowid", (like,)
        if text == "or" and not is_last:
            parts += " OR "
        elif words:
            glue = (" NOT " if minus else " AND ") if parts and not parts.endswith(" OR ") else ""
            is_begun = text.endswith("*") or (is_last and not text.endswith('"'))
            column = f"{_COLUMNS[field]} : " if field in _COLUMNS else ""
            parts += f'{glue}{column}"{words}"{" *" if is_begun else ""}'
    if not parts or parts.endswith(" OR "):
        return None
    return "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (parts,)


def bare_frame(terminal: Terminal) -> float:
    """Return the seconds from a key to the bare app's next frame."""
    press: Press = terminal.pressed("j", 0.1, 1.0)
    return (terminal.pieces[press.first][0] if press.end > press.first else press.over) - press.at


def by_orjson(file: Path, folder: Path) -> float:
    """Return the seconds to read JSON Lines and write a durable JSON file for each day."""
    began = monotonic()
    days = defaultdict(list)
    with file.open("rb") as lines:
        for line in lines:
            paper = orjson.loads(line)
            days[paper["announced"]].append(paper)
    for papers in days.values():
        durable_write(folder, orjson.dumps(papers))
    return monotonic() - began


def bare_python() -> float:
    """Return the seconds of a process that imports what every command needs."""
    command = python("-c", "import sqlite3, orjson")
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return seconds(lambda: subprocess.run(command, env=environment, check=True))
