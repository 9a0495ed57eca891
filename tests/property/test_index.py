"""The index against a plain scan of the shards, whatever happened to them in between."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from paperterm.config.settings import TOPICS as DEFAULT_TOPICS
from paperterm.config.views import ViewKind
from paperterm.library.index import Index, IndexRow
from paperterm.library.index.documents import searched
from paperterm.model import Batch, Day, Entry, Kind, Order, Paper, PaperId, SourcePaper
from paperterm.model.record import marked_record
from paperterm.paths import Folders
from paperterm.query import Query
from paperterm.query.fold import TOKENIZER
from paperterm.query.parse import parse
from paperterm.query.subject import Subject, SubjectTexts
from paperterm.query.tree import TextPart
from paperterm.session import ALL, VIEWS, Selection, Session
from paperterm.session.day_counts import tally
from paperterm.session.listing import list_papers
from paperterm.session.marking import MarkChange, dismiss, note, queue, read, star, tag
from paperterm.session.search import find, scan, scope_of, whole_query
from paperterm.session.selection import view_named
from paperterm.topics import Match, Topic
from tests.building import NOON, name, paper
from tests.querying import SEEN

DAYS = [Day(2026, 2, 12), Day(2026, 2, 11), Day(2026, 2, 10), Day(2026, 1, 29), Day(2025, 12, 30)]
WORDS = [
    *("diffusion", "Diffusive", "LLM", "Schrödinger", "x²", "graph-cut", "2D", "naïve", "o1"),
    *(r"$\alpha$-GAN", r"H$_2$O", r"\textbf{Bold}start"),
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
PAPERS = st.builds(
    Paper,
    st.integers(1, 8).map(name) | st.just(PaperId("hep-th/9901001")),
    TEXTS,
    authors=st.lists(
        st.sampled_from(["A. Li", "A. Li Łoś", "Yu-A. Li", "B. Łoś", "C. Wang", "?"]), max_size=2
    ).map(tuple),
    abstract=st.none() | TEXTS,
    categories=st.lists(
        st.sampled_from(["cs.AI", "cs.LG", "math-ph"]), max_size=2, unique=True
    ).map(tuple),
    version=st.none() | st.integers(1, 3),
    published=st.none() | st.just(NOON),
    comment=st.sampled_from([None, "https://github.com/a/b", "9 pages"]),
    doi=st.none() | st.just("10.1000/x"),
).map(lambda one: replace(one, primary_category="".join(one.categories[:1]) or None))
TOLD = st.builds(SourcePaper, PAPERS, st.none() | st.sampled_from(Kind))
BATCHES = st.lists(TOLD, unique_by=lambda told: told.paper.id, min_size=1, max_size=6)
TOPICS = st.lists(
    st.builds(
        Topic,
        st.sampled_from(["LLM", "Bridges", "3D"]),
        st.lists(
            st.lists(
                st.sampled_from(["diff", "llm", "schr", "graph", "x"]), min_size=1, max_size=2
            ).map(tuple),
            min_size=1,
            max_size=2,
        ).map(tuple),
        st.just(()) | st.just(("2D",)),
        st.sampled_from(Match),
    ),
    unique_by=lambda topic: topic.name,
    max_size=3,
)
ACTIONS: dict[str, MarkChange] = {
    "star": star(True),
    "unstar": star(False),
    "read": read(True),
    "unread": read(False),
    "queue": queue(True),
    "dismiss": dismiss(True),
    "undismiss": dismiss(False),
    "tag": tag("to read"),
    "untag": tag("to read", False),
    "note": note("A naïve note on x²"),
    "signs": note("!?"),
    "no note": note(""),
}
TERMS = [
    *("diffusion", "diff*", "d*", "llm", "schrodinger", '"graph cut"', '"x2 llm"', "naive", "2d"),
    *("α-gan", "alpha", "H_2O", "boldstart", "textbf", "ti:/^α-/"),
    *("ti:llm", "au:wang", 'au:"li b"', "abs:diff*", "au:los", "ti:o1"),
    *('au:"A. Łoś"', 'au:"Li, A."', 'au:"Łoś, B"*', 'au:"C W"*', 'au:"Yu A. Li"'),
    *("cat:cs", "cat:cs.LG", "cat:m*", "cat:econ", "cat:math-ph"),
    *("topic:llm", "topic:b*", "topic:*", "tag:to*", "tag:*", "note:naive", "note:*", "note:x2"),
    *("has:note", "has:code", "has:doi", "year:2026", "year:..1999", "year:1999..2009"),
    *("id:2602.00003", "id:2602.0000*", "id:arXiv:2602.00004v2"),
    *("is:unread", "is:read", "is:starred", "is:queued", "is:dismissed", "is:new"),
    *("is:replaced", "is:cross", "is:followed", "interest:high", "interest:low"),
    *("day:2026-02-12", "day:2026-02", "day:..2026-01", "since:2d", "since:3w"),
    *("/diff(usion|usive)/", "ti:/^LLM/", "note:/na.ve/", "note:/x*/", "au:/li$/"),
]


def joined(parts: list[str]) -> str:
    return "(" + " ".join(parts) + ")"


QUERIES = st.recursive(
    st.sampled_from(TERMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(joined),
        st.lists(inner, min_size=2, max_size=3).map(" or ".join).map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
    ),
    max_leaves=5,
)
RANGES = st.one_of(
    st.just((None, None)),
    st.sampled_from(DAYS).map(lambda day: (day, day)),
    st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(lambda days: tuple(sorted(days))),
    st.sampled_from(DAYS).map(lambda day: (None, day)),
    st.sampled_from(DAYS).map(lambda day: (day, None)),
)


def parsed(text: str) -> Query:
    # A - before a - is not in the language.
    return parse(text.replace("--", "-"))


RANGE = DAYS[1:3]
KEPT = ViewKind("kept", "kept", query="is:starred or tag:to* or note:/na/")


class Asked(NamedTuple):
    """A search; the topic is one of those that there are then, or none."""

    text: str
    view: ViewKind
    topic: int
    days: tuple[Day | None, Day | None]
    order: Order
    limit: int
    kinds: frozenset[Kind] | None = None


ASKED = st.builds(
    Asked,
    st.just("") | st.sampled_from(TERMS) | QUERIES,
    st.just(ALL) | st.sampled_from([*VIEWS, KEPT]),
    st.integers(0, 5),
    RANGES,
    st.sampled_from(Order),
    st.integers(0, 5),
    st.none() | st.frozensets(st.sampled_from(Kind), min_size=1),
)


class Home:
    """A home with a session and an index that stays open, like a reader's."""

    def __init__(self, folder: Path) -> None:
        self.folders = Folders(*(folder / part for part in Folders._fields))
        self.session = Session(self.folders, lambda: NOON)
        for topic in self.session.settings.topics:
            self.session.remove_topic(topic.name)
        for author in ("a. li", "B. Los"):
            self.session.follow(author)
        self.index = Index(self.folders.cache, self.session.library)

    def follow(self, topics: list[Topic]) -> None:
        for topic in self.session.settings.topics:
            self.session.remove_topic(topic.name)
        for topic in topics:
            self.session.add_topic(topic)
        self.index.follow(topics)

    def rank(self) -> None:
        """Score every paper, as a search by interest does."""
        everything = self.index.search()
        self.session.interest.rank(self.index, self.session.settings, everything, lambda: False)

    def shards(self) -> list[Path]:
        return sorted(self.folders.data.glob("*/*/*.json"))

    def in_index(self, query: Query, selection: Selection) -> list[IndexRow]:
        query = whole_query(self.session, query, selection)
        listing = self.index.search(query, scope_of(selection))
        rows = [row for row in listing.rows(0, len(listing)) if row]
        assert len(rows) == len(listing)
        assert [listing.position(row.id) for row in rows] == list(range(len(rows)))
        return rows

    def in_shards(self, query: Query, selection: Selection) -> list[IndexRow]:
        return [row_of(entry) for entry in scan(self.session, query, selection)]


