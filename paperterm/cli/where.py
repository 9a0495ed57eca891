"""`paperterm where`."""

from __future__ import annotations

import argparse

from paperterm import disk
from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import as_text, put_result
from paperterm.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --json."""
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the folders in use."""
    session = Session()
    where = session.folders._asdict()
    # Without a config file, print the defaults and create nothing.
    if disk.is_there(session.folders.config_file):
        where["export"] = open_session(session, needs_settings=False).export_folder
    record = {name: as_text(str(path)) for name, path in where.items()}
    text = "".join(f"{name + ':':8}{path}\n" for name, path in where.items())
    put_result(record, text, as_json=args.json)
    return 0
