"""A refresh against a real server on this machine: what is asked, what is stored, what survives."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.library import Library
from paperterm.library.fetchlog import FetchLog
from paperterm.model import (
    AnnouncedPaper,
    Announcement,
    Day,
    Kind,
    Paper,
    PaperId,
    SourcePaper,
    Status,
)
from paperterm.model.days import HOLIDAYS, HOLIDAYS_UNTIL
from paperterm.refresh.events import Asking, Report, State
from paperterm.refresh.run import Means, refresh
from paperterm.sources.api import DAYS_AT_ONCE, PAGE
from paperterm.sources.fetched_sources import SOURCES
from paperterm.sources.gate import Gate
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.limits import Budget, Limits
from paperterm.sources.schedule import evenings, mailing_before, newest_out
from paperterm.sources.source import FetchContext, FetchedDay, Source
from tests.loopback.faulty import Loopback

CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.MA", "cs.RO")
THURSDAY = datetime(2026, 2, 12, 14, tzinfo=UTC)
DAYS = evenings(Day(2026, 1, 20), Day(2026, 2, 19))
PER_DAY = 12
QUICK = Limits(connect=0.4, head=0.4)


def announced(day: Day, number: int, kind: Kind = Kind.NEW, version: int = 1) -> AnnouncedPaper:
    """A paper of a day; those of one number have one id, sent in before the first day's cut-off."""
    category = CATEGORIES[number % len(CATEGORIES)]
    sent = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    if day.weekday() == 6:  # Sunday's batch was sent in by Friday
        sent -= timedelta(days=2)
    paper = Paper(
        PaperId(f"26{day:%m}.{day.day:02}{number:03}"),
        f"Paper {number} of {day}",
        ("Ada Lovelace", "José García"),
        abstract=f"What paper {number} is about.",
        categories=(category, "stat.ML"),
        primary_category=category,
        version=version,
        published=sent,
        updated=sent,
    )
    return AnnouncedPaper(paper, Announcement(day, kind, number))


PAPERS = [announced(day, number) for day in DAYS for number in range(PER_DAY)]


class World:
    """A server, a library, and a time that only sleeping moves."""

    def __init__(self, folder: Path, papers: list[AnnouncedPaper]) -> None:
        self.now = THURSDAY
        self.folder = folder
        self.server = Loopback(papers, now=lambda: self.now)
        self.library = Library(folder / "data")
        self.log = FetchLog(folder / "data")
        self.slept: list[float] = []
        self.limits = Limits()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def http(self, hosts: Hosts, received: object = None) -> Http:
        gate = Gate(self.folder, 3.0, lambda: self.now, self.sleep, jitter=lambda low, _: low)
        return Http(gate, hosts, limits=self.limits, clock=lambda: self.now)

    def means(self, categories: tuple[str, ...] = CATEGORIES) -> Means:
        url = self.server.url
        hosts = Hosts(f"{url}/api/query", f"{url}/rss", f"{url}/pdf", is_loopback=True)
        return Means(
            self.library,
            self.log,
            categories,
            hosts,
            partial(self.http, hosts),
            lambda: self.now,
            self.sleep,
        )

    def refresh(self, since: Day | None = None, *, insists: bool = False) -> Report:
        return asyncio.run(refresh(self.means(), lambda _: None, since, insists=insists))

    def stop_while_it_hangs(self) -> None:
        """Begin a refresh, and cancel it when the server does not answer."""

        async def stopped() -> None:
            task = asyncio.create_task(refresh(self.means(), lambda _: None))
            await asyncio.to_thread(self.server.hung.wait, 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(stopped())
        self.server.release()

    def kept(self) -> dict[str, int]:
        """How many papers each day holds."""
        found = {}
        for day in self.library.days():
            record = self.library.day(day)
            found[str(day)] = len(record.announced) if record else 0
        return found

    def notes(self) -> int:
        """How many bytes are kept beside the papers."""
        return sum(one.stat().st_size for one in self.folder.rglob("*.json") if one.stem[0] != "2")

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.server.requests]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, PAPERS)
    with made.server:
        yield made


