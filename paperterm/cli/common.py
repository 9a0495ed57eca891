"""Arguments that several commands share, and how they are parsed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from paperterm.cli.output import complain
from paperterm.config.views import FIRST
from paperterm.errors import InputError, UsageError
from paperterm.model import Day, Order
from paperterm.session import VIEWS, Selection, Session
from paperterm.session.selection import view_named

if TYPE_CHECKING:
    from paperterm.query import Query


def open_session(session: Session | None = None, *, needs_settings: bool = True) -> Session:
    """Return a session, by default a new one, and print its problems to stderr.

    Raises:
        ConfigError: The command needs the settings, and they cannot be read.
    """
    session = session or Session()
    if needs_settings and not session.settings.is_readable:
        raise session.settings.problems[0]
    for problem in session.problems:
        complain(str(problem))
    session.library.listen(complain)
    return session


def json_argument(parser: argparse.ArgumentParser, *, default: bool | str = False) -> None:
    """Add --json; the default argparse.SUPPRESS keeps the value of an outer parser."""
    parser.add_argument(
        "--json", action="store_true", default=default, help="print one JSON document"
    )


def day_argument(parser: argparse.ArgumentParser, purpose: str, default: str = "") -> None:
    """Add --day; `default` describes the day used without it."""
    purpose += f", such as 2026-02-12{f' (default: {default})' if default else ''}"
    parser.add_argument("--day", metavar="D", type=parse_day, help=purpose)


def selection_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that select papers, except the range of days."""
    parser.add_argument("--topic", metavar="T", help="only papers of this topic")
    day_argument(parser, "only this day")
    names = ", ".join(view.name for view in VIEWS)
    views = f"only papers of this view: {names}, or a saved view"
    parser.add_argument("--view", metavar="V", default="all", help=views)


_ORDERS = tuple(order for order in Order if order is not Order.QUEUE)


def sort_argument(
    parser: argparse.ArgumentParser, default: str = "as announced, or the view's own"
) -> None:
    """Add --sort, which `parse_selection` reads; `default` describes the usual order."""
    parser.add_argument(
        "--sort",
        metavar="S",
        type=_parse_order,
        choices=_ORDERS,
        help=f"the order: {', '.join(_ORDERS)} (default: {default})",
    )


def _parse_order(text: str) -> Order:
    if text not in _ORDERS:
        raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(_ORDERS)}")
    return Order(text)


def range_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --from and --to, which `parse_selection` reads."""
    parser.add_argument(
        "--from", dest="first", metavar="D", type=parse_day, help="from this day on"
    )
    parser.add_argument("--to", dest="last", metavar="D", type=parse_day, help="up to this day")


def query_argument(parser: argparse.ArgumentParser) -> None:
    """Add --query, which `parse_query` reads."""
    parser.add_argument("--query", metavar="Q", help="only papers that match, as in search")


def without_argument(parser: argparse.ArgumentParser) -> None:
    """Add --without, a tuple of parts that `View.without` takes."""
    parser.add_argument(
        "--without",
        metavar="P",
        type=_parse_parts,
        default=(),
        help="what to leave out: abstract, marks, notes, or several with commas",
    )


def _parse_parts(text: str) -> tuple[str, ...]:
    from paperterm.export.view import PARTS  # only an export needs it

    parts = tuple(filter(None, text.split(",")))
    if unknown := [part for part in parts if part not in PARTS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is not one of {', '.join(PARTS)}")
    return parts


def parse_query(args: argparse.Namespace) -> Query | None:
    """Return the query of --query, or None.

    Raises:
        QueryError: The query is invalid.
    """
    if args.query is None:
        return None
    from paperterm.query.parse import parse  # most commands have no query

    return parse(args.query)


def parse_selection(args: argparse.Namespace, session: Session) -> Selection:
    """Return the selection that the arguments describe.

    Raises:
        InputError: The view is unknown, or the days contradict each other.
    """
    first, last = getattr(args, "first", None), getattr(args, "last", None)
    if args.day:
        if first or last:
            raise UsageError("--day", "cannot be combined with --from or --to", "use one of them")
        first = last = args.day
    if first and last and first > last:
        raise UsageError("--from", f"{first} is after {last}", "swap the two days")
    view = view_named(args.view, session.views)
    usual = view.order if view is FIRST or view.query else Order.ANNOUNCED
    order = getattr(args, "sort", None) or usual
    return Selection(view, args.topic, first, last, order, following=session.following)


def limit_argument(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    """Add --limit, None if it is not given; `default` is what the command then does."""
    told = "" if default is None else f" (default: {default})"
    parser.add_argument("--limit", metavar="N", type=count(), help=f"at most N papers{told}")


def parse_day(text: str) -> Day:
    """Parse an argument that is a day; argparse reports an error as wrong usage."""
    try:
        return Day.parse(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def parse_text(text: str) -> str:
    """Parse an argument that will be stored as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{text!r} is not UTF-8") from None
    return text


def count(most: int = 1_000_000_000) -> Callable[[str], int]:
    """Return a function that parses an argument that is a number from 0 to `most`."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 20 and int(text) <= most):
            raise argparse.ArgumentTypeError(
                f"{text[:40]!r} is not a whole number from 0 to {most:,}"
            )
        return int(text)

    return parse
