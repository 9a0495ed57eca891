"""`paperterm export --format F`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from paperterm.cli.common import (
    open_session,
    parse_query,
    parse_selection,
    query_argument,
    range_arguments,
    selection_arguments,
    sort_argument,
    without_argument,
)
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put_content
from paperterm.errors import UsageError
from paperterm.export import FORMATS, View, exporter
from paperterm.session.exports import AnyExporter, view_of, with_keys, write_into, write_view
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the format, the selection and the output file."""
    made_by = parser.add_mutually_exclusive_group(required=True)
    made_by.add_argument(
        "--format",
        metavar="F",
        choices=[row.name for row in FORMATS],
        help="; ".join(f"{row.name}: {row.summary}" for row in FORMATS),
    )
    made_by.add_argument(
        "--template", metavar="FILE", help="a Jinja template of your own; see docs/export.md"
    )
    selection_arguments(parser)
    query_argument(parser)
    range_arguments(parser)
    sort_argument(parser)
    without_argument(parser)
    parser.add_argument(
        "--each-topic",
        action="store_true",
        help="write a file for each topic that has papers, into the folder of -o",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        help="the file to write (default: -, stdout), or a folder: the file gets a name with the "
        "date, and a number if that name is taken",
    )
    parser.add_argument(
        "--replace", action="store_true", help="in a folder, replace a file of the same name"
    )


def run(args: argparse.Namespace) -> int:
    """Write the selected papers to files or to stdout."""
    folder = _folder(args)
    session = open_session()
    chosen = _format(args)
    query = parse_query(args)
    with index_progress() as show:
        selection, in_order = parse_selection(args, session), args.sort is not None
        view = view_of(session, selection, query, complain, show, keeps_order=in_order)
    view = with_keys(session, view.without(args.without), chosen)
    if folder:
        views = _by_topic(view) if args.each_topic else [view]
        today = session.now().astimezone().date()
        written: set[Path] = set()
        part = "found" if query else ""
        for one in views:
            file, is_new = write_into(folder, one, chosen, today, part, replace=args.replace)
            if file in written:  # two topics of one file name
                file, is_new = write_into(folder, one, chosen, today, part)
            written.add(file)
            complain(_done(one, file, is_new=is_new))
        return 0
    if args.output != "-":
        write_view(Path(args.output), view, chosen)
        complain(_done(view, args.output))
        return 0
    put_content(chosen.render(view))
    return 0


def _format(args: argparse.Namespace) -> AnyExporter:
    if args.template is None:
        return exporter(args.format)
    from paperterm.session.templates import TemplateExporter

    return TemplateExporter(Path(args.template))


def _folder(args: argparse.Namespace) -> Path | None:
    """Return the folder to write to, if it is one.

    Raises:
        UsageError: --each-topic or --replace without a folder, or --each-topic with a topic.
    """
    path = Path(args.output)
    is_folder = args.output != "-" and (path.is_dir() or args.output.endswith(("/", os.sep)))
    if args.each_topic and args.topic is not None:
        raise UsageError("--each-topic", "cannot be combined with --topic", "use one of them")
    if args.each_topic and not is_folder and (args.output == "-" or path.exists()):
        raise UsageError("--each-topic", "writes several files", "name a folder: -o DIR")
    if args.replace and not (is_folder or args.each_topic):
        raise UsageError(
            "--replace", "works only with a folder", "leave it out: -o FILE always replaces"
        )
    return path if is_folder or args.each_topic else None


def _by_topic(view: View) -> list[View]:
    return [one for one in map(view.of_topic, view.topics) if one.entries]


def _done(view: View, file: object, *, is_new: bool = True) -> str:
    papers = plural(len(view.entries), "paper")
    return f"{papers} written to {file}" if is_new else f"unchanged: {papers} in {file}"
