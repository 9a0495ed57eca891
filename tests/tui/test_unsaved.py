"""Marks that cannot be written: told, not shown as done, and written when asked again."""

from pathlib import Path

import pytest

from tests.refusing import refusing
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper


def marks_folder(home: Home, month: str = "2602") -> Path:
    return home.root / "data/marks" / month


def signs(text: list[str]) -> list[str]:
    """The signs before the titles."""
    return [line[1:5].rstrip() for line in text[::2] if "Paper number" in line]


@pytest.mark.parametrize(
    ("keys", "done"),
    [
        (["s"], [("starred", 1)]),
        (["b"], [("queued", 1)]),
        (["x", "x"], [("read", 1), ("read", 2)]),
        (["v", "2", "j", "s"], [("starred", 1), ("starred", 2), ("starred", 3)]),
        (["A"], [("read", number) for number in range(1, 6)]),
        (["a", "n", "ctrl+s"], [("note", 1)]),
    ],
    ids=lambda keys: "".join(map(str, keys)) if isinstance(keys[0], str) else "",
)
async def test_nothing_is_shown_as_done_before_it_is(
    one_day: Home, keys: list[str], done: list[tuple[str, int]]
) -> None:
    async with opened(one_day) as reader:
        with refusing(marks_folder(one_day)):
            await reader.press(*keys)
            assert signs(lines(reader.papers)) == ["●"] * 5
            papers = len(done)
            says = "1 paper" if papers == 1 else f"{papers} papers"
            assert reader.complaints[-1].startswith(f"{says} not saved, press ctrl+s to retry: ")
            assert "read-only file system" in reader.complaints[-1]
            assert f"{papers} not saved" in reader.place
            await reader.press("ctrl+s")
            assert f"{papers} not saved" in reader.place
            assert one_day.values() == {}
        await reader.press("ctrl+s")
        assert reader.told[-1] == f"saved: {says}"
        assert "not saved" not in reader.place
        values = one_day.values()
        assert all(values[f"2602.{number:05}"][field] for field, number in done)
        assert len(values) == len(done)
        if done[0][0] == "read":
            assert signs(lines(reader.papers)) == [""] * papers + ["●"] * (5 - papers)
        await reader.press("u")
        assert not any(any(row.values()) for row in one_day.values().values())


async def test_what_is_written_of_many_is_shown(home: Home) -> None:
    home.bring(*map(paper, range(1, 4)), paper(1, id="2512.00001"), paper(2, id="2512.00002"))
    async with opened(home) as reader:
        with refusing(marks_folder(home)):
            await reader.press("A")
            assert signs(lines(reader.papers)) == ["●", "●", "●", "", ""]
            assert "3 not saved" in reader.place
            assert "3 unread" in reader.place
            assert "read: 2 papers" in reader.told
            assert sorted(home.values()) == ["2512.00001", "2512.00002"]
        await reader.press("ctrl+s")
        assert signs(lines(reader.papers)) == [""] * 5
        assert "0 unread" in reader.place


async def test_an_undo_that_cannot_be_written_is_tried_again_with_the_same_key(
    one_day: Home,
) -> None:
    async with opened(one_day) as reader:
        await reader.press("s")
        with refusing(marks_folder(one_day)):
            await reader.press("u")
            assert signs(lines(reader.papers))[0] == "●★"
            assert "read-only file system" in reader.complaints[-1]
            assert "not saved" not in reader.place
        await reader.press("u")
        assert signs(lines(reader.papers))[0] == "●"
        assert one_day.values() == {"2602.00001": {"starred": False}}


async def test_there_may_be_nothing_to_try_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("ctrl+s")
        assert reader.told == ["all marks are saved"]


async def test_the_key_is_the_users_own(one_day: Home) -> None:
    one_day.configure('[keys]\nretry = "B"\n')
    async with opened(one_day) as reader:
        with refusing(marks_folder(one_day)):
            await reader.press("s")
            assert "press B to retry" in reader.complaints[-1]
        await reader.press("B")
        assert one_day.values() == {"2602.00001": {"starred": True}}
