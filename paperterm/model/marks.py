"""Marks of a paper, which two machines can merge without conflict.

Every field has the time it was set, and a field that was cleared stays, with an empty value (a
tombstone). Merging takes the later of two values of a field, and the larger of two values of the
same time; it is commutative, associative and idempotent. A note is prose, and never lost to a later
one: it remembers which texts it replaced, and merging keeps every text that neither side replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar
from zlib import crc32

from paperterm.model.ids import PaperId

ZOTERO_TAG = "zotero"
"""The tag of papers that are in the user's Zotero library."""

T = TypeVar("T")

_TICK = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stamped(NamedTuple, Generic[T]):
    """A value and when it was set (UTC, to the microsecond)."""

    value: T
    at: datetime


class Keepsake(NamedTuple):
    """Enough of a paper to list it when no day holds it. Version 0 is unknown."""

    version: int
    title: str
    authors: tuple[str, ...]


class Note(NamedTuple):
    """What the user wrote about a paper.

    Attributes:
        value: The text; several if they were written on machines that did not know of each other;
            none if the note was deleted.
        at: When it changed last.
        over: The keys of the texts that were replaced or deleted.
    """

    value: tuple[Stamped[str], ...]
    at: datetime
    over: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All texts, oldest first, between empty lines; without one that is a part of another."""
        texts = list(dict.fromkeys(one.value for one in self.value))
        parts = [one for one in texts if not any(one in more for more in texts if more != one)]
        return "\n\n".join(parts)

    def replaced(self, text: str, now: datetime) -> Note:
        """Return the note with another text in the place of all texts."""
        at = max(now, self.at + _TICK)
        over = {*self.over, *map(_key, self.value)}
        return Note((Stamped(text, at),) if text else (), at, tuple(sorted(over)))

    def merged(self, other: Note) -> Note:
        """Return the note with the texts of both that neither has replaced."""
        over = {*self.over, *other.over}
        texts = {one for one in (*self.value, *other.value) if _key(one) not in over}
        in_order = sorted(texts, key=lambda one: (one.at, one.value))
        return Note(tuple(in_order), max(self.at, other.at), tuple(sorted(over)))


@dataclass(frozen=True, slots=True)
class Mark:
    """The marks of one paper; a field that is None was never set.

    `queued` is the key in the queue, a fractional index that sorts as text, or "" when removed; a
    tag that maps to False was removed; `keepsake` describes a starred, queued, tagged, noted or
    dismissed paper.
    """

    id: PaperId
    read: Stamped[bool] | None = None
    starred: Stamped[bool] | None = None
    queued: Stamped[str] | None = None
    dismissed: Stamped[bool] | None = None
    tags: Mapping[str, Stamped[bool]] = field(default_factory=dict)
    note: Note | None = None
    keepsake: Stamped[Keepsake] | None = None

    @property
    def is_read(self) -> bool:
        """Whether the paper is read."""
        return bool(self.read and self.read.value)

    @property
    def is_starred(self) -> bool:
        """Whether the paper is starred, and was not dismissed later, as on another machine."""
        return bool(self.starred and self.starred.value) and not self.is_dismissed

    @property
    def is_queued(self) -> bool:
        """Whether the paper is in the queue."""
        return bool(self.queued and self.queued.value)

    @property
    def is_dismissed(self) -> bool:
        """Whether the paper is not for the user, and was not starred since."""
        if not (self.dismissed and self.dismissed.value):
            return False
        star = self.starred
        return not (star and star.value and star.at >= self.dismissed.at)

    @property
    def place(self) -> str:
        """The key in the queue, which sorts as text; "" when it is not in it."""
        return self.queued.value if self.queued else ""

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The tags, sorted."""
        return tuple(sorted(name for name, tag in self.tags.items() if tag.value))

    @property
    def note_text(self) -> str | None:
        """The note, if there is one."""
        return (self.note.text or None) if self.note else None

    @property
    def is_kept(self) -> bool:
        """Whether the paper is starred, queued, tagged or noted, and listed even without a day."""
        return bool(self.is_starred or self.is_queued or self.tag_names or self.note_text)

    @property
    def is_in_zotero(self) -> bool:
        """Whether the paper is in the user's Zotero library, as far as is known."""
        tag = self.tags.get(ZOTERO_TAG)
        return bool(tag and tag.value)

    def set_read(self, read: bool, now: datetime) -> Mark:
        """Mark as read or unread."""
        if read == self.is_read:
            return self
        return replace(self, read=_set(self.read, read, now))

    def set_starred(self, starred: bool, now: datetime) -> Mark:
        """Star, which takes a dismissal back, or unstar."""
        if starred == self.is_starred:
            return self
        # An unstarred paper is not dismissed by a dismissal from before the star.
        is_stale = self.dismissed and self.dismissed.value
        return replace(
            self,
            starred=_set(self.starred, starred, now),
            dismissed=_set(self.dismissed, False, now) if is_stale else self.dismissed,
        )

    def set_dismissed(self, dismissed: bool, now: datetime) -> Mark:
        """Say that the paper is not for the user, and mark it as read; or take that back.

        A star does not count until then. A place in the queue, tags and a note stay: they do not
        say that the paper was liked.
        """
        if dismissed == self.is_dismissed:
            return self
        mark = self.set_read(True, now) if dismissed else self
        after = max(now, mark.starred.at + _TICK) if mark.starred else now
        return replace(mark, dismissed=_set(mark.dismissed, dismissed, after))

    def set_queued(self, queued: bool, now: datetime) -> Mark:
        """Put at the end of the queue, or remove from it."""
        if queued == self.is_queued:
            return self
        from paperterm.model.queue import queue_key  # only this change needs it

        return replace(self, queued=_set(self.queued, queue_key(now) if queued else "", now))

    def set_place(self, key: str, now: datetime) -> Mark:
        """Change the key in the queue, if the paper is in it."""
        if not self.is_queued or not key or key == self.place:
            return self
        return replace(self, queued=_set(self.queued, key, now))

    def set_tag(self, name: str, tagged: bool, now: datetime) -> Mark:
        """Add or remove a tag."""
        old = self.tags.get(name)
        if tagged == bool(old and old.value):
            return self
        return replace(self, tags={**self.tags, name: _set(old, tagged, now)})

    def set_note(self, text: str, now: datetime) -> Mark:
        """Write the note; an empty text removes it."""
        if text == (self.note_text or ""):
            return self
        note = self.note.replaced(text, now) if self.note else Note((Stamped(text, now),), now)
        return replace(self, note=note)

    def add_note(self, text: str, at: datetime, over: Stamped[str] | None = None) -> Mark:
        """Merge a text that was written elsewhere, where it replaced the text `over`."""
        other = Note((Stamped(text, at),), at, (_key(over),) if over else ())
        return replace(self, note=self.note.merged(other) if self.note else other)

    def remember(self, keepsake: Keepsake, now: datetime) -> Mark:
        """Keep the title and authors of a marked paper, if they changed."""
        if not (self.is_kept or self.is_dismissed) or (
            self.keepsake and self.keepsake.value == keepsake
        ):
            return self
        return replace(self, keepsake=_set(self.keepsake, keepsake, now))

    def reverted(self, before: Mark, after: Mark, now: datetime) -> Mark:
        """Return this mark with the change from `before` to `after` undone.

        A field that was set to something else since stays. An undone field gets a new time, so
        that other machines accept it.
        """
        tags = {
            name: _reverted(tag, before.tags.get(name), after.tags.get(name), False, now) or tag
            for name, tag in self.tags.items()
        }
        return replace(
            self,
            read=_reverted(self.read, before.read, after.read, False, now),
            starred=_reverted(self.starred, before.starred, after.starred, False, now),
            queued=_reverted(self.queued, before.queued, after.queued, "", now),
            # After the star, as `set_dismissed` does: at equal times the star counts.
            dismissed=_reverted(
                self.dismissed, before.dismissed, after.dismissed, False, now + _TICK
            ),
            note=self._note_reverted(before, after, now),
            tags=tags,
        )

    def merged(self, other: Mark) -> Mark:
        """Return the marks of two machines for this paper, merged."""
        tags = {
            name: tag
            for name in sorted({*self.tags, *other.tags})
            if (tag := _later(self.tags.get(name), other.tags.get(name)))
        }
        note = self.note or other.note
        return Mark(
            self.id,
            read=_later(self.read, other.read),
            starred=_later(self.starred, other.starred),
            queued=_later(self.queued, other.queued),
            dismissed=_later(self.dismissed, other.dismissed),
            tags=tags,
            note=self.note.merged(other.note) if self.note and other.note else note,
            keepsake=_later(self.keepsake, other.keepsake),
        )

    def misses(self, other: Mark) -> bool:
        """Return whether something was set later in the other mark of this paper than in this."""
        pairs = [
            (self.read, other.read),
            (self.starred, other.starred),
            (self.queued, other.queued),
            (self.dismissed, other.dismissed),
            (self.note, other.note),
            *((self.tags.get(name), tag) for name, tag in other.tags.items()),
        ]
        return any(theirs and (not ours or ours.at < theirs.at) for ours, theirs in pairs)

    def _note_reverted(self, before: Mark, after: Mark, now: datetime) -> Note | None:
        if before.note == after.note or self.note_text != after.note_text:
            return self.note
        return self.set_note(before.note_text or "", now).note


def _key(text: Stamped[str]) -> str:
    """Return a short name for one version of a note, the same on all machines."""
    return f"{(text.at - _EPOCH) // _TICK:x}.{crc32(text.value.encode(errors='surrogatepass')):x}"


def _set(old: Stamped[T] | None, value: T, now: datetime) -> Stamped[T]:
    """Return the new value, always later than the old one, even if the clock was set back."""
    return Stamped(value, max(now, old.at + _TICK) if old else now)


def _reverted(
    here: Stamped[T] | None,
    before: Stamped[T] | None,
    after: Stamped[T] | None,
    never: T,
    now: datetime,
) -> Stamped[T] | None:
    """Return a field as it was before, unless it did not change or was set again since."""
    if after is None or before == after or here is None or here.value != after.value:
        return here
    return _set(here, before.value if before else never, now)


def _later(one: Stamped[T] | None, other: Stamped[T] | None) -> Stamped[T] | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda stamped: (stamped.at, stamped.value))
