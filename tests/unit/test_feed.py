"""The daily feed: RSS and Atom, its faults, and the file that somebody saved."""

from datetime import date

import pytest

from paperterm.errors import SourceError
from paperterm.model import Day, Kind, Paper, PaperId, Status
from paperterm.sources import feed
from paperterm.sources.parsed_file import ParsedFile

ITEM = r"""
  <item>
    <title>Poincar\'e maps
      of $\'e$ for \emph{all}</title>
    <link>https://arxiv.org/abs/2602.00001</link>
    <description>arXiv:2602.00001v2 Announce Type: replace-cross 
Abstract: One line
and the next &lt;b&gt;.
  A paragraph by Erd\H{o}s &amp; co.</description>
    <guid isPermaLink="false">oai:arXiv.org:2602.00001v2</guid>
    <category>cs.CV</category>
    <category>math.DS</category>
    <arxiv:announce_type>replace-cross</arxiv:announce_type>
    <arxiv:DOI>10.1000/x</arxiv:DOI>
    <arxiv:journal_reference>J. X (2026)
      1-2</arxiv:journal_reference>
    <dc:creator>Ana Rodr\'iguez (MIT, Boston), {\L}ukasz N., :, NVIDIA</dc:creator>
  </item>"""  # noqa: W291
PAPER = Paper(
    PaperId("2602.00001"),
    r"Poincaré maps of $\'e$ for \emph{all}",
    authors=("Ana Rodríguez", "Łukasz N.", ":", "NVIDIA"),
    abstract="One line and the next <b>.\nA paragraph by Erdős & co.",
    categories=("cs.CV", "math.DS"),
    primary_category="cs.CV",
    version=2,
    doi="10.1000/x",
    journal_ref="J. X (2026) 1-2",
)
DATES = "<pubDate>Mon, 20 Apr 2026 00:00:00 -0400</pubDate>"
SPACES = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def rss(items: str = ITEM, about: str = DATES, spaces: str = SPACES, before: str = "") -> bytes:
    return (
        f"{before}<rss {spaces} version='2.0'><channel><title>cs.CV updates</title>{about}"
        f"{items}</channel></rss>"
    ).encode()


def test_an_item_is_read_and_cleaned() -> None:
    assert feed.parse(rss()) == (date(2026, 4, 20), ((PAPER, Kind.REPLACE_CROSS),), ())


@pytest.mark.parametrize(
    "content",
    [
        rss(before="\ufeff"),
        rss(before="\n  "),
        rss(before="<?xml version='1.0'?><!-- saved --><!DOCTYPE rss PUBLIC 'a' 'http://x/y.dtd'>"),
        rss().replace(b"\n", b"\r\n"),
        rss().replace(b"arxiv:", b"ax:").replace(b":arxiv=", b":ax="),
        rss().replace(b"dc:", b"d:").replace(b":dc=", b":d=").replace(b"schemas/atom", b"other"),
        rss().replace(b"<arxiv:announce_type>replace-cross</arxiv:announce_type>", b""),
        rss().replace(b"oai:arXiv.org:2602.00001v2", b"https://arxiv.org/abs/2602.00001v2"),
        rss(spaces=""),
        rss().replace(b"<guid", b"<x").replace(b"</guid", b"</x"),
    ],
)
def test_other_ways_to_write_the_same(content: bytes) -> None:
    assert feed.looks_like_it(content)
    assert feed.parse(content).papers == ((PAPER, Kind.REPLACE_CROSS),)


def test_another_encoding_is_read_as_declared() -> None:
    content = rss(ITEM.replace(r"\'e maps", "é maps"), before="<?xml version='1.0' encoding='X'?>")
    latin = content.decode().replace("'X'", "'ISO-8859-1'").encode("latin-1")
    assert feed.parse(latin).papers[0].paper == PAPER


def test_what_is_missing_is_unknown() -> None:
    items = "<item><title>T</title><link>http://arxiv.org/abs/math.GT/0309136</link></item>"
    paper = Paper(PaperId("math/0309136"), "T")
    assert feed.parse(rss(items, about="")) == (None, ((paper, None),), ())


def test_an_item_that_is_no_paper_costs_only_itself() -> None:
    items = "<item><title>T</title><link>https://example.org</link></item>" + ITEM
    items += "<item><guid>oai:arXiv.org:2602.00002v1</guid></item>"
    parsed = feed.parse(rss(items))
    assert parsed.papers == ((PAPER, Kind.REPLACE_CROSS),)
    assert parsed.warnings == (
        "paper without an arXiv id, but 'https://example.org'",
        "2602.00002v1: paper without title",
    )


@pytest.mark.parametrize(
    ("about", "dated"),
    [
        (DATES, date(2026, 4, 20)),
        ("<pubDate>Mon, 05 Jan 2026 00:00:00 -0500</pubDate>", date(2026, 1, 5)),
        ("<pubDate>Mon, 05 Jan 2026 00:00:00 GMT</pubDate>", date(2026, 1, 5)),
        ("<lastBuildDate>Mon, 20 Apr 2026 04:00:03 +0000</lastBuildDate>", date(2026, 4, 20)),
        ("<lastBuildDate>Tue, 21 Apr 2026 03:59:59 +0000</lastBuildDate>", date(2026, 4, 20)),
        ("<pubDate>soon</pubDate>", None),
        ("<pubDate>Mon, 99 Foo 2026</pubDate>", None),
        ("", None),
    ],
)
def test_the_date_of_a_feed(about: str, dated: date | None) -> None:
    assert feed.parse(rss(about=about)).dated == dated


