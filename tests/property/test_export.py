"""Exports of hostile papers: what is written reads as what was meant, and as nothing more."""

import json
import re
from dataclasses import replace
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperterm.export import View, daily, digest, jsonl, markdown
from paperterm.model import Day, Entry, Kind, Mark, Paper
from paperterm.sources import digest as digest_source
from paperterm.sources import jsonlines
from paperterm.sources.digest import garbled, repaired
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text import clean
from paperterm.text.typeset import typeset
from paperterm.topics import Topic
from tests.building import DAY, entry, name, paper, view

PIECES = r"""
    # ## - + * ** _ __ ` ``` ~ ~~~ | > < <b> </details> <!-- --> [ ] ( ) [a](b) ![a](b) \ \\ \[ \| &
    &amp; &#177; === --- 1. 1) : ! $ $$ {x} https://x.org/a_b http://a https:// <https://x.org>
    a@b.org www.x.org [^1] [x]: word a_b F**k et al. 🧠 語 é \alpha ' " ; %20 . , ··
"""
HOSTILE = st.lists(
    st.sampled_from(PIECES.split())
    | st.sampled_from([" ", "\n", "\t", "\x1b", "\u2028", "\\"])
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
).map("".join)
TITLES = HOSTILE.filter(str.strip)
CATEGORIES = st.lists(
    st.sampled_from(["cs.AI", "cs.LG", "cs.CY", "a`b", "c|d"]), max_size=3, unique=True
)
PAPERS = st.lists(
    st.builds(
        Paper,
        st.integers(1, 99_999).map(name),
        TITLES,
        authors=st.lists(HOSTILE, max_size=8).map(tuple),
        authors_truncated=st.booleans(),
        abstract=st.none() | HOSTILE,
        categories=CATEGORIES.map(tuple),
        primary_category=st.none() | st.sampled_from(["cs.AI", "cs.LG"]),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)
TOPICS = st.lists(
    st.builds(
        Topic, TITLES, st.lists(TITLES.map(lambda word: (word,)), min_size=1, max_size=2).map(tuple)
    ),
    max_size=2,
    unique_by=lambda topic: topic.name,
)
NAMES = {"cs.AI": "Artificial | Intelligence", "cs.LG": "# *Machine* Learning"}


class Parser(MarkdownIt):
    """CommonMark with tables and strike-through; addresses are left as they are written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's own name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the parser's own name
        return link


PARSER = Parser("commonmark").enable(["table", "strikethrough"])


def parsed(text: str) -> list[Token]:
    """The tokens of a Markdown document without its front matter."""
    return PARSER.parse(text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text)


def read(token: Token) -> str:
    """What a reader sees of a line."""
    parts = token.children or []
    known = {"text", "text_special", "code_inline", "link_open", "link_close"}
    assert {part.type for part in parts} <= known
    return "".join(part.content for part in parts)


def links(token: Token) -> list[str]:
    opened = [part for part in token.children or [] if part.type == "link_open"]
    return [str(part.attrs["href"]) for part in opened if part.info != "auto"]


def blocks(text: str, kind: str) -> list[Token]:
    """The inline tokens inside every block of a kind."""
    tokens = parsed(text)
    return [tokens[at + 1] for at, token in enumerate(tokens) if token.type == kind]


@given(HOSTILE)
@example("https://x.org/a_b_")
@example("1986. A year")
def test_a_line_of_markdown_reads_as_its_text(text: str) -> None:
    from paperterm.export.escape import escape_markdown

    for links_too in (True, False):
        tokens = parsed(escape_markdown(text, links=links_too))
        wanted = ["paragraph_open", "inline", "paragraph_close"] if clean(text) else []
        assert [token.type for token in tokens] == wanted
        if tokens:
            assert read(tokens[1]) == clean(text)
            assert links_too or not any(
                part.type == "link_open" for part in tokens[1].children or []
            )
            assert links(tokens[1]) == []


@given(PAPERS, TOPICS, st.booleans())
def test_markdown_has_the_headings_and_texts_that_were_meant_and_no_others(
    papers: list[Paper], topics: list[Topic], of_one: bool
) -> None:
    topic = topics[0] if of_one and topics else None
    text = markdown.render(
        View(tuple(map(entry, papers)), topic=topic, topics=tuple(topics), categories=NAMES)
    )
    tokens = parsed(text)
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
    }
    titles = blocks(text, "heading_open")
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    assert levels.count("h1") == 1
    thirds = [token for token, level in zip(titles, levels, strict=True) if level == "h3"]
    assert sorted((read(token), links(token)) for token in thirds) == sorted(
        (typeset(one.title), [one.id.abs_url]) for one in papers
    )
    paragraphs = [read(token) for token in blocks(text, "paragraph_open")]
    for one in papers:
        assert f"arXiv:{one.id}" in "\n".join(paragraphs)
        assert (typeset(one.abstract or "") or paragraphs[0]) in paragraphs


@given(PAPERS, TOPICS, HOSTILE)
def test_front_matter_is_yaml(papers: list[Paper], topics: list[Topic], view_name: str) -> None:
    topic = topics[0] if topics else None
    chosen = view(*papers, name=view_name or "all", topic=topic, day=DAY)
    head = yaml.safe_load(markdown.render(chosen).split("---\n")[1])
    assert head.pop("title").endswith(str(DAY))
    wanted: dict[str, Any] = {"papers": len(papers), "view": clean(view_name or "all")}
    if topic:
        wanted["topic"] = clean(topic.name)
    assert head == {**wanted, "day": "2026-02-12"}


@given(PAPERS, TOPICS)
def test_the_overview_is_two_tables_and_one_list(papers: list[Paper], topics: list[Topic]) -> None:
    files = daily.render(
        View(tuple(map(entry, papers)), topics=tuple(topics), categories=NAMES, strict=False), DAY
    )
    text = files.pop("README.md")
    tokens = parsed(text)
    kinds = [token.type for token in tokens if token.level == 0 and token.type.endswith("_open")]
    assert kinds.count("heading_open") == 4
    assert kinds.count("table_open") == 2
    assert kinds.count("ordered_list_open") == bool(papers)
    items = [token for token in blocks(text, "paragraph_open") if links(token)]
    assert [links(token) for token in items] == [[one.id.abs_url] for one in papers]
    for token, one in zip(items, papers, strict=True):
        assert read(token).startswith(clean(one.title))
    cells = [read(token) for token in blocks(text, "td_open")]
    assert set(cells[0::2]) >= {clean(topic.name) for topic in topics if matched(topic, papers)}


def matched(topic: Topic, papers: list[Paper]) -> bool:
    return any(topic.matches(one.searched) for one in papers)


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=20)
PLAIN_TITLES = PLAIN.filter(str.strip) | TITLES.map(lambda text: re.sub(r"[\r\n]", " ", text))
PLAIN_PAPERS = st.lists(
    st.builds(
        Paper,
        st.integers(1, 99_999).map(name),
        PLAIN_TITLES.filter(str.strip),
        authors=st.lists(st.sampled_from(["A. B", "C, D", "*E*", "F\\", ":"]), max_size=6).map(
            tuple
        ),
        authors_truncated=st.booleans(),
        abstract=st.none() | PLAIN.filter(bool) | st.just("</details>"),
        categories=st.lists(st.sampled_from(["cs.AI", "cs.LG"]), max_size=2, unique=True).map(
            tuple
        ),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)


@given(PLAIN_PAPERS, st.booleans())
def test_a_digest_reads_as_the_papers_it_was_made_of(papers: list[Paper], broken: bool) -> None:
    topic = Topic("T", (("a",), ("b", "c")), ("d",))
    chosen = view(*papers, topic=topic, day=DAY, categories=NAMES)
    text = digest.render(chosen)
    reading = ParsedFile("d.md")
    content = (garbled(text) if broken else text).encode()
    batches = digest_source.read(content, reading, None)
    assert [str(error) for error in reading.errors] == []
    assert reading.topics == [topic]
    told = [one.paper for batch in batches for one in batch.papers]
    assert digest.render(view(*told, topic=topic, day=DAY, categories=NAMES)) == text
    by_id = {one.id: one for one in papers}
    for one in told:
        meant = by_id.pop(one.id)
        assert (one.title, one.abstract) == (meant.title, meant.abstract)
        assert ", ".join(one.authors) == ", ".join(meant.authors)
        assert (one.categories, one.authors_truncated) == (
            meant.categories,
            meant.authors_truncated,
        )
    assert not by_id


KINDS = st.none() | st.sampled_from(Kind)
DAYS = st.dates(Day(1991, 8, 14), Day(2099, 12, 30)).map(lambda day: Day.parse(str(day)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | HOSTILE,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(HOSTILE, inner, max_size=2),
    max_leaves=4,
)
EXTRAS = st.dictionaries(HOSTILE.map(lambda key: f"x{key}"), VALUES, max_size=2)


@given(PAPERS, EXTRAS, KINDS, DAYS)
def test_json_lines_keep_ids_order_and_text(
    papers: list[Paper], extra: dict[str, object], kind: Kind | None, day: Day
) -> None:
    primaries = [one.categories[0] if one.categories else None for one in papers]
    papers = [
        replace(one, primary_category=primary, extra=extra)
        for one, primary in zip(papers, primaries, strict=True)
    ]
    text = jsonl.render(view(*(entry(one, day=day, kind=kind) for one in papers)))
    reading = ParsedFile("a.jsonl")
    batches = jsonlines.read(text.encode(), reading, None)
    assert reading.errors == []
    back = [one for batch in batches for one in batch.papers]
    assert [one.paper.id for one in back] == [one.id for one in papers]
    assert [(one.kind, batch.day) for batch in batches for one in batch.papers] == [
        (kind, day)
    ] * len(papers)
    again = jsonl.render(view(*(entry(one.paper, day=day, kind=one.kind) for one in back)))
    assert again == text
    assert [json.loads(line)["title"] for line in again.split("\n")[:-1]] == [
        one.title for one in papers
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_repair_undoes_the_damage_and_only_that(text: str) -> None:
    assert repaired(garbled(text)) == text
    line = garbled(text)
    if line != text:
        assert garbled(repaired(line)) == line


@given(PLAIN_PAPERS)
def test_a_right_digest_is_never_repaired(papers: list[Paper]) -> None:
    odd = [paper(one.id, garbled(one.title), abstract=garbled("é 🧠")) for one in papers]
    text = digest.render(view(*odd, topic=Topic("T", (("a",),)), day=DAY))
    reading = ParsedFile("d.md")
    batches = digest_source.read(text.encode(), reading, None)
    told = {one.paper.id: one.paper for batch in batches for one in batch.papers}
    assert reading.errors == []
    assert {one.id: (one.title, one.abstract) for one in odd} == {
        id_: (one.title, one.abstract) for id_, one in told.items()
    }


@given(PAPERS)
def test_a_row_without_a_day_is_exported_too(papers: list[Paper]) -> None:
    rows = tuple(Entry(one, None, Mark(one.id)) for one in papers)
    assert markdown.render(View(rows))
    assert jsonl.render(View(rows)).count('"announced":null') >= len(papers)
