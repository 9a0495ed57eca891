"""Where the user is and what the list shows: a frozen value, and pure steps from one to the next.

`Browser` keeps the current value, and reads and shows what it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from paperterm.model import PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.session import Selection
from paperterm.tui.reader.location import Location


class ListingRequest(NamedTuple):
    """A selection, and the query that narrows it."""

    query: Query
    selection: Selection

    @property
    def is_search(self) -> bool:
        """Whether a query narrows the selection."""
        return self.query is not EVERYTHING


class Navigation(NamedTuple):
    """Where the user is.

    Attributes:
        location: The row of the sidebar, the days, the order and the kinds shown.
        search: The request shown instead of the location's; None without a search.
        is_everywhere: Whether the search covers the whole library.
        title: What the search is, if the user did not type it.
        listed: The listing on the screen; None before the first one, and while it is sorted.
        origin: The listing on the screen when the search began; None once it is out of date.
        cursors: The paper last under the cursor in each selection.
        is_moving: Whether the cursor leaves its paper when the listing arrives.
    """

    location: Location
    search: ListingRequest | None = None
    is_everywhere: bool = False
    title: str = ""
    listed: ListingRequest | None = None
    origin: ListingRequest | None = None
    cursors: Mapping[Selection, PaperId] = {}
    is_moving: bool = False

    @property
    def request(self) -> ListingRequest:
        """The listing that the list should show."""
        return self.search or self._of_location

    @property
    def is_searching(self) -> bool:
        """Whether the list shows what a query finds."""
        return self.search is not None

    @property
    def can_return(self) -> bool:
        """Whether the listing from before the search is the one to show after it."""
        return self.origin == self._of_location

    def go_to(self, location: Location) -> Navigation:
        """Change the location; a search stays until it is repeated there."""
        return self._replace(location=location)

    def sort(self, location: Location) -> Navigation:
        """Change the order, or make the same one anew: the list begins at its top."""
        others = {one: id_ for one, id_ in self.cursors.items() if one != location.selection}
        return self._replace(location=location, listed=None, cursors=others)

    def visit(self, location: Location, paper: PaperId | None = None) -> Navigation:
        """Change the location and end the search; the cursor goes to a paper there, if given."""
        visited = self._replace(location=location, search=None, title="", origin=None)
        return visited.remember(paper, location.selection) if paper else visited

    def start_search(
        self, request: ListingRequest, *, everywhere: bool, title: str = ""
    ) -> Navigation:
        """Show what a query finds; `end_search` returns to the listing before the first query."""
        origin = self.origin if self.is_searching else self.listed
        return self._replace(search=request, is_everywhere=everywhere, title=title, origin=origin)

    def end_search(self) -> Navigation:
        """Show the location's papers: the listing before the search if `can_return`."""
        if self.can_return:
            return self._replace(
                search=None, title="", listed=self.origin, origin=None, is_moving=False
            )
        return self._replace(search=None, title="", origin=None)

    def forget_origin(self) -> Navigation:
        """Note that the listing from before the search is out of date."""
        return self._replace(origin=None)

    def read(self, current: PaperId | None, *, stay: bool) -> Navigation:
        """Note that the listing is being read.

        Args:
            current: The paper under the cursor.
            stay: Keep the cursor on it, unless the listing is another one.
        """
        if not stay or self.listed != self.request:
            return self._replace(is_moving=True)
        if current and not self.is_moving and not self.request.is_search:
            return self.remember(current, self.request.selection)
        return self

    def target(self, current: PaperId | None) -> PaperId | None:
        """The paper that the cursor goes to in the listing being read.

        Args:
            current: The paper under the cursor.
        """
        if not self.is_moving and current:
            return current
        return None if self.request.is_search else self.cursors.get(self.request.selection)

    def keeps_cursor(self, request: ListingRequest, row: int | None) -> bool:
        """Whether the cursor stays on its paper in a listing that arrived.

        Args:
            request: What was read.
            row: The row of the target in it, where it is known.
        """
        return request == self.listed and not (self.is_moving and row is not None)

    def show(self, request: ListingRequest) -> Navigation:
        """Note that a listing is on the screen."""
        return self._replace(listed=request, is_moving=False)

    def remember(self, paper: PaperId, selection: Selection) -> Navigation:
        """Note the paper under the cursor, to come back to it."""
        if self.cursors.get(selection) == paper:
            return self
        return self._replace(cursors={**self.cursors, selection: paper})

    @property
    def _of_location(self) -> ListingRequest:
        return ListingRequest(EVERYTHING, self.location.selection)
