"""What FTS5 is told of a query."""

import pytest

from paperterm.query import EVERYTHING
from paperterm.query.full_text import NOTE_COLUMNS, MatchExpression, match_expression, split
from paperterm.query.parse import parse


@pytest.mark.parametrize(
    ("text", "expression", "negated"),
    [
        ("Diffusion", '"diffusion"', False),
        ("diff*", '"diff" *', False),
        ("diffusion-based", '"diffusion based"', False),
        ('ti:"large lang"*', '{title} : "large lang" *', False),
        ("au:wei abs:x", '{authors} : "wei" AND {abstract} : "x"', False),
        ("a b or c", '"a" AND "b" OR "c"', False),
        ("a (b or c)", '("b" OR "c") AND "a"', False),
        ("a -b -c", '"a" NOT ("b" OR "c")', False),
        ("a (b -c)", '("a" AND "b") NOT "c"', False),
        ("-a", '"a"', True),
        ("-a -b", '"a" OR "b"', True),
        ("-(a b)", '"a" AND "b"', True),
        ("a or -b", '"b" NOT "a"', True),
        ("-a or -b", '"a" AND "b"', True),
        ("a -(b or -c)", '"c" NOT "b" AND "a"', False),
        ('NEAR(x) "col: y"', '"near" AND "x" AND "col y"', False),
        ("and not", '"and" AND "not"', False),
    ],
)
def test_words_become_an_expression(text: str, expression: str, negated: bool) -> None:
    assert match_expression(parse(text)) == MatchExpression(expression, negated)


@pytest.mark.parametrize("text", ["is:read", "/x/", "a or is:read", "a note:x", "-tag:x", ""])
def test_what_is_no_text_is_not_match_expression(text: str) -> None:
    assert match_expression(parse(text)) is None


def test_a_query_is_split_into_text_and_the_rest() -> None:
    text, rest = split(parse("a is:read -b (c or tag:d) /x/"))
    assert text == MatchExpression('"a" NOT "b"')
    assert rest == parse("is:read (c or tag:d) /x/")
    assert split(parse("a b")) == (MatchExpression('"a" AND "b"'), EVERYTHING)
    assert split(parse("a or is:read")) == (None, parse("a or is:read"))
    assert split(EVERYTHING) == (None, EVERYTHING)


def test_notes_are_said_to_a_table_of_their_own() -> None:
    assert split(parse("a note:(b -c)"), NOTE_COLUMNS) == (
        MatchExpression('"b" NOT "c"'),
        parse("a"),
    )
    assert match_expression(parse("note:*"), NOTE_COLUMNS) is None
