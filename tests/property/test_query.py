"""The query language: what holds for every text, every tree and every paper."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from string import ascii_lowercase
from unicodedata import category, name, normalize

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paperterm.errors import QueryError
from paperterm.model import Paper, PaperId
from paperterm.query import All, Any, MatchForm, Not, Query, Term
from paperterm.query.conditions import FitsRegex, HasAuthor
from paperterm.query.fields import Field
from paperterm.query.fold import ends_word, folded, spellings, token_spans
from paperterm.query.highlight import highlights
from paperterm.query.initials import initials
from paperterm.query.parse import MAX_DEPTH, parse, parse_typed
from paperterm.query.patterns import compiled, needed, occurs
from paperterm.query.subject import Subject, SubjectTexts
from paperterm.query.tree import TextPart, any_of
from paperterm.text.typeset import (
    lines_with_their_words,
    typeset,
    typeset_lines,
    with_its_words,
)
from tests.querying import ANY, LEAVES, PAPERS, TYPED, WORD, joined, matches, trees

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega"
)


def depth(query: Query) -> int:
    """How many parentheses stand inside one another when the query is printed, at most."""
    if isinstance(query, Not):
        return depth(query.part) + 1
    if isinstance(query, All | Any):
        return max((depth(part) for part in query.parts), default=0) + 1
    return 0


@given(trees(LEAVES))
def test_a_tree_is_printed_and_read_back(query: Query) -> None:
    assume(depth(query) <= MAX_DEPTH)
    assert parse(str(query)) == query


@given(TYPED)
def test_what_is_read_is_printed_and_read_back(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        wrong = error
    else:
        assert parse(str(query)) == query
        return
    assert 0 <= wrong.position <= len(text)
    assert str(wrong).isprintable()


@given(ANY | st.from_regex(r"([a-z]|\\.|[][(){}?*+|^$.,:<>=!&~\-0-9])*", fullmatch=True))
def test_a_regex_is_read_or_refused(pattern: str) -> None:
    try:
        found = compiled(pattern)
    except ValueError as error:
        wrong = str(error)
    else:
        assert occurs(found, "", None) in (True, False)
        return
    assert wrong.startswith("the regex ")


_PIECES = st.sampled_from(
    [
        *("a", "b", "ab", "ba2", "é", "K", " ", "-", ".", "*", "?", "+", "|", "(", ")", "^", "$"),
        *("[ab]", "[^b]", r"\b", r"\w", r"\.", "{2}", "{0,1}", "{e<=1}", "(?:", "(?=", "(?!"),
        *("(?<=", "(?i:", "(?x)", r"\x61", r"\p{L}", "[[:alpha:]]"),
    ]
)
_TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                "AB",
                "ba2",
                "é",
                "K",
                "\u212a",
                " ",
                "  ",
                "-",
                "--",
                "~",
                ".",
                "\x07",
                "\xad",
            ),
            *("$", "{", "}", r"\\", r"\alpha", r"\log", "b\n", "&amp;", "this https URL"),
        ]
    ),
    max_size=9,
).map("".join)


@settings(max_examples=500)
@given(st.lists(_PIECES, max_size=6).map("".join), _TEXTS)
def test_a_regex_finds_what_it_finds_in_the_text_on_the_screen(pattern: str, text: str) -> None:
    try:
        found = compiled(pattern)
    except ValueError:
        return
    subject = Subject(Paper(PaperId("2602.00001"), f"a {text}", abstract=text))
    for part, shown in (
        (TextPart.TITLE, typeset(f"a {text}")),
        (TextPart.ABSTRACT, typeset_lines(text)),
    ):
        condition = FitsRegex((part,), found)
        assert condition.holds(SubjectTexts(subject)) == occurs(found, shown, None)


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("Diffu[sz]ion model", "diffu"),
        ("colou?rs", "colo"),
        ("ab+c{2}def", "def"),
        ("(?:foo)+bar(baz)?", "bar"),
        (r"\bword\b", "word"),
        ("ab|cd", ""),
        ("(?i)abc", ""),
        (r"\x41bc", ""),
        ("[[:alpha:]]abc", ""),
    ],
)
def test_the_letters_that_every_match_has(pattern: str, letters: str) -> None:
    assert needed(pattern) == letters


def assert_closed_as_read(text: str) -> None:
    """Check that closing what is typed gives a query that reads the same, or that neither reads."""
    try:
        closed, typed = parse_typed(text)
    except QueryError:
        with pytest.raises(QueryError):
            parse(text)  # what is whole can be typed
        return
    assert closed.startswith(text.strip().rstrip("\\"))
    assert parse(closed) == typed
    assert parse_typed(closed + " ").query == typed


@given(TYPED)
def test_what_is_typed_is_closed_as_it_is_read(text: str) -> None:
    assert_closed_as_read(text)


@given(trees(LEAVES))
def test_every_beginning_of_a_query_is_closed_as_it_is_read(query: Query) -> None:
    text = str(query)
    for end in range(min(len(text), 80) + 1):
        assert_closed_as_read(text[:end])


@given(ANY)
def test_folding_is_done_once_and_in_one_way(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(normalize("NFC", text)) == folded(normalize("NFKD", text))
    assert [place.token for place in token_spans(text)] == folded(text).split()
    assert all(0 <= place.start < place.end <= len(text) for place in token_spans(text))


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_latin_letters_fold_whatever_their_case(text: str) -> None:
    text = text.replace("ŉ", "")  # its capital is two letters of two scripts
    assert folded(text.upper()) == folded(text.lower()) == folded(text)


@given(trees(LEAVES), PAPERS)
@settings(max_examples=300)
def test_matching_is_what_the_language_says(query: Query, paper: Subject) -> None:
    assert matches(query, paper) == plainly(query, paper)


@given(trees(LEAVES), PAPERS)
def test_marks_are_words_of_the_text(query: Query, paper: Subject) -> None:
    text = f"{paper.paper.title} {paper.paper.abstract}"
    ends = 0
    for start, end in highlights(query, text, TextPart.TITLE):
        assert ends <= start < end <= len(text)
        ends = end


@given(st.sets(WORD, min_size=1), joined(WORD))
def test_each_word_asked_for_is_marked_and_no_other(words: set[str], text: str) -> None:
    query = any_of(
        [*(Term(Field.TEXT, word) for word in sorted(words)), Not(Term(Field.TEXT, "of"))]
    )
    marked = [text[start:end] for start, end in highlights(query, text, TextPart.ABSTRACT)]
    wanted = {folded(word) for word in words}
    assert marked == [word for word in text.split() if folded(word) in wanted]


def plainly(query: Query, paper: Subject) -> bool:
    """The rules of docs/query.md, once more and in another way."""
    if isinstance(query, Not):
        return not plainly(query.part, paper)
    if isinstance(query, All):
        return all(plainly(part, paper) for part in query.parts)
    if isinstance(query, Any):
        return any(plainly(part, paper) for part in query.parts)
    assert isinstance(query, Term)
    return _term(query, paper)


def _term(term: Term, subject: Subject) -> bool:
    paper = subject.paper
    names = [*map(typeset, paper.authors)]
    title, abstract = typeset(paper.title), typeset_lines(paper.abstract or "")
    match term.field:
        case Field.IS:
            kinds = {str(kind) for _, kind in subject.announcements if kind}
            return {
                "unread": not (subject.read or subject.is_replacement),
                "read": subject.read,
                "starred": subject.starred,
                "queued": subject.queued,
                "dismissed": subject.dismissed,
                "followed": subject.followed,
                "zotero": "zotero" in subject.tags,
                "new": "new" in kinds,
                "replaced": any("replace" in kind for kind in kinds),
                "cross": any("cross" in kind for kind in kinds),
            }[term.text]
        case Field.INTEREST:
            score = subject.interest
            return score is not None and {"high": score >= 2, "low": score < 0}[term.text]
        case Field.HAS:
            assert isinstance(paper, Paper)
            return {
                "note": bool(subject.note),
                "code": paper.comment is not None,
                "doi": paper.doi is not None,
            }[term.text]
        case Field.DAY:
            begin, dots, end = term.text.partition("..")
            first, last = (begin or "0"), (end if dots else begin) + "~"
            return any(first <= str(day) <= last for day, _ in subject.announcements)
        case Field.YEAR:
            year = 2003 if paper.id == "math/0309136" else 2026
            begin, dots, end = term.text.partition("..")
            return int(begin or 0) <= year <= int((end if dots else begin) or 9999)
        case Field.SINCE:
            first = {"1d": "2026-02-12", "3d": "2026-02-10", "2W": "2026-02-01"}[term.text]
            return any(str(day) >= first for day, _ in subject.announcements)
        case Field.CATEGORY:
            archive = f"{term.text.casefold()}."
            return any(
                _named(term, one) or one.casefold().startswith(archive) for one in paper.categories
            )
        case Field.TOPIC:
            return any(_named(term, one) for one in subject.topics)
        case Field.TAG:
            return any(_named(term, one) for one in subject.tags)
        case Field.ID:
            return _named(term, paper.id)
    whole = {
        Field.TEXT: [title, ", ".join(names), abstract],
        Field.TITLE: [title],
        Field.AUTHORS: [", ".join(names)],
        Field.ABSTRACT: [abstract],
        Field.NOTE: [subject.note or ""],
    }[term.field]
    if term.form is MatchForm.REGEX:
        return any(re.search(term.text, text, re.IGNORECASE) for text in whole)
    separate = {
        Field.TEXT: [title, *names, abstract],
        Field.AUTHORS: names,
    }.get(term.field, whole)
    if isinstance(term.condition, HasAuthor):
        return any(_is_by(term.condition, _words(one)) for one in names)
    prefix = term.prefix and not ends_word(term.text)
    return any(
        _has(_words(text), wanted, prefix) for text in separate for wanted in spellings(term.text)
    )


def _named(term: Term, label: str) -> bool:
    wanted, label = term.text.lower(), label.lower()
    return label.startswith(wanted) if term.prefix else label == wanted


def _is_by(author: HasAuthor, words: list[str]) -> bool:
    def at(start: int, names: Sequence[str]) -> bool:
        some = words[start : start + len(names)]
        return len(some) == len(names) and all(map(fnmatchcase, some, names))

    given = len(author.given)
    return any(at(start, author.typed) for start in range(len(words))) or (
        at(0, author.given) and any(at(given + more, author.family) for more in range(4))
    )


def _words(text: str) -> list[str]:
    plain = normalize("NFKD", text.casefold())
    letters = (sign for sign in plain if category(sign)[0] != "M" and category(sign) != "Cf")
    return re.findall(r"[^\W_]+", "".join(map(_named_letter, letters)))


def _named_letter(sign: str) -> str:
    described = name(sign, "")
    if not re.fullmatch("GREEK SMALL LETTER( FINAL)? [A-Z]+", described):
        return sign
    greek = described.split()[-1].lower().replace("lamda", "lambda")
    return f" {greek} " if greek in {*GREEK.split()} else sign


def _has(words: Sequence[str], wanted: Sequence[str], prefix: bool) -> bool:
    count = len(wanted)
    for at in range(len(words) - count + 1):
        *before, last = words[at : at + count]
        if before == [*wanted[:-1]] and (
            last == wanted[-1] or (prefix and last.startswith(wanted[-1]))
        ):
            return True
    return False


STRANGE = st.text(
    st.sampled_from("aTtzZ09 -_·é一ß٣²$\\&;{}~`'\n\u00ad\u200b\u0301") | st.characters()
)
GLUED = st.sampled_from(["onthis https URLand", "R&D; &lt;b&gt;", "$x_1$", "\\'e", "a--b", "``q''"])
SHOWN = st.lists(STRANGE | GLUED, max_size=6).map("".join)


@given(SHOWN)
def test_the_index_gets_the_words_that_the_screen_shows(text: str) -> None:
    assert folded(with_its_words(text)) == folded(typeset(text))
    assert folded(lines_with_their_words(text)) == folded(typeset_lines(text))


@given(STRANGE)
def test_initials_are_those_of_the_words(text: str) -> None:
    words = folded(text)
    wanted = {word[0] for word in words.split()} & {*ascii_lowercase}
    bits = initials(text if text.isascii() else words)
    assert {letter for at, letter in enumerate(ascii_lowercase) if bits >> at & 1} == wanted
