"""What a session exports: a selection as a view, a day as a folder of digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from paperterm import disk
from paperterm.errors import InputError
from paperterm.export import Exporter, View, daily
from paperterm.model import Day, Status
from paperterm.session.listing import listed
from paperterm.session.selection import Selection
from paperterm.session.session import Session
from paperterm.text import clean

if TYPE_CHECKING:
    from paperterm.query import Query
    from paperterm.session.search import Tell


def view_of(
    session: Session,
    selection: Selection,
    query: Query | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> View:
    """A selection with all that an exporter needs.

    Args:
        session: Whose library.
        selection: What to export.
        query: Only papers that match it.
        complain: Told what is wrong with the index, which a query uses.
        tell: Told how far the library is read into the index.

    Raises:
        InputError: There is no such topic, or no such day.
    """
    settings = session.settings
    if selection.day and session.library.day(selection.day) is None:
        raise InputError(str(selection.day), "is not in the library", _OTHER_DAY)
    status = session.library.status(selection.day) if selection.day else None
    return View(
        entries=tuple(listed(session, selection, query, None, complain, tell)),
        name=selection.view.name,
        topic=session.topic(selection.topic) if selection.topic is not None else None,
        day=selection.day,
        topics=settings.topics,
        categories=settings.categories,
        strict=settings.strict,
        is_estimated=status is Status.ESTIMATED,
    )


def file_name(view: View, exporter: Exporter, query: Query | None = None) -> str:
    """A name for a view as a file, such as `2026-02-12-LLM-unread.md`.

    What a query found is called so, and does not take the place of everything.
    """
    from pathvalidate import sanitize_filename

    about = [
        str(view.day) if view.day else "all-days",
        _short(view.topic.name) if view.topic else "",
    ]
    if view.name != "all" or not view.topic:
        about.append(_short(view.name))
    if query is not None:
        about.append("found")
    stem = sanitize_filename("-".join(filter(None, about)), platform="universal")
    return stem + exporter.suffix


def _short(name: str) -> str:
    """At most 90 bytes of a name; systems allow 255 for that of a file."""
    return clean(name).encode()[:90].decode(errors="ignore")


def write_view(path: Path, view: View, exporter: Exporter) -> None:
    """Write a view as a file, in one step.

    Raises:
        InputError: The format cannot hold this view.
        DiskError: The file cannot be written; the old one is then still there.
    """
    disk.write(path, exporter.render(view).encode(), private=False)


def write_digests(session: Session, day: Day, folder: Path) -> list[Path]:
    """Write the whole daily digest of a day: the overview, and one file per topic with a match.

    Returns:
        The files written, the overview first.

    Raises:
        InputError: The library has no such day.
        DiskError: A file cannot be written; those before it are.
    """
    files = daily.render(view_of(session, Selection.of_day(day)), day)
    written = []
    for name, text in files.items():
        disk.write(folder / name, text.encode(), private=False)
        written.append(folder / name)
    return written


_OTHER_DAY = "import or fetch it, or choose another"


def digests_of_other_days(folder: Path, day: Day) -> list[Path]:
    """The digests in a folder that are not of this day: what an earlier export left there.

    Raises:
        DiskError: One of the files cannot be read.
    """
    found = []
    for file in sorted(folder.glob("*.md")):
        first = disk.read(file).split(b"\n", 1)[0].decode(errors="replace")
        if first.startswith("# 🔍 ") and not first.rstrip().endswith(f" · {day}"):
            found.append(file)
    return found
