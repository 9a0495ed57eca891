"""BibTeX, as arXiv cites its papers: @misc with eprint, archivePrefix and primaryClass.

The key is the id, `arXiv.2602.12063`: unique, and the same in every export and version. Letters
beyond ASCII stay: biber, and LaTeX since 2018, read UTF-8.

Of the packages on PyPI, pybtex rejects a title with an unpaired brace, bibtexparser writes it
unchanged, and neither knows which TeX is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.export.citation import doi, year
from paperterm.export.tex import escape_tex, title_tex, to_tex
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.model.names import Name, names_of

_JOINT = re.compile(r"\b(?:and|others)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,-]")
_SMALL = re.compile(r"(?:^|[\s-])[^\w\s-]*[a-z]")
"""What BibTeX takes for a particle, even in a given name: `Seung-won`."""

_PARTICLE = re.compile(r"(?:^|[\s-])[^A-Za-z\s-]*[a-z]")
"""The same, as BibTeX sees bytes: letters beyond ASCII are neither large nor small."""


def render(view: View) -> str:
    """Return the view as a bibliography."""
    return "\n".join(map(_entry, view.entries))


def _entry(entry: Entry) -> str:
    fields = [f"  {name:13} = {{{value}}},\n" for name, value in _fields(entry) if value]
    return f"@misc{{arXiv.{entry.id},\n{''.join(fields)}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, _, mark = entry
    names = list(map(_name, names_of(paper.authors)))
    yield "title", title_tex(paper.title)
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


def _name(name: Name) -> str:
    """Return a name so that BibTeX splits it as we do: a whole name in braces."""
    family, given = _text(name.family), _text(name.given)
    if name.is_whole:
        return f"{{{escape_tex(name.family)}}}" if _SEPARATOR.search(name.family) else family
    is_split = _SEPARATOR.search(family) and _PARTICLE.search(family)
    last = f"{{{family}}}" if is_split else family
    last = f"{_text(name.particle)} {last}".strip()
    if name.suffix:
        return f"{last}, {escape_tex(name.suffix)}, {given}"
    is_one = is_split or " " not in family
    if is_one and (name.particle.islower() or not name.particle) and not _SMALL.search(given):
        return f"{given} {last}".strip()
    return f"{last}, {given}"


def _text(part: str) -> str:
    """Return a part of a name, with braces around words that would separate names."""
    return _JOINT.sub(r"{\g<0>}", escape_tex(part))
