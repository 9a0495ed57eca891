"""Plain-text mailings."""

from datetime import UTC, datetime

import pytest

from paperterm.model import Batch, Day, Kind, Paper, PaperId, Status
from paperterm.sources import mailing
from paperterm.sources.parsed_file import ParsedFile

RULE = "-" * 78
HEAD = f"""Date: Fri,  3 Mar 23 01:36:02 GMT
Subject: cs.CV daily Subj-class mailing

{RULE}
 Submissions to:
Computer Vision
 received from  Wed  1 Mar 23 19:00:00 GMT  to  Thu  2 Mar 23 19:00:00 GMT
{RULE}
"""
NEW = rf"""\\
arXiv:2303.00769
Date: Wed, 1 Mar 2023 19:00:06 GMT   (32463kb,D)

Title: Searching for lenses in galaxy clusters with deep
  networks -- I: methodology
Authors: J. A. Rodr\'iguez (1), P. Last (2 and 3) and C.
  Grillo ((1) MIT, (2) CERN, (3) X)
Categories: cs.CV astro-ph.IM
Comments: 17 pages,
  submitted
Journal-ref: J. X 1
DOI: 10.1000/x
\\
  One line
and the next:
\\
  a paragraph.
\\ ( https://arxiv.org/abs/2303.00769 ,  32463kb)
{RULE}
"""
CROSS = rf"""\\
arXiv:math/0306777 (*cross-listing*)
Date (v1): Wed, 7 Jun 2003 18:23:40 GMT   (14kb)
Date (revised v2): Thu, 8 Jun 2003 18:23:40 GMT   (14kb)

Title: Amenable
Author: Ben Hayes
Categories: math.GR
\\
  Abstract.
\\ ( https://arxiv.org/abs/math/0306777 ,  14kb)
{RULE}
"""
REPLACED = rf"""\\
arXiv:2204.88888{{cross}}
replaced with revised version Thu, 8 Jun 2023 08:03:26 GMT   (25kb,D)

Title: Replaced
Authors: Mystery Person
Categories: math.PR
\\ ( https://arxiv.org/abs/2204.88888 ,  25kb)
{RULE}
"""
END = "%%%---" * 13 + "\nFor subscribe options see http://arxiv.org/help/\n"


def read(text: str, day: Day | None = None) -> tuple[list[Batch], ParsedFile]:
    reading = ParsedFile("mail.txt")
    assert mailing.looks_like_it(text.encode())
    return mailing.read(text.encode(), reading, day), reading


def test_a_mailing_is_the_listing_of_its_evening() -> None:
    replaced = REPLACED.format(cross="")
    (batch,), reading = read(HEAD + NEW + CROSS + replaced + END)
    new, cross, old = batch.papers
    assert (batch.day, batch.is_listing, batch.status) == (Day(2023, 3, 2), True, Status.PARTIAL)
    assert (reading.errors, reading.notes) == ([], [])
    received = datetime(2023, 3, 1, 19, 0, 6, tzinfo=UTC)
    assert new == (
        Paper(
            PaperId("2303.00769"),
            "Searching for lenses in galaxy clusters with deep networks -- I: methodology",
            authors=("J. A. Rodríguez", "P. Last", "C. Grillo"),
            abstract="One line and the next: \\\\\na paragraph.",
            categories=("cs.CV", "astro-ph.IM"),
            primary_category="cs.CV",
            published=received,
            updated=received,
            comment="17 pages, submitted",
            journal_ref="J. X 1",
            doi="10.1000/x",
        ),
        Kind.NEW,
    )
    assert cross.kind is Kind.CROSS
    assert (cross.paper.id, cross.paper.authors) == ("math/0306777", ("Ben Hayes",))
    assert (cross.paper.version, cross.paper.abstract) == (2, "Abstract.")
    assert cross.paper.published == datetime(2003, 6, 7, 18, 23, 40, tzinfo=UTC)
    assert cross.paper.updated == datetime(2003, 6, 8, 18, 23, 40, tzinfo=UTC)
    assert (old.kind, old.paper.abstract, old.paper.published) == (Kind.REPLACE, None, None)
    assert old.paper.updated == datetime(2023, 6, 8, 8, 3, 26, tzinfo=UTC)


def test_a_replacement_that_is_cross_listed() -> None:
    (batch,), _ = read(HEAD + REPLACED.format(cross=" (*cross-listing*)") + END)
    assert batch.papers[0].kind is Kind.REPLACE_CROSS


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("Fri,  3 Mar 23 01:36:02 GMT", "2023-03-02"),
        ("Thu, 2 Mar 2023 20:36:02 -0500", "2023-03-02"),
        ("Fri, 3 Mar 2023 09:00:00 +0000 (UTC)", "2023-03-02"),
        ("Mon, 12 Jun 2023 00:44:20 GMT", "2023-06-11"),
    ],
)
def test_the_day_is_the_evening_of_the_mailing(sent: str, day: str) -> None:
    (batch,), _ = read(HEAD.replace("Fri,  3 Mar 23 01:36:02 GMT", sent) + NEW + END)
    assert str(batch.day) == day


