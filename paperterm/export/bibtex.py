"""BibTeX, as arXiv cites its papers: @misc with eprint, archivePrefix and primaryClass.

Letters beyond ASCII stay: biber, and LaTeX since 2018, read UTF-8. Only those that begin a part of
a name become commands, because BibTeX cuts them in two for an initial, and takes a given name with
one for a particle. The publisher, which no common style prints for @misc, is where Zotero and
pandoc look for arXiv.

Of the packages on PyPI, pybtex rejects a title with an unpaired brace, bibtexparser writes it
unchanged, and neither knows which TeX is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.export.citation import doi, year
from paperterm.export.tex import escape_tex, tex_letter, title_tex, to_tex
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.model.names import Name, names_of

_JOINT = re.compile(r"\b(?:and|others)\b|=", re.IGNORECASE)
"""What separates names, and what biber and pandoc take for the name of a part (`given=…`)."""

_INITIAL = re.compile(r"(?<![^\s-])[^\W\d_\0-\x7f]")
_SEPARATOR = re.compile(r"[\s,-]")
_SMALL = re.compile(r"(?:^|[\s-])[^\w\s-]*[a-z]")
"""What BibTeX takes for a particle, even in a given name: `Seung-won`."""

_PARTICLE = re.compile(r"(?:^|[\s-])[^A-Za-z\s-]*[a-z]")
"""The same, as BibTeX sees bytes: letters beyond ASCII are neither large nor small."""


def render(view: View) -> str:
    """Return the view as a bibliography."""
    return "\n".join(_entry(entry, view.key(entry.id)) for entry in view.entries)


def _entry(entry: Entry, key: str) -> str:
    fields = [f"  {name:13} = {{{value}}},\n" for name, value in _fields(entry) if value]
    return f"@misc{{{key},\n{''.join(fields)}}}\n"


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
    journal = to_tex(paper.journal_ref or "")
    yield "howpublished", journal
    yield "publisher", "" if journal else "arXiv"
    yield "keywords", ", ".join(map(escape_tex, mark.tag_names))
    yield "annote", escape_tex(mark.note_text or "")


def _name(name: Name) -> str:
    """Return a name so that BibTeX splits it as we do: a whole name in braces."""
    family, given = _text(name.family), _text(name.given)
    if name.is_whole:
        return f"{{{escape_tex(name.family)}}}" if _SEPARATOR.search(name.family) else family
    is_split = _SEPARATOR.search(family) and _PARTICLE.search(family)
    is_one = is_split or " " not in family
    is_plain = is_one and (name.particle.islower() or not name.particle)
    is_plain = is_plain and not _SMALL.search(given)
    family, given = _initials(family), _initials(given)
    last = f"{{{family}}}" if is_split else family
    last = f"{_text(name.particle)} {last}".strip()
    if name.suffix:
        return f"{last}, {escape_tex(name.suffix)}, {given}"
    return f"{given} {last}".strip() if is_plain else f"{last}, {given}"


def _initials(part: str) -> str:
    return _INITIAL.sub(lambda found: tex_letter(found[0]), part)


def _text(part: str) -> str:
    """Return a part of a name, with braces around what would divide it."""
    return _JOINT.sub(r"{\g<0>}", escape_tex(part))
