"""The order of interest in the reader: First, why a paper is there, and papers like another."""

import asyncio
import re

from paperterm.tui.dialogs.interest import InterestScreen
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper

ROBOT = "A robot arm learns to grasp with a dexterous gripper under contact"
BARS = "▁▂▄▆█"
GALAXY = "A survey of galaxy spectra measures cosmic dust at high redshift"


def bring(home: Home) -> None:
    """Two days of ten papers each, every second one on robots, and one before with none.

    No fetch says anything between.
    """
    home.configure("[fetch]\nautomatic = false\n")
    home.bring(*(paper(number, "2026-02-10", abstract=GALAXY) for number in range(101, 131)))
    for day, first in (("2026-02-11", 1), ("2026-02-12", 11)):
        home.bring(
            *(
                paper(number, day, abstract=(GALAXY, ROBOT)[number % 2], authors=[f"A {number}"])
                for number in range(first, first + 10)
            )
        )


async def test_first_has_what_is_like_the_starred_papers_and_says_why(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "j", "j", "s", "]")
        await reader.choose("First")
        numbers = [int(title.split()[-1]) for title in reader.titles]
        assert numbers[:5] == [11, 13, 15, 17, 19]
        await reader.settled()
        why = " ".join(reader.abstract.text.split()).partition("liked for ")[2]
        assert {"robot", "gripper", "grasp", "dexterous", "contact"} & {
            *why.replace(",", "").split()[:5]
        }
        await reader.press("x", "x")
        assert home.values()["2602.00013"] == {"read": True}


