"""`paperterm backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, put, put_json
from paperterm.library.backup.manifest import CONFIG
from paperterm.session import Session
from paperterm.session.backup import back_up
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """The archive, and --json."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="the archive (zip); an older backup of that name is replaced, anything else stays",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup; it is on disk, and was read back, when this returns."""
    made = back_up(Session(), Path(args.file))
    days, has_config = len(made.manifest.days), CONFIG in made.manifest.files
    if args.json:
        told = {"file": as_text(args.file), "days": days, "marks": made.marks}
        put_json({**told, "config": has_config, "bytes": made.size})
    else:
        parts = [plural(days, "day"), plural(made.marks, "mark")]
        parts += ["the settings"] if has_config else []
        put(f"{', '.join(parts)} are in {args.file} ({made.size / 1024 / 1024:,.1f} MiB)\n")
    return 0
