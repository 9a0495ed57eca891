"""What paperterm is about, as frozen data: ids, days, papers, announcements, marks."""

from paperterm.model.days import Day, has_mailing
from paperterm.model.ids import PaperId, PaperRef
from paperterm.model.marks import Keepsake, Mark, Stamped
from paperterm.model.papers import Announced, Announcement, Batch, Entry, Kind, Paper, Status, Told
from paperterm.model.sorting import Order

__all__ = [
    "Announced",
    "Announcement",
    "Batch",
    "Day",
    "Entry",
    "Keepsake",
    "Kind",
    "Mark",
    "Order",
    "Paper",
    "PaperId",
    "PaperRef",
    "Stamped",
    "Status",
    "Told",
    "has_mailing",
]
