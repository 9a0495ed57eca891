"""Exports of hostile papers: other programs read what was meant, and nothing is let in."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
import rispy  # type: ignore[import-untyped]
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pybtex.database import parse_string  # type: ignore[import-untyped]

from paperterm.export import FORMATS, daily, digest, exporter
from paperterm.model import Entry, Kind, Mark
from paperterm.model.record import parse
from paperterm.sources import api
from paperterm.sources import digest as digest_source
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text import clean, symbols
from paperterm.topics import Topic
from tests.building import DAY, NOON, entry, name, paper, view
from tests.trust.hostile import KINDS, NAMES, lines, steering

Render = Callable[[list[Entry]], str]
TEXTS = st.lists(
    st.sampled_from([*KINDS.values()]).map(lambda text: text[:60])
    | st.sampled_from(list("{}$\\%#&_^~\"'@,;=<>[]()`*|\n\r\t -+"))
    | st.characters(exclude_categories=["Cs"]),
    min_size=1,
    max_size=6,
).map("".join)
TITLES = TEXTS.filter(lambda text: bool(clean(text)))


def marked(text: str, number: int = 1) -> Entry:
    """A paper with a text in all of its fields, and a tag; the note is the user's own."""
    one = paper(
        number,
        text,
        authors=(text, "Ada Author"),
        abstract=text,
        categories=("cs.AI", text),
        primary_category="cs.AI",
        comment=text,
        journal_ref=text,
        doi=text,
    )
    return entry(one, Mark(one.id).set_tag("to do", True, NOON), kind=Kind.NEW)


def rendered(form: str, *entries: Entry, **chosen: Any) -> str:
    return exporter(form).render(view(*entries, **chosen)).decode()


EVERY_KIND = [marked(text, number) for number, text in enumerate(KINDS.values(), 1)]
IDS = [str(one.id) for one in EVERY_KIND]


@pytest.mark.parametrize(
    "form", [one.name for one in FORMATS if one.name not in ("digest", "json", "jsonl")]
)
def test_nothing_in_an_export_steers_a_terminal(form: str) -> None:
    topics = tuple(Topic(text, (("e",),)) for text in [*NAMES, *KINDS.values()] if text.strip())
    text = rendered(form, *EVERY_KIND, topics=topics)
    assert steering(text.replace("\n", "")) == []
    of_one = rendered(form, *EVERY_KIND, topic=Topic("\x1b[31m\u202e---\n: x", (("e",),)), day=DAY)
    assert steering(of_one.replace("\n", "")) == []


def test_json_lines_escape_what_steers_and_lose_nothing() -> None:
    for line, told in zip(_lines_of_json(), lines(), strict=True):
        assert {key: line[key] for key in told} == told


def _lines_of_json() -> list[dict[str, object]]:
    parsed = [parse(told) for told in lines()]
    text = rendered("jsonl", *(entry(one.paper, kind=one.kind) for one in parsed))
    assert not set(text) & {chr(code) for code in range(32) if code != 10}
    return [orjson.loads(line) for line in text.split("\n")[:-1]]


def test_a_bibliography_has_an_entry_for_each_paper_and_no_other() -> None:
    read = parse_string(rendered("bibtex", *EVERY_KIND), "bibtex")
    assert list(read.entries) == [f"arXiv.{id_}" for id_ in IDS]
    for one in read.entries.values():
        assert one.type == "misc"
        assert one.fields["archivePrefix"] == "arXiv"
        assert len(one.persons["author"]) <= 2
        assert "note" not in one.fields


@given(TITLES)
def test_braces_are_balanced_and_no_command_runs(text: str) -> None:
    written = rendered("bibtex", marked(text))
    depth = 0
    for sign in written:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    shape = re.compile(r"@misc\{.*,|  \w+ += \{.*\},|\}")
    assert all(map(shape.fullmatch, written.split("\n")[:-1]))
    known = {"textbackslash", "textbraceleft", "textbraceright", "textasciicircum"}
    plain = re.sub(r"\$(?:\\.|[^$\\])*\$", "", re.sub(r"\\[&%$#_]", "", written))
    plain = re.sub(r"\{\\(?:[^\sA-Za-z]|[A-Za-z])\{[A-Za-z]\}\}", "", plain)  # an accent
    letters = {*symbols.LETTERS}
    assert {*re.findall(r"\\([A-Za-z]*)", plain)} <= known | letters | {"textasciitilde"}
    assert not re.search(r"\\(?:input|write|def|open|include|csname|catcode)", written)
    (one,) = parse_string(written, "bibtex").entries.values()
    assert one.fields["eprint"] == "2602.00001"
    assert str(one.persons["author"][-1]) == "Author, Ada"


