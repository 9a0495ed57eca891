"""Where papers can go from the reader: formats and templates make files, outlets take papers.

The rows follow from the registries and the settings: a new format or outlet is one here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from paperterm.config import Config
from paperterm.export import FORMATS, Exporter
from paperterm.model import Entry
from paperterm.outlets import OUTLETS, Outlet
from paperterm.query import Query
from paperterm.session.exports import AnyExporter, view_of, view_with, with_keys, write_into
from paperterm.session.row_pages import PickedRows
from paperterm.session.selection import Selection
from paperterm.session.sending import send
from paperterm.session.session import Session
from paperterm.text import plural


class Outgoing(NamedTuple):
    """Papers that go out.

    Attributes:
        selection: What the list shows.
        query: What it is narrowed to, if it is.
        picked: The range, or the paper under the cursor.
        is_range: Whether it is a range, which goes out as it is; otherwise a file holds the list,
            and an outlet gets the paper under the cursor.
    """

    selection: Selection
    query: Query | None
    picked: PickedRows
    is_range: bool


class Tell(Protocol):
    """Takes a line for the user."""

    def __call__(self, text: str, *, is_running: bool = False) -> None:
        """Show a line, or the progress of what goes on."""


Take = Callable[[Session, Outgoing, Tell], str]
"""Hands papers over, and returns a line that says what was done."""


class Target(NamedTuple):
    """A format, a template or an outlet.

    Attributes:
        id: What no other target has: the name, or the path of a template.
        name: What is shown.
        letter: The key that chooses it; "" for any that is free.
        summary: What it is.
        problem: Why it cannot be used now; an empty string if it can.
        is_file: Whether it makes a file.
        take: Hands papers over.
    """

    id: str
    name: str
    letter: str
    summary: str
    problem: str
    is_file: bool
    take: Take


def targets(settings: Config, selection: Selection) -> list[Target]:
    """Return where the papers of a selection can go."""
    return [
        *(_of_format(one, one.problem(selection)) for one in FORMATS),
        *map(_of_template, settings.templates),
        *(_of_outlet(one, one.problem(settings)) for one in OUTLETS),
    ]


def _of_format(one: Exporter, problem: str) -> Target:
    take = partial(_write, lambda: one)
    return Target(one.name, one.name, one.letter, one.summary, problem, True, take)


def _of_template(path: Path) -> Target:
    def opened() -> AnyExporter:
        from paperterm.session.templates import TemplateExporter

        return TemplateExporter(path)

    summary = f"your template in {path.parent}"
    return Target(str(path), path.name, "", summary, "", True, partial(_write, opened))


def _of_outlet(one: Outlet, problem: str) -> Target:
    take = partial(_send, one)
    return Target(one.name, one.name, one.letter, one.summary, problem, False, take)


def _write(
    opened: Callable[[], AnyExporter], session: Session, outgoing: Outgoing, tell: Tell
) -> str:
    """Write papers into the export folder."""
    form = opened()
    selection, query, picked, is_range = outgoing
    if is_range:
        view = view_with(session, selection, _whole(session, picked))
    else:
        view = view_of(session, selection, query, tell)
    view = with_keys(session, view, form)
    today = session.now().astimezone().date()
    part = "range" if is_range else "found" if query else ""
    path, is_new = write_into(session.export_folder, view, form, today, part)
    papers = plural(len(view.entries), "paper")
    return f"{papers} written to {path}" if is_new else f"unchanged: {papers} in {path}"


def _send(outlet: Outlet, session: Session, outgoing: Outgoing, tell: Tell) -> str:
    """Send papers, with the marks that they have by then."""
    entries = session.known(outgoing.picked.ids()).values()
    sent = send(session, outlet, entries, partial(tell, is_running=True))
    there = f", {sent.unchanged:,} unchanged" if sent.unchanged else ""
    return f"{plural(sent.changed, 'paper')} sent to {sent.place}{there}"


def _whole(session: Session, picked: PickedRows) -> Iterator[Entry]:
    """Yield the papers of a range with their abstracts and their marks of now."""
    entries = picked.whole_entries(session.library)
    marks = session.library.marks([entry.id for entry in entries])
    return (entry._replace(mark=marks[entry.id]) for entry in entries)
