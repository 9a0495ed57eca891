"""The days on disk: what a batch adds, and what it must not take away."""

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from paperterm.errors import LibraryError
from paperterm.library import DayRecord, Library
from paperterm.library.day_files import DayFiles
from paperterm.library.jsonfile import Stamp
from paperterm.model import Day, Kind, Mark, Paper, SourcePaper, Status
from tests.building import DAY, NOON, digest, listing, name, paper


@pytest.fixture
def days(tmp_path: Path) -> DayFiles:
    return DayFiles(tmp_path)


def kept(days: DayFiles | Library, day: Day = DAY) -> DayRecord:
    record = days.read(day) if isinstance(days, DayFiles) else days.day(day)
    assert record
    return record


def order(days: DayFiles, day: Day = DAY) -> list[int]:
    return [int(one.paper.id[5:]) for one in kept(days, day).announced]


def counts(outcome: Any) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged


def test_a_day_is_a_file_of_its_own(days: DayFiles, tmp_path: Path) -> None:
    days.store(listing(1))
    days.store(listing(2, day=Day(2025, 12, 30)))
    assert days.all() == [DAY, Day(2025, 12, 30)]
    assert days.path(DAY) == tmp_path / "2026/2026-02-12.json"
    assert days.path(Day(2025, 12, 30)).exists()
    assert days.read(Day(2026, 2, 11)) is None


def test_other_files_are_no_days(days: DayFiles, tmp_path: Path) -> None:
    days.store(listing(1))
    for other in ("2026/notes.json", "2026/2026-13-01.json", "2025/2026-02-10.json", "x.json"):
        (tmp_path / other).parent.mkdir(exist_ok=True)
        (tmp_path / other).write_text("{}")
    assert days.all() == [DAY]


def test_papers_come_back_as_they_were_in_their_order(days: DayFiles, tmp_path: Path) -> None:
    papers = [
        paper(2, authors=("A",), authors_truncated=True, extra={"zero": 0, "no": None, "l": []}),
        paper("math/0309136", "T\nU", abstract="x\u2028y", version=2, published=NOON, comment=""),
        paper(1, categories=("cs.AI",), primary_category="cs.LG"),
    ]
    days.store(listing(*papers))
    record = kept(DayFiles(tmp_path))
    read = [one.paper for one in record.announced]
    assert read == [papers[0], papers[1], papers[2]]
    assert [one.announcement.position for one in record.announced] == [0, 1, 2]


def test_some_papers_of_a_day_stand_where_they_stand(days: DayFiles) -> None:
    days.store(listing(3, 1, 2))
    some = days.read(DAY, {name(2), name(3), name(9)})
    assert some
    assert [(one.paper.id, one.announcement.position) for one in some.announced] == [
        (name(3), 0),
        (name(2), 2),
    ]


@pytest.mark.parametrize(
    "first",
    [
        paper(1, abstract="ends in },", comment='},"2602.00002":{"title":"x"},"'),
        paper(1, extra={"cites": {"2602.00002": {"title": "Another text"}, "b": 1}}),
    ],
    ids=["texts like rows", "a row in a row"],
)
def test_a_few_papers_are_those_that_parsing_the_whole_day_gives(
    days: DayFiles, first: Paper
) -> None:
    days.store(listing(first, paper(2, authors=("Å",)), paper("math/0309136", "T\nU"), 4))
    ids = [name(1), name(2), "math/0309136", name(4), name(9)]
    for some in ([one] for one in ids):
        day = days.read(DAY, some)
        assert day
        assert list(days.few_papers(DAY, some).values()) == [
            SourcePaper(paper, announcement.kind) for paper, announcement in day.announced
        ]
    assert [*days.few_papers(DAY, ids)] == ids[:4]
    assert days.few_papers(Day(2026, 2, 11), ids) == {}
    path = days.path(DAY)
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1))
    assert [*days.few_papers(DAY, ids[:2])] == ids[:2]


def test_a_few_papers_are_read_without_parsing_the_rest(days: DayFiles) -> None:
    days.store(listing(1, 2, 3))
    path = days.path(DAY)
    path.write_bytes(path.read_bytes()[:-9])
    assert [*days.few_papers(DAY, [name(2)])] == [name(2)]
    with pytest.raises(LibraryError):
        days.few_papers(DAY, [name(3)])