def test_a_normal_day_is_one_request(world: World) -> None:
    report = world.refresh()
    assert world.asked == ["/rss/" + "+".join(CATEGORIES)]
    assert (report.state, report.requests) == (State.FRESH, 1)
    assert world.kept() == {"2026-02-11": PER_DAY}
    record = world.library.day(Day(2026, 2, 11))
    assert record
    assert record.status is Status.COMPLETE
    assert {one.announcement.kind for one in record.announced} == {Kind.NEW}
    assert record.announced[0].paper.authors == ("Ada Lovelace", "José García")


def test_a_new_source_is_a_row(world: World) -> None:
    async def fetch(
        context: FetchContext, days: tuple[Day, ...]
    ) -> AsyncGenerator[FetchedDay, None]:
        for day in days:
            context.report(f"the archive of {day}")
            papers = [one.paper for one in PAPERS if one.announcement.day == day]
            yield FetchedDay(day, tuple(SourcePaper(paper, Kind.NEW) for paper in papers), "tag")

    archive = Source(
        "archive",
        "the archive",
        Status.COMPLETE,
        lambda day, _: day == Day(2026, 2, 9),
        fetch,
        behind="the archive trails",
        again=timedelta(hours=1),
    )
    means = replace(world.means(), sources=(archive, *SOURCES))
    report = asyncio.run(refresh(means, lambda _: None, Day(2026, 2, 9)))
    assert world.kept() == dict.fromkeys(["2026-02-09", "2026-02-10", "2026-02-11"], PER_DAY)
    assert world.library.status(Day(2026, 2, 9)) is Status.COMPLETE
    assert world.log.etag("archive", CATEGORIES) == "tag"
    assert (report.state, report.requests) == (State.FRESH, 2)
    assert asyncio.run(refresh(means, lambda _: None, Day(2026, 2, 9))).requests == 0


def test_asking_again_asks_nobody(world: World) -> None:
    world.refresh()
    again = world.refresh()
    assert again.requests == 0
    assert again.state is State.FRESH
    assert len(world.asked) == 1


def test_a_week_is_one_feed_and_its_pages(world: World) -> None:
    world.refresh()
    world.now += timedelta(days=7)
    report = world.refresh()
    assert world.asked[1:] == ["/rss/" + "+".join(CATEGORIES), "/api/query"]
    assert report.state is State.FRESH
    wanted = {str(day): PER_DAY for day in evenings(Day(2026, 2, 11), Day(2026, 2, 18))}
    assert world.kept() == wanted
    statuses = {str(day): world.library.status(day) for day in world.library.days()}
    assert statuses.pop("2026-02-18") is Status.COMPLETE
    assert statuses.pop("2026-02-11") is Status.COMPLETE
    assert set(statuses.values()) == {Status.ESTIMATED}


def test_requests_are_three_seconds_apart(world: World) -> None:
    times: list[datetime] = []
    with Loopback(PAPERS, now=lambda: world.now, clock=lambda: world.now.timestamp()) as server:
        world.server = server
        world.refresh()
        world.now += timedelta(days=7)
        world.refresh(since=Day(2026, 1, 20))
        times = [datetime.fromtimestamp(request.at, UTC) for request in server.requests]
    assert len(times) > 3
    gaps = [(after - before).total_seconds() for before, after in pairwise(times)]
    assert min(gaps) >= 3


def test_history_on_demand(world: World) -> None:
    world.refresh(since=Day(2026, 1, 20))
    assert world.kept() == {
        str(day): PER_DAY for day in evenings(Day(2026, 1, 20), Day(2026, 2, 11))
    }


def test_a_weekend_is_quiet_and_says_when_it_goes_on(world: World) -> None:
    world.now += timedelta(days=1)
    world.refresh()
    world.now = datetime(2026, 2, 14, 15, tzinfo=UTC)
    report = world.refresh()
    assert (report.state, report.requests) == (State.QUIET, 0)
    assert report.next == datetime(2026, 2, 16, 5, 10, tzinfo=UTC)


