"""Undo, redo and retry the changes that a user makes to marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from paperterm.errors import BusyError, ConfigError, DiskError, LibraryError, PapertermError
from paperterm.model import Entry, Mark, PaperId
from paperterm.session.marking import Change, MarkChange, Toggle, changes, reversal, rewrite
from paperterm.session.session import ChangedMarks, Session
from paperterm.text import plural
from paperterm.text.typeset import typeset

if TYPE_CHECKING:
    from paperterm.config.edit import Edit

_MOST = 500
"""Steps that are remembered."""
MOST_BYTES = 64_000_000
"""The memory that they may take: five steps of ten thousand papers."""


class Step(NamedTuple):
    """A change of marks, and its description.

    Attributes:
        what: What was done, such as "starred".
        about: The paper, or how many.
        marks: What changed on disk.
        edit: What changed in config.toml.
        place: Where the user was, as the caller says.
        is_plain: Whether the list alone shows the change enough: a paper was read on the way, or
            moved in the queue.
        problem: Why a part of it could not be written; None if all of it was.
        size: About the bytes that it takes.
    """

    what: str
    about: str
    marks: ChangedMarks
    is_plain: bool = False
    problem: PapertermError | None = None
    edit: Edit | None = None
    place: object = None
    size: int = 0

    @property
    def says(self) -> str:
        """The description in one line."""
        return f"{self.what}: {self.about}"


class _Missed(NamedTuple):
    """A mark that could not be written: before and after the user's change."""

    seen: Mark
    wanted: Mark

    def written_into(self, mark: Mark, now: datetime) -> Mark:
        """Return `mark` with this change; later changes stay, and so do both of two notes."""
        typed, known = self.wanted.note_text or "", self.seen.note_text or ""
        there, after = mark.note_text or "", mark.merged(self.wanted)
        if typed == known or there in (known, typed):
            return after
        return rewrite(known, typed)(after.set_note(there, now), now)


class _Written(NamedTuple):
    """The result of a write: the changed marks, those that could not be written, and why."""

    marks: ChangedMarks
    missed: Mapping[PaperId, _Missed] = {}
    problem: PapertermError | None = None


