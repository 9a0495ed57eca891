"""The signs in lists and panes, and what they mean, as the help shows them."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
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

SHADES = Sign("░▒▓█", "papers, few to many; right half: unread", _DAYS)
GAP = Sign("·", "not fetched: a gap", _DAYS)
EMPTY = Sign("○", "fetched, without papers", _DAYS)
UNCOUNTED = Sign("?", "not counted yet", _DAYS)
TODAY = Sign("◂", "today", _DAYS)

SIGNS = (
    Sign("●", "unread", _LIST),
    Sign("△", "read, and changed since", _LIST),
    Sign("★", "starred", _LIST),
    Sign("×", "dismissed as not for you", _LIST),
    Sign("≡", "in the queue", _LIST),
    Sign("▤", "queued, and saved in full", _LIST),
    Sign("@", "by an author you follow", _LIST),
    Sign("z", "in your Zotero library", _LIST),
    Sign("▁▂▄▆█", "how much you may want it, by interest", _LIST),
    Sign("~", "a guess: you kept fewer than five", _LIST),
    Sign("?", "worth a try: little like your marks", _LIST),
    Sign("#tag", "a tag of yours", _LIST),
    Sign("noted", "you wrote a note on it", _LIST),
    Sign("replaced", "a new version of an older paper", _LIST),
    Sign("cross-listed", "new here, from another category", _LIST),
    Sign("▌", "the cursor is here", _LIST),
    Sign("┃", "in the range: keys act on all of it", _LIST),
    Sign("▲▼", "the cursor is above, or below", _LIST),
    Sign("…", "truncated", _LIST),
    Sign("▁▄▇", "papers on each of the last days", _SIDE),
    Sign("+3 −2", "numbers of new and of removed words", _PANE),
    Sign("{+new+}", "new words, in ASCII or no colours", _PANE),
    Sign("[-gone-]", "removed words, in ASCII or no colours", _PANE),
    Sign("┃", "scroll position", _PANE),
    SHADES,
    GAP,
    EMPTY,
    UNCOUNTED,
    TODAY,
)
