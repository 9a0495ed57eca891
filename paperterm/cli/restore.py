"""`paperterm restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, complain, put, put_json
from paperterm.session import Session
from paperterm.session.backup import BroughtBack, bring_back
from paperterm.text import plural

_SETTINGS = {
    "restored": "the settings are back",
    "kept": "your settings stay (--config takes those of the backup)",
    "same": "the settings are the same",
    "none": "it holds no settings",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The archive, whether to take its settings, and --json."""
    parser.add_argument("file", metavar="FILE", help="an archive that `paperterm backup` made")
    parser.add_argument(
        "--config",
        action="store_true",
        help="take its settings too where there are others; those are set aside",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Bring back what is missing; what is there stays, and marks are merged."""
    session = Session()
    session.library.listen(complain)
    back = bring_back(session, Path(args.file), with_config=args.config)
    days = back.days
    if args.json:
        put_json(
            {
                "added": list(map(str, days.added)),
                "unchanged": days.unchanged,
                "kept": list(map(str, days.kept)),
                "marks": days.marks,
                "config": back.config,
                "aside": as_text(str(back.aside)) if back.aside else None,
            }
        )
    else:
        put(
            f"{plural(len(days.added), 'day')} added, {days.unchanged:,} unchanged, "
            f"{plural(days.marks, 'mark')} changed; {_SETTINGS[back.config]}\n"
        )
    _complain(back)
    return 0


def _complain(back: BroughtBack) -> None:
    if back.days.kept:
        named = ", ".join(map(str, back.days.kept[:5]))
        named += ", …" if len(back.days.kept) > 5 else ""
        complain(f"your own, which differ, stay for {plural(len(back.days.kept), 'day')}: {named}")
    if back.aside:
        complain(f"your settings from before are in {back.aside}")
    if back.prunes:
        complain("[library] keep lets go of old days again; set it to 0 to keep them")
