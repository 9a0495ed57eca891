"""Measure paperterm beside plain ways to do the same, and print one table of ratios.

    python benchmarks/run.py [--sizes 1000,10000,122000,1000000] [--runs 5] [--only start,keys]
                             [--keep FOLDER] [--json FILE]

`library.py` makes the libraries from real papers. Each figure is measured beside a yardstick, in
turn: the bare app with three panes, from beside the checkout, in a terminal of 160 by 45, or what
`yardsticks.py` does. Both are compiled, and started once before. Needs Linux: memory and time come
from `/proc`. The exit status is 1 if a figure misses its bar, 3 if the machine is too busy to tell.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent))

import filtering
import indexing
import library
import moving
import processes
import reading
import starring
import starting
from figures import Pair, Verdict, as_json, results, table
from homes import Home, forget, made, reconcile

Measure = Callable[[Home, argparse.Namespace], Iterable[Pair]]

MEASURES: dict[str, Measure] = {
    "index": lambda home, args: indexing.measure(home),
    "processes": lambda home, args: processes.measure(home),
    "import": lambda home, args: processes.measure_import(home),
    "start": lambda home, args: starting.measure(home),
    "keys": lambda home, args: moving.measure(home, args.keys),
    "whole": lambda home, args: reading.measure(home, args.keys // 10),
    "filter": lambda home, args: filtering.measure(home, few=args.few),
    "star": lambda home, args: starring.measure(home, args.keys),
}


def main(argv: list[str] | None = None) -> int:
    """Make the libraries, measure, print the table."""
    args = _arguments(argv)
    pairs: list[Pair] = []
    with tempfile.TemporaryDirectory() as folder:
        homes = []
        for size in args.sizes:
            _tell(f"{size:,} papers")
            homes.append(made(args.keep or Path(folder), size, args.corpus))
            reconcile(homes[-1])
        for program in (homes[0].bare, homes[0].reader):
            with program.ready():
                pass  # compiles them
        for run in range(1, args.runs + 1):
            for name in args.only:
                for home in homes:
                    forget(home)
                    began, before = monotonic(), _others()
                    found = list(MEASURES[name](home, args))
                    took = monotonic() - began
                    others = (_others() - before) / took / (os.cpu_count() or 1)
                    pairs += (one._replace(others=others) for one in found)
                    said = f"run {run}: {name}, {home.papers:,} papers, {took:.0f} s"
                    _tell(f"{said}, {others:.0%} of the processors for other programs")
            if args.json:
                content = orjson.dumps(as_json(results(pairs)), option=orjson.OPT_INDENT_2)
                args.json.write_bytes(content)
    print(table(results(pairs)))
    verdicts = {one.verdict for one in results(pairs)}
    return 1 if Verdict.MISSED in verdicts else 3 if Verdict.BUSY in verdicts else 0


def _others() -> float:
    """Return the processor seconds of all programs but this one and those that it ran."""
    fields = Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    idle = int(fields[3]) + int(fields[4])
    busy = (sum(map(int, fields)) - idle) / os.sysconf("SC_CLK_TCK")
    return busy - sum(os.times()[:4])


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=_numbers, default=[1000, 122_000], help="papers")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", type=_names, default=list(MEASURES), help=", ".join(MEASURES))
    parser.add_argument("--keep", type=Path, help="make the libraries here, and use them again")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--corpus", type=Path, default=library.CORPUS, help="JSON Lines, gzipped")
    parser.add_argument("--keys", type=int, default=200, help="how often to press a key")
    parser.add_argument("--few", action="store_true", help="type one query of each kind")
    return parser.parse_args(argv)


def _numbers(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in MEASURES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(MEASURES)}")
    return names


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