def test_without_a_date_the_day_is_given_or_estimated() -> None:
    text = NEW + REPLACED.format(cross="") + END
    (batch,), reading = read(text)
    assert (batch.day, batch.status, batch.is_listing) == (Day(2023, 3, 2), Status.ESTIMATED, False)
    assert [str(error) for error in reading.errors] == [
        "mail.txt, line 22: 2204.88888 has no day; give --day"
    ]
    (batch,), reading = read(text, Day(2023, 3, 3))
    assert (batch.day, batch.status, batch.is_listing) == (Day(2023, 3, 3), Status.PARTIAL, True)
    assert not reading.errors


def test_the_list_of_a_week_has_a_day_for_each_paper() -> None:
    def without_abstract(text: str) -> str:
        return text[: text.index("\\\\\n  ")] + f"\\\\\n{RULE}\n"

    def listed(date: str) -> str:
        return f"{RULE}\n\\\\\n/* {date} */\n\\\\\n{RULE}\n"

    text = listed("Mon, 6 Mar 2023") + without_abstract(NEW)
    text += listed("Fri, 3 Mar 2023") + without_abstract(CROSS).replace(
        "arXiv:math/0306777 (*cross-listing*)", "Paper (*cross-listing*): math/0306777"
    )
    first, second = read(text)[0]
    assert (first.day, first.papers[0].paper.id) == (Day(2023, 3, 5), "2303.00769")
    assert (second.day, second.papers[0].kind) == (Day(2023, 3, 2), Kind.CROSS)
    assert first.papers[0].paper.abstract is None


def test_a_cut_paper_is_not_taken_for_one_without_an_abstract() -> None:
    cut = NEW[: NEW.index("and the next")]
    batches, reading = read(cut)
    assert not batches
    assert [str(error) for error in reading.errors] == ["mail.txt, line 2: 2303.00769: is cut off"]


def test_other_ways_to_write_the_same() -> None:
    plain, _ = read(HEAD + NEW + END)
    assert read((HEAD + NEW + END).replace("\n", "\r\n"))[0] == plain
    assert read("From: x\nTo: y\n" + HEAD + NEW.replace("arXiv:", "Paper: ") + END)[0] == plain
    latin = (HEAD + NEW + END).replace(r"\'i", "í").encode("latin-1")
    assert mailing.read(latin, ParsedFile("mail.txt"), None) == plain


def test_a_cut_mailing_gives_what_is_whole() -> None:
    text = HEAD + NEW + CROSS
    (batch,), reading = read(text[: text.rindex("\\\\ (")])
    assert [told.paper.id for told in batch.papers] == ["2303.00769"]
    assert [str(error) for error in reading.errors] == [
        "mail.txt, line 30: math/0306777: is cut off"
    ]
    assert reading.notes == ["mail.txt: the end of the mailing is missing"]


@pytest.mark.parametrize(
    ("sound", "broken", "error"),
    [
        ("arXiv:2303.00769", "arXiv:2303", "'2303': is not an arXiv id"),
        ("Title: Searching", "Title:", "2303.00769: paper without title"),
    ],
)
def test_a_damaged_paper_costs_only_itself(sound: str, broken: str, error: str) -> None:
    new = NEW.replace("for lenses in galaxy clusters with deep\n  networks -- I: methodology", "")
    (batch,), reading = read(HEAD + new.replace(sound, broken) + CROSS + END)
    assert len(batch.papers) == 1
    assert error in str(reading.errors[0])


def test_an_empty_mailing_says_so() -> None:
    batches, reading = read(HEAD + END)
    assert (batches, reading.errors) == ([], [])
    assert reading.notes == ["mail.txt: no papers in this mailing"]


@pytest.mark.parametrize("text", ["", "Subject: lunch", "# Title\n\\\\\n", "\0\\\\\narXiv:1"])
def test_other_text_is_no_mailing(text: str) -> None:
    assert not mailing.looks_like_it(text.encode())


def test_a_cut_inside_a_character_garbles_nothing_before_it() -> None:
    content = (HEAD + NEW.replace(r"\'i", "í") + CROSS.replace("Hayes", "Hayé")).encode()
    cut = content[: content.index("yé".encode()) + 2]
    (batch,) = mailing.read(cut, ParsedFile("mail.txt"), None)
    assert batch.papers[0].paper.authors[0] == "J. A. Rodríguez"
