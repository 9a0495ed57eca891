"""`paperterm list`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from paperterm.cli.common import (
    json_argument,
    limit_argument,
    open_session,
    parse_query,
    parse_selection,
    query_argument,
    range_arguments,
    selection_arguments,
    sort_argument,
)
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put, put_json
from paperterm.model import Day, Entry, Order
from paperterm.model.record import marked_record
from paperterm.session import Session
from paperterm.session.listing import list_papers
from paperterm.text.lines import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the selection, the query, the order, --limit and --json."""
    selection_arguments(parser)
    range_arguments(parser)
    query_argument(parser)
    sort_argument(parser)
    limit_argument(parser)
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the listing: newest day first, within a day in announcement order."""
    session = open_session(needs_settings=args.topic is not None)
    selection = parse_selection(args, session)
    with index_progress() as show:
        entries = list_papers(session, selection, parse_query(args), args.limit, complain, show)
    if args.json and selection.order is Order.INTEREST:
        put_json([explained(session, entry) for entry in entries])
    else:
        put_entries(entries, as_json=args.json)
    if args.day and not entries and sys.stderr.isatty():  # a script expects an empty list
        _hint_at_missing_day(args.day, session)
    return 0


def _hint_at_missing_day(day: Day, session: Session) -> None:
    if day not in session.library.days():
        complain(f"{day} is not in the library; run `paperterm fetch --since {day}`")


def explained(session: Session, entry: Entry) -> dict[str, Any]:
    """Return the JSON of a paper with its score by the last ranking, and what speaks for it."""
    why = session.interest.why(entry.paper)
    parts = [part._asdict() for part in why.parts]
    return {**marked_record(entry), "interest": why.score, "why": parts}


def put_entries(entries: Iterable[Entry], *, as_json: bool) -> None:
    """Print papers, one per line or as one JSON array."""
    if as_json:
        put_json([marked_record(entry) for entry in entries])
    else:
        put("".join(map(_line, entries)))


def _line(entry: Entry) -> str:
    paper, announcement, mark = entry
    signs = (
        "●" if entry.is_unread else " ",
        "★" if mark.is_starred else "×" if mark.is_dismissed else " ",
        "≡" if mark.is_queued else " ",
    )
    # A line break in a title must not begin a line, which scripts would read as a paper.
    title, category = one_line(paper.title), one_line(paper.primary_category or "")
    return (
        f"{paper.id:12} {str(announcement.day) if announcement else '':10} "
        f"{''.join(signs)} "
        f"{category:9} {title}\n"
    )
