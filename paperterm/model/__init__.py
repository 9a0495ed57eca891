"""The data model, frozen: ids, days, papers, announcements, marks."""

from paperterm.model.days import Day, has_mailing
from paperterm.model.ids import PaperId, PaperRef
from paperterm.model.marks import Keepsake, Mark, Note, Stamped
from paperterm.model.papers import (
    AnnouncedPaper,
    Announcement,
    Batch,
    Entry,
    Kind,
    Order,
    Paper,
    SourcePaper,
    Status,
)

__all__ = [
    "AnnouncedPaper",
    "Announcement",
    "Batch",
    "Day",
    "Entry",
    "Keepsake",
    "Kind",
    "Mark",
    "Note",
    "Order",
    "Paper",
    "PaperId",
    "PaperRef",
    "SourcePaper",
    "Stamped",
    "Status",
    "has_mailing",
]
