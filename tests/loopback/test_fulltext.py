"""Whole papers from a real server: one request a paper, none from the cache, and what fails."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from paperterm.errors import QueryError
from paperterm.fulltext.classify import PageKind
from paperterm.loopback.html import whole_page
from paperterm.query.parse import parse
from paperterm.session import Selection, Session
from paperterm.session.fulltext import Failure, Page, here_in_full, page
from paperterm.session.page_request import HTML
from paperterm.session.refresh_run import gate
from paperterm.session.search import find, scan
from tests.building import listing, paper
from tests.loopback.asking import FRIDAY, announced
from tests.loopback.faulty import OUTCOMES, Loopback, native_page

WAITING = paper(1, "Please Hold: LLM Agents That Wait in Line", version=2)
OTHER = paper(2, "Does Your VLM Know Which Way Is Up?", version=1)
OLD = paper("math/0309136", "An Old Paper on Knots", version=1)
PAGES = {
    one.id: whole_page(one.title, f"{one.id}v{one.version}", "It is found & shown.")
    for one in (WAITING, OTHER, OLD)
}


@pytest.fixture
def pages() -> dict[str, bytes]:
    return {str(id_): body for id_, body in PAGES.items()}


@pytest.fixture
def server(
    home: Path, pages: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Loopback]:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("[fetch]\ninterval = 0\n")
    papers = [announced(one) for one in (WAITING, OTHER, OLD)]
    with Loopback(papers, now=lambda: FRIDAY, pages=pages) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


@pytest.fixture
def session(server: Loopback) -> Session:
    return Session(now=lambda: FRIDAY)


def later(session: Session, **time: float) -> Session:
    return Session(session.folders, now=lambda: FRIDAY + timedelta(**time))


def asked(server: Loopback) -> list[str]:
    return [request.path for request in server.requests]


def test_one_request_a_paper_and_none_from_the_cache(session: Session, server: Loopback) -> None:
    first = page(session, WAITING)
    assert isinstance(first, Page)
    assert (first.kind, first.version, first.is_cut) == (PageKind.PAPER, 2, False)
    assert first.html == PAGES[WAITING.id]
    assert page(later(session, days=400), WAITING) == first
    assert page(session, WAITING, offline=True) == first
    assert asked(server) == ["/html/2602.00001"]
    assert here_in_full(session) == {WAITING.id}


def test_full_finds_words_of_papers_that_are_here_in_full(
    session: Session, server: Loopback
) -> None:
    session.library.store(listing(WAITING, OTHER))
    page(session, WAITING)

    def found(query: str) -> set[str]:
        return {entry.id for entry in find(session, parse(query), Selection())}

    for query in ("full:shown", 'full:"is found"', "full:sho*", "full:*", "-full:nothing full:*"):
        assert found(query) == {WAITING.id}, query
    for query in ('full:"found is"', "full:nothing", "full:shown -full:*", "full:sho"):
        assert not found(query), query
    assert found("ti:vlm or full:shown") == {WAITING.id, OTHER.id}
    assert found("-full:shown") == {OTHER.id}
    assert {entry.id for entry in scan(session, parse("full:shown"), Selection())} == {WAITING.id}
    with pytest.raises(QueryError, match="full: takes a word"):
        parse("full:/a/")


def test_an_old_id_has_a_file_of_its_own(session: Session, server: Loopback) -> None:
    assert isinstance(page(session, OLD), Page)
    assert isinstance(page(session, OLD, offline=True), Page)
    assert here_in_full(session) == {OLD.id}


def test_asking_anew_is_conditional_and_keeps_the_page(session: Session, server: Loopback) -> None:
    page(session, WAITING)
    again = page(later(session, days=2), WAITING, fresh=True)
    assert isinstance(again, Page)
    assert again.fetched == FRIDAY + timedelta(days=2)
    assert server.requests[-1].headers["if-none-match"].startswith('"')
    server.fault("html-none", path="/html")
    gone = page(session, WAITING, fresh=True)
    assert isinstance(gone, Failure)
    assert page(session, WAITING) == again
    assert len(server.requests) == 3


def test_a_new_version_replaces_the_page(
    session: Session, server: Loopback, pages: dict[str, bytes]
) -> None:
    pages[WAITING.id] = whole_page(WAITING.title, "2602.00001v1")
    earlier = page(session, WAITING)
    assert isinstance(earlier, Page)
    assert earlier.is_earlier
    pages[WAITING.id] = PAGES[WAITING.id]
    newer = page(session, WAITING, fresh=True)
    assert isinstance(newer, Page)
    assert not newer.is_earlier
    assert newer.html == PAGES[WAITING.id]


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_failure_is_named_and_not_asked_for_again_that_day(
    session: Session, server: Loopback, name: str
) -> None:
    server.fault(f"html-{name}", times=2)
    for _ in range(3):
        failure = page(session, WAITING)
        assert isinstance(failure, Failure)
        assert failure.kind == name
        assert failure.problem
    assert len(server.requests) == 1
    assert isinstance(page(session, WAITING, fresh=True), Failure)
    assert not here_in_full(session)
    assert isinstance(page(later(session, days=1), WAITING), Page)
    assert len(server.requests) == 3


def test_what_authors_wrote_and_what_breaks_off_can_be_read(
    session: Session, server: Loopback, pages: dict[str, bytes]
) -> None:
    pages[WAITING.id] = native_page(WAITING.title)
    pages[OTHER.id] = PAGES[OTHER.id][:-200]
    native, cut = page(session, WAITING), page(session, OTHER)
    assert isinstance(native, Page)
    assert native.kind is PageKind.NATIVE
    assert isinstance(cut, Page)
    assert cut.is_cut
    page(session, OTHER, fresh=True)
    assert "if-none-match" not in server.requests[-1].headers


@pytest.mark.parametrize("fault", ["huge", "huge-gzip", "gzip-tail", "304", "wrong-type"])
def test_an_answer_that_cannot_be_used_is_a_failure(
    session: Session, server: Loopback, fault: str
) -> None:
    server.fault(fault)
    failure = page(session, WAITING)
    assert isinstance(failure, Failure)
    assert failure.kind is PageKind.BROKEN
    assert page(session, WAITING) == failure
    assert len(server.requests) == 1


def test_a_request_that_failed_is_sent_again(session: Session, server: Loopback) -> None:
    server.fault("truncated")
    failure = page(session, WAITING)
    assert isinstance(failure, Failure)
    assert failure.kind is PageKind.FAULT
    server.calm()
    assert isinstance(page(session, WAITING), Page)


def test_a_slow_answer_is_waited_for(session: Session, server: Loopback) -> None:
    server.fault("slow")
    assert isinstance(page(session, WAITING), Page)


@pytest.mark.parametrize("fault", ["403", "429", "503"])
def test_nothing_is_sent_after_a_refusal(session: Session, server: Loopback, fault: str) -> None:
    server.fault(fault)
    for one in (WAITING, OTHER, WAITING):
        failure = page(session, one)
        assert isinstance(failure, Failure)
        assert failure.kind is PageKind.REFUSED
        assert fault in failure.problem
    assert len(server.requests) == 1
    server.calm()
    assert isinstance(page(later(session, hours=1), WAITING), Page)


def test_offline_is_told_and_not_remembered(
    session: Session, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = page(session, WAITING, offline=True)
    assert isinstance(absent, Failure)
    assert absent.kind is PageKind.ABSENT
    with monkeypatch.context() as context:
        context.setenv("PAPERTERM_ARXIV_URL", "http://127.0.0.1:9")
        failure = page(session, WAITING)
    assert isinstance(failure, Failure)
    assert failure.kind is PageKind.OFFLINE
    assert not server.requests
    assert isinstance(page(session, WAITING), Page)


@pytest.mark.parametrize("harm", [lambda content: content[:-9], lambda _: b"{}"])
def test_a_damaged_file_is_asked_for_again(
    session: Session, server: Loopback, harm: Callable[[bytes], bytes]
) -> None:
    page(session, WAITING)
    [file] = session.folders.cache.rglob("*.html.gz")
    file.write_bytes(harm(file.read_bytes()))
    assert isinstance(page(session, WAITING), Page)
    assert len(server.requests) == 2


async def test_arxiv_itself_is_asked_every_fifteen_seconds_whatever_the_settings_say(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAPERTERM_ARXIV_URL")  # no request is sent: only the gate is passed
    now = FRIDAY

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    at = Session(session.folders, now=lambda: now)
    assert at.settings.interval == 0
    began = []
    for _ in range(3):
        async with gate(at, sleep, HTML).opened():
            began.append((now - FRIDAY).total_seconds())
    assert began == [0, 15, 30]
