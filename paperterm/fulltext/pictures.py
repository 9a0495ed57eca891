"""Where the pictures of a paper are at arXiv, and how much room they get on a page."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote, urlsplit

from paperterm.fulltext.document import Frame
from paperterm.model import PaperId

_TEXT_WIDTH = 400
"""Pixels from which a picture gets all of the width; LaTeXML's lines of text have about 600."""
_LONGEST = 300
_FOLDER = "/html/"


def picture_path(id_: PaperId, version: int | None, base: str, source: str) -> str | None:
    """Return the path of a picture below arXiv's `/html/`, percent-encoded; None if it has none.

    Only what is in the folder of the paper itself is a picture of it: a page cannot make the reader
    ask for anything else.

    Args:
        id_: The paper.
        version: The version that the page shows, if known.
        base: The address that those of the page are relative to, if it gives one.
        source: The address as the page has it.
    """
    try:
        parts, base_path = urlsplit(source.strip()), urlsplit(base.strip()).path
    except ValueError:
        return None
    if parts.scheme not in ("", "https") or parts.netloc not in ("", "arxiv.org"):
        return None
    folder = f"{id_}v{version}" if version else str(id_)
    path = unquote(parts.path)
    if not path.startswith("/"):
        is_whole = re.match(rf"{re.escape(id_)}(?:v[0-9]+)?/", path)
        inside = unquote(base_path) if base_path.startswith(_FOLDER) else f"{_FOLDER}{folder}/"
        path = f"{_FOLDER}{path}" if is_whole else f"{inside.rpartition('/')[0]}/{path}"
    path = posixpath.normpath(path)
    own = re.compile(rf"{_FOLDER}({re.escape(id_)}(?:v[0-9]+)?/.+)", re.DOTALL)
    found = own.fullmatch(path)
    if not found or not found[1].isprintable() or "\\" in path or len(path) > _LONGEST:
        return None
    return quote(found[1])


def cells(frame: Frame, width: int) -> tuple[int, int]:
    """Return how many columns and rows a picture takes on a page, at least one each."""
    share = min(1.0, frame.width / _TEXT_WIDTH)
    columns = max(1, min(width, round(width * share)))
    shape = frame.height / frame.width / frame.ratio
    rows = max(1, round(columns * shape))
    if rows > frame.most_rows:
        rows = max(1, frame.most_rows)
        columns = max(1, min(columns, round(rows / shape)))
    return columns, rows
