"""The digest of the public project: written to the byte, and read back."""

import re
from dataclasses import replace
from typing import Any

import pytest

from paperterm.export import digest
from paperterm.export.view import View
from paperterm.model import Day, Entry, Mark, Paper
from paperterm.sources import digest as source
from paperterm.sources.digest import garbled, repaired
from paperterm.sources.parsed_file import ParsedFile
from paperterm.topics import Topic
from tests.building import DAY, name, paper, view

TOPIC = Topic("3D_Test", (("LLM",), ("System 2", "Thinking")), ("2D", "x y"))
CATEGORIES = {"cs.AI": "AI", "cs.LG": "ML"}
SIX = tuple("ABCDEF")

GOLDEN = """\
# 🔍 3D_Test Papers · 2026-02-12

[![Total Papers](https://img.shields.io/badge/Papers-3-2688EB)]()
[![Last Updated](https://img.shields.io/badge/dynamic/json?url=https://api.github.com/repos/\
tavish9/awesome-daily-AI-arxiv/commits/main&query=%24.commit.author.date&label=updated&color=\
orange)]()

---

## 📌 Filter by Category
**Keywords**: `LLM` `System 2,Thinking`··
**Filter**: `2D` `x y`

---

## 📚 Paper List

- **[Third [cls] **F**k](https://arxiv.org/abs/2602.00003)**  `arXiv:2602.00003`  `cs.LG` `cs.AI`··
  _A, B, C, D, E, F, et al._
  <details open><summary>Abstract</summary>
  An LLM.  Two blanks.
  </details>

- **[Second](https://arxiv.org/abs/math/0309136)**  `arXiv:math/0309136`  `cs.AI`··
  _A, et al._
  <details open><summary>Abstract</summary>
  é 🧠
  </details>

- **[First](https://arxiv.org/abs/2602.00001)**  `arXiv:2602.00001`  `cs.AI`··
  __
  <details open><summary>Abstract</summary>
··
  </details>
""".replace("·· ", "  ").replace("··\n", "  \n")

PAPERS = [
    paper(
        "math/0309136",
        "Second",
        authors=("A",),
        authors_truncated=True,
        abstract="é 🧠",
        categories=("cs.AI",),
    ),
    paper(1, "First", categories=("cs.AI",)),
    paper(
        3,
        "Third [cls] **F**k",
        authors=(*SIX, "G"),
        abstract="An LLM.  Two blanks.",
        categories=("cs.LG", "cs.AI"),
        version=4,
    ),
    paper(4, "Left out", categories=("cs.AI", "cs.CY")),
]


def of_day(*papers: Paper, **chosen: Any) -> View:
    return view(*papers, **{"topic": TOPIC, "day": DAY, "categories": CATEGORIES, **chosen})


def read(text: str | bytes, day: Day | None = None) -> tuple[list[Paper], ParsedFile]:
    reading = ParsedFile("d.md")
    content = text if isinstance(text, bytes) else text.encode()
    assert source.looks_like_it(content)
    batches = source.read(content, reading, day)
    return [told.paper for batch in batches for told in batch.papers], reading


def errors(reading: ParsedFile) -> list[str]:
    return [str(error) for error in reading.errors]


def test_the_golden_digest() -> None:
    assert digest.render(of_day(*PAPERS)) == GOLDEN


def test_a_digest_keeps_an_order_that_was_asked_for() -> None:
    papers = [paper(number, categories=(code,)) for number, code in ((1, "cs.AI"), (2, "cs.LG"))]
    chosen = view(*papers, topic=TOPIC, day=DAY, categories=CATEGORIES)
    for keeps_order, ids in ((False, [2, 1]), (True, [1, 2])):
        text = digest.render(replace(chosen, keeps_order=keeps_order))
        assert re.findall(r"`arXiv:(.*?)`", text) == [str(name(number)) for number in ids]


def test_a_digest_without_filters_and_papers() -> None:
    text = digest.render(of_day(topic=Topic("T", (("x",),))))
    assert "# 🔍 T Papers · 2026-02-12\n" in text
    assert "Papers-0-2688EB" in text
    assert "**Keywords**: `x`  \n**Filter**: `None`\n" in text
    assert text.endswith("## 📚 Paper List\n")


