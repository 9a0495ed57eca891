"""BibTeX, as arXiv cites its papers: @misc with eprint, archivePrefix and primaryClass.

The key is the id, `arXiv.2602.12063`: it stays whatever else is exported, or renamed in a later
version. Letters beyond ASCII stay too: biber, and LaTeX since 2018, read UTF-8.

The writers on PyPI were tried: pybtex refuses a title with an open brace, bibtexparser writes it
as it is, and neither knows harmless TeX from the other kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.export.tex import plain, tex
from paperterm.export.view import View
from paperterm.export.year import year
from paperterm.model import Entry

_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:<>A-Za-z0-9]+", re.ASCII)
_JOINT = re.compile(r",|\b(?:and|others)\b", re.IGNORECASE)


def render(view: View) -> str:
    """The view as a bibliography."""
    return "\n".join(map(_entry, view.entries))


def _entry(entry: Entry) -> str:
    fields = [f"  {name:13} = {{{value}}},\n" for name, value in _fields(entry) if value]
    return f"@misc{{arXiv.{entry.id},\n{''.join(fields)}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, _, mark = entry
    names = [name for author in paper.authors if (name := _name(author))]
    dois = filter(_DOI.fullmatch, (paper.doi or "").split())
    yield "title", tex(paper.title)
    yield "author", " and ".join([*names, *["others"] * (paper.authors_truncated and bool(names))])
    yield "year", year(paper)
    yield "eprint", str(paper.id)
    yield "archivePrefix", "arXiv"
    yield "primaryClass", plain(paper.primary_category or "")
    yield "url", paper.id.abs_url
    yield "doi", next(dois, "")
    yield "howpublished", tex(paper.journal_ref or "")
    yield "keywords", ", ".join(map(plain, mark.tag_names))
    yield "annote", plain(mark.note_text or "")


def _name(author: str) -> str:
    """A name; in braces where BibTeX would take it for two, or for Last, First."""
    name = tex(author)
    if not any(map(str.isalpha, name)):
        return ""
    return f"{{{name}}}" if _JOINT.search(name) else name
