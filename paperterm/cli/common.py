"""Arguments and steps that several commands share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from paperterm.cli.output import complain
from paperterm.errors import InputError, UsageError
from paperterm.model import Day
from paperterm.session import VIEWS, Selection, Session
from paperterm.session.selection import view_named

if TYPE_CHECKING:
    from paperterm.query import Query


def open_session(*, needs_settings: bool = True) -> Session:
    """A session of this user; what is wrong with settings or library goes to stderr.

    Raises:
        ConfigError: The settings cannot be read at all, and the command depends on them.
    """
    session = Session()
    problems = session.settings.problems
    if needs_settings and not session.settings.is_readable:
        raise problems[0]
    for problem in problems:
        complain(str(problem))
    session.library.listen(complain)
    return session


def json_argument(parser: argparse.ArgumentParser, *, default: bool | str = False) -> None:
    """Add --json; argparse.SUPPRESS as the default keeps what an outer parser found."""
    parser.add_argument(
        "--json", action="store_true", default=default, help="print one JSON document"
    )


def day_argument(parser: argparse.ArgumentParser, says: str) -> None:
    """Add --day."""
    parser.add_argument("--day", metavar="D", type=day, help=f"{says}; written as 2026-02-12")


def selection_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what chooses a listing, without the range of days."""
    parser.add_argument("--topic", metavar="T", help="only papers of this topic")
    day_argument(parser, "only this day")
    names = ", ".join(view.name for view in VIEWS)
    says = f"{names}, or a saved view"
    parser.add_argument("--view", metavar="V", default="all", help=says)


def query_argument(parser: argparse.ArgumentParser) -> None:
    """Add --query; `args.query` is then text that `parse` reads, or None."""
    parser.add_argument("--query", metavar="Q", help="only papers that match, as in search")


def query(args: argparse.Namespace) -> Query | None:
    """The query that was asked for, if one was.

    Raises:
        QueryError: It cannot be read.
    """
    if args.query is None:
        return None
    from paperterm.query import parse  # a list without a query needs no reader of queries

    return parse(args.query)


def selection(args: argparse.Namespace, session: Session) -> Selection:
    """The listing that was asked for.

    Raises:
        InputError: There is no such view, or a day and a range are both given.
    """
    first, last = getattr(args, "first", None), getattr(args, "last", None)
    if args.day:
        if first or last:
            raise UsageError("--day", "does not go with --from and --to", "give one or the other")
        first = last = args.day
    if first and last and first > last:
        raise UsageError("--from", f"{first} is after {last}", "turn them round")
    return Selection(view_named(args.view, session.views), args.topic, first, last)


def limit_argument(parser: argparse.ArgumentParser) -> None:
    """Add --limit."""
    parser.add_argument("--limit", metavar="N", type=count, help="at most so many papers")


def day(text: str) -> Day:
    """A day on the command line; argparse turns the error into wrong usage."""
    try:
        return Day.parse(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def utf8(text: str) -> str:
    """A text on the command line that will be kept: UTF-8, so that it can be."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{text!r} is not UTF-8") from None
    return text


def count(text: str) -> int:
    """A number from 0 on the command line."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0")
    return number
