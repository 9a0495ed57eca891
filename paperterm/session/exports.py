"""Export a selection as a file, or a day as a folder of digests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain, count
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


def file_name(view: View, exporter: Exporter, today: date, query: Query | None = None) -> str:
    """Return a file name for a view, such as `2026-02-12-LLM-unread.md`.

    It begins with the day of the view. The papers of all days depend on when they are exported:
    `all-days-2026-02-13-starred.bib`. The name of a search result ends in `found`.
    """
    from pathvalidate import sanitize_filename

    parts = [
        str(view.day) if view.day else f"all-days-{today}",
        _short(view.topic.name) if view.topic else "",
    ]
    if view.name != "all" or not view.topic:
        parts.append(_short(view.name))
    if query is not None:
        parts.append("found")
    stem = sanitize_filename("-".join(filter(None, parts)), platform="universal")
    return stem + exporter.suffix


def write_new(folder: Path, name: str, suffix: str, content: bytes) -> tuple[Path, bool]:
    """Write a file that replaces none; return its path, and whether it had to be written.

    A file with the same content does instead. `-2`, `-3` and so on keep others apart.

    Args:
        folder: The folder.
        name: The name of the file.
        suffix: The end of the name, before which the number goes.
        content: The content.

    Raises:
        DiskError: A file cannot be read or written.
    """
    names = chain([name], (f"{name.removesuffix(suffix)}-{nth}{suffix}" for nth in count(2)))
    path = next(path for path in map(folder.joinpath, names) if _is_free(path, content))
    is_new = not disk.is_there(path)
    if is_new:
        disk.write(path, content, private=False)
    return path, is_new


def _is_free(path: Path, content: bytes) -> bool:
    return not disk.is_there(path) or (path.is_file() and disk.read(path) == content)


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


def write_digests(session: Session, day: Day, folder: Path) -> tuple[list[Path], list[Path]]:
    """Write the daily digest: the overview, and one file per topic with a match.

    Returns:
        The files written, the overview first, and those of them that had another content before.

    Raises:
        InputError: The day is not in the library.
        DiskError: A file cannot be written; the files before it are written.
    """
    files = daily.render(view_of(session, Selection.of_day(day)), day)
    written: list[Path] = []
    replaced: list[Path] = []
    for name, text in files.items():
        path, content = folder / name, text.encode()
        if not _is_free(path, content):
            replaced.append(path)
        disk.write(path, content, private=False)
        written.append(path)
    return written, replaced


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
