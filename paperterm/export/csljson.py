"""CSL JSON, which Zotero, pandoc and every citation processor (citeproc) read.

https://docs.citationstyles.org/en/stable/specification.html. A preprint is an `article` that arXiv
publishes under a number, as Zotero writes it; arXiv registers a DOI for each paper. The id is the
citation key, so that a text can cite this file or that of BibTeX.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from paperterm.export.citation import doi, year
from paperterm.export.view import View
from paperterm.model import Entry, Paper
from paperterm.model.names import Name, names_of
from paperterm.text import clean
from paperterm.text.typeset import typeset


def render(view: View) -> bytes:
    """Return the view as one array of items."""
    items = [
        {"id": view.key(entry.id)} | {key: value for key, value in _fields(entry) if value}
        for entry in view.entries
    ]
    return orjson.dumps(items, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _fields(entry: Entry) -> Iterator[tuple[str, Any]]:
    paper, _, mark = entry
    yield "type", "article"
    yield "title", typeset(paper.title)
    yield "author", _authors(paper)
    yield "issued", _issued(paper)
    yield "abstract", typeset(paper.abstract or "")
    yield "publisher", "arXiv"
    yield "number", f"arXiv:{paper.id}"
    yield "DOI", doi(paper) or f"10.48550/arXiv.{paper.id}"
    yield "URL", paper.id.abs_url
    yield "keyword", ", ".join(map(clean, (*paper.categories, *mark.tag_names)))
    # Zotero reads a note that begins with a word and a colon as a field.
    journal = typeset(paper.journal_ref or "")
    yield "note", journal and f"Published in {journal}"
    yield "annote", clean(mark.note_text or "")


def _authors(paper: Paper) -> list[dict[str, str]]:
    authors = list(map(_author, names_of(paper.authors)))
    if authors and paper.authors_truncated:
        authors.append({"literal": "others"})  # pandoc prints "et al."
    return authors


def _author(name: Name) -> dict[str, str]:
    if name.is_whole:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: part for key, part in parts.items() if part}


def _issued(paper: Paper) -> dict[str, list[list[int]]]:
    if day := paper.published:
        return {"date-parts": [[day.year, day.month, day.day]]}
    return {"date-parts": [[int(year(paper))]]} if year(paper) else {}
