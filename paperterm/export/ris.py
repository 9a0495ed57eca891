"""RIS, which Zotero, EndNote, Mendeley and JabRef read: a tag, two spaces, a dash, a value.

https://en.wikipedia.org/wiki/RIS_(file_format). A value is one line, so no text can begin another
field. Tags become keywords, and a note a note. There is no link to the PDF, because Zotero would
download all of them from arXiv at once. RIS has no preprint, and Zotero takes an unpublished work
(UNPB) for an article in a journal: so a paper is a manuscript (MANSCPT), of the type "Preprint".
"""

from __future__ import annotations

from collections.abc import Iterator

from paperterm.export.citation import doi, year
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.model.names import Name, names_of
from paperterm.text import clean
from paperterm.text.typeset import typeset


def render(view: View) -> str:
    """Return the view as a list of references."""
    return "\n".join(_reference(entry, view.key(entry.id)) for entry in view.entries)


def _reference(entry: Entry, key: str) -> str:
    lines = [f"{tag}  - {value}\n" for tag, value in _fields(entry) if value]
    return "".join(["TY  - MANSCPT\n", f"ID  - {key}\n", *lines, "ER  - \n"])


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, _, mark = entry
    yield "TI", typeset(paper.title)
    for name in names_of(paper.authors):
        yield "AU", _family_first(name)
    yield "PY", year(paper)
    if paper.published:
        yield "DA", f"{year(paper)}/{paper.published:%m/%d}"
    yield "AB", typeset(paper.abstract or "")
    yield "M3", "Preprint"
    yield "DB", "arXiv"
    yield "AN", f"arXiv:{paper.id}"
    yield "DO", doi(paper)
    yield "UR", paper.id.abs_url
    yield "N1", typeset(paper.journal_ref or "")
    yield "N1", clean(mark.note_text or "")
    for word in (*paper.categories, *mark.tag_names):
        yield "KW", clean(word)


def _family_first(name: Name) -> str:
    """Return `von Family, Given, Jr.`, as RIS writes names; a group must not have commas."""
    if name.is_whole:
        return name.family.replace(",", "")
    return ", ".join(filter(None, [name.last, name.given, name.suffix]))
