"""The daily feeds: which papers, as what, in which order, on which date."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.loopback import feed_subjects
from paperterm.loopback.replies import Request
from paperterm.loopback.site import Site
from paperterm.model import AnnouncedPaper, Day, Kind, has_mailing
from tests.building import paper
from tests.loopback.asking import FRIDAY, NAMES, announced, get, root, rows

MIXED = [
    announced(4, categories=("cs.LG", "cs.AI"), position=0),
    announced(3, categories=("cs.AI",), position=1),
    announced(2, Kind.REPLACE, categories=("cs.LG", "cs.AI"), version=2, position=2),
    announced(1, Kind.REPLACE, categories=("cs.AI",), version=5, position=3),
    announced(5, Kind.CROSS, categories=("math.CO", "cs.AI"), version=2, position=4),
    announced(6, categories=("math.CO", "cs.LG"), position=5),
    announced(7, categories=("hep-th",), position=6),
    announced(8, Kind.REPLACE, categories=("cs.AI",), version=6, position=7),
]


@pytest.mark.parametrize(
    ("union", "shown"),
    [
        ("cs.AI", ["3 new", "4 cross", "5 cross", "1 replace", "2 replace-cross"]),
        ("cs.LG", ["4 new", "6 cross", "2 replace"]),
        ("cs.AI+cs.LG", ["3 new", "4 new", "5 cross", "6 cross", "1 replace", "2 replace"]),
        ("cs", ["3 new", "4 new", "5 cross", "6 cross", "1 replace", "2 replace"]),
        ("CS.ai+Cs.lG", ["3 new", "4 new", "5 cross", "6 cross", "1 replace", "2 replace"]),
        ("math", ["6 new", "5 cross"]),
        ("HEP-TH+math.co", ["6 new", "7 new", "5 cross"]),
        ("econ", []),
    ],
)
def test_kinds_are_relative_to_the_union(union: str, shown: list[str]) -> None:
    assert rows(MIXED, union) == [f"2602.0000{one}" for one in shown]


def test_a_cross_list_of_a_new_paper_is_new_where_its_primary_is_asked_for() -> None:
    """The library that a feed of cs.AI filled calls it cross; math.CO calls it new."""
    new = [announced(1, Kind.CROSS, categories=("math.CO", "cs.AI"))]
    assert rows(new, "cs.AI") == ["2602.00001 cross"]
    assert rows(new, "math.CO+cs.AI") == ["2602.00001 new"]
    before = announced(1, Kind.NEW, Day(2026, 2, 9), categories=("math.CO",))
    assert rows([before, *new], "math.CO+cs.AI") == ["2602.00001 cross"]


def test_an_announcement_of_unknown_kind_is_new_once_and_a_replacement_later() -> None:
    twice = [announced(1, None, Day(2026, 2, 11)), announced(1, None), announced(2, None)]
    assert rows(twice, "cs.AI") == ["2602.00002 new", "2602.00001 replace"]
    assert rows([announced(1, None, version=3)], "cs.AI") == ["2602.00001 replace"]


def test_a_paper_that_is_announced_twice_has_one_row() -> None:
    both = [announced(1, Kind.REPLACE, version=2, position=0), announced(1, position=1)]
    assert rows(both, "cs.AI") == ["2602.00001 new"]


def test_two_names_of_a_category_are_one() -> None:
    system = [announced(1, categories=("eess.SY", "cs.RO"))]
    assert rows(system, "cs.SY") == rows(system, "eess.SY") == ["2602.00001 new"]


def test_what_is_over_2000_is_cut_from_the_lowest_new_ids() -> None:
    papers = [announced(n, position=n) for n in range(1, 1_501)]
    papers += [announced(n, Kind.REPLACE, position=n, version=2) for n in range(1_501, 2_101)]
    shown = rows(papers, "cs.AI")
    assert len(shown) == 2_000
    assert shown[0] == "2602.00101 new"
    assert shown[-1] == "2602.02100 replace"


DAYS = [
    announced(1, day=Day(2026, 2, 11)),  # Wednesday, in Thursday's feed
    announced(2, day=Day(2026, 2, 12)),  # Thursday, in Friday's
    announced(3, day=Day(2026, 2, 15)),  # Sunday, in Monday's
]


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-02-12T01:00Z", []),  # mailed, but still Wednesday in New York
        ("2026-02-12T04:59Z", []),
        ("2026-02-12T05:00Z", [1]),
        ("2026-02-13T04:59Z", [1]),
        ("2026-02-13T05:00Z", [2]),
        ("2026-02-14T05:00Z", []),  # Saturday
        ("2026-02-16T04:59Z", []),
        ("2026-02-16T05:00Z", [3]),
        ("2026-02-17T12:00Z", []),  # nothing was mailed on Monday evening
    ],
)
def test_a_feed_is_out_from_midnight_to_midnight_eastern(now: str, shown: list[int]) -> None:
    moment = datetime.fromisoformat(now)
    assert rows(DAYS, "cs.AI", moment) == [f"2602.0000{one} new" for one in shown]


def test_the_date_of_a_days_feed_leads_back_to_the_day() -> None:
    for number in range(366):
        day = date(2026, 1, 1) + timedelta(days=number)
        evening = Day(day.year, day.month, day.day)
        assert evening.feed_date > evening
        assert evening.feed_date.weekday() < 5
        if has_mailing(evening):
            assert Day.of_feed(evening.feed_date) == evening


@pytest.mark.parametrize(
    ("now", "built", "dated"),
    [
        ("2026-02-13T15:00Z", "Fri, 13 Feb 2026 05:00:00 +0000", "Fri, 13 Feb 2026 00:00:00 -0500"),
        ("2026-07-03T03:00Z", "Thu, 02 Jul 2026 04:00:00 +0000", "Thu, 02 Jul 2026 00:00:00 -0400"),
        ("2026-02-14T15:00Z", "Sat, 14 Feb 2026 05:00:00 +0000", "Sat, 14 Feb 2026 00:00:00 -0500"),
    ],
)
def test_the_channel_is_dated_whether_it_has_items_or_not(now: str, built: str, dated: str) -> None:
    answer = get(DAYS, "/rss/cs.AI+math", datetime.fromisoformat(now))
    channel = root(answer).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "math, cs.AI updates on arXiv.org"
    assert channel.findtext("link") == "http://rss.arxiv.org/rss/math+cs.AI"
    assert channel.findtext("lastBuildDate") == built
    assert channel.findtext("pubDate") == dated
    assert [day.text for day in channel.iterfind("skipDays/day")] == ["Saturday", "Sunday"]
    assert len(channel.findall("item")) == (now == "2026-02-13T15:00Z")


def test_the_headers_of_a_feed() -> None:
    answer = get(DAYS, "/atom/cs.AI")
    assert answer.headers["ETag"] == hashlib.sha256(answer.body).hexdigest()
    assert answer.headers["Cache-Control"] == "max-age=50400"  # until midnight, 14 hours later
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert get(DAYS, "/rss/cs.AI").content_type == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize("form", ["{}", '"{}"', 'W/"{}"'])
def test_304_only_where_the_server_was_told_to(form: str) -> None:
    tag = form.format(get(DAYS, "/rss/cs.AI").headers["ETag"])
    again = Request(0.0, "GET", "/rss/cs.AI", {}, {"if-none-match": tag}, "/rss/cs.AI")
    assert Site(DAYS).answer(again, FRIDAY).status == 200
    conditional = Site(DAYS, conditional=True)
    unchanged = conditional.answer(again, FRIDAY)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert conditional.answer(again, FRIDAY + timedelta(days=3)).status == 200
    other = again._replace(headers={"if-none-match": "0"})
    assert conditional.answer(other, FRIDAY).status == 200


@pytest.mark.parametrize(
    ("union", "problem"),
    [
        ("cs.XX", "Bad subject class 'XX'. Valid subject classes for the archive 'cs' are: cs.AI,"),
        ("cs.AI+xx", "Bad archive 'xx'. Valid archive names are: astro-ph, cond-mat, cs,"),
        ("cs.AI+", "Bad archive ''."),
        ("gr-qc.AB", "Bad subject class 'AB'. Valid subject classes for the archive 'gr-qc'"),
    ],
)
def test_a_bad_category_is_a_feed_that_says_so(union: str, problem: str) -> None:
    answer = get(DAYS, f"/rss/{union}")
    assert answer.status == 400
    channel = root(answer).find("channel")
    assert channel is not None
    expected = f"Feed error for query: http://rss.arxiv.org/rss/{union}"
    assert channel.findtext("title") == expected
    assert (channel.findtext("description") or "").startswith(problem)
    assert channel.find("item") is None
    assert root(get(DAYS, f"/atom/{union}")).find("atom:entry", NAMES) is None


def test_a_feed_without_a_category_is_a_sentence() -> None:
    answer = get(DAYS, "/rss")
    assert (answer.status, answer.body[:4]) == (200, b"Name")


def test_other_pages_are_not_found() -> None:
    assert get(DAYS, "/list/cs.AI/new").status == 404


def test_the_subjects_are_those_of_the_taxonomy(shared: Path) -> None:
    taxonomy = json.loads((shared / "data" / "taxonomy.json").read_bytes())
    known = {one for categories in feed_subjects.CATEGORIES.values() for one in categories}
    assert known == set(taxonomy)
    for name, told in taxonomy.items():
        assert name in feed_subjects.CATEGORIES[told["archive"]]


# What was recorded of the real feed, served again.


def test_a_recorded_feed_of_an_archive_is_served_as_it_was(shared: Path) -> None:
    """All 123 rows of stat on 2024-03-26: order, kinds, names, texts, authors."""
    recorded = (shared / "data/payloads/rss/real_stat_2024-03-26.xml").read_bytes()
    was = _items(recorded)
    papers = [_read(item, position) for position, item in enumerate(was)]
    answer = get(papers, "/rss/stat", datetime(2024, 3, 26, 12, tzinfo=UTC))
    assert len(was) == 123
    assert _items(answer.body) == was


class _Item(NamedTuple):
    """A row of RSS, but for its licence, and its date, which recorded rows of 2024 lack."""

    title: str
    link: str
    description: str
    guid: str
    categories: tuple[str, ...]
    kind: str
    doi: str
    journal: str
    authors: str


def _items(body: bytes) -> list[_Item]:
    return [
        _Item(
            item.findtext("title", ""),
            item.findtext("link", ""),
            item.findtext("description", ""),
            item.findtext("guid", ""),
            tuple(one.text or "" for one in item.iterfind("category")),
            item.findtext("arxiv:announce_type", "", NAMES),
            item.findtext("arxiv:DOI", "", NAMES),
            item.findtext("arxiv:journal_reference", "", NAMES),
            item.findtext("dc:creator", "", NAMES),
        )
        for item in ElementTree.fromstring(body).iterfind("channel/item")
    ]


def _read(item: _Item, position: int) -> AnnouncedPaper:
    id_, _, version = item.guid.removeprefix("oai:arXiv.org:").rpartition("v")
    return announced(
        paper(
            id_,
            item.title,
            version=int(version),
            abstract=item.description.partition("\nAbstract: ")[2],
            categories=item.categories,
            doi=item.doi or None,
            journal_ref=item.journal or None,
            authors=(item.authors,),
        ),
        Kind(item.kind),
        Day(2024, 3, 25),
        position,
    )


def test_the_atom_feed_tells_the_same_as_rss() -> None:
    feed = root(get(MIXED, "/atom/cs.AI"))
    assert feed.findtext("atom:id", None, NAMES) == "http://rss.arxiv.org/atom/cs.AI"
    assert feed.findtext("atom:updated", None, NAMES) == "2026-02-13T05:00:00+00:00"
    told = [
        f"{entry.findtext('atom:id', '', NAMES)} {entry.findtext('arxiv:announce_type', '', NAMES)}"
        for entry in feed.iterfind("atom:entry", NAMES)
    ]
    versions = {"00003": 1, "00004": 1, "00005": 2, "00001": 5, "00002": 2}
    assert told == [
        f"oai:arXiv.org:{row.split()[0]}v{versions[row[5:10]]} {row.split()[1]}"
        for row in rows(MIXED, "cs.AI")
    ]
    published = feed.findtext("atom:entry/atom:published", "", NAMES)
    assert published == "2026-02-13T00:00:00-05:00"
    rss_date = root(get(MIXED, "/rss/cs.AI")).findtext("channel/pubDate", "")
    assert parsedate_to_datetime(rss_date) == datetime.fromisoformat(published)


# A plain re-statement of the rule of kinds.

CATEGORIES = ("cs.AI", "cs.LG", "math.CO", "hep-th")


@st.composite
def batches(draw: st.DrawFn) -> list[AnnouncedPaper]:
    return [
        announced(
            n,
            draw(st.sampled_from((Kind.NEW, Kind.REPLACE))),
            categories=tuple(draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True))),
            position=n,
        )
        for n in draw(st.lists(st.integers(0, 50), unique=True, max_size=8))
    ]


@given(batches(), st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True))
def test_any_batch_and_union_show_what_the_plain_rule_says(
    batch: list[AnnouncedPaper], union: list[str]
) -> None:
    groups: dict[str, list[str]] = {"new": [], "cross": [], "replace": [], "replace-cross": []}
    for one in batch:
        mine = one.paper.categories[0] in union
        if one.announcement.kind is Kind.NEW:
            kind = "new" if mine else "cross"
        else:
            kind = "replace" if mine else "replace-cross"
        if any(category in union for category in one.paper.categories):
            groups[kind].append(f"{one.paper.id} {kind}")
    expected = [row for group in groups.values() for row in sorted(group)]
    assert rows(batch, "+".join(union)) == expected
