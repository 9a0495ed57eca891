"""Which papers a query matches, and what of them is marked."""

from datetime import date
from time import monotonic

import pytest

from paperterm.errors import QueryError
from paperterm.model import Day, Kind, Paper, PaperId
from paperterm.query import Term
from paperterm.query.conditions import AnnouncedLately, AnnouncedWithin
from paperterm.query.fields import Field
from paperterm.query.highlight import highlights
from paperterm.query.match import matcher
from paperterm.query.parse import parse
from paperterm.query.subject import Subject
from paperterm.query.tree import TextPart
from tests.querying import matches

PAPER = Subject(
    Paper(
        PaperId("2602.12063"),
        title="Diffusion-Based Schrödinger Bridges",
        authors=("Li Wei", "Wang Xu", "Łukasz Großmann"),
        abstract="We cut graphs / trees in C++.\nIt is 3.5x faster.",
        categories=("cs.LG", "stat.ML", "math-ph"),
        comment="9 pages; see https://codeberg.org/a/b.",
        doi="10.1000/x",
    ),
    announcements=((Day(2026, 2, 12), Kind.NEW), (Day(2026, 3, 2), Kind.REPLACE_CROSS)),
    newest_day=Day(2026, 3, 10),
    starred=True,
    tags=("To read", "C++"),
    note="Compare with naïve OT",
    topics=("Video Diffusion",),
    followed=True,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "diffusion",
        "DIFFUSION bridges",
        "diffusion-based",
        "based-schrodinger",
        '"based schrodinger bridges"',
        '"based schr"*',
        "diff*",
        "-gan",
        "gan or graphs",
        "-(gan or gans)",
        "c++ c",
        "3.5x",
        "lukasz grossmann",
        'au:"wang xu"',
        "ti:bridges au:wei abs:faster",
        "-ti:faster",
        "ti:(diffusion -(gan or abs*))",
        "cat:cs.LG",
        "cat:CS",
        "cat:cs.*",
        "cat:st*",
        "cat:math-ph",
        'topic:"video diffusion"',
        "topic:video*",
        'tag:"to  READ"',
        "tag:c++",
        "tag:*",
        "note:naive",
        'note:"naive ot"',
        "note:na*",
        "note:*",
        "note:/^comp/",
        "has:note HAS:Note has:code has:doi",
        "id:2602.12063",
        "id:2602.12063v3",
        "id:2602*",
        "arXiv:2602.12063",
        "is:unread is:starred -is:read -is:queued",
        "is:new is:replaced is:cross is:followed",
        "day:2026-02-12 day:2026-03 day:2026",
        "year:2026 year:2024..2026 year:2026.. -year:2025 -year:..2025",
        "day:2026-02-13..2026-03",
        "day:2026-03.. day:..2026-02-12",
        "since:7d",
        "since:2w",
        "/^diff.*BRIDGES$/",
        "/graphs \\/ trees/",
        "ti:/bridges$/ au:/xu, łuk/",
    ],
)
def test_it_matches(text: str) -> None:
    assert matches(parse(text), PAPER)
    assert not text or not matches(parse(f"-({text})"), PAPER)


@pytest.mark.parametrize(
    "text",
    [
        "diff",
        "diffusions",
        "schrodinger-diffusion",
        '"bridges li"',
        '"xu lukasz"',
        'au:"wei wang"',
        "au:bridges",
        "ti:faster",
        "gan or gans",
        "diffusion gan",
        "cat:cs.LO",
        "cat:stat.AP",
        "cat:math",
        "topic:video",
        "topic:diffusion*",
        "tag:c",
        "tag:c#",
        "note:diffusion",
        "id:2602",
        "id:2602.1206",
        "day:2026-02-13",
        "day:2026-02-13..2026-03-01",
        "day:..2026-02-11",
        "day:2027..",
        "since:6d",
        "since:1w",
        "/diffusion$/",
        "/schrodinger/",
        "au:/bridges/",
    ],
)
def test_it_does_not_match(text: str) -> None:
    assert not matches(parse(text), PAPER)


def test_what_is_unknown_matches_nothing() -> None:
    bare = Subject(Paper(PaperId("2602.00001"), "T"))
    names = ("tag:*", "topic:*", "cat:*")
    for text in ("abs:t", "abs:/./", "has:doi", "has:code", *names, "day:0001..", "is:new"):
        assert not matches(parse(text), bare)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Müller, Jörg", "Jörg Müller; Jörg P. Müller"),
        ("J. Müller", "Jörg Müller; Jörg P. Müller; J. Müller; Anna J. Müller"),
        ("Müller, J.", "Jörg Müller; Jörg P. Müller; J. Müller"),
        ("Müller J", "Jörg Müller; Jörg P. Müller; J. Müller"),
        ("J. P. Müller", "Jörg P. Müller"),
        ("Jörg Müller", "Jörg Müller"),
        ("van der Berg, M.", "Max van der Berg"),
        ("M. van der Berg", "Max van der Berg"),
        ("Wang, Wei", "Wang Wei"),
    ],
)
def test_a_name_finds_its_author(name: str, found: str) -> None:
    names = [*found.split("; "), "Klaus Müller", "Jörg Smith"]
    query = parse(f'au:"{name}"')
    by = [
        one for one in names if matches(query, Subject(Paper(PaperId("2602.00001"), "T", (one,))))
    ]
    assert "; ".join(by) == found
    assert not matches(query, Subject(Paper(PaperId("2602.00001"), "T", ("Jörg M", "Max Müller"))))
    text = f"Klaus Smith, {by[0]}, Jörg Smith"
    assert [text[slice(*one)] for one in highlights(query, text, TextPart.AUTHORS)] == [by[0]]


