"""`paperterm search QUERY`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument, limit_argument, open_session, sort_argument
from paperterm.cli.indexing import index_progress
from paperterm.cli.list import put_entries
from paperterm.cli.output import complain
from paperterm.model import Order
from paperterm.query.parse import parse
from paperterm.session import Selection
from paperterm.session.search import find

_LIMIT = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the query, --limit and --json."""
    parser.add_argument(
        "query",
        metavar="QUERY",
        help='words, "phrases", diff*, -not, or, ti: au: abs: cat: topic: tag: note: id: is: '
        "interest: day: since:, /regex/, or the id or address of a paper",
    )
    sort_argument(parser)
    limit_argument(parser, _LIMIT)
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the papers that match, newest day first unless sorted."""
    query = parse(args.query)
    session = open_session(needs_settings=False)
    with index_progress() as show:
        entries = find(
            session,
            query,
            Selection(order=args.sort or Order.ANNOUNCED, following=session.following),
            _LIMIT + 1 if args.limit is None else args.limit,
            complain,
            show,
        )
    is_cut = args.limit is None and len(entries) > _LIMIT
    put_entries(entries[:_LIMIT] if is_cut else entries, as_json=args.json)
    if is_cut and not args.json:
        complain(f"only the first {_LIMIT} papers; --limit N shows more")
    return 0
