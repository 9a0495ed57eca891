"""Export a selection as a file, or a day as a folder of digests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace as replaced
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paperterm import disk
from paperterm.config.views import ALL, ViewKind
from paperterm.errors import InputError
from paperterm.export import View, daily, exporter
from paperterm.model import Day, Entry, Order, Status
from paperterm.session.listing import list_papers
from paperterm.session.selection import Selection
from paperterm.session.session import Session
from paperterm.text import clean

if TYPE_CHECKING:
    from paperterm.library.index.reconcile import Tell
    from paperterm.query import Query


_WEEK = timedelta(days=6)
"""From the first to the last of seven days."""


class AnyExporter(Protocol):
    """An export format: a row of the registry, or a template."""

    @property
    def suffix(self) -> str:
        """The end of its file names."""

    @property
    def cites(self) -> bool:
        """Whether it has citation keys."""

    def render(self, view: View) -> bytes:
        """Return the content of a file."""


def view_of(
    session: Session,
    selection: Selection,
    query: Query | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
    *,
    keeps_order: bool = False,
) -> View:
    """Return a selection as the view that an exporter needs; see `list_papers`.

    Args:
        session: The session whose library to list.
        selection: The papers.
        query: Only papers that match it.
        complain: Called with one line for each problem of the index or of a day.
        tell: Called with the progress of indexing, if the index is used.
        keeps_order: Whether a digest keeps the order of the selection.

    Raises:
        InputError: The topic is unknown, or the day is not in the library.
    """
    if selection.day and session.library.day(selection.day) is None:
        hint = "import or fetch it, or choose another"
        raise InputError(str(selection.day), "is not in the library", hint)
    entries = list_papers(session, selection, query, None, complain, tell)
    return replaced(view_with(session, selection, entries), keeps_order=keeps_order)


def view_with(session: Session, selection: Selection, entries: Iterable[Entry]) -> View:
    """Return papers of a selection as the view that an exporter needs.

    Raises:
        InputError: The topic is unknown.
    """
    settings = session.settings
    status = session.library.status(selection.day) if selection.day else None
    is_by_interest = selection.order is Order.INTEREST
    some = tuple(entries)
    return View(
        entries=some,
        name=selection.view.name,
        topic=session.topic(selection.topic) if selection.topic is not None else None,
        day=selection.day,
        topics=settings.topics,
        categories=settings.categories,
        strict=settings.strict,
        is_estimated=status is Status.ESTIMATED,
        reasons=session.interest.liked(one.paper for one in some) if is_by_interest else None,
    )


def with_keys(session: Session, view: View, exporter: AnyExporter) -> View:
    """Return a view with the citation keys that a format needs; see `citation_keys`."""
    if not exporter.cites:
        return view
    # A fifth of the imports of a digest, which cites nothing.
    from paperterm.session.citation_keys import citation_keys

    papers = [entry.paper for entry in view.entries]
    return replaced(view, keys=citation_keys(session, papers))


def file_name(view: View, exporter: AnyExporter, today: date, part: str = "") -> str:
    """Return a file name for a view, such as `2026-02-12-LLM-unread.md`.

    It begins with the day of the view. The papers of all days depend on when they are exported:
    `all-days-2026-02-13-starred.bib`. If they are a part of the view, the name ends in `part`, such
    as `found`.
    """
    from pathvalidate import sanitize_filename

    parts = [
        str(view.day) if view.day else f"all-days-{today}",
        _short(view.topic.name) if view.topic else "",
    ]
    if view.name != "all" or not view.topic:
        parts.append(_short(view.name))
    parts.append(part)
    stem = sanitize_filename("-".join(filter(None, parts)), platform="universal")
    return stem + exporter.suffix


def write_into(
    folder: Path,
    view: View,
    exporter: AnyExporter,
    today: date,
    part: str = "",
    *,
    replace: bool = False,
) -> tuple[Path, bool]:
    """Write a view into a folder, under a name of its own; see `file_name` and `write_new`.

    Args:
        folder: The folder.
        view: The papers.
        exporter: The format.
        today: The date of exports of all days.
        part: Which part of the view the papers are, for the name.
        replace: Replace a file of that name.

    Raises:
        InputError: The format cannot hold this view.
        DiskError: A file cannot be read or written.
    """
    name = file_name(view, exporter, today, part)
    content = exporter.render(view)
    if replace:
        disk.write(folder / name, content, private=False)
        return folder / name, True
    return write_new(folder, name, exporter.suffix, content)


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


def write_view(path: Path, view: View, exporter: AnyExporter) -> None:
    """Write a view to a file, atomically.

    Raises:
        InputError: The format cannot hold this view.
        DiskError: The file cannot be written; an old one is kept.
    """
    disk.write(path, exporter.render(view), private=False)


def write_digests(
    session: Session,
    day: Day,
    folder: Path,
    order: Order | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> tuple[list[Path], list[Path]]:
    """Write the daily digest: the overview, and one file per topic with a match.

    Args:
        session: The session whose library it is about.
        day: The day.
        folder: The folder.
        order: How to sort the papers; by default as announced, and by category under a topic.
        complain: Called with one line for each problem of the index or of a day.
        tell: Called with the progress of indexing, if the index is used.

    Returns:
        The files written, the overview first, and those of them that had another content before.

    Raises:
        InputError: The day is not in the library.
        DiskError: A file cannot be written; the files before it are written.
    """
    selection = Selection.of_day(day)._replace(order=order or Order.ANNOUNCED)
    view = view_of(session, selection, None, complain, tell, keeps_order=order is not None)
    files = daily.render(view, day)
    written: list[Path] = []
    others: list[Path] = []
    for name, text in files.items():
        path, content = folder / name, text.encode()
        if not _is_free(path, content):
            others.append(path)
        disk.write(path, content, private=False)
        written.append(path)
    return written, others


def write_week(
    session: Session,
    day: Day,
    folder: Path,
    order: Order = Order.INTEREST,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> Path:
    """Write the papers of the seven days up to one as Markdown, with what speaks for them.

    Returns:
        The file; another one of that name is replaced.

    Raises:
        InputError: These days have no papers.
        DiskError: The file cannot be written.
    """
    selection = week_up_to(day, order)
    view = view_of(session, selection, None, complain, tell)
    if not view.entries:
        raise InputError(f"the week up to {day}", "has no papers", "fetch it, or choose another")
    path = folder / f"{day}-week.md"
    write_view(path, view, exporter("markdown"))
    return path


def week_up_to(day: Day, order: Order, view: ViewKind = ALL) -> Selection:
    """Return the papers of the seven days up to one."""
    return Selection(view, first=day - _WEEK, last=day, order=order)


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
