"""What a query says, and what is wrong with it."""

import pytest

from paperterm.errors import InputError, QueryError
from paperterm.query import (
    EVERYTHING,
    All,
    Any,
    Field,
    MatchForm,
    Not,
    Query,
    Term,
    entered,
    fields,
    parse,
    parse_typing,
    saved_query,
)
from paperterm.query.parse import MAX_DEPTH, MAX_LENGTH


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
        ("a foo:bar", 2, "foo: is no field"),
        ("-foo:bar", 1, "foo: is no field"),
        ('foo:"x"', 0, "foo: is no field"),
        ("a or", 2, "nothing stands behind the or"),
        ("or a", 0, "nothing stands before the or"),
        ("a or or b", 2, "nothing stands behind the or"),
        ("a or & b or -", 9, "nothing stands behind the or"),
        ("(or)", 1, "nothing stands before the or"),
        ("a (b", 2, "this parenthesis is not closed"),
        ("a) b", 1, "there is no open parenthesis to close"),
        ("a ()", 2, "nothing stands between the parentheses"),
        ('a "b', 2, "these quotes are not closed"),
        ('a "-"', 2, "there is no letter or digit between the quotes"),
        ("a /b", 2, "this regex is not closed"),
        ("a //", 2, "the regex is empty"),
        ("a /b(/", 2, "the regex cannot be read: missing )"),
        ("/" + "x" * 501 + "/", 0, "the regex is longer than 500 characters"),
        ("a cat:/x/", 6, "cat: takes no regex"),
        ("-&", 0, "nothing stands behind the -"),
        ("a ti:", 2, "ti: has no value"),
        ("ti: a", 0, "ti: has no value"),
        ("ti:&", 0, "ti: has no letter or digit to look for"),
        ("ti:*", 0, "ti: has no letter or digit to look for"),
        ("ti:-a", 0, "the - stands behind ti:"),
        ("ti:(a au:b)", 6, "au: stands inside ti:"),
        ("& -", 0, "there is no letter or digit to look for"),
        ("*", 0, "there is no letter or digit to look for"),
        ("\ud800", 0, "there is no letter or digit to look for"),
        ("is:here", 3, "is: takes unread, read,"),
        ("is:re*", 3, "is: takes one plain word"),
        ("day:2026-13", 4, "there is no 2026-13 in the calendar"),
        ("day:2026-02-30", 4, "there is no 2026-02-30 in the calendar"),
        ("day:0000", 4, "there is no 0000 in the calendar"),
        ("day:26-2", 4, "write a day as 2026-02-12"),
        ("day:..", 4, "write a day as 2026-02-12"),
        ("day:2026..2025", 4, "the range ends before it begins"),
        ('day:"2026"', 4, "day: takes one plain word"),
        ("since:7", 6, "since: takes days or weeks"),
        ("since:0d", 6, "since: takes days or weeks"),
        ("since:²d", 6, "since: takes days or weeks"),
        ("since:99999d", 6, "since: takes days or weeks"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "the query is longer than 10,000 characters"),
        ("(" * (MAX_DEPTH + 1), MAX_DEPTH, "more than 10 parentheses inside one another"),
        ("topic:(" + "a " * 4000 + ")", 0, "with its fields written out the query is longer"),
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
        "query 'diffusion foo:bar', at 'foo:bar': foo: is no field; there are ti: au: abs: cat: "
        "topic: tag: note: id: is: day: since:; put it in quotes if it is to be found as it stands"
    )
    with pytest.raises(QueryError) as caught:
        parse("word " * 20 + "\0\n(" + " word" * 20)
    assert str(caught.value) == (
        "query '…rd word word word word word \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"
        "( word word word word word wor…', at '( word word word word word wor…': "
        "this parenthesis is not closed"
    )
    assert "at '( word word" in caught.value.message
    with pytest.raises(QueryError, match=r"^query 'foo:bar': foo: is no field"):
        parse("foo:bar")


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ("", ""),
        ("  wor", "wor*"),
        ("(diffusion or flo", "(diffusion or flo*)"),
        ('"large lang', '"large lang"*'),
        ("/gpt-?4", "/gpt-?4/"),
        ("foo:", "foo:"),
        ("id:2604.06501", "id:2604.06501"),
        ("id:2604.06501v2", "id:2604.06501v2"),
        ("2604.06501", "2604.06501"),
        ("id:math/0309136", "id:math/0309136"),
        ("id:2604.0650", "id:2604.0650*"),
        ("ti:2604.06501", "ti:2604.06501*"),
    ],
)
def test_what_is_entered_is_kept_whole(typed: str, stays: str) -> None:
    assert entered(typed) == stays


