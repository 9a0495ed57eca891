"""Where the reader opens: where it was left that day, or on the newest day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from paperterm.errors import InputError
from paperterm.model import Day, Kind, Order, PaperId
from paperterm.session import Period, Session
from paperterm.session.listing import ListedPapers, newest_listing, read_listing
from paperterm.session.selection import view_named
from paperterm.tui.reader.kinds import chosen_kinds
from paperterm.tui.reader.location import Location, SidebarRow

LEFT = "left"
"""The name of the place in the session's memory."""


class Opening(NamedTuple):
    """Where the reader opens.

    Attributes:
        location: The location.
        listing: Its papers; those of the newest day if they are to come from the index.
        paper: The paper for the cursor; None for the first.
    """

    location: Location
    listing: ListedPapers
    paper: PaperId | None = None


def find_opening(session: Session) -> Opening:
    """Return where to open.

    The place where the reader was left holds for the rest of that date, until there is a newer day.
    """
    session.remember_followed()
    kinds = chosen_kinds(session.settings.kinds)
    location = Location(kinds=kinds, following=session.following)
    record = session.memory.read().get(LEFT)
    days = session.library.days()
    if days and isinstance(record, dict) and record.get("when") == _when(session, days):
        try:
            left, paper = _read(record, location, session)
        except (InputError, KeyError, TypeError, ValueError):
            pass  # of another version, or of a topic that is gone
        else:
            selection = left.selection
            if selection.day and not selection.needs_index:
                return Opening(left, read_listing(session, selection), paper)
            return Opening(left, newest_listing(session, kinds, None), paper)
    listing = newest_listing(session, kinds, location.following)
    choice = SidebarRow(view_named(session.settings.start))
    return Opening(location.with_choice(choice).with_day(listing.selection.day), listing)


def left_place(
    location: Location, paper: PaperId | None, days: Sequence[Day], session: Session
) -> Mapping[str, Any]:
    """Return a location and the paper under the cursor, as `find_opening` reads them."""
    return {
        "when": _when(session, days),
        "view": location.choice.view.name,
        "topic": location.choice.topic,
        "day": str(location.day) if location.day else None,
        "kinds": sorted(location.kinds) if location.kinds is not None else None,
        "shows_given_up": location.following is None,
        "paper": paper,
        "order_of_most": location.order_of_most,
        "order_of_queue": location.order_of_queue,
        "order_of_first": location.order_of_first,
        "period_of_new": location.period_of_new,
        "period_of_marked": location.period_of_marked,
    }


def _when(session: Session, days: Sequence[Day]) -> str:
    """Return the date, the newest day of the library, and the view to open: these have to agree."""
    date, newest = session.now().astimezone().date(), days[0] if days else ""
    return f"{date} {newest} {session.settings.start}"


def _read(
    record: Mapping[str, Any], usual: Location, session: Session
) -> tuple[Location, PaperId | None]:
    """Return the location of a record, and its paper.

    Raises:
        InputError, KeyError, TypeError, ValueError: It is none, or is not there any more.
    """
    views = {view.name: view for view in session.views}
    topic = record["topic"]
    if topic is not None and session.settings.topic(topic) is None:
        raise KeyError(topic)
    kinds = record["kinds"]
    location = usual._replace(
        choice=SidebarRow(views[record["view"]], topic),
        day=Day.parse(record["day"]) if record["day"] else None,
        kinds=None if kinds is None else frozenset(map(Kind, kinds)),
        following=None if record["shows_given_up"] else usual.following,
        order_of_most=Order(record["order_of_most"]),
        order_of_queue=Order(record["order_of_queue"]),
        order_of_first=Order(record["order_of_first"]),
        period_of_new=Period(record["period_of_new"]),
        period_of_marked=Period(record["period_of_marked"]),
    )
    return location, PaperId(record["paper"]) if record["paper"] else None
