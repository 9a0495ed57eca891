"""`paperterm digest --format mail`."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.commands.running import Done, Shell

MAIL = ("digest", "--format", "mail")


def text_of(done: Done) -> str:
    assert (done.status, done.err) == (0, b"")
    mail = message_from_bytes(done.out, policy=default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part
    return f"{mail['Subject']}\n{part.get_content()}"


def test_a_mail_is_of_the_newest_day_or_of_a_week(filled: Shell) -> None:
    day = text_of(filled(*MAIL, "--to", "ada@example.org"))
    assert day.startswith("arXiv · 2026-02-12: 4 papers\n")
    assert "Paper 5" not in day
    week = text_of(filled(*MAIL, "--week"))
    assert week.startswith("arXiv · 2026-02-11 – 2026-02-12: 5 papers\n")
    assert ": 2 papers\n" in text_of(filled(*MAIL, "--limit", "2"))
    assert not list(filled.home.glob("export/*"))


def test_a_mail_of_a_view_may_leave_out_marks(filled: Shell) -> None:
    assert filled("mark", "2602.00003", "--star", "--note", "mine").status == 0
    mail = text_of(filled(*MAIL, "--view", "starred", "--sort", "title"))
    assert mail.startswith("Starred · 2026-02-12: 1 paper\n")
    assert "> mine" in mail
    assert "mine" not in text_of(filled(*MAIL, "--view", "starred", "--without", "notes"))


def test_there_is_no_empty_mail(filled: Shell) -> None:
    done = filled(*MAIL, "--view", "queue")
    assert (done.status, done.out) == (1, b"")
    told = "the mail of 2026-02-12: would have no papers; choose another day or view"
    assert done.complaints == [told]


def test_options_that_do_not_go_together(filled: Shell) -> None:
    for wrong in (
        ["digest", "--to", "a@b"],
        ["digest", "--view", "all"],
        ["digest", "--limit", "0"],
        [*MAIL, "--out", "x"],
    ):
        assert filled(*wrong).status == 2
