"""Lists of authors that a source has cut: marked as cut, and replaced by a whole list."""

import json
from pathlib import Path

import pytest

from paperterm.library import Library
from paperterm.library.merge import merge
from paperterm.model import Paper
from paperterm.paths import Folders
from paperterm.session import Session
from paperterm.session.doctor import examine
from paperterm.sources.fields import feed_names, typed_names
from tests.building import DAY, NOON, listing, name, paper

REST = [
    *(
        "et al.",
        "et al",
        "Et. al.",
        "[et al.]",
        "et alii",
        "et\xa0al.",
        "others",
        "and others",
        "& others",
        "…",
    ),
    *("...", "and 25 others", "+3 authors", "+ 12 more authors", "and 25 more", "12 other authors"),
    *("(2851 additional authors not shown)", "et al. (2851 additional authors not shown)"),
    *("and 2,851 additional authors not shown", "and colleagues", "(full author list at the end)"),
    *("with 5 co-authors", "y otros", "et autres", "u.a.", "и др.", "等", "ほか"),
]
PEOPLE = [
    "Thomas More",
    "Omar al Test",
    "Y Others",
    "Et Al-Test",
    "U. A. Khan",
    "E Coll",
    "Ed Other",
]


def test_everything_that_stands_for_others_marks_the_list() -> None:
    for rest in REST:
        for authors in (("A. One", rest), (f"A. One {rest}",), ("A. One", rest, "")):
            if authors[0] in ("A. One others", "A. One 12 other authors"):
                continue  # who knows
            cut = paper(1, authors=authors)
            assert cut.authors[0] == "A. One", authors
            assert cut.authors_truncated, authors


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_stands_for_no_others(person: str) -> None:
    one = paper(1, authors=("A. One", person))
    assert (one.authors, one.authors_truncated) == (("A. One", person), False)


def test_a_group_after_the_cut_stays() -> None:
    cut = paper(1, authors=("A. One et al. for the X Collaboration",))
    assert cut.authors == ("A. One", "for the X Collaboration")
    assert cut.author_line == "A. One, for the X Collaboration, et al."


@pytest.mark.parametrize(
    ("line", "authors", "is_cut"),
    [
        ("A. One (MIT), B. Two, et al. (28 additional authors not shown)", "A. One|B. Two", True),
        ("A. One, B. Two (30 additional authors not shown)", "A. One|B. Two", True),
        ("A. One, B. Two and 25 others", "A. One|B. Two", True),
        ("A. One (Univ. X, et al.), B. Two", "A. One|B. Two", False),
        ("The XYZ Collaboration: A. One, B. Two", "The XYZ Collaboration|A. One|B. Two", False),
        ("A. One (1), B. Two (2), (1) MIT, (2) ETH, Zurich", "A. One|B. Two", False),
        ("CMS and TOTEM Collaborations, A. One", "CMS and TOTEM Collaborations|A. One", False),
        ("A. One, and B. Two", "A. One|B. Two", False),
        ("rss-help@arxiv.org", "", False),
    ],
)
def test_a_line_of_a_source(line: str, authors: str, is_cut: bool) -> None:
    read = paper(1, authors=typed_names(line))
    assert ("|".join(read.authors), read.authors_truncated) == (authors, is_cut)
    if "and 25" not in line:  # feeds separate by commas only
        assert feed_names(line) == typed_names(line)


def test_a_whole_list_replaces_a_cut_one() -> None:
    cut = paper(1, authors=("A. One", "B. Two", "et al."))
    whole = paper(1, authors=("A. One", "B. Two", "C. Three"))
    assert merge(cut, whole).paper == merge(whole, cut).paper == whole


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of an earlier version, which kept `et al.` as an author."""
    Library(tmp_path / "data").store(listing(paper(1, authors=("A. One", "B. Two")), 2))
    day = tmp_path / "data" / "library" / "2026" / f"{DAY}.json"
    day.write_text(day.read_text().replace('"B. Two"', '"et al."'))
    return tmp_path


def of_library(home: Path) -> Paper:
    announced = Library(home / "data").newest([name(1)])[name(1)]
    return announced.paper


def test_an_old_library_is_read_as_marked(home: Path) -> None:
    assert of_library(home) == paper(1, authors=("A. One",), authors_truncated=True)
    whole = paper(1, authors=("A. One", "B. Two", "C. Three"))
    assert Library(home / "data").store(listing(whole)).changed == 1
    assert of_library(home) == whole


def test_the_doctor_mends_an_old_library(home: Path) -> None:
    session = Session(Folders(*(home / one for one in Folders._fields)), lambda: NOON)
    found = [one for one in examine(session) if "et al." in one.problem]
    assert [one.problem for one in found] == ["lists “et al.” or the like as an author of 1 paper"]
    assert [one.repaired for one in examine(session, repair=True) if "et al." in one.problem] == [
        True
    ]
    assert not [one for one in examine(session) if "et al." in one.problem]
    day = home / "data" / "library" / "2026" / f"{DAY}.json"
    rows = json.loads(day.read_text())["papers"]
    assert rows["2602.00001"]["authors"] == ["A. One"]
    assert rows["2602.00001"]["authors_truncated"] is True
    assert list(rows) == ["2602.00001", "2602.00002"]