def test_a_first_run_at_a_weekend_brings_the_day_before(world: World) -> None:
    world.now = datetime(2026, 2, 14, 18, tzinfo=UTC)
    assert world.refresh().state is State.QUIET
    assert world.kept() == {"2026-02-12": PER_DAY}


def test_an_old_batch_with_todays_date_is_no_announcement(world: World) -> None:
    world.refresh()
    world.now += timedelta(days=1)
    world.server.fault("stale", path="/rss")
    report = world.refresh()
    assert report.state is State.STALLED
    assert world.kept() == {"2026-02-11": PER_DAY}
    world.server.calm()
    world.now += timedelta(hours=1)
    assert world.refresh().requests == 0
    assert world.refresh(insists=True).state is State.FRESH
    assert world.kept() == {"2026-02-12": PER_DAY, "2026-02-11": PER_DAY}


def test_two_thousand_items_ask_for_each_category(tmp_path: Path) -> None:
    day = Day(2026, 2, 11)
    made = World(tmp_path, [_of_a_large_day(day, number) for number in range(2_400)])
    with made.server:
        report = made.refresh()
        assert report.requests == 1 + len(CATEGORIES)
        assert made.kept() == {"2026-02-11": 2_400}


def _of_a_large_day(day: Day, number: int) -> AnnouncedPaper:
    one = announced(day, number % 900)
    category = CATEGORIES[number % len(CATEGORIES)]
    paper = Paper(
        PaperId(f"2602.{number:05}"),
        f"Paper {number}",
        ("Ada Lovelace",),
        abstract="Large days happen.",
        categories=(category,),
        primary_category=category,
        version=1,
        published=one.paper.published,
        updated=one.paper.published,
    )
    return AnnouncedPaper(paper, Announcement(day, Kind.NEW, number))


REFUSALS = (
    *("429", "429-seconds", "429-date", "406", "503", "rate-exceeded"),
    *("retry-after-far", "retry-after-huge", "retry-after-garbage", "refusal-text"),
)
FAULTS = (
    *("hang", "hang-midway", "cut", "length-too-long", "html", "empty-body", "error-entry"),
    *("malformed", "truncated", "huge", "huge-gzip", "entity-bomb", "301"),
    *("drip", "drip-head", "gzip-tail", "error-text", "moved-to-punycode", "moved-to-nonsense"),
)
HARMLESS = ("etag-not-ascii", "etag-huge", "large", "gzip", "wrong-type")
LITTLE = 20_000
"""Bytes that a few refreshes may keep beside the papers."""


@pytest.mark.parametrize("fault", REFUSALS)
@pytest.mark.parametrize("path", ["/rss", "/api"])
def test_a_refusal_stops_everything_and_is_remembered(world: World, fault: str, path: str) -> None:
    world.refresh()
    before = world.kept()
    world.now += timedelta(days=7)
    world.server.fault(fault, path=path)
    report = world.refresh()
    asked = len(world.asked)
    assert report.state is State.REFUSED
    assert report.next
    assert report.next > world.now
    assert "answered" in report.summary
    assert report.next <= world.now + timedelta(days=1)
    assert world.notes() < LITTLE
    assert before.items() <= world.kept().items()
    assert set(world.kept()) - set(before) <= {"2026-02-18"}
    world.server.calm()
    assert world.refresh().state is State.REFUSED
    assert len(world.asked) == asked, "nobody is asked before the time"
    world.now = report.next
    assert world.refresh().state in (State.FRESH, State.QUIET)
    assert len(world.kept()) == len(evenings(Day(2026, 2, 11), newest_out(world.now)))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", ["/rss", "/api"])
def test_a_fault_leaves_whole_days_and_is_mended_by_the_next_refresh(
    world: World, fault: str, path: str
) -> None:
    world.refresh()
    before = world.kept()
    world.now += timedelta(days=7)
    world.server.fault(fault, path=path)
    world.limits = QUICK if fault.startswith(("hang", "drip")) else Limits()
    report = world.refresh()
    world.server.release()
    world.limits = Limits()
    assert report.errors
    assert all(20 < len(error) < 2_500 and "\n" not in error for error in report.errors)
    assert world.notes() < LITTLE
    assert before.items() <= world.kept().items()
    assert set(world.kept().values()) == {PER_DAY}
    world.server.calm()
    world.now += timedelta(hours=1)
    assert world.refresh().state is State.FRESH
    assert world.kept() == {
        str(day): PER_DAY for day in evenings(Day(2026, 2, 11), Day(2026, 2, 18))
    }


