"""`paperterm fetch`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from paperterm.cli.common import count, day, json_argument, open_session
from paperterm.cli.output import complain, put, put_json
from paperterm.cli.progress import quiet, shown
from paperterm.errors import UsageError
from paperterm.model import Day
from paperterm.refresh.events import Due, Event, Report, Stored
from paperterm.session import Session
from paperterm.session.refresh_run import first_day, refreshed
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much history, and --json."""
    parser.add_argument(
        "--days", metavar="N", type=count, help="also fill the last N announcement days"
    )
    parser.add_argument("--since", metavar="DAY", type=day, help="also fill the days since then")
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """One refresh; waits for another paperterm that is refreshing."""
    if args.days is not None and args.since:
        raise UsageError("--days", "does not go with --since", "give one or the other")
    session = open_session()
    since = first_day(args.days, session.now()) if args.days is not None else args.since
    report = _refreshed(session, since, shows=sys.stderr.isatty() and not args.json)
    if args.json:
        put_json(_record(report))
    else:
        put(f"{_line(report)}\n")
    for said in filter(None, [*report.notes, report.let_go, *report.errors]):
        complain(said)
    return 1 if report.errors else 0


def _refreshed(session: Session, since: Day | None, *, shows: bool) -> Report:
    seen: list[Event] = []
    with shown() if shows else quiet() as emit:

        def note(event: Event) -> None:
            seen.append(event)
            emit(event)

        try:
            return asyncio.run(refreshed(session, note, since=since, wait=True))
        except KeyboardInterrupt:
            complain(_stopped(seen))
            raise


def _stopped(seen: list[Event]) -> str:
    """What a refresh that was stopped brought, and what it did not."""
    due = [day for event in seen if isinstance(event, Due) for day in event.days]
    done = [event.day for event in seen if isinstance(event, Stored)]
    missing = [str(day) for day in due if day not in done]
    return (
        f"stopped; brought in: {', '.join(map(str, done)) or 'nothing'}; "
        f"not complete: {', '.join(missing) or 'nothing'}; they are asked for next time"
    )


def _line(report: Report) -> str:
    days = ", ".join(
        f"{stored.day}: {stored.outcome.new:,} new"
        + (f", {stored.outcome.changed:,} changed" if stored.outcome.changed else "")
        + (f" ({stored.status})" if stored.status != "complete" else "")
        for stored in report.days
    )
    when = f"; next {report.next.astimezone():%a %H:%M}" if report.next else ""
    requests = plural(report.requests, "request")
    return f"{f'{days}; ' if days else ''}{report.state}: {report.says} ({requests}){when}"


def _record(report: Report) -> dict[str, object]:
    outcome = report.outcome
    return {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "skipped": 0,
        "errors": [{"file": None, "line": None, "message": error} for error in report.errors],
        "days": [str(stored.day) for stored in report.days],
        "requests": report.requests,
        "state": str(report.state),
    }
