"""`paperterm import FILE…`."""

from __future__ import annotations

import argparse
from typing import Any

from paperterm.cli.common import day_argument, json_argument, open_session
from paperterm.cli.output import as_text, complain, put_result
from paperterm.errors import FileError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files, the day of papers without one, --no-topics and --json."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="daily digests (a broken encoding is repaired), JSON Lines, or arXiv's feeds, API "
        "pages, OAI-PMH records and plain-text mailings; the format is detected from the content",
    )
    day_argument(parser, "the day of papers without one")
    parser.add_argument(
        "--no-topics", action="store_true", help="do not add the topics of digests to config.toml"
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Import files; print how many papers were new, changed, unchanged and skipped."""
    session = open_session(needs_settings=False)
    summary = session.import_files(args.files, args.day, topics=not args.no_topics)
    outcome = summary.outcome
    for note in summary.notes:
        complain(note)
    for error in summary.errors:
        complain(str(error))
    put_result(
        {
            "new": outcome.new,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "skipped": summary.skipped,
            "errors": [_error(error) for error in summary.errors],
        },
        f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.unchanged:,} unchanged, "
        f"{summary.skipped:,} skipped\n"
        + "".join(f"added the topic {topic.name}\n" for topic in summary.topics),
        as_json=args.json,
    )
    return 1 if summary.errors else 0


def _error(error: FileError) -> dict[str, Any]:
    return {"file": as_text(error.file), "line": error.line, "message": as_text(error.message)}
