"""The index: a disposable SQLite file that makes searching the library fast."""

from paperterm.library.index.counts import Count, DayCount
from paperterm.library.index.index import Index
from paperterm.library.index.listing import DayGroup, IndexRow, Listing
from paperterm.library.index.reconcile import Progress, Reconciled
from paperterm.library.index.sql import Scope

__all__ = [
    "Count",
    "DayCount",
    "DayGroup",
    "Index",
    "IndexRow",
    "Listing",
    "Progress",
    "Reconciled",
    "Scope",
]
