"""What was done to marks in one sitting, to be taken back and done again, and what could not be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

from paperterm.errors import BusyError, DiskError, LibraryError, PapertermError
from paperterm.model import Entry, Mark, PaperId
from paperterm.session.marking import Change, MarkChange, Toggle, changes, reversal, rewrite
from paperterm.session.session import Marked, Session
from paperterm.text import clean, plural, tex_to_unicode

_MOST = 500


class Step(NamedTuple):
    """A change of marks, and what it was, in words.

    Attributes:
        says: What it was.
        marked: What it changed, on disk.
        is_plain: Whether a list shows it by itself: read on the way, or moved in the queue.
        problem: Why not all of it could be written; None when it could.
    """

    says: str
    marked: Marked
    is_plain: bool = False
    problem: PapertermError | None = None


class _Missed(NamedTuple):
    """A mark that could not be written: as the user saw it, and as it was to be."""

    seen: Mark
    wanted: Mark

    def written_into(self, mark: Mark, now: datetime) -> Mark:
        """A mark with it. What was written there since is later, and stays; of notes, both do."""
        typed, known = self.wanted.note_text or "", self.seen.note_text or ""
        there, after = mark.note_text or "", mark.merged(self.wanted)
        if typed == known or there in (known, typed):
            return after
        return rewrite(known, typed)(after.set_note(there, now), now)


class _Written(NamedTuple):
    """What a write changed, and what it did not, with the reason."""

    marked: Marked
    missed: Mapping[PaperId, _Missed] = {}
    problem: PapertermError | None = None


class History:
    """Changes marks and remembers how; one thread at a time.

    A mark that cannot be written waits until `retry` is asked for. What cannot be taken
    back or done again does not: the same key tries again.

    Args:
        session: Whose library.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._missed: dict[PaperId, _Missed] = {}
        self._missed_before: list[dict[PaperId, _Missed]] = []
        """What waited before each action that missed, since the last one that was written."""

    @property
    def unsaved(self) -> int:
        """The papers whose marks wait to be written."""
        return len(self._missed)

    def mark(
        self, entries: Iterable[Entry], action: MarkChange, seen: Sequence[Entry] = ()
    ) -> Step | None:
        """Do something to the marks of papers; None when they are all so already.

        Args:
            entries: The papers.
            action: What to do.
            seen: The papers as the user saw them, which says which way a toggle goes.
        """
        listed = list(entries)
        is_toggle = isinstance(action, Toggle)
        if isinstance(action, Toggle) and len(listed) == 1:
            action = action.wish(self._as_seen(next(iter(seen), listed[0]).mark))
        wanted = changes(listed, action, self._session.now())
        written = self._write(wanted, {entry.id: entry.mark for entry in listed})
        waited = dict(self._missed)
        self._miss(written)
        changed = written.marked.changed
        if changed:
            self._missed_before.clear()
        if written.missed:
            self._missed_before.append(waited)
        if not changed:
            return Step("", written.marked, problem=written.problem) if written.problem else None
        titles = {entry.id: entry.paper.title or str(entry.id) for entry in listed}
        first, after = next(iter(changed.items()))
        what = _what(written.marked.before[first], after)
        about = plural(len(changed), "paper")
        if len(changed) == 1 or what == _MOVED:
            # Where papers were alike in the queue, others are moved too, behind the first.
            title = next(title for id_, title in titles.items() if id_ in changed)
            about = clean(tex_to_unicode(clean(title)))
        is_plain = what == _MOVED or (what == _READ and not is_toggle)
        step = Step(f"{what}: {about}", written.marked, is_plain, written.problem)
        self._did(step)
        return step

    def retry(self) -> Step | None:
        """Try again what could not be written; None when there is nothing."""
        if not self._missed:
            return None
        now = self._session.now()
        wanted = {id_: partial(one.written_into, now=now) for id_, one in self._missed.items()}
        written = self._write(wanted, {id_: one.seen for id_, one in self._missed.items()})
        self._missed = dict(written.missed)
        self._missed_before.clear()
        marked = written.marked
        step = Step(
            f"saved: {plural(len(marked.changed), 'paper')}", marked, False, written.problem
        )
        if marked.changed:
            self._did(step)
        return step

    def undo(self) -> Step | None:
        """Take the last change back, None when there is none; what it left unsaved goes first.

        What waits from before a change that was written goes on waiting.
        """
        if self._missed_before:
            waited = self._missed_before.pop()
            lost = [id_ for id_, one in self._missed.items() if waited.get(id_) != one]
            dropped = plural(len(lost), "paper")
            self._missed = waited
            return Step(f"taken back, what was not saved: {dropped}", Marked({}, 0))
        return self._turn(self._done, self._undone, "taken back")

    def redo(self) -> Step | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._turn(self._undone, self._done, "done again")

    def _as_seen(self, mark: Mark) -> Mark:
        """A mark as it was on the screen, with what was done to it here and is not there yet.

        What another process did meanwhile is not what the user looks at.
        """
        for step in (*self._done, *self._undone):
            if own := step.marked.changed.get(mark.id):
                mark = mark.merged(own)
        return mark

    def _did(self, step: Step) -> None:
        self._undone.clear()
        self._done = [*self._done[1 - _MOST :], step._replace(problem=None)]

    def _turn(self, steps: list[Step], others: list[Step], what: str) -> Step | None:
        """Take the last of these steps back, which makes one of the others.

        A step is left out if all of it was set to something else since, by another process.
        """
        left: list[str] = []
        while steps:
            says, (changed, _, _, before), *_ = steps[-1]
            written = self._write(reversal(before, changed, self._session.now()), changed)
            if not written.problem:  # else the next try takes back the rest of it
                steps.pop()
            if written.marked.changed:
                others.append(Step(says, written.marked))
            if written.marked.changed or written.problem:
                told = f"{what}, {says}{_left(left)}"
                return Step(told, written.marked, False, written.problem)
            left.append(says)
        return Step(f"nothing is {what}{_left(left)}", Marked({}, 0)) if left else None

    def _write(self, wanted: Mapping[PaperId, Change], seen: Mapping[PaperId, Mark]) -> _Written:
        """Change marks; of those that cannot be written, the user saw these."""
        try:
            marked = self._session.change(wanted)
        except (BusyError, DiskError, LibraryError) as error:
            # Some shards may be written: what is on disk says which.
            here = self._on_disk(wanted)
            after = {id_: change(seen[id_]) for id_, change in wanted.items()}
            missed = {
                id_: _Missed(seen[id_], mark)
                for id_, mark in after.items()
                if here[id_].merged(mark) != here[id_]
            }
            done = {
                id_: mark for id_, mark in after.items() if id_ not in missed and mark != seen[id_]
            }
            return _Written(Marked(done, 0, (), {id_: seen[id_] for id_ in done}), missed, error)
        return _Written(marked)

    def _on_disk(self, ids: Iterable[PaperId]) -> dict[PaperId, Mark]:
        """The marks of papers; empty where they cannot be read, which was told already."""
        library, here = self._session.library, {id_: Mark(id_) for id_ in ids}
        for id_ in here:
            with suppress(LibraryError, DiskError):
                if row := library.mark_rows(id_.shard).get(id_):
                    here[id_] = library.mark_of_row(id_.shard, id_, row)
        return here

    def _miss(self, written: _Written) -> None:
        """Let what could not be written wait, and no longer what was done in another way since."""
        for id_, (seen, wanted) in written.missed.items():
            old = self._missed.get(id_)
            self._missed[id_] = (
                _Missed(old.seen, old.wanted.merged(wanted)) if old else _Missed(seen, wanted)
            )
        for id_, mark in written.marked.changed.items():
            if id_ in self._missed and mark.merged(self._missed[id_].wanted) == mark:
                del self._missed[id_]


def _left(steps: list[str]) -> str:
    """What is said of steps that were left out."""
    if not steps:
        return ""
    named = steps[0] if len(steps) == 1 else plural(len(steps), "step")
    return f"; left as it is, being changed since: {named}"


def _what(before: Mark, after: Mark) -> str:
    """What became of a mark, in a word or two."""
    for name, yes, no in _WORDS:
        if getattr(before, name) != getattr(after, name):
            return yes if getattr(after, name) else no
    if before.place != after.place:
        return _MOVED
    if before.note_text != after.note_text:
        return "note written" if after.note_text else "note taken away"
    new, old = ({*one.tag_names} for one in (after, before))
    signs = [f"#{name}" for name in sorted(new - old)]
    signs += [f"-#{name}" for name in sorted(old - new)]
    return f"tagged {' '.join(signs)}"


_MOVED = "moved in the queue"
_READ = "read"
_WORDS = (
    ("is_starred", "starred", "star taken off"),
    ("is_queued", "put in the queue", "taken out of the queue"),
    ("is_read", _READ, "unread"),
)
