"""What FTS5 finds for a query is what matches, in made-up papers and in real ones."""

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.errors import QueryError
from paperterm.library.index import documents
from paperterm.model import Paper, PaperId
from paperterm.query import MatchForm, Query, Term
from paperterm.query.fields import Field
from paperterm.query.fold import TOKENIZER, folded, tokens
from paperterm.query.full_text import match_expression, split
from paperterm.query.match import matcher
from paperterm.query.parse import MAX_DEPTH, parse, parse_typed
from paperterm.query.subject import Subject
from paperterm.text.typeset import typeset
from tests.querying import ANY, LEAVES, PAPERS, SAID, trees


def titled(title: str) -> Subject:
    return Subject(Paper(PaperId("2602.00001"), title))


class Table:
    """An FTS5 table of papers, made as `paperterm.query.full_text` says."""

    def __init__(self, papers: Iterable[Subject]) -> None:
        self.papers = dict(enumerate(papers))
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE text USING fts5 "
            f"(title, authors, abstract, content = '', prefix = '2', tokenize = '{TOKENIZER}')"
        )
        self.database.executemany(
            "INSERT INTO text (rowid, title, authors, abstract) VALUES (?, ?, ?, ?)",
            ((row, *documents.searched(subject.paper)) for row, subject in self.papers.items()),
        )

    def found(self, query: Query) -> set[int]:
        """The papers that FTS5 finds for the text of a query, and a scan for the rest."""
        text, rest = split(query)
        rows = set(self.papers)
        if text:
            sql = "SELECT rowid FROM text WHERE text MATCH ?"
            hits = {row for (row,) in self.database.execute(sql, (text.expression,))}
            rows = rows - hits if text.negated else hits
        test = matcher(rest)
        return {row for row in rows if test(self.papers[row])}

    def scanned(self, query: Query) -> set[int]:
        test = matcher(query)
        return {row for row, paper in self.papers.items() if test(paper)}

    def close(self) -> None:
        self.database.close()


@given(st.lists(PAPERS, max_size=6), st.lists(trees(SAID) | trees(LEAVES), min_size=1, max_size=5))
@settings(max_examples=200)
def test_the_index_finds_what_matches(papers: list[Subject], queries: list[Query]) -> None:
    with closing(Table(papers)) as table:
        for query in queries:
            assert table.found(query) == table.scanned(query)


@given(st.lists(ANY, max_size=5), ANY.filter(tokens))
def test_the_index_splits_text_as_folding_does(texts: list[str], wanted: str) -> None:
    with closing(Table([titled(text) for text in texts])) as table:
        table.database.execute("CREATE VIRTUAL TABLE term USING fts5vocab (text, 'instance')")
        rows = table.database.execute("SELECT doc, offset, term FROM term ORDER BY doc, offset")
        shown = map(typeset, texts)
        split_: dict[int, list[str]] = {}
        for row, _, term in rows:
            split_.setdefault(row, []).append(term)
        assert split_ == {at: text.split() for at, text in enumerate(map(folded, shown)) if text}
        for prefix in (False, True):
            query = Term(Field.TEXT, wanted, MatchForm.PHRASE, prefix)
            assert table.found(query) == table.scanned(query)


def nested(times: int, pattern: str) -> str:
    text = "graph"
    for _ in range(times):
        text = pattern.format(text)
    return text


@pytest.mark.parametrize(
    "pattern",
    [
        *("a ({})", "a or ({})", "a -({})", "a -(b or {})", "a (b or ({}))", "a or b -({})"),
        *("-(a or {})", "-(a {}) b", "a (b -c or {})", "ti:a or -(b -ab or x2 {})"),
        *("-(-a or b ({}))", "-(a -(b or {})) or c"),
    ],
)
def test_the_deepest_queries_are_not_too_deep_for_fts5(pattern: str) -> None:
    query = parse(nested(MAX_DEPTH // pattern.count("("), pattern))
    with pytest.raises(QueryError):
        parse(nested(MAX_DEPTH + 1, pattern))
    papers = [titled(title) for title in ("graph", "a graph", "b", "ab x2 graph", "a b", "c")]
    with closing(Table(papers)) as table:
        assert match_expression(query)
        assert table.found(query) == table.scanned(query)


def test_the_longest_queries_are_not_too_long_for_fts5() -> None:
    papers = [titled("a"), titled("b"), titled("a " * 5000)]
    with closing(Table(papers)) as table:
        assert table.found(parse("a " * 5000)) == {0, 2}
        assert table.found(parse("a or " * 1900 + "b")) == {0, 1, 2}
        assert table.found(parse("-a " * 3000)) == {1}
        assert table.found(parse('"' + "a " * 4900 + '"')) == {2}


@pytest.fixture(scope="module")
def real(shared: Path) -> Iterator[Table]:
    """Two thousand real papers, indexed."""

    def papers() -> Iterator[Subject]:
        with gzip.open(shared / "data/corpus/papers.jsonl.gz", "rt") as lines:
            for line in islice(lines, 2000):
                told = json.loads(line)
                known = {key: told[key] for key in ("title", "authors", "abstract")}
                yield Subject(Paper(PaperId(told["id"]), **known))

    with closing(Table(papers())) as table:
        yield table


def test_the_index_finds_what_matches_in_real_papers(real: Table) -> None:
    titles = " ".join(one.paper.title for one in real.papers.values())
    real_words = sorted(filter(tokens, set(titles.split())))
    names = sorted({name for one in real.papers.values() for name in one.paper.authors})
    phrases = sorted(
        " ".join((one.paper.abstract or "").split()[at : at + 3])
        for at, one in islice(real.papers.items(), 20)
    )

    def closed(text: str) -> Query:
        try:
            return parse_typed(text).query
        except QueryError:
            return Term(Field.TEXT, text, MatchForm.PHRASE)

    real_leaves: st.SearchStrategy[Query] = st.one_of(
        st.sampled_from(real_words).map(closed),
        st.sampled_from(real_words).map(lambda word: closed(f"{word} ")),
        st.builds(Term, st.just(Field.AUTHORS), st.sampled_from(names), st.just(MatchForm.PHRASE)),
        st.builds(Term, st.just(Field.TEXT), st.sampled_from(phrases), st.just(MatchForm.PHRASE)),
        st.sampled_from(["abs:the", "ti:of", "l*", "abs:(large or 3d*)"]).map(parse),
    ).filter(match_expression)

    @given(trees(real_leaves))
    @settings(max_examples=60)
    def check(query: Query) -> None:
        assert real.found(query) == real.scanned(query)

    check()
