"""`paperterm list`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from paperterm.cli.common import (
    json_argument,
    limit_argument,
    open_session,
    query,
    query_argument,
    selection,
    selection_arguments,
)
from paperterm.cli.indexing import bar
from paperterm.cli.output import complain, put, put_json
from paperterm.model import Day, Entry
from paperterm.model.record import marked_record
from paperterm.session import Session
from paperterm.session.listing import list_papers
from paperterm.text.lines import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to list."""
    selection_arguments(parser)
    query_argument(parser)
    limit_argument(parser)
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the listing: newest day first, inside a day in announcement order."""
    session = open_session(needs_settings=args.topic is not None)
    asked = selection(args, session)
    with bar() as tell:
        entries = list_papers(session, asked, query(args), args.limit, complain, tell)
    put_entries(entries, as_json=args.json)
    if args.day and not entries and sys.stderr.isatty():  # scripts take an empty list as it is
        _miss(args.day, session)
    return 0


def _miss(day: Day, session: Session) -> None:
    if day not in session.library.days():
        complain(f"{day} is not in the library; fetch --since {day} asks for it")


def put_entries(entries: Iterable[Entry], *, as_json: bool) -> None:
    """Print papers, one a line or as one JSON array."""
    if as_json:
        put_json([marked_record(entry) for entry in entries])
    else:
        put("".join(map(_line, entries)))


def _line(entry: Entry) -> str:
    paper, announcement, mark = entry
    signs = (mark.is_read, " ", "●"), (mark.is_starred, "★", " "), (mark.is_queued, "≡", " ")
    # No text of a paper may begin a line of its own: what reads our list takes it for a paper.
    title, category = one_line(paper.title), one_line(paper.primary_category or "")
    return (
        f"{paper.id:12} {str(announcement.day) if announcement else '':10} "
        f"{''.join(yes if is_so else no for is_so, yes, no in signs)} "
        f"{category:9} {title}\n"
    )
