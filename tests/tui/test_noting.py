"""Tags, notes, followed authors, kinds, copies and pipes: what the files say, and what is seen."""

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from paperterm.library.schema import LOCK
from paperterm.lock import HeldLock, acquired
from paperterm.model import PaperId
from paperterm.session import marking
from paperterm.tui.dialogs.note import LONGEST
from paperterm.tui.dialogs.tags import completed
from paperterm.tui.jobs.marks import MarksJob
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees

FIRST = PaperId("2602.00001")


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


async def test_tab_takes_a_completion_and_enter_what_is_typed(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#", *"agents", ",", *"robotics", "enter", "j", "#", *"ag")
        assert "tab completes to “agents”" in reader.text()
        await reader.press("tab", *"Rob", "tab", "tab", "enter")
        assert {*tags(reader)} == {"agents", "robotics"}
        await reader.press("j", "#", *"x #rob", "right", "enter")
        assert {*tags(reader)} == {"x", "robotics"}
        await reader.press("j", "#", *"ag", "enter")
        assert tags(reader) == ("ag",)
        await reader.press("#")
        assert "separate tags with spaces or commas; tab completes" in reader.text()
        await reader.press("tab", "enter")
        assert tags(reader) == ("ag",)


def test_the_last_word_of_a_line_is_completed() -> None:
    known = ("agents", "Agents-2", "ml")
    assert completed("ag", known) == "agents"
    assert completed("agents", known) == "Agents-2"
    assert completed("ml,#A", known) == "ml,#agents"
    assert completed("agents a", known) == "agents Agents-2"
    assert completed("ml", known) is None
    assert completed("ag ", known) is None
    assert completed("", known) is None


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
        assert reader.told[-1] == "note saved: Paper number 1"
        await reader.press("u")
        assert "gooder" not in reader.abstract.text
        assert "good" in reader.abstract.text


async def test_a_note_that_was_not_changed_changes_nothing(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", "escape")
        assert not one_day.marks()


@pytest.mark.parametrize("text", ["  indented\n  twice", "one\r\ntwo\n", "tab\tand \x1b[31m \x85"])
async def test_a_note_that_is_only_looked_at_stays(one_day: Home, text: str) -> None:
    assert one_day.session().mark_ids([FIRST], marking.note(text)).changed
    before = one_day.marks()
    async with opened(one_day) as reader:
        await reader.press("a", "escape")
        await reader.press("a", "x", "backspace", "ctrl+s")
        assert reader.told == []
    assert one_day.marks() == before


async def test_a_note_stays_as_an_editor_left_it(one_day: Home, tmp_path: Path) -> None:
    assert one_day.session().mark_ids([FIRST], marking.note("  one\r\ntwo")).changed
    before = one_day.marks()
    one_day.configure(f'[reader]\neditor = "{script(tmp_path, "")}"\n')
    async with opened(one_day) as reader:
        await reader.press("a", "ctrl+e", "escape")
    assert one_day.marks() == before


async def test_a_note_keeps_its_indentation(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", "space", "space", *"in", "escape")
        assert one_day.values()["2602.00001"]["note"] == ["  in"]


async def test_a_note_that_another_program_writes_meanwhile_is_kept(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", *"mine")
        assert one_day.session().mark_ids([FIRST], marking.note("theirs")).changed
        await reader.press("escape")
        assert one_day.values()["2602.00001"]["note"] == ["theirs\n\nmine"]


BOOK = "word " * 200_000
TOO_LONG = (
    "paste rejected: a line of 1,000,002 characters is too long "
    "(the limit is 10,000; ctrl+e opens your editor)"
)


async def test_a_book_is_not_pasted_into_a_note(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a", *"so")
        reader.app.post_message(events.Paste(BOOK))
        await reader.settled()
        assert reader.complaints == [TOO_LONG]
        reader.app.post_message(events.Paste(" it is"))
        await reader.settled()
        reader.app.copy_to_clipboard(BOOK)
        await reader.press("ctrl+v", "!", "escape")
        assert reader.complaints[-1].startswith("paste rejected: a line of 1,000,008 characters")
    assert one_day.values()["2602.00001"]["note"] == ["so it is!"]


async def test_what_is_typed_quickly_into_a_long_line_is_taken(one_day: Home) -> None:
    full = "w" * LONGEST
    assert one_day.session().mark_ids([FIRST], marking.note(full)).changed
    async with opened(one_day) as reader:
        await reader.press("a")
        await reader.type(*"andsoon")
        await reader.press("escape")
        assert not reader.complaints
    assert one_day.values()["2602.00001"]["note"] == [full + "andsoon"]


async def test_what_is_pasted_over_the_rest_may_be_as_long(one_day: Home) -> None:
    most = "w" * LONGEST
    async with opened(one_day) as reader:
        await reader.press("a", *"so", "f7")
        reader.app.post_message(events.Paste(most))
        await reader.settled()
        assert not reader.complaints
        await reader.press("escape")
    assert one_day.values()["2602.00001"]["note"] == [most]


LONG = pytest.mark.parametrize(
    "text", [BOOK.strip(), f"some lines\n\n{BOOK}\nend"], ids=["line", "lines"]
)


@LONG
async def test_a_note_as_long_as_a_book_is_shown_and_stays(one_day: Home, text: str) -> None:
    assert one_day.session().mark_ids([FIRST], marking.note(text)).changed
    before = one_day.marks()
    async with opened(one_day) as reader:
        await reader.press("a")
        assert text[:10] in reader.text()
        assert "ctrl+e opens the whole note" in reader.text()
        await reader.press("x", "backspace", "ctrl+v", "escape")
        assert one_day.marks() == before
        assert reader.on_top == "ReaderScreen"


@LONG
def test_a_note_as_long_as_a_book_is_edited_elsewhere(
    one_day: Home, tmp_path: Path, text: str
) -> None:
    assert one_day.session().mark_ids([FIRST], marking.note(text)).changed
    editor = script(tmp_path, "import sys; open(sys.argv[1], 'a').write(' and more')")
    with Terminal(
        ["-m", "paperterm"], sees(one_day.root, EDITOR=str(editor)), (80, 24)
    ) as terminal:
        terminal.wait_for("Paper number 1", "noted")
        terminal.send("a")
        terminal.wait_for("ctrl+e opens the whole note")
        terminal.send("\x05\x1b")
        terminal.wait_for("note saved")
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
    assert one_day.values()["2602.00001"]["note"] == [f"{text} and more"]


async def test_what_is_written_where_the_note_cannot_be_read_is_added_to_it(
    one_day: Home, busy: HeldLock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not one_day.marks()
    elsewhere = Home(tmp_path / "elsewhere")
    monkeypatch.setenv("PAPERTERM_HOME", str(elsewhere.root))
    elsewhere.bring(paper(1))
    assert elsewhere.session().mark_ids([FIRST], marking.note("theirs")).changed
    monkeypatch.setenv("PAPERTERM_HOME", str(one_day.root))
    async with opened(one_day) as reader:
        # The star waits for the lock, and the note that there is for the star.
        await reader.type("s", "a", *"mine", "escape")
        reader.app.screen.post_message(MarksJob.MarksRead([]))
        await reader.pilot.pause()
        assert reader.on_top == "NoteScreen"
        assert "cannot be read" in reader.text()
        await reader.type("!", "escape")
        await reader.pilot.pause()
        assert reader.on_top == "ReaderScreen"
        shutil.copytree(elsewhere.root / "data" / "marks", one_day.root / "data" / "marks")
        busy.release()
        await reader.settled()
    assert one_day.values()["2602.00001"]["note"] == ["theirs\n\nmine!"]


@pytest.fixture
def noted(home: Home) -> Home:
    """A home with a year of papers, a month apart, each with a note and a tag."""
    home.bring(*(paper(number, f"2025-{number:02}-10") for number in range(1, 13)))
    for number in range(1, 13):
        action = marking.combine([marking.note(f"note {number}"), marking.tag("old")])
        assert home.session().mark_ids([PaperId(f"2602.{number:05}")], action).changed
    return home


async def test_a_note_that_no_list_has_read_is_not_lost(noted: Home) -> None:
    async with opened(noted) as reader:
        await reader.press("minus", "minus", "minus")
        # The cursor has moved, and nobody waited until the paper was read.
        await reader.type("j", "j", "a", "escape")
        await reader.settled()
        assert reader.on_top == "ReaderScreen"
        await reader.type("a", "!", "escape")
        await reader.settled()
    notes = {id_: mark["note"] for id_, mark in noted.values().items()}
    assert notes == {
        f"2602.{number:05}": [f"note {number}" + "!" * (number == 10)] for number in range(1, 13)
    }


@pytest.fixture
def busy(one_day: Home) -> Iterator[HeldLock]:
    """The lock of a library that another program writes to."""
    lock = acquired(one_day.root / "data" / LOCK)
    yield lock
    lock.release()


@pytest.mark.parametrize(
    ("key", "screen", "done", "given"),
    [
        ("a", "NoteScreen", "escape", {"note": ["jars"]}),
        ("#", "TagsScreen", "enter", {"tags": {"jars": True}}),
    ],
)
async def test_keys_hit_behind_a_dialog_are_typed(
    one_day: Home, busy: HeldLock, key: str, screen: str, done: str, given: dict[str, object]
) -> None:
    assert not one_day.marks()
    async with opened(one_day) as reader:
        await reader.type("s", key, *"jars", done, "j")
        assert reader.on_top == screen
        busy.release()
        await reader.settled()
        assert reader.on_top == "ReaderScreen"
        assert reader.current == "Paper number 1"
    assert one_day.values() == {"2602.00001": {"starred": True, **given}}


async def test_tags_that_no_list_has_read_are_taken_off(noted: Home) -> None:
    async with opened(noted) as reader:
        await reader.press("minus", "minus", "minus")
        await reader.press("v", "j", "j", "#", *["backspace"] * 4, *"new", "enter")
    tagged = {id_: mark["tags"] for id_, mark in noted.values().items()}
    assert [tagged[f"2602.{number:05}"] for number in (12, 11, 10)] == [
        {"old": False, "new": True}
    ] * 3
    assert tagged["2602.00009"] == {"old": True}


async def test_tags_that_are_no_words_stay(one_day: Home) -> None:
    names = ("two words", "a,b", "#sharp", "\x1b[2J\u202e")
    action = marking.combine([marking.tag(name) for name in names])
    assert one_day.session().mark_ids([FIRST], action).changed
    async with opened(one_day) as reader:
        await reader.press("#", *"new", "enter")
        assert {*tags(reader)} == {*names, "new"}


async def test_an_editor_that_is_missing_is_told(one_day: Home, tmp_path: Path) -> None:
    one_day.configure(f'[reader]\neditor = "{tmp_path}/nobody"\n')
    async with opened(one_day) as reader:
        await reader.press("a", *"kept", "ctrl+e", "escape")
        assert "kept" in reader.abstract.text


async def test_an_author_is_followed_and_seen(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("f", "j", "enter")
        assert reader.told[-1] == "following Ben Writer"
        assert '"Ben Writer"' in one_day.config_file.read_text()
        assert lines(reader.papers)[1].startswith("▌  @ Ada Author, Ben Writer")
        await reader.choose("Followed")
        assert len(reader.papers) == 5
        await reader.press("f", "j", "enter")
        assert reader.told[-1] == "no longer following Ben Writer"


async def test_in_one_line_the_sign_of_an_author_is_apart_from_the_title(one_day: Home) -> None:
    one_day.configure('[authors]\nfollowed = ["Ada Author"]\n[reader]\ndensity = "compact"\n')
    async with opened(one_day) as reader:
        assert lines(reader.papers)[0].startswith("▌●  @ Paper number 1 ")


async def test_kinds_are_chosen(home: Home) -> None:
    home.bring(
        paper(1, kind="new"), paper(2, kind="cross"), paper(3, kind="replace"), paper(4, kind=None)
    )
    async with opened(home) as reader:
        assert len(reader.papers) == 4
        assert "3 unread" in reader.place
        await reader.press("m")
        assert reader.text().count("also unknown kinds") == 3
        await reader.press("j", "enter")
        assert reader.titles == ["Paper number 1", "Paper number 2", "Paper number 4"]
        assert "new and cross-lists" in reader.place
        assert reader.told[-1] == "also lists 1 paper of unknown kind"
        await reader.press("minus")
        assert reader.titles == ["Paper number 1", "Paper number 2", "Paper number 4"]
        await reader.press("m", "j", "enter")
        assert reader.titles == ["Paper number 1", "Paper number 4"]
        told = len(reader.told)
        await reader.press("m", "g", "enter")
        assert len(reader.papers) == 4
        assert len(reader.told) == told


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


async def test_a_program_copies_if_it_can(one_day: Home, tmp_path: Path) -> None:
    program = script(tmp_path, "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())")
    copied = tmp_path / "copied"
    one_day.configure(f"[reader]\nclipboard = \"'{program}' '{copied}'\"\n")
    async with opened(one_day) as reader:
        await reader.press("y", "enter")
        assert copied.read_text() == reader.app.clipboard == "https://arxiv.org/abs/2602.00001"
        assert reader.told == ["copied: https://arxiv.org/abs/2602.00001"]
        one_day.configure('[reader]\nclipboard = "/no/program"\n')
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        await reader.press("y", "enter")
        assert "/no/program: could not be started" in reader.complaints[-1]


async def test_the_key_of_copied_bibtex_is_that_of_the_settings(one_day: Home) -> None:
    one_day.configure('[export]\nkey = "{author}{year}"\n')
    async with opened(one_day) as reader:
        await reader.press("y", "b")
        assert reader.app.clipboard.startswith("@misc{author2026,")
        await reader.press("j", "y")
        assert "@misc{author2026," in reader.text()
        await reader.press("b")
        assert reader.app.clipboard.startswith("@misc{author2026a,")


async def test_a_star_runs_the_hook_and_a_failure_is_told_once(
    one_day: Home, tmp_path: Path
) -> None:
    program = script(tmp_path, "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())")
    told = tmp_path / "told"
    one_day.configure(f"[hooks]\nafter_star = \"'{program}' '{told}'\"\n")
    async with opened(one_day) as reader:
        await reader.press("x", "s", "s")
        assert told.read_text().count("2602.00002") == 1
        assert not reader.complaints
        one_day.configure('[hooks]\nafter_star = "/no/program"\n')
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        await reader.press("s", "j", "s")
        assert len(reader.complaints) == 1
        assert reader.complaints[0].startswith("hook after_star: /no/program: could not be started")


async def test_the_hook_of_the_last_key_runs_before_the_reader_closes(
    one_day: Home, tmp_path: Path
) -> None:
    program = script(tmp_path, "import sys, time; time.sleep(0.2); open(sys.argv[1], 'w').close()")
    one_day.configure(f"[hooks]\nafter_star = \"'{program}' '{tmp_path / 'told'}'\"\n")
    async with opened(one_day) as reader:
        await reader.type("s", "ctrl+q")
    assert (tmp_path / "told").exists()


async def test_a_star_writes_a_note_into_the_vault(one_day: Home, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    one_day.configure(f"[notes]\nfolder = '{vault}'\nafter_star = true\n")
    async with opened(one_day) as reader:
        await reader.press("s")
        assert "Paper number 1" in (vault / "Paper number 1.md").read_text()
        one_day.configure("[notes]\nafter_star = true\n")
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        await reader.press("j", "s")
        line = "[notes] folder: is not set; name a folder in config.toml"
        assert reader.complaints == [line]


async def test_papers_are_sent_to_the_vault(one_day: Home, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    one_day.configure(f"[notes]\nfolder = '{vault}'\n")
    async with opened(one_day) as reader:
        await reader.press("v", "j", "e", "n")
        assert reader.told[-1] == f"2 papers sent to {vault}"
        await reader.press(".")
        assert reader.told[-1] == f"0 papers sent to {vault}, 1 unchanged"
    assert len([*vault.iterdir()]) == 2


async def test_a_dialog_says_what_enter_does(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("#")
        assert "enter saves" in reader.text()
        await reader.press("escape", "|")
        assert "enter runs it" in reader.text()


async def test_papers_are_given_to_a_program(one_day: Home, tmp_path: Path) -> None:
    program = script(tmp_path, "import sys; print(sys.stdin.read().count('Paper number'))")
    async with opened(one_day) as reader:
        await reader.press("v", "j", "|")
        reader.app.screen.focused.value = f"'{program}' -x"  # type: ignore[union-attr]
        await reader.press("enter")
        assert reader.told[-1].startswith(f"2 papers piped to {program}: 2")


@pytest.mark.parametrize("command", ["/nowhere/at/all", "false", "'"])
async def test_a_program_that_fails_is_told(one_day: Home, command: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("|")
        reader.app.screen.focused.value = command  # type: ignore[union-attr]
        await reader.press("enter")
        assert command.strip("'") in reader.complaints[-1]


@pytest.mark.parametrize("is_damaged", [False, True])
async def test_a_note_on_a_paper_whose_day_is_lost_is_kept(noted: Home, is_damaged: bool) -> None:
    async with opened(noted) as reader:
        await reader.press("minus", "minus", "minus", "j", "j")
        file = noted.day_file("2025-10-10")
        file.write_bytes(b"xx") if is_damaged else file.unlink()
        await reader.press("a", *" mine", "escape")
    assert noted.values()["2602.00010"]["note"] == ["note 10 mine"]
