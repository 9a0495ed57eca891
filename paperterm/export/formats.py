"""The registry of export formats; a format is imported when something is written in it."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol

from paperterm.errors import InputError
from paperterm.export.view import View


class Format(Protocol):
    """A module of this package: one format."""

    def render(self, view: View) -> str:
        """The view as text."""


class Exporter(NamedTuple):
    """A format: its name, which is also that of its module, the ending of its files, what it is."""

    name: str
    suffix: str
    says: str

    def render(self, view: View) -> str:
        """The view as text in this format.

        Raises:
            InputError: The format cannot hold this view.
        """
        written: Format = import_module(f"paperterm.export.{self.name}")
        return written.render(view)


FORMATS = (
    Exporter("digest", ".digest.md", "the daily digest of one topic and one day"),
    Exporter("markdown", ".md", "clean Markdown, with front matter and headings"),
    Exporter("jsonl", ".jsonl", "JSON Lines, one announcement per line"),
    Exporter("bibtex", ".bib", "BibTeX and biblatex, one entry per paper, as arXiv cites it"),
    Exporter("ris", ".ris", "RIS, for Zotero, EndNote and Mendeley"),
    Exporter("csv", ".csv", "a table for spreadsheets and scripts, one row per paper"),
    Exporter("atom", ".atom", "an Atom feed, for feed readers"),
)


def exporter(name: str) -> Exporter:
    """The format of that name.

    Raises:
        InputError: There is none.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise InputError(repr(name), "is no export format", f"use one of {known}")
