"""`paperterm doctor` and `mark --merge` as a shell sees them, and commands over damaged files."""

import shutil
from pathlib import Path

import pytest

from tests.commands.running import Shell, told


def day(shell: Shell) -> Path:
    return shell.home / "data/library/2026/2026-02-12.json"


def shard(shell: Shell) -> Path:
    return shell.home / "data/marks/2602/00.json"


@pytest.fixture
def marked(filled: Shell) -> Shell:
    """A library with marks in two generations, and nothing else in its folders but 0700."""
    for number in (1, 2, 3):
        assert filled("mark", f"2602.{number:05}", "--star").status == 0
    return filled


def test_a_good_library(marked: Shell) -> None:
    done = marked("doctor")
    assert (done.status, done.text, done.err) == (0, "no problems found\n", b"")
    assert marked("doctor", "--json").json == {"findings": [], "ok": True}
    assert marked("doctor", "--repair").status == 0


def test_a_home_that_is_not_there_is_not_made(shell: Shell) -> None:
    assert shell("doctor", "--repair").status == 0
    assert not shell.home.exists()


def test_damage_is_explained_repaired_and_gone(marked: Shell) -> None:
    day(marked).write_bytes(b"{")
    shard(marked).write_bytes(b"")
    done = marked("doctor")
    assert done.status == 1
    assert [line.split(": ")[:2] for line in done.text.splitlines()] == [
        ["error", str(day(marked))],
        ["error", str(shard(marked))],
    ]
    assert done.complaints == ["2 problems found; `--repair` repairs 2 of them"]
    assert (day(marked).read_bytes(), shard(marked).read_bytes()) == (b"{", b"")
    found = marked("doctor", "--json")
    assert found.status == 1
    assert found.json["ok"] is False
    for finding in found.json["findings"]:
        assert finding.keys() == {"subject", "problem", "hint", "severity", "repaired"}
        assert (finding["severity"], finding["repaired"]) == ("error", False)
    mended = marked("doctor", "--repair", "--json")
    assert (mended.status, mended.err) == (0, b"")
    assert mended.json["ok"] is True
    repaired = [one["repaired"] for one in mended.json["findings"] if one["severity"] == "error"]
    assert repaired == [True, True]
    assert marked("doctor").status == 0
    assert marked("list", "--view", "starred").text.count("★") == 2


def test_what_only_the_user_can_mend(marked: Shell) -> None:
    config = marked.home / "config/config.toml"
    config.write_text("[fetch\n")
    done = marked("doctor", "--repair")
    assert done.status == 1
    assert done.complaints == ["1 problem found; repair by hand"]
    assert f"error: {config}, line 1: " in done.text
    assert config.read_text() == "[fetch\n"


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 99, b"[]", b"\xff\xfe garbage"])
def test_reading_and_marking_go_on_over_damaged_files(marked: Shell, damage: bytes) -> None:
    shell = marked
    day(shell).write_bytes(damage)
    shard(shell).write_bytes(damage)
    done = shell("list", "--view", "starred")
    assert (done.status, done.text.count("★")) == (0, 2)
    assert sorted(line.split(": ")[0] for line in done.complaints) == sorted(
        [str(day(shell)), str(shard(shell))]
    )
    assert shell("list").text.count("2026-02-11") == 2
    assert shell("list").err == b""
    assert shell("mark", "2602.00005", "--star").status == 0
    done = shell("import", shell.file("again.jsonl", told(1), told(9)))
    assert (done.status, done.text) == (0, "2 new, 0 changed, 0 unchanged, 0 skipped\n")
    assert shell("search", "paper").status == 0
    assert shell("doctor").status == 0


def test_another_machines_marks(marked: Shell, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other", marked.folder)
    shutil.copytree(marked.home, other.home)
    assert other("mark", "2602.00001", "--unstar").status == 0
    assert other("mark", "2602.00005", "--tag", "theirs", "--note", "n").status == 0
    assert marked("mark", "2602.00004", "--queue").status == 0
    done = marked("mark", "--merge", str(other.home))
    assert (done.status, done.text) == (0, "2 changed, 2 unchanged\n")
    again = marked("mark", "--merge", str(other.home / "data"), "--json")
    assert again.json == {"changed": 0, "unchanged": 4, "unknown": 0}
    assert other("mark", "--merge", str(marked.home / "data/marks")).text.startswith("1 changed")
    assert marked("list", "--json").json == other("list", "--json").json
    shown = marked("show", "2602.00005", "--json").json
    assert (shown["tags"], shown["note"]) == (["theirs"], "n")


def test_another_machine_with_a_damaged_file(marked: Shell, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other", marked.folder)
    shutil.copytree(marked.home, other.home)
    other("mark", "2602.00005", "--star")
    broken = other.home / "data/marks/2601/00.json"
    broken.parent.mkdir()
    broken.write_bytes(b"{")
    done = marked("mark", "--merge", str(other.home), "--json")
    assert done.status == 1
    assert done.json == {"changed": 1, "unchanged": 3, "unknown": 0}
    assert done.complaints[0].startswith(f"{broken}: is damaged")
    assert broken.read_bytes() == b"{"


@pytest.mark.parametrize(
    "words",
    [["--merge"], ["--merge", ".", "2602.00001"], ["--merge", ".", "--star"], ["--star"], []],
)
def test_wrong_usage(marked: Shell, words: list[str]) -> None:
    assert marked("mark", *words).status == 2


def test_a_folder_without_marks(marked: Shell) -> None:
    done = marked("mark", "--merge", "nowhere")
    assert done.status == 1
    assert done.complaints[0].startswith("nowhere: is no folder; give the data folder")
