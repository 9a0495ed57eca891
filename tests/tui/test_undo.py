"""Ranges, everything at once, and taking it back: what the files say afterwards."""

from threading import Event

import pytest

from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper


def marked(home: Home, field: str = "read") -> list[int]:
    return sorted(int(id_[5:]) for id_, row in home.values().items() if row.get(field))


async def test_a_range_is_marked_as_one(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("j", "v", "j", "j", "s")
        assert marked(one_day, "starred") == [2, 3, 4]
        assert "starred: 3 papers" in reader.told
        await reader.press("k", "s")
        assert marked(one_day, "starred") == [2, 4]


async def test_a_range_is_seen_and_escape_ends_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        ground = reader.papers.style_for("range").bgcolor

        def in_range() -> list[int]:
            rows = (reader.papers.render_line(2 * row) for row in range(5))
            return [
                row
                for row, strip in enumerate(rows)
                if any(one.style and one.style.bgcolor == ground for one in strip)
            ]

        await reader.press("v", "2", "j")
        assert in_range() == [0, 1]
        await reader.press("escape", "s")
        assert in_range() == []
        assert marked(one_day, "starred") == [3]


async def test_a_range_goes_up_too_and_x_goes_on_behind_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("3", "j", "v", "2", "k", "x")
        assert marked(one_day) == [2, 3, 4]
        assert reader.current == "Paper number 5"


async def test_all_in_view_and_back_and_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("x", "A")
        assert marked(one_day) == [1, 2, 3, 4, 5]
        assert "0 unread" in reader.place
        assert reader.told[-1] == "read: 4 papers"
        await reader.press("u")
        assert marked(one_day) == [1]
        assert reader.told[-1] == 'undid "read": 4 papers'
        await reader.press("u")
        assert marked(one_day) == []
        assert 'undid "read": Paper number 1' in reader.told
        await reader.press("ctrl+r", "ctrl+r")
        assert marked(one_day) == [1, 2, 3, 4, 5]
        assert reader.told[-1] == 'redid "read": 4 papers'
        assert "0 unread" in reader.place


async def test_there_may_be_nothing_to_take_back(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("u", "ctrl+r")
        assert reader.told == ["nothing to undo", "nothing to redo"]
        assert not one_day.marks()


async def test_what_is_new_cannot_be_done_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("s", "u", "r", "ctrl+r")
        assert reader.told[-1] == "nothing to redo"
        assert one_day.values() == {"2602.00001": {"starred": False, "read": True}}


@pytest.mark.parametrize("key", ["s", "b", "r"])
async def test_every_mark_is_taken_back(one_day: Home, key: str) -> None:
    async with opened(one_day) as reader:
        await reader.press(key)
        before = one_day.values()
        signs = lines(reader.papers)[0][:4]
        await reader.press("u")
        assert not any(one_day.values()["2602.00001"].values())
        await reader.press("ctrl+r")
        assert one_day.values() == before
        assert lines(reader.papers)[0][:4] == signs


async def test_all_of_many_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("minus", "A")
        assert marked(three_days) == [1, 2, 3, 4, 5, 11, 12, 13, 21]
        assert "0 unread" in reader.place
        await reader.press("u")
        assert marked(three_days) == []
        assert "9 unread" in reader.place


@pytest.mark.parametrize("key", ["s", "b", "r"])
async def test_a_mixed_range_becomes_one(one_day: Home, key: str) -> None:
    field = {"s": "starred", "b": "queued", "r": "read"}[key]
    async with opened(one_day) as reader:
        await reader.press("j", key, "g", "v", "3", "j", key)
        assert marked(one_day, field) == [1, 2, 3, 4]
        await reader.press("g", "v", "3", "j", key)
        assert marked(one_day, field) == []


async def test_many_papers_are_marked_only_after_a_question(home: Home) -> None:
    home.bring(*(paper(number, f"2025-09-{number % 4 + 1:02}") for number in range(1, 1003)))
    async with opened(home) as reader:
        await reader.press("minus", "A", "escape")
        assert not home.marks()
        await reader.press("A", "k", "enter")
        assert len(marked(home)) == 1002
        assert "0 unread" in reader.place
        await reader.press("u")
        assert "1,002 unread" in reader.place


async def test_a_list_that_is_read_before_the_index_has_the_marks_counts_them(home: Home) -> None:
    home.bring(*(paper(number, f"2025-09-{number % 4 + 1:02}") for number in range(1, 30)))
    async with opened(home) as reader:
        await reader.press("minus")
        is_free = Event()
        reader.screen.browser.jobs.index.when_whole(is_free.wait)
        await reader.type("A", "k", "enter")
        reader.screen.browser.jobs.marks.settle()
        await reader.type("minus", "plus")
        while "September 2025" not in reader.place:
            await reader.type("escape")
        is_free.set()
        await reader.settled()
        assert len(marked(home)) == 29
        assert "· 0 unread" in reader.place


async def test_keys_on_a_range_of_rows_that_are_not_loaded_clear_what_all_have(home: Home) -> None:
    home.bring(*(paper(number, f"2025-09-0{number % 4 + 1}") for number in range(1, 301)))
    home.age()
    async with opened(home) as reader:
        await reader.press("minus", "v", "G")
        pages = reader.papers.pages
        assert not pages.picked(range(len(pages))).entries, "they are loaded already"
        await reader.press("s", "b", "r")  # a range ends with the first
        for key, field in (("s", "starred"), ("b", "queued"), ("r", "read")):
            await reader.press("g", "v", "G", key)
            now = len(marked(home, field))
            await reader.press("g", "v", "G", key)
            assert {now, len(marked(home, field))} == {0, 300}


SETTINGS = '[topics.A]\nkeywords = ["alpha"]\n[topics.B]\nkeywords = ["beta"]\n'
CHANGES = {
    "delete a topic": ["h", "G", "d", "y"],
    "move a topic": ["h", "G", "<"],
    "write a topic": ["T", *"New", "tab", *"gamma", "ctrl+s"],
    "save a view": ["/", *"paper", "enter", "V", *"mine", "enter"],
    "replace a view": [
        *["/", *"paper", "enter", "V", *"mine", "enter"],
        *["/", *"number", "enter", "V", *"mine", "enter", "y"],
    ],
    "rename a topic": ["h", "G", "t", *"New", "ctrl+s"],
    "follow": ["f", "enter"],
    "follow a category": ["c", *"hep-th", "enter"],
    "give up a category": ["c", *"cs.RO", "enter"],
    "theme": ["ctrl+t", "j", "enter"],
    "queue order": ["b", "j", "b", "h", "4", "G", "l", ">"],
    "tags": ["#", *"later", "enter"],
    "note": ["a", *"mine", "escape"],
}


def state(home: Home) -> tuple[str, str]:
    """What is in force: the settings, and the marks with their places in the queue."""
    nothing: tuple[object, ...] = (False, "", [], {"later": False})
    marks = [
        (id_, field, value)
        for id_, row in home.values().items()
        for field, value in row.items()
        if value not in nothing
    ]
    return home.config_file.read_text("utf-8"), repr(marks)


@pytest.mark.parametrize("change", CHANGES)
async def test_everything_that_changes_something_is_undone_and_redone(
    one_day: Home, change: str
) -> None:
    one_day.configure(SETTINGS)
    async with opened(one_day) as reader:
        states = [state(one_day)]
        for key in CHANGES[change]:
            await reader.press(key)
            if state(one_day) != states[-1]:
                states.append(state(one_day))
        assert len(states) > 1, "the keys change nothing"
        await reader.press("escape")
        for before in states[-2::-1]:
            await reader.press("u")
            assert state(one_day) == before
        for after in states[1:]:
            await reader.press("ctrl+r")
            assert state(one_day)[0] == after[0]
        await reader.press(*["u"] * (len(states) - 1))
        assert state(one_day) == states[0]


async def test_marks_and_settings_are_undone_in_their_order(one_day: Home) -> None:
    one_day.configure(SETTINGS)
    async with opened(one_day) as reader:
        await reader.press("s", "h", "G", "d")
        reader.hit("y", "u")
        await reader.settled()
        assert one_day.config_file.read_text("utf-8") == SETTINGS
        assert reader.told[-1] == 'undid "deleted": B'
        assert reader.sidebar.choice.title == "B", "undo goes to it"
        await reader.press("u")
        assert marked(one_day, "starred") == []


async def test_what_was_edited_by_hand_meanwhile_stays(one_day: Home) -> None:
    one_day.configure(SETTINGS)
    async with opened(one_day) as reader:
        await reader.press("h", "G", "d", "y")
        text = one_day.config_file.read_text("utf-8").replace("alpha", "by hand")
        one_day.configure(text)
        await reader.press("u")
        wanted = SETTINGS.replace("alpha", "by hand")
        assert one_day.config_file.read_text("utf-8") == wanted
        await reader.press("d", "y")
        by_hand = wanted.replace("beta", "by hand, too")
        one_day.configure(by_hand)
        await reader.press("u")
        assert reader.told[-1] == 'undid nothing: skipped "deleted" (B), changed again since'
        assert one_day.config_file.read_text("utf-8") == by_hand


@pytest.mark.parametrize("away", [["["], ["h", "j", "l"], ["/", *"number 2", "enter"], ["minus"]])
async def test_undo_goes_to_the_paper_and_redo_too(three_days: Home, away: list[str]) -> None:
    async with opened(three_days) as reader:
        await reader.press("j", "j", "x", *away, "u")
        assert reader.current == "Paper number 3"
        assert marked(three_days) == []
        await reader.press("[", "ctrl+r")
        assert reader.current == "Paper number 3"
        assert marked(three_days) == [3]


async def test_undo_of_a_range_leaves_the_cursor_in_it(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("v", "j", "x", "u")
        assert reader.current == "Paper number 1", "the range is above the cursor"
        await reader.press("A", "j", "u")
        assert reader.current == "Paper number 2", "it is one of them"
