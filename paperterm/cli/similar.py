"""`paperterm similar ID`."""

from __future__ import annotations

import argparse
from contextlib import closing

from paperterm.cli.common import json_argument, limit_argument, open_session
from paperterm.cli.indexing import index_progress
from paperterm.cli.list import put_entries
from paperterm.cli.output import complain
from paperterm.library.index import Index
from paperterm.model import PaperRef
from paperterm.session.similar import similar

_LIMIT = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paper, --limit and --json."""
    parser.add_argument(
        "id", metavar="ID", help="an id such as 2602.12063 or math/0309136, or a link"
    )
    limit_argument(parser)
    parser.set_defaults(limit=_LIMIT)
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the papers of the library that are most like one, the most alike first."""
    session = open_session(needs_settings=False)
    paper = session.show(PaperRef.parse(args.id).id).entry.paper
    library = session.library
    with closing(Index(session.folders.cache, library, session.settings.topics)) as index:
        with index_progress() as tell:
            for error in index.reconcile(tell=tell).damaged:
                complain(str(error))
        found = similar(session, index, [paper], args.limit)
    put_entries([one.entry for one in found], as_json=args.json)
    return 0
