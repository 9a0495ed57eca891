"""Lists without papers: each says why, and which key leads on; and the first screen ever."""

import pytest

from paperterm.config import Config
from paperterm.model import Day
from paperterm.session import Selection
from paperterm.tui.keys.actions import key_of
from paperterm.tui.reader.empty import drawn, why_empty
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper


def said(reader: Reader) -> str:
    """What the empty list says, as one text."""
    assert not len(reader.papers)
    return " ".join(" ".join(lines(reader.papers)).split())


async def test_the_first_screen_ever(home: Home) -> None:
    async with opened(home, (80, 24)) as reader:
        text = said(reader)
        assert text.startswith("Welcome to paperterm.")
        assert "cs.AI, cs.CL, cs.CV, cs.LG, cs.MA, cs.RO" in text
        assert "LLM, MLLM" in text
        for key in (
            "R fetch new papers",
            "? show all keys",
            "ctrl+p search commands",
            "paperterm demo try",
        ):
            assert key in text
        await reader.press("?")
        assert reader.on_top == "HelpScreen"


async def test_the_first_screen_fits_the_smallest(home: Home) -> None:
    async with opened(home, (60, 18)) as reader:
        text = said(reader)
        assert "Welcome" in text
        assert text.endswith("topics LLM, MLLM, Test-Time-Scaling, Embodied_AI and 4 more")
        assert "…" not in text


async def test_the_first_screen_knows_what_is_followed(home: Home) -> None:
    async with opened(home) as reader:
        await reader.choose("Starred")
        assert "No starred papers" in said(reader)
    home.configure("[topics]\n")
    async with opened(home) as reader:
        assert said(reader).startswith("No papers yet.")
        assert "R fetch new papers" in said(reader)
        assert "paperterm import FILE… import" in said(reader)


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
async def test_nothing_that_is_said_is_cut(home: Home, size: tuple[int, int]) -> None:
    home.configure(f"[views]\n'{'v' * 90}' = 'nothing'\n[topics.'{'t ' * 50}']\nkeywords = ['q']\n")
    home.bring(paper(1))
    async with opened(home, size) as reader:
        for title in ("Starred", "Queue", "Followed", "v" * 90, "t " * 50):
            await reader.choose(title)
            shown = said(reader)
            assert "…" not in shown
            assert shown.endswith("topics")


async def test_nothing_unread(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("A")
        await reader.choose("Unread")
        text = said(reader)
        assert "You have read every paper of this day." in text
        assert "[ ] previous and next day" in text
        await reader.press("minus")
        assert "Paper number" in "".join(lines(reader.papers))
        await reader.press("A", "h", "k", "j", "l")
        assert "You have read every paper of this month." in said(reader)
        assert "[ ] previous and next month" in said(reader)
        await reader.press("minus", "minus")
        assert "You have read every paper in the library." in said(reader)
        assert "[ ]" not in said(reader)


async def test_nothing_starred_nothing_queued(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.choose("Starred")
        assert "No starred papers yet. s star the paper" in said(reader)
        await reader.choose("Queue")
        assert "The queue is empty. b add the paper" in said(reader)


async def test_nobody_followed_or_no_paper_of_theirs(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.choose("Followed")
        assert "You follow no authors yet. f follow an author" in said(reader)
    one_day.configure('[authors]\nfollowed = ["Nobody Here"]\n')
    async with opened(one_day) as reader:
        await reader.choose("Followed")
        assert "No paper in the library is by an author you follow." in said(reader)


async def test_a_view_and_a_topic_without_a_hit(one_day: Home) -> None:
    one_day.configure(
        "[views]\n\"a [/no] view\" = 'ti:nothing'\n[topics.'t [bold]']\nkeywords = ['zzz']\n"
    )
    async with opened(one_day) as reader:
        await reader.choose("a [/no] view")
        assert "No paper in the library is in a [/no] view. Its query is ti:nothing" in said(reader)
        await reader.choose("t [bold]")
        assert "No paper of this day matches t [bold]." in said(reader)
        assert "- show more days" in said(reader)
        await reader.press("minus")
        assert "No paper of this month matches" in said(reader)


async def test_kinds_that_are_hidden(home: Home) -> None:
    home.bring(paper(1, kind="replace"))
    home.configure('[reader]\nkinds = ["new"]\n')
    async with opened(home) as reader:
        assert "There are no papers of this day. m show other kinds too, not only new" in said(
            reader
        )


async def test_nothing_found(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("slash", *"zzzz")
        assert "No match. esc clear the search" in said(reader)
        assert "tab switch between this list and the whole library" in said(reader)
        await reader.press("enter")
        assert r"\ switch between this list and the whole library" in said(reader)
        await reader.press("slash")
        assert "tab switch between this list and the whole library" in said(reader)


def test_a_day_without_papers() -> None:
    day = Day(2026, 2, 12)
    text = " ".join(line.text for line in why_empty(Selection.of_day(day), Config(), key_of, [day]))
    assert text.startswith(
        "There are no papers of this day. Nothing was announced in the categories"
    )


async def test_a_day_that_is_removed_while_it_is_read(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("[")
        three_days.day_file("2026-02-11").unlink()
        await reader.press("m", "j", "enter")
        text = said(reader)
        assert text.startswith("Wed 11 Feb 2026 is not in the library.")
        assert "paperterm fetch --since 2026-02-11 fetch this day and those since" in text


def test_an_evening_without_a_mailing() -> None:
    lines_ = why_empty(Selection.of_day(Day(2026, 2, 13)), Config(), key_of, [Day(2026, 2, 12)])
    text = " ".join(line.text for line in lines_)
    assert text.startswith(
        "Fri 13 Feb 2026 is not in the library. arXiv has no mailing on that evening."
    )


def test_a_day_that_cannot_be_read_is_said_whole() -> None:
    problem = "/a/long/folder/2026-02-11.json: cannot be read: input/output error; make a copy"
    selection = Selection.of_day(Day(2026, 2, 11))
    lines_ = why_empty(selection, Config(), key_of, [Day(2026, 2, 11)], problem)
    shown = "".join(line.text for line in drawn(lines_, 30))
    assert problem.replace(" ", "") in shown.replace(" ", "")
    assert [line.key for line in drawn(lines_, 30) if "previous" in line.text] == ["[ ]  "]


@pytest.mark.parametrize("width", range(1, 90, 7))
def test_every_width_holds_every_word(width: int) -> None:
    lines_ = why_empty(Selection(), Config(), key_of, [])
    rows = drawn(lines_, width)
    told = "".join(f"{row.key}{row.text}" for row in rows).replace(" ", "")
    assert told == "".join(f"{line.key}{line.text}" for line in lines_).replace(" ", "")
    assert all(len(row.key) + len(row.text) <= width for row in rows if row.text)
