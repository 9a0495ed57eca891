"""What digests may add to the settings, and what no edit may do to them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm.config import edit
from paperterm.config.load import MOST_BYTES, load
from paperterm.config.views import SavedView
from paperterm.errors import ConfigError
from paperterm.session import Session
from paperterm.session.imports import LARGEST_SETTINGS, LARGEST_TOPIC
from paperterm.topics import Topic

DIGEST = """\
# 🔍 {name} Papers · 2026-02-12
**Keywords**: {keywords}
**Filter**: `None`

## 📚 Paper List
"""


def digest(folder: Path, name: str, keywords: list[str]) -> str:
    file = folder / f"{name[:20]}.md"
    file.write_text(DIGEST.format(name=name, keywords=" ".join(f"`{one}`" for one in keywords)))
    return str(file)


HUGE = {
    "many keywords": ("T", [f"word{number}" for number in range(100_000)]),
    "a long keyword": ("T", ["x" * 2_000_000]),
    "a keyword below the limit of the file": ("T", ["x" * 900_000]),
    "many words in a keyword": ("T", [",".join("x" * 9_000)]),
    "a long name": ("T" * 50_000, ["x"]),
    "a long name of few bytes": ("T" * 200, ["x"]),
    "a blank keyword": ("T", [" "]),
}


@pytest.mark.parametrize(("name", "keywords"), HUGE.values(), ids=HUGE)
def test_a_topic_beyond_a_sane_size_is_left_out_with_a_line_and_the_rest_is_imported(
    home: Path, tmp_path: Path, name: str, keywords: list[str]
) -> None:
    session = Session()
    before = session.settings
    summary = session.import_files([digest(tmp_path, name, keywords)])
    (note,) = summary.notes
    assert "not added: " in note
    assert len(note) < 2_500
    assert session.settings == before
    assert session.import_files([digest(tmp_path, "sane", ["x"])]).topics


def test_an_import_fills_the_settings_to_a_limit_and_says_so(home: Path, tmp_path: Path) -> None:
    session = Session()
    size = LARGEST_TOPIC - 200
    files = [digest(tmp_path, f"T{number}", ["x" * size]) for number in range(30)]
    summary = session.import_files(files)
    (note,) = summary.notes
    assert note.startswith(f"{30 - len(summary.topics)} topics not added: ")
    assert LARGEST_SETTINGS - size < session.folders.config_file.stat().st_size <= LARGEST_SETTINGS
    assert not load(session.folders.config_file).problems


def test_an_import_may_be_told_to_learn_nothing(home: Path, tmp_path: Path) -> None:
    session = Session()
    before = session.settings.topics
    summary = session.import_files([digest(tmp_path, "T", ["x"])], topics=False)
    assert (summary.topics, summary.notes) == ([], [])
    assert session.settings.topics == before


LONG = "x" * MOST_BYTES
EDITS: dict[str, Callable[[Path], object]] = {
    "a topic": lambda file: edit.add_topic(file, Topic("T", ((LONG,),))),
    "a changed topic": lambda file: edit.change_topic(file, "LLM", Topic("LLM", ((LONG,),))),
    "a new name": lambda file: edit.change_topic(file, "LLM", Topic(LONG, (("LLM",),))),
    "a view": lambda file: edit.add_view(file, SavedView(LONG, "x")),
    "an author": lambda file: edit.follow(file, LONG),
    "a setting": lambda file: edit.set_setting(file, "fetch", "contact", LONG),
    "a blank keyword": lambda file: edit.add_topic(file, Topic("T", ((" ",),))),
    "no category": lambda file: edit.add_topic(file, Topic("T", (("x",),), categories=("X!",))),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_no_edit_writes_what_could_not_be_read_again(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    file = tmp_path / "config.toml"
    edit.add_topic(file, Topic("LLM2", (("x",),)))
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="nothing was changed"):
        change(file)
    assert file.read_bytes() == before
