"""What the reader, the command line and the tests all drive; it knows no widget."""

from paperterm.session.marking import MarkChange, queue, read, star
from paperterm.session.selection import ALL, VIEWS, Period, Selection
from paperterm.session.session import Marked, PaperHistory, Session

__all__ = [
    "ALL",
    "VIEWS",
    "MarkChange",
    "Marked",
    "PaperHistory",
    "Period",
    "Selection",
    "Session",
    "queue",
    "read",
    "star",
]
