"""Find the places in a text where the words of a query occur."""

from __future__ import annotations

import re

from paperterm.query import patterns
from paperterm.query.conditions import FitsRegex, HasAuthor, HasWords
from paperterm.query.fold import TokenSpan, folded_authors, token_spans
from paperterm.query.tree import Query, TextPart, terms


def highlights(query: Query, text: str, part: TextPart) -> list[tuple[int, int]]:
    """Return the places of the words, phrases and regexes of a query, without excluded ones.

    Args:
        query: The query.
        text: The text as shown, not folded.
        part: Which text of a paper it is.

    Returns:
        Start and end of each place, in order; overlapping places are joined. A phrase is one place,
        and so is the whole word of a prefix.
    """
    found: list[tuple[int, int]] = []
    spans: list[TokenSpan] | None = None
    wanted = [
        term.condition for term, positive in terms(query) if positive and part in term.field.parts
    ]
    for condition in dict.fromkeys(wanted):
        if isinstance(condition, FitsRegex):
            found += patterns.spans(condition.pattern, text)
        elif isinstance(condition, HasAuthor):
            found += _authors(condition, text)
        elif isinstance(condition, HasWords) and condition.tokens:
            spans = token_spans(text) if spans is None else spans
            for tokens in condition.spellings:
                found += _occurrences(tokens, spans, condition.prefix)
    return _joined(found)


def _authors(condition: HasAuthor, text: str) -> list[tuple[int, int]]:
    """Return the places of whole authors in a list with commas."""
    return [
        one.span()
        for one in re.finditer(r"[^,\s][^,]*", text)
        if re.search(condition.pattern, f" {folded_authors([one[0]])} ")
    ]


def _occurrences(
    tokens: tuple[str, ...], spans: list[TokenSpan], prefix: bool
) -> list[tuple[int, int]]:
    """Return the places of the tokens in a row."""
    *before, last = tokens
    count = len(tokens)
    found = []
    for at in range(len(spans) - count + 1):
        end = spans[at + count - 1]
        if end.token != last and not (prefix and end.token.startswith(last)):
            continue
        if all(spans[at + nth].token == token for nth, token in enumerate(before)):
            found.append((spans[at].start, end.end))
    return found


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places in order, joined where they overlap or touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
