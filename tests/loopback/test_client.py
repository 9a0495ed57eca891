"""`arxiv.Client` itself, pointed at the loopback server: what works here is what arXiv serves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import arxiv
import pytest

from paperterm.model import Day, Kind
from tests.building import paper
from tests.loopback.asking import FRIDAY, announced
from tests.loopback.faulty import Loopback

RECEIVED = datetime(2026, 2, 11, 20, tzinfo=UTC)
FULL = paper(
    51,
    "On <b>bold</b> titles & $x^2$",
    authors=("Ada Byron", "Émilie du Châtelet"),
    abstract="  One line\nand another, <i>both</i> & kept.",
    categories=("math.CO", "cs.DM"),
    primary_category="math.CO",
    version=3,
    published=datetime(2025, 12, 1, 10, 11, 12, tzinfo=UTC),
    updated=datetime(2026, 2, 12, 9, 8, 7, tzinfo=UTC),
    comment="5 pages",
    journal_ref="J. Tests 1 (2026)",
    doi="10.1000/182",
)
FIFTY = [
    announced(n, position=n, published=RECEIVED + timedelta(minutes=n), version=1)
    for n in range(1, 51)
]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback([*FIFTY, announced(FULL, Kind.REPLACE, position=51)], now=lambda: FRIDAY) as one:
        yield one


def client(server: Loopback, page_size: int = 7) -> arxiv.Client:
    one = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    one.query_url_format = f"{server.url}/api/query?{{}}"
    return one


def newest_first(query: str = "cat:cs.AI", **known: object) -> arxiv.Search:
    return arxiv.Search(query, sort_by=arxiv.SortCriterion.SubmittedDate, **known)


def test_pages_are_walked_to_the_end(server: Loopback) -> None:
    results = list(client(server).results(newest_first()))
    assert [one.get_short_id() for one in results] == [f"2602.{n:05}v1" for n in range(50, 0, -1)]
    asked = [(one.query["start"], one.query["max_results"]) for one in server.requests]
    assert asked == [(str(start), "7") for start in range(0, 50, 7)]


def test_a_limit_and_an_offset_cut_a_slice(server: Loopback) -> None:
    search = newest_first(max_results=20)
    ids = [one.get_short_id() for one in client(server).results(search, offset=15)]
    assert ids == [f"2602.{n:05}v1" for n in range(35, 30, -1)]


def test_every_field_arrives(server: Loopback) -> None:
    [result] = client(server).results(arxiv.Search(id_list=["2602.00051"]))
    assert result.entry_id == "http://arxiv.org/abs/2602.00051v3"
    assert result.title == FULL.title
    assert [author.name for author in result.authors] == list(FULL.authors)
    assert result.summary == FULL.abstract
    assert result.categories == list(FULL.categories)
    assert result.primary_category == "math.CO"
    assert (result.published, result.updated) == (FULL.published, FULL.updated)
    assert (result.comment, result.journal_ref) == (FULL.comment, FULL.journal_ref)
    assert result.doi == FULL.doi
    assert result.pdf_url == "https://arxiv.org/pdf/2602.00051v3"


def test_a_search_that_finds_nothing_is_empty(server: Loopback) -> None:
    assert list(client(server).results(arxiv.Search("cat:hep-th"))) == []
    assert list(client(server).results(arxiv.Search(id_list=["0808.05394"]))) == []


def test_versions_in_an_id_list() -> None:
    papers = [
        announced(paper(1, "First try", version=1), Kind.NEW, Day(2026, 2, 9)),
        announced(paper(1, "Second try", version=2), Kind.REPLACE, Day(2026, 2, 11)),
    ]
    with Loopback(papers, now=lambda: FRIDAY) as server:
        asked = ["2602.00001v1", "2602.00001", "2602.00001v3", "2602.00002"]
        titles = [one.title for one in client(server).results(arxiv.Search(id_list=asked))]
    assert titles == ["First try", "Second try"]


def test_a_wrong_id_is_refused_with_400(server: Loopback) -> None:
    with pytest.raises(arxiv.HTTPError) as raised:
        list(client(server).results(arxiv.Search(id_list=["abc"])))
    assert raised.value.status == 400


def test_an_empty_first_page_is_taken_for_no_results(server: Loopback) -> None:
    server.fault("empty-page", path="/api", times=1)
    assert list(client(server).results(newest_first())) == []


def test_an_empty_later_page_raises(server: Loopback) -> None:
    server.fault("empty-page", path="/api", after=2)
    results = client(server).results(newest_first())
    got = []
    with pytest.raises(arxiv.UnexpectedEmptyPageError) as raised:
        got.extend(results)
    assert raised.value.raw_feed.header.total_results == 50
    assert len(server.requests) == 3


def test_an_empty_page_is_retried(server: Loopback) -> None:
    server.fault("empty-page", path="/api", after=2, times=2)
    patient = client(server)
    patient.num_retries = 2
    assert len(list(patient.results(newest_first()))) == 50
    assert len(server.requests) == 8 + 2


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("406", 406), ("503", 503)])
def test_a_refusal_raises_its_status(server: Loopback, fault: str, status: int) -> None:
    server.fault(fault)
    with pytest.raises(arxiv.HTTPError) as raised:
        list(client(server).results(newest_first()))
    assert raised.value.status == status


def test_a_truncated_page_is_taken_as_it_is(server: Loopback) -> None:
    server.fault("truncated", times=1)
    [first, *_] = client(server, 100).results(newest_first(max_results=20))
    assert first.get_short_id() == "2602.00050v1"
