"""Hypothesis strategies for queries and papers."""

from datetime import date

from hypothesis import strategies as st

from paperterm.model import Kind, Paper, PaperId
from paperterm.query import MatchForm, Query, Term
from paperterm.query.fields import Field
from paperterm.query.fold import tokens
from paperterm.query.match import matcher
from paperterm.query.readers import OneOf
from paperterm.query.subject import Subject
from paperterm.query.tree import all_of, any_of, negation
from paperterm.text.typeset import typeset

ANY = st.text(st.characters(codec=None, exclude_categories=()))
WORDS = ["diffusion", "graph", "graphs", "Éa", "ea", "a", "ab", "x2", "GRAPH", "weiß", "of", "o"]
WORD = st.sampled_from(WORDS)
FORMULAS = [
    *(
        r"$\alpha$-divergence",
        "α-divergence",
        r"$\beta_{1}$-VAE",
        "beta1",
        r"$\pi_0$",
        "pi0",
        "π_0",
    ),
    *(
        r"H$_2$O",
        "H₂O",
        "H2O",
        "H_2O",
        r"Wave\textsc{Net}",
        r"\emph{Wave}Net",
        r"$\mathcal{N}$(0, 1)",
    ),
    *(r"Erd\H{o}s--R\'enyi", r"\textbf{Bold}start", "``quoted''", r"$x^{ij}$", "c\x08o", "a&amp;b"),
]
FORMULA = st.sampled_from(FORMULAS)
SEEN = FORMULA.map(typeset) | FORMULA
TEXT_FIELDS = st.sampled_from([Field.TEXT, Field.TEXT, Field.TITLE, Field.AUTHORS, Field.ABSTRACT])
NAMES = ["RL", "To read", "C++", "to", "cs.AI", "cs.LG", "stat.ML", "2602.00001", "math/0309136"]
YEARS = ["2026", "..2003", "2003..2025", "2004.."]
DAYS = ["2026-02-12", "2026-02", "2026", "2026-02..2026-03", "..2026-02-11", "2026-02-12.."]


def unary(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Return parts joined in every way that the language has."""
    some = st.lists(parts, min_size=1, max_size=4)
    return some.map(all_of) | some.map(any_of) | parts.map(negation)


def trees(leaves: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.recursive(leaves, unary, max_leaves=8)


def joined(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=1, max_size=3).map(" ".join)


SAID: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, TEXT_FIELDS, WORD, st.just(MatchForm.WORD), st.booleans()),
    st.builds(Term, TEXT_FIELDS, joined(WORD | SEEN), st.just(MatchForm.PHRASE), st.booleans()),
)
CHOICES = {
    field: [choice.name for choice in field.value.reader.choices]
    for field in Field
    if isinstance(field.value.reader, OneOf)
}
QUOTED = ANY.filter(tokens)
NAMED = st.sampled_from([Field.TOPIC, Field.TAG, Field.ID])
CATEGORIES = st.sampled_from(["cs.AI", "CS.lg", "stat.ML", "cs", "math.AG", "68T07", "I.2.7"])
LEAVES: st.SearchStrategy[Query] = st.one_of(
    SAID,
    st.builds(Term, TEXT_FIELDS, QUOTED, st.just(MatchForm.PHRASE), st.booleans()),
    st.builds(Term, NAMED, st.sampled_from(NAMES), st.just(MatchForm.PHRASE), st.booleans()),
    st.builds(Term, st.just(Field.CATEGORY), CATEGORIES, st.just(MatchForm.PHRASE), st.booleans()),
    st.builds(Term, st.just(Field.NOTE), WORD, st.just(MatchForm.WORD), st.booleans()),
    *(st.builds(Term, st.just(field), st.sampled_from(names)) for field, names in CHOICES.items()),
    st.builds(Term, st.just(Field.DAY), st.sampled_from(DAYS)),
    st.builds(Term, st.just(Field.YEAR), st.sampled_from(YEARS)),
    st.builds(Term, st.just(Field.SINCE), st.sampled_from(["1d", "3d", "2W"])),
    st.builds(
        Term,
        TEXT_FIELDS,
        st.sampled_from(["a/b", r"\\", "gra.h", r"^\w+"]),
        st.just(MatchForm.REGEX),
    ),
)
SIGNS = st.sampled_from(
    [
        *'()"/-*: \\&\0"',
        *("or", " or ", "ti:", "au:", "is:", "day:", "foo:", "is:new", "day:2026-0", "since:7d"),
        *("tag:", "/x/", "word", "é", "\ud800", "2026", "cat:cs.*", "arXiv:"),
    ]
)
TYPED = st.lists(SIGNS, max_size=14).map("".join) | ANY

PAPERS = st.builds(
    Subject,
    st.builds(
        Paper,
        id=st.sampled_from([PaperId("2602.00001"), PaperId("math/0309136")]),
        title=joined(WORD | FORMULA),
        authors=st.lists(joined(WORD | FORMULA), max_size=3).map(tuple),
        abstract=st.none() | joined(WORD | FORMULA | st.sampled_from(["a/b", "-", "ab,graph"])),
        categories=st.lists(st.sampled_from(["cs.AI", "cs.LG", "stat.ML"]), max_size=2).map(tuple),
        comment=st.sampled_from([None, "5 pages, github.com/a/b"]),
        doi=st.sampled_from([None, "10.1000/x"]),
    ),
    announcements=st.lists(
        st.tuples(st.dates(date(2026, 2, 8), date(2026, 2, 14)), st.sampled_from([None, *Kind])),
        max_size=3,
    ),
    newest_day=st.just(date(2026, 2, 12)),
    read=st.booleans(),
    starred=st.booleans(),
    dismissed=st.booleans(),
    interest=st.sampled_from([None, -0.5, 0.0, 1.5, 2.0, 3.5]),
    tags=st.lists(st.sampled_from(["RL", "to read", "c++", "zotero"]), max_size=2),
    note=st.none() | joined(WORD),
    topics=st.lists(st.sampled_from(["RL", "To read"]), max_size=2),
)


def matches(query: Query, subject: Subject) -> bool:
    """Return whether a paper matches."""
    return matcher(query)(subject)
