"""Send papers to outlets, and bring back what a person wrote in the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from paperterm.export import View
from paperterm.library.ledger import PULLED_NOTES, Ledger
from paperterm.model import Entry, Mark, PaperId
from paperterm.model.marks import Stamped
from paperterm.outlets import Outlet, Sent, Setup, outlet
from paperterm.outlets.note_file import has_paragraphs
from paperterm.outlets.notes import Written, noted, written
from paperterm.session.citation_keys import citation_keys
from paperterm.session.hooks import newly_starred
from paperterm.session.marking import Change, tag
from paperterm.session.session import ChangedMarks, Session

_TICK = timedelta(microseconds=1)


def send(
    session: Session,
    to: Outlet,
    entries: Iterable[Entry],
    tell: Callable[[str], object] = lambda _: None,
) -> Sent:
    """Send papers to an outlet; see `Outlet.send`.

    Raises:
        PapertermError: The outlet cannot be used; the message says what to do.
    """
    view = _view(session, entries)
    sent = to.send(view, _setup(session, tell))
    if to.tag:
        session.mark(view.entries, tag(to.tag))
    return sent


def send_starred(session: Session, marks: ChangedMarks) -> Sent | None:
    """Write the notes of papers that a change of marks starred, if there are any.

    Raises:
        InputError, DiskError, LibraryError: A note cannot be written.
    """
    starred = newly_starred(marks)
    return send(session, outlet("notes"), session.known(starred).values()) if starred else None


def pull_notes(session: Session) -> ChangedMarks:
    """Merge what a person wrote in the notes into the marks.

    A text replaces the one that came from the same note before. Another text of the mark stays, if
    neither replaced the other. The texts that came last are in a ledger; without it, they stay
    beside the new ones.

    Raises:
        InputError, DiskError, LibraryError: A note or a mark cannot be read or written.
    """
    setup = _setup(session)
    entries = session.known(noted(setup)).values()
    texts = written(_view(session, entries), setup)
    ledger = Ledger(session.folders.data, PULLED_NOTES, session.library.report)
    pulled = {
        id_: Stamped(str(row["text"]), datetime.fromisoformat(row["at"]))
        for id_, row in ledger.rows().items()
    }
    new = {
        id_: _stamped(one, pulled.get(id_), session.now())
        for id_, one in texts.items()
        if one.text and (id_ not in pulled or pulled[id_].value != one.text)
    }
    wanted: dict[PaperId, Change] = {
        id_: partial(_pull, text=text, last=pulled.get(id_)) for id_, text in new.items()
    }
    done = session.change(wanted)
    came = {id_: {"text": one.value, "at": one.at.isoformat()} for id_, one in new.items()}
    ledger.change(lambda rows: rows | came)
    return done


def _pull(mark: Mark, text: Stamped[str], last: Stamped[str] | None) -> Mark:
    if last is None and has_paragraphs(mark.note_text or "", text.value):
        return mark
    return mark.add_note(text.value, text.at, last)


def _stamped(one: Written, last: Stamped[str] | None, now: datetime) -> Stamped[str]:
    at = min(one.at, now)
    return Stamped(one.text, max(at, last.at + _TICK) if last else at)


def _view(session: Session, entries: Iterable[Entry]) -> View:
    some = tuple(entries)
    return View(some, keys=citation_keys(session, [entry.paper for entry in some]))


def _setup(session: Session, tell: Callable[[str], object] = lambda _: None) -> Setup:
    return Setup(session.settings, session.folders.data, session.library.report, tell)
