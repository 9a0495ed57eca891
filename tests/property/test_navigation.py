"""Where the user is: whatever steps are taken, the list to show follows from them alone."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from paperterm.config.views import VIEWS
from paperterm.model import Day, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.query.parse import parse
from paperterm.tui.reader.location import Location, SidebarRow
from paperterm.tui.reader.navigation import ListingRequest, Navigation

FIRST = Day(2026, 2, 1)

days = st.integers(0, 5).map(lambda number: FIRST + timedelta(number))
choices = st.builds(SidebarRow, st.sampled_from(VIEWS), st.sampled_from([None, "Diffusion"]))
locations = st.builds(Location, choices, days)
queries = st.sampled_from(["diffusion", "au:ho", "is:starred"]).map(parse)
papers = st.integers(1, 9).map(lambda number: PaperId(f"2602.{number:05}"))
maybe_row = st.none() | st.integers(0, 9)


class Steps(RuleBasedStateMachine):
    """A navigation, beside what a user would remember of it."""

    def __init__(self) -> None:
        super().__init__()
        self.navigation = Navigation(Location(day=FIRST))
        self.location = self.navigation.location
        self.search: ListingRequest | None = None
        self.listed: ListingRequest | None = None
        self.before_search: ListingRequest | None = None
        self.cursor: PaperId | None = None

    @rule(location=locations)
    def go(self, location: Location) -> None:
        self.navigation = self.navigation.go_to(location)
        self.location = location

    @rule(location=locations, paper=st.none() | papers)
    def visit(self, location: Location, paper: PaperId | None) -> None:
        self.navigation = self.navigation.visit(location, paper).read(self.cursor, stay=False)
        self.location, self.search, self.before_search = location, None, None
        if paper:
            assert self.navigation.target(self.cursor) == paper

    @rule(query=queries, everywhere=st.booleans())
    def find(self, query: Query, everywhere: bool) -> None:
        request = ListingRequest(query, self.location.selection)
        if self.search is None:
            self.before_search = self.listed
        self.navigation = self.navigation.start_search(request, everywhere=everywhere)
        self.search = request
        assert self.navigation.is_everywhere is everywhere

    @precondition(lambda self: self.search)
    @rule()
    def stop_searching(self) -> None:
        is_back = self.navigation.can_return
        here = ListingRequest(EVERYTHING, self.location.selection)
        assert is_back == (self.before_search == here)
        self.navigation = self.navigation.end_search()
        self.search, self.before_search = None, None
        if is_back:
            self.listed = here

    @rule()
    def something_changed_on_disk(self) -> None:
        self.navigation = self.navigation.forget_origin()
        self.before_search = None

    @rule(stay=st.booleans())
    def read(self, stay: bool) -> None:
        self.navigation = self.navigation.read(self.cursor, stay=stay)
        is_same = self.listed == self.navigation.request and not self.navigation.is_moving
        if stay and is_same and self.cursor:
            assert self.navigation.target(self.cursor) == self.cursor

    @rule()
    def arrived(self) -> None:
        self.navigation = self.navigation.show(self.navigation.request)
        self.listed = self.navigation.request
        assert not self.navigation.is_moving
        assert self.navigation.keeps_cursor(self.listed, 0)

    @rule(paper=papers)
    def move_cursor(self, paper: PaperId) -> None:
        self.cursor = paper
        if self.listed and not self.listed.is_search:
            self.navigation = self.navigation.remember(paper, self.listed.selection)

    @invariant()
    def shows_the_search_or_the_location(self) -> None:
        navigation = self.navigation
        here = ListingRequest(EVERYTHING, self.location.selection)
        assert navigation.location == self.location
        assert navigation.search == self.search
        assert navigation.request == (self.search or here)
        assert navigation.is_searching == (self.search is not None)
        assert navigation.listed == self.listed


TestSteps = Steps.TestCase


@given(locations, papers, st.none() | papers)
def test_the_cursor_comes_back_to_where_it_was_left(
    location: Location, left: PaperId, current: PaperId | None
) -> None:
    here = Navigation(location).remember(left, location.selection)
    elsewhere = here.go_to(location.with_day(FIRST - timedelta(9)))
    back = elsewhere.go_to(location).read(current, stay=False)
    assert back.target(current) == left


@given(locations, queries, maybe_row)
def test_another_listing_takes_the_cursor_where_it_says(
    location: Location, query: Query, row: int | None
) -> None:
    here = Navigation(location)
    here = here.show(here.request)
    found = ListingRequest(query, location.selection)
    assert not here.keeps_cursor(found, row)
    assert here.keeps_cursor(here.request, row)
    moving = here.read(None, stay=False)
    assert moving.keeps_cursor(here.request, row) == (row is None)
