"""`paperterm search QUERY`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument, limit_argument, open_session, sort_argument
from paperterm.cli.indexing import index_progress
from paperterm.cli.list import put_entries
from paperterm.cli.output import complain
from paperterm.model import Order
from paperterm.query import parse
from paperterm.session import Selection
from paperterm.session.search import find

_LIMIT = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the query, --limit and --json."""
    parser.add_argument(
        "query",
        metavar="QUERY",
        help='words, "phrases", diff*, -not, or, ti: au: abs: cat: topic: tag: note: id: is: '
        "day: since:, /regex/, or the id or address of a paper",
    )
    sort_argument(parser)
    limit_argument(parser)
    parser.set_defaults(limit=_LIMIT)
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the papers that match, newest day first unless sorted."""
    query = parse(args.query)
    session = open_session(needs_settings=False)
    with index_progress() as show:
        entries = find(
            session,
            query,
            Selection(order=args.sort or Order.ANNOUNCED),
            args.limit,
            complain,
            show,
        )
    put_entries(entries, as_json=args.json)
    return 0
