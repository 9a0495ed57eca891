"""How a list of papers is sorted."""

from __future__ import annotations

from enum import StrEnum


class Order(StrEnum):
    """How a list is sorted. Papers that are alike stand in announcement order."""

    ANNOUNCED = "announced"
    DATE = "date"
    TITLE = "title"
    AUTHOR = "author"
    CATEGORY = "category"
    QUEUE = "queue"

    @property
    def called(self) -> str:
        """What a list in this order is called."""
        return "as announced" if self is Order.ANNOUNCED else f"by {self}"

    @property
    def says(self) -> str:
        """What comes first, in a few words."""
        return _SAYS[self]


_SAYS = {
    Order.ANNOUNCED: "by announcement, newest day first",
    Order.DATE: "by date of submission, newest first",
    Order.TITLE: "by title",
    Order.AUTHOR: "by first author",
    Order.CATEGORY: "by category",
    Order.QUEUE: "as it waits in the queue, the rest behind it",
}
