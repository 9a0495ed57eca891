"""Mark the papers that are in the user's Zotero library with a tag, which makes them a ground."""

from __future__ import annotations

from collections.abc import Callable

from paperterm.model import Entry, Mark, Paper
from paperterm.model.marks import ZOTERO_TAG
from paperterm.session.marking import changes, tag
from paperterm.session.session import ChangedMarks, Session
from paperterm.sources.zotero import client, references


def sync_zotero(
    session: Session, tell: Callable[[str], object] = lambda _: None
) -> tuple[ChangedMarks, int]:
    """Read Zotero's library: tag what is in it, and untag what is not any more.

    Returns:
        The changed marks, and how many papers of arXiv the library has.

    Raises:
        SourceError: Zotero is not running, refuses, or answers with something else.
        DiskError, LibraryError: A mark cannot be read or written.
    """
    with client() as http:
        found = {one.ref.id: one for one in references(http, tell)}
    tagged = {mark.id: mark for mark in session.library.all_marks() if mark.is_in_zotero}
    new = [id_ for id_ in found if id_ not in tagged]
    held = session.newest(new)
    there = [
        Entry(held[id_].paper, None, Mark(id_))
        if id_ in held
        else Entry(Paper(id_, found[id_].title, found[id_].authors), None, Mark(id_))
        for id_ in new
    ]
    gone = [Entry(Paper(id_, ""), None, mark) for id_, mark in tagged.items() if id_ not in found]
    now = session.now()
    wanted = changes(there, tag(ZOTERO_TAG), now) | changes(gone, tag(ZOTERO_TAG, False), now)
    return session.change(wanted), len(found)
