"""`paperterm restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, complain, put_result
from paperterm.session import Session
from paperterm.session.backup import RestoredBackup, restore_backup
from paperterm.text import plural

_SETTINGS = {
    "restored": "settings restored",
    "kept": "settings kept (--config restores those of the backup)",
    "same": "settings unchanged",
    "none": "the backup has no settings",
    "broken": "settings not restored (they have an error; --commands restores them as they are)",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the archive, --config, --commands and --json."""
    parser.add_argument("file", metavar="FILE", help="an archive written by `paperterm backup`")
    parser.add_argument(
        "--config",
        action="store_true",
        help="replace your settings with those of the backup; yours are saved beside them",
    )
    parser.add_argument(
        "--commands",
        action="store_true",
        help="also restore the settings that run a program: `editor`, `browser`, `clipboard` and "
        "hooks",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Restore missing days and settings, and merge marks."""
    session = Session()
    session.library.listen(complain)
    back = restore_backup(
        session, Path(args.file), with_config=args.config, with_commands=args.commands
    )
    days = back.days
    rows = "".join(f", {plural(number, what)}" for what, number in days.rows.items())
    put_result(
        {
            "added": list(map(str, days.added)),
            "unchanged": days.unchanged,
            "kept": list(map(str, days.kept)),
            "marks": days.marks,
            "ledgers": days.rows,
            "config": back.config,
            "aside": as_text(str(back.aside)) if back.aside else None,
            "commands_left_out": list(back.commands),
        },
        f"{plural(len(days.added), 'day')} added, {days.unchanged:,} unchanged, "
        f"{plural(days.marks, 'mark')}{rows} changed; {_SETTINGS[back.config]}\n",
        as_json=args.json,
    )
    _put_warnings(back)
    return 0


def _put_warnings(back: RestoredBackup) -> None:
    if back.days.kept:
        days = ", ".join(map(str, back.days.kept[:5]))
        days += ", …" if len(back.days.kept) > 5 else ""
        complain(f"kept your own version of {plural(len(back.days.kept), 'day')}: {days}")
    if back.aside:
        complain(f"your previous settings are in {back.aside}")
    if back.commands:
        names = " and ".join(back.commands)
        complain(f"left out the commands for {names} of the backup; --commands restores them")
    if back.prunes:
        complain("[library] keep will prune old days again; set it to 0 to keep them")
