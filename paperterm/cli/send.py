"""`paperterm send OUTLET`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from paperterm.cli.common import (
    json_argument,
    open_session,
    parse_query,
    parse_selection,
    query_argument,
)
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put_result
from paperterm.errors import InputError, UsageError
from paperterm.model import Entry, PaperRef
from paperterm.outlets import OUTLETS, outlet
from paperterm.session import Session
from paperterm.session.listing import list_papers
from paperterm.session.sending import pull_notes, send
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the outlet, the papers, --pull and --json."""
    rows = "; ".join(f"{row.name}, {row.summary}" for row in OUTLETS)
    parser.add_argument(
        "outlet", metavar="OUTLET", choices=[row.name for row in OUTLETS], help=f"where to: {rows}"
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="ids or links of papers")
    parser.add_argument(
        "--view", metavar="V", help="the papers of a view, such as starred, or of a saved view"
    )
    query_argument(parser)
    parser.add_argument(
        "--pull",
        action="store_true",
        help="first copy what you wrote in the notes into paperterm; without papers, do only that",
    )
    json_argument(parser)
    parser.set_defaults(day=None, topic=None)


def run(args: argparse.Namespace) -> int:
    """Send papers, and print how many changed where they were sent."""
    is_selected = bool(args.ids or args.view or args.query is not None)
    if args.pull and args.outlet != "notes":
        raise UsageError("--pull", "works only for notes", "leave it out")
    if not is_selected and not args.pull:
        raise UsageError("send", "no paper given", "add ids, --view starred, or --query Q")
    if args.ids and (args.view or args.query is not None):
        raise UsageError("send", "ids cannot be combined with --view or --query", "use one of them")
    session = open_session()
    record: dict[str, object] = {}
    text = ""
    if args.pull:
        pulled = pull_notes(session)
        record["pulled"] = len(pulled.changed)
        text = f"{plural(len(pulled.changed), 'note')} pulled\n"
    if is_selected:
        sent = send(session, outlet(args.outlet), _entries(session, args), complain)
        record |= {"changed": sent.changed, "unchanged": sent.unchanged, "place": sent.place}
        text += f"{sent.changed:,} sent, {sent.unchanged:,} unchanged in {sent.place}\n"
    put_result(record, text, as_json=args.json)
    return 0


def _entries(session: Session, args: argparse.Namespace) -> Iterable[Entry]:
    if args.ids:
        ids = [PaperRef.parse(one).id for one in args.ids]
        found = session.known(list(dict.fromkeys(ids)))
        if lacking := [id_ for id_ in ids if id_ not in found]:
            raise InputError(lacking[0], "is not in the library", "run `paperterm add` with it")
        return found.values()
    args.view = args.view or "all"
    with index_progress() as tell:
        selection = parse_selection(args, session)
        return list_papers(session, selection, parse_query(args), None, complain, tell)
