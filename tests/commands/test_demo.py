"""`paperterm demo`: what it is filled with, what R brings, and that nothing stays or leaves."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperterm.cli import main
from paperterm.cli.demo import Demo, open_demo
from paperterm.config.views import FIRST
from paperterm.fulltext.classify import PageKind, classify
from paperterm.fulltext.document import Block, Picture
from paperterm.fulltext.parse import parse
from paperterm.loopback.demo import MAILINGS, STARRED, demo_pages, demo_papers
from paperterm.model import AnnouncedPaper, Day, Kind, Order, PaperId, Status, has_mailing
from paperterm.refresh.events import Report, State
from paperterm.session import Selection
from paperterm.session.fulltext import Failure
from paperterm.session.fulltext import page as whole_paper
from paperterm.session.listing import list_papers
from paperterm.session.refresh_run import refresh_session
from paperterm.topics import matching
from tests.tui.terminal import Terminal, sees

NOW = datetime(2026, 10, 14, 15, tzinfo=UTC)  # a Wednesday
REPLACED = PaperId("0000.00028")
FOLLOWED = {"cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.MA", "cs.RO"}
CTRL_Q = "\x11"
EVENINGS = [Day(2026, 3, day) for day in range(1, MAILINGS + 1)]
PAPERS = demo_papers(EVENINGS)

MOMENTS = {
    "a Wednesday": NOW,
    "Monday before the feed is out": datetime(2026, 10, 12, 4, 5, tzinfo=UTC),
    "Thursday, right after the mailing": datetime(2026, 10, 16, 0, 1, tzinfo=UTC),
    "a Saturday": datetime(2026, 10, 17, 23, tzinfo=UTC),
    "a Sunday": datetime(2026, 10, 18, 12, tzinfo=UTC),
    "after Thanksgiving": datetime(2026, 11, 28, 12, tzinfo=UTC),
    "New Year": datetime(2027, 1, 1, 12, tzinfo=UTC),
}

asked_for: list[object] | None = None


def note_connections(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hooks cannot be taken away again: this one only works while a test listens."""
    if asked_for is not None and event in ("socket.connect", "socket.sendto"):
        asked_for.append(arguments[-1])


sys.addaudithook(note_connections)


@contextmanager
def connections() -> Iterator[list[object]]:
    """Every address that this process connects to meanwhile."""
    global asked_for
    asked_for = []
    try:
        yield asked_for
    finally:
        asked_for = None


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def demo(scratch: Path) -> Iterator[Demo]:
    """A demo on a Wednesday, its newest announcement still to be fetched."""
    with open_demo(lambda: NOW) as demo:
        yield demo


def fetch(demo: Demo) -> Report:
    """What R does."""
    return asyncio.run(refresh_session(demo.session, lambda _: None))


def papers(demo: Demo, day: Day) -> tuple[AnnouncedPaper, ...]:
    record = demo.session.library.day(day)
    assert record
    return tuple(record.announced)


def topics(demo: Demo, day: Day) -> set[str]:
    """The topics with a match on a day."""
    known = demo.session.settings.topics
    found = (matching(one.paper, known) for one in papers(demo, day))
    return {topic.name for some in found for topic in some}


def kept(demo: Demo) -> dict[Path, bytes]:
    """Every file of the library and the marks."""
    data = demo.session.folders.data
    files = (file for name in ("library", "marks") for file in (data / name).rglob("*.json"))
    return {file.relative_to(data): file.read_bytes() for file in files}


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
def test_two_weeks_are_there_whenever_it_is_opened(scratch: Path, now: datetime) -> None:
    with open_demo(lambda: now) as demo:
        days = demo.session.library.days()
        assert len(days) == MAILINGS - 1
        assert all(map(has_mailing, days))
        assert {demo.session.library.status(day) for day in days} == {Status.COMPLETE}
        assert all(len(papers(demo, day)) >= 9 for day in days)
        report = fetch(demo)
        assert report.state is State.FRESH
        (brought,) = report.days
        assert brought.day > max(days)
        assert (now.date() - brought.day).days <= 4
        assert len(demo.session.library.days()) == MAILINGS


