"""Which version of a paper the user saw before the one that is shown."""

from datetime import UTC, datetime

import pytest

from paperterm.model import AnnouncedPaper, Announcement, Day, Entry, Kind, Mark, PaperId, Stamped
from paperterm.model.seen import seen_before
from tests.building import paper

DAYS = [Day(2026, 2, 2), Day(2026, 2, 9), Day(2026, 2, 16), Day(2026, 2, 23)]
ANNOUNCED = [
    AnnouncedPaper(paper(1, f"Version {version}", version=version), Announcement(day, None, 0))
    for version, day in enumerate(DAYS, 1)
]


def listed(version: int, read: Stamped[bool] | None = None) -> Entry:
    """The paper as it is listed in a version."""
    told = ANNOUNCED[version - 1]
    return Entry(told.paper, told.announcement, Mark(told.paper.id, read=read))


def read(day: int, hour: int = 12, *, value: bool = True) -> Stamped[bool]:
    """Marked in February, at an hour of UTC."""
    return Stamped(value, datetime(2026, 2, day, hour, tzinfo=UTC))


def before(entry: Entry) -> int | None:
    """The version that was seen before."""
    seen = seen_before(ANNOUNCED, entry)
    return seen.paper.version if seen else None


def test_of_an_unread_paper_it_is_the_announcement_before() -> None:
    assert [before(listed(version)) for version in (1, 2, 3, 4)] == [None, 1, 2, 3]


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (read(3), 1),
        (read(9, 23), 1),  # 18:00 in New York, two hours before the mailing
        (read(10, 1), 2),  # the mailing of the 9th, at 20:00 in New York
        (read(10, 0), 1),  # an hour before
        (read(20), 3),
        (read(28), 3),  # read after the version that is shown came: it is compared all the same
        (read(1), 3),  # read before any of them, elsewhere
        (read(3, value=False), 3),  # taken back
    ],
)
def test_of_a_read_paper_it_is_what_was_read(at: Stamped[bool], version: int) -> None:
    assert before(listed(4, at)) == version


@pytest.mark.parametrize("at", [datetime.min, datetime.max])  # noqa: DTZ901
def test_any_time_that_a_file_may_hold_will_do(at: datetime) -> None:
    told = ANNOUNCED[3]
    mark = Mark(told.paper.id, read=Stamped(True, at.replace(tzinfo=UTC)))
    replaced = Entry(told.paper, Announcement(DAYS[3], Kind.REPLACE, 0), mark)
    assert before(replaced) == 3
    assert replaced.is_changed_since_read is (at == datetime.min)  # noqa: DTZ901


def test_the_order_of_the_announcements_does_not_matter() -> None:
    for entry in (listed(4), listed(4, read(10)), listed(2, read(28))):
        assert seen_before(ANNOUNCED[::-1], entry) == seen_before(ANNOUNCED, entry)


def test_later_announcements_do_not_count() -> None:
    assert before(listed(2, read(28))) == 1


def test_nothing_is_known_without_announcements() -> None:
    assert seen_before([], listed(2)) is None
    kept = Entry(paper(1), None, Mark(PaperId("2602.00001")))
    assert seen_before(ANNOUNCED, kept) is None
