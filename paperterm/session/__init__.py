"""The session: what the reader and the command line do to a library; it knows no widget."""

from paperterm.session.marking import MarkChange, queue, read, star
from paperterm.session.selection import ALL, VIEWS, Period, Selection
from paperterm.session.session import ChangedMarks, PaperHistory, Session

__all__ = [
    "ALL",
    "VIEWS",
    "ChangedMarks",
    "MarkChange",
    "PaperHistory",
    "Period",
    "Selection",
    "Session",
    "queue",
    "read",
    "star",
]
