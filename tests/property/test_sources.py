"""Whatever the papers are, and wherever an answer breaks, the parsers give what is whole."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.errors import PapertermError, SourceError
from paperterm.model import Day, Kind, Paper, PaperId, SourcePaper
from paperterm.sources import api, feed
from paperterm.sources.files import KINDS
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text.accents import decode_accents
from paperterm.text.lines import paragraphs
from tests import rendering

DATED = date(2026, 3, 12)
NO_TEX = st.characters(codec="utf-8", exclude_categories=("Z", "C"), exclude_characters="\\$\u0000")
WORD = st.text(NO_TEX, min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
NAME = st.from_regex(r"[A-Z][a-zé]{2,8} [A-Z][a-zöü]{3,9}(-[A-Z][a-z]{2,5})?", fullmatch=True)
CATEGORY = st.sampled_from(["cs.CV", "cs.RO", "hep-th", "cond-mat.mes-hall", "math-ph", "stat.ML"])
NEW_ID = st.builds("{:02}{:02}.{:05}".format, *map(st.integers, (15, 1, 1), (40, 12, 99999)))
OLD_ID = st.builds(
    "{}/{:02}{:02}{:03}".format,
    st.sampled_from(["math", "hep-th", "cond-mat"]),
    *map(st.integers, (92, 1, 1), (99, 12, 999)),
)
TIME = st.datetimes(datetime(1992, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda time: time.replace(microsecond=0, tzinfo=UTC)
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    categories = tuple(draw(st.lists(CATEGORY, min_size=1, max_size=3, unique=True)))
    times = sorted([draw(TIME), draw(TIME)])
    version = draw(st.integers(1, 9))
    return Paper(
        PaperId(draw(NEW_ID | OLD_ID)),
        draw(LINE),
        authors=tuple(draw(st.lists(NAME, max_size=4))),
        abstract=draw(st.none() | st.lists(LINE, min_size=1, max_size=2).map("\n".join)),
        categories=categories,
        primary_category=categories[0],
        version=version,
        published=times[0],
        updated=times[0] if version == 1 else times[1],
        comment=draw(st.none() | LINE),
        journal_ref=draw(st.none() | LINE),
        doi=draw(st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{3,9}", fullmatch=True)),
    )


KINDS_OR_NONE = st.none() | st.sampled_from(list(Kind))
BATCH = st.lists(
    st.builds(SourcePaper, papers(), KINDS_OR_NONE),
    max_size=3,
    unique_by=lambda told: told.paper.id,
)
RENDERERS: dict[str, Callable[[list[SourcePaper]], bytes]] = {
    "rss": lambda batch: rendering.rss(batch, DATED),
    "atom": lambda batch: rendering.atom(batch, DATED),
    "api": rendering.page,
    "oai": rendering.oai,
    "mailing": rendering.mailing,
}


def read(content: bytes) -> tuple[dict[PaperId, tuple[Day, SourcePaper]], ParsedFile]:
    """What `paperterm import` makes of a file: of which day each paper is, and what it is told."""
    reading = ParsedFile("a file")
    for kind in KINDS:
        if kind.looks_like_it(content):
            batches = kind.read(content, reading, None)
            return {one.paper.id: (b.day, one) for b in batches for one in b.papers}, reading
    return {}, reading


def of_a_feed(told: SourcePaper) -> SourcePaper:
    """A paper without what a feed does not say."""
    return told._replace(
        paper=replace(told.paper, published=None, updated=None, comment=None, primary_category=None)
    )


@given(BATCH)
def test_a_feed_comes_back(batch: list[SourcePaper]) -> None:
    for content in (rendering.rss(batch, DATED), rendering.atom(batch, DATED)):
        parsed = feed.parse(content)
        told = [
            one._replace(paper=replace(one.paper, primary_category=None)) for one in parsed.papers
        ]
        assert told == [of_a_feed(one) for one in batch]
        assert parsed.warnings == ()
        assert parsed.dated == DATED
        assert list(read(content)[0].values()) == [(Day(2026, 3, 11), one) for one in parsed.papers]


@given(BATCH, st.integers(0, 5000), st.integers(0, 50))
def test_a_page_of_results_comes_back(batch: list[SourcePaper], start: int, more: int) -> None:
    total = start + len(batch) + more
    content = rendering.page(batch, total=total, start=start, per_page=len(batch))
    if batch or not more:
        result = api.parse(content)
        assert [one.paper for one in result.papers] == [one.paper for one in batch]
        assert (result.total, result.start, result.warnings) == (total, start, ())


@given(BATCH)
def test_records_come_back(batch: list[SourcePaper]) -> None:
    if batch:
        told, reading = read(rendering.oai(batch))
        assert {id_: one.paper for id_, (_, one) in told.items()} == {
            one.paper.id: one.paper for one in batch
        }
        assert all(
            day == Day.of_submission(one.paper.published or datetime.min)  # noqa: DTZ901
            for day, one in told.values()
        )
        assert not reading.errors


@given(BATCH)
def test_a_mailing_comes_back(batch: list[SourcePaper]) -> None:
    told, reading = read(rendering.mailing(batch))
    assert list(told) == [one.paper.id for one in batch]
    for day, one in told.values():
        sent = next(paper for paper, _ in batch if paper.id == one.paper.id)
        assert day == Day(2026, 3, 11)
        assert one.paper == replace(
            sent,
            version=None,
            published=one.paper.published,
            updated=one.paper.updated,
        )
    assert [one.kind for _, one in told.values()] == [one.kind or Kind.NEW for one in batch]
    assert not reading.errors


@given(BATCH, st.sampled_from(list(RENDERERS)), st.data())
def test_a_cut_never_changes_a_paper(
    batch: list[SourcePaper], form: str, data: st.DataObject
) -> None:
    content = RENDERERS[form](batch)
    whole, _ = read(content)
    cut = content[: data.draw(st.integers(0, len(content)))]
    told, reading = read(cut)
    assert told.items() <= whole.items()
    if form != "mailing" and len(cut.rstrip()) < len(content.rstrip()):
        assert reading.errors or not told
        for parse in (feed.parse, api.parse):
            with pytest.raises(SourceError):
                parse(cut)


@given(BATCH, st.sampled_from(list(RENDERERS)), st.binary(max_size=8), st.data())
def test_damage_raises_nothing_but_errors_of_ours(
    batch: list[SourcePaper], form: str, damage: bytes, data: st.DataObject
) -> None:
    """Any other error fails the test; what is read of the damaged answer does not matter."""
    content = RENDERERS[form](batch)
    at = data.draw(st.integers(0, len(content)))
    broken = content[:at] + damage + content[at + len(damage) :]
    read(broken)
    for parse in (feed.parse, api.parse):
        with suppress(PapertermError):
            parse(broken)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_answer_are_refused(content: bytes) -> None:
    told, _ = read(b"<feed>" + content)
    assert not told
    for parse in (feed.parse, api.parse):
        with suppress(PapertermError):
            parse(content)


@given(st.text())
def test_decoding_accents_keeps_what_has_none(text: str) -> None:
    plain = text.replace("\\", "")
    assert decode_accents(plain) == plain
    decode_accents(text)


@given(st.lists(LINE.filter(str.strip), min_size=1, max_size=5))
def test_paragraphs_survive_being_folded(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert paragraphs(rendering_of(text)) == text
    assert paragraphs(text.replace("\n", "\r\n ")) == " ".join(lines)


def rendering_of(text: str) -> str:
    return "  " + text.replace("\n", "\n  ") + "\n"
