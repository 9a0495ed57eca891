"""`paperterm digest`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import day_argument, open_session
from paperterm.cli.output import complain, put
from paperterm.errors import InputError
from paperterm.session.exports import digests_of_other_days, write_digests


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the day and the folder."""
    day_argument(parser, "the day", default="the newest")
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="the folder (default: the export folder, see `paperterm where`)",
    )


def run(args: argparse.Namespace) -> int:
    """Write README.md and one file per topic with a match, and print their names."""
    session = open_session()
    days = session.library.days()
    if not days:
        raise InputError("", "the library is empty", "import or fetch a day first")
    folder = Path(args.out) if args.out else session.export_folder
    day = args.day or days[0]
    written, replaced = write_digests(session, day, folder)
    for file in written:
        put(f"{file}\n")
    if replaced:
        complain(f"replaced {', '.join(map(str, replaced))}")
    if others := digests_of_other_days(folder, day):
        names = ", ".join(file.name for file in others)
        complain(f"{folder} has digests of other days: {names}; remove them, or use --out")
    return 0
