"""The query language of the filter bar, views and the command line.

`parse.parse` reads a query, and `str()` prints it. `fields` has the fields, which a query without
terms does without: they are not imported here. `match.matcher` tests papers,
`full_text.split` makes an expression for FTS5, and `highlight.highlights` returns the places to
highlight. The language is described in docs/query.md.
"""

from paperterm.query.tree import (
    EVERYTHING,
    All,
    Any,
    MatchForm,
    Not,
    Query,
    Term,
    all_of,
    needs,
    only_marked,
    terms,
)

__all__ = [
    "EVERYTHING",
    "All",
    "Any",
    "MatchForm",
    "Not",
    "Query",
    "Term",
    "all_of",
    "needs",
    "only_marked",
    "terms",
]
