"""What was done to marks in one sitting, to be taken back and done again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.model import Entry, Mark
from paperterm.session.marking import Action
from paperterm.session.session import Marked, Session
from paperterm.text import plural

_MOST = 500


class Step(NamedTuple):
    """A change of marks, and what it was, in words."""

    says: str
    marked: Marked
    is_plain: bool = False
    """Whether a list shows it by itself: read, or starred."""


class History:
    """Changes marks and remembers how; one thread at a time.

    Methods raise DiskError when a mark cannot be written, and LibraryError when one is damaged;
    what could not be taken back can then be tried again.

    Args:
        session: Whose library.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def mark(self, entries: Iterable[Entry], action: Action) -> Step | None:
        """Do something to the marks of papers; None when they are all so already."""
        listed = list(entries)
        marked = self._session.mark(listed, action)
        if not marked.changed:
            return None
        titles = {entry.id: entry.paper.title for entry in listed}
        first, after = next(iter(marked.changed.items()))
        what = _what(marked.before[first], after)
        count = len(marked.changed)
        about = titles[first] if count == 1 else plural(count, "paper")
        self._undone.clear()
        step = Step(f"{what}: {about}", marked, what in _PLAIN)
        self._done = [*self._done[1 - _MOST :], step]
        return self._done[-1]

    def undo(self) -> Step | None:
        """Take the last change back; None when there is none."""
        if not self._done:
            return None
        step = self._done[-1]
        marked = self._session.revert(step.marked)
        self._undone.append(Step(self._done.pop().says, marked))
        return Step(f"taken back, {step.says}", marked)

    def redo(self) -> Step | None:
        """Do again what was taken back last; None when there is nothing."""
        if not self._undone:
            return None
        step = self._undone[-1]
        marked = self._session.revert(step.marked)
        self._done.append(Step(self._undone.pop().says, marked))
        return Step(f"done again, {step.says}", marked)


def _what(before: Mark, after: Mark) -> str:
    """What became of a mark, in a word or two."""
    for name, yes, no in _WORDS:
        if getattr(before, name) != getattr(after, name):
            return yes if getattr(after, name) else no
    if before.note_text != after.note_text:
        return "note written" if after.note_text else "note taken away"
    new, old = ({*one.tag_names} for one in (after, before))
    signs = [f"#{name}" for name in sorted(new - old)]
    signs += [f"-#{name}" for name in sorted(old - new)]
    return f"tagged {' '.join(signs)}"


_PLAIN = ("starred", "star taken off", "read", "unread")
_WORDS = (
    ("is_starred", "starred", "star taken off"),
    ("is_queued", "put in the queue", "taken out of the queue"),
    ("is_read", "read", "unread"),
)
