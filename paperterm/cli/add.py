"""`paperterm add ID…`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import complain, put_result
from paperterm.errors import InputError
from paperterm.model import PaperId, PaperRef
from paperterm.session import Session
from paperterm.session.adding import AddedPapers, add_papers


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the papers and --json."""
    parser.add_argument(
        "ids",
        metavar="ID",
        nargs="+",
        help="ids such as 2602.12063 or math/0309136, DOIs, or links to pages of arXiv, alphaXiv, "
        "Hugging Face and others",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Add papers to the library, and print how many were new."""
    return add(open_session(Session()), args)


def add(session: Session, args: argparse.Namespace) -> int:
    """Add papers to a session's library; unknown ones are a line on stderr each."""
    ids, errors = _ids(args.ids)
    added = add_papers(session, ids) if ids else AddedPapers()
    errors += added.errors
    errors += [f"{id_}: arXiv does not know this paper" for id_ in added.unknown]
    for error in errors:
        complain(error)
    outcome = added.outcome
    put_result(
        {
            "new": outcome.new,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "skipped": len(errors) - len(added.unknown),
            "errors": [{"file": None, "line": None, "message": error} for error in errors],
            "unknown": list(added.unknown),
        },
        f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.unchanged:,} unchanged\n"
        + "".join(f"{id_}: added to {day}\n" for id_, day in added.days.items()),
        as_json=args.json,
    )
    return 1 if errors else 0


def _ids(names: list[str]) -> tuple[list[PaperId], list[str]]:
    """Return the ids, and an error for each text that is not one."""
    ids: list[PaperId] = []
    errors: list[str] = []
    for name in names:
        try:
            ids.append(PaperRef.parse(name).id)
        except InputError as error:
            errors.append(str(error))
    return ids, errors
