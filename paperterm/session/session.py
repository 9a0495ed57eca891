"""A session: one library with its settings, and what a user does to both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from paperterm.config import Config, SavedView, Value
from paperterm.config.views import VIEWS, ViewKind
from paperterm.errors import BusyError, ConfigError, DiskError, InputError, PapertermError
from paperterm.library import Library
from paperterm.model import AnnouncedPaper, Day, Entry, Mark, Order, PaperId
from paperterm.model.days import plausible
from paperterm.paths import Folders, folders
from paperterm.session.following import Following, following
from paperterm.session.marking import Change, MarkChange, changes, marked_paper
from paperterm.session.memory import Memory
from paperterm.session.selection import Selection
from paperterm.session.settings import Settings
from paperterm.text import plural
from paperterm.topics import Topic

if TYPE_CHECKING:
    from paperterm.config.edit import Edit
    from paperterm.session.import_summary import ImportSummary
    from paperterm.session.interest import Interest
    from paperterm.sources.large_files import LargeProgress


class ChangedMarks(NamedTuple):
    """The result of changing marks.

    Attributes:
        changed: The new marks.
        unchanged: How many marks the change left as they were.
        unknown: Ids that are not in the library.
        before: The marks of the changed papers as they were.
    """

    changed: dict[PaperId, Mark]
    unchanged: int
    unknown: tuple[PaperId, ...] = ()
    before: Mapping[PaperId, Mark] = {}


class PaperHistory(NamedTuple):
    """A paper with its newest text, and every announcement of it, oldest first."""

    entry: Entry
    announced: tuple[AnnouncedPaper, ...]


_FEW_IDS = 20
"""The days of more papers are found by the index: else each day is searched for each id."""

_FEW_TOPICS = 20
"""With more topics, an error names only similar ones."""


def _now() -> datetime:
    return datetime.now(UTC)


def _edits() -> ModuleType:
    from paperterm.config import edit  # a TOML parser, which the start does without

    return edit


class Session:
    """The use of a library by one process.

    Methods that use the library raise DiskError when a file cannot be read or written, and
    LibraryError when one is damaged. Methods that edit the settings raise what the function of that
    name in `paperterm.config.edit` raises.

    Args:
        where: The folders; those of this user by default.
        now: The clock, in UTC.
    """

    def __init__(self, where: Folders | None = None, now: Callable[[], datetime] = _now) -> None:
        self.folders = where or folders()
        self.library = Library(self.folders.data)
        self._clock = now
        self._settings = Settings(self.folders.config_file)
        self.memory = Memory(self.folders.state)
        self._ever_followed: frozenset[str] | None = None

    def now(self) -> datetime:
        """Return the time, in UTC; if the clock is wrong by years, the nearest plausible time."""
        return plausible(self._clock())

    @property
    def problems(self) -> list[PapertermError]:
        """What is wrong with the settings and the clock."""
        clock = self._clock()
        if plausible(clock) == clock:
            return [*self.settings.problems]
        wrong = InputError("clock", f"says {clock:%Y-%m-%d}", "set the date of this computer")
        return [*self.settings.problems, wrong]

    @property
    def settings(self) -> Config:
        """The settings in force; the first use ever writes the file."""
        return self._settings.current

    @property
    def is_first(self) -> bool:
        """Whether this is the first use ever: there was no config.toml before."""
        return self._settings.is_new

    @property
    def has_other_settings(self) -> bool:
        """Whether config.toml is another file than the one that was read."""
        return self._settings.is_outdated

    def reload(self) -> bool:
        """Read the settings again if the file changed; see `Settings.reload`."""
        is_changed = self._settings.reload()
        if is_changed:
            self.remember_followed()
        return is_changed

    @property
    def following(self) -> Following | None:
        """What is followed now, and was before; None while the settings cannot be read."""
        if not self.settings.is_readable:
            return None
        if self._ever_followed is None:
            self._ever_followed = self._followed_so_far()
        return following(self.settings.categories, self._ever_followed)

    def remember_followed(self) -> None:
        """Note which categories are followed, to hide papers of those that are given up later."""
        if not self.settings.is_readable:
            return
        self._ever_followed = self._followed_so_far() | {*self.settings.categories}
        with suppress(DiskError):  # only a convenience depends on it
            self.memory.write("followed", sorted(self._ever_followed))

    def _followed_so_far(self) -> frozenset[str]:
        ever = self.memory.read().get("followed")
        if isinstance(ever, list):
            return frozenset(map(str, ever))
        from paperterm.library.fetchlog import FetchLog  # of a library from before `followed`

        try:
            return frozenset(FetchLog(self.folders.data).categories())
        except DiskError:
            return frozenset()

    @cached_property
    def interest(self) -> Interest:
        """The order of interest in this library."""
        from paperterm.session.interest import Interest  # only a list in that order needs it

        return Interest(self.library)

    @property
    def export_folder(self) -> Path:
        """The folder for exports."""
        return self.settings.export_folder or self.folders.export

    @property
    def views(self) -> tuple[ViewKind, ...]:
        """The built-in views and the saved ones."""
        saved = (
            ViewKind(one.name, one.name, query=one.query, order=one.order)
            for one in self.settings.views
        )
        return *VIEWS, *saved

    def topic(self, name: str) -> Topic:
        """Return the topic of that name.

        Raises:
            InputError: The topic is unknown.
        """
        topic = self.settings.topic(name)
        if topic is None:
            raise InputError(repr(name), "unknown topic", self._topics_like(name))
        return topic

    def _topics_like(self, name: str) -> str:
        names = [topic.name for topic in self.settings.topics]
        if len(names) <= _FEW_TOPICS:
            return f"there are {', '.join(names)}" if names else "there are no topics yet"
        from difflib import get_close_matches

        folded = {one.casefold(): one for one in names}
        near = [folded[one] for one in get_close_matches(name.casefold(), folded, cutoff=0.5)]
        if near:
            return f"did you mean {' or '.join(near)}?"
        return f"`paperterm topics` lists all {len(names)}"

    def add_topic(self, topic: Topic) -> Edit:
        """Add a topic to the settings."""
        return self._settings.edit(_edits().add_topic, topic)

    def change_topic(self, name: str, topic: Topic, was: Topic | None = None) -> Edit:
        """Replace the topic of that name; given `was`, write only what differs from it."""
        return self._settings.edit(_edits().change_topic, name, topic, was)

    def move_topic(self, name: str, step: int) -> Edit:
        """Move a topic down by some places, or up if the step is negative."""
        return self._settings.edit(_edits().move_topic, name, step)

    def remove_topic(self, name: str) -> Edit:
        """Remove a topic from the settings; papers and marks stay."""
        return self._settings.edit(_edits().remove_topic, name)

    def add_view(
        self, name: str, query: str, order: Order = Order.ANNOUNCED, *, replace: bool = False
    ) -> Edit:
        """Save a query as a view, or replace the view of that name."""
        view = SavedView(name, query, order)
        return self._settings.edit(_edits().add_view, view, replace=replace)

    def remove_view(self, name: str) -> Edit:
        """Remove a saved view from the settings."""
        return self._settings.edit(_edits().remove_view, name)

    def follow(self, author: str) -> Edit:
        """Follow an author, if not followed already."""
        return self._settings.edit(_edits().follow, author)

    def unfollow(self, author: str) -> Edit:
        """Stop following an author."""
        return self._settings.edit(_edits().unfollow, author)

    def follow_category(self, category: str) -> Edit:
        """Follow a category, if not followed already."""
        done = self._settings.edit(_edits().follow_category, category)
        self.remember_followed()
        return done

    def unfollow_category(self, category: str) -> Edit:
        """Stop following a category."""
        self.remember_followed()
        return self._settings.edit(_edits().unfollow_category, category)

    def set_setting(self, table: str, key: str, value: Value) -> Edit:
        """Write one setting, such as the theme."""
        return self._settings.edit(_edits().set_setting, table, key, value)

    def revert(self, edit: Edit) -> Edit:
        """Undo an edit of the settings."""
        return self._settings.edit(_edits().revert, edit)

    def entries(
        self,
        selection: Selection,
        limit: int | None = None,
        also: Collection[PaperId] = (),
    ) -> list[Entry]:
        """List a selection: newest day first, inside a day in announcement order.

        Each paper is listed once, at the latest day of the range on which it was announced as a
        kind that is shown, with that day's text.

        Args:
            selection: What to list.
            limit: The most papers to list.
            also: Papers to list whatever their marks are, so that a paper on the screen does not
                disappear because it was read.

        Raises:
            InputError: The topic is unknown.
        """
        return list(islice(self._listed(selection, also), limit))

    def show(self, id_: PaperId) -> PaperHistory:
        """Return a paper with all of its announcements.

        Raises:
            InputError: It is not in the library.
        """
        announced = tuple(self.library.announcements(id_))
        mark = self.library.marks([id_])[id_]
        if entry := _entry(announced[-1] if announced else None, mark):
            return PaperHistory(entry, announced)
        raise InputError(id_, "is not in the library", "import or fetch its day first")

    def mark(self, entries: Iterable[Entry], action: MarkChange) -> ChangedMarks:
        """Change the marks of listed papers on disk."""
        return self.change(changes(entries, action, self.now()))

    def change(self, wanted: Mapping[PaperId, Change]) -> ChangedMarks:
        """Change marks on disk."""
        before: dict[PaperId, Mark] = {}

        def change(mark: Mark) -> Mark:
            before[mark.id] = mark
            return wanted[mark.id](mark)

        done = self.library.change(dict.fromkeys(wanted, change))
        return ChangedMarks(done, len(wanted) - len(done), (), {id_: before[id_] for id_ in done})

    def mark_ids(self, ids: Iterable[PaperId], action: MarkChange) -> ChangedMarks:
        """Change the marks of papers of which only the ids are given."""
        wanted = dict.fromkeys(ids)
        found = self.known(wanted)
        unknown = tuple(id_ for id_ in wanted if id_ not in found)
        return self.mark(found.values(), action)._replace(unknown=unknown)

    def known(self, ids: Collection[PaperId]) -> dict[PaperId, Entry]:
        """Return those of these papers that are in the library, with their newest text."""
        newest, marks = self.newest(ids), self.library.marks(ids)
        found = {id_: _entry(newest.get(id_), marks[id_]) for id_ in ids}
        return {id_: entry for id_, entry in found.items() if entry}

    def newest(self, ids: Collection[PaperId]) -> dict[PaperId, AnnouncedPaper]:
        """Return the newest announcement of each of these papers that a day holds."""
        if len(ids) <= _FEW_IDS:
            return self.library.newest(ids)
        from paperterm.session.newest import newest_announcements  # SQLite

        cache, topics = self.folders.cache, self.settings.topics
        return newest_announcements(self.library, cache, topics, ids)

    def import_files(
        self,
        files: Iterable[str],
        day: Day | None = None,
        since: Day | None = None,
        categories: Collection[str] = (),
        *,
        topics: bool = True,
        tell: Callable[[LargeProgress], None] = lambda _: None,
    ) -> ImportSummary:
        """Import files into the library.

        Args:
            files: The files.
            day: The day of papers without one.
            since: Of arXiv's snapshot, only papers since this day.
            categories: Of the snapshot, only papers in any of these, if there are any.
            topics: Whether to add the topics of digests that are new to the settings.
            tell: Called with the progress in a snapshot.
        """
        # The parsers: only an import needs them.
        from paperterm.session.imports import import_files, new_topics
        from paperterm.sources.snapshot import Wanted

        wanted = Wanted(since, frozenset(categories))
        summary = import_files(self.library, files, day, wanted, tell)
        self.remember_followed()
        found, summary.topics = summary.topics, []
        if found and topics:
            new, notes = new_topics(found, self.settings, self._settings.size)
            summary.notes += notes
            try:
                if new:
                    self._settings.edit(_edits().add_topics, new)
            except (BusyError, ConfigError, DiskError) as error:
                summary.notes.append(f"{plural(len(new), 'topic')} not added: {error}")
            else:
                summary.topics = new
        return summary

    def _listed(self, selection: Selection, also: Collection[PaperId]) -> Iterator[Entry]:
        topic = self.topic(selection.topic) if selection.topic is not None else None
        wanted: set[PaperId] | None = None
        marked: dict[PaperId, Mark] = {}
        if selection.view.marked_only:
            marked = {
                mark.id: mark
                for mark in self.library.all_marks()
                if mark.id in also or selection.view.shows(mark)
            }
            wanted = set(marked)
        held: set[PaperId] = set()
        seen: set[PaperId] = set()
        for day in filter(selection.holds, self.library.days()):
            if wanted is not None and seen >= wanted:
                return
            for one in self._day(day, wanted):
                held.add(one.id)
                if one.id not in seen and selection.lists(one.kind):
                    seen.add(one.id)
                    if _shows(selection, topic, one, also):
                        yield one
        if selection.first is None and selection.last is None:
            for id_ in sorted(marked.keys() - held, reverse=True):
                entry = _entry(None, marked[id_])
                if entry and _shows(selection, topic, entry, also):
                    yield entry

    def _day(self, day: Day, wanted: set[PaperId] | None) -> list[Entry]:
        """Read the papers of a day with their marks; only the wanted ones, if any are given."""
        record = self.library.day(day)
        announced = [
            one
            for one in (record.announced if record else ())
            if wanted is None or one.paper.id in wanted
        ]
        marks = self.library.marks([one.paper.id for one in announced])
        return [Entry(one.paper, one.announcement, marks[one.paper.id]) for one in announced]


def _entry(newest: AnnouncedPaper | None, mark: Mark) -> Entry | None:
    """Return a paper as announced, or else as its mark describes it; None if it is unknown."""
    if newest:
        return Entry(newest.paper, newest.announcement, mark)
    paper = marked_paper(mark)
    return Entry(paper, None, mark) if paper else None


def _shows(
    selection: Selection, topic: Topic | None, entry: Entry, also: Collection[PaperId]
) -> bool:
    return (entry.id in also or selection.view.lists(entry)) and (
        selection.shows(entry) and (topic is None or topic.holds(entry.paper))
    )
