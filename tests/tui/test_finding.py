"""Finding papers as one types: here, or in the whole library, and back to where one was."""

import asyncio

import pytest
from textual import events

from tests.refusing import narrow
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper


async def typed(reader: Reader, text: str) -> None:
    """Type into whatever has the keys, and wait for what is found."""
    for key in text:
        await reader.type(key)
    await found(reader)


async def found(reader: Reader) -> None:
    """Wait until a search is done, and shown."""
    for _ in range(2):
        await reader.settled()
        await asyncio.to_thread(reader.screen.browser.jobs.search.settle)
    await reader.settled()


async def test_the_list_follows_each_key(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "dif")
        assert reader.titles == ["Paper number 2", "Paper number 4"]
        assert "Thu 12 Feb 2026 · All · “dif”" in reader.place
        assert "2 papers" in reader.place
        await reader.press("backspace", "backspace", "backspace")
        await found(reader)
        assert len(reader.titles) == 5


async def test_a_key_that_asks_for_the_same_looks_for_nothing(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "is:r")
        before = reader.papers.pages
        await typed(reader, "e")
        assert reader.papers.pages is before
        await typed(reader, "ad")
        assert reader.titles == []


async def test_escape_leads_back_to_where_one_was(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("j", "j", "j")
        before = reader.current
        await reader.press("slash")
        await typed(reader, "diffus")
        assert reader.current == "Paper number 2"
        await reader.press("escape")
        assert reader.current == before
        assert "Thu 12 Feb 2026 · All" in reader.place
        assert reader.focused == "PaperList"


async def test_enter_keeps_the_query_and_escape_in_the_list_ends_it(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "diffus")
        await reader.press("enter")
        assert reader.focused == "PaperList"
        assert "“diffus*”" in reader.place
        await reader.press("j", "s")
        assert three_days.values() == {"2602.00004": {"starred": True}}
        await reader.press("escape")
        assert len(reader.titles) == 5


async def test_tab_looks_in_the_whole_library(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "number")
        await reader.press("tab")
        await found(reader)
        assert "Whole library · “number”" in reader.place
        assert len(reader.papers) == 9
        assert reader.focused == "QueryLine"


async def test_the_abstract_comes_when_a_paper_is_looked_at(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "diffusion")
        await reader.press("enter")
        await found(reader)
        assert "A diffusion model." in reader.abstract.text


async def test_a_query_follows_to_another_day(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "number")
        await reader.press("enter", "[")
        await found(reader)
        assert reader.titles == ["Paper number 11", "Paper number 12", "Paper number 13"]
        await reader.press("escape")
        assert "Wed 11 Feb" in reader.place


@pytest.mark.parametrize(
    "query", ["(", '"open', "-", "or", "ti:", "day:2026-0", "/rege", "foo:bar"]
)
async def test_a_half_typed_query_is_no_error(three_days: Home, query: str) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        reader.app.screen.focused.value = query  # type: ignore[union-attr]
        await found(reader)
        assert not reader.told


async def test_nothing_found_says_so(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "zebra")
        assert "No match" in "\n".join(lines(reader.papers))
        await reader.press("enter", "j", "x", "s", "escape")
        assert len(reader.titles) == 5
        assert three_days.marks() == {}


async def test_what_was_found_stands_out(one_day: Home) -> None:
    one_day.bring(paper(7, abstract="A zebra among horses."))
    async with opened(one_day) as reader:
        await reader.press("slash")
        await typed(reader, "zebra")
        styles = {
            segment.text: segment.style
            for y in range(reader.abstract.size.height)
            for segment in reader.abstract.render_line(y)
        }
        assert styles["zebra"] != styles["A "]


async def test_a_book_that_is_pasted_is_cut_and_harmless(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("slash")
        reader.app.screen.focused.value = "word " * 200_000  # type: ignore[union-attr]
        await found(reader)
        await reader.press("escape")
        assert len(reader.titles) == 5


async def test_a_garbage_index_is_no_obstacle(three_days: Home) -> None:
    index = three_days.root / "cache" / "index.sqlite"
    index.parent.mkdir(parents=True)
    index.write_bytes(b"garbage" * 1000)
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "diffusion")
        assert reader.titles == ["Paper number 2", "Paper number 4"]


async def test_an_index_that_does_not_fit_on_the_disk_is_done_without(home: Home) -> None:
    words = [" ".join(f"word{number * 100 + at}" for at in range(100)) for number in range(1, 101)]
    days = [f"2026-01-{number % 20 + 1:02}" for number in range(100)]
    home.bring(*(paper(at + 1, days[at], abstract=words[at]) for at in range(100)))
    with narrow(home.root / "cache", 150_000):
        async with opened(home) as reader:
            await reader.press("slash")
            await typed(reader, "word2010")
            await reader.press("tab", "tab")
            await found(reader)
            assert reader.titles == ["Paper number 20"]
            assert any("without it takes longer" in told for told in reader.told)


async def test_keys_that_are_sent_together_are_for_the_query(three_days: Home) -> None:
    async with opened(three_days) as reader:
        reader.hit("slash", "x", "s", "r")
        await found(reader)
        assert three_days.marks() == {}


async def test_the_cursor_stays_when_the_index_has_grown(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "number")
        await reader.press("enter", "j", "j")
        before = reader.current
        three_days.bring(paper(8, title="Paper number 8"))
        await reader.press("slash")
        await found(reader)
        assert reader.current == before
        assert len(reader.papers) == 6, "what another process brought is found"


async def test_a_paper_without_an_abstract_says_so(home: Home) -> None:
    home.bring(paper(1, abstract=None), paper(2))
    async with opened(home) as reader:
        await reader.press("slash")
        await typed(reader, "number")
        await reader.press("enter")
        await found(reader)
        assert "no abstract" in reader.abstract.text


async def test_what_is_found_is_what_is_exported(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "diffusion")
        await reader.press("enter", "e", "j", "enter")
        await found(reader)
    (name, content) = next(iter(three_days.exported().items()))
    assert "found" in name
    assert content.count(b"Paper number") == 2


async def test_an_index_that_is_damaged_while_open_is_made_anew(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await typed(reader, "diffusion")
        for file in (three_days.root / "cache").glob("index.sqlite*"):
            file.write_bytes(b"garbage" * 1000)
        await reader.press("backspace")
        await found(reader)
        await typed(reader, "n")
        await found(reader)
        assert reader.titles == ["Paper number 2", "Paper number 4"]


async def test_what_is_too_long_is_told(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        reader.app.post_message(events.Paste("x" * 20_000))
        await found(reader)
        assert "the limit is 10,000 characters" in reader.told[-1]


async def test_a_long_query_is_looked_for_when_the_keys_end(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        reader.app.screen.focused.value = "diffusion " * 30  # type: ignore[union-attr]
        while len(reader.papers) != 2:
            await reader.pilot.pause()
        assert reader.titles == ["Paper number 2", "Paper number 4"]
