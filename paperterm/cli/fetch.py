"""`paperterm fetch`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from paperterm.cli.common import count, json_argument, open_session, parse_day
from paperterm.cli.output import complain, put_result
from paperterm.errors import UsageError
from paperterm.model import Day
from paperterm.refresh.events import Asking, Emit, Event, Planned, Received, Report, Stored
from paperterm.refresh.outlook import status_line
from paperterm.refresh.plan import first_of_last
from paperterm.session import Session
from paperterm.session.hook_supervisor import start_or
from paperterm.session.hooks import after_fetch
from paperterm.session.refresh_run import refresh_session
from paperterm.text import plural

_DAYS = 10_000
"""More than arXiv has announced since 1991."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --days, --since and --json."""
    parser.add_argument(
        "--days", metavar="N", type=count(_DAYS), help="also fetch the last N announcement days"
    )
    parser.add_argument(
        "--since", metavar="DAY", type=parse_day, help="also fetch the days since this one"
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch what is due, after any refresh by another process has ended."""
    if args.days is not None and args.since:
        raise UsageError("--days", "cannot be combined with --since", "use one of them")
    return fetch(Session(), args)


def fetch(session: Session, args: argparse.Namespace) -> int:
    """Refresh a session, print what was stored, and return the exit status."""
    open_session(session)
    since = first_of_last(args.days, session.now()) if args.days is not None else args.since
    report = _refreshed(session, since, shows=sys.stderr.isatty() and not args.json)
    put_result(_record(report), f"{_line(report)}\n", as_json=args.json)
    for message in filter(None, [*report.advice, *report.notes, report.pruned, *report.errors]):
        complain(message)
    if hook := after_fetch(session, report):
        start_or(hook, session.memory, complain)
    return 1 if report.errors else 0


def _refreshed(session: Session, since: Day | None, *, shows: bool) -> Report:
    events: list[Event] = []
    with _progress(shows=shows) as show:

        def emit(event: Event) -> None:
            events.append(event)
            show(event)

        try:
            return asyncio.run(refresh_session(session, emit, since=since, wait=True))
        except KeyboardInterrupt:
            complain(_interrupted(events))
            raise


@contextmanager
def _progress(*, shows: bool) -> Iterator[Emit]:
    """Yield a function that shows each event in a line on stderr, if `shows`."""
    if not shows:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text("contacting arXiv")) as status:
        yield lambda event: status.update(Text(_event_line(event)))


def _event_line(event: Event) -> str:
    if isinstance(event, Asking):
        return f"requesting {event.what}"
    if isinstance(event, Received):
        return f"received {event.size / 1024:,.0f} KiB"
    if isinstance(event, Planned):
        return f"{plural(len(event.days), 'day')} to fetch"
    return f"{event.day}: {event.outcome.new:,} new papers"


def _interrupted(events: list[Event]) -> str:
    """Return a line with the days fetched before an interrupt, and the days that are missing."""
    due = [day for event in events if isinstance(event, Planned) for day in event.days]
    done = [event.day for event in events if isinstance(event, Stored)]
    missing = [str(day) for day in due if day not in done]
    return (
        f"interrupted; fetched: {', '.join(map(str, done)) or 'nothing'}; "
        f"incomplete: {', '.join(missing) or 'nothing'}; the next fetch continues"
    )


def _line(report: Report) -> str:
    days = ", ".join(
        f"{stored.day}: {stored.outcome.new:,} new"
        + (f", {stored.outcome.changed:,} changed" if stored.outcome.changed else "")
        + (f" ({stored.status})" if stored.status != "complete" else "")
        for stored in report.days
    )
    status = status_line(report, "; try again after")  # nothing runs on that would retry
    parts = [days, status, plural(report.requests, "request")]
    return "; ".join(filter(None, parts))


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