def test_every_topic_matches_on_every_day(demo: Demo) -> None:
    fetch(demo)
    days = demo.session.library.days()
    names = {topic.name for topic in demo.session.settings.topics}
    assert len(names) == 8
    missing = {day: names - topics(demo, day) for day in days}
    assert not any(missing.values()), missing


def test_all_kinds_and_all_categories_appear(demo: Demo) -> None:
    fetch(demo)
    found = [one for day in demo.session.library.days() for one in papers(demo, day)]
    assert {one.announcement.kind for one in found} == set(Kind)
    assert {one.paper.categories[0] for one in found} >= FOLLOWED


def test_a_refresh_brings_what_was_held_back_and_changes_nothing_else(demo: Demo) -> None:
    before, days = kept(demo), demo.session.library.days()
    report = fetch(demo)
    assert (report.state, report.requests, report.errors) == (State.FRESH, 1, [])
    (brought,) = report.days
    after = kept(demo)
    assert {name: after[name] for name in before} == before
    assert [name.stem for name in after.keys() - before.keys()] == [str(brought.day)]
    assert demo.session.library.days() == [brought.day, *days]
    assert brought.outcome.new == len(papers(demo, brought.day)) == 12


def test_one_of_them_is_a_new_version_of_a_paper_of_the_week_before(demo: Demo) -> None:
    (old,) = demo.session.library.announcements(REPLACED)
    fetch(demo)
    first, second = demo.session.library.announcements(REPLACED)
    assert first == old
    assert (first.paper.version, second.paper.version) == (1, 2)
    assert second.announcement.kind is Kind.REPLACE
    assert (second.announcement.day - first.announcement.day).days == 7
    assert second.paper.title == first.paper.title
    assert second.paper.abstract != first.paper.abstract


def test_a_second_refresh_has_nothing_to_ask(demo: Demo) -> None:
    fetch(demo)
    asked, before = len(demo.server.requests), kept(demo)
    assert fetch(demo).requests == 0
    assert len(demo.server.requests) == asked
    assert kept(demo) == before


def test_nothing_but_the_server_inside_is_asked(scratch: Path) -> None:
    with connections() as addresses, open_demo(lambda: NOW) as demo:
        assert os.environ["PAPERTERM_ARXIV_URL"] == demo.server.url
        fetch(demo)
        host, port = demo.server.url.removeprefix("http://").split(":")
        assert {request.path for request in demo.server.requests} == {
            "/rss/" + "+".join(sorted(FOLLOWED))
        }
        assert len(demo.server.requests) == MAILINGS
        assert set(addresses) == {(host, int(port))}
        assert host == "127.0.0.1"


