"""Measure the index: building it, checking it when nothing changed, and its size."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import yardsticks
from figures import Pair, paired
from homes import Home

from paperterm.library.index import Index

_CHECKS = 20


def measure(home: Home) -> Iterator[Pair]:
    """Build the index, beside a plain table of the same texts; then check it."""
    shutil.rmtree(home.folders.cache, ignore_errors=True)
    built = yardsticks.seconds(lambda: _reconcile(home))
    yield paired("index.build", home.papers, built, yardsticks.fill(home))
    size = sum(file.stat().st_size for file in home.folders.cache.iterdir())
    yield paired("index.bytes", home.papers, size, home.full_text.stat().st_size)
    ours, looks = [], []
    for _ in range(_CHECKS):
        ours.append(yardsticks.seconds(lambda: _reconcile(home)))
        looks.append(yardsticks.seconds(lambda: _look(home)))
    yield paired("index.same", home.papers, ours, looks)


def _reconcile(home: Home) -> None:
    session = home.session()
    with closing(Index(home.folders.cache, session.library, session.settings.topics)) as index:
        index.reconcile()


def _look(home: Home) -> None:
    """Open a database, and ask the system about each file of the library."""
    for file in home.folders.data.rglob("*.json"):
        file.stat()
    with closing(sqlite3.connect(home.full_text)) as connection:
        connection.execute("SELECT rowid FROM fact LIMIT 1").fetchall()
