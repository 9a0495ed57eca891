"""Records of OAI-PMH in their four formats, and the answers that hold none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from paperterm.model import Batch, Day, Paper, PaperId, SourcePaper, Status
from paperterm.sources import oai
from paperterm.sources.parsed_file import ParsedFile
from tests.rendering import oai as rendered

FRAME = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-04-25T03:12:44Z'
    '</responseDate><request verb="ListRecords">http://oaipmh.arxiv.org/oai</request>%s</OAI-PMH>'
)
ARXIV = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2602.00001</id><created>2026-02-12</created>
<updated>2026-02-14</updated><authors><author><keyname>Smith</keyname><forenames>J. A.</forenames>
<suffix>Jr</suffix><affiliation>MIT</affiliation></author><author><keyname>The  XYZ
Collaboration</keyname></author></authors><title>On
  things</title><categories>cs.CV cs.AI</categories><comments>9
  pages</comments><journal-ref>J. X 1</journal-ref><doi>10.1000/x</doi>
<license>http://x</license><abstract>  One
line.
  Two.
</abstract></arXiv>"""
RAW = r"""<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>hep-th/9901001</id>
<version version="v1"><date>Mon, 04 Jan 1999 09:00:00 GMT</date></version>
<version version="v3"><date>Tue, 05 Jan 1999 12:00:00 GMT</date>
<source_type>I</source_type></version>
<title>Strings</title><authors>J. Rodr\'iguez (MIT (Boston)), A. B. and {\L}. C.</authors>
<categories>hep-th math-ph math.MP</categories><comments>withdrawn</comments></arXivRaw>"""
DC = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Things</dc:title>
<dc:creator>de Naray, Rachel Kuzio</dc:creator><dc:creator>Smith, J., Jr</dc:creator>
<dc:creator>NVIDIA</dc:creator><dc:subject>Computer Science - Learning</dc:subject>
<dc:description>  An
abstract.</dc:description><dc:description>Comment: 9 pages</dc:description>
<dc:date>2026-02-12</dc:date><dc:date>2026-02-14</dc:date><dc:type>text</dc:type>
<dc:identifier>http://arxiv.org/abs/2602.00001</dc:identifier>
<dc:identifier>Journal reference: J. X 1</dc:identifier><dc:identifier>doi:10.1000/x</dc:identifier>
</oai_dc:dc>"""
NEW_DC = (
    DC.replace("Comment: ", "")
    .replace("Journal reference: ", "")
    .replace("Smith, J., Jr", "Smith Jr, J.")
)
OLD = """<arXivOld xmlns="http://arxiv.org/OAI/arXivOld/"><id>math.GT/0309136</id><title>Old</title>
<authors>A. B.</authors><categories>math.GT</categories></arXivOld>"""
MIDNIGHT = datetime(2026, 2, 12, tzinfo=UTC)
THINGS = Paper(
    PaperId("2602.00001"),
    "On things",
    authors=("J. A. Smith Jr", "The XYZ Collaboration"),
    abstract="One line.\nTwo.",
    categories=("cs.CV", "cs.AI"),
    primary_category="cs.CV",
    published=MIDNIGHT,
    updated=MIDNIGHT.replace(day=14),
    comment="9 pages",
    journal_ref="J. X 1",
    doi="10.1000/x",
    extra={"affiliations": ["MIT"]},
)
STRINGS = Paper(
    PaperId("hep-th/9901001"),
    "Strings",
    authors=("J. Rodríguez", "A. B.", "Ł. C."),
    categories=("hep-th", "math-ph", "math.MP"),
    primary_category="hep-th",
    version=3,
    published=datetime(1999, 1, 4, 9, tzinfo=UTC),
    updated=datetime(1999, 1, 5, 12, tzinfo=UTC),
    comment="withdrawn",
)
DUBLIN = Paper(
    PaperId("2602.00001"),
    "Things",
    authors=("Rachel Kuzio de Naray", "J. Smith Jr", "NVIDIA"),
    abstract="An abstract.",
    published=MIDNIGHT,
    updated=MIDNIGHT.replace(day=14),
    comment="9 pages",
    journal_ref="J. X 1",
    doi="10.1000/x",
)


SWAPPED = replace(STRINGS, published=STRINGS.updated, updated=STRINGS.published)


def record(form: str, id_: str = "2602.00001") -> str:
    return (
        f"<record><header><identifier>oai:arXiv.org:{id_}</identifier></header>"
        f"<metadata>{form}</metadata></record>"
    )


def read(content: str | bytes, day: Day | None = None) -> tuple[list[Batch], ParsedFile]:
    reading = ParsedFile("oai.xml")
    content = content.encode() if isinstance(content, str) else content
    assert oai.looks_like_it(content)
    return oai.read(content, reading, day), reading


@pytest.mark.parametrize(
    ("form", "paper"),
    [
        (ARXIV, THINGS),
        (ARXIV.replace("arXiv", "x:arXiv").replace("xmlns=", "xmlns:x="), THINGS),
        (RAW, STRINGS),
        (RAW.replace('v1"', 'v0"').replace('v3"', 'v1"').replace('v0"', 'v3"'), SWAPPED),
        (DC, DUBLIN),
        (NEW_DC, DUBLIN),
    ],
)
def test_the_formats(form: str, paper: Paper) -> None:
    for content in (
        FRAME % f"<ListRecords>{record(form)}</ListRecords>",
        f"<?xml version='1.0'?>\n<!-- cut out -->{record(form)}",
    ):
        (batch,), reading = read(content)
        assert batch.papers == (SourcePaper(paper),)
        assert (batch.status, batch.is_listing) == (Status.ESTIMATED, False)
        assert (reading.errors, reading.notes) == ([], [])


def test_a_description_alone_is_enough() -> None:
    (batch,), _ = read(ARXIV)
    assert batch.papers == (SourcePaper(THINGS),)
    assert batch.day == Day(2026, 2, 12)


def test_a_paper_without_a_date_is_of_the_mailing_before_its_datestamp() -> None:
    stamped = record(OLD).replace("</header>", "<datestamp>2026-02-16</datestamp></header>")
    (batch,), _ = read(stamped)
    assert (batch.day, batch.papers[0].paper.id) == (Day(2026, 2, 15), "math/0309136")


def test_a_day_that_is_given_is_no_estimate() -> None:
    (batch,), _ = read(ARXIV, Day(2026, 3, 1))
    assert (batch.day, batch.status) == (Day(2026, 3, 1), Status.PARTIAL)


def test_deleted_records_are_counted_and_left_out() -> None:
    deleted = '<record><header status="deleted"><identifier>oai:arXiv.org:2602.00002</identifier>'
    content = f"<ListRecords>{record(ARXIV)}{deleted}</header></record></ListRecords>"
    (batch,), reading = read(FRAME % content)
    assert len(batch.papers) == 1
    assert reading.notes == ["oai.xml: skipped 1 record of deleted papers"]
    assert (reading.errors, reading.skipped) == ([], 0)


def test_one_page_of_several_says_so() -> None:
    _, reading = read(rendered([SourcePaper(STRINGS)], token="verb=ListRecords&skip=2500"))
    assert reading.notes == ["oai.xml: is one page of a list; more follow"]
    _, reading = read(rendered([SourcePaper(STRINGS)]))
    assert reading.notes == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            FRAME % '<error code="noRecordsMatch">Nothing\n matches.</error>',
            "oai.xml: is an error: noRecordsMatch: Nothing matches.",
        ),
        (FRAME % "<ListSets><set/></ListSets>", "oai.xml: holds no records, only ListSets"),
        (FRAME % "", "oai.xml: holds no records, only a frame"),
        ("<OAI-PMH>", "oai.xml, line 1: is cut off after 0 whole papers"),
        (record(""), "oai.xml, line 1: oai:arXiv.org:2602.00001: has no metadata"),
        (record("<arXiv><title>T</title></arXiv>", "x"), "oai.xml, line 1: 'oai:arXiv.org:x': is"),
        (record("<arXiv><id>2602.00001</id></arXiv>"), "oai.xml, line 1: 2602.00001: paper wit"),
        (
            record("<arXiv><id>2602.00001</id><title>T</title></arXiv>"),
            "oai.xml, line 1: 2602.00001 has no day; give --day",
        ),
        (
            record("<arXiv><title>T</title><created>9999-12-31</created></arXiv>"),
            "oai.xml, line 1: 2602.00001 has no day",
        ),
        (
            record("<arXiv><title>T</title><created>one day</created></arXiv>"),
            "oai.xml, line 1: 2602.00001 has no day; give --day",
        ),
    ],
)
def test_what_holds_no_papers_is_an_error(content: str, error: str) -> None:
    batches, reading = read(content)
    assert not batches
    assert len(reading.errors) == 1
    assert str(reading.errors[0]).startswith(error)
