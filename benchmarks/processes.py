"""Measure whole processes of the command line, including an import."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import monotonic

import orjson
from figures import Measured
from homes import Home
from programs import run

_TOPIC = "LLM"
_DAY_PAPERS = 500


def measure(homes: Sequence[Home], runs: int) -> Iterator[Measured]:
    """Measure the commands with each library, in turn."""
    for home in homes:
        day = _day_of(home, _DAY_PAPERS)
        commands = {
            "version": ("--version",),
            "list": ("list", "--limit", "50", "--json"),
            "search": ("search", "diffusion", "--limit", "50", "--json"),
            "export": ("export", "--format", "digest", "--topic", _TOPIC, "--day", day),
        }
        took: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(runs + 1):
            for name, arguments in commands.items():
                began = monotonic()
                out = run(home.path, *arguments)
                seconds = monotonic() - began
                if not out:
                    raise RuntimeError(f"{name} printed nothing")
                if number:  # the first one compiles, and reads from the disk
                    took[name].append(seconds)
        for name, times in took.items():
            yield Measured(f"process.{name}", home.papers, median(times) * 1000)


def measure_import(homes: Sequence[Home], runs: int) -> Iterator[Measured]:
    """Import all papers into an empty home, until a new process finds the last one."""
    for home in homes:
        with home.jsonl.open("rb") as lines:
            ids = [orjson.loads(line)["id"] for line in lines]
        took = []
        for _ in range(runs):
            with tempfile.TemporaryDirectory(dir=home.folder) as folder:
                empty = Path(folder)
                (empty / "config").mkdir()
                shutil.copy(home.folders.config_file, empty / "config")
                began = monotonic()
                run(empty, "import", str(home.jsonl))
                found = orjson.loads(run(empty, "search", f"id:{ids[-1]}", "--json"))
                took.append(monotonic() - began)
                if [one["id"] for one in found] != ids[-1:]:
                    raise RuntimeError("the last paper was not found")
        yield Measured("import.papers", home.papers, len(ids) / median(took))


def _day_of(home: Home, papers: int) -> str:
    """Return the day whose number of papers is nearest to this, among the newest."""
    library = home.session().library
    sizes = {}
    for day in library.days()[:60]:
        record = library.day(day)
        sizes[day] = len(record.announced) if record else 0
    return str(min(sizes, key=lambda day: abs(sizes[day] - papers)))
