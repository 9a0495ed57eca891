"""`paperterm where`."""

from __future__ import annotations

import argparse

from paperterm import disk
from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import as_text, put, put_json
from paperterm.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --json."""
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the folders in use."""
    session = Session()
    # Without a config file, print the defaults and create nothing.
    if disk.is_there(session.folders.config_file):
        session = open_session(needs_settings=False)
        where = session.folders._replace(export=session.export_folder)._asdict()
    else:
        where = session.folders._asdict()
    if args.json:
        put_json({name: as_text(str(path)) for name, path in where.items()})
    else:
        put("".join(f"{name + ':':8}{path}\n" for name, path in where.items()))
    return 0