def test_papers_of_other_categories_are_left_out_unless_the_rule_is_off() -> None:
    assert "Left out" not in digest.render(of_day(*PAPERS))
    loose = digest.render(of_day(*PAPERS, strict=False))
    assert "Left out" in loose
    assert "Papers-4-" in loose
    unknown = paper(5, "Unknown", categories=())
    assert "Unknown" in digest.render(of_day(unknown))


@pytest.mark.parametrize("authors", range(8))
@pytest.mark.parametrize("truncated", [False, True])
def test_six_authors_then_et_al(authors: int, truncated: bool) -> None:
    one = paper(1, authors=tuple("ABCDEFGH"[:authors]), authors_truncated=truncated)
    line = digest.render(of_day(one)).split("\n")[-5]
    more = ", et al." if truncated or authors > 6 else ""
    assert line == f"  _{', '.join('ABCDEF'[:authors])}{more}_"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n# ", "\r\n- **["])
def test_no_text_breaks_out_of_its_line(end: str) -> None:
    hostile = paper(
        1,
        f"Title{end}</details>{end}",
        authors=(f"A{end}", f"{end}B"),
        abstract=f"Text{end}## 📚 Paper List{end}  </details>{end}",
        categories=(f"cs.AI{end}x",),
    )
    chosen = {
        "categories": {f"cs.AI{end}x": ""},
        "topic": Topic(f"T{end}U", ((f"k{end}",),), (f"f{end}",)),
    }
    text = digest.render(of_day(hostile, **chosen))
    plain = digest.render(of_day(paper(1, categories=("x",)), strict=False))
    assert text.count("\n") == plain.count("\n")
    assert "\r" not in text
    papers, reading = read(text)
    assert (len(papers), errors(reading)) == (1, [])


def test_the_golden_digest_is_read_back() -> None:
    papers, reading = read(GOLDEN)
    assert errors(reading) == []
    assert reading.topics == [TOPIC]
    third, second, first = papers
    assert third == paper(
        3,
        "Third [cls] **F**k",
        authors=SIX,
        authors_truncated=True,
        abstract="An LLM.  Two blanks.",
        categories=("cs.LG", "cs.AI"),
        primary_category="cs.LG",
    )
    assert (second.id, second.authors, second.authors_truncated) == ("math/0309136", ("A",), True)
    assert (first.authors, first.abstract, first.version) == ((), None, None)


def test_equal_lists_of_categories_keep_the_order_of_the_day() -> None:
    reading = ParsedFile("d.md")
    (batch,) = source.read(GOLDEN.encode(), reading, None)
    assert [list(run) for run in batch.runs] == [[name(3)], [name("math/0309136"), name(1)]]
    assert (batch.day, batch.is_listing) == (DAY, False)


def test_an_abstract_that_reads_like_the_end_of_a_paper() -> None:
    one = paper(1, "</details>", abstract="</details>", categories=("cs.AI",))
    papers, reading = read(digest.render(of_day(one)))
    assert errors(reading) == []
    assert papers[0].abstract == "</details>"


def test_a_version_in_the_address_is_kept() -> None:
    text = GOLDEN.replace("2602.00001", "2602.00001v3")
    papers, reading = read(text)
    assert errors(reading) == []
    assert (papers[2].id, papers[2].version) == (name(1), 3)


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("as_saved", [str, garbled])
def test_line_ends_and_encoding_do_not_matter(ends: str, as_saved: Any) -> None:
    papers, reading = read(as_saved(GOLDEN.replace("\n", ends)))
    assert errors(reading) == []
    assert papers == read(GOLDEN)[0]


def test_a_closed_abstract_and_plain_http_are_read_too() -> None:
    text = GOLDEN.replace("<details open>", "<details>").replace("(https://arxiv", "(http://arxiv")
    assert read(text)[0] == read(GOLDEN)[0]


LINES = GOLDEN.split("\n")
AT = {text: number for number, text in enumerate(LINES, 1)}
SECOND = next(number for number, text in enumerate(LINES, 1) if "[Second]" in text)


def spoiled(number: int, text: str) -> str:
    return "\n".join([*LINES[: number - 1], text, *LINES[number:]])


