"""`paperterm backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, complain, put_result
from paperterm.library.backup.manifest import CONFIG
from paperterm.session import Session
from paperterm.session.backup import back_up, left_out
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the archive, --force and --json."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="the archive to write (zip); replaces an older backup, but no other file",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace an older backup even if it has more than the library",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup, read it back and print what it contains."""
    session = Session()
    session.library.listen(complain)
    made = back_up(session, Path(args.file), force=args.force)
    others = left_out(session)
    days, has_config = len(made.manifest.days), CONFIG in made.manifest.files
    rows = [plural(number, what) for what, number in made.rows.items()]
    parts = [plural(days, "day"), plural(made.marks, "mark"), *rows, *["settings"] * has_config]
    put_result(
        {
            "file": as_text(args.file),
            "days": days,
            "marks": made.marks,
            "config": has_config,
            "ledgers": made.rows,
            "bytes": made.size,
            "left_out": {one.key: one.number for one in others},
        },
        f"saved {', '.join(parts)} to {args.file} ({made.size / 1024 / 1024:,.1f} MiB)\n",
        as_json=args.json,
    )
    for one in others:
        complain(f"not in the backup: {one.says}")
    return 0
