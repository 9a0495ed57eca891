"""`paperterm backup` and `restore`: one archive that holds everything, and harms nobody."""

import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from paperterm.lock import acquired
from tests.commands.running import Shell, told

DAY = "data/library/2026/2026-02-12.json"
SETTINGS = '[categories]\n"cs.AI" = "mine"\n"cs.LG" = "Learning"\n"cs.CV" = "Vision"\n'


def files(home: Path) -> dict[str, bytes]:
    """What is kept of a home in a backup: names and bytes."""
    found = [*home.glob("data/library/*/*.json"), *home.glob("data/marks/*/*.json")]
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(found)}


@pytest.fixture
def marked(filled: Shell) -> Shell:
    """A filled library with a star and a note, and settings that are not the first ones."""
    assert filled("mark", "2602.00001", "--star").status == 0
    assert filled("mark", "2602.00003", "--note", "mine", "--tag", "t").status == 0
    (filled.home / "config").mkdir(exist_ok=True)
    (filled.home / "config" / "config.toml").write_text(SETTINGS)
    return filled


@pytest.fixture
def other(tmp_path: Path, marked: Shell) -> Shell:
    """A shell with another, empty home."""
    return Shell(tmp_path / "other", marked.folder)


def test_everything_comes_back_in_an_empty_home(marked: Shell, other: Shell) -> None:
    made = marked("backup", "b.zip")
    assert made.text.startswith("saved 2 days, 2 marks, settings to b.zip (0.0 MiB)\n")
    assert stat.S_IMODE((marked.folder / "b.zip").stat().st_mode) == 0o600
    back = other("restore", "b.zip")
    assert (back.status, back.err) == (0, b"")
    assert back.text == "2 days added, 0 unchanged, 2 marks changed; settings restored\n"
    ours, theirs = files(marked.home), files(other.home)
    assert {name: theirs[name] for name in ours if "library" in name} == {
        name: content for name, content in ours.items() if "library" in name
    }
    assert {name: json.loads(content) for name, content in theirs.items()} == {
        name: json.loads(content) for name, content in ours.items()
    }
    assert other("list", "--json").json == marked("list", "--json").json
    config = "config/config.toml"
    assert (other.home / config).read_bytes() == (marked.home / config).read_bytes()
    again = other("restore", "b.zip").text
    assert again == "0 days added, 2 unchanged, 0 marks changed; settings unchanged\n"


def test_json(marked: Shell, other: Shell) -> None:
    (marked.home / "data" / "sent-to-zotero.json").write_text(
        '{"papers": {"2602.00001": {}}, "about": {"about": {"schema": 1}}}'
    )
    made = marked("backup", "b.zip", "--json").json
    size = (marked.folder / "b.zip").stat().st_size
    assert made == {
        "file": "b.zip",
        "days": 2,
        "marks": 2,
        "config": True,
        "ledgers": {"sent paper": 1},
        "bytes": size,
        "left_out": {},
    }
    assert other("restore", "b.zip", "--json").json == {
        "added": ["2026-02-11", "2026-02-12"],
        "unchanged": 0,
        "kept": [],
        "marks": 2,
        "ledgers": {"sent paper": 1},
        "config": "restored",
        "aside": None,
        "commands_left_out": [],
    }
    assert marked("backup", "b.zip").text.startswith(
        "saved 2 days, 2 marks, 1 sent paper, settings"
    )
    (other.home / "data" / "sent-to-zotero.json").unlink()
    text = "0 days added, 2 unchanged, 0 marks, 1 sent paper changed; settings unchanged\n"
    assert other("restore", "b.zip").text == text


def test_what_is_there_stays(marked: Shell, other: Shell) -> None:
    marked("backup", "b.zip")
    mine = told(1, title="Another title")
    assert other("import", other.file("mine.jsonl", mine)).status == 0
    assert other("mark", "2602.00001", "--tag", "here").status == 0
    (other.home / "config" / "config.toml").write_text("# mine\n")
    back = other("restore", "b.zip")
    assert back.text.startswith("1 day added, 0 unchanged, 2 marks changed; settings kept (")
    assert back.complaints == ["kept your own version of 1 day: 2026-02-12"]
    one = other("show", "2602.00001", "--json").json
    assert (one["title"], one["starred"], one["tags"]) == ("Another title", True, ["here"])
    assert (other.home / "config" / "config.toml").read_text() == "# mine\n"


def test_settings_that_are_replaced_are_set_aside(marked: Shell, other: Shell) -> None:
    marked("backup", "b.zip")
    (other.home / "config").mkdir(parents=True)
    (other.home / "config" / "config.toml").write_text("# mine\n")
    back = other("restore", "--config", "b.zip")
    assert "settings restored" in back.text
    [aside] = (other.home / "config").glob("config.toml.before-*")
    assert aside.read_text() == "# mine\n"
    assert str(aside) in back.complaints[0]
    assert 'cs.AI" = "mine"' in (other.home / "config" / "config.toml").read_text()


def test_settings_that_nobody_touched_count_as_none(marked: Shell, other: Shell) -> None:
    marked("backup", "b.zip")
    other("topics")
    assert "settings restored" in other("restore", "b.zip").text


def test_an_old_backup_does_not_take_marks_back(marked: Shell) -> None:
    marked("backup", "b.zip")
    marked("mark", "2602.00001", "--unstar")
    marked("mark", "2602.00003", "--note", "a later one")
    assert "0 marks changed" in marked("restore", "b.zip").text
    assert marked("show", "2602.00001", "--json").json["starred"] is False
    assert marked("show", "2602.00003", "--json").json["note"] == "a later one"


