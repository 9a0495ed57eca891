"""The one filter language: what a user asks for in the filter bar, a view or on the command line.

`parse` reads it, `str()` prints it back, `matcher` tests a paper, `fts.split` says it to an index,
`highlights` shows what was found. The language itself is described in docs/query.md.
"""

from paperterm.query.parse import entered, parse, parse_typing, saved_query
from paperterm.query.tree import (
    EVERYTHING,
    All,
    Any,
    Field,
    MatchForm,
    Not,
    Query,
    Term,
    all_of,
    fields,
    terms,
)

__all__ = [
    "EVERYTHING",
    "All",
    "Any",
    "Field",
    "MatchForm",
    "Not",
    "Query",
    "Term",
    "all_of",
    "entered",
    "fields",
    "parse",
    "parse_typing",
    "saved_query",
    "terms",
]
