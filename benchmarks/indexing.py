"""Measure the index: building it, checking it when nothing changed, and its size."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from statistics import median
from time import monotonic

from figures import Measured
from homes import Home

from paperterm.library.index import Index


def measure(homes: Sequence[Home], runs: int) -> Iterator[Measured]:
    """Measure the index of each library, built once."""
    for home in homes:
        shutil.rmtree(home.folders.cache, ignore_errors=True)
        yield Measured("index.build", home.papers, reconciled(home))
        again = [reconciled(home) for _ in range(runs)]
        yield Measured("index.same", home.papers, median(again) * 1000)
        size = sum(file.stat().st_size for file in home.folders.cache.iterdir())
        yield Measured("index.bytes", home.papers, size / home.papers)


def reconciled(home: Home) -> float:
    """Return the seconds it takes to open an index and update it."""
    session = home.session()
    index = Index(home.folders.cache, session.library, session.settings.topics)
    began = monotonic()
    index.reconcile()
    took = monotonic() - began
    index.close()
    return took
