"""The signs in lists and panes, and what they mean, as the help shows them."""

from __future__ import annotations

from typing import NamedTuple


class Symbol(NamedTuple):
    """A sign.

    Attributes:
        drawn: Its glyphs.
        means: What it means, in a few words.
        group: The heading in the help.
    """

    drawn: str
    means: str
    group: str


_LIST, _SIDE, _PANE, _DAYS = (
    *("Signs in a list of papers", "Signs in the sidebar"),
    *("Signs in the abstract", "Signs in the calendar"),
)

SHADES = Symbol("░▒▓█", "papers, few to many; right half: unread", _DAYS)
GAP = Symbol("·", "not fetched: a gap", _DAYS)
EMPTY = Symbol("○", "fetched, without papers", _DAYS)
UNCOUNTED = Symbol("?", "not counted yet", _DAYS)
TODAY = Symbol("◂", "today", _DAYS)

SIGNS = (
    Symbol("●", "unread", _LIST),
    Symbol("△", "read, and changed since", _LIST),
    Symbol("★", "starred", _LIST),
    Symbol("≡", "in the queue", _LIST),
    Symbol("@", "by an author whom you follow", _LIST),
    Symbol("#tag", "a tag of yours", _LIST),
    Symbol("noted", "you wrote a note on it", _LIST),
    Symbol("replaced", "a new version of an older paper", _LIST),
    Symbol("cross-listed", "new here, from another category", _LIST),
    Symbol("▌", "the cursor is here", _LIST),
    Symbol("┃", "in the range that marks go to", _LIST),
    Symbol("▲▼", "the cursor is further up, or down", _LIST),
    Symbol("…", "truncated", _LIST),
    Symbol("▁▄▇", "papers on each of the last days", _SIDE),
    Symbol("+3 −2", "words that are new, words that are gone", _PANE),
    Symbol("{+new+}", "new words, in ASCII or without colours", _PANE),
    Symbol("[-gone-]", "gone words, in ASCII or without colours", _PANE),
    Symbol("┃", "scroll position", _PANE),
    SHADES,
    GAP,
    EMPTY,
    UNCOUNTED,
    TODAY,
)
