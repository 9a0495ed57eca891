"""docs/query.md says what is so."""

import re
from pathlib import Path

import pytest

from paperterm.errors import QueryError
from paperterm.model import Day, Kind, Paper, PaperId
from paperterm.query.fields import Field
from paperterm.query.parse import parse, parse_typed
from paperterm.query.subject import Subject
from tests.querying import matches

FILE = Path(__file__).parents[2] / "docs/query.md"
PAGE = FILE.read_text(encoding="utf-8")

PAPER = Subject(
    Paper(
        PaperId("2602.12063"),
        title="Towards GPT-4o: Large Language Model Diffusion-Based Score Based Flow Matching",
        authors=("Wei Wang", "Łukasz Großmann"),
        abstract="A model of Schrödinger and search, learn: C++ snake_case x².",
        categories=("cs.AI", "cs.LG"),
        comment="https://github.com/a/b",
        doi="10.1000/x",
    ),
    announcements=[(Day(2026, 2, 12), kind) for kind in Kind],
    newest_day=Day(2026, 2, 12),
    starred=True,
    queued=True,
    dismissed=True,
    tags=("to read", "c++", "zotero"),
    note="Compare",
    full="We compare with others.",
    topics=("Video Diffusion",),
    followed=True,
)


def titled(title: str) -> Subject:
    return Subject(Paper(PaperId("2602.00001"), title))


def rows(heading: str) -> list[tuple[str, str]]:
    """The first code of each row of a section's table, and the rest of the row."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(.*?)` \| (.*) \|$", section, re.MULTILINE)


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize(("query", "finds"), [*rows("What to write"), *rows("Fields")])
def test_an_example_finds_what_it_says(query: str, finds: str) -> None:
    score = -1.0 if query == "interest:low" else 2.0
    subject = PAPER._replace(read=query == "is:read", interest=score)
    assert matches(parse(query), subject)
    assert parse(str(parse(query))) == parse(query)
    for other in codes(finds):
        if ":" in other and not other.endswith(":"):
            assert matches(parse(other), subject)


def test_words_are_what_the_page_says() -> None:
    assert matches(parse("cat:cs.LG (is:starred or tag:rl) -is:read since:4w"), PAPER)
    for query in ("schrodinger", "lukasz grossmann", "x2", "C++", "snake_case", "search & learn"):
        assert query in codes(PAGE)
        assert matches(parse(query), PAPER)
    for query in ("graph", "graph*", "tag:c#", "/schrödinger/"):
        assert query in codes(PAGE)
    assert not matches(parse("tag:c#"), PAPER)
    assert not matches(parse("graph"), titled("Graphs of a Graphormer"))
    assert matches(parse("graph*"), titled("Graphs of a Graphormer"))
    assert not matches(parse("/schrödinger/"), titled("Schrodinger"))


@pytest.mark.parametrize(("typed", "said"), rows("While typing"))
def test_what_is_typed_is_kept_as_the_page_says(typed: str, said: str) -> None:
    assert codes(said) == [parse_typed(typed).text]


@pytest.mark.parametrize(("query", "said"), rows("Errors"))
def test_what_is_refused_says_what_the_page_says(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert codes(said) == [str(caught.value)]


def test_every_table_of_the_page_was_read() -> None:
    counts = [len(rows(name)) for name in ("What to write", "While typing", "Errors")]
    assert counts == [12, 7, 7]
    assert len(rows("Fields")) == sum(len(field.help) for field in Field)
