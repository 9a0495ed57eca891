"""What is due, and how things stand: pure answers."""

from datetime import UTC, datetime, timedelta

import pytest

from paperterm.errors import OfflineError, RefusedError, SourceError
from paperterm.library.fetchlog import Tries
from paperterm.model import Day, Status
from paperterm.refresh.events import State
from paperterm.refresh.outlook import outlook
from paperterm.refresh.plan import LONGEST_GAP, Known, Plan, first_of_last, plan
from paperterm.sources.schedule import evenings

NOON = datetime(2026, 2, 12, 17, tzinfo=UTC)  # a Thursday; Wednesday's batch is in the feeds
WED, TUE, MON, SUN = (Day(2026, 2, number) for number in (11, 10, 9, 8))
COMPLETE, ESTIMATED, PARTIAL = Status.COMPLETE, Status.ESTIMATED, Status.PARTIAL


def planned(now: datetime, known: dict[Day, Status], since: Day | None = None) -> Plan:
    """What is due if so much is known."""
    return plan(now, Known(known), ("cs.AI",), since)


def due(now: datetime, known: dict[Day, Status], since: Day | None = None) -> dict[str, list[Day]]:
    """The Days to ask each source for, by its name."""
    return {one.source.name: [*one.days] for one in planned(now, known, since).due}


def test_a_first_run_asks_for_what_is_shown() -> None:
    assert due(NOON, {}) == {"feed": [WED]}


def test_a_first_run_at_a_weekend_fills_the_day_before_it() -> None:
    saturday = NOON + timedelta(days=2)
    assert due(saturday, {}) == {"api": [Day(2026, 2, 12)]}


def test_nothing_is_due_twice() -> None:
    assert due(NOON, {WED: COMPLETE}) == {}


def test_missed_days_are_filled() -> None:
    assert due(NOON, {SUN: COMPLETE}) == {"feed": [WED], "api": [MON, TUE]}
    assert planned(NOON, {SUN: COMPLETE}).days == (MON, TUE, WED)
    assert due(NOON, {SUN: COMPLETE, MON: ESTIMATED}) == {"feed": [WED], "api": [TUE]}


def test_a_day_told_in_part_is_asked_for_again_and_filled_when_it_is_past() -> None:
    assert due(NOON, {TUE: COMPLETE, WED: PARTIAL}) == {"feed": [WED]}
    assert due(NOON, {TUE: COMPLETE, WED: ESTIMATED}) == {"feed": [WED]}
    friday = NOON + timedelta(days=1)
    known = {TUE: COMPLETE, WED: PARTIAL, Day(2026, 2, 12): COMPLETE}
    assert due(friday, known) == {"api": [WED]}


def test_a_long_absence_fills_two_weeks_and_says_that_more_is_missing() -> None:
    known = {Day(2025, 10, 1): COMPLETE}
    missed = due(NOON, known)["api"]
    assert len(missed) == LONGEST_GAP - 1  # today is the last of the two weeks
    assert missed[-1] == TUE
    assert planned(NOON, known).older == Day(2025, 10, 2)


def test_a_hole_that_is_too_old_is_not_asked_for_again_and_again() -> None:
    known = {Day(2025, 10, 1): COMPLETE, WED: COMPLETE}
    known |= dict.fromkeys(due(NOON, {Day(2025, 10, 1): COMPLETE})["api"], ESTIMATED)
    assert planned(NOON, known) == planned(NOON, {WED: COMPLETE})


def test_history_on_demand_has_no_limit() -> None:
    history = planned(NOON, {WED: COMPLETE}, since=Day(2025, 10, 1))
    assert [one.source.name for one in history.due] == ["api"]
    assert history.days[0] == Day(2025, 10, 1)
    assert len(history.days) > 4 * LONGEST_GAP
    assert history.older is None


def test_history_from_tomorrow_on_is_what_is_shown_today() -> None:
    assert due(NOON, {TUE: COMPLETE}, since=Day(2026, 2, 12)) == {"feed": [WED]}


def test_the_last_days_are_counted_in_mailings() -> None:
    assert first_of_last(0, NOON) == WED
    assert first_of_last(1, NOON) == WED
    assert first_of_last(4, NOON) == SUN
    assert first_of_last(5, NOON) == Day(2026, 2, 5)


@pytest.mark.parametrize(
    ("tries", "hours", "is_due"),
    [(1, 3, False), (1, 4, True), (2, 31, False), (2, 32, True), (3, 999, False), (9, 999, False)],
)
def test_a_day_that_was_asked_for_in_vain_waits_and_is_given_up(
    tries: int, hours: int, is_due: bool
) -> None:
    vain = Known({TUE: COMPLETE}, {}, {WED: Tries(tries, NOON - timedelta(hours=hours))})
    found = plan(NOON, vain, ("cs.AI",))
    assert bool(found.due) is is_due
    assert bool(found.later) is (not is_due and tries < 3)
    assert plan(NOON, vain, ("cs.AI",), insists=True).days == (WED,)
    assert plan(NOON, vain, ("cs.AI",), since=WED).days == (WED,)


def test_a_clock_that_was_wrong_closes_no_day() -> None:
    ahead = Known({}, {}, {WED: Tries(3, NOON + timedelta(days=9_999))})
    assert plan(NOON, ahead, ("cs.AI",)).days == (WED,)


def test_a_day_that_lacks_categories_is_asked_for_these_alone() -> None:
    followed = ("cs.AI", "cs.CV", "cs.LG")
    old = Day(2025, 10, 1)
    lacking = {SUN: ("cs.LG",), MON: ("cs.CV",), old: ("cs.CV", "cs.LG")}
    whole = {day: COMPLETE for day in evenings(old, TUE) if day not in lacking}
    found = plan(NOON, Known(whole, lacking), followed)
    asked = [(one.source.name, one.days, one.categories) for one in found.due]
    assert asked == [("feed", (WED,), followed), ("api", (SUN, MON), ("cs.CV", "cs.LG"))]
    assert found.older_lacking == old
    assert found.older is None


def test_how_things_stand() -> None:
    complete = planned(NOON, {WED: COMPLETE})
    assert outlook(NOON, complete, None).state is State.FRESH
    assert outlook(NOON, planned(NOON, {TUE: COMPLETE}), None).state is State.STALLED
    evening = datetime(2026, 2, 13, 2, tzinfo=UTC)
    assert outlook(evening, complete, None).state is State.WAITING
    saturday = NOON + timedelta(days=2)
    quiet = outlook(saturday, planned(saturday, {Day(2026, 2, 12): COMPLETE}), None)
    assert quiet.state is State.QUIET
    assert quiet.next == datetime(2026, 2, 16, 5, 10, tzinfo=UTC)
    until = NOON + timedelta(minutes=12)
    refused = outlook(NOON, planned(NOON, {}), None, RefusedError("arXiv answered 429", until))
    assert (refused.state, refused.next) == (State.REFUSED, until)
    assert outlook(NOON, planned(NOON, {}), RefusedError("429", until)).state is State.REFUSED
    first = planned(NOON, {})
    offline, odd = OfflineError("arxiv.org", "silent"), SourceError("arxiv.org", "odd")
    assert outlook(NOON, first, None, offline).state is State.OFFLINE
    assert outlook(NOON, first, None, odd).state is State.FAILED
    assert outlook(NOON, complete, None).wait(NOON) > 0