@pytest.mark.parametrize("fault", HARMLESS)
def test_an_odd_answer_that_is_whole_is_taken_and_nothing_odd_is_kept_or_sent(
    world: World, fault: str
) -> None:
    world.server.fault(fault)
    for _ in range(2):
        report = world.refresh()
        assert (report.state, report.errors) == (State.FRESH, [])
        world.now += timedelta(days=1)
    assert len(world.kept()) == 2
    assert world.notes() < LITTLE
    assert all(len(str(request.headers)) < 1_000 for request in world.server.requests)


def test_a_body_that_begins_well_and_then_drips_is_given_up(tmp_path: Path) -> None:
    made = World(tmp_path, [announced(Day(2026, 2, 11), number) for number in range(400)])
    made.server.fault("drip-late")
    made.limits = Limits(head=0.5, rate=1_000_000)
    with made.server:
        assert made.refresh().state is State.OFFLINE


@pytest.mark.parametrize("etag", ['"\xe9"', "a\r\nX: y", "a" * 1_000, "", " ", 5])
def test_a_validator_that_cannot_be_sent_is_dropped(world: World, etag: str) -> None:
    """Whoever wrote it: an older paperterm, or somebody with an editor."""
    day = Day(2026, 2, 10)
    world.log.add_day(day, "feed", CATEGORIES, Status.COMPLETE, 1, world.now, etag)
    assert world.refresh().state is State.FRESH
    assert "if-none-match" not in world.server.requests[0].headers


def test_a_server_of_one_paper_a_page_is_not_asked_for_all_of_them(world: World) -> None:
    world.server.fault("one-a-page", path="/api")
    report = world.refresh(since=Day(2026, 1, 20))
    assert report.state is State.FAILED
    assert "has only 1 of " in report.errors[0]
    assert report.requests < 5


@pytest.mark.parametrize(
    "spent", [Budget(3, 999, 1 << 30), Budget(99, 0, 1 << 30), Budget(99, 9, 1)]
)
def test_a_refresh_ends_when_its_budget_is_spent(
    world: World, monkeypatch: pytest.MonkeyPatch, spent: Budget
) -> None:
    world.server.fault("cut", path="/api")
    monkeypatch.setattr(Budget, "of", lambda days, categories: spent)
    report = world.refresh(since=Day(2026, 1, 20))
    assert report.errors[-1].startswith("this refresh: stopped after ")
    assert report.requests <= 3


@pytest.mark.parametrize("days", [1, 14, 370])
def test_a_budget_is_a_few_times_what_is_needed(days: int) -> None:
    pages = days * 700 / PAGE + days / DAYS_AT_ONCE * (4 * 700 / PAGE + 1)
    needed = 1 + len(CATEGORIES) + pages
    budget = Budget.of(days, len(CATEGORIES))
    assert 2 * needed < budget.requests < 60 + 2 * days
    assert budget.seconds > 3 * 3 * needed
    assert budget.size > 2 * pages * 5_000_000


def test_a_fault_that_passes_is_tried_again(world: World) -> None:
    world.server.fault("cut", path="/rss", times=2)
    assert world.refresh().state is State.FRESH
    assert len(world.asked) == 3


def test_an_empty_page_with_a_positive_total_is_a_fault(world: World) -> None:
    world.refresh()
    world.now += timedelta(days=7)
    world.server.fault("empty-page", path="/api")
    report = world.refresh()
    assert report.errors
    assert set(world.kept()) == {"2026-02-11", "2026-02-18"}


