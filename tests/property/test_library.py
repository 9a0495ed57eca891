"""The library against a plain dictionary, and the order of a day that is told in parts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from paperterm.library import Library
from paperterm.library.merge import merge
from paperterm.library.order import weave
from paperterm.model import Day, Mark, Paper, PaperId
from tests.building import DAY, NOON, digest, later, listing, name

NAMES = st.lists(st.sampled_from("abcdefghijkl"), unique=True, max_size=12)


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[str], list[str], list[list[str]]]:
    """A true order, the same names in another, and runs that agree with the true one."""
    true = draw(NAMES)
    parts = st.lists(st.sampled_from(true), unique=True).map(
        lambda part: sorted(part, key=true.index)
    )
    return true, draw(st.permutations(true)), draw(st.lists(parts, max_size=5)) if true else []


@given(orders())
def test_weaving_respects_every_run(told: tuple[list[str], list[str], list[list[str]]]) -> None:
    true, names, runs = told
    woven = weave(names, runs)
    assert sorted(woven) == sorted(names)
    for run in runs:
        assert [one for one in woven if one in run] == run
    assert weave(woven, runs) == woven
    assert weave(names, [true]) == true
    assert weave(names, []) == names


@given(NAMES, st.lists(NAMES, max_size=5))
def test_weaving_contradictions_keeps_every_name_and_the_first_run(
    names: list[str], runs: list[list[str]]
) -> None:
    woven = weave(names, runs)
    assert sorted(woven) == sorted(names)
    assert weave(woven, runs) == woven
    for run in runs[:1]:
        known = [one for one in run if one in names]
        assert [one for one in woven if one in known] == known


@given(orders())
def test_names_that_no_run_orders_stay_as_they_were(
    told: tuple[list[str], list[str], list[list[str]]],
) -> None:
    _, names, runs = told
    free = [one for one in names if not any(one in run for run in runs)]
    woven = weave(names, runs)
    assert [one for one in woven if one in free] == free


TEXTS = st.none() | st.sampled_from(["", "a", "b"])
SOURCES = st.builds(
    Paper,
    st.integers(1, 6).map(name),
    st.sampled_from(["A title", "Another"]),
    abstract=TEXTS,
    authors=st.lists(st.sampled_from("AB"), max_size=2).map(tuple),
    authors_truncated=st.booleans(),
    categories=st.lists(st.sampled_from(["cs.AI", "cs.LG"]), max_size=2, unique=True).map(tuple),
    version=st.none() | st.integers(1, 3),
    published=st.none() | st.just(NOON),
    extra=st.dictionaries(
        st.sampled_from("xyz"), st.sampled_from([None, 0, False, [], {}, "v"]), max_size=2
    ),
)
# As every source does, the first category is the primary one.
PAPERS = SOURCES.map(lambda one: replace(one, primary_category="".join(one.categories[:1]) or None))
BATCHES = st.lists(PAPERS, unique_by=lambda one: one.id, max_size=5)
DAYS = st.sampled_from([DAY, Day(2026, 2, 11), Day(2025, 12, 30)])
IDS = st.lists(st.integers(1, 8).map(name), max_size=3, unique=True)
CHANGES: dict[str, Callable[[Mark, datetime], Mark]] = {
    "star": lambda mark, now: mark.set_starred(True, now),
    "unstar": lambda mark, now: mark.set_starred(False, now),
    "read": lambda mark, now: mark.set_read(True, now),
    "queue": lambda mark, now: mark.set_queued(True, now),
    "dismiss": lambda mark, now: mark.set_dismissed(True, now),
    "tag": lambda mark, now: mark.set_tag("t", True, now),
    "note": lambda mark, now: mark.set_note("n", now),
    "nothing": lambda mark, now: mark,
}


class LibraryIsADictionary(RuleBasedStateMachine):
    """What the library should hold is worked out in two plain dictionaries beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.library = Library(Path(self.folder.name))
        self.papers: dict[Day, dict[PaperId, Paper]] = {}
        self.marks: dict[PaperId, Mark] = {}
        self.seconds = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(day=DAYS, papers=BATCHES, as_listing=st.booleans())
    def store(self, day: Day, papers: list[Paper], as_listing: bool) -> None:
        outcome = self.library.store(
            listing(*papers, day=day) if as_listing else digest(papers, day=day)
        )
        known = self.papers.setdefault(day, {}) if papers else self.papers.get(day, {})
        wanted = {
            one.id: merge(known[one.id], one).paper if one.id in known else one for one in papers
        }
        changed = {id_ for id_ in wanted if id_ in known and wanted[id_] != known[id_]}
        new = wanted.keys() - known.keys()
        assert (outcome.new, outcome.changed) == (len(new), len(changed))
        assert outcome.unchanged == len(papers) - len(new) - len(changed)
        known |= wanted
        if as_listing and set(wanted) >= set(known):
            record = self.library.day(day)
            order = [one.paper.id for one in record.announced] if record else []
            assert order == [one.id for one in papers]

    @rule(ids=IDS, change=st.sampled_from(sorted(CHANGES)), back=st.integers(-3, 3))
    def mark(self, ids: list[PaperId], change: str, back: int) -> None:
        self.seconds += back
        now = later(self.seconds)
        changed = self.library.change({id_: lambda mark: CHANGES[change](mark, now) for id_ in ids})
        for id_ in ids:
            old = self.marks.get(id_, Mark(id_))
            new = CHANGES[change](old, now)
            assert (id_ in changed) == (new != old)
            self.marks[id_] = new

    @precondition(lambda self: self.papers)
    @rule()
    def start_again(self) -> None:
        self.library = Library(Path(self.folder.name))

    @invariant()
    def holds_the_same(self) -> None:
        assert self.library.days() == sorted(self.papers, reverse=True)
        for day, papers in self.papers.items():
            record = self.library.day(day)
            assert record
            assert {one.paper.id: one.paper for one in record.announced} == papers
        assert self.library.marks(self.marks) == self.marks
        assert {mark.id: mark for mark in self.library.all_marks()} == {
            id_: mark for id_, mark in self.marks.items() if mark != Mark(id_)
        }


TestLibraryIsADictionary = LibraryIsADictionary.TestCase
TestLibraryIsADictionary.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
