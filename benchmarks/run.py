"""Measure everything that has a limit, and print one table.

    python benchmarks/run.py [--sizes 1000,10000,122000,1000000] [--runs 5] [--only start,keys]
                             [--keep FOLDER] [--json FILE]

`library.py` makes the libraries from real papers. Where a limit is a ratio, the bare app with three
panes, from beside the checkout, is measured in the same run: both in a terminal of 160 by 45, with
compiled bytecode, each started once before. Needs Linux: memory and time come from `/proc`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent))

import filtering
import indexing
import library
import moving
import processes
import starring
import starting
from figures import Measured, as_json, table
from homes import Home, made, reconcile

Measure = Callable[[Sequence[Home], argparse.Namespace], Iterable[Measured]]

MEASURES: dict[str, Measure] = {
    "index": lambda homes, args: indexing.measure(homes, args.runs),
    "processes": lambda homes, args: processes.measure(homes, args.runs),
    "import": lambda homes, args: processes.measure_import(homes, args.runs),
    "start": lambda homes, args: starting.measure(homes, args.runs),
    "keys": lambda homes, args: moving.measure(homes, args.runs, args.keys),
    "filter": lambda homes, args: filtering.measure(homes, args.runs, few=args.few),
    "star": lambda homes, args: starring.measure(homes, args.runs, args.keys),
}


def main(argv: list[str] | None = None) -> int:
    """Make the libraries, measure, print the table."""
    args = _arguments(argv)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        homes = []
        for size in args.sizes:
            _tell(f"{size:,} papers")
            homes.append(made(args.keep or Path(folder), size, args.corpus))
            if "index" not in args.only:
                reconcile(homes[-1])
        for program in (homes[0].bare, homes[0].reader):
            with program.ready():
                pass  # compiles them
        for name in (name for name in MEASURES if name in args.only):
            _tell(name)
            measured += MEASURES[name](homes, args)
            if args.json:
                args.json.write_bytes(orjson.dumps(as_json(measured), option=orjson.OPT_INDENT_2))
    print(table(measured))
    return 0


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
