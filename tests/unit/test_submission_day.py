"""Which mailing announces a paper that was received at a certain time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from paperterm.errors import InputError
from paperterm.model import Day
from paperterm.model.days import eastern


@pytest.mark.parametrize(
    ("received", "day"),
    [
        # Summer: 14:00 in the US East is 18:00 UTC. 2026-04-20 is a Monday.
        ("2026-04-20T17:59:59Z", "2026-04-20"),
        ("2026-04-20T18:00:00Z", "2026-04-21"),
        ("2026-04-22T17:59:59Z", "2026-04-22"),
        ("2026-04-23T17:59:59Z", "2026-04-23"),
        ("2026-04-23T18:00:00Z", "2026-04-26"),  # Thursday's and Friday's go out on Sunday
        ("2026-04-24T17:59:59Z", "2026-04-26"),
        ("2026-04-24T18:00:00Z", "2026-04-27"),  # Friday afternoon to Monday: Monday
        ("2026-04-25T12:00:00Z", "2026-04-27"),
        ("2026-04-26T23:00:00Z", "2026-04-27"),
        ("2026-04-27T03:00:00Z", "2026-04-27"),
        # Winter: 19:00 UTC.
        ("2026-02-12T18:59:59Z", "2026-02-12"),
        ("2026-02-12T19:00:00Z", "2026-02-15"),
        # No mailing on these evenings.
        ("2026-01-19T12:00:00Z", "2026-01-20"),
        ("2026-11-26T12:00:00Z", "2026-11-29"),
        ("2026-12-28T20:00:00Z", "2026-12-30"),
        ("2026-12-31T12:00:00Z", "2027-01-03"),
    ],
)
def test_the_day_of_a_submission(received: str, day: str) -> None:
    time = datetime.fromisoformat(received)
    assert str(Day.of_submission(time)) == day
    assert str(Day.of_submission(time.astimezone(timezone(timedelta(hours=9))))) == day
    assert str(Day.of_submission(time.replace(tzinfo=None))) == day


@pytest.mark.parametrize("time", [datetime.min, datetime.max])  # noqa: DTZ901
def test_the_ends_of_the_calendar_are_an_error(time: datetime) -> None:
    with pytest.raises(InputError, match="is not the time of a submission"):
        Day.of_submission(time.replace(tzinfo=UTC))


def test_the_clocks_of_the_east_coast() -> None:
    assert f"{eastern(datetime(2026, 7, 1, 12, tzinfo=UTC)):%H:%M}" == "08:00"
    assert f"{eastern(datetime(2026, 1, 1, 12, tzinfo=UTC)):%H:%M}" == "07:00"
