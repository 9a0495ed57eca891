"""The settings of a session: edits count at once, and a file that others edit is read again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paperterm.config import Config, SavedView, write_first
from paperterm.config.edit import Edit
from paperterm.errors import ConfigError, InputError
from paperterm.session import Session
from paperterm.session.settings import Settings
from paperterm.topics import Topic

LOAD = """
import sys
from pathlib import Path
from paperterm import config
assert not config.load(Path(sys.argv[1])).problems
print(*sys.modules)
"""


def loaded_with(file: Path) -> set[str]:
    """The modules that reading the settings has loaded, in a fresh interpreter."""
    command = [sys.executable, "-c", LOAD, str(file)]
    return {*subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()}


def test_a_start_reads_the_settings_with_nothing_it_does_not_need(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    write_first(file)
    needless = {"paperterm.query", "paperterm.config.toml_rewrite", "tomlkit", "filelock", "shlex"}
    assert not loaded_with(file) & needless
    file.write_text("[views]\nstars = 'is:starred'\n")
    assert loaded_with(file) & needless == {"paperterm.query"}


@pytest.fixture
def session(home: Path) -> Session:
    session = Session()
    assert session.settings == Config()
    return session


@pytest.fixture
def file(session: Session) -> Path:
    return session.folders.config_file


def test_every_edit_counts_at_once(session: Session) -> None:
    session.change_topic("LLM", Topic("Language", (("LLM",),)))
    session.move_topic("Language", 1)
    session.add_view("stars", "is:starred")
    session.add_view("others", "is:unread")
    session.add_view("stars", "is:starred since:7d", replace=True)
    session.remove_view("others")
    session.follow("Ada Lovelace")
    session.follow("Bo")
    session.unfollow("bo")
    session.set_setting("reader", "theme", "nord")
    assert [topic.name for topic in session.settings.topics[:2]] == ["MLLM", "Language"]
    assert session.settings.views == (SavedView("stars", "is:starred since:7d"),)
    assert session.settings.followed == ("Ada Lovelace",)
    assert session.settings.theme == "nord"
    assert not session.settings.problems
    assert Session().settings == session.settings
    assert not session.reload()


def test_an_edit_that_cannot_be_changes_nothing(session: Session, file: Path) -> None:
    before, text = session.settings, file.read_text()
    with pytest.raises(ConfigError):
        session.remove_view("none")
    with pytest.raises(InputError):
        session.set_setting("reader", "density", "tight")
    assert session.settings is before
    assert file.read_text() == text


def test_a_file_that_was_edited_is_read_again(session: Session, file: Path) -> None:
    assert not session.reload()
    file.write_text(file.read_text().replace('"paperterm"', '"nord"'))
    assert session.reload()
    assert session.settings.theme == "nord"
    assert not session.reload()


def test_what_another_process_edits_is_seen(session: Session) -> None:
    Session().add_view("stars", "is:starred")
    assert session.reload()
    assert session.settings.view("stars")


def test_a_file_that_was_only_touched_changes_nothing(session: Session, file: Path) -> None:
    os.utime(file, ns=(1, 1))
    before = session.settings
    assert not session.reload()
    assert session.settings == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[reader\n", "line 1: "),
        ("[reader]\ntheme = 'gruvbox'\ndensity = 'tight'\n", "line 3, reader.density"),
        ("[reader]\ntheme = 'gruvbox'\n[other]\n", "line 3, other"),
    ],
)
def test_a_bad_edit_is_told_and_the_last_good_settings_stay(
    session: Session, file: Path, text: str, said: str
) -> None:
    session.set_setting("reader", "theme", "nord")
    session.add_view("stars", "is:starred")
    good = session.settings
    file.write_text(text)
    assert session.reload()
    (problem,) = session.settings.problems
    assert said in str(problem)
    assert "defaults" not in str(problem)
    assert (session.settings.theme, session.settings.views) == (good.theme, good.views)
    assert session.settings.is_readable
    assert not session.reload()
    file.write_text(f"# the same mistake\n{text}")
    assert session.reload()  # in another line
    file.write_text("[reader]\ntheme = 'gruvbox'\n")
    assert session.reload()
    assert (session.settings.theme, session.settings.views) == ("gruvbox", ())
    assert not session.settings.problems


def test_a_bad_edit_is_never_written_over(session: Session, file: Path) -> None:
    file.write_text("[reader\n")
    assert session.reload()
    before = session.settings
    with pytest.raises(ConfigError, match="line 1"):
        session.follow("Ada")
    assert file.read_text() == "[reader\n"
    assert session.settings is before


def test_a_file_that_is_gone_for_a_moment_is_waited_for(session: Session, file: Path) -> None:
    session.set_setting("reader", "theme", "nord")
    text = file.read_text()
    file.unlink()
    assert not session.reload()
    assert session.settings.theme == "nord"
    file.write_text(text.replace('"nord"', '"gruvbox"'))
    assert session.reload()
    assert session.settings.theme == "gruvbox"


def test_a_folder_in_the_place_of_the_file(session: Session, file: Path) -> None:
    session.set_setting("reader", "theme", "nord")
    file.unlink()
    file.mkdir()
    assert session.reload()
    assert session.settings.theme == "nord"
    assert "is a directory; keeping your previous settings" in str(session.settings.problems[0])


def test_a_linked_file_that_was_edited_behind_the_link(
    session: Session, file: Path, tmp_path: Path
) -> None:
    target = file.replace(tmp_path / "dotfile.toml")
    file.symlink_to(target)
    session.reload()
    target.write_text("[reader]\ntheme = 'nord'\n")
    assert session.reload()
    assert session.settings.theme == "nord"


TWO = "[reader]\ntheme = 'nord'\nascii = true\n[topics.A]\nkeywords = ['x']\n"
BAD = "[reader]\ntheme = 'gruvbox'\nascii = 'yes'\n[topics.A]\nkeywords = 'oops'\n"


def test_an_edit_of_a_file_with_a_mistake_leaves_the_earlier_settings(
    session: Session, file: Path
) -> None:
    file.write_text(f"{TWO}[topics.B]\nkeywords = ['y']\n")
    assert session.reload()
    file.write_text(f"{BAD}[topics.B]\nkeywords = ['y']\n")
    assert session.reload()
    session.follow("Ada Author")
    session.add_topic(Topic("C", (("z",),)))
    session.remove_topic("B")
    session.add_view("stars", "is:starred")
    session.set_setting("reader", "density", "compact")
    got = session.settings
    assert (got.ascii, got.theme, got.values["reader", "density"]) == (True, "nord", "compact")
    assert {topic.name: topic.keywords for topic in got.topics} == {
        "A": (("x",),),
        "C": (("z",),),
    }
    assert got.followed == ("Ada Author",)
    assert got.views == (SavedView("stars", "is:starred"),)
    assert len(got.problems) == 2
    assert not session.reload()
    file.write_text(file.read_text().replace("'yes'", "false").replace("'oops'", "['p']"))
    assert session.reload()
    assert (session.settings.ascii, session.settings.theme) == (False, "gruvbox")
    assert not session.settings.problems


def test_a_file_that_breaks_right_after_an_edit(session: Session, file: Path) -> None:
    file.write_text(TWO)
    settings = Settings(file)
    before = settings.current
    settings.edit(lambda path: path.write_text("[reader\n") and Edit("", "[reader\n"))
    assert settings.current == before
    assert settings.reload()
    assert "keeping your previous settings" in str(settings.current.problems[0])
