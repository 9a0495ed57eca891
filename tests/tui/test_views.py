"""Views and topics: what the list shows, what is counted, and where the cursor was left."""

import re

from paperterm.model import Order
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper


async def test_a_topic_shows_its_papers_of_the_day(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")
        assert reader.titles == ["Paper number 2", "Paper number 4"]
        assert "Diffusion" in reader.place
        await reader.press("[", "[")
        assert reader.titles == ["Paper number 4"]
        assert "10 Feb 2026" in reader.place
        await reader.choose("All")
        assert reader.titles == ["Paper number 21", "Paper number 4"]


async def test_a_topic_without_a_paper_says_so(three_days: Home) -> None:
    three_days.configure('[reader]\nbrowser = "true"\n')
    async with opened(three_days) as reader:
        await reader.choose("Embodied_AI")
        assert reader.titles == []
        assert "Embodied_AI" in "\n".join(lines(reader.papers))
        assert not "".join(lines(reader.abstract)).strip()
        await reader.press("x", "s", "b", "r", "o", "p", "j", "G", "enter")
        assert reader.complaints == []
    assert three_days.marks() == {}


async def test_the_abstract_says_which_topics_and_marks_the_keyword(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert "Diffusion" not in reader.abstract.text
        await reader.press("j")
        assert "Diffusion" in reader.abstract.text
        (line,) = (
            reader.abstract.render_line(y)
            for y in range(reader.abstract.size.height)
            if "A diffusion model." in reader.abstract.render_line(y).text
        )
        styles = {segment.text.strip(): segment.style for segment in line}
        assert styles["diffusion"] != styles["model."]


async def test_unread_keeps_the_rows_in_place_until_it_is_chosen_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.choose("Unread")
        assert len(reader.titles) == 5
        await reader.press("x", "x")
        assert len(reader.titles) == 5
        assert reader.current == "Paper number 3"
        await reader.choose("All")
        assert len(reader.titles) == 5
        await reader.choose("Unread")
        assert reader.titles == [f"Paper number {number}" for number in (3, 4, 5)]
        await reader.press(*"xxx")
        await reader.choose("All")
        await reader.choose("Unread")
        assert reader.titles == []
        assert "read" in "\n".join(lines(reader.papers))


async def test_starred_and_queue_show_all_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("s", "[", "j", "s", "b", "[", "s")
        await reader.choose("Starred")
        assert reader.titles == ["Paper number 1", "Paper number 12", "Paper number 21"]
        assert "All days" in reader.place
        await reader.choose("Queue")
        assert reader.titles == ["Paper number 12"]
        await reader.press("[")
        assert reader.titles == ["Paper number 12"]
        assert "all days" in reader.told[-1]
        await reader.press("b")
        assert reader.titles == ["Paper number 12"]
        await reader.choose("Starred")
        await reader.choose("Queue")
        assert reader.titles == []
        assert "queue" in "\n".join(lines(reader.papers))
        await reader.choose("All")
        assert "10 Feb 2026" in reader.place


async def test_a_paper_of_two_days_has_one_mark_and_is_listed_once(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("3", "j", "s")
        assert reader.current == "Paper number 4"
        await reader.choose("Starred")
        assert reader.titles == ["Paper number 4"]
        assert "12 Feb" in lines(reader.papers)[0]
        await reader.choose("All")
        await reader.press("[", "[", "j", "s")
    assert three_days.values() == {"2602.00004": {"starred": False}}


async def test_a_starred_paper_is_listed_when_its_day_is_gone(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("s")
    three_days.day_file("2026-02-12").unlink()
    async with opened(three_days) as reader:
        assert "11 Feb 2026" in reader.place
        await reader.choose("Starred")
        assert reader.titles == ["Paper number 1"]
        await reader.press("s")
    assert three_days.values() == {"2602.00001": {"starred": False}}


async def test_the_counts_follow(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert reader.count == {"All": 5, "Unread": 5, "First": 5, "Diffusion": 2}
        assert numbers(reader.place) == [5, 5]
        await reader.press("x", "x")
        assert reader.count == {"All": 5, "Unread": 3, "First": 3, "Diffusion": 1}
        assert numbers(reader.place) == [5, 3]
        await reader.press("s", "b", "k", "r", "b")
        kept = {"Starred": 1, "Queue": 2}
        assert reader.count == {"All": 5, "Unread": 4, "First": 4, **kept, "Diffusion": 2}
        assert numbers(reader.place) == [5, 4]
        await reader.choose("Diffusion")
        assert numbers(reader.place) == [2, 2]
        await reader.press("r")
        assert numbers(reader.place) == [2, 1]
        assert reader.count["Diffusion"] == 1
        await reader.choose("All")
        await reader.press("[")
        assert reader.count == {"All": 3, "Unread": 3, "First": 3, **kept}
        await reader.press("[", "j")
        assert reader.current == "Paper number 4"
        assert reader.count == {"All": 2, "Unread": 2, "First": 2, **kept, "Diffusion": 1}


def numbers(place: str) -> list[int]:
    """How many papers, and how many unread, as the line above says."""
    found = re.search(r"(\d+) papers? \D*(\d+) unread", place)
    assert found
    return [int(found[1]), int(found[2])]


async def test_the_place_is_kept_for_each_day_and_topic(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("2", "j", "[", "G", "]")
        assert reader.current == "Paper number 3"
        await reader.press("[")
        assert reader.current == "Paper number 13"
        await reader.press("]")
        await reader.choose("Diffusion")
        assert reader.current == "Paper number 2"
        await reader.press("j")
        await reader.choose("All")
        assert reader.current == "Paper number 3"
        await reader.choose("Diffusion")
        assert reader.current == "Paper number 4"


async def test_a_key_before_the_day_is_there_does_not_lose_its_place(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("[", "G", "]")
        reader.hit("[", "j")
        await reader.settled()
        assert "11 Feb 2026" in reader.place
        assert reader.current == "Paper number 13"


async def test_choices_follow_the_cursor_of_the_sidebar(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("h", "G")
        assert reader.sidebar.choice.title == "Benchmark"
        assert reader.titles == []
        await reader.press("g")
        assert reader.sidebar.choice.title == "All"
        assert len(reader.titles) == 5
        await reader.press("k")
        assert reader.sidebar.choice.title == "All"
        titles = []
        for _ in range(20):
            titles.append(reader.sidebar.choice.title)
            await reader.type("j")
        assert titles[:7] == ["All", "Unread", "First", "Starred", "Queue", "Followed", "LLM"]
        assert set(titles[13:]) == {"Benchmark"}


async def test_topics_of_the_settings_stand_in_the_sidebar(one_day: Home) -> None:
    one_day.configure('[topics."Mine & yours"]\nkeywords = ["number 3"]\n')
    async with opened(one_day) as reader:
        assert reader.count == {"All": 5, "Unread": 5, "First": 5, "Mine & yours": 1}
        await reader.choose("Mine & yours")
        assert reader.titles == ["Paper number 3"]


async def test_a_day_imported_meanwhile_is_there(one_day: Home) -> None:
    async with opened(one_day) as reader:
        one_day.bring(paper(31, "2026-02-11"))
        await reader.choose("Unread")
        await reader.choose("All")
        await reader.press("[")
        assert reader.titles == ["Paper number 31"]


async def test_a_saved_view_opens_in_its_order_and_a_search_keeps_its_own(one_day: Home) -> None:
    one_day.configure('[views]\nby_title = { query = "paper", sort = "title" }\nplain = "paper"\n')
    async with opened(one_day) as reader:
        orders = []
        for view in ("by_title", "plain", "by_title"):
            await reader.choose(view)
            orders.append(reader.screen.browser.request.selection.order)
            await reader.press("S", "g", "enter")
            orders.append(reader.screen.browser.request.selection.order)
        plain = Order.ANNOUNCED
        assert orders == [Order.TITLE, plain, plain, plain, Order.TITLE, plain]
        await reader.choose("plain")
        await reader.choose("by_title")
        await reader.press("/", *"number", "enter", "V", *"mine", "enter")
    assert ', sort = "title" }\n' in one_day.config_file.read_text().split("mine = ")[1]
