"""Zotero, both ways, by a Zotero on 127.0.0.1 that has both of its interfaces."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm.errors import PapertermError, SourceError
from paperterm.model import Day, PaperId
from paperterm.outlets import Sent, outlet
from paperterm.query.parse import parse
from paperterm.session import VIEWS, Selection, Session, marking
from paperterm.session.search import find
from paperterm.session.sending import send
from paperterm.session.zotero import sync_zotero
from tests.building import listing, name, paper
from tests.zotero import Zotero, running

KNOWN = {
    "authors": ("Ada Lovelace", "Kimi Team"),
    "abstract": "An abstract.",
    "categories": ("cs.RO",),
    "primary_category": "cs.RO",
}


@pytest.fixture
def session(home: Path) -> Session:
    one = Session()
    one.library.store(listing(paper(1, r"On $\alpha$", **KNOWN), *range(2, 61)))
    marks = marking.combine([marking.tag("robots"), marking.note("Read <this>\nagain")])
    one.mark_ids([name(1)], marks)
    return one


@pytest.fixture
def zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zotero]:
    with running(Zotero()) as one:
        monkeypatch.setenv("PAPERTERM_ZOTERO_URL", one.url)
        yield one


def hand_over(session: Session, *numbers: int) -> Sent:
    return send(session, outlet("zotero"), session.known([name(one) for one in numbers]).values())


def forget(session: Session) -> None:
    for file in session.folders.data.glob("sent-to-zotero.json*"):
        file.unlink()


def arxiv(number: int) -> dict[str, str]:
    return {"itemType": "journalArticle", "DOI": f"10.48550/arXiv.2602.{number:05}", "title": "T"}


@pytest.mark.parametrize("writes", ["yes", "no"])
def test_a_paper_is_a_preprint_with_tags_note_and_link(
    session: Session, zotero: Zotero, writes: str
) -> None:
    zotero.writes = writes
    hand_over(session, 1)
    (item,) = zotero.preprints
    expected = {
        "title": "On α",
        "creators": [
            {"creatorType": "author", "firstName": "Ada", "lastName": "Lovelace"},
            {"creatorType": "author", "name": "Kimi Team"},
        ],
        "abstractNote": "An abstract.",
        "repository": "arXiv",
        "archiveID": "arXiv:2602.00001",
        "date": "2026",
        "DOI": "10.48550/arXiv.2602.00001",
        "url": "https://arxiv.org/abs/2602.00001",
        "extra": "arXiv:2602.00001 [cs.RO]",
        "tags": [{"tag": "robots"}],
    }
    assert {key: item[key] for key in expected} == expected
    children = [*zotero.items[1:], *item.get("notes", ()), *item.get("attachments", ())]
    assert [one["note"] for one in children if "note" in one] == [
        "<p>Read &lt;this&gt;</p><p>again</p>"
    ]
    assert [one["url"] for one in children if "url" in one] == ["https://arxiv.org/pdf/2602.00001"]


@pytest.mark.parametrize("writes", ["yes", "no", "broken", "failed", "late"])
def test_no_paper_is_sent_twice_whatever_zotero_can_do(
    session: Session, zotero: Zotero, writes: str
) -> None:
    zotero.writes = writes
    zotero.items.append(arxiv(60))
    assert hand_over(session, *range(1, 61))[:2] == (59, 1)
    assert hand_over(session, *range(1, 61))[:2] == (0, 60)
    assert len(zotero.preprints) == 59
    forget(session)
    hand_over(session, *range(1, 61))
    assert len(zotero.preprints) == 59


def test_500_papers_stopped_and_sent_again_are_500_items(session: Session, zotero: Zotero) -> None:
    session.library.store(listing(*range(1, 501), day=Day(2026, 2, 13)))
    zotero.is_open, zotero.stops_after = False, 123
    with pytest.raises(SourceError, match="Zotero: does not answer"):
        hand_over(session, *range(1, 501))
    assert len(zotero.preprints) == 123
    zotero.stops_after = None
    forget(session)  # killed before it was written
    hand_over(session, *range(1, 501))
    assert len({one["url"] for one in zotero.items}) == len(zotero.preprints) == 500


def test_the_library_becomes_a_ground_a_sign_and_a_field(session: Session, zotero: Zotero) -> None:
    zotero.items += [arxiv(2), arxiv(99), {"itemType": "book"}, {}, {"DOI": 5, "creators": "x"}]
    changed, papers = sync_zotero(session)
    assert (len(changed.changed), papers) == (2, 2)
    found = find(session, parse("is:zotero"), Selection(VIEWS[0]))
    assert {entry.id for entry in found} == {name(2), name(99)}
    assert all(entry.mark.is_kept and not entry.mark.is_starred for entry in found)
    del zotero.items[0]
    changed, _ = sync_zotero(session)
    assert [mark.is_in_zotero for mark in changed.changed.values()] == [False]


def test_10_000_items_are_read_by_ten_requests(home: Path, zotero: Zotero) -> None:
    authors = [{"creatorType": "author", "firstName": "A.", "lastName": "B."}] * 5
    zotero.items += [
        {**arxiv(at), "abstractNote": "x" * 1000, "creators": authors} for at in range(1, 10_001)
    ]
    session = Session()
    assert sync_zotero(session)[1] == 10_000
    assert zotero.pages == 10


def test_sending_tags_what_is_there_now(session: Session, zotero: Zotero) -> None:
    hand_over(session, 1)
    assert session.library.marks([PaperId(name(1))])[name(1)].is_in_zotero


NOT_RUNNING = "Zotero: is not running at http://127.0.0.1:9; start Zotero and try again"


def told(session: Session, *, reads: bool) -> str:
    with pytest.raises(PapertermError) as raised:
        sync_zotero(session) if reads else hand_over(session, 1)
    return str(raised.value)


def test_a_refusal_is_one_line_that_says_what_to_do(
    session: Session, zotero: Zotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    zotero.writes = "refused"
    assert told(session, reads=False) == (
        "Zotero: does not let paperterm add items; allow it in Zotero's dialog, and send again"
    )
    assert zotero.items == []
    zotero.is_open, zotero.readonly = False, True
    assert told(session, reads=False).startswith("Zotero: refused 2602.00001 (500); in Zotero, s")
    assert told(session, reads=True) == (
        "Zotero: does not let other programs read its library; in Zotero's settings, under "
        "Advanced, allow other applications on this computer to communicate with it"
    )
    zotero.is_open = True
    for raw in (b"<html>", b"", b"{}", b"\xff", b"[NaN]", b"[" * 100_000 + b"]" * 100_000):
        zotero.raw = raw
        assert told(session, reads=True).startswith("Zotero: gave an unexpected answer")
    monkeypatch.setenv("PAPERTERM_ZOTERO_URL", "http://127.0.0.1:9")
    assert told(session, reads=True) == told(session, reads=False) == NOT_RUNNING


@pytest.mark.parametrize(
    "url", ["http://example.org", "https://127.0.0.1:1", "x", "http://[", "http://127.0.0.1:x"]
)
def test_only_this_computer_is_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PAPERTERM_ZOTERO_URL", url)
    assert told(session, reads=True).startswith(f"PAPERTERM_ZOTERO_URL: is {url!r}; use an address")