def test_a_day_imported_twice_is_unchanged_and_not_written(days: DayFiles) -> None:
    batch = listing(1, 2, 3)
    assert counts(days.store(batch)) == (3, 0, 0)
    before = days.path(DAY).stat()
    assert counts(days.store(batch)) == (0, 0, 3)
    assert days.path(DAY).stat() == before


def test_a_batch_is_one_write(days: DayFiles) -> None:
    days.store(listing(1))
    before = days.path(DAY).stat().st_ino
    os.link(days.path(DAY), days.path(DAY).with_suffix(".old"))  # so that its number is not reused
    days.store(listing(paper(1, abstract="now known"), *range(2, 100)))
    assert days.path(DAY).stat().st_ino != before
    assert len(kept(days).announced) == 99


def test_a_richer_source_changes_and_a_poorer_one_does_not(days: DayFiles) -> None:
    days.store(listing(1, paper(2, abstract="known")))
    outcome = days.store(digest([paper(1, abstract="new"), 2]))
    assert counts(outcome) == (0, 1, 1)
    assert [one.paper.abstract for one in kept(days).announced] == ["new", "known"]


def test_another_text_of_the_day_stays_out_and_is_said(days: DayFiles) -> None:
    days.store(listing(paper(1, "First")))
    outcome = days.store(listing(paper(1, "Second", abstract="new")))
    assert [(one.id, one.day, one.fields) for one in outcome.conflicts] == [
        (name(1), DAY, ("title",))
    ]
    assert counts(outcome) == (0, 1, 0)
    assert kept(days).announced[0].paper.title == "First"


def test_one_paper_on_two_days_keeps_each_days_text(days: DayFiles) -> None:
    days.store(listing(paper(1, "First"), day=Day(2026, 2, 10)))
    days.store(listing(paper(1, "Second")))
    assert [kept(days, day).announced[0].paper.title for day in days.all()] == ["Second", "First"]


def test_the_kind_is_filled_in_and_then_stays(days: DayFiles) -> None:
    days.store(listing(1))
    for kind in (Kind.CROSS, Kind.NEW, None):
        days.store(listing(1)._replace(papers=[SourcePaper(paper(1), kind)]))
        assert kept(days).announced[0].announcement.kind is Kind.CROSS


def test_a_listing_of_all_papers_sets_the_order(days: DayFiles) -> None:
    days.store(digest([3, 1], [2]))
    assert days.store(listing(1, 2, 3, 4)).new == 1
    assert order(days) == [1, 2, 3, 4]
    days.store(digest([4, 1]))
    assert order(days) == [1, 2, 3, 4]


def test_a_listing_of_some_papers_leaves_a_known_order(days: DayFiles) -> None:
    days.store(listing(1, 2, 3))
    days.store(listing(3, 1))
    assert order(days) == [1, 2, 3]


def test_a_complete_listing_sets_the_order_of_papers_that_it_lacks_too(days: DayFiles) -> None:
    days.store(listing(9, 1, 2))
    days.store(listing(2, 1, 3, status=Status.COMPLETE))
    assert [number for number in order(days) if number != 9] == [2, 1, 3]


def test_new_papers_of_a_later_listing_find_their_place(days: DayFiles) -> None:
    days.store(listing(1, 3))
    days.store(listing(1, 2, 3))
    assert order(days) == [1, 2, 3]


@pytest.mark.parametrize("seed", range(10))
def test_digests_in_any_order_weave_to_the_order_of_the_day(days: DayFiles, seed: int) -> None:
    random = Random(seed)
    numbers = list(range(1, 40))
    topics = [sorted(random.sample(numbers, 12)) for _ in range(8)]
    for topic in topics:
        random.shuffle(runs := [topic[:4], topic[4:8], topic[8:]])
        days.store(digest(*runs))
    woven = order(days)
    for topic in topics:
        for run in (topic[:4], topic[4:8], topic[8:]):
            assert [number for number in woven if number in run] == run
    before = Stamp.of(days.path(DAY))  # without the time of the last read
    for topic in random.sample(topics, 8):
        assert days.store(digest(topic[:4], topic[4:8], topic[8:])).unchanged == 12
    assert Stamp.of(days.path(DAY)) == before


