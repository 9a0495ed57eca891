"""Marks of two machines in one: by --merge, and by what a synced folder leaves."""

import json
import subprocess
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.errors import InputError
from paperterm.library import Library
from paperterm.model import Mark
from tests.building import NOON, later, listing, name


def star(mark: Mark) -> Mark:
    return mark.set_starred(True, NOON)


def unstar(mark: Mark) -> Mark:
    return mark.set_starred(False, later(5))


@pytest.fixture
def ours(tmp_path: Path) -> Library:
    library = Library(tmp_path / "ours")
    library.store(listing(1, 2))
    library.change({name(1): star, name(2): star})
    return library


@pytest.fixture
def theirs(tmp_path: Path) -> Library:
    library = Library(tmp_path / "theirs")
    library.change({name(1): star, name(3): star, name("math/0309136"): star})
    library.change({name(1): unstar})
    library.change({name(2): lambda mark: mark.set_note("theirs", NOON)})
    return library


def shard(folder: Path) -> Path:
    return folder / "marks/2602/00.json"


@pytest.mark.parametrize("inside", ["", "marks", ".."])
def test_a_data_folder_its_marks_or_a_home(
    ours: Library, theirs: Library, tmp_path: Path, inside: str
) -> None:
    folder = tmp_path / "theirs" / inside
    if inside == "..":
        (tmp_path / "home").mkdir()
        (tmp_path / "theirs").rename(tmp_path / "home/data")
        folder = tmp_path / "home"
    assert ours.merge(folder) == (4, 0, [])
    assert ours.merge(folder) == (0, 4, [])
    marks = ours.marks([name(1), name(2), name(3), name("math/0309136")])
    assert [id_ for id_, mark in marks.items() if not mark.is_starred] == [name(1)]
    assert marks[name(2)].note_text == "theirs"


@pytest.mark.parametrize("made", ["nothing", "a file", "an empty folder", "another folder"])
def test_a_folder_without_marks(ours: Library, tmp_path: Path, made: str) -> None:
    folder = tmp_path / "other"
    if made == "a file":
        folder.write_text("")
    elif made != "nothing":
        (folder / ("inside" if made == "another folder" else "")).mkdir(parents=True)
    with pytest.raises(InputError, match="give the data folder of the other machine"):
        ours.merge(folder)


def test_a_library_without_marks_is_merged_for_nothing(ours: Library, tmp_path: Path) -> None:
    (tmp_path / "other/marks").mkdir(parents=True)
    assert ours.merge(tmp_path / "other") == (0, 0, [])


