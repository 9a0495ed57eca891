"""The order of interest in the reader: First, why a paper is there, and papers like another."""

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

ROBOT = "A robot arm learns to grasp with a dexterous gripper under contact"
BARS = "▁▂▄▆█"
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


async def rest(reader: Reader) -> None:
    """Do what the reader does when the cursor has rested on a paper, without the wait."""
    assert reader.papers.current
    reader.screen.browser.jobs.search.read_history(reader.papers.current.id, explain=True)
    await reader.settled()


async def test_first_has_what_is_like_the_starred_papers_and_says_why(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "j", "j", "s", "]")
        await reader.choose("First")
        numbers = [int(title.split()[-1]) for title in reader.titles]
        assert numbers[:5] == [11, 13, 15, 17, 19]
        await rest(reader)
        (why,) = [line for line in lines(reader.abstract) if "liked for" in line]
        assert {"robot", "gripper", "grasp", "dexterous", "contact"} & {
            *why.replace(",", "").split()
        }
        await reader.press("x", "x")
        assert home.values()["2602.00013"] == {"read": True}


async def test_it_opens_on_first_if_that_is_wished(home: Home) -> None:
    bring(home)
    async with opened(home) as reader:  # where it is left does not count against the new wish
        assert " · All · " in reader.place
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
        await rest(reader)
        assert "like “Robots that grasp” · liked for" in " ".join(reader.abstract.text.split())


async def test_a_star_leaves_the_list_as_it_is_and_says_that_there_is_a_new_order(
    home: Home,
) -> None:
    bring(home)
    async with opened(home) as reader:
        await reader.press("[", "s", "]")
        await reader.choose("First")
        before = reader.papers.pages.ids
        await reader.press("G", "s")
        assert reader.papers.pages.ids == before
        assert "there is a new order" in reader.text()
        await reader.press("S", "enter")
        assert reader.papers.pages.ids != before


async def test_who_kept_nothing_is_told_what_the_order_goes_by(home: Home) -> None:
    bring(home)
    home.configure("topics = []\n")
    async with opened(home) as reader:
        assert "star papers" not in reader.text()
        before = reader.titles
        await reader.choose("First")
        assert reader.titles == before
        assert "star papers, and those like them come first" in reader.text()
        assert not {*BARS} & {*"".join(lines(reader.papers))}


async def test_first_says_when_everything_is_read(home: Home) -> None:
    home.bring(paper(1))
    async with opened(home) as reader:
        await reader.press("x")
        await reader.choose("First")
        assert "You have read every paper of this day." in reader.text()
