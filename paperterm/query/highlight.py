"""Where the words that a query asks for stand in a text."""

from __future__ import annotations

from paperterm.query import patterns
from paperterm.query.fold import TokenSpan, places, tokens
from paperterm.query.tree import Field, MatchForm, Query, Term, terms

_IN_TEXT = (Field.TITLE, Field.AUTHORS, Field.ABSTRACT)


def highlights(query: Query, text: str, field: Field) -> list[tuple[int, int]]:
    """Where words, phrases and regexes stand that are asked for, never those that are left out.

    Args:
        query: What is asked for.
        text: As it is shown; it need not be folded.
        field: What of a paper it is: title, authors, abstract or note.

    Returns:
        Start and end of each place, in order, none inside or touching another. A phrase is one
        place; of a word that a prefix began, the whole word is.
    """
    found: list[tuple[int, int]] = []
    standing: list[TokenSpan] | None = None
    for term in dict.fromkeys(_asked(query, field)):
        if term.form is MatchForm.REGEX:
            found += patterns.spans(patterns.compiled(term.text), text)
        elif said := tokens(term.text):
            standing = places(text) if standing is None else standing
            found += _spans(said, standing, prefix=term.prefix)
    return _apart(found)


def _asked(query: Query, field: Field) -> list[Term]:
    wanted = (field, Field.TEXT) if field in _IN_TEXT else (field,)
    return [term for term, positive in terms(query) if positive and term.field in wanted]


def _spans(
    said: tuple[str, ...], standing: list[TokenSpan], *, prefix: bool
) -> list[tuple[int, int]]:
    """Where some tokens stand one behind the other."""
    *before, last = said
    count = len(said)
    found = []
    for at in range(len(standing) - count + 1):
        end = standing[at + count - 1]
        if end.token != last and not (prefix and end.token.startswith(last)):
            continue
        if all(standing[at + nth].token == token for nth, token in enumerate(before)):
            found.append((standing[at].start, end.end))
    return found


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places in order, with those in one that overlap or touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