def test_a_backup_takes_the_place_of_a_backup_only(marked: Shell) -> None:
    marked("backup", "b.zip")
    marked("mark", "2602.00002", "--star")
    assert "3 marks" in marked("backup", "b.zip").text
    thesis = marked.folder / "thesis.zip"
    with zipfile.ZipFile(thesis, "w") as archive:
        archive.writestr("thesis.tex", "all of it")
    before = thesis.read_bytes()
    done = marked("backup", "thesis.zip")
    assert (done.status, thesis.read_bytes()) == (1, before)
    assert done.complaints == ["thesis.zip: exists and is not a backup; choose another name"]
    assert marked("backup", ".").status == 1


def test_a_damaged_library_does_not_replace_a_good_backup(marked: Shell) -> None:
    marked("backup", "b.zip")
    before = (marked.folder / "b.zip").read_bytes()
    (marked.home / DAY).write_bytes(b"{")
    done = marked("backup", "b.zip")
    assert done.status == 1
    assert "library/2026/2026-02-12.json: is damaged" in done.complaints[0]
    assert "paperterm doctor --repair" in done.complaints[0]
    assert (marked.folder / "b.zip").read_bytes() == before


def test_an_empty_home(shell: Shell) -> None:
    assert shell("backup", "b.zip").text.startswith("saved 0 days, 0 marks to b.zip")
    assert shell("restore", "b.zip").text.startswith("0 days added, 0 unchanged, 0 marks changed")


def test_what_cannot_be_read_back_takes_no_backup(marked: Shell) -> None:
    if not Path("/dev/null").exists():
        pytest.skip("needs /dev/null")
    done = marked("backup", "/dev/null")
    assert done.complaints == ["/dev/null: exists and is not a backup; choose another name"]


def test_the_library_is_locked_while_it_is_copied(marked: Shell) -> None:
    lock = acquired(marked.home / "data" / "library.lock")
    command = [sys.executable, "-m", "paperterm", "backup", "b.zip"]
    process = subprocess.Popen(command, cwd=marked.folder, env=marked.environment)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)
    assert not (marked.folder / "b.zip").exists()
    lock.release()
    assert process.wait(30) == 0


def test_an_archive_that_is_refused_touches_nothing(marked: Shell, other: Shell) -> None:
    marked("backup", "b.zip")
    whole = (marked.folder / "b.zip").read_bytes()
    (marked.folder / "cut.zip").write_bytes(whole[:-100])
    (marked.folder / "evil.zip").write_bytes(whole.replace(b"marks/2602/00", b"../../2602/00"))
    for name, said in (
        ("cut.zip", "cut.zip: is not a backup (File is not a zip file); use another backup"),
        ("evil.zip", "evil.zip: is damaged (its files differ from its list); use an"),
        ("none.zip", "none.zip: does not exist"),
        (".", ".: is not a backup"),
    ):
        done = other("restore", name)
        assert (done.status, done.out) == (1, b"")
        assert done.complaints[0].startswith(said)
        assert not other.home.exists()


def test_a_restore_that_was_killed_is_run_again(shell: Shell, tmp_path: Path) -> None:
    """Killed at each write in turn: every day is whole or absent; the next run brings the rest."""
    lines = [told(number, f"2026-02-{number:02}") for number in range(1, 9)]
    assert shell("import", shell.file("days.jsonl", *lines)).status == 0
    assert shell("mark", "2602.00001", "2602.00005", "--star").status == 0
    assert shell("backup", "b.zip").status == 0
    want = files(shell.home)
    code = (
        "import os, signal, sys\nfrom paperterm import disk\nfrom paperterm.cli import main\n"
        "replace, left = os.replace, [int(sys.argv[1])]\n"
        "def counted(*words):\n    left[0] -= 1\n"
        "    if left[0] < 0:\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return replace(*words)\n"
        "disk.os.replace = counted\nsys.exit(main(['restore', 'b.zip']))\n"
    )
    killed = 0
    for after in range(12):
        one = Shell(tmp_path / f"home{after}", shell.folder)
        done = subprocess.run(
            [sys.executable, "-c", code, str(after)],
            env=one.environment,
            cwd=one.folder,
            capture_output=True,
            check=False,
        )
        killed += done.returncode == -signal.SIGKILL
        kept = {name: content for name, content in files(one.home).items() if "library" in name}
        assert kept.items() <= want.items()
        assert one("restore", "b.zip").status == 0
        assert set(files(one.home)) == set(want)
        assert one("list", "--view", "starred", "--json").json != []
    assert killed >= 9


def test_a_killed_backup_leaves_the_old_one(marked: Shell) -> None:
    marked("backup", "b.zip")
    before = (marked.folder / "b.zip").read_bytes()
    code = (
        "import os, signal, sys\nfrom paperterm import disk\nfrom paperterm.cli import main\n"
        "disk.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "main(['backup', 'b.zip'])\n"
    )
    marked("mark", "2602.00002", "--star")
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=marked.environment, cwd=marked.folder, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert (marked.folder / "b.zip").read_bytes() == before
    assert list(marked.folder.glob(".b.zip.*.tmp"))
    mine = marked.folder / f".b.zip.{os.getpid()}-0.tmp"
    mine.write_text("of a process that runs")
    assert marked("backup", "b.zip").status == 0
    assert list(marked.folder.glob(".b.zip.*.tmp")) == [mine]
