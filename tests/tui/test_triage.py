"""A morning's triage: space leads through topics and days until everything is read."""

import pytest

from tests.refusing import refusing
from tests.tui.driving import lines, opened
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
        assert reader.current.startswith("Paper number 5"), "it is of no topic"
        assert reader.told[-1] == "next unread: Tue 10 Feb 2026 · All"
        await reader.press("x", "space")
        assert reader.told[-1] == "everything is read, on older days too"


async def test_space_goes_to_topics_above_and_then_day_by_day(home: Home) -> None:
    home.configure('[topics.A]\nkeywords = ["alpha"]\n[topics.B]\nkeywords = ["beta"]\n')
    home.bring(
        paper(1, title="Paper number 1 beta"),
        paper(2, title="Paper number 2 alpha"),
        paper(3, "2026-02-11", title="Paper number 3 alpha"),
        paper(4, "2025-10-10", title="Paper number 4 beta"),
    )
    async with opened(home) as reader:
        await reader.choose("B")
        found = [reader.current[13]]
        for _ in range(3):
            await reader.press("x", "x")
            found.append(reader.current[13])
            assert reader.told[-1] == f"next unread: {reader.screen.browser.location.name}"
            assert reader.sidebar.choice == reader.screen.browser.location.choice
        assert found == ["1", "2", "3", "4"]
        assert "10 Oct 2025 · B" in reader.place


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (["space"], "no other unread paper"),
        (["/", *"number", "enter", "space"], "no other unread paper here"),
        (["x", "/", *"number", "enter", "space"], "everything here is read"),
        (
            ["m", "j", "j", "enter", "x", "space"],
            "everything is read (new only); press m for other kinds",
        ),
    ],
)
async def test_nothing_is_called_read_that_is_not(home: Home, keys: list[str], says: str) -> None:
    home.bring(paper(1, kind="new"), paper(2, kind="replace"))
    async with opened(home) as reader:
        await reader.press(*keys)
        assert reader.told[-1] == says


@pytest.mark.parametrize("keys", [["x"], ["space", "x"]])
async def test_going_on_marks_every_paper_once(home: Home, keys: list[str]) -> None:
    home.configure('[topics.A]\nkeywords = ["1"]\n[topics.B]\nkeywords = ["2"]\n')
    days = ["2026-02-12", "2026-02-11", "2026-01-30"]
    home.bring(*(paper(number, days[number % 3]) for number in range(1, 13)))
    async with opened(home) as reader:
        await reader.choose("B")
        presses = 0
        while not reader.told or "everything" not in reader.told[-1]:
            await reader.press(*keys)
            presses += 1
            assert presses < 40
    reads = [row["read"] for row in home.marks().values()]
    assert len(reads) == 12
    assert len({read["at"] for read in reads}) == 12, "one key each"


@pytest.mark.parametrize("period", [[], ["minus"], ["minus", "minus", "minus"]])
async def test_what_is_unread_is_unread_everywhere(home: Home, period: list[str]) -> None:
    kinds = ["new", "cross", "replace", "replace-cross", None]
    home.bring(
        *(paper(number, kind=kinds[number % 5], title=f"A{number}") for number in range(1, 11)),
        *(paper(number, "2026-02-11", kind="new") for number in range(11, 14)),
        *(paper(number, "2026-02-10", kind="new", title=f"A{number}") for number in (2, 3)),
    )
    home.configure('[topics.A]\nkeywords = ["A"]\n')
    async with opened(home, (150, 60)) as reader:
        await reader.press(*period, "x", "r", "G", "k", "r", "r", "r")
        signs = sum(line[1] == "●" for line in lines(reader.papers))
        unread = reader.count["Unread"]
        assert f"· {unread} unread" in reader.place
        assert unread == signs
        papers = len(reader.papers)
        assert unread < papers
        await reader.choose("Unread")
        assert f"{unread} papers · {unread} unread" in reader.place
        assert sum(line[1] == "●" for line in lines(reader.papers)) == unread


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
        reader.screen.browser.jobs.search.read_history(reader.papers.current.id)
        await reader.settled()
        assert "changed since" in reader.abstract.text


@pytest.mark.parametrize("is_ascii", [False, True])
async def test_a_range_is_seen_without_colours(one_day: Home, is_ascii: bool) -> None:
    one_day.configure(f"[reader]\nascii = {str(is_ascii).lower()}\n")
    async with opened(one_day) as reader:
        await reader.press("j", "v", "j", "j")
        margin = "".join(line[0] for line in lines(reader.papers)[:10])
        assert margin == ("  ||||>>  " if is_ascii else "  ┃┃┃┃▌▌  ")
        await reader.press("escape")
        margin = "".join(line[0] for line in lines(reader.papers)[:10])
        assert margin == ("      >>  " if is_ascii else "      ▌▌  ")


async def test_a_range_is_copied_as_one(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("v", "j", "y")
        assert "Copy of 2 papers" in reader.text()
        await reader.press("enter")
        wanted = "https://arxiv.org/abs/2602.00001\nhttps://arxiv.org/abs/2602.00002"
        assert reader.app.clipboard == wanted
        assert reader.told == ["asked the terminal to copy: link of 2 papers"]
        assert not reader.papers.has_range


async def test_a_range_is_downloaded_whole(long_day: Home) -> None:
    async with opened(long_day) as reader:
        await reader.press("v", "j", "D")
        asked = [says for says in reader.told if says.endswith("asking arXiv for the PDF")]
        assert [says.partition(":")[0] for says in asked] == ["2602.00001", "2602.00002"]
        await reader.press("v", "1", "0", "j", "D")
        assert "Download 11 PDFs?" in reader.text()
        await reader.press("enter")
        assert len(reader.told) == 4, "no is the answer that is proposed"


@pytest.mark.parametrize("key", ["o", "p", "a", "f", "F"])
async def test_what_is_for_one_paper_does_nothing_to_a_range(one_day: Home, key: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("v", "j", "j", key)
        assert reader.told == ["this acts on one paper, not on 3; esc ends the range"]
        assert reader.on_top == "ReaderScreen"
        assert reader.papers.has_range


async def test_space_right_behind_marking_all_goes_on_to_an_older_day(three_days: Home) -> None:
    async with opened(three_days) as reader:
        reader.hit("A", "space")
        await reader.settled()
        assert "11 Feb" in reader.place
        assert reader.current == "Paper number 11"


async def test_space_behind_the_last_paper_says_that_it_is_back_at_the_top(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("G", "space")
        assert reader.current == "Paper number 1"
        assert reader.told[-1] == "back at the top; [ goes to older days"


async def test_what_could_not_be_saved_and_was_taken_back_is_to_be_read(one_day: Home) -> None:
    async with opened(one_day) as reader:
        with refusing(one_day.root / "data/marks/2602"):
            await reader.press("A", "u")
        await reader.press("space")
        assert reader.current == "Paper number 2"