async def test_it_opens_on_first_if_that_is_wished(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:  # where it is left does not count against the new wish
        assert " · All · " in reader.place
    home.configure('[fetch]\nautomatic = false\n[reader]\nstart = "first"\n')
    async with opened(home) as reader:
        assert " · First · " in reader.place
        assert len(reader.papers) == 10


async def test_similar_papers_are_listed_and_one_is_gone_to_and_left_again(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        before = reader.current
        await reader.press("~")
        assert reader.on_top == "PickScreen"
        assert "2602.00019" in reader.text()
        await reader.press("j", "enter")
        assert reader.current != before
        assert ROBOT in " ".join(reader.abstract.text.split())
        await reader.press("escape")
        assert reader.current == before


async def test_rows_say_how_much_they_are_liked_and_the_pane_which_paper_they_are_like(
    home: Home,
) -> None:
    home.bring(
        paper(1, "2026-02-11", title="Robots that grasp", abstract=ROBOT),
        *(paper(at, title=f"Cosmic dust {at}", abstract=GALAXY) for at in range(2, 9)),
        paper(9, title="Hands that grasp", abstract=ROBOT),
    )
    async with opened(home) as reader:
        await reader.press("[", "s", "]")
        assert not {*BARS} & {*"".join(lines(reader.papers))}, "the list is as announced"
        await reader.choose("First")
        bars = [BARS.index(line[1]) for line in lines(reader.papers)[1::2] if line.strip()]
        assert "Hands that grasp" in lines(reader.papers)[0]
        assert bars[0] > bars[1]
        assert bars == sorted(bars, reverse=True)
        await reader.settled()
        assert "like “Robots that grasp” · liked for" in " ".join(reader.abstract.text.split())


async def test_a_star_leaves_the_list_as_it_is_and_says_that_there_is_a_new_order(
    home: Home,
) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "]")
        await reader.choose("First")
        before = reader.papers.pages.ids
        await reader.press("j", "s")
        starred = reader.papers.pages.ids[reader.papers.cursor]
        assert reader.papers.pages.ids == before
        assert "the order has changed" in reader.text()
        await reader.press("S", "enter")
        assert reader.papers.pages.ids[-1] == starred, "what is kept comes last in First"
        assert reader.papers.cursor == 0, "the view begins at the top of the new order"
        assert lines(reader.papers)[0].startswith("▌")


async def test_who_kept_nothing_is_told_what_the_order_goes_by(home: Home) -> None:
    bring(home)
    home.configure("topics = []\n[fetch]\nautomatic = false\n")
    async with opened(home) as reader:
        assert "star papers" not in reader.text()
        before = reader.titles
        await reader.choose("First")
        assert reader.titles == before
        assert (
            "in announced order for now: star papers, and similar ones will come first"
            in reader.told
        )
        assert not {*BARS} & {*"".join(lines(reader.papers))}


async def test_a_page_says_how_good_the_order_is_as_the_command_does(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "j", "j", "s", "]", "s")
        await reader.press("I")
        assert reader.on_top == "InterestScreen"
        assert isinstance(reader.app.screen, InterestScreen)
        await asyncio.to_thread(reader.app.screen.judging.settle)
        await reader.settled()
        assert "The order cannot be judged yet" in " ".join(reader.text().split())
        assert "fewer than five, this order is a guess" in " ".join(reader.text().split())
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


async def test_first_says_when_everything_is_read(home: Home) -> None:
    home.bring(paper(1))
    async with opened(home) as reader:
        await reader.press("x")
        await reader.choose("First")
        assert "You have read every paper of this day." in reader.text()


async def test_a_dismissal_says_which_words_count_less(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "]")
        assert reader.current == "Paper number 11"
        await reader.press("X")
        assert reader.current == "Paper number 12"
        (told,) = [text for text in reader.told if text.startswith("these words now rank lower: ")]
        words = {*told.removeprefix("these words now rank lower: ").replace(",", "").split()}
        assert words <= {
            "number",
            "robot",
            "arm",
            "learns",
            "grasp",
            "dexterous",
            "gripper",
            "contact",
        }
        await reader.press("k")
        await reader.settled()
        assert "these words now rank lower: " in " ".join(reader.abstract.text.split())
        await reader.press("X")
        assert "these words now rank lower: " not in " ".join(reader.abstract.text.split())


async def test_a_dismissal_with_nothing_that_could_count_less_says_nothing(home: Home) -> None:
    bring(home)
    home.configure("topics = []\n[fetch]\nautomatic = false\n")
    async with opened(home) as reader:
        await reader.press("X")
        assert not any("now rank lower" in text for text in reader.told)


async def test_what_is_starred_already_comes_last_in_first(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("s")
        await reader.choose("First")
        assert reader.papers.pages.ids[-1] == "2602.00011"
        assert reader.current == "Paper number 13"


async def test_a_kept_paper_is_not_explained_by_itself_and_others_say_what_pulls_them_down(
    home: Home,
) -> None:
    cats = (paper(n, "2026-02-10", abstract=f"A cat sleeps on fur {n}") for n in range(101, 131))
    home.bring(
        *cats,
        *(paper(n, "2026-02-11", abstract=(GALAXY, ROBOT)[n % 2]) for n in range(1, 5)),
        *(paper(n, abstract=(GALAXY, ROBOT)[n % 2]) for n in range(11, 15)),
    )
    async with opened(home) as reader:
        await reader.press("[", "s", "j", "X", "]")
        await reader.choose("First")
        shown = lines(reader.papers)
        assert all(line[2] == "~" for line in shown[1::2] if line.strip()), "a guess, and says so"
        await reader.press("G")
        assert "interest 1 of 5, a guess · against it: " in " ".join(reader.abstract.text.split())
        await reader.press("b", "S", "enter", "G")
        assert {*BARS, "~"}.isdisjoint(lines(reader.papers)[-1]), "a queued paper has no bar"
        assert "you kept it, so papers like it rank higher" in reader.abstract.text


async def test_a_low_pane_begins_with_the_reason_and_shows_the_title_when_it_is_entered(
    home: Home,
) -> None:
    bring(home)
    async with opened(home, (80, 24)) as reader:
        await reader.press("[", "s", "]")
        await reader.choose("First")
        assert "liked for" in "".join(lines(reader.abstract)[:2])
        await reader.press("j", "enter")
        assert lines(reader.abstract)[0].split() == ["Paper", "number", "13"]


async def test_similar_papers_of_a_range_are_like_all_of_it_and_not_in_it(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("v", "j", "j", "~")
        assert reader.on_top == "PickScreen"
        found = re.findall(r" [a-z] (2602[.]\d+) ", reader.text())
        assert "2602.00015" in found
        assert {"2602.00011", "2602.00012", "2602.00013"}.isdisjoint(found)