def row_of(entry: Entry) -> IndexRow:
    one, announcement, mark = entry
    return IndexRow(
        one.id,
        one.title,
        one.authors,
        one.categories,
        announcement.day if announcement else None,
        announcement.kind if announcement else None,
        mark.is_read,
        mark.is_starred,
        mark.is_queued,
    )


def stop_after(times: int) -> Callable[[], bool]:
    counter = count()
    return lambda: next(counter) >= times


def unread(rows: list[IndexRow]) -> int:
    """How many of these are to be read."""
    return sum(not (row.read or (row.kind and row.kind.is_replacement)) for row in rows)


class IndexIsAScan(RuleBasedStateMachine):
    """Files change in every way they can; a reconciled index then says what the files say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.home = Home(Path(self.folder.name))
        self.steps = 0

    def teardown(self) -> None:
        self.home.index.close()
        self.folder.cleanup()

    @initialize(batches=st.lists(BATCHES, min_size=len(DAYS), max_size=len(DAYS)))
    def fill(self, batches: list[list[SourcePaper]]) -> None:
        for day, told in zip(DAYS, batches, strict=True):
            self.store(day, told, is_listing=True, tell=False)
        self.home.index.reconcile()

    @rule(day=st.sampled_from(DAYS), told=BATCHES, is_listing=st.booleans(), tell=st.booleans())
    def store(self, day: Day, told: list[SourcePaper], is_listing: bool, tell: bool) -> None:
        ids = [one.paper.id for one in told]
        self.home.session.library.store(Batch(day, told, [ids], is_listing=is_listing))
        if tell:
            self.home.index.wrote(days=[day])

    @rule(
        ids=st.lists(st.integers(1, 11).map(name), min_size=1, max_size=4, unique=True),
        action=st.sampled_from(sorted(ACTIONS)),
        tell=st.booleans(),
    )
    def mark(self, ids: list[PaperId], action: str, tell: bool) -> None:
        marked = self.home.session.mark_ids(ids, ACTIONS[action])
        if tell:
            self.home.index.wrote(papers=marked.changed)

    @rule(at=st.integers(0, 20))
    def delete_a_file(self, at: int) -> None:
        if shards := self.home.shards():
            shards[at % len(shards)].unlink()

    @rule(at=st.integers(0, 20), how=st.sampled_from(["drop", "title", "turn"]))
    def edit_a_file(self, at: int, how: str) -> None:
        days = [path for path in self.home.shards() if path.parent.parent.name == "library"]
        if not days:
            return
        path = days[at % len(days)]
        tables = json.loads(path.read_text())
        papers = tables["papers"]
        first = next(iter(papers))
        if how == "drop" and len(papers) > 1:
            del papers[first]
        elif how == "title":
            papers[first]["title"] += " LLM by hand"
        tables["papers"] = dict(reversed(papers.items())) if how == "turn" else papers
        path.write_text(json.dumps(tables))

    @rule(topics=TOPICS)
    def edit_topics(self, topics: list[Topic]) -> None:
        self.home.follow(topics)

    @rule(times=st.integers(0, 6))
    def reconcile_in_part(self, times: int) -> None:
        self.home.index.reconcile(stop_after(times))

    @rule()
    def start_again(self) -> None:
        self.home.index.close()

    @rule(asked=st.lists(ASKED, min_size=3, max_size=8))
    def search(self, asked: list[Asked]) -> None:
        did = self.home.index.reconcile()
        assert did.is_complete
        assert not did.damaged
        assert self.home.index.reconcile().changed == 0
        for one in asked:
            self.compare(one)

    @invariant()
    def holds_the_same(self) -> None:
        """After every few changes, so that some come between two reconciliations."""
        self.steps += 1
        if self.steps % 3:
            return
        assert self.home.index.reconcile().is_complete
        for text in (
            "",
            "d*",
            "-llm",
            "is:starred or note:x2",
            "is:starred",
            "topic:llm or topic:3d",
        ):
            for view, days in ((ALL, RANGE), (ALL, RANGE[1:]), (VIEWS[2], (None, None))):
                self.compare(Asked(text, view, 0, (days[-1], days[0]), Order.ANNOUNCED, 9))
            self.compare(Asked(text, ALL, 9, (None, None), Order.DATE, 9))

    def compare(self, asked: Asked) -> None:
        topics = [one.name for one in self.home.session.settings.topics]
        topic = topics[asked.topic] if asked.topic < len(topics) else None
        selection = Selection(asked.view, topic, *asked.days, kinds=asked.kinds)
        query = parsed(asked.text)
        self.home.rank()
        wanted = self.home.in_shards(query, selection)
        assert self.home.in_index(query, selection) == wanted
        whole = whole_query(self.home.session, query, selection)
        if (papers := self.home.index.how_many(whole, scope_of(selection))) is not None:
            assert papers == len(wanted)
        listed = find(self.home.session, query, selection, complain=pytest.fail)
        assert [row_of(entry) for entry in listed] == wanted
        scope = scope_of(selection)._replace(order=asked.order)
        everything = self.home.index.search(whole, scope)
        in_order = self.home.in_shards(query, selection._replace(order=asked.order))
        assert everything.rows(0, 99) == in_order
        some = self.home.index.search(whole, scope, asked.limit)
        assert some.rows(0, 99) == everything.rows(0, asked.limit)

    @rule(day=st.none() | st.sampled_from(DAYS))
    def count(self, day: Day | None) -> None:
        self.home.index.reconcile()
        selection = Selection.of_day(day) if day else Selection()
        listed = self.home.in_shards(parse(""), selection)
        scope = scope_of(selection)
        assert self.home.index.count(scope) == (len(listed), unread(listed))
        assert self.home.index.how_many(parse(""), scope) == len(listed)
        for name_, counted in self.home.index.topic_counts(scope).items():
            members = self.home.in_shards(parse(""), selection._replace(topic=name_))
            assert counted == (len(members), unread(members))
        library = self.home.session.library
        records = [record for day in library.days() if (record := library.day(day))]
        per_day = self.home.index.per_day()
        assert {day: one.papers for day, one in per_day.items()} == {
            record.day: len(record.announced) for record in records
        }
        for record in records:
            of_day = self.home.in_shards(parse(""), Selection.of_day(record.day))
            assert per_day[record.day].unread == unread(of_day)
            assert self.home.index.topic_papers(record.day) == {
                topic.name: frozenset(
                    row.id
                    for row in self.home.in_shards(
                        parse(""), Selection.of_day(record.day, topic=topic.name)
                    )
                )
                for topic in self.home.session.settings.topics
            }
            by_topic = self.home.index.topic_counts(scope_of(Selection.of_day(record.day)))
            assert self.home.index.topic_days([record.day]) == {
                name_: [counted.papers] for name_, counted in by_topic.items()
            }

    @rule(days=RANGES, kinds=st.none() | st.frozensets(st.sampled_from(Kind), min_size=1))
    def unread_is_unread_everywhere(
        self, days: tuple[Day | None, Day | None], kinds: frozenset[Kind] | None
    ) -> None:
        """Lists, views, queries, counts and JSON agree on what is unread."""
        self.home.index.reconcile()
        session, here = self.home.session, Selection(ALL, None, *days, kinds=kinds)
        entries = [*scan(session, parse(""), here)]
        records = map(marked_record, entries)
        wanted = [
            one["id"] for one in records if not one["read"] and "replace" not in str(one["kind"])
        ]
        in_view = here._replace(view=view_named("unread"))
        assert [entry.id for entry in list_papers(session, in_view)] == wanted
        assert [entry.id for entry in list_papers(session, here) if entry.is_unread] == wanted
        assert [row.id for row in self.home.in_index(parse(""), in_view)] == wanted
        for text in ("is:unread", "is:unread (/./ or -/./)"):
            assert [row.id for row in self.home.in_shards(parse(text), here)] == wanted
            assert [row.id for row in self.home.in_index(parse(text), here)] == wanted
        listing = self.home.index.search(parse(""), scope_of(here))
        assert listing.unread() == self.home.index.count(scope_of(here)).unread == len(wanted)
        assert tally(entries).unread == {*wanted}


TestIndexIsAScan = IndexIsAScan.TestCase
TestIndexIsAScan.settings = settings(max_examples=4, stateful_step_count=8, deadline=None)


class IndexIsAScanAtLength(IndexIsAScan):
    """The same, for as long as it takes to meet rare cases."""


TestIndexIsAScanAtLength = pytest.mark.long(IndexIsAScanAtLength.TestCase)
TestIndexIsAScanAtLength.settings = settings(
    max_examples=100, stateful_step_count=10, deadline=None
)


@given(st.lists(st.text() | SEEN, min_size=1, max_size=3), st.text() | SEEN)
def test_the_index_splits_text_as_a_scan_does(authors: list[str], text: str) -> None:
    one = paper(1, title=f"T {text}", authors=tuple(authors), abstract=text)
    connection = sqlite3.connect(":memory:")
    connection.execute(
        f"CREATE VIRTUAL TABLE t USING fts5 (title, authors, abstract, tokenize = '{TOKENIZER}')"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)")
    connection.execute("INSERT INTO t VALUES (?, ?, ?)", searched(one))
    rows = connection.execute("SELECT col, term FROM v ORDER BY offset").fetchall()
    connection.close()
    scanned = SubjectTexts(Subject(one))
    for part in (TextPart.TITLE, TextPart.AUTHORS, TextPart.ABSTRACT):
        assert [term for column, term in rows if column == part] == scanned.folded(part).split()


KILLED = """
import os, signal, sys
from itertools import count
from pathlib import Path
from paperterm.config.settings import TOPICS
from paperterm.library import Library
from paperterm.library.index import Index

