"""A morning's triage: space leads through topics and days until everything is read."""

from tests.tui.driving import opened
from tests.tui.home import Home, paper


async def test_space_goes_on_to_older_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("A", "space")
        assert reader.current == "Paper number 11"
        assert "11 Feb" in reader.place
        await reader.press("x", "space")
        assert reader.current == "Paper number 13"
        await reader.press("A", "space")
        assert reader.current == "Paper number 21", "number 4 of that day was read on another"
        await reader.press("A", "space")
        assert reader.told[-1] == "everything is read, on older days too"


async def test_space_goes_on_to_the_next_topic(home: Home) -> None:
    home.configure('[topics.A]\nkeywords = ["alpha"]\n[topics.B]\nkeywords = ["beta"]\n')
    home.bring(
        paper(1, title="Paper number 1 alpha"),
        paper(2, title="Paper number 2 alpha beta"),
        paper(3, title="Paper number 3 beta"),
        paper(4, "2026-02-11", title="Paper number 4 beta"),
        paper(5, "2026-02-10", title="Paper number 5"),
    )
    async with opened(home) as reader:
        await reader.choose("A")
        await reader.press("x", "x", "space")
        assert reader.sidebar.choice.title == "B"
        assert reader.current.startswith("Paper number 3")
        await reader.press("x", "space")
        assert reader.current.startswith("Paper number 4")
        assert "11 Feb" in reader.place
        await reader.press("x", "space")
        assert reader.told[-1] == "everything is read, on older days too"


async def test_replacements_are_passed_over(home: Home) -> None:
    home.bring(
        paper(1, kind="new"),
        paper(2, "2026-02-11", kind="replace"),
        paper(3, "2026-02-10", kind="cross"),
    )
    async with opened(home) as reader:
        await reader.press("x", "space")
        assert reader.current == "Paper number 3"
        assert reader.count["Unread"] == 1


async def test_a_paper_that_was_read_and_replaced_says_so(home: Home) -> None:
    home.bring(paper(1, "2026-02-10", kind="new", version=1))
    async with opened(home) as reader:
        await reader.press("x")
    home.bring(
        paper(1, "2030-02-12", kind="replace", version=2, abstract="This is what changed."),
        paper(2, "2030-02-12", kind="new"),
    )
    async with opened(home) as reader:
        assert reader.papers.current
        shown = reader.text()
        assert "△" in shown
        assert reader.count["Unread"] == 1
        reader.screen.desk.searcher.read_history(reader.papers.current.id)
        await reader.settled()
        assert "changed since" in reader.abstract.text
