"""Days, times, numbers and sizes that cannot be true are refused where they come in, once."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.cli.common import count
from paperterm.cli.parser import parse
from paperterm.errors import InputError
from paperterm.library import Library
from paperterm.model import Day, Mark, PaperId
from paperterm.model.days import is_plausible, plausible
from paperterm.model.queue import queue_key
from paperterm.paths import Folders
from paperterm.refresh.plan import first_of_last
from paperterm.session import Session
from paperterm.sources.fields import time_of, utc_time_of
from paperterm.sources.files import read_file
from paperterm.tui.dialogs import weeks
from tests.building import NOON, later

ID = PaperId("2602.00001")
CLOCKS = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    "text", ["0001-01-01", "1066-10-14", "1969-12-31", "1989-12-31", "2101-01-01", "9999-12-31"]
)
def test_a_day_outside_the_years_of_arxiv_is_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a day of arXiv; use one from 1991 to 2099"):
        Day.parse(text)
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": str(ID), "title": "T", "announced": text}))
    batches, reading = read_file(str(file), None)
    assert not batches
    assert "is not a day of arXiv" in str(reading.errors[0])


@given(CLOCKS)
def test_any_time_of_a_source_is_unknown_or_has_a_day_that_can_be_read(time: datetime) -> None:
    for read in (time_of, utc_time_of):
        found = read(time.isoformat())
        assert (found is not None) == is_plausible(time)
        if found:
            for day in (Day.of_feed(found.date()), Day.of_submission(found)):
                assert Day.parse(str(day)) == day


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from([-53, -12, 12, 53]))
def test_the_calendar_can_go_on_from_every_day(day: date, step: int) -> None:
    day = Day.parse(str(day))
    for move in (weeks.days_on, weeks.weeks_on, weeks.months_on):
        assert (move(day, step) > day) == (step > 0)


@given(CLOCKS, st.integers(0, 10_000))
def test_any_clock_gives_a_plausible_time(clock: datetime, days: int) -> None:
    now = Session(now=lambda: clock).now()
    assert is_plausible(now)
    assert now == (clock if plausible(clock) == clock else now)
    assert queue_key(clock)
    assert first_of_last(days, now) <= Day.parse(str(now.date())) + timedelta(days=1)
    assert Mark(ID).set_queued(True, now).is_queued


def test_a_clock_that_is_wrong_by_years_is_told(tmp_path: Path) -> None:
    folders = Folders(*(tmp_path / name for name in Folders._fields))
    session = Session(folders, now=lambda: datetime(1969, 12, 31, tzinfo=UTC))
    assert str(session.problems[-1]) == "clock: says 1969-12-31; set the date of this computer"
    assert not Session(folders, now=lambda: NOON).problems


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z"])
def test_a_mark_of_a_wrong_clock_can_be_changed_and_loses(at: str, tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.change({ID: lambda mark: mark.set_starred(True, NOON)})
    file = tmp_path / "marks/2602/00.json"
    tables = json.loads(file.read_text())
    tables["marks"][ID]["starred"]["at"] = at
    file.write_text(json.dumps(tables))
    library = Library(tmp_path)
    wrong = library.marks([ID])[ID]
    assert wrong.is_starred
    assert not library.change({ID: lambda mark: mark.set_starred(False, later(1))})[ID].is_starred
    assert not Library(tmp_path).marks([ID])[ID].is_starred
    right = Mark(ID).set_starred(True, NOON).set_starred(False, later(1))
    assert not wrong.merged(right).is_starred
    assert not right.merged(wrong).is_starred


@pytest.mark.parametrize(
    "argv",
    [
        *(["list", "--limit", one] for one in ("9" * 5, "0", "9" * 9)),
        ["fetch", "--days", "10000"],
    ],
)
def test_numbers_that_can_be_true_are_read(argv: list[str]) -> None:
    _, args = parse(argv)
    assert int(argv[-1]) in vars(args).values()


@pytest.mark.parametrize(
    "argv",
    [
        *(["search", "x", "--limit", one] for one in ("9" * 19, "9" * 5000, "-1", "1e3", "１", "")),
        *(["fetch", "--days", one] for one in ("370000", "9" * 30)),
        ["fetch", "--since", "0001-01-01"],
        ["list", "--from", "9999-12-31"],
    ],
)
def test_other_numbers_and_days_are_wrong_usage(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(argv)
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err) < 2000
    assert count(5)("5") == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "t" * 100_001),
        ("abstract", "a" * 5_000_000),
        ("comment", "c" * 100_001),
        ("authors", ["A"] * 20_001),
        ("authors", ["A" * 1_000_001]),
        ("categories", ["cs.AI"] * 20_001),
    ],
)
def test_a_paper_larger_than_any_paper_is_skipped(
    field: str, value: object, tmp_path: Path
) -> None:
    lines = [{"id": "2602.00001", "title": "T"}, {"id": "2602.00002", "title": "T", field: value}]
    file = tmp_path / "two.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    batches, reading = read_file(str(file), Day(2026, 2, 12))
    assert [one.paper.id for one in batches[0].papers] == ["2602.00001"]
    assert [error.line for error in reading.errors] == [2]
