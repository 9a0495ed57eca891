"""When feeds come out: ARXIV's schedule in US Eastern, whatever clock this machine has."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.model import Day, has_mailing
from paperterm.refresh.mailings import evenings, is_mailed, newest_out, next_out, served

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "shown", "newest", "following"),
    [
        # Summer: midnight Eastern is 04:00 UTC, and the feed can be asked for ten minutes later.
        ("2026-08-20 04:09", "2026-08-18", "2026-08-18", "2026-08-20 04:10"),
        ("2026-08-20 04:10", "2026-08-19", "2026-08-19", "2026-08-21 04:10"),
        # Winter: 05:00 UTC.
        ("2026-02-12 05:09", "2026-02-10", "2026-02-10", "2026-02-12 05:10"),
        ("2026-02-12 05:10", "2026-02-11", "2026-02-11", "2026-02-13 05:10"),
        # Monday's feed is Sunday's mailing.
        ("2026-04-20 12:00", "2026-04-19", "2026-04-19", "2026-04-21 04:10"),
        # At a weekend the feeds are empty.
        ("2026-04-18 12:00", None, "2026-04-16", "2026-04-20 04:10"),
        ("2026-04-19 12:00", None, "2026-04-16", "2026-04-20 04:10"),
        # No mailing on the evening of Thanksgiving: Friday's feed is empty.
        ("2026-11-27 12:00", None, "2026-11-25", "2026-11-30 05:10"),
    ],
)
def test_what_is_shown(now: str, shown: str | None, newest: str, following: str) -> None:
    moment = at(now)
    assert served(moment) == (Day.parse(shown) if shown else None)
    assert newest_out(moment) == Day.parse(newest)
    assert next_out(moment) == at(following)


@pytest.mark.parametrize(
    ("now", "mailed"),
    [
        ("2026-08-20 23:59", False),  # 19:59 Eastern
        ("2026-08-21 00:00", True),  # 20:00 on a Thursday
        ("2026-08-22 00:30", False),  # Friday evening
        ("2026-11-27 02:00", False),  # the evening of Thanksgiving
    ],
)
def test_a_batch_is_mailed_before_its_feed_is_out(now: str, mailed: bool) -> None:
    assert is_mailed(at(now)) is mailed


@given(MOMENTS)
def test_the_next_feed_is_ahead_and_brings_the_next_day(now: datetime) -> None:
    following = next_out(now)
    assert following > now
    assert newest_out(following) > newest_out(now)
    assert newest_out(following - timedelta(seconds=1)) == newest_out(now)
    assert served(following) == newest_out(following)


@given(MOMENTS)
def test_what_is_shown_is_the_newest(now: datetime) -> None:
    assert served(now) in (None, newest_out(now))
    assert has_mailing(newest_out(now))


def test_evenings_leave_out_weekends_and_holidays() -> None:
    found = evenings(date(2026, 11, 24), date(2026, 11, 30))
    assert list(map(str, found)) == ["2026-11-24", "2026-11-25", "2026-11-29", "2026-11-30"]