@pytest.mark.parametrize("typed", ["diffusion ti:", "day:2026-0", "(a or", "a)", "foo:b", "is:r"])
def test_what_would_be_left_out_is_not_entered(typed: str) -> None:
    with pytest.raises(QueryError):
        entered(typed)


@pytest.mark.parametrize(
    ("typed", "understood", "stays"),
    [
        ("", "", ""),
        ("wor", "wor*", "wor*"),
        ("wor ", "wor", "wor"),
        ("wor*", "wor*", "wor*"),
        ("a wor", "a wor*", "a wor*"),
        ("-wor", "-wor*", "-wor*"),
        ("a-wor", "a-wor*", "a-wor*"),
        ("a or", "a", "a"),
        ("a or ", "a", "a"),
        ("or a", "a*", "a*"),
        ("a or b", "a or b*", "a or b*"),
        ("a -", "a", "a -"),
        ("a ti:", "a", "a"),
        ("a -ti:", "a", "a"),
        ("ti:wor", "ti:wor*", "ti:wor*"),
        ("ti: wor", "wor*", "wor*"),
        ("ti:-wor x", "x*", "x*"),
        ("a foo:", "a", "a"),
        ("a foo:ba", "a", "a"),
        ("foo:(a b) c", "c*", "c*"),
        ("(a or b", "a or b*", "(a or b*)"),
        ("ti:(a or (b c", "ti:a or ti:b ti:c*", "ti:(a or (b c*))"),
        ("a) b", "a b*", "a b*"),
        ("a () b", "a b*", "a b*"),
        ('"large lang', '"large lang"*', '"large lang"*'),
        ('"large ', '"large "', '"large "'),
        ('"large language"', '"large language"', '"large language"'),
        ('a "', "a", "a"),
        ("/a b", "/a b/", "/a b/"),
        ("a /", "a", "a /"),
        ("a /b(", "a", "a"),
        ("/b\\", "/b/", "/b/"),
        ("a is:unr", "a", "a"),
        ("a is:unread", "a is:unread", "a is:unread"),
        ("day:2026-0", "day:2026", "day:2026"),
        ("day:2026-02-1", "day:2026-02", "day:2026-02"),
        ("day:2026-02.", "day:2026-02", "day:2026-02"),
        ("day:2026-02..2026-0", "day:2026-02..2026", "day:2026-02..2026"),
        ("a day:2", "a", "a"),
        ("since:7", "", ""),
        ("cat:cs.A", "cat:cs.A*", "cat:cs.A*"),
        ("arXiv:2602", "id:2602*", "arXiv:2602*"),
        ("& -", "", ""),
        ("tag:/", "", ""),
        ("-or", '-"or"*', '-"or"*'),
        ("Need: a", "Need: a*", "Need: a*"),
    ],
)
def test_half_of_a_query_is_read_as_far_as_it_makes_sense(
    typed: str, understood: str, stays: str
) -> None:
    query = parse_typing(typed)
    assert str(query) == understood
    assert saved_query(typed) == stays
    assert parse(saved_query(typed)) == query


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
    assert parse(saved_query(text)) == parse_typing(text)


def test_a_query_knows_where_it_looks() -> None:
    assert fields(parse("a -(ti:b or topic:c) is:read")) == {
        Field.TEXT,
        Field.TITLE,
        Field.TOPIC,
        Field.IS,
    }
    assert fields(EVERYTHING) == frozenset()