def test_without_a_network_the_library_stays(world: World) -> None:
    world.refresh()
    world.now += timedelta(days=1)
    nowhere = "http://127.0.0.1:9"
    hosts = Hosts(f"{nowhere}/api/query", f"{nowhere}/rss", f"{nowhere}/pdf", is_loopback=True)
    means = replace(world.means(), hosts=hosts, http=partial(world.http, hosts))
    report = asyncio.run(refresh(means, lambda _: None))
    assert report.state is State.OFFLINE
    assert report.summary == "offline"
    assert "cannot be reached" in report.errors[0]
    assert world.kept() == {"2026-02-11": PER_DAY}


def test_stopping_leaves_whole_days(world: World) -> None:
    world.refresh()
    world.now += timedelta(days=7)
    world.server.fault("hang", path="/api")

    world.stop_while_it_hangs()
    assert world.kept() == {"2026-02-11": PER_DAY, "2026-02-18": PER_DAY}


def test_a_replacement_is_a_new_announcement_and_the_old_day_stays(tmp_path: Path) -> None:
    first, second = Day(2026, 2, 10), Day(2026, 2, 11)
    old = announced(first, 1)
    new = AnnouncedPaper(
        Paper(
            old.paper.id,
            "Paper 1, revised",
            old.paper.authors,
            abstract="Another abstract.",
            categories=old.paper.categories,
            primary_category=old.paper.primary_category,
            version=2,
            published=old.paper.published,
            updated=datetime(2026, 2, 11, 12, tzinfo=UTC),
        ),
        Announcement(second, Kind.REPLACE, 5),
    )
    made = World(tmp_path, [old, new, announced(second, 2)])
    with made.server:
        made.now = THURSDAY - timedelta(days=1)
        made.refresh()
        made.now = THURSDAY
        made.refresh()
    versions = [
        (str(one.announcement.day), one.announcement.kind, one.paper.version, one.paper.title)
        for one in made.library.announcements(old.paper.id)
    ]
    assert versions == [
        ("2026-02-10", Kind.NEW, 1, "Paper 1 of 2026-02-10"),
        ("2026-02-11", Kind.REPLACE, 2, "Paper 1, revised"),
    ]


def test_every_run_is_logged(world: World) -> None:
    world.refresh()
    last = world.log.last_run()
    assert last
    assert last.state == "fresh"
    assert world.log.statuses(CATEGORIES, {Day(2026, 2, 11)}) == {Day(2026, 2, 11): Status.COMPLETE}
    assert world.log.statuses(("math.CO",), set()) == {}
    assert world.log.statuses(CATEGORIES, set()) == {}


def test_a_lost_log_costs_no_request(world: World) -> None:
    world.refresh()
    (world.folder / "data" / "fetchlog.json").unlink()
    world.log = FetchLog(world.folder / "data")
    assert world.refresh().requests == 0


def test_without_categories_there_is_nothing_to_ask(world: World) -> None:
    with pytest.raises(InputError, match="categories"):
        asyncio.run(refresh(world.means(()), lambda _: None))


def test_what_is_sent(world: World) -> None:
    world.refresh()
    headers = {name.lower(): value for name, value in world.server.requests[0].headers.items()}
    assert headers["user-agent"].startswith("paperterm/")
    assert "http" in headers["user-agent"]
    assert "atom" in headers["accept"]
    assert "cookie" not in headers


def test_an_api_that_trails_loses_no_day(tmp_path: Path) -> None:
    """Friday was missed; on Saturday the API knows nothing of it yet."""
    thursday = Day(2026, 2, 12)
    behind = [one for one in PAPERS if one.announcement.day < thursday]
    made = World(tmp_path, behind)
    with made.server:
        made.refresh()
        made.now = datetime(2026, 2, 14, 15, tzinfo=UTC)
        late = made.refresh()
        assert late.state is State.STALLED
        assert made.library.status(thursday) is None
    with Loopback(PAPERS, now=lambda: made.now) as server:
        made.server = server
        made.now += timedelta(hours=4)
        assert made.refresh().state is State.QUIET
    assert made.kept() == {"2026-02-11": PER_DAY, "2026-02-12": PER_DAY}


