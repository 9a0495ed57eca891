"""Where the user was in each whole paper: the id of a block, and a character of its text.

Such a place is the same at any width, and after a restart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from paperterm.model import PaperId
from paperterm.session.session import Session

_NAME = "reading"
_MOST = 500
"""Papers whose places are remembered."""


class ReadingPlace(NamedTuple):
    """A place in a paper."""

    block: str
    offset: int = 0


def place_in(session: Session, id_: PaperId) -> ReadingPlace | None:
    """Return where the user was in a paper, if that is known."""
    places = session.memory.read().get(_NAME)
    match places.get(id_) if isinstance(places, dict) else None:
        case [str(block), int(offset)]:
            return ReadingPlace(block, max(0, offset))
    return None


def keep_place(session: Session, id_: PaperId, place: ReadingPlace) -> None:
    """Remember where the user is in a paper.

    Raises:
        DiskError: It cannot be written.
    """

    def changed(places: Any) -> dict[str, Any]:
        others = dict(places) if isinstance(places, dict) else {}
        others.pop(id_, None)
        kept = {**others, str(id_): list(place)}
        return dict([*kept.items()][-_MOST:])

    session.memory.change(_NAME, changed)
