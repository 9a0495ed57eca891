"""`paperterm catchup`."""

from __future__ import annotations

import argparse
from contextlib import closing

from paperterm.cli.common import count, json_argument, open_session, parse_day
from paperterm.cli.indexing import index_progress
from paperterm.cli.list import explained, put_entries
from paperterm.cli.output import complain, put, put_json
from paperterm.errors import UsageError
from paperterm.library.index import Index
from paperterm.model import Entry
from paperterm.model.days import eastern
from paperterm.session import Session
from paperterm.session.catchup import CatchUp, catch_up
from paperterm.session.search import days_of, whole_entries

_TRY = {"kind": "try", "text": "worth a try: your marks say little about its words", "weight": 0.0}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --since, --papers and --json."""
    parser.add_argument(
        "--since",
        metavar="D",
        type=parse_day,
        help="the first day, such as 2026-02-12 (default: after the last day you read)",
    )
    parser.add_argument(
        "--papers",
        metavar="N",
        type=count(),
        help="at most N papers (default: [interest] budget in the settings)",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the papers to read first of the days missed, and what is left out."""
    session = open_session()
    if args.since and args.since > eastern(session.now()).date():
        raise UsageError("--since", f"{args.since} is in the future", "give an earlier day")
    library, topics = session.library, session.settings.topics
    with closing(Index(session.folders.cache, library, topics)) as index:
        with index_progress() as tell:
            for error in index.reconcile(tell=tell).damaged:
                complain(str(error))
        found = catch_up(session, index, args.since, args.papers)
        rows = days_of(found.first.rows(0, len(found.first))) if found else []
    entries = list(whole_entries(library, rows))
    if args.json:
        put_json([_record(session, found, entry) for entry in entries])
        return 0
    put_entries(entries, as_json=False)
    if found and (tries := [entry.id for entry in entries if entry.id in found.tries]):
        put(f"worth a try, as your marks say little about them: {', '.join(tries)}\n")
    put(f"{found.left_out if found else 'nothing missed: there are no newer days'}\n")
    return 0


def _record(session: Session, found: CatchUp | None, entry: Entry) -> dict[str, object]:
    record = explained(session, entry)
    if found and entry.id in found.tries:
        record["why"] = [*record["why"], _TRY]
    return record