def test_half_a_day_in_the_api_is_not_taken_for_all_of_it(tmp_path: Path) -> None:
    thursday = Day(2026, 2, 12)
    half = [
        one
        for one in PAPERS
        if one.announcement.day < thursday
        or (one.announcement.day == thursday and one.announcement.position < 3)
    ]
    made = World(tmp_path, half)
    made.now = datetime(2026, 2, 13, 14, tzinfo=UTC) - timedelta(days=1)
    with made.server:
        made.refresh()
        made.server.fault("hang", path="/rss")
        made.limits = QUICK
        made.now = datetime(2026, 2, 14, 6, tzinfo=UTC)  # an hour into Saturday, New York
        made.refresh()
        made.limits = Limits()
        made.server.release()
        assert made.library.status(thursday) is Status.PARTIAL
    with Loopback(PAPERS, now=lambda: made.now) as server:
        made.server = server
        made.now += timedelta(hours=30)
        made.refresh()
        assert made.library.status(thursday) is Status.ESTIMATED
    assert made.kept()["2026-02-12"] == PER_DAY


def test_a_held_paper_never_goes_into_a_complete_day(tmp_path: Path) -> None:
    """A paper sent in long ago, and not yet announced, while today's feed completes a day."""
    held = announced(Day(2026, 2, 6), 500)
    made = World(tmp_path, PAPERS)
    with made.server:
        made.refresh(since=Day(2026, 2, 3))
    made.now += timedelta(days=1)
    with Loopback([*PAPERS, held], now=lambda: made.now) as server:
        made.server = server
        made.refresh()
    record = made.library.day(Day(2026, 2, 12))
    assert record
    assert record.status is Status.COMPLETE
    assert len(record.announced) == PER_DAY


def test_a_category_that_is_added_is_asked_for(world: World) -> None:
    asyncio.run(refresh(world.means(("cs.AI",)), lambda _: None))
    assert world.kept() == {"2026-02-11": 2}
    assert world.refresh().requests == 1
    assert world.kept() == {"2026-02-11": PER_DAY}


def test_a_day_file_that_was_moved_away_is_fetched_again(world: World) -> None:
    world.refresh()
    (world.folder / "data" / "library" / "2026" / "2026-02-11.json").unlink()
    world.library = Library(world.folder / "data")
    world.refresh()
    assert world.kept() == {"2026-02-11": PER_DAY}


def test_a_batch_of_replacements_only_is_a_batch(tmp_path: Path) -> None:
    made = World(tmp_path, [announced(Day(2026, 2, 11), 1, Kind.REPLACE, 3)])
    with made.server:
        assert made.refresh().state is State.FRESH
    assert made.kept() == {"2026-02-11": 1}


@pytest.mark.parametrize("hours", [None, 1, 5])
@pytest.mark.parametrize("fault", [None, "stale", "304"])
def test_an_unknown_holiday_costs_at_most_three_requests(
    tmp_path: Path, fault: str | None, hours: int | None
) -> None:
    """However it looks, and whether the reader asks when it should, or a timer every few hours."""
    holiday, before, after = Day(2026, 2, 10), Day(2026, 2, 9), Day(2026, 2, 11)
    made = World(tmp_path, [one for one in PAPERS if one.announcement.day != holiday])
    made.now = datetime(2026, 2, 10, 14, tzinfo=UTC)
    with made.server:
        assert made.refresh().state is State.FRESH
        made.now = datetime(2026, 2, 11, 5, 10, tzinfo=UTC)
        if fault:
            made.server.fault(fault, path="/rss")
        states = set()
        while made.now < datetime(2026, 2, 14, tzinfo=UTC):
            report = made.refresh()
            states.add(report.state)
            assert report.next
            wait = timedelta(hours=hours) if hours else report.next - made.now
            assert wait > timedelta(minutes=1)
            made.now += wait
            if made.now > datetime(2026, 2, 12, 5, tzinfo=UTC):
                made.server.calm()
    kept = {str(day): PER_DAY for day in (before, after, Day(2026, 2, 12))}
    assert made.kept() == kept
    assert len(made.asked) <= len(kept) + 3
    assert states <= {State.STALLED, State.QUIET, State.FRESH, State.WAITING}


