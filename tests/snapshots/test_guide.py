"""The guide shows pictures that exist, and keys that there are."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from paperterm.tui.keys.actions import ACTIONS

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
_SHOWN = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", GUIDE)
_KEY = re.compile(r"`((?:ctrl\+)?\S|enter|esc|space|tab)`")


@pytest.fixture
def pictures() -> ModuleType:
    """The script that makes them."""
    spec = importlib.util.spec_from_file_location("pictures", DOCS / "pictures.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_picture_is_made_and_shown(pictures: ModuleType) -> None:
    names = {name for _, name in _SHOWN}
    assert names == {*pictures.PICTURES}
    assert names == {file.name for file in DOCS.glob("*.svg")}


def test_the_pictures_name_no_folder_of_this_machine() -> None:
    for file in DOCS.glob("*.svg"):
        assert "/tmp" not in file.read_text(encoding="utf-8").replace("&#160;", " ")


def test_its_keys_are_those_of_the_reader() -> None:
    known = {name for action in ACTIONS for name in action.key_names.split()}
    named = set(_KEY.findall(GUIDE))
    assert len(named) > 40
    assert named <= known


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((\w+\.\w+)\)", GUIDE)
    assert links
    assert not [link for link in links if not (DOCS / link).exists()]
