"""A backup has the whole library, does not replace one that has more, and brings no commands."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from threading import Thread

import pytest

from paperterm import disk
from paperterm.errors import LibraryError, NewerError
from paperterm.library.backup import prune
from paperterm.model import Day
from paperterm.session import marking
from paperterm.session.backup import back_up, left_out, restore_backup
from paperterm.session.doctor import examine, places
from tests.building import DAY, NOON, listing, name
from tests.trust.world import folders, opened

SHARD = "data/marks/2602/00.json"
DAY_FILE = f"data/library/2026/{DAY}.json"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two days, and three marks: the last one is not in the last generation."""
    session = opened(tmp_path / "home")
    session.library.store(listing(1, 2, 3))
    session.library.store(listing(4, day=Day(2026, 2, 11)))
    for number, change in (
        (1, marking.star(True)),
        (2, marking.note("mine")),
        (3, marking.read(True)),
    ):
        session.mark_ids([name(number)], change)
    return tmp_path / "home"


@pytest.fixture
def archive(home: Path, tmp_path: Path) -> Path:
    back_up(opened(home), tmp_path / "b.zip")
    return tmp_path / "b.zip"


def without_shard(home: Path) -> None:
    (home / SHARD).unlink()


def as_conflict(home: Path) -> None:
    (home / SHARD).rename(
        home / SHARD.replace("00.json", "00.sync-conflict-20260212-101112-A.json")
    )
    disk.last(home / SHARD).unlink()


def as_day_copy(home: Path) -> None:
    (home / DAY_FILE).rename(home / DAY_FILE.replace(".json", " (conflicted copy).json"))


@pytest.mark.parametrize(
    ("damage", "marks"), [(without_shard, 2), (as_conflict, 3), (as_day_copy, 3)]
)
def test_what_a_sync_or_kill_left_is_in_it(
    damage: Callable[[Path], None], marks: int, home: Path, tmp_path: Path
) -> None:
    damage(home)
    session = opened(home)
    told: list[str] = []
    session.library.listen(told.append)
    made = back_up(session, tmp_path / "b.zip")
    assert (len(made.manifest.days), made.marks, len(told)) == (2, marks, 1)


def no_marks(home: Path) -> None:
    rmtree(home / "data/marks")


def no_day(home: Path) -> None:
    (home / DAY_FILE).unlink()


def fewer_papers(home: Path) -> None:
    content = (home / DAY_FILE).read_bytes()
    (home / DAY_FILE).write_bytes(content[: content.index(b'"2602.00003"')])
    assert opened(home).library.day(DAY)  # repairs it


def older_marks(home: Path) -> None:
    disk.last(home / SHARD).replace(home / SHARD)


@pytest.mark.parametrize(
    ("damage", "lacks"),
    [
        (no_marks, "3 marks"),
        (no_day, "1 day"),
        (fewer_papers, "1 paper"),
        (older_marks, "1 mark"),
        (without_shard, "1 mark"),
    ],
)
def test_it_does_not_replace_one_that_has_more(
    damage: Callable[[Path], None], lacks: str, home: Path, archive: Path
) -> None:
    before = archive.read_bytes()
    damage(home)
    with pytest.raises(
        LibraryError, match=f"has {lacks} that the new backup would not have.*--force"
    ):
        back_up(opened(home), archive)
    assert archive.read_bytes() == before
    if damage is not fewer_papers:  # a restore keeps the days that are there
        restore_backup(opened(home), archive)
        assert back_up(opened(home), archive).marks == 3
        damage(home)
    back_up(opened(home), archive, force=True)
    assert archive.read_bytes() != before


def test_more_and_later_marks_replace_it(home: Path, archive: Path) -> None:
    session = opened(home)
    session.mark_ids([name(1)], marking.combine([marking.star(False), marking.tag("t")]))
    session.mark_ids([name(2)], marking.note(""))
    session.mark_ids([name(4)], marking.star(True))
    assert back_up(opened(home), archive).marks == 4


def test_a_pruned_day_is_not_missed(home: Path, tmp_path: Path) -> None:
    session = opened(home)
    for back in range(2, 40):
        session.library.store(listing(100 + back, day=Day.fromordinal(DAY.toordinal() - back)))
    back_up(session, tmp_path / "b.zip")
    assert prune(session.library, home / "data", 30, NOON)
    back_up(opened(home), tmp_path / "b.zip")
    assert [one[:2] for one in left_out(opened(home))] == [("pruned", 1)]


def test_a_day_with_a_star_in_a_conflict_file_is_not_pruned(home: Path) -> None:
    session = opened(home)
    for back in range(2, 40):
        session.library.store(listing(100 + back, day=Day.fromordinal(DAY.toordinal() - back)))
    session.mark_ids([name(139)], marking.star(True))
    as_conflict(home)
    assert prune(opened(home).library, home / "data", 30, NOON)
    assert Day.fromordinal(DAY.toordinal() - 39) in opened(home).library.days()


