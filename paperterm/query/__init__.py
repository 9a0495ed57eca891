"""The query language of the filter bar, views and the command line.

`parse` reads a query, and `str()` prints it. `fields` has the fields, `match.matcher` tests papers,
`full_text.split` makes an expression for FTS5, and `highlight.highlights` returns the places to
highlight. The language is described in docs/query.md.
"""

from paperterm.query.fields import Field
from paperterm.query.parse import TypedQuery, parse, parse_typed
from paperterm.query.readers import MatchForm
from paperterm.query.tree import (
    EVERYTHING,
    All,
    Any,
    Not,
    Query,
    Term,
    all_of,
    needs,
    only_marked,
    terms,
    with_ids,
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
    "TypedQuery",
    "all_of",
    "needs",
    "only_marked",
    "parse",
    "parse_typed",
    "terms",
    "with_ids",
]
