"""The mail of a day, read with Python's own parser."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from paperterm.errors import InputError
from paperterm.export.mail import Envelope, render
from paperterm.model import Mark
from tests.building import DAY, NOON, entry, name, paper, view

ENVELOPE = Envelope("2026-02-12", NOON, ("ada@example.org",), "Ben <ben@example.org>")
HOSTILE = "x\r\nBcc: all@example.org\r\n\r\n<script>=_paperterm\n--=_paperterm--\n\x1b[31m"
MARK = Mark(name(1)).set_tag("to do", True, NOON).set_note("a\nb", NOON)
ONE = entry(paper(1, r"On $\alpha$", authors=("Jörg Müller",), abstract="So $x^2$. " * 20), MARK)


def read(*entries: Any, envelope: Envelope | None = ENVELOPE, **chosen: Any) -> EmailMessage:
    content = render(view(*entries, **chosen), envelope)
    assert b"\r" not in content
    assert max(map(len, content.split(b"\n"))) <= 100
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert not any(part.defects for part in mail.walk())
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content())


def test_a_mail_is_text_and_html() -> None:
    mail = read(ONE, day=DAY, reasons={name(1): "liked for trees"})
    assert mail["Subject"] == "arXiv · 2026-02-12: 1 paper"
    assert (mail["From"], mail["To"]) == ("Ben <ben@example.org>", "ada@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "paperterm digest <all.paperterm.localhost>"
    text = body(mail, "plain")
    assert text.startswith(
        "arXiv · 2026-02-12\n1 paper\n\nBy interest (1)\n---------------\n\n* On α\n"
    )
    assert "\n  Jörg Müller\n  https://arxiv.org/abs/2602.00001  2026-02-12  #to do\n" in text
    assert "\n  liked for trees\n  > a\n  > b\n  So x². So x²." in text
    assert max(map(len, text.splitlines())) <= 72
    page = body(mail, "html")
    assert page.startswith("<!DOCTYPE html>")
    assert "liked for trees" in page


def test_without_an_envelope_it_is_a_draft() -> None:
    draft = read(ONE, day=DAY, envelope=None)
    headers = ["Subject", "X-Unsent", "MIME-Version", "Content-Type"]
    assert draft.keys() == headers
    assert body(draft, "plain") == body(read(ONE, day=DAY), "plain")


def test_the_message_id_is_that_of_day_view_and_addresses() -> None:
    def id_of(*entries: Any, envelope: Envelope | None = ENVELOPE, **chosen: Any) -> str:
        return str(read(*entries, envelope=envelope, **chosen)["Message-ID"])

    usual = id_of(ONE)
    assert usual == id_of(ONE, paper(2), envelope=ENVELOPE._replace(sent=NOON.replace(hour=18)))
    others = [
        id_of(ONE, name="unread"),
        id_of(ONE, name="unread!"),
        id_of(ONE, name="★"),
        id_of(ONE, envelope=ENVELOPE._replace(period="2026-02-12-week")),
        id_of(ONE, envelope=ENVELOPE._replace(to=("x@example.org",))),
        id_of(ONE, envelope=ENVELOPE._replace(sender="x@example.org")),
    ]
    assert len({usual, *others}) == 7


def test_hostile_text_adds_no_header_and_no_part() -> None:
    one = paper(1, HOSTILE, authors=(HOSTILE,), abstract=HOSTILE, categories=(HOSTILE,))
    mark = Mark(name(1)).set_tag(HOSTILE, True, NOON).set_note(HOSTILE, NOON)
    mail = read(entry(one, mark), name=HOSTILE, reasons={name(1): HOSTILE})
    assert mail["Bcc"] is None
    assert "\x1b" not in body(mail, "plain") + body(mail, "html")
    assert "<script>" not in body(mail, "html")


def test_without_addresses_there_are_no_headers_for_them() -> None:
    mail = read(ONE, envelope=Envelope("x", NOON))
    assert (mail["To"], mail["From"]) == (None, None)
    for bad in ("", "a\nBcc: b", " ", "ada@exämple.org", "Ada <>"):
        with pytest.raises(InputError, match="is not an address"):
            render(view(ONE), Envelope("x", NOON, (bad,)))
