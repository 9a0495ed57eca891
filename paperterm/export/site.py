"""The pages of a static site: they need no server, no other file, and no script but to search.

A page of more than `LONGEST` bytes is divided, so that each opens fast on a phone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from paperterm.export.html import article, page
from paperterm.export.sections import Section
from paperterm.model import Entry, Mark, Paper, PaperId
from paperterm.text import clean, clean_lines, plural

LONGEST = 100_000
_MARGIN = 8_000
"""Bytes of a page for what is around the papers."""
_NAMES = 6
"""Authors that are named."""

_MORE_STYLE = """
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; } [hidden] { display: none; }
label { display: block; margin: 1rem 0; } input { font: inherit; width: 100%; max-width: 24rem; }
input, abbr { background: var(--page); border: 1px solid var(--line); color: var(--text); }
abbr { border-radius: .3rem; padding: 0 .3rem; text-decoration: none; }
a, input { min-height: 1.5rem; } ul { padding-left: 1.2rem; } li { margin: .4rem 0; }
@media print { nav, label { display: none; } }"""

_SCRIPT = """
const label = document.querySelector("label"), box = label.querySelector("input");
label.hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\\s+/);
  for (const one of document.querySelectorAll("article, main li")) {
    const text = one.textContent.toLowerCase();
    one.hidden = !words.every((word) => text.includes(word));
  }
  for (const one of document.querySelectorAll("section")) {
    one.hidden = !one.querySelector("article:not([hidden]), li:not([hidden])");
  }
});
"""
_SEARCH = '<label hidden>Find on this page <input type="search"></label>\n'
_HASH = b64encode(sha256(_SCRIPT.encode()).digest()).decode()


class Link(NamedTuple):
    """A link from one page to another, and what is said about it."""

    path: str
    text: str
    about: str = ""


class Person(NamedTuple):
    """Somebody whose marks are shown.

    Attributes:
        name: The name; "" for the user, who needs none.
        marks: The marks.
        shows_stars: Show what is starred.
        shows_notes: Show the notes.
    """

    name: str
    marks: Mapping[PaperId, Mark]
    shows_stars: bool
    shows_notes: bool

    @property
    def sign(self) -> str:
        """The initials as HTML; a star for the user."""
        initials = "".join(word[0] for word in clean(self.name).split()).upper()
        full = escape(clean(self.name))
        return f'<abbr title="{full}">{escape(initials)}</abbr>' if initials else "★"

    def said(self, id_: PaperId) -> Iterator[str]:
        """Yield what the person marked of a paper, as HTML."""
        mark = self.marks.get(id_)
        if mark and self.shows_stars and mark.is_starred:
            yield f'<p class="soft">{self.sign} starred</p>'
        if mark and self.shows_notes and mark.note_text:
            yield f"<blockquote>{self.sign} {escape(clean_lines(mark.note_text))}</blockquote>"


class Look(NamedTuple):
    """What all pages share.

    Attributes:
        title: The title of the site.
        nav: The links at the top of each page.
        people: Whose marks are shown.
        has_abstracts: Show abstracts.
    """

    title: str
    nav: Sequence[Link]
    people: Sequence[Person] = ()
    has_abstracts: bool = False


def papers_pages(
    look: Look, path: str, title: str, sections: Iterable[Section], feed: str = ""
) -> dict[str, str]:
    """Return the pages of some papers by path; those after the first have a number in the name.

    Args:
        look: What all pages share.
        path: The path of the first page, such as `days/2026-02-12.html`.
        title: The title.
        sections: The papers under their headings.
        feed: The path of the feed of these papers, if there is one.
    """
    some = [*sections]
    papers = plural(sum(len(one.entries) for one in some), "paper")
    bodies = _divided(look, some) or [""]
    stem = path.removesuffix(".html")
    paths = [path, *(f"{stem}-{nth}.html" for nth in range(2, len(bodies) + 1))]
    return {
        one: _page(look, one, title, papers, body, feed, paths)
        for one, body in zip(paths, bodies, strict=True)
    }


def list_page(look: Look, path: str, sections: Mapping[str, Sequence[Link]], feed: str) -> str:
    """Return a page of links under headings."""
    body = ""
    for heading, links in sections.items():
        rows = "".join(
            f'<li>{_link(path, one)} <span class="soft">{escape(one.about)}</span></li>\n'
            for one in links
        )
        body += f"<section>\n<h2>{escape(heading)}</h2>\n<ul>\n{rows}</ul>\n</section>\n"
    return _page(look, path, look.title, "Papers of arXiv", body, feed, [path])


def _divided(look: Look, sections: Iterable[Section]) -> list[str]:
    """Return the bodies of as many pages as the papers need."""
    bodies, room = [""], 0
    for heading, entries in sections:
        start = f"<section>\n<h2>{escape(clean(heading))} ({len(entries)})</h2>\n"
        body = start
        for entry in entries:
            text = _article(look, entry)
            size = len(text.encode())
            if room + size > LONGEST - _MARGIN and room:
                bodies[-1] += f"{body}</section>\n" if body != start else ""
                bodies.append("")
                body, room = start, 0
            body += text
            room += size
        bodies[-1] += f"{body}</section>\n"
    return bodies


def _article(look: Look, entry: Entry) -> str:
    paper, announcement, _ = entry
    shown = Entry(_short(paper, look.has_abstracts), announcement, Mark(paper.id))
    extra = (line for person in look.people for line in person.said(paper.id))
    return article(shown, extra="\n".join(extra))


def _short(paper: Paper, has_abstract: bool) -> Paper:
    return replace(
        paper,
        authors=paper.authors[:_NAMES],
        authors_truncated=paper.authors_truncated or len(paper.authors) > _NAMES,
        abstract=paper.abstract if has_abstract else None,
    )


def _page(
    look: Look, path: str, title: str, about: str, body: str, feed: str, parts: Sequence[str]
) -> str:
    others = [Link(one, f"Part {nth}") for nth, one in enumerate(parts, 1)] if parts[1:] else []
    row = " ".join(_link(path, one) for one in others)
    link = f'<link rel="alternate" type="application/atom+xml" href="{_href(path, feed)}">\n'
    nav = " ".join(_link(path, one) for one in look.nav)
    footer = f'<footer><nav aria-label="Parts">{row}</nav></footer>\n' if others else ""
    return page(
        title,
        about + (f", part {parts.index(path) + 1} of {len(parts)}" if others else ""),
        _SEARCH + body,
        policy=f"; script-src 'sha256-{_HASH}'",
        head=link if feed else "",
        style=_MORE_STYLE,
        before=f'<header><nav aria-label="Site">{nav}</nav></header>\n',
        after=f"{footer}<script>{_SCRIPT}</script>\n",
    )


def _link(here: str, link: Link) -> str:
    current = ' aria-current="page"' if link.path == here else ""
    return f'<a href="{_href(here, link.path)}"{current}>{escape(clean(link.text))}</a>'


def _href(here: str, path: str) -> str:
    return "../" * here.count("/") + quote(path)
