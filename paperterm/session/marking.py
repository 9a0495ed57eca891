"""Changes of marks. With a `wish` of None, a change is a `Toggle`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from paperterm.model import Entry, Keepsake, Mark, Paper, PaperId

MarkChange = Callable[[Mark, datetime], Mark]
Change = Callable[[Mark], Mark]


@dataclass(frozen=True, eq=False, repr=False)
class Toggle:
    """A change to the opposite: of the marks that the user sees (`wish`), or of one on disk."""

    is_set: Callable[[Mark], bool]
    action: Callable[[bool], MarkChange]

    def wish(self, seen: Iterable[Mark]) -> MarkChange:
        """Return the change that a user wants when seeing these marks: clear what all have."""
        return self.action(not all(map(self.is_set, seen)))

    def __call__(self, mark: Mark, now: datetime) -> Mark:
        """Change a mark to its opposite."""
        return self.wish([mark])(mark, now)


def read(wish: bool | None = None) -> MarkChange:
    """Mark as read or unread, or toggle."""
    if wish is None:
        return Toggle(lambda mark: mark.is_read, read)
    return lambda mark, now: mark.set_read(wish, now)


def star(wish: bool | None = None, *, marks_read: bool = False) -> MarkChange:
    """Star, and mark as read if `marks_read`; or unstar; or toggle."""
    if wish is None:
        return Toggle(lambda mark: mark.is_starred, partial(star, marks_read=marks_read))
    if wish and marks_read:
        return combine([star(True), read(True)])
    return lambda mark, now: mark.set_starred(wish, now)


def queue(wish: bool | None = None, *, marks_read: bool = False) -> MarkChange:
    """Put at the end of the queue, and mark as read if `marks_read`; or remove; or toggle."""
    if wish is None:
        return Toggle(lambda mark: mark.is_queued, partial(queue, marks_read=marks_read))
    if wish and marks_read:
        return combine([queue(True), read(True)])
    return lambda mark, now: mark.set_queued(wish, now)


def dismiss(wish: bool | None = None) -> MarkChange:
    """Dismiss as not for the user, and mark as read; or take that back; or toggle."""
    if wish is None:
        return Toggle(lambda mark: mark.is_dismissed, dismiss)
    return lambda mark, now: mark.set_dismissed(wish, now)


def place(keys: Mapping[PaperId, str]) -> MarkChange:
    """Move papers of the queue to other places."""
    return lambda mark, now: mark.set_place(keys[mark.id], now)


def tag(name: str, wish: bool = True) -> MarkChange:
    """Add or remove a tag."""
    return lambda mark, now: mark.set_tag(name, wish, now)


def change_tags(before: Collection[str], after: Collection[str]) -> MarkChange:
    """Add the tags that are only in `after`, and remove those that are only in `before`."""
    added = [tag(name) for name in after if name not in before]
    removed = [tag(name, False) for name in before if name not in after]
    return combine([*added, *removed])


def note(text: str) -> MarkChange:
    """Write the note; an empty text deletes it."""
    return lambda mark, now: mark.set_note(text, now)


def rewrite(before: str, text: str) -> MarkChange:
    """Replace a note by another; if the note on disk is neither of them, keep both."""

    def act(mark: Mark, now: datetime) -> Mark:
        here = mark.note_text or ""
        both = "\n\n".join(filter(None, (here, text)))
        return mark.set_note(text if here in (before, text) else both, now)

    return act


def combine(actions: list[MarkChange]) -> MarkChange:
    """Combine changes into one."""

    def act(mark: Mark, now: datetime) -> Mark:
        for action in actions:
            mark = action(mark, now)
        return mark

    return act


def changes(entries: Iterable[Entry], action: MarkChange, now: datetime) -> dict[PaperId, Change]:
    """Return a change for the mark of each listed paper."""
    return {entry.id: partial(_change, action, keepsake(entry.paper), now) for entry in entries}


def reversal(
    before: Mapping[PaperId, Mark], after: Mapping[PaperId, Mark], now: datetime
) -> dict[PaperId, Change]:
    """Return the changes that undo one; marks that were changed since stay."""
    return {
        id_: partial(Mark.reverted, before=before[id_], after=mark, now=now)
        for id_, mark in after.items()
    }


def keepsake(paper: Paper) -> Keepsake | None:
    """Return the keepsake of a paper; None if only its id is known."""
    return Keepsake(paper.version or 0, paper.title, paper.authors) if paper.title else None


def marked_paper(mark: Mark) -> Paper | None:
    """Return a paper as its mark describes it; None if the mark has no keepsake."""
    if mark.keepsake is None:
        return None
    version, title, authors = mark.keepsake.value
    return Paper(mark.id, title, authors, version=version or None)


def _change(action: MarkChange, about: Keepsake | None, now: datetime, mark: Mark) -> Mark:
    changed = action(mark, now)
    return changed.remember(about, now) if about else changed
