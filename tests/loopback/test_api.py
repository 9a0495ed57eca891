"""The query API: its language, its parameters, its errors."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.loopback.collection import mailed_at
from paperterm.model import AnnouncedPaper, Day, Kind
from tests.building import paper
from tests.loopback.asking import FRIDAY, NAMES, announced, found, get, root

BASE = datetime(2026, 2, 2, 12, tzinfo=UTC)
PAPERS = [
    announced(
        paper(
            1,
            "Graph neural networks",
            authors=("Ada Byron",),
            abstract="A survey of message passing.",
            categories=("cs.LG", "cs.AI"),
            published=datetime(2026, 2, 9, 23, 59, 59, tzinfo=UTC),
            updated=datetime(2026, 2, 12, tzinfo=UTC),
            version=2,
        )
    ),
    announced(
        paper(
            2,
            "Rings and graphs",
            authors=("Emmy Noether", "Ada Yonath"),
            abstract="On neural rings, not on networks.",
            categories=("math.AC",),
            published=datetime(2026, 2, 10, tzinfo=UTC),
            comment="12 pages",
            journal_ref="Math. Ann. 7",
        ),
        position=1,
    ),
    announced(
        paper(
            "math/0309136",
            "An old paper",
            authors=("Del Maestro",),
            abstract="Graph theory.",
            categories=("math.CO",),
            published=datetime(2003, 9, 8, 9, 40, tzinfo=UTC),
        ),
        Kind.REPLACE,
        position=2,
    ),
]
ONE, TWO, OLD = "2602.00001v2", "2602.00002v1", "math/0309136v1"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("cat:cs.AI", [ONE]),
        ("cat:CS.ai", [ONE]),
        ("cat:math.*", [TWO, OLD]),
        ("cat:cs", []),
        ("graph", [ONE, OLD]),
        ("all:graph*", [ONE, TWO, OLD]),
        ("ti:graph", [ONE]),
        ("abs:GRAPH", [OLD]),
        ('all:"neural networks"', [ONE]),
        ('abs:"neural networks"', []),
        ('ti:"Rings, and graphs!"', [TWO]),
        ("au:ada", [ONE, TWO]),
        ('au:"ada noether"', []),
        ("au:del_maestro", [OLD]),
        ("co:pages", [TWO]),
        ("jr:ann", [TWO]),
        ("rn:7", []),
        ("id:2602.00001", [ONE]),
        ("id:math/0309136v1", [OLD]),
        ("ti:graph OR ti:rings", [ONE, TWO]),
        ("ti:graph ti:rings", [ONE, TWO]),
        ("au:ada AND cat:cs.AI", [ONE]),
        ("au:ada ANDNOT cat:cs.AI", [TWO]),
        ("au:ada NOT cat:cs.AI", [TWO]),
        ("ti:old OR ti:graph AND cat:cs.AI", [ONE]),
        ("ti:old OR (ti:graph AND cat:cs.AI)", [ONE, OLD]),
        ("(ti:old OR ti:graph) AND (cat:math.CO)", [OLD]),
        ("ti:(graph OR old)", [ONE, OLD]),
        ("((cat:cs.AI))", [ONE]),
        ("  cat:cs.AI  ", [ONE]),
        ("submittedDate:[20260209 TO 20260209]", [ONE]),
        ("submittedDate:[202602100000 TO 202602100000]", [TWO]),
        ("submittedDate:[202602092359 TO 202602092359]", [ONE]),
        ("submittedDate:[20260209235959 TO 20260209235959]", [ONE]),
        ("submittedDate:[2026020923 TO 2026021000]", [ONE, TWO]),
        ("submittedDate:[2003 TO 2003]", [OLD]),
        ("submittedDate:[200309 TO 202601]", [OLD]),
        ("lastUpdatedDate:[20260212 TO 20260212]", []),
        ("lastUpdatedDate:[20260209 TO 20260209]", [ONE]),
        ("(cat:cs.LG OR cat:math.AC) AND submittedDate:[202602100000 TO 202602102359]", [TWO]),
        ('all:"…"', []),
    ],
)
def test_queries(query: str, ids: list[str]) -> None:
    assert found(PAPERS, search_query=query) == ids


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("testing", "all:testing"),
        ('"two words"', 'all:"two words"'),
        ("a NOT b", "all:a ANDNOT all:b"),
        ("(a OR b) AND cat:cs.AI", "(all:a OR all:b) AND cat:cs.AI"),
        ("ti:(a b)", "ti:a OR ti:b"),
        ("submittedDate:[2026 TO 2027]", "submittedDate:[2026 TO 2027]"),
    ],
)
def test_the_title_says_how_a_query_was_understood(query: str, understood: str) -> None:
    feed = root(get(PAPERS, "/api/query", search_query=query))
    expected = f"arXiv Query: search_query={understood}&id_list=&start=0&max_results=10"
    assert feed.findtext("atom:title", None, NAMES) == expected


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "Either a search_query or id_list must be specified"),
        (
            {"search_query": " ", "id_list": ""},
            "Either a search_query or id_list must be specified",
        ),
        ({"id_list": "abc"}, "incorrect id format for abc"),
        ({"id_list": "2602.00001,"}, "incorrect id format for "),
        ({"id_list": "2602.00001v0"}, "incorrect id format for 2602.00001v0"),
        ({"search_query": "a", "start": "x"}, "start must be an integer"),
        ({"search_query": "a", "start": "-1"}, "start must be non-negative"),
        ({"search_query": "a", "max_results": "1.5"}, "max_results must be an integer"),
        ({"search_query": "a", "max_results": "-1"}, "max_results must be non-negative"),
        (
            {"search_query": "a", "sortBy": "date"},
            "sortBy must be in: relevance, lastUpdatedDate, submittedDate",
        ),
        (
            {"search_query": "a", "sortOrder": "up"},
            "sortOrder must be in: ascending, descending",
        ),
        ({"search_query": "(a OR b"}, "Parenthesis does not close"),
        ({"search_query": "a) OR b"}, "Parenthesis is closed but not opened: ) OR b"),
        ({"search_query": "()"}, "Query ends where a term is missing: ()"),
        ({"search_query": "(" * 99 + "a" + ")" * 99}, "Query is nested too deeply"),
        ({"search_query": 'ti:"open'}, 'Cannot parse fragment: :"open'),
        ({"search_query": "ti:"}, "Cannot parse fragment: :"),
        ({"search_query": "xx:a"}, "Invalid field: xx"),
        ({"search_query": "xx:(a)"}, "Invalid field: xx"),
        ({"search_query": "a AND OR b"}, "Operator without a term before it: OR"),
        ({"search_query": "AND a"}, "Operator without a term before it: AND"),
        ({"search_query": "a AND"}, "Query ends where a term is missing: a AND"),
        ({"search_query": "submittedDate:2026"}, "Invalid date range: 2026"),
        ({"search_query": "submittedDate:[2026+TO+2027]"}, "Invalid date range: [2026+TO+2027]"),
        ({"search_query": "submittedDate:[* TO 2027]"}, "Invalid date range: [* TO 2027]"),
        ({"search_query": "submittedDate:[20261 TO 2027]"}, "Invalid date: 20261"),
        ({"search_query": "submittedDate:[20260230 TO 2027]"}, "Invalid date: 20260230"),
        ({"search_query": "submittedDate:[2026 TO 99991231]"}, "Invalid date: 99991231"),
    ],
)
def test_errors_are_a_feed_with_one_entry_and_400(asked: dict[str, Any], problem: str) -> None:
    answer = get(PAPERS, "/api/query", **asked)
    assert answer.status == 400
    feed = root(answer)
    [entry] = feed.iterfind("atom:entry", NAMES)
    assert entry.findtext("atom:title", None, NAMES) == "Error"
    assert entry.findtext("atom:summary", None, NAMES) == problem
    link = f"https://arxiv.org/api/errors#{problem.replace(' ', '_')}"
    assert entry.findtext("atom:id", None, NAMES) == link
    assert feed.findtext("opensearch:totalResults", None, NAMES) == "1"
    assert entry.find("atom:published", NAMES) is None


def test_counts_are_those_of_the_request_and_of_all_results() -> None:
    feed = root(get(PAPERS, "/api/query", search_query="cat:math.*", start="1", max_results="5"))
    counts = ("itemsPerPage", "totalResults", "startIndex")
    told = [feed.findtext(f"opensearch:{name}", None, NAMES) for name in counts]
    assert told == ["5", "2", "1"]
    assert len(feed.findall("atom:entry", NAMES)) == 1


def test_ten_results_unless_asked_and_never_more_than_2000() -> None:
    papers = [announced(n, position=n) for n in range(2_005)]
    few = root(get(papers, "/api/query", search_query="cat:cs.AI"))
    assert len(few.findall("atom:entry", NAMES)) == 10
    most = root(get(papers, "/api/query", search_query="cat:cs.AI", max_results="3000"))
    assert len(most.findall("atom:entry", NAMES)) == 2_000


def test_behind_the_reach_of_paging_the_server_fails() -> None:
    assert get(PAPERS, "/api/query", search_query="graph", start="9999").status == 200
    assert get(PAPERS, "/api/query", search_query="graph", start="10000").status == 500


@pytest.mark.parametrize(
    ("by", "order", "ids"),
    [
        ("submittedDate", "descending", [TWO, ONE, OLD]),
        ("submittedDate", "ascending", [OLD, ONE, TWO]),
        ("lastUpdatedDate", "descending", [ONE, TWO, OLD]),
        ("lastUpdatedDate", "ascending", [OLD, TWO, ONE]),
        ("relevance", "descending", [ONE, TWO, OLD]),
        ("relevance", "ascending", [OLD, TWO, ONE]),
    ],
)
def test_sorting(by: str, order: str, ids: list[str]) -> None:
    everything = "cat:cs.* OR cat:math.*"
    assert found(PAPERS, search_query=everything, sortBy=by, sortOrder=order) == ids


def test_an_id_list_and_a_query_are_an_intersection() -> None:
    listed = f"math.CO/0309136,{ONE},{ONE},2602.00002,2602.09999"
    assert found(PAPERS, id_list=listed) == [OLD, ONE, TWO]
    assert found(PAPERS, id_list=listed, search_query="cat:math.*") == [OLD, TWO]


def test_papers_appear_with_their_mailing_and_only_the_current_version() -> None:
    history = [
        announced(paper(1, "First", version=1), Kind.NEW, Day(2026, 2, 9)),
        announced(paper(1, "Second", version=2), Kind.REPLACE, Day(2026, 2, 11)),
        announced(paper(2, "Other"), Kind.NEW, Day(2026, 2, 11)),
    ]
    moments = [
        (datetime(2026, 2, 10, 0, 59, tzinfo=UTC), []),
        (datetime(2026, 2, 10, 1, 0, tzinfo=UTC), ["2602.00001v1"]),
        (datetime(2026, 2, 12, 0, 59, tzinfo=UTC), ["2602.00001v1"]),
        (datetime(2026, 2, 12, 1, 0, tzinfo=UTC), ["2602.00001v2", "2602.00002v1"]),
    ]
    for now, ids in moments:
        assert found(history, now, search_query="id:2602.00001 OR id:2602.00002") == ids
    assert found(history, moments[1][0], search_query="ti:second") == []
    assert found(history, id_list="2602.00001v1") == ["2602.00001v1"]
    assert found(history, moments[1][0], id_list="2602.00001v2") == []


@pytest.mark.parametrize("day", [date(2026, 2, 8) + timedelta(days=n) for n in range(5)])
def test_a_paper_without_dates_was_submitted_before_its_days_cut_off(day: date) -> None:
    mailed = Day(day.year, day.month, day.day)
    feed = root(get([announced(1, day=mailed)], "/api/query", id_list="2602.00001"))
    told = feed.findtext("atom:entry/atom:published", "", NAMES)
    submitted = datetime.fromisoformat(told)
    assert submitted < mailed_at(mailed)
    assert Day.of_submission(submitted) == mailed


# What was recorded of the real API, served again.


@pytest.mark.parametrize(
    "name",
    [
        "arxivpy_q_testing_s0_m100",
        "arxivpy_id_quant-ph_0201082v1_s0_m100",
        "arxivpy_id_hep-ex_0406020v1",
    ],
)
def test_a_recorded_page_is_served_as_it_was(shared: Path, name: str) -> None:
    """Every element and attribute of each entry, in order, but for affiliations."""
    recorded = ElementTree.parse(shared / "data" / "payloads" / "api" / f"{name}.xml").getroot()
    for author in recorded.iterfind("atom:entry/atom:author", NAMES):
        for affiliation in author.findall("arxiv:affiliation", NAMES):
            author.remove(affiliation)
    entries = recorded.findall("atom:entry", NAMES)
    assert entries
    papers = [_read(entry, position) for position, entry in enumerate(entries)]
    listed = ",".join(f"{one.paper.id}v{one.paper.version}" for one in papers)
    served = root(get(papers, "/api/query", id_list=listed, max_results="100"))
    assert [one.tag for one in served[:7]] == [one.tag for one in recorded[:7]]
    assert [list(map(_flat, one.iter())) for one in served.iterfind("atom:entry", NAMES)] == [
        list(map(_flat, one.iter())) for one in entries
    ]


def _flat(one: Element) -> tuple[str, dict[str, str], str]:
    return one.tag, one.attrib, "" if len(one) else one.text or ""


def _read(entry: Element, position: int) -> AnnouncedPaper:
    def text(name: str) -> str:
        return entry.findtext(name, "", NAMES)

    id_, _, version = text("atom:id").removeprefix("http://arxiv.org/abs/").rpartition("v")
    return announced(
        paper(
            id_,
            text("atom:title"),
            version=int(version),
            authors=tuple(one.text or "" for one in entry.iterfind("atom:author/atom:name", NAMES)),
            abstract=text("atom:summary"),
            categories=tuple(one.get("term", "") for one in entry.iterfind("atom:category", NAMES)),
            published=datetime.fromisoformat(text("atom:published")),
            updated=datetime.fromisoformat(text("atom:updated")),
            comment=text("arxiv:comment"),
            journal_ref=text("arxiv:journal_ref"),
            doi=text("arxiv:doi"),
        ),
        position=position,
    )


# A plain re-statement of the rules, over words that cannot be cut differently.

WORDS = ("graph", "ring", "net")
CATEGORIES = ("cs.AI", "cs.LG", "math.CO", "cs.AIX")
AUTHORS = ("Ada Byron", "Emmy Noether", "Ada Yonath")


class Asked(NamedTuple):
    """A query, and the papers it means."""

    text: str
    ids: frozenset[str]


def words(least: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=4).map(" ".join)


@st.composite
def libraries(draw: st.DrawFn) -> list[AnnouncedPaper]:
    count = draw(st.integers(0, 6))
    return [
        announced(
            paper(
                n,
                draw(words(1)),
                authors=tuple(draw(st.lists(st.sampled_from(AUTHORS), max_size=2))),
                abstract=draw(words(0)),
                categories=tuple(
                    draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True))
                ),
                published=BASE + timedelta(days=draw(st.integers(0, 4))),
            ),
            position=n,
        )
        for n in range(count)
    ]


def has(phrase: str, text: str | None) -> bool:
    return f" {phrase.lower()} " in f" {(text or '').lower()} "


@st.composite
def leaves(draw: st.DrawFn, library: list[AnnouncedPaper]) -> Asked:
    papers = [one.paper for one in library]
    field = draw(st.sampled_from(("ti", "abs", "all", "au", "cat", "submittedDate")))
    if field == "cat":
        category = draw(st.sampled_from(CATEGORIES))
        return Asked(f"cat:{category}", ids(p for p in papers if category in p.categories))
    if field == "submittedDate":
        first, last = (BASE + timedelta(days=draw(st.integers(0, 4))) for _ in "ab")
        inside = ids(p for p in papers if p.published and first <= p.published <= last)
        return Asked(f"submittedDate:[{first:%Y%m%d} TO {last:%Y%m%d}]", inside)
    if field == "au":
        name = draw(st.sampled_from((*AUTHORS, "Ada", "noether", "ada emmy")))
        return Asked(f'au:"{name}"', ids(p for p in papers if any(has(name, a) for a in p.authors)))
    phrase = draw(words(1))
    inside = ids(
        p
        for p in papers
        if (field != "abs" and has(phrase, p.title)) or (field != "ti" and has(phrase, p.abstract))
    )
    return Asked(f'{field}:"{phrase}"', inside)


def ids(papers: Any) -> frozenset[str]:
    return frozenset(str(one.id) for one in papers)


@st.composite
def queries(draw: st.DrawFn, library: list[AnnouncedPaper], depth: int = 2) -> Asked:
    def part() -> Asked:
        if depth and draw(st.booleans()):
            inner = draw(queries(library, depth - 1))
            return Asked(f"({inner.text})", inner.ids)
        return draw(leaves(library))

    text, meant = part()
    for _ in range(draw(st.integers(0, 2))):
        operator = draw(st.sampled_from((" OR ", " AND ", " ANDNOT ", " ")))
        other = part()
        text += operator + other.text
        if operator in (" OR ", " "):
            meant |= other.ids
        elif operator == " AND ":
            meant &= other.ids
        else:
            meant -= other.ids
    return Asked(text, meant)


@given(st.data())
def test_any_query_finds_what_the_plain_rule_says(data: st.DataObject) -> None:
    library = data.draw(libraries())
    query = data.draw(queries(library))
    order = data.draw(st.sampled_from(("ascending", "descending")))
    got = found(library, search_query=query.text, sortBy="submittedDate", sortOrder=order)
    submitted = {str(one.paper.id): one.paper.published for one in library}
    expected = sorted(
        query.ids, key=lambda id_: (submitted[id_], id_), reverse=order == "descending"
    )
    assert got == [f"{id_}v1" for id_ in expected]


@given(st.data(), st.integers(1, 4))
def test_pages_laid_side_by_side_are_the_whole(data: st.DataObject, size: int) -> None:
    library = data.draw(libraries())
    query = data.draw(queries(library)).text
    whole = found(library, search_query=query)
    pages = []
    for start in range(0, len(whole) + 1, size):
        asked = {"start": str(start), "max_results": str(size)}
        feed = root(get(library, "/api/query", FRIDAY, search_query=query, **asked))
        assert feed.findtext("opensearch:totalResults", None, NAMES) == str(len(whole))
        pages += [one.text for one in feed.iterfind("atom:entry/atom:id", NAMES)]
    assert pages == [f"http://arxiv.org/abs/{id_}" for id_ in whole]


@given(st.text(min_size=1), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_makes_well_formed_xml(title: str, abstract: str, authors: list[str]) -> None:
    one = paper(1, title, abstract=abstract, authors=tuple(authors), categories=("cs.AI", title))
    for path in ("/api/query", "/rss/cs", "/atom/cs"):
        feed = root(get([announced(one)], path, FRIDAY, id_list="2602.00001"))
        told = feed.find(".//item/title")
        told = feed.find(".//{*}entry/{*}title") if told is None else told
        assert told is not None
        assert (told.text or "") == "".join(sign for sign in title if _is_xml(sign))


def _is_xml(sign: str) -> bool:
    """https://www.w3.org/TR/xml/#charsets"""
    return (
        sign in "\t\n\r"
        or " " <= sign <= "\ud7ff"
        or "\ue000" <= sign <= "\ufffd"
        or sign >= "\U00010000"
    )
