"""What a query says, and what is wrong with it."""

import pytest

from paperterm.errors import InputError, QueryError
from paperterm.query import EVERYTHING, All, Any, MatchForm, Not, Query, Term, needs
from paperterm.query.fields import Field
from paperterm.query.parse import MAX_DEPTH, MAX_LENGTH, parse, parse_typed
from paperterm.query.tree import Need


def word(text: str, field: Field = Field.TEXT) -> Term:
    return Term(field, text)


def prefix(text: str, field: Field = Field.TEXT) -> Term:
    return Term(field, text, prefix=True)


def phrase(text: str, field: Field = Field.TEXT) -> Term:
    return Term(field, text, MatchForm.PHRASE)


def regex(text: str, field: Field = Field.TEXT) -> Term:
    return Term(field, text, MatchForm.REGEX)


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        (" \n\t", EVERYTHING),
        ("Diffusion", word("Diffusion")),
        ("a b c", All((A, B, C))),
        ("a or b c", Any((A, All((B, C))))),
        ("a Or b OR c", Any((A, B, C))),
        ("(a or b) c", All((Any((A, B)), C))),
        ("a (b c)", All((A, B, C))),
        ("a or (b or c)", Any((A, B, C))),
        ("((a))", A),
        ("-a", Not(A)),
        ("--a", Not(A)),
        ("-(a b)", Not(All((A, B)))),
        ("-(-a)", A),
        ("a -b or c", Any((All((A, Not(B))), C))),
        ("(a)or(b)", Any((A, B))),
        ('a or"b"', Any((A, phrase("b")))),
        ("-or", Not(phrase("or"))),
        ("or* a", All((prefix("or"), A))),
        ("orbit nor", All((word("orbit"), word("nor")))),
        ("diff*", prefix("diff")),
        ("diffusion-based", word("diffusion-based")),
        ('"large language"', phrase("large language")),
        ('"large lang"*', Term(Field.TEXT, "large lang", MatchForm.PHRASE, prefix=True)),
        (r'"a \"b\" \\ \c"', phrase(r'a "b" \ \c')),
        ('f(x) "y"z', All((word("f"), word("x"), phrase("y"), word("z")))),
        ("/a+b/", regex("a+b")),
        (r"/a\/b\\/", regex("a/b\\\\")),
        ("/(a b)/ c", All((regex("(a b)"), C))),
        ("and/or", word("and/or")),
        ("ti:a", word("a", Field.TITLE)),
        ("TI:a", word("a", Field.TITLE)),
        ('au:"Wei Wang"', phrase("Wei Wang", Field.AUTHORS)),
        ("abs:/x/", regex("x", Field.ABSTRACT)),
        ("-cat:cs.AI", Not(word("cs.AI", Field.CATEGORY))),
        ("cat:cs.*", prefix("cs.", Field.CATEGORY)),
        ("ti:(a or b)", Any((word("a", Field.TITLE), word("b", Field.TITLE)))),
        ("ti:(a -b)", All((word("a", Field.TITLE), Not(word("b", Field.TITLE))))),
        ("is:(read or New)", Any((word("read", Field.IS), word("New", Field.IS)))),
        ("id:math/0309136", word("math/0309136", Field.ID)),
        ("arXiv:2602.12063v2", word("2602.12063v2", Field.ID)),
        ("tag:C++", word("C++", Field.TAG)),
        ("tag:*", prefix("", Field.TAG)),
        ("note:*", prefix("", Field.NOTE)),
        ("day:2026-02..", word("2026-02..", Field.DAY)),
        ("since:2w", word("2w", Field.SINCE)),
        ("http://a.b/c?d=e", word("http://a.b/c?d=e")),
        ("10:30 :x x:", All((word("10:30"), word(":x"), word("x:")))),
        ("Need: a - b & c", All((word("Need:"), A, B, C))),
        ("ti:a:b", word("a:b", Field.TITLE)),
        ("naïve:x", word("naïve:x")),
        ("x\0y", word("x\0y")),
    ],
)
def test_a_query_is_read_and_printed_back(text: str, query: Query) -> None:
    assert parse(text) == query
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    "text",
    [
        r'"\alpha" "a\"b\\" "a\\\""*',
        r"/a\/b\.\\/ -ti:/x/",
        "Diffusion -(a or b c) é*",
        "is:Read day:2026-02.. cat:CS.*",
    ],
)
def test_a_query_is_printed_as_it_was_typed(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("a foo:bar", 2, "unknown field 'foo'"),
        ("-foo:bar", 1, "unknown field 'foo'"),
        ('foo:"x"', 0, "unknown field 'foo'"),
        ("a or", 2, "nothing after the or"),
        ("or a", 0, "nothing before the or"),
        ("a or or b", 2, "nothing after the or"),
        ("a or & b or -", 9, "nothing after the or"),
        ("(or)", 1, "nothing before the or"),
        ("a (b", 2, "this parenthesis is not closed"),
        ("a) b", 1, "no open parenthesis to close"),
        ("a ()", 2, "nothing between the parentheses"),
        ('a "b', 2, "these quotes are not closed"),
        ('a "-"', 2, "no letter or digit between the quotes"),
        ("a /b", 2, "this regex is not closed"),
        ("a //", 2, "the regex is empty"),
        ("a /b(/", 2, "the regex is invalid: missing )"),
        ("/" + "x" * 501 + "/", 0, "the regex is longer than 500 characters"),
        ("a cat:/x/", 6, "cat: takes a name"),
        ("-&", 0, "nothing after the -"),
        ("a ti:", 2, 'ti: takes a word, a "phrase" or a /regex/'),
        ("ti: a", 0, 'ti: takes a word, a "phrase" or a /regex/'),
        ("ti:&", 0, "no letter or digit after ti:"),
        ("ti:*", 0, "no letter or digit after ti:"),
        ("ti:-a", 0, "the - is after ti:"),
        ("ti:(a au:b)", 6, "au: inside ti:"),
        ("& -", 0, "no letter or digit to search for"),
        ("*", 0, "no letter or digit to search for"),
        ("\ud800", 0, "no letter or digit to search for"),
        ("is:here", 3, "is: takes unread, read,"),
        ("is:re*", 3, "is: takes unread, read,"),
        ("day:2026-13", 4, "no 2026-13 in the calendar"),
        ("day:2026-02-30", 4, "no 2026-02-30 in the calendar"),
        ("day:0000", 4, "no 0000 in the calendar"),
        ("day:26-2", 4, "day: takes 2026-02-12"),
        ("day:..", 4, "day: takes 2026-02-12"),
        ("day:2026..2025", 4, "the range ends before it begins"),
        ('day:"2026"', 4, "day: takes 2026-02-12"),
        ("since:7", 6, "since: takes days or weeks"),
        ("year:26", 5, "year: takes a year or a range"),
        ("year:2026..2024", 5, "the range ends before it begins"),
        ("since:0d", 6, "since: takes days or weeks"),
        ("since:²d", 6, "since: takes days or weeks"),
        ("since:99999d", 6, "since: takes days or weeks"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "the query is longer than 10,000 characters"),
        ("(" * (MAX_DEPTH + 1), MAX_DEPTH, "more than 10 nested parentheses"),
        ("topic:(" + "a " * 4000 + ")", 0, "with its fields written out, the query is longer"),
    ],
)
def test_a_wrong_query_names_the_place_and_the_reason(
    text: str, position: int, reason: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.reason.startswith(reason)
    assert "\n" not in str(caught.value)


def test_an_error_is_one_line_that_shows_the_place() -> None:
    with pytest.raises(InputError) as caught:
        parse("diffusion foo:bar")
    assert str(caught.value) == (
        "query 'diffusion foo:bar', at 'foo:bar': unknown field 'foo'; try "
        + " ".join(field.written for field in Field if field.key)
        + ", or put it in quotes to search for the text"
    )
    with pytest.raises(QueryError) as caught:
        parse("word " * 20 + "\0\n(" + " word" * 20)
    assert str(caught.value) == (
        "query '…rd word word word word word \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"
        "( word word word word word wor…', at '( word word word word word wor…': "
        "this parenthesis is not closed"
    )
    assert "at '( word word" in caught.value.message
    with pytest.raises(QueryError, match=r"^query 'foo:bar': unknown field 'foo'"):
        parse("foo:bar")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        *(("title", "ti:"), ("author", "au:"), ("abstract", "abs:"), ("sincs", "since:")),
        *(("TAGS", "tag:"), ("arxif", "id:"), ("category", "cat:")),
    ],
)
def test_an_unknown_field_is_answered_with_the_nearest_one(name: str, near: str) -> None:
    with pytest.raises(QueryError, match=f"unknown field '{name}'; try {near}, or put it"):
        parse(f"{name}:x")