@pytest.mark.parametrize("file", [SHARD, DAY_FILE, SHARD.replace("00.json", "00-laptop.json")])
def test_what_a_newer_paperterm_wrote_asks_for_it(file: str, home: Path, archive: Path) -> None:
    before = archive.read_bytes()
    whole = (home / (SHARD if "marks" in file else file)).read_bytes()
    (home / file).write_bytes(re.sub(rb'"schema":\d', b'"schema":9', whole))
    with pytest.raises(NewerError, match="was written by a newer paperterm; use that version"):
        back_up(opened(home), archive)
    assert archive.read_bytes() == before


COMMANDS = '[reader]\neditor = "evil"\ndensity = "compact"\nbrowser = "evil %s"\n'


@pytest.mark.parametrize(
    ("theirs", "ours", "with_config"),
    [
        (COMMANDS, None, False),
        (COMMANDS, '[reader]\neditor = "vi"\n', True),
        ('reader = {editor = "evil", density = "compact"}\n', "# mine\n", True),
        ('reader.editor = "evil"\nreader.density = "compact"\n', None, False),
    ],
)
def test_no_command_is_restored_without_being_told(
    theirs: str, ours: str | None, with_config: bool, home: Path, tmp_path: Path
) -> None:
    file = folders(home).config_file
    file.parent.mkdir(exist_ok=True)
    file.write_text(theirs)
    back_up(opened(home), tmp_path / "b.zip")
    other = tmp_path / "other"
    if ours:
        folders(other).config_file.parent.mkdir(parents=True)
        folders(other).config_file.write_text(ours)
    back = restore_backup(opened(other), tmp_path / "b.zip", with_config=with_config)
    settings = opened(other).settings
    assert (back.config, "editor" in back.commands) == ("restored", True)
    assert settings.density == "compact"
    assert settings.editor == (("vi",) if ours and "vi" in ours else ())
    assert settings.browser == ()
    restore_backup(opened(other), tmp_path / "b.zip", with_config=True, with_commands=True)
    assert opened(other).settings.editor == ("evil",)


def test_a_command_that_was_not_set_is_not_called_left_out(home: Path, tmp_path: Path) -> None:
    file = folders(home).config_file
    file.parent.mkdir(exist_ok=True)
    file.write_text('[reader]\neditor = ""\nclipboard = "auto"\n[hooks]\nafter_star = ""\n')
    back_up(opened(home), tmp_path / "b.zip")
    back = restore_backup(opened(tmp_path / "other"), tmp_path / "b.zip")
    assert (back.config, back.commands) == ("restored", ())


def test_settings_that_cannot_be_read_bring_no_command(home: Path, tmp_path: Path) -> None:
    file = folders(home).config_file
    file.parent.mkdir(exist_ok=True)
    file.write_text("[reader\n" + COMMANDS)
    back_up(opened(home), tmp_path / "b.zip")
    for with_commands, state in ((False, "broken"), (True, "restored")):
        other = opened(tmp_path / "other")
        back = restore_backup(other, tmp_path / "b.zip", with_commands=with_commands)
        assert (back.config, back.commands) == (state, ())
        text = folders(tmp_path / "other").config_file.read_text()
        assert ("evil" in text) == with_commands


KILLED = """
import os, signal, sys
from paperterm.cli import main
import paperterm.library.backup
for name in ("pack", "unpack"):
    module = sys.modules[f"paperterm.library.backup.{name}"]
    module.read = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="kills processes as only POSIX does")
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_killed_one_leaves_no_copy(command: str, home: Path, archive: Path) -> None:
    def copies() -> list[Path]:
        return list((home / "data").glob(".*"))

    environment = {**os.environ, "PAPERTERM_HOME": str(home), "TMPDIR": str(archive.parent / "tmp")}
    (archive.parent / "tmp").mkdir()
    for way in ("the next run", "doctor"):
        words = [sys.executable, "-c", KILLED, command, str(archive)]
        done = subprocess.run(words, env=environment, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert len(copies()) == 1
        assert list((archive.parent / "tmp").iterdir()) == []
        if way == "doctor":
            assert [one.subject for one in examine(opened(home)) if one.is_open] == [str(*copies())]
            assert [one.repaired for one in examine(opened(home), repair=True)] == [True]
        else:
            back_up(opened(home), archive)
        assert copies() == []


def test_the_doctor_is_calm_while_others_write(home: Path) -> None:
    def write() -> None:
        for number in range(60):
            opened(home).mark_ids([name(4)], marking.star(number % 2 == 0))

    writer = Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert [one for one in examine(opened(home)) if one.is_open] == []
    writer.join()


def test_what_vanished_before_a_repair_is_gone(home: Path) -> None:
    left = home / "data/.00.json.1-ab.tmp"
    left.write_text("")
    os.utime(left, (0, 0))
    [finding] = [one for one in examine(opened(home)) if one.is_open]
    left.unlink()
    assert finding.repair().hint == places.allow(left) == "it is already gone"
