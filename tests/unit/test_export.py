"""JSON Lines, clean Markdown, and the folder of a day."""

import json
from itertools import product

import pytest

from paperterm.errors import InputError
from paperterm.export import FORMATS, Exporter, daily, exporter, jsonl, markdown
from paperterm.export.escape import code_span, escape_markdown, yaml_value
from paperterm.model import Day, Entry, Kind, Mark
from paperterm.outlets import OUTLETS
from paperterm.session import Selection
from paperterm.topics import Topic
from tests.building import DAY, NOON, entry, name, paper, view

LLM, RAG = Topic("LLM", (("llm",),)), Topic("R|G [x]", (("rag",),))
CATEGORIES = {"cs.AI": "Artificial Intelligence 🧠", "cs.LG": "Machine Learning"}
MARK = Mark(name(1)).set_starred(True, NOON).set_tag("to do", True, NOON).set_note("a\nb", NOON)
PAPERS = [
    entry(
        paper(
            1,
            "An *LLM* at <https://x.org/>",
            authors=("A. B", "C_D"),
            abstract="1. One\n# two",
            categories=("cs.AI", "cs.LG"),
            primary_category="cs.AI",
        ),
        MARK,
        kind=Kind.NEW,
    ),
    entry(paper(2, "storage | rag", categories=("cs.LG",), primary_category="cs.LG")),
    entry(paper(3, "Nothing", authors=("A",), authors_truncated=True)),
]

ALL = """\
---
title: "arXiv · 2026-02-12"
papers: 3
view: "all"
day: "2026-02-12"
---

# arXiv · 2026-02-12

## LLM (1)

### [An \\*LLM\\* at \\<https://x.org/>](https://arxiv.org/abs/2602.00001)

A. B, C_D · arXiv:2602.00001 · `cs.AI` `cs.LG` · 2026-02-12 · new · starred · \\#to do

1\\. One # two

> a
> b

## R|G \\[x\\] (1)

### [storage | rag](https://arxiv.org/abs/2602.00002)

arXiv:2602.00002 · `cs.LG` · 2026-02-12

## Other papers (1)

### [Nothing](https://arxiv.org/abs/2602.00003)

A, et al. · arXiv:2602.00003 · 2026-02-12
"""

OVERVIEW = """\
# arXiv · 2026-02-12

3 papers, 2 topics with a match.

## Categories

| Category | Papers |
| --- | ---: |
| cs.AI Artificial Intelligence 🧠 | 1 |
| cs.LG Machine Learning | 1 |
| unknown | 1 |

## Topics

| Topic | Papers |
| --- | ---: |
| [LLM](LLM.md) | 1 |
| [R\\|G \\[x\\]](R_G%20%5Bx%5D.md) | 1 |

## Papers

1. [An \\*LLM\\* at \\<https://x.org/>](https://arxiv.org/abs/2602.00001) · A. B, C_D · \
`cs.AI` `cs.LG` · LLM
2. [storage | rag](https://arxiv.org/abs/2602.00002) · `cs.LG` · R|G \\[x\\]
3. [Nothing](https://arxiv.org/abs/2602.00003) · A, et al.
"""


def test_the_formats_are_found_by_name() -> None:
    assert [exporter(one.name) for one in FORMATS] == list(FORMATS)
    assert exporter("jsonl").suffix == ".jsonl"
    with pytest.raises(InputError, match="'word': unknown export format; use one of digest, "):
        exporter("word")


def test_a_summary_fits_into_the_dialog() -> None:
    assert [one.name for one in (*FORMATS, *OUTLETS) if len(one.summary) > 56] == []


@pytest.mark.parametrize("one", FORMATS, ids=[one.name for one in FORMATS])
def test_a_format_says_what_it_cannot_hold(one: Exporter) -> None:
    """The view and the reader's selection get one answer; what is accepted can be rendered."""
    for topic, day in product((None, LLM), (None, DAY)):
        chosen = view(*PAPERS, topic=topic, day=day, topics=(LLM, RAG), categories=CATEGORIES)
        selection = Selection(topic=topic.name if topic else None, first=day, last=day)
        problem = one.problem(chosen)
        assert problem == one.problem(selection)
        if problem:
            with pytest.raises(InputError, match=f"{one.name}: cannot hold .*; {problem}$"):
                one.render(chosen)
        else:
            assert name(1).encode() in one.render(chosen)


