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
from paperterm.cli.output import complain, put_content
from paperterm.export import FORMATS, exporter
from paperterm.session.exports import view_of, write_view
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the format, the selection and the output file."""
    parser.add_argument(
        "--format",
        metavar="F",
        required=True,
        choices=[row.name for row in FORMATS],
        help="; ".join(f"{row.name}: {row.summary}" for row in FORMATS),
    )
    selection_arguments(parser)
    query_argument(parser)
    parser.add_argument("--from", dest="first", metavar="D", type=day, help="from this day on")
    parser.add_argument("--to", dest="last", metavar="D", type=day, help="up to this day")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to; - is stdout, the default"
    )


def run(args: argparse.Namespace) -> int:
    """Write the selected papers to a file or to stdout."""
    session = open_session()
    chosen = exporter(args.format)
    with bar() as tell:
        view = view_of(session, selection(args, session), query(args), complain, tell)
    if args.output != "-":
        write_view(Path(args.output), view, chosen)
        complain(f"{plural(len(view.entries), 'paper')} written to {args.output}")
        return 0
    put_content(chosen.render(view))
    return 0
