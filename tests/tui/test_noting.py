"""Tags, notes, followed authors, kinds, copies and pipes: what the files say, and what is seen."""

import stat
import sys
from pathlib import Path

import pytest

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper


def script(folder: Path, text: str) -> Path:
    """A program that this Python runs."""
    file = folder / "program"
    file.write_text(f"#!{sys.executable}\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def tags(reader: Reader) -> tuple[str, ...]:
    assert reader.papers.current
    return reader.papers.current.mark.tag_names


async def test_tags_are_put_on_and_taken_off(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#", *"ml robots", "enter")
        assert tags(reader) == ("ml", "robots")
        assert {*one_day.marks()["2602.00001"]["tags"]} == {"ml", "robots"}
        assert "#ml" in reader.abstract.text
        await reader.press("#", *(["backspace"] * 8), "enter")
        assert tags(reader) == ("ml",)
        await reader.press("u")
        assert tags(reader) == ("ml", "robots")


async def test_tags_of_a_range_are_those_it_shares(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#", *"a", "enter", "v", "j", "#", *"b", "enter")
        entries = [reader.papers.pages.entry(row) for row in (0, 1)]
        assert [one.mark.tag_names for one in entries if one] == [("a", "b"), ("b",)]


async def test_a_tag_is_completed(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#", *"robotics", "enter", "j", "#", *"rob", "right", "enter")
        assert reader.papers.current
        assert reader.papers.current.mark.tag_names == ("robotics",)


async def test_escape_leaves_tags_as_they_are(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#", *"ml", "escape")
        assert not one_day.marks()


async def test_a_note_is_kept_however_it_is_left(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", *"good", "escape")
        assert "good" in reader.abstract.text
        await reader.press("a", *"er", "ctrl+s")
        assert "gooder" in reader.abstract.text
        assert reader.told[-1] == "note written: Paper number 1"
        await reader.press("u")
        assert "gooder" not in reader.abstract.text
        assert "good" in reader.abstract.text


async def test_a_note_that_was_not_changed_changes_nothing(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", "escape")
        assert not one_day.marks()


async def test_an_editor_that_is_missing_is_told(one_day: Home, tmp_path: Path) -> None:
    one_day.configure(f'[reader]\neditor = "{tmp_path}/nobody"\n')
    async with opened(one_day) as reader:
        await reader.press("a", *"kept", "ctrl+e", "escape")
        assert "kept" in reader.abstract.text


async def test_an_author_is_followed_and_seen(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("f", "j", "enter")
        assert reader.told[-1] == "Ben Writer is followed"
        assert '"Ben Writer"' in one_day.config_file.read_text()
        assert "@" in lines(reader.papers)[0]
        await reader.choose("Followed")
        assert len(reader.papers) == 5
        await reader.press("f", "j", "enter")
        assert reader.told[-1] == "Ben Writer is no longer followed"


async def test_kinds_are_chosen(home: Home) -> None:
    home.bring(
        paper(1, kind="new"), paper(2, kind="cross"), paper(3, kind="replace"), paper(4, kind=None)
    )
    async with opened(home) as reader:
        assert len(reader.papers) == 4
        assert "3 unread" in reader.place
        await reader.press("m", "j", "enter")
        assert reader.titles == ["Paper number 1", "Paper number 2", "Paper number 4"]
        assert "new and cross-lists" in reader.place
        await reader.press("minus")
        assert reader.titles == ["Paper number 1", "Paper number 2", "Paper number 4"]
        await reader.press("m", "j", "enter")
        assert reader.titles == ["Paper number 1", "Paper number 4"]
        await reader.press("m", "g", "enter")
        assert len(reader.papers) == 4


async def test_the_kinds_of_the_settings_are_shown(home: Home) -> None:
    home.configure('[reader]\nkinds = ["new", "cross"]\n')
    home.bring(paper(1, kind="new"), paper(2, kind="replace"))
    async with opened(home) as reader:
        assert reader.titles == ["Paper number 1"]


async def test_what_is_copied_is_told(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("y", "enter")
        assert reader.app.clipboard == "https://arxiv.org/abs/2602.00001"
        assert reader.app.clipboard in reader.told[-1]
        await reader.press("y", "G", "enter")
        assert reader.app.clipboard.startswith("@")


async def test_papers_are_given_to_a_program(one_day: Home, tmp_path: Path) -> None:
    program = script(tmp_path, "import sys; print(sys.stdin.read().count('Paper number'))")
    async with opened(one_day) as reader:
        await reader.press("v", "j", "|")
        reader.app.screen.focused.value = f"'{program}' -x"  # type: ignore[union-attr]
        await reader.press("enter")
        assert reader.told[-1].startswith(f"2 papers given to {program}: 2")


@pytest.mark.parametrize("command", ["/nowhere/at/all", "false", "'"])
async def test_a_program_that_fails_is_told(one_day: Home, command: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("|")
        reader.app.screen.focused.value = command  # type: ignore[union-attr]
        await reader.press("enter")
        assert command.strip("'") in reader.complaints[-1]