def test_the_digest_needs_a_topic_and_a_day() -> None:
    digest = exporter("digest")
    assert digest.problem(view()) == "choose one topic and one day"
    assert digest.problem(view(topic=LLM)) == "choose one day"
    assert digest.problem(view(day=DAY)) == "choose one topic"
    assert digest.problem(view(topic=LLM, day=DAY)) == ""


def test_no_two_formats_write_the_same_file() -> None:
    assert len({one.suffix for one in FORMATS}) == len(FORMATS)


def test_markdown_of_all_topics() -> None:
    chosen = view(*PAPERS, day=DAY, topics=(LLM, RAG), categories=CATEGORIES)
    assert markdown.render(chosen) == ALL


def test_markdown_of_a_topic_has_a_heading_per_category() -> None:
    text = markdown.render(view(*PAPERS, name="unread", topic=LLM, categories=CATEGORIES))
    headings = [line for line in text.split("\n") if line.startswith("#") and line[1] in " #"]
    assert headings == [
        "# LLM · Unread · 2026-02-12",
        "## cs.AI Artificial Intelligence 🧠 (1)",
        f"### {ALL.split('### ')[1].splitlines()[0]}",
        "## cs.LG Machine Learning (1)",
        "### [storage | rag](https://arxiv.org/abs/2602.00002)",
        "## Other papers (1)",
        "### [Nothing](https://arxiv.org/abs/2602.00003)",
    ]
    assert 'topic: "LLM"' in text


def test_markdown_by_interest_keeps_the_order_and_says_why() -> None:
    reasons = {name(1): "interest 4 of 5; liked for a <tag>"}
    chosen = view(*PAPERS, day=DAY, topics=(LLM, RAG), reasons=reasons)
    text = markdown.render(chosen)
    ids = [line.split("/abs/")[1] for line in text.split("\n") if line.startswith("### ")]
    assert ids == [f"{entry.id})" for entry in PAPERS]
    assert text.count("\n## ") == 1
    assert "\n\ninterest 4 of 5; liked for a \\<tag>\n\n" in text
    assert "liked for" not in markdown.render(chosen.without(["marks"]))
    assert text.count("\n## ") == markdown.render(chosen.without(["marks"])).count("\n## ")


def test_formulas_are_unicode_in_markdown() -> None:
    one = paper(1, r"On $\{x\}$", abstract=r"By 48.0\% and $5, $\alpha_{ij}$ \input{/etc/passwd}")
    text = markdown.render(view(one))
    assert "### [On {x}](" in text
    assert "By 48.0% and \\$5, αᵢⱼ \\\\input" in text


def test_markdown_of_nothing() -> None:
    text = markdown.render(view(name="starred"))
    assert text == '---\ntitle: "Starred"\npapers: 0\nview: "starred"\n---\n\n# Starred\n'
    assert "# LLM\n" in markdown.render(view(topic=LLM))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("a_b and _c_", "a_b and \\_c\\_"),
        ("see https://x.org/a_b(c).", "see <https://x.org/a_b(c>)."),
        ("(https://x.org/a)", "(<https://x.org/a>)"),
        ("https://x.org/~me/*", "<https://x.org/~me/>\\*"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("1986) item", "1986\\) item"),
        ("+1", "\\+1"),
        ("> quote", "\\> quote"),
        ("# heading #", "\\# heading \\#"),
        ("===", "\\==="),
        (": term", "\\: term"),
        ("a\\*b\\", "a\\\\\\*b\\\\"),
        ("\\alpha $5", "\\\\alpha \\$5"),
        ("H&E; 6 &#177; 2 & 3", "H\\&E; 6 \\&#177; 2 & 3"),
        ("@x me@x.org", "\\@x me@x.org"),
        ("a\n\n# b\x1b[31m", "a # b\\[31m"),
        ("", ""),
    ],
)
def test_text_is_escaped_as_far_as_it_must(text: str, line: str) -> None:
    assert escape_markdown(text) == line


def test_inside_a_link_an_address_stays_text() -> None:
    assert escape_markdown("at https://x.org/a now", links=False) == "at https://x.org/a now"


