"""Export formats: one file per format, and one row per format in `FORMATS`.

A row `Exporter("bibtex", …)` belongs to the module `paperterm.export.bibtex`, which is imported
when needed. Its function `render(view)` returns text, or bytes for a binary format. The command
line, the export dialog, the documentation and the tests follow the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Literal, NamedTuple, Protocol, TypeVar

from paperterm.errors import InputError
from paperterm.export.view import View

__all__ = ["FORMATS", "Exporter", "View", "exporter", "row_named"]


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
        letter: The key that chooses it in the reader; no other format or outlet has it.
        suffix: The end of its file names, different for each format.
        summary: What the format is, in a few words.
        needs: What a selection must be limited to.
        cites: Whether it has citation keys.
    """

    name: str
    letter: str
    suffix: str
    summary: str
    needs: tuple[Literal["topic", "day"], ...] = ()
    cites: bool = False

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
            raise InputError(self.name, "cannot hold these papers", problem)
        module: Format = import_module(f"paperterm.export.{self.name}")
        content = module.render(view)
        return content.encode() if isinstance(content, str) else content


FORMATS = (
    Exporter(
        "digest", "d", ".digest.md", "the daily digest of one topic and one day", ("topic", "day")
    ),
    Exporter("markdown", "m", ".md", "clean Markdown, with front matter and headings"),
    Exporter("html", "h", ".html", "one web page that stands alone, dark and light"),
    Exporter("mail", "e", ".eml", "a draft for your mail program, as text and HTML"),
    Exporter("jsonl", "l", ".jsonl", "JSON Lines, one announcement per line"),
    Exporter("json", "s", ".json", "JSON, an array of papers as `--json` prints them"),
    Exporter(
        "bibtex",
        "b",
        ".bib",
        "BibTeX and biblatex, each paper as arXiv cites it",
        cites=True,
    ),
    Exporter("ris", "r", ".ris", "RIS, for Zotero, EndNote and Mendeley", cites=True),
    Exporter(
        "csljson",
        "c",
        ".csl.json",
        "CSL JSON, for Zotero, pandoc and citation processors",
        cites=True,
    ),
    Exporter("csv", "v", ".csv", "a table for spreadsheets and scripts, one row per paper"),
    Exporter("atom", "a", ".atom", "an Atom feed, for feed readers"),
)


class Named(Protocol):
    """A row of a registry."""

    @property
    def name(self) -> str:
        """Its name, which no other row has."""


N = TypeVar("N", bound=Named)


def row_named(rows: Iterable[N], name: str, what: str) -> N:
    """Return the row of that name.

    Raises:
        InputError: There is none; `what` says what it would be.
    """
    known = {row.name: row for row in rows}
    if name not in known:
        raise InputError(repr(name), f"unknown {what}", f"use one of {', '.join(known)}")
    return known[name]


def exporter(name: str) -> Exporter:
    """Return the format of that name; see `row_named`."""
    return row_named(FORMATS, name, "export format")
