"""Export formats: one file per format, and one row per format in `FORMATS`.

A row `Exporter("bibtex", …)` belongs to the module `paperterm.export.bibtex`, which is imported
when needed. Its function `render(view)` returns text, or bytes for a binary format. The command
line, the export dialog, the documentation and the tests follow the rows.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, NamedTuple, Protocol

from paperterm.errors import InputError
from paperterm.export.view import View

__all__ = ["FORMATS", "Exporter", "View", "exporter"]


class Format(Protocol):
    """A module of this package that defines a format."""

    def render(self, view: View) -> str | bytes:
        """Return the view in this format."""


class ExportScope(Protocol):
    """The limits of an export: those of a `View`, or of the selection for one."""

    @property
    def topic(self) -> object | None:
        """The only topic, or None."""

    @property
    def day(self) -> object | None:
        """The only day, or None."""


class Exporter(NamedTuple):
    """A row of the registry.

    Attributes:
        name: The name of the format and of its module.
        suffix: The end of its file names, different for each format.
        summary: What the format is, in a few words.
        needs: What a selection must be limited to.
    """

    name: str
    suffix: str
    summary: str
    needs: tuple[Literal["topic", "day"], ...] = ()

    def problem(self, scope: ExportScope) -> str:
        """Return why the format cannot hold a selection; an empty string if it can."""
        missing = [f"one {need}" for need in self.needs if getattr(scope, need) is None]
        return f"choose {' and '.join(missing)}" if missing else ""

    def render(self, view: View) -> bytes:
        """Return the content of a file; text is encoded as UTF-8.

        Raises:
            InputError: The format cannot hold this view.
        """
        if problem := self.problem(view):
            raise InputError(self.name, "cannot hold this selection", problem)
        module: Format = import_module(f"paperterm.export.{self.name}")
        content = module.render(view)
        return content.encode() if isinstance(content, str) else content


FORMATS = (
    Exporter("digest", ".digest.md", "the daily digest of one topic and one day", ("topic", "day")),
    Exporter("markdown", ".md", "clean Markdown, with front matter and headings"),
    Exporter("jsonl", ".jsonl", "JSON Lines, one announcement per line"),
    Exporter("json", ".json", "JSON, an array of papers as `--json` prints them"),
    Exporter("bibtex", ".bib", "BibTeX and biblatex, an entry per paper as arXiv cites it"),
    Exporter("ris", ".ris", "RIS, for Zotero, EndNote and Mendeley"),
    Exporter("csljson", ".csl.json", "CSL JSON, for Zotero, pandoc and citation processors"),
    Exporter("csv", ".csv", "a table for spreadsheets and scripts, one row per paper"),
    Exporter("atom", ".atom", "an Atom feed, for feed readers"),
)


def exporter(name: str) -> Exporter:
    """Return the format of that name.

    Raises:
        InputError: There is none.
    """
    for row in FORMATS:
        if row.name == name:
            return row
    known = ", ".join(row.name for row in FORMATS)
    raise InputError(repr(name), "unknown export format", f"use one of {known}")