@pytest.mark.parametrize(
    ("number", "text", "said"),
    [
        (SECOND, "- **[Second](https://arxiv.org/abs/)**  `arXiv:`  `cs.AI`  ", "is not a paper"),
        (SECOND, LINES[SECOND - 1].replace("Second", " "), "paper without title"),
        (SECOND, LINES[SECOND - 1].replace("0309136", "9999999"), "is not an arXiv id"),
        (SECOND, LINES[SECOND - 1].replace("Second", "a]b").replace("](", "]["), "is not a paper"),
        (SECOND + 1, "  A", "the authors or the abstract are missing"),
        (SECOND + 2, "  <details>", "the authors or the abstract are missing"),
        (SECOND + 4, "", "is cut off"),
    ],
)
def test_a_spoiled_paper_costs_only_itself(number: int, text: str, said: str) -> None:
    papers, reading = read(spoiled(number, text))
    assert [one.title for one in papers] == ["Third [cls] **F**k", "First"]
    assert reading.skipped == 1
    (error,) = reading.errors
    assert error.line == SECOND
    assert said in str(error)


def test_text_between_the_papers_is_told() -> None:
    papers, reading = read(spoiled(SECOND - 1, "\nhello\nthere\n"))
    assert len(papers) == 3
    assert errors(reading) == [f"d.md, line {SECOND}: is not a paper of a digest"]


def test_a_paper_that_stands_twice() -> None:
    papers, reading = read(GOLDEN.replace("math/0309136", "2602.00003"))
    assert [one.title for one in papers] == ["Third [cls] **F**k", "First"]
    assert errors(reading) == [
        f"d.md, line {SECOND}: 2602.00003 is in the file twice for 2026-02-12"
    ]


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "2026-2-1"])
def test_a_wrong_date_is_one_error_unless_the_day_is_given(day: str) -> None:
    text = GOLDEN.replace("2026-02-12", day)
    papers, reading = read(text)
    assert (papers, reading.skipped) == ([], 3)
    assert errors(reading) == [
        f"d.md, line 1: '{day}': is not a day; write it as 2026-02-12; fix it, or give --day"
    ]
    papers, reading = read(text, DAY)
    assert (len(papers), errors(reading)) == (3, [])


def test_the_badge_tells_of_papers_that_are_missing() -> None:
    papers, reading = read("\n".join(LINES[: SECOND - 1]))
    assert len(papers) == 1
    assert errors(reading) == ["d.md, line 3: the badge says 3 papers, the file holds 1"]


def test_a_digest_cut_in_its_head_teaches_nothing() -> None:
    for end in range(3, GOLDEN.index("📚")):
        papers, reading = read(GOLDEN.encode()[: len("# 🔍 ".encode()) + end])
        assert (papers, reading.topics, len(reading.errors)) == ([], [], 1)
        assert "ends before its list of papers" in errors(reading)[0]


@pytest.mark.parametrize("as_saved", [str, garbled])
def test_a_digest_cut_anywhere_gives_whole_papers_and_says_so(as_saved: Any) -> None:
    content = as_saved(GOLDEN).encode()
    whole, _ = read(content)
    for end in range(content.index(b"Paper List"), len(content) - 1, 7):
        papers, reading = read(content[:end])
        assert papers == whole[: len(papers)]
        assert len(papers) < 3
        assert 1 <= len(reading.errors) <= 3


def test_a_damaged_line_costs_its_paper_and_is_never_stored() -> None:
    content = GOLDEN.encode().replace("é 🧠".encode(), b"\xe9 \xf0\x9f\xa7")
    papers, reading = read(content)
    assert [one.id for one in papers] == [name(3), name(1)]
    assert (errors(reading), reading.skipped) == ([f"d.md, line {SECOND + 3}: is not UTF-8"], 1)
    content = GOLDEN.encode().replace(b"`LLM`", b"`LL\xffM`")
    papers, reading = read(content)
    assert (len(papers), len(reading.errors)) == (3, 1)


def test_other_mac_roman_tables_are_repaired_too() -> None:
    text = "2 €, Ω, ∆ and μ — naïve"
    assert repaired(garbled(text)) == text
    other = garbled(text).translate({ord("€"): "¤", ord("\u03a9"): "\u2126", 0x2206: "\u0394"})
    assert repaired(other) == text


def test_a_mark_or_a_row_without_a_day_changes_no_digest() -> None:
    row = Entry(PAPERS[1], None, Mark(PAPERS[1].id))
    assert digest.render(of_day(PAPERS[1])) == digest.render(
        view(row, topic=TOPIC, day=DAY, categories=CATEGORIES)
    )