def test_a_proxy_is_not_asked(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with open_demo(lambda: NOW) as demo:
        assert not fetch(demo).errors


def test_folder_and_variables_are_as_before(home: Path, scratch: Path) -> None:
    before = dict(os.environ)
    with open_demo(lambda: NOW) as demo:
        assert demo.session.folders.data.is_relative_to(scratch)
        assert list(scratch.iterdir())
    assert list(scratch.iterdir()) == []
    assert dict(os.environ) == before
    assert not home.exists()


def test_the_time_goes_on(scratch: Path) -> None:
    times = [NOW]
    with open_demo(lambda: times[-1]) as demo:
        before = demo.session.now()
        times.append(datetime(2026, 10, 14, 15, 30, tzinfo=UTC))
        assert demo.session.now() - before == times[-1] - times[0]


def test_ids_are_unique_and_tell_the_invented_from_the_real() -> None:
    once = [(one.paper.id, one.paper.version or 1) for one in PAPERS]
    assert len(once) == len(set(once))
    invented = {one.paper.id for one in PAPERS if one.paper.id.startswith("0000.")}
    landmarks = {one.paper.id for one in PAPERS} - invented
    assert len(landmarks) >= 30
    assert len(invented) >= 60
    assert sorted(invented) == [f"0000.{n:05}" for n in range(1, len(invented) + 1)]


def test_invented_papers_say_so_and_landmarks_know_their_date() -> None:
    for one in PAPERS:
        paper = one.paper
        assert paper.abstract
        assert paper.authors
        if paper.id.startswith("0000."):
            assert " ".join(paper.abstract.split()).endswith("(An invented paper.)"), paper.id
        else:
            assert paper.published
            # An id has the month of its first evening, which may follow the month it was sent in.
            sent = paper.published.year % 100 * 12 + paper.published.month
            assert int(paper.id.yymm[:2]) * 12 + int(paper.id.yymm[2:]) - sent in (0, 1), paper.id
            assert str(paper.extra["checked"]).startswith("https://"), paper.id


def test_every_evening_of_the_demo_has_papers() -> None:
    assert {one.announcement.day for one in PAPERS} == set(EVENINGS)


def test_the_help_lists_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "demo" in capfd.readouterr().out


def test_without_a_terminal_it_says_what_to_do(
    scratch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert "needs a terminal" in said.err
    assert list(scratch.iterdir()) == []


@pytest.fixture
def terminal(home: Path, scratch: Path) -> Iterator[Terminal]:
    """`python -m paperterm demo` on a terminal, its first papers shown."""
    environment = sees(home, TMPDIR=str(scratch))
    with Terminal(["-m", "paperterm", "demo"], environment, (120, 36)) as terminal:
        terminal.wait_for("Attention Is All You Need", "All", "ctrl+q")
        yield terminal


def test_on_a_terminal_it_is_read_refreshed_and_left(
    terminal: Terminal, home: Path, scratch: Path
) -> None:
    assert "Voyager" not in terminal.text
    terminal.send("R")
    terminal.wait_for("12 new")
    terminal.send("]")
    terminal.wait_for("Voyager: An Open-Ended Embodied Agent")
    assert list(scratch.iterdir())
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert terminal.left_on == set()
    assert terminal.is_as_before
    assert list(scratch.iterdir()) == []
    assert not home.exists()


def test_a_terminal_that_is_closed_leaves_nothing_behind(terminal: Terminal, scratch: Path) -> None:
    (folder,) = scratch.iterdir()
    assert folder.is_dir()
    terminal.end(signal.SIGHUP)
    assert terminal.wait_for_end() == 128 + signal.SIGHUP
    assert list(scratch.iterdir()) == []


def pictures(block: Block) -> list[str]:
    found = [block.source] if isinstance(block, Picture) else []
    return found + [source for part in block.parts() for source in pictures(part)]


def test_whole_papers_are_of_the_demo_and_have_their_pictures() -> None:
    titles = {str(one.paper.id): one.paper.title for one in PAPERS}
    pages = demo_pages()
    papers = {name: page for name, page in pages.items() if name in titles}
    assert len(papers) >= 3
    for id_, page in papers.items():
        verdict = classify(200, {}, page, titles[id_])
        assert verdict.kind is PageKind.PAPER, id_
        assert not verdict.is_cut, id_
        assert pages.keys() >= {
            source for block in parse(page).blocks for source in pictures(block)
        }, id_


def test_of_a_paper_without_a_whole_text_it_says_which_have_one(demo: Demo) -> None:
    session, pages = demo.session, demo_pages()
    lacking = next(one for one in PAPERS if one.paper.id not in pages)
    found = whole_paper(session, lacking.paper)
    assert isinstance(found, Failure)
    titles = [one.paper.title for one in PAPERS if one.paper.id in pages]
    assert found.problem.startswith("the demo has no whole text of this paper")
    assert all(title[:6] in found.problem for title in titles)


def test_it_has_stars_that_put_diffusion_first_and_say_why(demo: Demo) -> None:
    session = demo.session
    newest = Selection(FIRST, first=session.library.days()[0], order=Order.INTEREST)
    first, *others = list_papers(session, newest)
    assert "Flip-Book Diffusion" in first.paper.title
    assert len(others) == 8
    assert {mark.id for mark in session.library.all_marks() if mark.is_starred} == STARRED
    reasons = session.interest.reasons(first.paper)
    assert any(reason.startswith("like “") for reason in reasons)
    assert any(reason.startswith("liked for ") for reason in reasons)
