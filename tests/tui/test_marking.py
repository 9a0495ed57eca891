"""Marking: what each key leaves in the files of the library."""

from datetime import UTC, datetime

import pytest

from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper

FIRST = "2602.00001"
TOGGLES = {"s": "starred", "r": "read", "b": "queued"}


@pytest.mark.parametrize(("key", "field"), TOGGLES.items())
async def test_a_key_sets_its_field_and_takes_it_back(one_day: Home, key: str, field: str) -> None:
    async with opened(one_day) as reader:
        plain = lines(reader.papers)
        await reader.press(key)
        marked = lines(reader.papers)
        values = one_day.values()
        assert set(values) == {FIRST}
        assert set(values[FIRST]) == {field}
        assert values[FIRST][field]
        assert reader.current == "Paper number 1"
        assert marked[0] != plain[0]
        assert marked[1:] == plain[1:]
        before = one_day.marks()[FIRST][field]["at"]

        await reader.press(key)
        after = one_day.marks()[FIRST][field]
        assert not after["value"]
        assert after["at"] > before
        assert lines(reader.papers) == plain
    assert one_day.exported() == {}


async def test_a_mark_says_when_in_utc_and_what_the_paper_was_called(one_day: Home) -> None:
    start = datetime.now(UTC)
    async with opened(one_day) as reader:
        await reader.press("s")
    row = one_day.marks()[FIRST]
    at = row["starred"]["at"]
    assert at.endswith("Z")
    assert start <= datetime.fromisoformat(at) <= datetime.now(UTC)
    assert row["paper"]["value"]["title"] == "Paper number 1"
    assert row["paper"]["value"]["authors"] == ["Ada Author", "Ben Writer"]


async def test_read_and_next(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("x", "x")
        assert reader.current == "Paper number 3"
        assert len(reader.titles) == 5
    assert one_day.values() == {FIRST: {"read": True}, "2602.00002": {"read": True}}


async def test_read_and_next_never_makes_unread(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("x", "k", "x")
        assert reader.current == "Paper number 2"
    assert one_day.values() == {FIRST: {"read": True}}


async def test_read_and_next_at_the_last_row(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("G", "x")
        assert reader.current == "Paper number 5"
        await reader.press("x")
        assert reader.current == "Paper number 1", "it is read: the next unread paper"
        assert reader.complaints == []
    assert one_day.values() == {"2602.00005": {"read": True}}


async def test_not_for_me_reads_goes_on_and_is_taken_back(one_day: Home) -> None:
    async with opened(one_day) as reader:
        plain = lines(reader.papers)
        await reader.press("X", "v", "j", "X")
        assert reader.current == "Paper number 4"
        assert [line[2] for line in lines(reader.papers)[:6:2]] == ["×"] * 3
        assert all(row == {"read": True, "dismissed": True} for row in one_day.values().values())
        await reader.press("g", "X")
        assert reader.current == "Paper number 1"
        assert one_day.values()[FIRST] == {"read": True, "dismissed": False}
        assert "not for you" not in reader.text()
        await reader.press("u", "u", "u")
        assert lines(reader.papers) == plain
    assert not any(one for row in one_day.values().values() for one in row.values())


async def test_the_fields_do_not_touch_each_other(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("s", "b", "r", "s")
    row = one_day.values()[FIRST]
    assert row["read"] is True
    assert row["starred"] is False
    assert row["queued"]


async def test_the_same_keys_work_in_the_abstract(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("l", "s", "r")
        assert "starred" in "\n".join(lines(reader.abstract))
        assert reader.focused == "AbstractPane"
        await reader.press("x")
        assert reader.current == "Paper number 2"
    assert one_day.values() == {FIRST: {"starred": True, "read": True}}


async def test_a_mark_leaves_the_place_in_the_abstract(long_day: Home) -> None:
    async with opened(long_day) as reader:
        await reader.press("J", "J")
        before = lines(reader.abstract)
        await reader.press("s")
        assert lines(reader.abstract)[0] == before[0]


@pytest.mark.parametrize(("times", "starred"), [(20, False), (7, True)])
async def test_quick_keys_all_land(one_day: Home, times: int, starred: bool) -> None:
    async with opened(one_day) as reader:
        await reader.type(*["s"] * times)
        await reader.settled()
        assert ("★" in lines(reader.papers)[0]) == starred
    assert one_day.values() == {FIRST: {"starred": starred}}


async def test_a_mark_belongs_to_the_paper_that_was_under_the_cursor(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.type(*"sjbjxrG")
        await reader.settled()
    values = one_day.values()
    assert values.pop("2602.00002").keys() == {"queued"}
    assert values == {
        FIRST: {"starred": True},
        "2602.00003": {"read": True},
        "2602.00004": {"read": True},
    }


async def test_marks_are_there_when_the_reader_opens_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("s", "x", "b")
        shown = lines(reader.papers)[::2]
    kept = one_day.marks()
    async with opened(one_day) as reader:
        assert lines(reader.papers)[::2] == shown  # and so is the cursor
    assert one_day.marks() == kept


async def test_marks_are_on_disk_when_the_reader_was_quit_at_once(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.type(*"sxbx", "ctrl+q")
    values = one_day.values()
    assert values.pop("2602.00002").keys() == {"queued", "read"}
    assert values == {FIRST: {"starred": True, "read": True}}


async def test_the_text_of_the_day_is_not_touched(one_day: Home) -> None:
    one_day.age()
    file = one_day.day_file("2026-02-12")
    before = file.read_bytes(), file.stat().st_mtime_ns
    async with opened(one_day) as reader:
        await reader.press(*"srqx")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


async def test_old_ids_are_marked_too(home: Home) -> None:
    home.bring(paper(1, id="math.GT/0309136"))
    async with opened(home) as reader:
        await reader.press("s")
    assert home.values() == {"math/0309136": {"starred": True}}


async def test_a_mark_that_cannot_be_written_is_told_and_not_shown(one_day: Home) -> None:
    async with opened(one_day) as reader:
        plain = lines(reader.papers)
        (one_day.root / "data" / "marks").write_text("a file in the way")
        await reader.press("s")
        assert len(reader.complaints) == 1
        assert str(one_day.root / "data" / "marks") in reader.complaints[0]
        assert lines(reader.papers) == plain
        await reader.press("j")
        assert reader.current == "Paper number 2"


SAID = {"s": ("starred", "unstarred"), "r": ("read", "unread")}
SAID["b"] = ("added to the queue", "removed from the queue")


@pytest.mark.parametrize("key", SAID)
async def test_what_a_key_did_to_a_paper_is_said(one_day: Home, key: str) -> None:
    async with opened(one_day) as reader:
        await reader.press(key, key)
        assert reader.told == [f"{what}: Paper number 1" for what in SAID[key]]


@pytest.mark.parametrize("when", ["never", "open", "move"])
async def test_reading_on_is_not_said(one_day: Home, when: str) -> None:
    one_day.configure(f'[reader]\nmark_read = "{when}"\n')
    async with opened(one_day) as reader:
        await reader.press("x", "j", "enter", "q", "j")
        assert reader.told == []
