"""Saved answers given to `read_file`: the kind is told by the content, and refusals are named."""

import subprocess
import sys
from pathlib import Path

import pytest

from paperterm.errors import FileError
from paperterm.model import SourcePaper
from paperterm.sources.files import KINDS, read_file
from tests import rendering
from tests.building import DAY, NOON, paper

ONE = SourcePaper(paper(1, version=1, published=NOON, updated=NOON))
ANSWERS = {
    "arXiv feed (RSS or Atom)": rendering.rss([ONE], DAY.feed_date),
    "answer of arXiv's query API": rendering.page([ONE]),
    "OAI-PMH records": rendering.oai([ONE]),
    "plain-text mailing": rendering.mailing([ONE]),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_kind_is_told_by_the_content(name: str, tmp_path: Path) -> None:
    content = ANSWERS[name]
    file = tmp_path / "saved.md"
    for saved in (content, b"\xef\xbb\xbf" + content, content.replace(b"\n", b"\r\n")):
        assert next(kind.name for kind in KINDS if kind.looks_like_it(saved)) == name
        file.write_bytes(saved)
        batches, reading = read_file(str(file), None)
        assert [told.paper.id for batch in batches for told in batch.papers] == [ONE.paper.id]
        assert not reading.errors


def test_an_atom_feed_is_no_answer_of_the_api() -> None:
    content = rendering.atom([ONE], DAY.feed_date)
    assert next(kind.name for kind in KINDS if kind.looks_like_it(content)) == next(iter(ANSWERS))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<!doctype HTML><h3>Cross submissions</h3>", "is a listing page (HTML); such pages are"),
        ("<?xml version='1.0'?>\n<html></html>", "is a web page (HTML); such pages are not read"),
        (
            "\nRate exceeded.\n",
            "is a refusal (“Rate exceeded.”); ask again in a quarter",
        ),
        ("<opml/>", "is an unknown kind of XML, <opml>; paperterm can import: daily digest, "),
        (
            "Bad request",
            "is an unknown kind of file; paperterm can import: daily digest, JSON Lines, ",
        ),
    ],
)
def test_what_is_no_answer_is_named(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "saved.xml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_file(str(file), None)
    assert str(caught.value).startswith(f"{file}: {said}")


def test_the_parsers_load_their_libraries_when_they_parse() -> None:
    code = (
        "import sys, paperterm.sources.files\n"
        "print({'lxml', 'arxiv', 'requests', 'zoneinfo'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
