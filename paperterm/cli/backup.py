"""`paperterm backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, put_result
from paperterm.library.backup.manifest import CONFIG
from paperterm.session import Session, drafts
from paperterm.session.backup import back_up
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the archive and --json."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="the archive to write (zip); replaces an older backup, but no other file",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup, read it back and print what it contains."""
    session = Session()
    made = back_up(session, Path(args.file))
    left = drafts.unsaved(session.folders.state)
    days, has_config = len(made.manifest.days), CONFIG in made.manifest.files
    parts = [plural(days, "day"), plural(made.marks, "mark"), *["settings"] * has_config]
    lacking = f"not in it: {plural(len(left), 'unsaved draft')} ({drafts.named(left)})\n"
    put_result(
        {
            "file": as_text(args.file),
            "days": days,
            "marks": made.marks,
            "config": has_config,
            "bytes": made.size,
        },
        f"saved {', '.join(parts)} to {args.file} ({made.size / 1024 / 1024:,.1f} MiB)\n"
        + lacking * bool(left),
        as_json=args.json,
    )
    return 0
