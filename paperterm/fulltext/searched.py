"""The text of a whole paper that `full:` searches in."""

from __future__ import annotations

from paperterm.fulltext.document import blocks_text
from paperterm.fulltext.parse import parse
from paperterm.query.fold import folded


def searched_text(page: bytes) -> str:
    """Return the words of a page, folded, with a space around each."""
    return f" {folded(blocks_text(parse(page).blocks))} "
