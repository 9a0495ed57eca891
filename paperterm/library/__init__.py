"""The library: days as announced, and marks, in TinyDB files that are replaced whole."""

from paperterm.library.day_files import DayRecord, Outcome
from paperterm.library.library import Library

__all__ = ["DayRecord", "Library", "Outcome"]
