"""What other processes do to the library while the reader is open, each of them a real one."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import DAY, Home, paper

STYLES = 3  # that lie between a change and its being seen, and one for the folders of a new year


async def noticed(reader: Reader) -> None:
    """Wait until the reader has looked at the folders, and shown what it saw."""
    watcher = reader.screen.browser.jobs.watch
    for _ in range(STYLES):
        watcher.check()
        await asyncio.to_thread(watcher.settle)
        await reader.settled()


@asynccontextmanager
async def watched(home: Home) -> AsyncIterator[Reader]:
    """A reader that knows what was there before."""
    async with opened(home) as reader:
        await noticed(reader)
        yield reader


async def other(*words: str, home: Home) -> None:
    """Run paperterm in a process of its own."""
    environment = {**os.environ, "PAPERTERM_HOME": str(home.root)}
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "paperterm", *words), env=environment, stdout=subprocess.DEVNULL
    )
    assert await program.wait() == 0


async def bring(home: Home, *papers: dict[str, object]) -> None:
    """Import papers in a process of its own."""
    file = home.root / "other.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in papers))
    await other("import", str(file), home=home)


def signs(reader: Reader) -> list[str]:
    """The signs before the titles on the screen."""
    return [line[1:5].rstrip() for line in lines(reader.papers)[::2] if "Paper number" in line]


async def test_a_mark_is_seen_and_nothing_moves(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("j", "s")
        await other("mark", "2602.00002", "2602.00004", "--read", "--tag", "them", home=one_day)
        await noticed(reader)
        assert signs(reader) == ["●", " ★", "●", "", "●"]
        assert reader.current == "Paper number 2"
        assert "them" in "\n".join(lines(reader.abstract))
        assert "3 unread" in reader.place
        assert reader.count["Unread"] == 3


async def test_what_was_done_here_is_still_taken_back(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("s")
        await other("mark", "2602.00001", "--read", home=one_day)
        await noticed(reader)
        await reader.press("u")
        assert one_day.values()["2602.00001"] == {"starred": False, "read": True}
        assert signs(reader)[0] == ""


async def test_marks_of_here_and_there_in_one_second(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await other("mark", "2602.00005", "--star", home=one_day)
        await reader.press("s")
        await noticed(reader)
        assert signs(reader) == ["●★", "●", "●", "●", "●★"]


async def test_a_star_of_another_appears_among_the_starred(three_days: Home) -> None:
    async with watched(three_days) as reader:
        await reader.press("s")
        await reader.choose("Starred")
        await other("mark", "2602.00012", "--star", home=three_days)
        await other("mark", "2602.00003", "--star", home=three_days)
        await noticed(reader)
        assert reader.titles == ["Paper number 1", "Paper number 3", "Paper number 12"]
        assert reader.current == "Paper number 1"


async def test_papers_that_another_brings_to_the_day(long_day: Home) -> None:
    async with watched(long_day) as reader:
        await reader.press("9", "j", "J", "J")
        above = lines(reader.papers)[0:2]
        text = lines(reader.abstract)
        await bring(long_day, paper(99), *(paper(number) for number in range(1, 41)))
        await noticed(reader)
        assert len(reader.papers) == 41
        assert reader.current == "Paper number 10"
        assert lines(reader.papers)[0:2] == above
        assert lines(reader.abstract) == text
        assert "41 papers" in reader.place


async def test_another_day(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("j", "v", "j")
        await bring(one_day, paper(7, "2026-02-13"), paper(8, "2026-02-13"))
        await noticed(reader)
        assert reader.current == "Paper number 3"
        assert reader.told[-1] == "Fri 13 Feb added; press [ or ] to go there"
        await reader.press("s")
        assert [id_ for id_, row in one_day.values().items() if row.get("starred")] == [
            "2602.00002",
            "2602.00003",
        ]
        await reader.press("right_square_bracket")
        assert reader.titles == ["Paper number 7", "Paper number 8"]


async def test_the_first_day(home: Home) -> None:
    async with watched(home) as reader:
        await bring(home, paper(1), paper(2))
        await noticed(reader)
        assert reader.titles == ["Paper number 1", "Paper number 2"]
        assert "12 Feb 2026" in reader.place


async def test_a_month_gets_longer_around_the_cursor(three_days: Home) -> None:
    async with watched(three_days) as reader:
        await reader.press("minus", "j", "j")
        await bring(three_days, paper(7, "2026-02-16"))
        await noticed(reader)
        assert reader.current == "Paper number 3"
        assert len(reader.papers) == 10


async def test_what_is_found_gets_longer(three_days: Home) -> None:
    async with watched(three_days) as reader:
        await reader.press("slash", *"diffusion", "enter", "j")
        before = reader.current
        await bring(three_days, paper(7, abstract="Diffusion, too."))
        await noticed(reader)
        assert "Paper number 7" in reader.titles
        assert reader.current == before


async def test_a_range_stays_where_the_list_gets_longer(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("j", "v", "j")
        await bring(one_day, paper(99), *(paper(number) for number in range(1, 6)))
        await noticed(reader)
        assert len(reader.papers) == 6
        await reader.press("s")
        assert sorted(one_day.values()) == ["2602.00002", "2602.00003"]


async def test_a_note_goes_to_the_paper_it_was_begun_on(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("a", *"mine")
        await bring(one_day, paper(99), *(paper(number) for number in range(1, 6)))
        await noticed(reader)
        await reader.press("ctrl+s")
        assert reader.titles[0] == "Paper number 99"
        assert one_day.values() == {"2602.00001": {"note": ["mine"]}}


async def test_a_key_means_the_paper_that_is_shown(three_days: Home) -> None:
    """Another process brings the index up to date before this one knows of the new papers."""
    async with watched(three_days) as reader:
        await reader.press("minus", "j")
        await bring(three_days, paper(99), *(paper(number) for number in range(1, 6)))
        await other("search", "99", home=three_days)
        assert reader.current == "Paper number 2"
        await reader.press("s")
        assert three_days.values() == {"2602.00002": {"starred": True}}


async def test_a_day_that_another_removes(three_days: Home) -> None:
    async with watched(three_days) as reader:
        three_days.day_file("2026-02-11").unlink()
        await noticed(reader)
        await reader.press("left_square_bracket")
        assert "10 Feb 2026" in reader.place
        three_days.day_file("2026-02-10").unlink()
        await noticed(reader)
        assert reader.titles == []
        await reader.press("right_square_bracket")
        assert reader.titles[0] == "Paper number 1"


async def test_a_damaged_file_is_told_once_and_reading_goes_on(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("s", "r", "j")
        shard = one_day.root / "data/marks/2602/00.json"
        shard.with_name("new").write_bytes(b'{"marks": {"2602.00003":')
        shard.with_name("new").replace(shard)
        await noticed(reader)
        await noticed(reader)
        assert len(reader.complaints) == 1
        assert str(shard) in reader.complaints[0]
        await reader.press("s")
        assert signs(reader)[1] == "●★"
        # The last good generation, and what was done since.
        assert one_day.values() == {
            "2602.00001": {"starred": True},
            "2602.00002": {"starred": True},
        }


async def test_a_day_that_is_half_there(one_day: Home) -> None:
    """As a program leaves it for a moment that does not replace it in one step."""
    async with watched(one_day) as reader:
        day = one_day.day_file(DAY)
        content = day.read_bytes()
        day.unlink()
        day.write_bytes(content[:100])
        reader.screen.browser.jobs.watch.check()
        await asyncio.to_thread(reader.screen.browser.jobs.watch.settle)
        day.write_bytes(content)
        await noticed(reader)
        assert not reader.complaints
        assert len(reader.papers) == 5


async def test_a_copy_of_another_machine_is_merged(one_day: Home) -> None:
    async with watched(one_day) as reader:
        await reader.press("j", "s")
        shard = one_day.root / "data/marks/2602/00.json"
        theirs = shard.with_name("00.sync-conflict-20260212-101010-ABCDEFG.json")
        theirs.write_text(shard.read_text().replace("2602.00002", "2602.00004"))
        await noticed(reader)
        assert signs(reader) == ["●", "●★", "●", "●★", "●"]
        assert not theirs.exists()


@pytest.mark.parametrize("key", ["s", "x"])
async def test_what_is_marked_here_is_not_read_again(one_day: Home, key: str) -> None:
    async with watched(one_day) as reader:
        pages = reader.papers.pages
        await reader.press(key)
        told = len(reader.told)
        await noticed(reader)
        assert reader.papers.pages is pages
        assert len(reader.told) == told
