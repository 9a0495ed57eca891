"""The query API: what is asked, and what a page may be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from paperterm.errors import SourceError
from paperterm.model import Day, Kind, Paper, PaperId, SourcePaper, Status
from paperterm.sources import api
from paperterm.sources.parsed_file import ParsedFile
from tests.building import paper
from tests.rendering import page

PUBLISHED = datetime(2026, 2, 12, 18, 59, 59, tzinfo=UTC)
ONE = Paper(
    PaperId("2602.00001"),
    "A $\\sqrt{2}$ title",
    authors=("Ana Rodríguez", "B. C."),
    abstract="One.\nTwo.",
    categories=("cs.CV", "cs.AI"),
    primary_category="cs.CV",
    version=3,
    published=PUBLISHED,
    updated=PUBLISHED + timedelta(days=2),
    comment="9 pages",
    journal_ref="J. X 1",
    doi="10.1000/x",
)
OLD = Paper(PaperId("math/0309136"), "Old", version=1, published=PUBLISHED, updated=PUBLISHED)
PAGE = page([SourcePaper(ONE), SourcePaper(OLD)])
ERROR = b"""<feed xmlns="http://www.w3.org/2005/Atom"
  xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry><id>https://arxiv.org/api/errors#x</id><title>Error</title>
  <updated>2026-04-12T22:59:06Z</updated><summary>incorrect id format
  for abc</summary></entry></feed>"""


def test_one_query_asks_for_all_categories() -> None:
    eastern = timezone(timedelta(hours=-5))
    since = datetime(2026, 2, 9, 14, 0, 1, tzinfo=eastern)
    until = datetime(2026, 2, 12, 14, 0, 1, tzinfo=eastern)
    assert api.query(["cs.CV", "cs.RO"], since, until, 2000, 500) == {
        "search_query": "(cat:cs.CV OR cat:cs.RO) AND submittedDate:[202602091900 TO 202602121901]",
        "start": "2000",
        "max_results": "500",
        "sortBy": "submittedDate",
        "sortOrder": "descending",
    }


def test_a_page_is_read() -> None:
    assert api.parse(PAGE) == (2, 0, ((ONE, None), (OLD, None)), (), 2)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PAGE,
        b"\n" + PAGE,
        PAGE.replace(b"\n", b"\r\n"),
        PAGE.replace(b"opensearch:", b"os:").replace(b":opensearch=", b":os="),
        PAGE.replace(b"arxiv:", b"x:").replace(b":arxiv=", b":x="),
        PAGE.replace(b"http://arxiv.org/abs", b"https://export.arxiv.org/abs"),
        PAGE.replace(
            b'<category term="cs.CV"/>', b'<category term="cs.CV"/><category term="I.2.7"/>'
        ),
        PAGE.replace(b"<title>A ", b"<title>A\n  "),
    ],
)
def test_other_ways_to_write_the_same(content: bytes) -> None:
    assert api.looks_like_it(content)
    assert [told.paper for told in api.parse(content).papers] == [ONE, OLD]


def test_where_authors_work_is_kept() -> None:
    names = (("Ana Rodr\u00edguez", ("ETH", ' Institut  f\\"ur X ')), ("B. C.", ("ETH", "")))
    content = PAGE.decode()
    for name, places in names:
        told = "".join(f"<arxiv:affiliation>{place}</arxiv:affiliation>" for place in places)
        content = content.replace(f"<name>{name}</name>", f"<name>{name}</name>{told}")
    ana, _ = api.parse(content.encode()).papers
    assert ana.paper == replace(ONE, extra={"affiliations": ["ETH", "Institut für X"]})


def test_what_is_missing_is_unknown() -> None:
    content = page([SourcePaper(Paper(PaperId("2602.00002"), "T", version=1, published=PUBLISHED))])
    told = api.parse(content.replace(b'<arxiv:primary_category term=""/>', b"")).papers
    assert told[0].paper == Paper(PaperId("2602.00002"), "T", version=1, published=PUBLISHED)


def test_the_primary_category_is_the_first_if_nothing_says_which() -> None:
    content = PAGE.replace(b'<arxiv:primary_category term="cs.CV"/>', b"")
    assert api.parse(content).papers[0].paper.primary_category == "cs.CV"


@pytest.mark.parametrize(
    ("sound", "damaged", "warning"),
    [
        ("2026-02-12T18:59:59Z</pub", "yesterday</pub", "2602.00001v3: invalid date: "),
        (
            "2026-02-12T18:59:59Z</pub",
            "0001-01-01T00:00:00+09:00</pub",
            "2602.00001v3: invalid date",
        ),
        ("abs/2602.00001v3", "abs/x", "'http://arxiv.org/abs/x': is not an arXiv id"),
        ("A $\\sqrt{2}$ title", " ", "2602.00001v3: paper without title"),
    ],
)
def test_a_damaged_entry_costs_only_itself(sound: str, damaged: str, warning: str) -> None:
    parsed = api.parse(PAGE.replace(sound.encode(), damaged.encode(), 1))
    assert parsed.papers == ((OLD, None),)
    assert parsed.warnings[0].startswith(warning)


def test_no_results_is_an_answer() -> None:
    assert api.parse(page([])) == (0, 0, (), (), 0)
    assert api.parse(page([], total=2, start=2)) == (2, 2, (), (), 0)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (ERROR, "is an error: incorrect id format for abc$"),
        (b"<html></html>", "is a web page"),
        (b" Rate exceeded. ", "is a refusal"),
        (b"", "is empty"),
        (b"<rss></rss>", "is XML of another kind: its root is <rss>"),
        (b"<feed><id/></feed>", "is not a page of results"),
        (PAGE[:-30], "is cut off after 1 whole paper"),
        (page([], total=9), "is an empty page, at 0 of 9 results"),
        (page([SourcePaper(ONE)], total=9, per_page=2), "holds only 1 of 2 papers"),
        (page([SourcePaper(ONE)], total=9, start=7), "holds only 1 of 2 papers"),
    ],
)
def test_what_is_no_page_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=f"^arXiv's answer: {problem}"):
        api.parse(content)


@pytest.mark.parametrize(
    ("primary", "followed", "kind"),
    [
        ("cs.CV", ["cs.CV"], Kind.NEW),
        ("cs.CV", ["cs"], Kind.NEW),
        ("cs.CV", ["cs.RO"], Kind.CROSS),
        ("hep-th", ["hep-th"], Kind.NEW),
        (None, ["cs.CV"], Kind.CROSS),
    ],
)
def test_a_paper_is_new_where_its_primary_category_is_followed(
    primary: str | None, followed: list[str], kind: Kind
) -> None:
    assert api.kind_among(paper(primary_category=primary), followed) is kind


def read(content: bytes, day: Day | None = None) -> tuple[list[object], ParsedFile]:
    reading = ParsedFile("page.xml")
    return list(api.read(content, reading, day)), reading


def test_the_days_of_a_saved_page_are_estimated() -> None:
    late = Paper(PaperId("2602.00003"), "L", version=1, published=PUBLISHED + timedelta(seconds=1))
    batches, _ = read(page([SourcePaper(late), SourcePaper(ONE), SourcePaper(OLD)]))
    thursday, sunday = Day(2026, 2, 12), Day(2026, 2, 15)
    assert batches == [
        (sunday, ((late, None),), [[late.id]], False, Status.ESTIMATED),
        (thursday, ((OLD, None), (ONE, None)), [[OLD.id, ONE.id]], False, Status.ESTIMATED),
    ]


def test_a_day_that_is_given_is_no_estimate() -> None:
    (batch,), _ = read(PAGE, Day(2026, 2, 1))
    assert batch == (
        Day(2026, 2, 1),
        ((OLD, None), (ONE, None)),
        [[OLD.id, ONE.id]],
        False,
        Status.PARTIAL,
    )


@pytest.mark.parametrize(
    ("content", "said", "is_error"),
    [
        (page([]), "page.xml: no papers: the query has 0 results", False),
        (page([SourcePaper(ONE)], total=9), "page.xml: holds only 1 of 9 papers", False),
        (page([], total=9), "page.xml: is an empty page", True),
        (ERROR, "page.xml: is an error: incorrect id format for abc", True),
        (PAGE[:-30], "page.xml, line 7: is cut off after 1 whole paper", True),
    ],
)
def test_a_saved_page_says_what_is_wrong(content: bytes, said: str, is_error: bool) -> None:
    _, reading = read(content)
    lines = list(map(str, reading.errors)) if is_error else reading.notes
    assert len(lines) == 1
    assert lines[0].startswith(said)
    assert bool(reading.errors) is is_error


def test_a_paper_without_a_time_needs_a_day() -> None:
    batches, reading = read(page([SourcePaper(paper(1, version=1))]))
    assert not batches
    assert "has no day; give --day" in str(reading.errors[0])
