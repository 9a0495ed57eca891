"""What is kept: days as announced, and marks, each in TinyDB files that are replaced whole."""

from paperterm.library.day_files import DayRecord, Outcome
from paperterm.library.fetchlog import FetchLog
from paperterm.library.library import Library

__all__ = ["DayRecord", "FetchLog", "Library", "Outcome"]
