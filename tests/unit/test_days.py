"""The Day of an announcement: the evening of the mailing, one before the feeds' date."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.model import Day, has_mailing

BUILT = re.compile(r"built (?:\w{3}, )?(\d{2} \w{3} \d{4}|\d{4}-\d{2}-\d{2})")
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
HOLIDAYS = """
    2026-01-01 2026-01-19 2026-06-19 2026-07-03 2026-09-07
    2026-11-26 2026-12-25 2026-12-29 2026-12-31
"""


def test_a_day_prints_as_it_is_read() -> None:
    day = Day.parse("2026-02-12")
    assert isinstance(day, Day)
    assert (str(day), day) == ("2026-02-12", date(2026, 2, 12))


@pytest.mark.parametrize(
    "text",
    [
        *("", "today", "2026-2-12", "2026-02-30", "2026-13-01", "2026-02-12T00:00", "20260212"),
        *("2026-W07-4", "12.02.2026", " 2026-02-12", "２０２６-02-12", "0000-01-01", "x" * 99),
    ],
)
def test_everything_else_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="is not a day; write it as 2026-02-12"):
        Day.parse(text)


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("2026-04-20", "2026-04-19"),  # Monday: mailed on Sunday
        ("2026-04-21", "2026-04-20"),
        ("2026-04-24", "2026-04-23"),  # Friday: mailed on Thursday
        ("2026-04-25", "2026-04-23"),  # the feeds of a weekend repeat Friday's, or are empty
        ("2026-04-26", "2026-04-23"),
        ("2026-01-02", "2025-12-31"),  # no mailing on New Year's Day
        ("2026-01-20", "2026-01-18"),
        ("2026-09-08", "2026-09-06"),
        ("2026-12-28", "2026-12-27"),
        ("2026-12-30", "2026-12-28"),
    ],
)
def test_the_day_of_a_feed(dated: str, day: str) -> None:
    assert str(Day.of_feed(date.fromisoformat(dated))) == day


def test_there_are_five_mailings_a_week() -> None:
    monday = date(2026, 4, 20)
    week = [has_mailing(monday + timedelta(days=number)) for number in range(7)]
    assert week == [True, True, True, True, False, False, True]


@pytest.mark.parametrize("evening", HOLIDAYS.split())
def test_evenings_without_a_mailing(evening: str) -> None:
    assert not has_mailing(date.fromisoformat(evening))


def test_every_recorded_feed_belongs_to_an_evening_with_a_mailing(shared: Path) -> None:
    index = json.loads((shared / "data/payloads/index.json").read_text())
    dates = [found for row in index if row["kind"] == "rss" for found in _built(row["quirks"])]
    assert len(dates) > 10
    for dated in dates:
        day = Day.of_feed(dated)
        assert has_mailing(day)
        if dated.weekday() < 5:
            assert dated - day == timedelta(days=1)


def test_the_real_days_are_evenings_with_a_mailing(shared: Path) -> None:
    days = [
        Day.parse(folder.name) for folder in (shared / "data/days").iterdir() if folder.is_dir()
    ]
    assert len(days) == 7
    assert all(map(has_mailing, days))


def _built(quirks: list[str]) -> list[date]:
    texts = [found[1] for quirk in quirks if (found := BUILT.match(quirk))]
    return [_date(text) for text in texts]


def _date(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) // 3 + 1, int(day))