@given(TITLES)
def test_references_are_read_as_they_were_meant(text: str) -> None:
    read = rispy.loads(rendered("ris", marked(text), entry(paper(2, "Second"))))
    assert [one["accession_number"] for one in read] == ["arXiv:2602.00001", "arXiv:2602.00002"]
    assert {one["type_of_reference"] for one in read} == {"MANSCPT"}
    assert read[1]["title"] == "Second"
    assert "cs.AI" in read[0]["keywords"]


@given(TITLES)
def test_a_table_has_a_row_for_each_paper_and_no_formula(text: str) -> None:
    written = rendered("csv", marked(text), entry(paper(2, "Second")))
    assert written.count("\n") == 3
    rows = [*csv.DictReader(StringIO(written), strict=True)]
    assert [row["id"] for row in rows] == ["2602.00001", "2602.00002"]
    assert rows[0]["title"].replace("'", "") == clean(text).replace("'", "")
    for cell in rows[0].values():
        assert not cell.startswith(("=", "+", "-", "@"))
    assert all(None not in row for row in rows)


@given(TITLES)
def test_a_feed_is_read_as_it_was_meant(text: str) -> None:
    written = rendered("atom", marked(text), entry(paper(2, "Second")), topic=Topic(text, ()))
    assert len(ET.fromstring(written.encode()).findall("{*}entry")) == 2
    read = api.parse(written.encode())
    assert [one.paper.id for one in read.papers][-1:] == [name(2)]
    assert len(read.papers) + len(read.warnings) == 2
    assert "<!" not in written


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def test_markdown_has_no_html_no_picture_and_no_link_that_is_not_shown() -> None:
    topic = Topic("e", (("e",),))
    chosen = view(*EVERY_KIND, topics=(topic,), strict=False)
    document = exporter("markdown").render(chosen).decode().split("\n---\n", 1)[1]
    for text in (document, daily.render(chosen, DAY)["README.md"]):
        tokens = MARKDOWN.parse(text)
        parts = [part for token in tokens for part in (token, *(token.children or []))]
        kinds = {part.type.removesuffix("_open").removesuffix("_close") for part in parts}
        assert kinds <= {
            *("heading", "paragraph", "inline", "text", "text_special", "code_inline", "link"),
            *("table", "thead", "tbody", "tr", "th", "td", "ordered_list", "list_item"),
        }
        links = [part for part in parts if part.type == "link_open"]
        shown = [str(link.attrs["href"]) for link in links if link.info == "auto"]
        others = [str(link.attrs["href"]) for link in links if link.info != "auto"]
        assert all(link.startswith(("http://", "https://")) for link in shown)
        assert all(re.fullmatch(r"https://arxiv\.org/abs/[0-9.]+|e\.md", link) for link in others)
        assert len(others) >= len(EVERY_KIND)


def test_front_matter_stays_what_it_is() -> None:
    for text in [*KINDS.values(), *NAMES]:
        if not clean(text):
            continue
        written = rendered("markdown", topic=Topic(text, ()), day=DAY)
        head = yaml.safe_load(written.split("---\n")[1])
        assert head == {
            "title": f"{clean(text)} · {DAY}",
            "papers": 0,
            "view": "all",
            "topic": clean(text),
            "day": str(DAY),
        }


def test_what_the_digest_lets_through_and_what_it_does_not() -> None:
    """Its bytes are a contract (docs/export.md): only lines are kept apart."""
    chosen = view(*EVERY_KIND, topic=Topic("a`\n# b", (("e",),)), day=DAY, strict=False)
    text = digest.render(chosen)
    shape = re.compile(
        r"\n- \*\*\[[^\n]*\]\(https://arxiv\.org/abs/[0-9.]+\)\*\*  `arXiv:[0-9.]+`  [^\n]*  \n"
        r"  _[^\n]*_\n  <details open><summary>Abstract</summary>\n  [^\n]*\n  </details>\n"
    )
    head, papers = text.split("## 📚 Paper List\n")
    assert head.count("\n# ") == 0
    assert shape.sub("", papers) == ""
    assert len(shape.findall(papers)) == len(EVERY_KIND)
    batches = digest_source.read(text.encode(), ParsedFile("d.md"), None)
    assert {str(one.paper.id) for batch in batches for one in batch.papers} <= {*IDS}
    assert "x](https://evil.example) [y" in papers  # a title's own link, as in the seed's files
