"""`paperterm export --format F`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import (
    day,
    open_session,
    query,
    query_argument,
    selection,
    selection_arguments,
)
from paperterm.cli.indexing import bar
from paperterm.cli.output import complain, put
from paperterm.export import FORMATS, exporter
from paperterm.session.exports import view_of, write_view
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """The format, what to export, and where to."""
    parser.add_argument(
        "--format",
        metavar="F",
        required=True,
        choices=[one.name for one in FORMATS],
        help="; ".join(f"{one.name}: {one.says}" for one in FORMATS),
    )
    selection_arguments(parser)
    query_argument(parser)
    parser.add_argument("--from", dest="first", metavar="D", type=day, help="from this day on")
    parser.add_argument("--to", dest="last", metavar="D", type=day, help="up to this day")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to; - is stdout, the default"
    )


def run(args: argparse.Namespace) -> int:
    """Write the view to stdout or a file."""
    session = open_session()
    chosen = exporter(args.format)
    with bar() as tell:
        view = view_of(session, selection(args, session), query(args), complain, tell)
    if args.output != "-":
        write_view(Path(args.output), view, chosen)
        complain(f"{plural(len(view.entries), 'paper')} written to {args.output}")
        return 0
    put(chosen.render(view))
    return 0