def test_the_date_may_stand_in_the_items_only() -> None:
    items = ITEM.replace("</item>", DATES + "</item>")
    assert feed.parse(rss(items, about="")).dated == date(2026, 4, 20)


def test_an_atom_feed_without_creator_names_its_authors_one_by_one() -> None:
    entry = (
        "<entry><id>oai:arXiv.org:2602.00001v1</id><title>T</title><summary>A</summary>"
        "<author><name>Ana B.</name></author><author><name>C. D.</name></author></entry>"
    )
    content = f'<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns="http://www.w3.org/2005/Atom">{entry}</a:feed>'
    paper = feed.parse(content.encode()).papers[0].paper
    assert (paper.authors, paper.abstract) == (("Ana B.", "C. D."), "A")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Sorry</body></html>", r"is a web page \(HTML\)"),
        (b"<html><h3>New submissions</h3></html>", r"is a listing page \(HTML\)"),
        (b"Rate exceeded.", r"is a refusal \(“Rate exceeded.”\); ask again"),
        (b"Please name a category.", "is not XML; it begins with “Please name a category.”"),
        (b"<opml></opml>", "is XML of another kind: its root is <opml>"),
        (b"<rss", "is cut off after 0 whole papers"),
        (b"<rss a='", "is cut off before the end of its first paper"),
        (rss()[:-15], "is cut off after 1 whole paper$"),
        (rss(ITEM + ITEM)[:-80], "is cut off after 1 whole paper$"),
        (rss(ITEM + "</b>"), "is damaged after 1 whole paper: Opening and ending tag mismatch"),
        (rss("<item><title>&nbsp;</title></item>"), "is damaged after 0 whole papers: Entity"),
        (rss("<item>\x0c</item>" + ITEM), "is damaged after 0 whole papers: PCDATA invalid"),
        (rss().replace(b"cs.CV updates", b"Feed error for query: x"), "is an error: no reason"),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=f"^arXiv's answer: {problem}"):
        feed.parse(content)


def test_an_error_feed_says_its_reason() -> None:
    about = "<description>Bad subject\n class 'XX'.</description>"
    content = rss("", about).replace(b"cs.CV updates", b"Feed error for query: x")
    with pytest.raises(SourceError, match=r"is an error: Bad subject class 'XX'\.$"):
        feed.parse(content)


def test_entities_are_never_expanded() -> None:
    doubled = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 20))
    bomb = f"<!DOCTYPE rss [<!ENTITY e0 'ha'>{doubled}]>"
    for where in (ITEM.replace("all", "&e19;"), ITEM.replace("false", "&e19;")):
        with pytest.raises(SourceError, match="declares entities"):
            feed.parse(rss(where, before=bomb))


def read(content: bytes, day: Day | None = None) -> tuple[list[object], ParsedFile]:
    reading = ParsedFile("feed.xml")
    return list(feed.read(content, reading, day)), reading


def test_a_saved_feed_is_the_listing_of_the_evening_before() -> None:
    batches, reading = read(rss(), Day(2020, 1, 1))
    assert batches == [
        (
            Day(2026, 4, 19),
            ((PAPER, Kind.REPLACE_CROSS),),
            [[PAPER.id]],
            True,
            Status.PARTIAL,
        )
    ]
    assert (reading.errors, reading.notes) == ([], [])


def test_a_feed_without_a_date_needs_one() -> None:
    batches, reading = read(rss(about=""))
    assert not batches
    assert [str(error) for error in reading.errors] == [
        "feed.xml, line 2: 2602.00001 has no day; give --day"
    ]
    batches, reading = read(rss(about=""), Day(2026, 4, 19))
    assert len(batches) == 1


def test_a_quiet_day_says_so() -> None:
    batches, reading = read(rss("", DATES.replace("Mon, 20", "Sat, 18")))
    assert (batches, reading.errors) == ([], [])
    assert reading.notes == ["feed.xml: no papers in this feed of Saturday 2026-04-18"]


def test_a_cut_feed_gives_what_is_whole_and_says_what_is_lost() -> None:
    second = ITEM.replace("2602.00001", "2602.00002")
    batches, reading = read(rss(ITEM + second)[:-60])
    assert len(batches) == 1
    assert [str(error) for error in reading.errors] == [
        "feed.xml, line 34: is cut off after 1 whole paper"
    ]
    assert reading.skipped == 1


def test_a_paper_that_stands_there_twice_is_taken_once() -> None:
    _, reading = read(rss(ITEM + ITEM))
    assert "2602.00001 is in the file twice for 2026-04-19" in str(reading.errors[0])


@pytest.mark.parametrize("time", ["0001-01-01T00:00:01Z", "0001-01-01", "9999-12-31T00:00:01Z"])
def test_a_time_far_away_stops_nothing(time: str) -> None:
    batches, _ = read(rss(about=f"<lastBuildDate>{time}</lastBuildDate>"), Day(2026, 2, 12))
    assert len(batches) == 1


def test_a_paper_that_is_cross_listed_and_new_in_one_feed_is_new() -> None:
    of_kind = {kind: ITEM.replace("replace-cross", kind) for kind in ("cross", "new")}
    for items in (of_kind["cross"] + of_kind["new"], of_kind["new"] + of_kind["cross"]):
        assert [one.kind for one in feed.parse(rss(items)).papers] == [Kind.NEW]
        reading = ParsedFile("feed.xml")
        (batch,) = feed.read(rss(items), reading, None)
        assert [one.kind for one in batch.papers] == [Kind.NEW]
        assert reading.errors == []
