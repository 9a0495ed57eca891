"""The queue: listed as it waits, and moved by hand; the marks have the order."""

import asyncio
import sys

from paperterm.model import Mark, Paper, PaperId
from paperterm.session import Session
from paperterm.session.row_pages import RowPages
from tests.building import NOON, entry, name
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

QUEUED = (3, 1, 5, 2)


async def enqueue(reader: Reader, numbers: tuple[int, ...] = QUEUED) -> None:
    """Queue papers of the newest day, one after the other, and go to the queue."""
    for number in numbers:
        await reader.press("g", *"j" * (number - 1), "b")
    await reader.choose("Queue")


def shown(reader: Reader) -> list[int]:
    return [int(title.split()[-1]) for title in reader.titles]


def kept(home: Home) -> list[int]:
    """The queue as the marks on disk have it."""
    queued = (mark for mark in home.session().library.all_marks() if mark.is_queued)
    return [int(mark.id[-2:]) for mark in sorted(queued, key=lambda mark: mark.place)]


async def test_the_oldest_in_the_queue_comes_first(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader)
        assert shown(reader) == [3, 1, 5, 2]
        assert "All days · Queue " in reader.place
        await reader.choose("All")
        await reader.press("[", "b")
        await reader.choose("Queue")
        assert shown(reader) == [3, 1, 5, 2, 11]
        await reader.choose("Starred")
        assert "by" not in reader.place.split("Starred")[1]
    async with opened(three_days) as reader:
        await reader.choose("Queue")
        assert shown(reader) == [3, 1, 5, 2, 11] == kept(three_days)


async def test_a_paper_is_moved_and_the_cursor_goes_with_it(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader)
        await reader.press("j", ">")
        assert (shown(reader), reader.current) == ([3, 5, 1, 2], "Paper number 1")
        await reader.press("<", "<")
        assert (shown(reader), reader.current) == ([1, 3, 5, 2], "Paper number 1")
        assert kept(three_days) == [1, 3, 5, 2]
        await reader.press("<")
        assert "first" in reader.told[-1]
        await reader.press("G", ">")
        assert "last" in reader.told[-1]
        await reader.press("u")
        assert shown(reader) == kept(three_days) == [3, 1, 5, 2]
        assert reader.told[-1] == 'undid "moved in the queue": Paper number 1'
        assert reader.current == "Paper number 1"
        await reader.press("ctrl+r")
        assert shown(reader) == kept(three_days) == [1, 3, 5, 2]
        assert reader.complaints == []


async def test_a_key_that_is_held_moves_as_often_as_it_comes(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader)
        reader.hit(">", ">", ">", "<")
        await reader.settled()
        assert (shown(reader), reader.current) == ([1, 5, 3, 2], "Paper number 3")
        assert kept(three_days) == [1, 5, 3, 2]


def test_rows_that_are_older_than_their_marks_are_seen_to_be() -> None:
    """A paper moved after the rows were put in order, and before its mark was read."""
    places = {1: "a", 5: "b", 2: "d", 3: "c", 4: "", 6: "e"}
    marks = [Mark(name(one)).set_queued(bool(at), NOON) for one, at in places.items()]
    marks = [mark.set_place(at, NOON) for mark, at in zip(marks, places.values(), strict=True)]
    pages = RowPages.of([entry(Paper(mark.id, ""), mark) for mark in marks])
    elsewhere = [mark.id for mark in marks if pages.lacks(mark, by_queue=True) and mark.is_queued]
    assert elsewhere == [name(2), name(3)]
    assert not any(pages.lacks(mark, by_queue=False) for mark in marks)


async def test_what_was_queued_in_one_step_is_moved_too(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("v", "G", "b")
        await reader.choose("Queue")
        assert shown(reader) == [1, 2, 3, 4, 5]
        await reader.press("G", "<", "<")
        assert shown(reader) == kept(three_days) == [1, 2, 5, 3, 4]
        assert reader.told[-1] == "moved in the queue: Paper number 5"


async def test_a_paper_is_moved_among_those_that_are_listed(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader, (3, 2, 1, 5, 4))
        await reader.press("/", *"diffusion", "enter")
        assert shown(reader) == [2, 4]
        await reader.press("G", "<")
        assert (shown(reader), reader.current) == ([4, 2], "Paper number 4")
        await reader.press("escape")
        assert shown(reader) == kept(three_days) == [3, 4, 2, 1, 5]


async def test_only_the_queue_in_its_order_is_moved(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press(">")
        assert "Queue" in reader.told[-1]
        await enqueue(reader)
        await reader.press("S", "home", "enter")
        assert shown(reader) == [1, 2, 3, 5]
        assert "Queue · as announced" in reader.place
        await reader.press(">")
        assert "Queue" in reader.told[-1]
        assert kept(three_days) == [3, 1, 5, 2]
        await reader.choose("Starred")
        assert "as announced" not in reader.place
        await reader.choose("Queue")
        await reader.press("S", "end", "k", "enter")
        assert shown(reader) == [3, 1, 5, 2]
        assert "as announced" not in reader.place
        assert "by queue" not in reader.place


async def test_a_paper_that_was_taken_out_is_not_moved(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader)
        await reader.press("b", ">")
        assert "not in the queue" in reader.told[-1]
        assert shown(reader) == [3, 1, 5, 2]
        await reader.press("j", ">")
        assert shown(reader) == [5, 1, 2]


async def test_a_paper_that_no_day_holds_is_moved(three_days: Home) -> None:
    three_days.bring(paper(31, "2026-01-05"))
    async with opened(three_days) as reader:
        await enqueue(reader)
        await reader.choose("All")
        await reader.press("-", "-", "-", "G", "b")
    three_days.day_file("2026-01-05").unlink()
    async with opened(three_days) as reader:
        await reader.choose("Queue")
        assert shown(reader) == [3, 1, 5, 2, 31]
        await reader.press("G", "<", "<", "k", ">")
        assert shown(reader) == kept(three_days) == [3, 31, 1, 5, 2]
    papers = Session().library.all_marks()
    titles = {mark.id: mark.keepsake.value.title for mark in papers if mark.keepsake}
    assert titles[PaperId("2602.00031")] == "Paper number 31"


async def test_the_queue_of_another_process_is_followed(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await enqueue(reader)
        for flag in ("--unqueue", "--queue"):
            other = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "paperterm", "mark", "2602.00003", flag),
                stdout=asyncio.subprocess.DEVNULL,
            )
            assert await other.wait() == 0
            for _ in range(3):
                reader.screen.browser.jobs.watch.check()
                await asyncio.to_thread(reader.screen.browser.jobs.watch.settle)
                await reader.settled()
        assert shown(reader) == kept(three_days) == [1, 5, 2, 3]


async def test_a_queue_without_an_index_is_in_order(three_days: Home) -> None:
    (three_days.root / "cache").mkdir()
    (three_days.root / "cache" / "index.sqlite").mkdir()
    async with opened(three_days) as reader:
        await enqueue(reader)
        assert shown(reader) == [3, 1, 5, 2]
        await reader.press(">")
        assert kept(three_days) == [1, 3, 5, 2]
        assert "Paper number 3" in lines(reader.papers)[2]