def test_the_status_only_grows(days: DayFiles) -> None:
    for told, known in (
        (Status.PARTIAL, Status.PARTIAL),
        (Status.ESTIMATED, Status.ESTIMATED),
        (Status.PARTIAL, Status.ESTIMATED),
        (Status.COMPLETE, Status.COMPLETE),
        (Status.ESTIMATED, Status.COMPLETE),
    ):
        days.store(listing(1, status=told))
        assert kept(days).status is known


def test_an_empty_batch_makes_no_day(days: DayFiles) -> None:
    assert counts(days.store(listing(status=Status.COMPLETE))) == (0, 0, 0)
    assert days.read(DAY) is None
    assert days.all() == []


def test_marks_are_never_touched(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.store(listing(1, 2))
    library.change({name(1): lambda mark: mark.set_starred(True, NOON)})
    before = {path: path.stat() for path in (tmp_path / "marks").rglob("*")}
    library.store(listing(paper(1, abstract="new"), 2, 3))
    library.store(digest([1, 2]))
    assert {path: path.stat() for path in (tmp_path / "marks").rglob("*")} == before
    assert library.marks([name(1)]) == {name(1): Mark(name(1)).set_starred(True, NOON)}


def edit(days: DayFiles, change: Any) -> bytes:
    told = json.loads(days.path(DAY).read_bytes())
    change(told)
    days.path(DAY).write_text(json.dumps(told, indent=1))
    return days.path(DAY).read_bytes()


def test_a_title_edited_by_hand_is_what_is_read(days: DayFiles) -> None:
    days.store(listing(1))
    edit(days, lambda told: told["papers"]["2602.00001"].update(title="Mended"))
    assert kept(days).announced[0].paper.title == "Mended"


def test_a_paper_taken_out_by_hand_stays_out_and_hurts_nothing(days: DayFiles) -> None:
    days.store(digest([1, 2, 3], [4, 5]))
    edit(days, lambda told: told["papers"].pop("2602.00002"))
    assert order(days) == [1, 3, 4, 5]
    assert counts(days.store(digest([5, 6]))) == (1, 0, 1)
    assert 2 not in order(days)


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: told["papers"].update({"2602.1": {"title": "T"}}),
        lambda told: told["papers"].update({"2602.00009": {}}),
        lambda told: told["papers"].update({"2602.00009": 7}),
        lambda told: told["papers"]["2602.00001"].update(published="noon"),
        lambda told: told["papers"]["2602.00001"].update(kind="newest"),
        lambda told: told["day"]["about"].update(status="whole"),
        lambda told: told["day"].update(about=7),
        lambda told: told["day"]["about"].update(runs=7),
        lambda told: told["day"]["about"].update(runs=[[{}]]),
    ],
)
def test_a_damaged_day_is_named_and_left_alone(days: DayFiles, damage: Any) -> None:
    days.store(digest([1, 2], [3]))
    content = edit(days, damage)
    with pytest.raises(LibraryError, match="is damaged") as caught:
        days.store(digest([4, 5]))
    assert caught.value.subject == str(days.path(DAY))
    assert days.path(DAY).read_bytes() == content


def test_a_damaged_day_hides_no_other(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.store(listing(1))
    library.store(listing(2, day=Day(2026, 2, 10)))
    library.day(DAY)
    (tmp_path / "library/2026/2026-02-12.json").write_bytes(b"{")
    assert kept(library, Day(2026, 2, 10)).announced
    assert library.day(DAY) is None
    assert library.days() == [Day(2026, 2, 10)]


def test_announcements_come_oldest_first_and_the_newest_is_found(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for number, title in ((12, "Third"), (10, "First"), (11, "Second")):
        library.store(listing(paper(1, title), 2, day=Day(2026, 2, number)))
    library.store(listing(7, day=Day(2026, 2, 9)))
    told = library.announcements(name(1))
    assert [one.paper.title for one in told] == ["First", "Second", "Third"]
    newest = library.newest([name(1), name(7), name(99)])
    assert {id_: str(one.announcement.day) for id_, one in newest.items()} == {
        name(1): "2026-02-12",
        name(7): "2026-02-09",
    }
    assert library.newest([]) == {}
    assert library.announcements(name(99)) == []
