"""Write a static site of the library into a folder; what did not change is not written again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import __version__, disk
from paperterm.errors import DiskError, InputError
from paperterm.export import View, exporter
from paperterm.export.sections import Section, sections_of
from paperterm.export.site import Link, Look, Person, list_page, papers_pages
from paperterm.library import Library
from paperterm.model import Entry, Mark, PaperId
from paperterm.session.listing import list_papers
from paperterm.session.marking import marked_paper
from paperterm.session.selection import Selection, view_named
from paperterm.session.session import Session
from paperterm.text import clean, plural
from paperterm.topics import matching

_FORM = 2
"""Increase it when the pages change, so that all are made anew."""
_OF_TOPIC = 300
"""Papers on the page of a topic or a view, the newest first."""
_IN_FEED = 100
_HOME, _STARRED = "index.html", "starred.html"

Told = Callable[[str], None]


@dataclass(frozen=True)
class SiteOptions:
    """What a site shows.

    Attributes:
        title: Its title.
        days: How many of the newest days; None for all.
        views: Names of views with a page of their own.
        starred: Show the user's stars.
        notes: Show notes.
        abstracts: Show abstracts.
        people: The data folders and names of others, whose stars are shown.
    """

    title: str = "arXiv"
    days: int | None = None
    views: tuple[str, ...] = ()
    starred: bool = False
    notes: bool = False
    abstracts: bool = False
    people: tuple[tuple[str, str], ...] = ()


class SiteFiles(NamedTuple):
    """The result: how many files were written, stayed as they were, and were removed."""

    written: int
    unchanged: int
    removed: int


def write_site(
    session: Session, folder: Path, options: SiteOptions, complain: Told = lambda _: None
) -> SiteFiles:
    """Write a site; remove files of it that are no longer needed, and nothing else.

    What a site was made of is remembered in the cache folder: if that is the same, and so are the
    files, nothing is read. Without that memory, the same bytes are made again.

    Raises:
        InputError: A view is unknown, or a folder of marks is missing.
        DiskError, LibraryError: The library cannot be read, or a file not written.
    """
    where = folder.absolute()
    memory = session.folders.cache / "sites" / f"{_digest(str(where))}.json"
    libraries = [(name, _library(path)) for path, name in options.people]
    state = _state(session, options, [one for _, one in libraries])
    known = _remembered(memory)
    if known.get("state") == state and _stamps(where, known["files"]) == known["files"]:
        return SiteFiles(0, len(known["files"]), 0)
    people = [*_people(session, options, libraries)]
    pages = _Site(session, options, people, complain).pages()
    written = 0
    with disk.folders_flushed_once():
        for name, content in pages.items():
            path = where / name
            if not disk.is_there(path) or disk.read(path) != content:
                disk.write(path, content, private=False)
                written += 1
    gone = [where / name for name in known.get("files", ()) if name not in pages]
    for path in gone:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise DiskError.of(path, error, "remove it") from error
    files = _stamps(where, pages)
    disk.write(memory, json.dumps({"state": state, "files": files}).encode())
    return SiteFiles(written, len(pages) - written, len(gone))


@dataclass
class _Site:
    """Makes the pages of a site."""

    session: Session
    options: SiteOptions
    people: list[Person]
    complain: Told
    of_topic: dict[str, dict[PaperId, Entry]] = field(default_factory=lambda: defaultdict(dict))

    def pages(self) -> dict[str, bytes]:
        """Return all files by path."""
        settings, options = self.session.settings, self.options
        names = _file_names([*(topic.name for topic in settings.topics), *options.views])
        topics, views = names[: len(settings.topics)], names[len(settings.topics) :]
        nav = [Link(_HOME, options.title)]
        if self.people:
            nav.append(Link(_STARRED, "Starred"))
        look = Look(options.title, nav, self.people, options.abstracts)
        days = self.session.library.days()[: options.days]
        files: dict[str, str | bytes] = {}
        day_links = []
        newest: list[Entry] = []
        for day in days:
            entries = self._entries(Selection.of_day(day))
            view = View(entries=tuple(entries), day=day, topics=settings.topics)
            path = f"days/{day}.html"
            files |= papers_pages(look, path, str(day), sections_of(view))
            day_links.append(Link(path, str(day), plural(len(entries), "paper")))
            newest += entries[: max(0, _IN_FEED - len(newest))]
            self._sort(entries)
        files["all.atom"] = _feed(View(tuple(newest)))
        sections = {"Days": day_links, "Topics": [], "Views": []}
        for topic, name in zip(settings.topics, topics, strict=True):
            view = View(tuple(self.of_topic[topic.name].values()), topic=topic)
            link = self._listed(files, look, f"topics/{name}", view, topic.name)
            sections["Topics"].append(link)
        for title, name in zip(options.views, views, strict=True):
            chosen = view_named(title, self.session.views)
            some = self._entries(Selection(chosen), _OF_TOPIC)
            view = View(tuple(some), name=chosen.name)
            sections["Views"].append(self._listed(files, look, f"views/{name}", view, title))
        if self.people:
            view = View(tuple(self._starred()), name="starred")
            sections["Views"].append(self._listed(files, look, "starred", view, "Starred"))
        shown = {heading: links for heading, links in sections.items() if links}
        files[_HOME] = list_page(look, _HOME, shown, "all.atom")
        return {
            name: text.encode() if isinstance(text, str) else text for name, text in files.items()
        }

    def _listed(
        self, files: dict[str, str | bytes], look: Look, stem: str, view: View, title: str
    ) -> Link:
        """Add the pages and the feed of some papers; return the link to them."""
        by_day: dict[str, list[Entry]] = defaultdict(list)
        for entry in view.entries:
            by_day[str(entry.announcement.day) if entry.announcement else "Earlier"].append(entry)
        sections = [Section(day, some) for day, some in by_day.items()]
        files |= papers_pages(look, f"{stem}.html", title, sections, f"{stem}.atom")
        files[f"{stem}.atom"] = _feed(view)
        newest = "the newest " if len(view.entries) == _OF_TOPIC else ""
        return Link(f"{stem}.html", title, newest + plural(len(view.entries), "paper"))

    def _entries(self, selection: Selection, limit: int | None = None) -> list[Entry]:
        """Return papers without marks."""
        wanted = selection._replace(following=self.session.following)
        entries = list_papers(self.session, wanted, None, limit, self.complain)
        return [one._replace(mark=Mark(one.id)) for one in entries]

    def _sort(self, entries: list[Entry]) -> None:
        """Add papers of a day to their topics, unless a newer day had them."""
        for entry in entries:
            for topic in matching(entry.paper, self.session.settings.topics):
                some = self.of_topic[topic.name]
                if len(some) < _OF_TOPIC:
                    some.setdefault(entry.id, entry)

    def _starred(self) -> Iterator[Entry]:
        """Yield the starred papers of all people, the newest first."""
        marks: dict[PaperId, Mark] = {}
        for person in self.people:
            stars = person.marks.values() if person.shows_stars else ()
            marks |= {mark.id: mark for mark in stars if mark.is_starred}
        known = self.session.newest(marks)
        entries = []
        for id_, mark in marks.items():
            paper, announcement = known.get(id_, (marked_paper(mark), None))
            if paper:
                entries.append(Entry(paper, announcement, Mark(id_)))
        return iter(sorted(entries, key=_age, reverse=True))


def _age(entry: Entry) -> tuple[str, str]:
    return str(entry.announcement.day) if entry.announcement else "", entry.id


def _feed(view: View) -> bytes:
    return exporter("atom").render(replace(view, entries=view.entries[:_IN_FEED]))


def _people(
    session: Session, options: SiteOptions, others: list[tuple[str, Library]]
) -> Iterator[Person]:
    if options.starred or (options.notes and not others):
        yield Person("", _kept(session.library), options.starred, options.notes)
    for name, library in others:
        yield Person(name, _kept(library), True, options.notes)


def _kept(library: Library) -> dict[PaperId, Mark]:
    return {mark.id: mark for mark in library.all_marks() if mark.is_kept}


def _library(path: str) -> Library:
    """Return the library of another person.

    Raises:
        InputError: The folder has no marks.
    """
    folder = Path(path).expanduser()
    if not disk.is_there(folder / "marks"):
        raise InputError(path, "has no marks", "name a data folder, see `paperterm where`")
    return Library(folder)


def _state(session: Session, options: SiteOptions, others: list[Library]) -> str:
    """Return a short text that differs if a page may."""
    has_marks = bool(options.views or options.starred or options.notes)
    libraries = [*([session.library] if has_marks else []), *others]
    hidden = sorted(session.following.before) if session.following else []
    return _digest(
        repr(
            (
                (_FORM, __version__, options, session.settings.source, hidden),
                [*session.library.day_stamps().items()],
                [[*one.mark_stamps().items()] for one in libraries],
            )
        )
    )


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _remembered(path: Path) -> dict[str, Any]:
    """Return what a site was made of; nothing if the file cannot be used."""
    with suppress(DiskError, ValueError):
        known = json.loads(disk.read(path)) if disk.is_there(path) else {}
        if isinstance(known, dict) and isinstance(known.get("files"), dict):
            return known
    return {}


def _stamps(folder: Path, names: Mapping[str, object]) -> dict[str, list[int]]:
    """Return size and time of each file that is there."""
    stamps = {}
    for name in names:
        with suppress(OSError):
            found = (folder / name).stat()
            stamps[name] = [found.st_size, found.st_mtime_ns]
    return stamps


def _file_names(names: list[str]) -> list[str]:
    """Return a name for each file, without what a system or an address forbids."""
    from pathvalidate import sanitize_filename

    taken: set[str] = set()
    files = []
    for name in names:
        plain = clean(name).lstrip(". -")[:50]
        stem = sanitize_filename(plain, platform="universal", replacement_text="_") or "page"
        file, count = stem, 1
        while file.casefold() in taken:
            count += 1
            file = f"{stem}-{count}"
        taken.add(file.casefold())
        files.append(file)
    return files
