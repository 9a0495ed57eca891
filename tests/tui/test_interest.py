"""The order of interest in the reader: First, why a paper is there, and papers like another."""

from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper

ROBOT = "A robot arm learns to grasp with a dexterous gripper under contact"
GALAXY = "A survey of galaxy spectra measures cosmic dust at high redshift"


def bring(home: Home) -> None:
    """Two days of ten papers each, every second one on robots."""
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
        reader.screen.browser.jobs.search.read_history(reader.papers.current.id, explain=True)
        await reader.settled()
        (why,) = [line for line in lines(reader.abstract) if "liked for" in line]
        assert {"robot", "gripper", "grasp", "dexterous", "contact"} & {
            *why.replace(",", "").split()
        }
        await reader.press("x", "x")
        assert home.values()["2602.00013"] == {"read": True}


async def test_it_opens_on_first_if_that_is_wished(home: Home) -> None:
    bring(home)
    home.configure('[reader]\nstart = "first"\n')
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
