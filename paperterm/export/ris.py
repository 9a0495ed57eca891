"""RIS, which Zotero, EndNote, Mendeley and JabRef read: two letters, two blanks, a dash, a value.

https://en.wikipedia.org/wiki/RIS_(file_format). A value is one line, so no text can begin another
field. Tags become keywords, and a note a note. There is no link to the PDF: Zotero would fetch
all of them from arXiv at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.export.view import View
from paperterm.export.year import year
from paperterm.model import Entry
from paperterm.text import clean, tex_to_unicode

_NAME = re.compile(
    r"(?P<first>.+?) (?P<last>(?:[a-z]+ )*[^ ]+)(?P<suffix> (?:Jr|Sr)\.?| (?:II|III|IV))?"
)


def render(view: View) -> str:
    """The view as a list of references."""
    return "\n".join(map(_reference, view.entries))


def _reference(entry: Entry) -> str:
    lines = [f"{tag}  - {value}\n" for tag, value in _fields(entry) if value]
    return "".join(["TY  - UNPB\n", *lines, "ER  - \n"])


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, _, mark = entry
    yield "TI", _text(paper.title)
    for author in paper.authors:
        yield "AU", _turned(_text(author).replace(",", ""))
    yield "PY", year(paper)
    if paper.published:
        yield "DA", f"{year(paper)}/{paper.published:%m/%d}"
    yield "AB", _text(paper.abstract or "")
    yield "DB", "arXiv"
    yield "AN", f"arXiv:{paper.id}"
    yield "DO", clean(paper.doi or "")
    yield "UR", paper.id.abs_url
    yield "N1", _text(paper.journal_ref or "")
    yield "N1", clean(mark.note_text or "")
    for word in (*paper.categories, *mark.tag_names):
        yield "KW", clean(word)


def _turned(name: str) -> str:
    """`First van Last Jr.` as `van Last, First, Jr.`, which is how RIS wants it."""
    if found := _NAME.fullmatch(name):
        suffix = f",{found['suffix']}" if found["suffix"] else ""
        return f"{found['last']}, {found['first']}{suffix}"
    return name


def _text(text: str) -> str:
    return clean(tex_to_unicode(clean(text)))
