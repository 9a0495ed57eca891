"""`paperterm site`."""

from __future__ import annotations

import argparse
from pathlib import Path

from paperterm.cli.common import count, json_argument, open_session, parse_text
from paperterm.cli.output import complain, put_result
from paperterm.session.site import SiteOptions, write_site


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder and what the site shows."""
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder of the site")
    parser.add_argument(
        "--title", metavar="T", type=parse_text, default="arXiv", help="the title (default: arXiv)"
    )
    parser.add_argument(
        "--days", metavar="N", type=count(), help="only the newest N days (default: all)"
    )
    parser.add_argument(
        "--view",
        metavar="V",
        dest="views",
        action="append",
        default=[],
        help="a page and a feed of this view; may be repeated",
    )
    parser.add_argument("--abstracts", action="store_true", help="show abstracts")
    parser.add_argument("--starred", action="store_true", help="show what you starred")
    parser.add_argument("--notes", action="store_true", help="show notes")
    parser.add_argument(
        "--marks",
        metavar="DIR=NAME",
        dest="people",
        type=_person,
        action="append",
        default=[],
        help="show the stars in somebody's data folder, by initials; may be repeated",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the site, and print how many files changed."""
    options = SiteOptions(
        args.title,
        args.days,
        tuple(args.views),
        args.starred,
        args.notes,
        args.abstracts,
        tuple(args.people),
    )
    done = write_site(open_session(), Path(args.out), options, complain)
    text = f"{done.written:,} written, {done.unchanged:,} unchanged, {done.removed:,} removed\n"
    put_result(done._asdict(), text, as_json=args.json)
    return 0


def _person(text: str) -> tuple[str, str]:
    folder, sign, name = text.rpartition("=")
    if not (folder and sign and name.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not DIR=NAME")
    return folder, parse_text(name.strip())
