"""Export a selection as a file, or a day as a folder of digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from paperterm import disk
from paperterm.errors import InputError
from paperterm.export import Exporter, View, daily
from paperterm.model import Day, Status
from paperterm.session.listing import list_papers
from paperterm.session.selection import Selection
from paperterm.session.session import Session
from paperterm.text import clean

if TYPE_CHECKING:
    from paperterm.library.index.reconcile import Tell
    from paperterm.query import Query


def view_of(
    session: Session,
    selection: Selection,
    query: Query | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> View:
    """Return a selection as the view that an exporter needs; see `list_papers`.

    Raises:
        InputError: The topic is unknown, or the day is not in the library.
    """
    settings = session.settings
    if selection.day and session.library.day(selection.day) is None:
        hint = "import or fetch it, or choose another"
        raise InputError(str(selection.day), "is not in the library", hint)
    status = session.library.status(selection.day) if selection.day else None
    return View(
        entries=tuple(list_papers(session, selection, query, None, complain, tell)),
        name=selection.view.name,
        topic=session.topic(selection.topic) if selection.topic is not None else None,
        day=selection.day,
        topics=settings.topics,
        categories=settings.categories,
        strict=settings.strict,
        is_estimated=status is Status.ESTIMATED,
    )


def file_name(view: View, exporter: Exporter, query: Query | None = None) -> str:
    """Return a file name for a view, such as `2026-02-12-LLM-unread.md`.

    The name of a search result ends in `found`, so that it does not replace the whole view.
    """
    from pathvalidate import sanitize_filename

    parts = [
        str(view.day) if view.day else "all-days",
        _short(view.topic.name) if view.topic else "",
    ]
    if view.name != "all" or not view.topic:
        parts.append(_short(view.name))
    if query is not None:
        parts.append("found")
    stem = sanitize_filename("-".join(filter(None, parts)), platform="universal")
    return stem + exporter.suffix


def _short(name: str) -> str:
    """Return at most 90 bytes of a name; file systems allow 255 for the whole."""
    return clean(name).encode()[:90].decode(errors="ignore")


def write_view(path: Path, view: View, exporter: Exporter) -> None:
    """Write a view to a file, atomically.

    Raises:
        InputError: The format cannot hold this view.
        DiskError: The file cannot be written; an old one is kept.
    """
    disk.write(path, exporter.render(view), private=False)


def write_digests(session: Session, day: Day, folder: Path) -> list[Path]:
    """Write the daily digest: the overview, and one file per topic with a match.

    Returns:
        The files written, the overview first.

    Raises:
        InputError: The day is not in the library.
        DiskError: A file cannot be written; the files before it are written.
    """
    files = daily.render(view_of(session, Selection.of_day(day)), day)
    written = []
    for name, text in files.items():
        disk.write(folder / name, text.encode(), private=False)
        written.append(folder / name)
    return written


def digests_of_other_days(folder: Path, day: Day) -> list[Path]:
    """Return the digests in a folder that an earlier export of another day has left there.

    Raises:
        DiskError: One of the files cannot be read.
    """
    found = []
    for file in sorted(folder.glob("*.md")):
        first = disk.read(file).split(b"\n", 1)[0].decode(errors="replace")
        if first.startswith("# 🔍 ") and not first.rstrip().endswith(f" · {day}"):
            found.append(file)
    return found
