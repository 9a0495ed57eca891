"""`paperterm digest`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from paperterm.cli.common import (
    day_argument,
    limit_argument,
    open_session,
    sort_argument,
    without_argument,
)
from paperterm.cli.indexing import index_progress
from paperterm.cli.output import complain, put, put_content
from paperterm.errors import InputError, UsageError
from paperterm.model import Day, Order
from paperterm.session import Session
from paperterm.session.exports import (
    digests_of_other_days,
    view_of,
    week_up_to,
    write_digests,
    write_week,
)
from paperterm.session.selection import Selection, view_named

_FOR_MAIL = ("to", "sender", "view", "limit", "without")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the day, the order, --week, the folder, and what makes a mail."""
    day_argument(parser, "the day", default="the newest")
    orders = "announced; category in the files of topics; interest for --week and mail"
    sort_argument(parser, orders)
    parser.add_argument(
        "--week",
        action="store_true",
        help="the papers of the seven days up to the day, in one Markdown file or mail",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="the folder (default: the export folder, see `paperterm where`)",
    )
    parser.add_argument(
        "--format",
        choices=("files", "mail"),
        default="files",
        help="files, or one mail on stdout, with text and HTML (default: files)",
    )
    parser.add_argument(
        "--to", metavar="ADDRESS", action="append", help="mail: a recipient; may be repeated"
    )
    parser.add_argument("--from", dest="sender", metavar="ADDRESS", help="mail: the sender")
    parser.add_argument("--view", metavar="V", help="mail: only papers of this view")
    limit_argument(parser)
    without_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write README.md and one file per topic with a match, or the week, or a mail."""
    _check(args)
    session = open_session()
    days = session.library.days()
    if not days:
        raise InputError("", "the library is empty", "import or fetch a day first")
    day = args.day or days[0]
    if args.format == "mail":
        put_content(_mail(session, day, args))
        return 0
    folder = Path(args.out) if args.out else session.export_folder
    with index_progress() as tell:
        if args.week:
            order = args.sort or Order.INTEREST
            put(f"{write_week(session, day, folder, order, complain, tell)}\n")
            return 0
        written, replaced = write_digests(session, day, folder, args.sort, complain, tell)
    for file in written:
        put(f"{file}\n")
    if replaced:
        complain(f"replaced {', '.join(map(str, replaced))}")
    if others := digests_of_other_days(folder, day):
        names = ", ".join(file.name for file in others)
        complain(f"{folder} has digests of other days: {names}; remove them, or use --out")
    return 0


def _check(args: argparse.Namespace) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: They do not.
    """
    if args.format == "mail" and args.out:
        raise UsageError("--out", "does not work with --format mail", "redirect the mail: > FILE")
    given = next((name for name in _FOR_MAIL if getattr(args, name) not in (None, ())), None)
    if args.format != "mail" and given:
        option = "from" if given == "sender" else given
        raise UsageError(f"--{option}", "works only with mail", "add --format mail")


def _mail(session: Session, day: Day, args: argparse.Namespace) -> bytes:
    """Return the mail of a day or a week.

    Raises:
        InputError: The view is unknown, an address is invalid, or no paper is found.
    """
    from paperterm.export.mail import Envelope, render  # the email package

    shown = view_named(args.view or "all", session.views)
    order = args.sort or Order.INTEREST
    if args.week:
        selection = week_up_to(day, order, shown)
    else:
        selection = Selection(shown, first=day, last=day, order=order)
    with index_progress() as tell:
        view = view_of(session, selection, None, complain, tell).without(args.without)
    if not view.entries:
        raise InputError(f"the mail of {day}", "would have no papers", "choose another day or view")
    view = replace(view, entries=view.entries[: args.limit])
    period = f"{day}-week" if args.week else str(day)
    now = session.now().astimezone()
    return render(view, Envelope(period, now, args.to or (), args.sender or ""))
