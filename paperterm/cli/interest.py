"""`paperterm interest`."""

from __future__ import annotations

import argparse
from contextlib import closing

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put_result
from paperterm.library.index import Index
from paperterm.session.interest_report import FIRST, Report, Weighted, report
from paperterm.text import plural


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
    put_result(_record(found), _text(found), as_json=args.json)
    return 0


def _record(found: Report) -> dict[str, object]:
    record = found._asdict()
    record["judged"] = found.judged._asdict() if found.judged else None
    for key in ("more", "less", "authors"):
        record[key] = [{"text": text, "weight": weight} for text, weight in record[key]]
    return record


def _text(found: Report) -> str:
    lines = [_judgement(found)]
    if found.is_guess:
        topics = ", ".join(found.topics)
        by = f"a guess by your topics ({topics})" if topics else "no order at all"
        lines.append(f"You kept {plural(found.kept, 'paper')}: until there are five, this is {by}.")
    for label, rows in (
        ("for", found.more),
        ("against", found.less),
        ("authors", found.authors),
        ("new this month", [(text, 0.0) for text in found.new]),
    ):
        if rows:
            lines.append(f"{label + ':':16}{_named(rows)}")
    return "\n".join(lines) + "\n"


def _judgement(found: Report) -> str:
    if found.judged is None:
        return "No star could be judged yet: that takes papers kept before and after a day."
    stars, in_first, days = found.judged
    return (
        f"Of your last {plural(stars, 'star')}, {in_first} would have been among the first {FIRST} "
        f"of their day ({plural(days, 'day')}, each judged by what you kept before it)."
    )


def _named(rows: list[Weighted]) -> str:
    return ", ".join(text for text, _ in rows)
