"""BibTeX, as arXiv cites its papers: @misc with eprint, archivePrefix and primaryClass.

The key is the id, `arXiv.2602.12063`: unique, and the same in every export and version. Letters
beyond ASCII stay: biber, and LaTeX since 2018, read UTF-8.

Of the packages on PyPI, pybtex rejects a title with an unpaired brace, bibtexparser writes it
unchanged, and neither knows which TeX is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.export.citation import doi, is_group, year
from paperterm.export.tex import escape_tex, to_tex
from paperterm.export.view import View
from paperterm.model import Entry

_JOINT = re.compile(r",|\b(?:and|others)\b", re.IGNORECASE)


def render(view: View) -> str:
    """Return the view as a bibliography."""
    return "\n".join(map(_entry, view.entries))


def _entry(entry: Entry) -> str:
    fields = [f"  {name:13} = {{{value}}},\n" for name, value in _fields(entry) if value]
    return f"@misc{{arXiv.{entry.id},\n{''.join(fields)}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, _, mark = entry
    names = [name for author in paper.authors if (name := _name(author))]
    yield "title", to_tex(paper.title)
    yield "author", " and ".join([*names, *["others"] * (paper.authors_truncated and bool(names))])
    yield "year", year(paper)
    yield "eprint", str(paper.id)
    yield "archivePrefix", "arXiv"
    yield "primaryClass", escape_tex(paper.primary_category or "")
    yield "url", paper.id.abs_url
    yield "doi", doi(paper)
    yield "howpublished", to_tex(paper.journal_ref or "")
    yield "keywords", ", ".join(map(escape_tex, mark.tag_names))
    yield "annote", escape_tex(mark.note_text or "")


def _name(author: str) -> str:
    """Return a name, in braces if it is a group or BibTeX would split it in the wrong place."""
    name = to_tex(author)
    if not any(map(str.isalpha, name)):
        return ""
    return f"{{{name}}}" if _JOINT.search(name) or is_group(name) else name
