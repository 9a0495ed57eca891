"""A mail with the papers of a view, as text and as HTML, for `sendmail -t` or any mailer.

Its Message-ID follows from the day, the view and the addresses, so that a mail program takes a mail
that is sent again for the same one. It has no From unless one is given: the mailer has the user's.
Without an envelope it is a draft, which a mail program opens, to be addressed and sent from there.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from hashlib import blake2b
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.export import html
from paperterm.export.sections import sections_of, title_of
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.text import clean, clean_lines, plural
from paperterm.text.typeset import typeset

_POLICY = SMTP.clone(linesep="\n")  # as a program reads its standard input
_BOUNDARY = "=_paperterm"  # quoted-printable never has `=_`
_WIDTH = 72
_DRAFT = (("X-Unsent", "1"),)
"""Outlook opens it for writing; other programs edit it as a new mail when told to."""
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class Envelope(NamedTuple):
    """Who writes to whom, and when; addresses as the user wrote them.

    `period` is the day, or what else is written about, for the Message-ID.
    """

    period: str
    sent: datetime
    to: Sequence[str] = ()
    sender: str = ""


def render(view: View, envelope: Envelope | None = None) -> bytes:
    """Return the view as one MIME message; without an envelope, as a draft.

    Raises:
        InputError: An address is invalid.
    """
    mail = EmailMessage(_POLICY)
    title = clean(title_of(view))
    mail["Subject"] = f"{title}: {plural(len(view.entries), 'paper')}"
    for header, value in _headers(view, envelope) if envelope else _DRAFT:
        mail[header] = value
    mail.set_content("\n".join(_text(view, title)), cte="quoted-printable")
    mail.add_alternative(html.render(view), subtype="html", cte="quoted-printable")
    mail.set_boundary(_BOUNDARY)
    return mail.as_bytes()


def _headers(view: View, envelope: Envelope) -> Iterator[tuple[str, str]]:
    if envelope.sender:
        yield "From", _address(envelope.sender)
    if envelope.to:
        yield "To", ", ".join(map(_address, envelope.to))
    yield "Date", format_datetime(envelope.sent)
    yield "Message-ID", f"<{_id(view, envelope)}@paperterm.localhost>"
    yield "List-Id", f"paperterm digest <{_name(view)}.paperterm.localhost>"
    yield "Auto-Submitted", "auto-generated"


def _id(view: View, envelope: Envelope) -> str:
    # Two people who write to a third one must not have the same id.
    whose = "\n".join([envelope.sender, *envelope.to])
    return f"{envelope.period}.{_name(view)}.{blake2b(whose.encode(), digest_size=6).hexdigest()}"


def _name(view: View) -> str:
    """Return the name of the view in plain letters, with a hash if that leaves out any."""
    plain = _NOT_IN_ID.sub("-", view.name.lower()).strip("-")
    if plain == view.name.lower():
        return plain
    digest = blake2b(view.name.encode(errors="replace"), digest_size=4).hexdigest()
    return f"{plain[:20]}-{digest}".lstrip("-")


def _address(text: str) -> str:
    # A name may be in any language; an address of mail is ASCII, or most servers refuse it.
    addresses = [address for _, address in getaddresses([text])]
    if text != clean(text) or not all(addresses or [""]) or not "".join(addresses).isascii():
        raise InputError(repr(text), "is not an address", "write it as ada@example.org")
    return text


def _text(view: View, title: str) -> Iterator[str]:
    yield from (title, plural(len(view.entries), "paper"))
    for heading, entries in sections_of(view):
        line = f"{clean(heading)} ({len(entries)})"
        yield from ("", line, "-" * len(line))
        for entry in entries:
            yield ""
            yield from _paper(entry, (view.reasons or {}).get(entry.id, ""))
    yield ""


def _paper(entry: Entry, reason: str) -> Iterator[str]:
    paper, announcement, mark = entry
    day = f"{announcement.day} {announcement.kind or ''}" if announcement else ""
    categories = " ".join(map(clean, paper.categories))
    tags = " ".join(f"#{clean(tag)}" for tag in mark.tag_names)
    yield from _wrapped(typeset(paper.title), "* ")
    yield from _wrapped(clean(paper.author_line))
    yield "  ".join(filter(None, ["  " + paper.id.abs_url, categories, day.strip(), tags]))
    yield from _wrapped(clean(reason))
    for line in clean_lines(mark.note_text or "").split("\n"):
        yield from _wrapped(line, "  > ")
    yield from _wrapped(typeset(paper.abstract or ""))


def _wrapped(text: str, before: str = "  ") -> list[str]:
    rest = before if before.strip() == ">" else "  "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