def test_the_table_of_holidays_says_a_month_before_that_it_ends(tmp_path: Path) -> None:
    assert HOLIDAYS_UNTIL.year == max(HOLIDAYS).year
    for days, says in ((40, False), (31, False), (24, True), (-10, True)):
        last = HOLIDAYS_UNTIL - timedelta(days=days)
        day = mailing_before(last)
        made = World(tmp_path / str(days), [announced(day, 1)])
        made.now = datetime(last.year, last.month, last.day, 15, tzinfo=UTC)
        with made.server:
            advice = made.refresh().advice
        assert any(f"holidays until {HOLIDAYS_UNTIL}" in line for line in advice) is says, days


def test_a_category_that_is_added_is_asked_for_on_the_days_there_are(world: World) -> None:
    few, new = ("cs.AI", "cs.CL"), "cs.CV"
    asyncio.run(refresh(world.means(few), lambda _: None, Day(2026, 2, 2)))
    told: list[object] = []
    before = len(world.asked)
    report = asyncio.run(refresh(world.means((*few, new)), told.append))
    assert world.asked[before:] == [f"/rss/cs.AI+cs.CL+{new}", "/api/query"]
    query = world.server.requests[-1].query["search_query"]
    assert f"cat:{new}" in query
    assert "cat:cs.AI" not in query
    assert f"{new} of 7 days" in [one.what for one in told if isinstance(one, Asking)]
    assert world.kept() == dict.fromkeys(map(str, evenings(Day(2026, 2, 2), Day(2026, 2, 11))), 6)
    assert report.state is State.FRESH
    assert asyncio.run(refresh(world.means((*few, new)), told.append)).requests == 0
    assert world.library.status(Day(2026, 2, 10)) is Status.ESTIMATED
    record = world.library.day(Day(2026, 2, 10))
    assert record
    assert {one.announcement.kind for one in record.announced} == {Kind.NEW}


def test_a_category_that_is_added_is_asked_for_two_weeks_back_and_the_rest_is_told(
    world: World,
) -> None:
    asyncio.run(refresh(world.means(("cs.AI",)), lambda _: None, Day(2026, 1, 20)))
    means = world.means(("cs.AI", "cs.CV"))
    report = asyncio.run(refresh(means, lambda _: None))
    assert report.requests == 2
    assert len({stored.day for stored in report.days}) == 14
    (note,) = report.advice
    assert note.startswith("cs.CV: days before 2026-01-2")
    assert "`paperterm fetch --since 2026-01-20`" in note
    assert asyncio.run(refresh(means, lambda _: None)).advice == []
    more = asyncio.run(refresh(means, lambda _: None, Day(2026, 1, 20)))
    assert more.requests == 1
    assert set(world.kept().values()) == {4}


def test_what_is_stopped_is_logged(world: World) -> None:
    world.server.fault("hang", path="/rss")

    world.stop_while_it_hangs()
    last = world.log.last_run()
    assert last
    assert last.says == "stopped"


def test_a_damaged_log_is_as_good_as_none(world: World) -> None:
    world.refresh()
    (world.folder / "data" / "fetchlog.json").write_text('{"days": {"x": {}}, "runs": {"y": {}}}')
    world.log = FetchLog(world.folder / "data")
    assert world.log.last_run() is None
    assert world.refresh().state is State.FRESH


def test_a_day_of_outage_is_filled_when_it_is_over(tmp_path: Path) -> None:
    """The feed is empty all day, and the papers are in the API afterwards."""
    made = World(tmp_path, [one for one in PAPERS if one.announcement.day < Day(2026, 2, 11)])
    with made.server:
        made.now = THURSDAY - timedelta(days=1)
        made.refresh()
        made.now = datetime(2026, 2, 12, 20, tzinfo=UTC)
        assert made.refresh().state is State.STALLED
    with Loopback(PAPERS, now=lambda: made.now) as server:
        made.server = server
        made.now += timedelta(days=1)
        made.refresh()
    assert made.kept()["2026-02-11"] == PER_DAY
    assert made.kept()["2026-02-12"] == PER_DAY
