"""What the reader, the command line and the tests all drive; it knows no widget."""

from paperterm.session.marking import Action, queue, read, star
from paperterm.session.selection import ALL, VIEWS, Selection, Span
from paperterm.session.session import Marked, Session, Shown

__all__ = [
    "ALL",
    "VIEWS",
    "Action",
    "Marked",
    "Selection",
    "Session",
    "Shown",
    "Span",
    "queue",
    "read",
    "star",
]
