"""`paperterm sync zotero`."""

from __future__ import annotations

import argparse
import sys

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import complain, put_result
from paperterm.session.zotero import sync_zotero
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to read, and --json."""
    parser.add_argument("place", metavar="PLACE", choices=["zotero"], help="zotero")
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Read Zotero's library, and print how many papers are new in it and gone from it."""
    session = open_session(needs_settings=False)
    tell = complain if sys.stderr.isatty() else lambda _: None
    done, papers = sync_zotero(session, tell)
    new = sum(mark.is_in_zotero for mark in done.changed.values())
    gone = len(done.changed) - new
    record = {"papers": papers, "new": new, "gone": gone}
    text = f"{plural(papers, 'arXiv paper')} in Zotero: {new:,} new, {gone:,} gone\n"
    put_result(record, text, as_json=args.json)
    return 0
