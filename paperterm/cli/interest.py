"""`paperterm interest`."""

from __future__ import annotations

import argparse
from contextlib import closing

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put_result
from paperterm.library.index import Index
from paperterm.session.interest_report import InterestReport, lines_of, report


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --json."""
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print how many of the newest stars would have come first, and what counts in the order."""
    session = open_session()
    library, config = session.library, session.settings
    with closing(Index(session.folders.cache, library, config.topics)) as index:
        with index_progress() as tell:
            for error in index.reconcile(tell=tell).damaged:
                complain(str(error))
        found = report(library, index, config, session.interest)
    text = "".join(f"{line}\n" for line in lines_of(found))
    put_result(_record(found), text, as_json=args.json)
    return 0


def _record(found: InterestReport) -> dict[str, object]:
    record = found._asdict()
    if found.judged:
        low, high = found.judged.interval
        record["judged"] = {**found.judged._asdict(), "low": round(low, 3), "high": round(high, 3)}
    for key in ("more", "less", "authors", "gained", "lost"):
        record[key] = [{"text": text, "weight": weight} for text, weight in record[key]]
    return record
