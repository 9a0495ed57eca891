"""`paperterm export --format F`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import (
    open_session,
    parse_query,
    parse_selection,
    query_argument,
    range_arguments,
    selection_arguments,
    sort_argument,
)
from paperterm.cli.indexing import index_progress
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
    range_arguments(parser)
    sort_argument(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="the file to write (default: -, stdout)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the selected papers to a file or to stdout."""
    session = open_session()
    chosen = exporter(args.format)
    with index_progress() as show:
        view = view_of(session, parse_selection(args, session), parse_query(args), complain, show)
    if args.output != "-":
        write_view(Path(args.output), view, chosen)
        complain(f"{plural(len(view.entries), 'paper')} written to {args.output}")
        return 0
    put_content(chosen.render(view))
    return 0