def test_damaged_files_of_the_other_side_are_named_and_the_rest_is_merged(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "theirs"
    content = shard(folder).read_bytes()
    cut = content[: content.index(b'"2602.00003"') + 20]
    shard(folder).write_bytes(cut)
    newer = folder / "marks/2601/00.json"
    newer.parent.mkdir()
    newer.write_bytes(content.replace(b'"schema":', b'"schema":9'))
    (folder / "marks/2603/00.json").mkdir(parents=True)
    changed, unchanged, problems = ours.merge(folder)
    # The note was cut off, and is not yet in their last generation; paper 3 is.
    assert (changed, unchanged) == (3, 0)
    assert ours.marks([name(3)])[name(3)].is_starred
    assert [str(folder) in problem for problem in problems] == [True, True, True]
    assert shard(folder).read_bytes() == cut
    assert not (folder / "set-aside").exists()


def test_strays_of_the_other_side_count_too(ours: Library, theirs: Library, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    shard(folder).rename(shard(folder).with_name("00.sync-conflict-20260212-101112-ABCDEFG.json"))
    disk.last(shard(folder)).unlink()
    assert ours.merge(folder).changed == 4


STRAYS = [
    "00.sync-conflict-20260212-101112-ABCDEFG.json",
    "00 (conflicted copy 2026-02-12 101112).json",
    "00 (Anna's conflicted copy 2026-02-12).json",
    "00-laptop.json",
    "00 2.json",
    "00_conf(1).json",
    "00.sync-conflict-20260212-101112-ABCDEFG.json~",
]


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("way", ["marks", "index"])
def test_what_a_synced_folder_leaves_is_merged_and_set_aside(
    ours: Library, theirs: Library, tmp_path: Path, stray: str, way: str
) -> None:
    file = shard(tmp_path / "ours").with_name(stray)
    file.write_bytes(shard(tmp_path / "theirs").read_bytes())
    told: list[str] = []
    library = Library(tmp_path / "ours")
    library.listen(told.append)
    if way == "marks":
        library.all_marks()
    else:
        assert list(library.mark_stamps()) == [("2602", "00")]
    aside = tmp_path / "ours/set-aside/marks/2602" / stray
    assert told == [
        f"{file}: has marks from another machine; merged 3 marks and moved it to {aside}"
    ]
    assert not file.exists()
    assert aside.exists()
    marks = Library(tmp_path / "ours").marks([name(1), name(2), name(3)])
    assert [mark.is_starred for mark in marks.values()] == [False, True, True]
    library.mark_stamps()
    assert len(told) == 1


@pytest.mark.parametrize("other", ["notes.txt", ".DS_Store", "00.json~1", "000.json", "00.csv"])
def test_other_files_are_left(ours: Library, tmp_path: Path, other: str) -> None:
    file = shard(tmp_path / "ours").with_name(other)
    file.write_text("{}")
    assert len(ours.all_marks()) == 2
    assert file.exists()


def test_a_damaged_stray_is_set_aside_once(ours: Library, theirs: Library, tmp_path: Path) -> None:
    file = shard(tmp_path / "ours").with_name(STRAYS[0])
    file.write_bytes(shard(tmp_path / "theirs").read_bytes()[:-20])
    told: list[str] = []
    ours.listen(told.append)
    assert name(3) in {mark.id for mark in ours.all_marks()}
    ours.all_marks()
    assert len(told) == 1
    assert "is damaged" in told[0]


def test_a_stray_of_a_newer_paperterm_waits(ours: Library, tmp_path: Path) -> None:
    file = shard(tmp_path / "ours").with_name(STRAYS[0])
    file.write_text('{"marks": {"a": {}}, "about": {"about": {"schema": 9}}}')
    told: list[str] = []
    ours.listen(told.append)
    assert len(ours.all_marks()) == len(ours.all_marks()) == 2
    assert told == [f"{file}: was written by a newer paperterm; use that version"]
    assert file.exists()


def git(folder: Path, *words: str, check: bool = True) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
    subprocess.run(command, cwd=folder, check=check, capture_output=True)


@pytest.mark.parametrize("is_pretty", [False, True])
def test_a_real_conflict_of_git_is_merged(tmp_path: Path, is_pretty: bool) -> None:
    folder = tmp_path / "ours"

    def commit(number: int, says: str) -> None:
        Library(folder).change({name(number): star})
        if is_pretty:
            file = shard(folder)
            file.write_text(json.dumps(json.loads(file.read_bytes()), indent=1))
        git(folder, "add", "marks")
        git(folder, "commit", "-m", says)

    folder.mkdir()
    git(folder, "init", "-b", "one")
    (folder / ".gitignore").write_text("*~\n*.lock\n")
    commit(1, "both")
    git(folder, "checkout", "-b", "two")
    commit(2, "theirs")
    git(folder, "checkout", "one")
    disk.last(shard(folder)).unlink(missing_ok=True)
    commit(3, "ours")
    disk.last(shard(folder)).unlink(missing_ok=True)
    git(folder, "merge", "two", check=False)
    assert b"<<<<<<<" in shard(folder).read_bytes()
    told: list[str] = []
    library = Library(folder)
    library.listen(told.append)
    assert {mark.id for mark in library.all_marks()} == {name(1), name(2), name(3)}
    assert [f"{shard(folder)}: is damaged (it has a git conflict)" in told[0]] == [True]
    assert list(json.loads(shard(folder).read_bytes())["marks"])
