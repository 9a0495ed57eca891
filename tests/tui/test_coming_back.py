"""A reader that is opened again, rows that go away, and categories that are given up."""

import json

import pytest

from tests.tui.driving import Reader, opened
from tests.tui.home import Home, paper

TOPICS = "".join(f'[topics.{name}]\nkeywords = ["number"]\n' for name in ("A", "B", "C", "D"))


async def close(reader: Reader) -> None:
    await reader.press("ctrl+q")


@pytest.mark.parametrize(
    "keys",
    [
        ("j", "j"),
        ("h", *"jjjjjj", "l", "j"),
        ("-", "-", "j"),
        ("S", "t", "j"),
        ("[", "j"),
        ("m", "n"),
    ],
)
async def test_a_reader_opened_again_comes_back_to_where_it_was(
    home: Home, keys: tuple[str, ...]
) -> None:
    home.configure(TOPICS)
    for day in ("2026-02-11", "2026-02-12"):
        home.bring(*(paper(n + int(day[-1]) * 10, day, kind="new") for n in range(1, 5)))
    async with opened(home) as reader:
        await reader.press(*keys)
        left = reader.screen.browser.location.name, reader.current
        await close(reader)
    async with opened(home) as reader:
        assert (reader.screen.browser.location.name, reader.current) == left


@pytest.mark.parametrize("change", ["a newer day", "another date", "no topic", "no file"])
async def test_it_opens_on_the_newest_day_if_the_place_is_of_no_use(
    home: Home, change: str
) -> None:
    home.configure(TOPICS)
    home.bring(paper(1), paper(2))
    async with opened(home) as reader:
        await reader.choose("B")
        await reader.press("j")
        await close(reader)
    file = home.root / "state" / "memory.json"
    if change == "a newer day":
        home.bring(paper(3, "2026-02-13"))
    elif change == "another date":
        known = json.loads(file.read_text())
        known["left"]["when"] = "2026-02-13 2026-02-12"
        file.write_text(json.dumps(known))
    elif change == "no topic":
        home.configure(TOPICS.replace("topics.B", "topics.E"))
    else:
        file.write_bytes(b'{"left": [1')
    async with opened(home) as reader:
        assert "All" in reader.place
        assert reader.papers.cursor == 0


@pytest.mark.parametrize(("at", "then"), [("A", "B"), ("C", "D"), ("D", "C")])
async def test_the_cursor_stays_where_a_topic_was_deleted(home: Home, at: str, then: str) -> None:
    home.configure(TOPICS)
    home.bring(paper(1))
    async with opened(home) as reader:
        await reader.choose(at)
        row = reader.sidebar.cursor
        await reader.press("h", "d", "y")
        assert reader.sidebar.choice.title == then
        assert reader.sidebar.cursor in (row, row - 1)


async def test_a_category_that_is_given_up_is_hidden_and_a_key_shows_it(home: Home) -> None:
    home.configure(
        '[categories]\n"cs.AI" = "AI"\n"cs.RO" = "Robots"\n'
        '[views]\nnumbers = "number"\nrobots = "cat:cs.RO"\n'
    )
    home.bring(
        paper(1, categories=["cs.AI"]),
        paper(2, categories=["cs.RO"]),
        paper(3, categories=["cs.RO", "cs.AI"]),
        paper(4, categories=["hep-th"]),
        paper(5, "2026-02-11", categories=["cs.RO"]),
    )
    everything = ["Paper number 1", "Paper number 2", "Paper number 3", "Paper number 4"]
    async with opened(home) as reader:
        assert reader.titles == everything
        await reader.press("c", *"cs.ro", "enter")
        assert reader.told[-1] == "no longer following cs.RO; M shows its papers again"
        shown = [title for title in everything if title[-1] != "2"]
        assert reader.titles == shown
        assert reader.count["All"] == reader.count["Unread"] == 3
        await reader.press("-")
        assert reader.titles == shown
        assert reader.count["All"] == reader.count["Unread"] == 3
        await reader.press("/", *"number", "enter", "\\")
        assert reader.titles == shown
        await reader.press("escape", "escape", "C")
        assert "3 papers" in reader.text()
        await reader.press("escape")
        assert (reader.count["numbers"], reader.count["robots"]) == (3, 3)
        await reader.press("M")
        assert len(reader.titles) == 5
        assert (reader.count["numbers"], reader.count["robots"]) == (5, 3)
        await reader.press("M", "+", "[")
        assert "show unfollowed categories too" in reader.text()
    assert '"cs.RO"' not in home.config_file.read_text()
    async with opened(home) as reader:
        await reader.press("]")
        assert reader.titles == shown
        await reader.press("c", *"robotics", "enter")
        assert reader.titles == everything
    assert '"cs.RO" = "Robotics"' in home.config_file.read_text()