counter = count()

def stop():
    if next(counter) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return False

home = Path(sys.argv[1])
Index(home / "cache", Library(home / "data"), TOPICS).reconcile(stop)
"""


@given(st.lists(st.integers(0, 70), min_size=1, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=2)
def test_a_killed_run_is_continued(kills: list[int], chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.follow(list(DEFAULT_TOPICS))
        for kill in kills:
            fill(home, chance)
            done = subprocess.run([sys.executable, "-c", KILLED, folder, str(kill)], check=False)
            assert done.returncode in (-signal.SIGKILL, 0)
        assert home.index.reconcile().is_complete
        for text in ("", "diff*", "llm -graph", "topic:llm", "is:replaced"):
            for topic in (None, "LLM"):
                query, selection = parse(text), Selection(topic=topic)
                assert home.in_index(query, selection) == home.in_shards(query, selection)
        home.index.close()


def fill(home: Home, chance: random.Random) -> None:
    """Thirty days, most papers on several of them."""
    for day in (Day(2026, 1, 1 + number) for number in range(30)):
        told = [
            SourcePaper(
                paper(number, " ".join(chance.sample(WORDS, 3)), abstract=chance.choice(WORDS))
            )
            for number in chance.sample(range(1, 200), 12)
        ]
        ids = [one.paper.id for one in told]
        home.session.library.store(Batch(day, told, [ids], is_listing=True))
