"""Keeping what was found as a view: a query that says where it was looked for, too."""

from __future__ import annotations

from paperterm.query import Field, MatchForm, Query, Term, all_of, parse
from paperterm.session.selection import Selection

_BY_MARKS = {"unread": "unread", "starred": "starred", "queue": "queued"}


def view_query(query: Query, selection: Selection) -> Query:
    """A query that finds in the whole library what `query` finds in a selection of any days.

    Raises:
        QueryError: The query of the selection's view cannot be read.
    """
    parts = [parse(selection.view.query)] if selection.view.query else []
    if flag := _BY_MARKS.get(selection.view.name):
        parts.append(Term(Field.IS, flag))
    if selection.topic is not None:
        parts.append(Term(Field.TOPIC, selection.topic, MatchForm.PHRASE))
    return all_of([*parts, query])
