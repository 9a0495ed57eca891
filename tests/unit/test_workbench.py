"""What a topic would match, against asking every paper; and a topic as it is typed."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.errors import InputError, StoppedError
from paperterm.library import Library
from paperterm.model import Paper
from paperterm.model.taxonomy import TAXONOMY, completed, read_categories
from paperterm.session import topic_text
from paperterm.session.workbench import SAMPLES, WINDOW, Preview, Workbench
from paperterm.topics import Keyword, Match, Topic
from tests.building import DAY, listing, paper

WORDS = ["rag", "RAG", "storage", "LLMs", "llm", "Vision Language", "o1", "ſ", "K", "İ", "é", "a.b"]
TEXTS = st.lists(st.sampled_from([*WORDS, "x", "-"]), min_size=1, max_size=4).map(" ".join)
PAPERS = st.builds(
    paper,
    st.integers(1, 9),
    TEXTS,
    abstract=st.none() | TEXTS,
    categories=st.lists(
        st.sampled_from(["cs.RO", "cs.CV", "hep-th", "math.AG"]), max_size=2, unique=True
    ).map(tuple),
)
DAYS = st.lists(st.lists(PAPERS, unique_by=lambda one: one.id, min_size=1, max_size=5), max_size=4)
KEYWORDS = st.lists(
    st.lists(st.sampled_from([*WORDS, "k", "s", "i"]), min_size=1, max_size=2).map(tuple),
    max_size=3,
    unique=True,
).map(tuple)
TOPICS = st.builds(
    Topic,
    st.just("T"),
    KEYWORDS,
    st.lists(st.sampled_from(["storage", "RAG", "s", "x", "k"]), max_size=3, unique=True).map(
        tuple
    ),
    st.sampled_from(Match),
    st.lists(st.sampled_from(["cs.RO", "cs", "hep-th"]), max_size=2, unique=True).map(tuple),
)


def kept(folder: Path, days: Sequence[Sequence[Paper]]) -> Library:
    """A library of some days, the newest first."""
    library = Library(folder)
    for back, papers in enumerate(days):
        library.store(listing(*papers, day=DAY - timedelta(days=back)))
    return library


def last(previews: Iterator[Preview]) -> Preview:
    *_, preview = previews
    assert preview.is_whole
    return preview


class Plain(NamedTuple):
    """All papers of a library, each once by its newest text."""

    papers: list[Paper]

    def of(self, topic: Topic) -> list[Paper]:
        return [one for one in self.papers if topic.holds(one)]

    def found(self, topic: Topic, keyword: Keyword) -> set[str]:
        only = Topic("", (keyword,), topic.filters, topic.match, topic.categories)
        return {str(one.id) for one in self.of(only)}

    def barred(self, topic: Topic, word: str) -> set[str]:
        free = Topic("", topic.keywords, (), topic.match, topic.categories)
        barred = Topic("", topic.keywords, (word,), topic.match, topic.categories)
        return {str(one.id) for one in self.of(free)} - {str(one.id) for one in self.of(barred)}


def plain(library: Library) -> Plain:
    newest: dict[str, Paper] = {}
    for day in library.days():
        record = library.day(day)
        for one in record.announced if record else ():
            newest.setdefault(one.paper.id, one.paper)
    return Plain(list(newest.values()))


def alone(mine: set[str], others: Sequence[set[str]]) -> int:
    return len(mine.difference(*others))


@given(DAYS, TOPICS, TOPICS | st.none(), st.lists(TOPICS, max_size=2, unique=True))
def test_it_counts_what_asking_every_paper_counts(
    days: list[list[Paper]], topic: Topic, saved: Topic | None, others: list[Topic]
) -> None:
    with TemporaryDirectory() as folder:
        library = kept(Path(folder), days)
        seen = last(Workbench(library).look(topic, saved, others))
        naive = plain(library)
        for day, count in seen.bars:
            record = library.day(day)
            assert record
            assert count == sum(topic.holds(one.paper) for one in record.announced)
        assert [day for day, _ in seen.bars] == library.days()
    mine = naive.of(topic)
    before = naive.of(saved) if saved else mine
    assert seen.window == seen.library
    assert (seen.library.papers, seen.library.total) == (len(mine), len(naive.papers))
    assert seen.library.gained == len([one for one in mine if one not in before])
    assert seen.library.lost == len([one for one in before if one not in mine])
    found = {keyword: naive.found(topic, keyword) for keyword in topic.keywords}
    for keyword, share in seen.window.keywords.items():
        rest = [ids for other, ids in found.items() if other != keyword]
        assert share == (len(found[keyword]), alone(found[keyword], rest))
    barred = {word: naive.barred(topic, word) for word in topic.filters}
    for word, share in seen.window.filters.items():
        rest = [ids for other, ids in barred.items() if other != word]
        assert share == (len(barred[word]), alone(barred[word], rest))
    shared = {
        (other.name, len([one for one in naive.of(other) if one in mine]), len(naive.of(other)))
        for other in others
    }
    assert {tuple(one) for one in seen.overlaps} == {one for one in shared if one[1]}
    changes = {one.text.id: one.change for one in seen.samples}
    assert changes == {
        one.id: (one in mine) - (one in before)
        for one in naive.papers
        if one in mine or one in before
    }


@given(DAYS, st.lists(TOPICS, min_size=2, max_size=5))
def test_what_it_remembers_of_other_words_changes_nothing(
    days: list[list[Paper]], topics: list[Topic]
) -> None:
    with TemporaryDirectory() as folder:
        library = kept(Path(folder), days)
        bench = Workbench(library)
        for topic in topics:
            assert last(bench.look(topic)) == last(Workbench(library).look(topic))


def many_days(folder: Path, days: int) -> Library:
    papers = [[paper(number, "rag" if number % 2 else "x")] for number in range(1, days + 1)]
    return kept(folder, papers)


def test_the_window_is_told_before_the_library_is_read(tmp_path: Path) -> None:
    library = many_days(tmp_path, WINDOW + 11)
    first, *_, whole = Workbench(library).look(Topic("T", (("rag",),)))
    assert (first.days, first.all_days, first.is_whole) == (WINDOW, WINDOW + 11, False)
    assert len(first.bars) == len(whole.bars) == WINDOW
    assert first.window.papers == whole.window.papers == WINDOW // 2
    assert (whole.library.papers, whole.library.total) == (WINDOW // 2 + 6, WINDOW + 11)
    assert len(whole.samples) == WINDOW // 2 + 6


def test_a_word_that_comes_later_is_looked_for_in_the_older_days_too(tmp_path: Path) -> None:
    bench = Workbench(many_days(tmp_path, WINDOW + 11))
    last(bench.look(Topic("T", (("rag",),))))
    assert last(bench.look(Topic("T", (("x",),)))).library.papers == WINDOW // 2 + 5


def test_samples_are_the_newest_papers_and_not_more_than_can_be_read(tmp_path: Path) -> None:
    papers = [paper(number, "rag") for number in range(1, SAMPLES + 20)]
    seen = last(Workbench(kept(tmp_path, [papers])).look(Topic("T", (("rag",),))))
    assert [one.text.id for one in seen.samples] == [one.id for one in papers[:SAMPLES]]
    assert {one.day for one in seen.samples} == {DAY}


def test_who_stops_gets_no_more_and_can_go_on(tmp_path: Path) -> None:
    library = many_days(tmp_path, WINDOW + 11)
    bench = Workbench(library)
    topic = Topic("T", (("rag",),))
    looks = bench.look(topic, stop=lambda: len(stopped) > 0)
    stopped: list[int] = []
    assert next(looks).days == WINDOW
    stopped.append(1)
    with pytest.raises(StoppedError):
        next(looks)
    assert last(bench.look(topic)) == last(Workbench(library).look(topic))


def test_a_day_that_comes_meanwhile_counts(tmp_path: Path) -> None:
    library = kept(tmp_path, [[paper(1, "rag")]])
    bench, topic = Workbench(library), Topic("T", (("rag",),))
    assert last(bench.look(topic)).library.papers == 1
    library.store(listing(paper(1, "other now"), paper(2, "rag"), day=DAY + timedelta(days=1)))
    seen = last(bench.look(topic))
    assert (seen.library.papers, [count for _, count in seen.bars]) == (1, [1, 1])


def test_a_damaged_day_holds_nothing(tmp_path: Path) -> None:
    library = kept(tmp_path, [[paper(1, "rag")], [paper(2, "rag")]])
    file = tmp_path / "library" / "2026" / f"{DAY}.json"
    told = json.loads(file.read_bytes())
    told["papers"]["2602.00001"]["title"] = 3
    file.write_text(json.dumps(told))
    assert last(Workbench(library).look(Topic("T", (("rag",),)))).library.papers == 1


def test_an_empty_library_is_told_as_one(tmp_path: Path) -> None:
    seen = last(Workbench(Library(tmp_path)).look(Topic("T", (("rag",),)), None, [Topic("B", ())]))
    assert (seen.bars, seen.library.total, seen.overlaps) == ((), 0, ())


def test_hundreds_of_words_are_forgotten_again(tmp_path: Path) -> None:
    library = kept(tmp_path, [[paper(1, "rag")]])
    bench = Workbench(library)
    for number in range(450):
        last(bench.look(Topic("T", ((f"word{number}",),))))
    assert last(bench.look(Topic("T", (("rag",), ("word3",))))).library.papers == 1


def test_a_real_day_gives_the_counts_of_asking_every_paper(tmp_path: Path, shared: Path) -> None:
    from paperterm.config.settings import TOPICS as FIRST
    from paperterm.session.imports import import_files

    library = Library(tmp_path)
    day = min((shared / "data/days").glob("*/papers.jsonl"))
    assert not import_files(library, [str(day)], None).errors
    naive, bench = plain(library), Workbench(library)
    for topic in FIRST:
        for one in (topic, Topic(topic.name, topic.keywords, topic.filters, Match.WORD)):
            assert last(bench.look(one)).library.papers == len(naive.of(one))


# A topic as it is typed.

ANY_WORD = st.text(min_size=1).filter(str.strip)
ODD_WORD = st.text(' +"\\ab\n\x85\u200b', min_size=1).filter(str.strip)
ANY_KEYWORD = st.lists(ANY_WORD | ODD_WORD, min_size=1, max_size=3).map(tuple)


@given(st.lists(ANY_KEYWORD, unique=True))
def test_keywords_are_read_back_as_they_were_written(keywords: list[Keyword]) -> None:
    text = topic_text.written(keywords)
    assert topic_text.read_keywords(text) == tuple(keywords)
    assert len(text.splitlines()) == len(keywords)


@given(st.lists(ANY_WORD | ODD_WORD, unique=True))
def test_filters_are_read_back_as_they_were_written(filters: list[str]) -> None:
    text = topic_text.written_filters(filters)
    assert topic_text.read_filters(text) == tuple(filters)
    assert len(text.splitlines()) == len(filters)


@given(st.text() | st.text(' +"\\ab'))
def test_whatever_is_typed_can_be_read(line: str) -> None:
    keyword = topic_text.read_keyword(line)
    assert keyword is None or all(word.strip() for word in keyword)


@pytest.mark.parametrize(
    ("line", "keyword"),
    [
        ("", None),
        ("  +  ", None),
        ("diffusion", ("diffusion",)),
        ("  large language model ", ("large language model",)),
        ("video + generation", ("video", "generation")),
        ("video +", ("video",)),
        ("a + b + c", ("a", "b", "c")),
        ("C++", ("C++",)),
        ("a+b", ("a+b",)),
        ('" RAG "', (" RAG ",)),
        ('"a + b" + c', ("a + b", "c")),
        ('"half', ('"half',)),
    ],
)
def test_a_line_is_a_keyword(line: str, keyword: Keyword | None) -> None:
    assert topic_text.read_keyword(line) == keyword


@pytest.mark.parametrize(
    ("topic", "was", "unknown", "subject", "says"),
    [
        (Topic("", (("a",),)), None, "", "name", "needs a name"),
        (Topic("a\nb", (("a",),)), None, "", "name", "unprintable character"),
        (Topic("llm", (("a",),)), None, "", "name", "LLM already exists"),
        (Topic("llm", (("a",),)), "Bench", "", "name", "LLM already exists"),
        (Topic("New", ()), None, "", "keywords", "needs a keyword"),
        (Topic("New", (("a",),)), None, "cs.XX", "categories", "cs.XX is not an arXiv category"),
    ],
)
def test_what_cannot_be_saved_is_said_where_it_is_wrong(
    topic: Topic, was: str | None, unknown: str, subject: str, says: str
) -> None:
    with pytest.raises(InputError, match=says) as wrong:
        topic_text.check(topic, was, ["LLM", "Bench"], unknown)
    assert wrong.value.subject == subject


@pytest.mark.parametrize("name", ["LLM", "Llm", "a/b 🧠", "x" * 200])
def test_a_topic_may_keep_its_name_or_take_a_new_one(name: str) -> None:
    topic_text.check(Topic(name, (("a",),)), "LLM", ["LLM", "Bench"])


# The categories.


def test_the_categories_are_those_of_arxiv(shared: Path) -> None:
    told = json.loads((shared / "data/taxonomy.json").read_bytes())
    assert {name: row["name"] for name, row in told.items()} == TAXONOMY


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("", (), ""),
        ("cs.ro, HEP-TH  machine le", ("cs.RO", "hep-th"), "machine le"),
        ("cs cs.CV", ("cs", "cs.CV"), ""),
        ("cs.R", (), "cs.R"),
        ("old.One cs.RO", ("old.One", "cs.RO"), ""),
    ],
)
def test_categories_are_read_as_far_as_they_are_known(
    text: str, found: tuple[str, ...], rest: str
) -> None:
    assert read_categories(text, ["old.One"]) == (found, rest)


def test_a_category_is_found_by_code_and_by_the_words_of_its_name() -> None:
    assert completed("cs.r") == ["cs.RO"]
    assert completed("robot") == ["cs.RO"]
    assert completed("machine le") == ["cs.LG", "stat.ML"]
    assert completed("machine le", ["stat.ML"]) == ["stat.ML", "cs.LG"]
    assert completed("") == completed("no such") == []


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("robot\ndrone", False),
        ("robot, drone", True),
        ("robot\nfoo,bar + x", True),
        ('"robot, drone"', False),
        ('x + "a, b"', False),
        ("robot,", False),
        ("", False),
    ],
)
def test_commas_that_are_hardly_meant_are_told(text: str, is_doubtful: bool) -> None:
    assert bool(topic_text.doubt(text)) == is_doubtful


def test_a_word_with_a_comma_stands_in_quotes() -> None:
    keywords = (("robot, drone",), ("a,b", "c"), ("plain",))
    assert topic_text.written(keywords) == '"robot, drone"\n"a,b" + c\nplain'
    assert topic_text.written_filters(["x, y", "z"]) == '"x, y"\nz'
    assert not topic_text.doubt(topic_text.written(keywords))