class History:
    """Change marks and settings, and remember the changes; for one thread at a time.

    A mark that cannot be written waits for `retry`. An undo or redo that fails does not wait: the
    same key tries again.

    Args:
        session: The session whose library and settings to change.
        most_bytes: The memory that the changes may take; the last one is always remembered.
    """

    def __init__(self, session: Session, most_bytes: int = MOST_BYTES) -> None:
        self._session = session
        self._most_bytes = most_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._missed: dict[PaperId, _Missed] = {}
        self._missed_before: list[dict[PaperId, _Missed]] = []
        """The missed marks before each change that failed, since the last that was written."""

    @property
    def unsaved(self) -> int:
        """How many papers have marks that wait for `retry`."""
        return len(self._missed)

    def mark(
        self,
        entries: Iterable[Entry],
        action: MarkChange,
        seen: Sequence[Entry] = (),
        place: object = None,
    ) -> Step | None:
        """Change the marks of papers; return None if nothing changes.

        Args:
            entries: The papers.
            action: The change.
            seen: The papers as the user saw them, which decides the direction of a toggle; none if
                they were not loaded.
            place: Where the user is, for the step.
        """
        listed = list(entries)
        is_toggle = isinstance(action, Toggle)
        if isinstance(action, Toggle):
            action = action.wish(self._with_own_changes(entry.mark for entry in seen or listed))
        wanted = changes(listed, action, self._session.now())
        written = self._write(wanted, {entry.id: entry.mark for entry in listed})
        before = dict(self._missed)
        self._update_missed(written)
        changed = written.marks.changed
        if changed:
            self._missed_before.clear()
        if written.missed:
            self._missed_before.append(before)
        if not changed:
            return Step("", "", written.marks, problem=written.problem) if written.problem else None
        titles = {entry.id: entry.paper.title or str(entry.id) for entry in listed}
        first, after = next(iter(changed.items()))
        what = _what(written.marks.before[first], after)
        about = plural(len(changed), "paper")
        if len(changed) == 1 or what == _MOVED:
            # Papers that share a place in the queue move along, behind the first.
            title = next(title for id_, title in titles.items() if id_ in changed)
            about = typeset(title)
        is_plain = what == _MOVED or (what == _READ and not is_toggle)
        step = Step(what, about, written.marks, is_plain, written.problem, place=place)
        self._add(step)
        return step

    def edit(
        self, what: str, about: str, edit: Callable[[], Edit], place: Sequence[str] = ()
    ) -> None:
        """Change the settings.

        Args:
            what: What is done, such as "deleted".
            about: Its subject.
            edit: Does it, by a method of the session.
            place: The names that the topic or view has, one after the other.
        """
        done = edit()
        if done.before != done.after:
            self._add(Step(what, about, _NOTHING, edit=done, place=place))

    def retry(self) -> Step | None:
        """Write the marks that could not be written; return None if there are none."""
        if not self._missed:
            return None
        now = self._session.now()
        wanted = {id_: partial(one.written_into, now=now) for id_, one in self._missed.items()}
        written = self._write(wanted, {id_: one.seen for id_, one in self._missed.items()})
        self._missed = dict(written.missed)
        self._missed_before.clear()
        marks = written.marks
        step = Step("saved", plural(len(marks.changed), "paper"), marks, False, written.problem)
        if marks.changed:
            self._add(step)
        return step

    def undo(self) -> Step | None:
        """Undo the last change, unsaved ones first; return None if there is none.

        Unsaved changes that are older than a saved one still wait for `retry`.
        """
        if self._missed_before:
            before = self._missed_before.pop()
            dropped = [id_ for id_, one in self._missed.items() if before.get(id_) != one]
            self._missed = before
            return Step("undid unsaved changes", plural(len(dropped), "paper"), _NOTHING)
        return self._reverse(self._done, self._undone, "undid")

    def redo(self) -> Step | None:
        """Redo the last change that was undone; return None if there is none."""
        return self._reverse(self._undone, self._done, "redid")

    def _with_own_changes(self, seen: Iterable[Mark]) -> list[Mark]:
        """Return marks with this history's own changes, which the list may not show yet."""
        marks = {mark.id: mark for mark in seen}
        for step in (*self._done, *self._undone):
            for id_ in marks.keys() & step.marks.changed.keys():
                marks[id_] = marks[id_].merged(step.marks.changed[id_])
        return [*marks.values()]

    def _add(self, step: Step) -> None:
        self._undone.clear()
        marks = (*step.marks.before.values(), *step.marks.changed.values())
        texts = sum(map(len, step.edit)) if step.edit else 0
        self._done.append(step._replace(problem=None, size=texts + sum(map(_size, marks))))
        size = sum(one.size for one in self._done)
        while len(self._done) > 1 and (len(self._done) > _MOST or size > self._most_bytes):
            size -= self._done.pop(0).size

    def _reverse(self, steps: list[Step], others: list[Step], verb: str) -> Step | None:
        """Reverse the last of these steps, which adds one to the others.

        A step is skipped if another process changed all of it since, or the user did by hand.
        """
        skipped: list[Step] = []
        while steps:
            step, done = steps[-1], self._reversed(steps[-1])
            if not done.problem:  # else the next try reverses the rest of it
                steps.pop()
            is_change = bool(done.edit or done.marks.changed)
            if is_change:
                others.append(done._replace(problem=None))
            if is_change or done.problem:
                about = f"{step.about}{'; ' if skipped else ''}{_skipped(skipped)}"
                return done._replace(what=f'{verb} "{step.what}"', about=about)
            skipped.append(step)
        return Step(f"{verb} nothing", _skipped(skipped), _NOTHING) if skipped else None

    def _reversed(self, step: Step) -> Step:
        """Reverse a step; the one returned changes nothing if all of it was changed since."""
        if step.edit is None:
            changed, before = step.marks.changed, step.marks.before
            written = self._write(reversal(before, changed, self._session.now()), changed)
            return step._replace(marks=written.marks, is_plain=False, problem=written.problem)
        try:
            return step._replace(edit=self._session.revert(step.edit))
        except ConfigError:
            return step._replace(edit=None)
        except (BusyError, DiskError) as error:
            return step._replace(edit=None, problem=error)

    def _write(self, wanted: Mapping[PaperId, Change], seen: Mapping[PaperId, Mark]) -> _Written:
        """Change marks, given those that the user saw, as far as they can be written."""
        try:
            marks = self._session.change(wanted)
        except (BusyError, DiskError, LibraryError) as error:
            # Some files may be written: compare with the marks on disk.
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
            before = {id_: seen[id_] for id_ in done}
            return _Written(ChangedMarks(done, 0, (), before), missed, error)
        return _Written(marks)

    def _on_disk(self, ids: Iterable[PaperId]) -> dict[PaperId, Mark]:
        """Read marks; one that cannot be read is empty, since the write reported the error."""
        library, here = self._session.library, {id_: Mark(id_) for id_ in ids}
        for id_ in here:
            with suppress(LibraryError, DiskError):
                if row := library.mark_rows(id_.shard).get(id_):
                    here[id_] = library.mark_of_row(id_.shard, id_, row)
        return here

    def _update_missed(self, written: _Written) -> None:
        """Add the marks that could not be written, and remove those that now are."""
        for id_, (seen, wanted) in written.missed.items():
            old = self._missed.get(id_)
            self._missed[id_] = (
                _Missed(old.seen, old.wanted.merged(wanted)) if old else _Missed(seen, wanted)
            )
        for id_, mark in written.marks.changed.items():
            if id_ in self._missed and mark.merged(self._missed[id_].wanted) == mark:
                del self._missed[id_]


def _size(mark: Mark) -> int:
    """Return about the bytes that a mark takes."""
    about = mark.keepsake.value if mark.keepsake else None
    texts = (mark.note_text or "", *((about.title, *about.authors) if about else ()))
    return 400 + 300 * len(mark.tags) + sum(60 + len(text) for text in texts)


def _skipped(steps: list[Step]) -> str:
    """Describe steps that were skipped."""
    if not steps:
        return ""
    if len(steps) > 1:
        return f"skipped {plural(len(steps), 'change')}, changed again since"
    return f'skipped "{steps[0].what}" ({steps[0].about}), changed again since'


def _what(before: Mark, after: Mark) -> str:
    """Describe a change of a mark in a word or two."""
    for name, yes, no in _WORDS:
        if getattr(before, name) != getattr(after, name):
            return yes if getattr(after, name) else no
    if before.place != after.place:
        return _MOVED
    if before.note_text != after.note_text:
        return "note saved" if after.note_text else "note deleted"
    new, old = ({*one.tag_names} for one in (after, before))
    signs = [f"#{name}" for name in sorted(new - old)]
    signs += [f"-#{name}" for name in sorted(old - new)]
    return f"tagged {' '.join(signs)}"


_NOTHING = ChangedMarks({}, 0)
_MOVED = "moved in the queue"
_READ = "read"
_WORDS = (
    ("is_dismissed", "not for you", "no longer dismissed"),
    ("is_starred", "starred", "unstarred"),
    ("is_queued", "added to the queue", "removed from the queue"),
    ("is_read", _READ, "unread"),
)