def first_day(text: str, newest: date) -> date:
    condition = Term(Field.SINCE, text).condition
    assert isinstance(condition, AnnouncedLately)
    return condition.first(newest)


def test_announcement_days_are_counted_from_the_newest_back() -> None:
    tuesday = Day(2026, 3, 10)
    assert first_day("1d", tuesday) == tuesday
    assert first_day("3d", tuesday) == date(2026, 3, 8)
    assert first_day("4d", tuesday) == date(2026, 3, 5)  # neither Friday nor Saturday
    assert first_day("1w", tuesday) == first_day("5d", tuesday)
    assert first_day("9999w", tuesday) < date(1900, 1, 1)
    assert first_day("9999w", date(1, 3, 1)) == date.min


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12..", date(2026, 12, 1), date.max),
        ("..9999", date.min, date.max),
        ("2025..2026-04-02", date(2025, 1, 1), date(2026, 4, 2)),
    ],
)
def test_days_reach_to_the_end_of_what_is_named(text: str, first: date, last: date) -> None:
    assert Term(Field.DAY, text).condition == AnnouncedWithin(first, last)


def test_a_term_that_its_field_does_not_take_is_never_matched_as_words() -> None:
    for term in (Term(Field.IS, "diffusion"), Term(Field.DAY, "bridges"), Term(Field.TEXT, "-")):
        with pytest.raises(ValueError, match=r"takes|no letter"):
            matcher(term)


@pytest.mark.parametrize(
    ("text", "has_code"),
    [
        ("See https://github.com/a/b.", True),
        ("Models: huggingface.co/a/b", True),
        ("Our code is available atthis https URL.", True),
        ("The code is long. Data: this https URL", False),
        ("See https://a.github.io and https://arxiv.org/abs/2602.00001", False),
        ("We mention GitHub code.", False),
    ],
)
def test_a_link_to_code_is_one_to_a_host_of_code(text: str, has_code: bool) -> None:
    for known in ({"abstract": text}, {"comment": text}):
        subject = Subject(Paper(PaperId("2602.00001"), "T", **known))  # type: ignore[arg-type]
        assert matches(parse("has:code"), subject) == has_code


@pytest.mark.parametrize(
    ("id_", "year"),
    [
        *(("2602.00001", 2026), ("0704.0001", 2007), ("math/0309136", 2003)),
        *(("hep-th/9108001", 1991), ("hep-th/9912001", 1999), ("math/0001001", 2000)),
    ],
)
def test_the_year_is_that_of_the_id(id_: str, year: int) -> None:
    subject = Subject(Paper(PaperId(id_), "T"))
    assert matches(parse(f"year:{year} year:..{year} -year:{year + 1}.."), subject)


def test_any_note_is_a_note() -> None:
    assert matches(parse("note:*"), PAPER._replace(note="!"))
    assert not matches(parse("note:* or has:note"), PAPER._replace(note=None))


def test_every_field_says_what_its_values_ask_for() -> None:
    for field in Field:
        assert field.help
        for query, _ in field.help:
            term = parse(query)
            assert isinstance(term, Term)
            assert term.field is field
            assert str(term) == query


def test_a_regex_that_backtracks_for_ever_is_given_up() -> None:
    hostile = Subject(Paper(PaperId("2602.00001"), f"{'a' * 3000} b"))
    query = parse("x or /(a+)+b/")
    with pytest.raises(QueryError, match="takes too long") as caught:
        matches(query, hostile)
    assert caught.value.position == 5


def test_no_regex_is_looked_for_after_the_deadline() -> None:
    test = matcher(parse("/diffusion/"), deadline=monotonic() - 1)
    with pytest.raises(QueryError, match="takes too long"):
        test(PAPER)
    assert matcher(parse("diffusion"), deadline=monotonic() - 1)(PAPER)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("diffusion", "Diffusion, diffusions", ["Diffusion"]),
        ("diff*", "Diffusion, diffusions", ["Diffusion", "diffusions"]),
        ("schrodinger", "A Schro\u0308dinger's", ["Schro\u0308dinger"]),
        ('"b c"', "a b-c, b c d", ["b-c", "b c"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("a b", "a b", ["a", "b"]),
        ("a -b or -(c -d)", "a b c d", ["a", "d"]),
        ("ti:a au:b note:c is:read", "a b c", ["a"]),
        ("/b.*D/", "a b c d", ["b c d"]),
        ("/ab/ /cd/", "abcde", ["abcd"]),
        ("/x*/", "a", []),
        ("/(a+)+b/", "a" * 3000, []),
        ("tag:a", "a", []),
        ("", "a", []),
    ],
)
def test_what_was_asked_for_is_marked(query: str, text: str, marked: list[str]) -> None:
    found = highlights(parse(query), text, TextPart.TITLE)
    assert [text[start:end] for start, end in found] == marked


def test_a_note_is_marked_only_where_the_query_asks_for_notes() -> None:
    assert highlights(parse("a note:b"), "a b", TextPart.NOTE) == [(2, 3)]