@pytest.mark.parametrize(
    ("typed", "closed"),
    [
        ("", ""),
        ("  wor", "wor*"),
        ("wor ", "wor"),
        ("wor*", "wor*"),
        ("a wor", "a wor*"),
        ("-wor", "-wor*"),
        ("a-wor", "a-wor*"),
        ("a or b", "a or b*"),
        ("a -", "a -"),
        ("a &", "a &"),
        ("a /", "a /"),
        ("-or", "-or"),
        ("ti:wor", "ti:wor*"),
        ("ti:a:b", "ti:a:b*"),
        ("(a or b", "(a or b*)"),
        ("(diffusion or flo", "(diffusion or flo*)"),
        ("ti:(a or (b c", "ti:(a or (b c*))"),
        ('("a(', '("a("*)'),
        ('"large lang', '"large lang"*'),
        ('"large ', '"large "'),
        ('"large language"', '"large language"'),
        ('"a\\', '"a\\\\"*'),
        ("/gpt-?4", "/gpt-?4/"),
        (" /a b ", "/a b /"),
        ("a is:unread", "a is:unread"),
        ("day:2026-02", "day:2026-02"),
        ("foo:", "foo:"),
        ("Need: a", "Need: a*"),
        ("cat:cs.A", "cat:cs.A*"),
        ("arXiv:2602", "arXiv:2602*"),
        ("id:2604.06501", "id:2604.06501"),
        ("id:2604.06501v2", "id:2604.06501v2"),
        ("2604.06501", "2604.06501"),
        ("id:math/0309136", "id:math/0309136"),
        ("id:2604.0650", "id:2604.0650*"),
        ("ti:2604.06501", "ti:2604.06501*"),
    ],
)
def test_what_is_open_is_closed(typed: str, closed: str) -> None:
    assert parse_typed(typed) == (closed, parse(closed))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("diffusion ti:", 'ti: takes a word, a "phrase" or a /regex/'),
        ("day:2026-0", "day: takes 2026-02-12"),
        ("since:7", "since: takes days or weeks"),
        ("is:r", "is: takes unread, read,"),
        ("is:", "is: takes unread, read,"),
        ("foo:b", "unknown field 'foo'"),
        ("(", "this parenthesis is not closed"),
        ("(a or", "nothing after the or"),
        ("a)", "no open parenthesis to close"),
        ('a "', "these quotes are not closed"),
        ("/b(", "this regex is not closed; end it with /"),
        ("/b\\", "this regex is not closed; end it with /"),
        ("tag:/", "no letter or digit after tag:"),
        ("& -", "no letter or digit to search for"),
        ("a" + " " * (MAX_LENGTH - 2) + "b", "the query is longer than 10,000 characters"),
    ],
)
def test_what_cannot_be_closed_says_why(typed: str, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_typed(typed)
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "a" + ")" * 5000,
        "-(" * 5000,
        "ti:(" * 2500,
        ")" * 10_000,
        "-" * 10_000,
        "or " * 3333,
        '"' * 9999,
        "/" * 9999,
        "a " * 5000,
        "a or " * 2000 + "b",
        "day:" + "2026-02-12" * 900,
        "\0" * 10_000,
        "\ud800 " * 5000,
        "foo:" * 2500,
        "x" * 1_000_000,
    ],
    ids=lambda text: f"{text[:5]!r}",
)
def test_a_monstrous_query_is_read_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        pass
    else:
        assert parse(str(query)) == query
    try:
        closed, typed = parse_typed(text)
    except QueryError:
        pass
    else:
        assert parse(closed) == typed


def test_a_query_knows_what_must_be_looked_up() -> None:
    assert needs(parse("a -(note:b or topic:c) is:read")) == {Need.NOTE, Need.TOPICS}
    assert needs(parse("is:new or tag:a")) == {Need.ANNOUNCEMENTS, Need.TAGS}
    assert needs(EVERYTHING) == frozenset()


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("cs.LGG", "cs.LG"),
        ("csLG", "cs.LG"),
        ("foo", ""),
        ("eess.sz*", "eess.SY"),
        ("Physic", "physics"),
    ],
)
def test_an_unknown_category_is_answered_with_the_nearest_one(typed: str, near: str) -> None:
    with pytest.raises(QueryError, match=f"unknown category; (did you mean {near}|see https:)"):
        parse(f"a cat:{typed}")


@pytest.mark.parametrize(
    "name", ["eess.sy", "CS", "math*", "cs.*", "alg-geom", "hep-th", "I.2.7", "68T07", "H.m", "*"]
)
def test_a_category_that_papers_have_is_no_mistake(name: str) -> None:
    assert str(parse(f"cat:{name}")) == f"cat:{name}"
