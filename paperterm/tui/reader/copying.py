"""What can be copied of a paper."""

from __future__ import annotations

from typing import NamedTuple

from paperterm.export import View, exporter
from paperterm.model import Entry
from paperterm.text import clean


class Copy(NamedTuple):
    """A text, and what it is."""

    name: str
    text: str


def copies(entry: Entry) -> list[Copy]:
    """What can be copied, the most wanted first; cleaned of what a terminal acts on."""
    paper = entry.paper
    title = clean(paper.title)
    bibtex = exporter("bibtex").render(View((entry,)))
    return [
        Copy("link", paper.id.abs_url),
        Copy("title and link", f"{title} {paper.id.abs_url}"),
        Copy("Markdown", f"[{title.replace('[', '(').replace(']', ')')}]({paper.id.abs_url})"),
        Copy("id", str(paper.id)),
        Copy("PDF", paper.id.pdf_url),
        Copy("BibTeX", bibtex.strip()),
    ]
