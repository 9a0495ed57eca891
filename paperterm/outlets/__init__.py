"""Outlets: where papers are sent. One file per outlet, and one row per outlet in `OUTLETS`.

A row `Outlet("notes", …)` belongs to the module `paperterm.outlets.notes`, which is imported when
needed. The command line, the reader, the documentation and the tests follow the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol

from paperterm.config import Config
from paperterm.export import View, row_named
from paperterm.model.marks import ZOTERO_TAG

__all__ = ["OUTLETS", "Outlet", "Sent", "Setup", "outlet"]


class Setup(NamedTuple):
    """What an outlet knows of the user.

    Attributes:
        settings: The settings.
        data: The data folder, where an outlet may remember what it sent.
        report: Called with a line when a file of the data folder was repaired.
        tell: Called with the progress.
    """

    settings: Config
    data: Path
    report: Callable[[str], None] = lambda _: None
    tell: Callable[[str], object] = lambda _: None


class Sent(NamedTuple):
    """The result of sending papers.

    Attributes:
        changed: How many are new there, or were brought up to date.
        unchanged: How many were there already.
        place: Where they are now.
    """

    changed: int
    unchanged: int
    place: str


class Sender(Protocol):
    """A module of this package that defines an outlet."""

    def send(self, view: View, setup: Setup) -> Sent:
        """Send papers."""


class Outlet(NamedTuple):
    """A row of the registry.

    Attributes:
        name: The name of the outlet and of its module.
        letter: The key that chooses it in the reader; no other outlet or format has it.
        summary: What it is.
        tag: The tag of papers that are there.
        needs: The settings, as attributes of `Config`, without which it cannot be used.
    """

    name: str
    letter: str
    summary: str
    tag: str = ""
    needs: tuple[str, ...] = ()

    def problem(self, settings: Config) -> str:
        """Return what to set before it can be used; an empty string if nothing."""
        unset = [getattr(Config, name) for name in self.needs if not getattr(settings, name)]
        named = " and ".join(f"[{row.table}] {row.key}" for row in unset)
        return f"set {named} in config.toml" if named else ""

    def send(self, view: View, setup: Setup) -> Sent:
        """Send papers, with their marks.

        Raises:
            InputError: A setting is missing.
            DiskError, SourceError: The outlet cannot be used; what was sent before stays sent.
        """
        module: Sender = import_module(f"paperterm.outlets.{self.name}")
        return module.send(view, setup)


OUTLETS = (
    Outlet(
        "notes",
        "n",
        "a Markdown file per paper, such as in an Obsidian vault",
        needs=("notes_folder",),
    ),
    Outlet("zotero", "z", "Zotero on this computer, with tags, note and PDF link", ZOTERO_TAG),
)


def outlet(name: str) -> Outlet:
    """Return the outlet of that name; see `row_named`."""
    return row_named(OUTLETS, name, "outlet")
