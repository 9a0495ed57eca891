"""Measure whole processes of the command line, including an import."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import yardsticks
from figures import Pair, paired
from homes import Home
from programs import run

_TOPIC = "LLM"
_DAY_PAPERS = 500
_TIMES = 5


def measure(home: Home) -> Iterator[Pair]:
    """Measure the commands in turn, each beside a Python that only imports."""
    commands = {
        "version": ("--version",),
        "list": ("list", "--limit", "50", "--json"),
        "common": ("search", "diffusion", "--limit", "50", "--json"),
        "rare": ("search", f'"{home.titles[0]}"', "--json"),
        "export": ("export", "--format", "digest", "--topic", _TOPIC, "--day", _day_of(home)),
    }
    ours: dict[str, list[float]] = {name: [] for name in commands}
    plain: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(_TIMES + 1):
        for name, arguments in commands.items():
            took = yardsticks.seconds(lambda: _run(home, *arguments))  # noqa: B023 - called at once
            if number:  # the first one compiles, and reads from the disk
                ours[name].append(took)
                plain[name].append(yardsticks.bare_python())
    for name, times in ours.items():
        yield paired(f"process.{name}", home.papers, times, plain[name])


def measure_import(home: Home) -> Iterator[Pair]:
    """Import all papers into an empty home, until a new process finds the last one."""
    with home.jsonl.open("rb") as lines:
        *_, last = lines
    with tempfile.TemporaryDirectory(dir=home.folder) as folder:
        empty = Path(folder)
        (empty / "config").mkdir()
        shutil.copy(home.folders.config_file, empty / "config")
        took = yardsticks.seconds(lambda: _import(home.jsonl, empty, orjson.loads(last)["id"]))
        yield paired("import.found", home.papers, took, yardsticks.by_orjson(home.jsonl, empty))


def _run(home: Home, *arguments: str) -> None:
    if not run(home.path, *arguments):
        raise RuntimeError(f"{arguments} printed nothing")


def _import(file: Path, home: Path, last: str) -> None:
    run(home, "import", str(file))
    if [one["id"] for one in orjson.loads(run(home, "search", f"id:{last}", "--json"))] != [last]:
        raise RuntimeError("the last paper was not found")


def _day_of(home: Home) -> str:
    """Return the day whose number of papers is nearest to 500, among the newest."""
    library = home.session().library
    sizes = {}
    for day in library.days()[:60]:
        record = library.day(day)
        sizes[day] = len(record.announced) if record else 0
    return str(min(sizes, key=lambda day: abs(sizes[day] - _DAY_PAPERS)))