def test_code_and_yaml_cannot_be_left() -> None:
    assert code_span("cs.AI`\n\n# x") == "`cs.AI # x`"
    assert code_span("``") == code_span(" ") == ""
    assert yaml_value('a "b": \\ \n\ufffe🧠') == '"a \\"b\\": \\\\ \\ufffe🧠"'
    assert yaml_value(7) == "7"


def test_json_lines_hold_one_announcement_each() -> None:
    lines = [json.loads(line) for line in jsonl.render(view(*PAPERS)).splitlines()]
    assert [line["id"] for line in lines] == [name(1), name(2), name(3)]
    assert (lines[0]["kind"], lines[0]["announced"], lines[0]["tags"]) == (
        "new",
        "2026-02-12",
        ["to do"],
    )
    without_day = Entry(paper(1), None, MARK)
    assert json.loads(jsonl.render(view(without_day)))["announced"] is None
    assert jsonl.render(view()) == ""


def test_json_is_what_json_lines_hold_as_one_array() -> None:
    for entries in (PAPERS, []):
        lines = jsonl.render(view(*entries)).splitlines()
        content = exporter("json").render(view(*entries))
        assert json.loads(content) == list(map(json.loads, lines))


def test_the_overview_of_a_day() -> None:
    files = daily.render(view(*PAPERS, topics=(RAG, LLM), categories=CATEGORIES), DAY)
    assert list(files) == ["README.md", "R_G [x].md", "LLM.md"]
    files = daily.render(view(*PAPERS, topics=(LLM, RAG), categories=CATEGORIES), DAY)
    assert files["README.md"] == OVERVIEW
    assert "# 🔍 LLM Papers · 2026-02-12\n" in files["LLM.md"]


def test_a_topic_whose_papers_the_digest_leaves_out_has_no_file() -> None:
    stranger = paper(1, "LLM", categories=("cs.CY",), primary_category="cs.CY")
    files = daily.render(view(stranger, topics=(LLM,), categories=CATEGORIES), DAY)
    assert list(files) == ["README.md"]
    loose = view(stranger, topics=(LLM,), categories=CATEGORIES, strict=False)
    assert list(daily.render(loose, DAY)) == ["README.md", "LLM.md"]
    assert "| cs.CY | 1 |" in files["README.md"]


def file_names(*topics: str) -> list[str]:
    followed = tuple(Topic(topic, (("x",),)) for topic in topics)
    files = list(daily.render(view(paper(1, "x"), topics=followed), Day(2026, 2, 12)))
    assert files.pop(0) == "README.md"
    assert len(files) == len(topics)
    return files


@pytest.mark.parametrize(
    ("topic", "file"),
    [
        ("3D_Generation", "3D_Generation.md"),
        ("Test-Time-Scaling", "Test-Time-Scaling.md"),
        ("../x", "_x.md"),
        ("..", "topic.md"),
        (" ", "topic.md"),
        ("/etc/passwd", "_etc_passwd.md"),
        ("README", "README-2.md"),
        ("readme", "readme-2.md"),
        ("CON", "CON_.md"),
        ("-CON", "CON_.md"),
        ("nul.x", "nul_.x.md"),
        ("-rf", "rf.md"),
        (".hidden", "hidden.md"),
        ("a.", "a.md"),
        ("a\nb\x00", "a b.md"),
        ("gpj\u202e", "gpj.md"),
        ("模型 🧠", "模型 🧠.md"),
        ('<>:"|?*', "_______.md"),
    ],
)
def test_a_topic_is_a_safe_file_name(topic: str, file: str) -> None:
    assert file_names(topic) == [file]


def test_a_long_topic_is_a_file_that_every_system_takes() -> None:
    for topic in ("x" * 300, "é" * 150, "🧠" * 90, "e\u0301" * 90):
        (file,) = file_names(topic)
        assert len(file.encode()) <= 210


def test_topics_that_would_share_a_file_do_not() -> None:
    files = file_names("a/b", "a:b", "A_B", "x" * 300, "x" * 299, "é", "e\u0301", "..", ".")
    assert len({file.casefold() for file in files}) == len(files)
    assert files[:3] == ["a_b.md", "a_b-2.md", "A_B-3.md"]
