"""Import files; a file with an error does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable

from paperterm.config import Config
from paperterm.config.defaults import topic_text
from paperterm.errors import FileError, PapertermError
from paperterm.library import Library
from paperterm.library.day_files import Conflict
from paperterm.model import Batch, Day
from paperterm.session.import_summary import ImportSummary
from paperterm.session.large_imports import import_large
from paperterm.sources.files import read_file
from paperterm.sources.large_files import Tell, opened
from paperterm.sources.snapshot import EVERYTHING, Wanted
from paperterm.text import plural
from paperterm.topics import Topic

MOST_WAITING = 50_000
"""Papers that are held in memory before they are stored: about 100 MB."""

LARGEST_TOPIC = 10_000
"""Bytes of a topic that an import adds to the settings; one of ten keywords takes 200."""

LARGEST_SETTINGS = 200_000
"""Bytes up to which an import fills config.toml, a fifth of what is read: 1,500 topics."""

LONGEST_NAME = 100
"""Characters of a topic's name that an import adds."""


def import_files(
    library: Library,
    files: Iterable[str],
    day: Day | None,
    wanted: Wanted = EVERYTHING,
    tell: Tell = lambda _: None,
) -> ImportSummary:
    """Import files into the library, with one write per day, or more for very many papers.

    Args:
        library: The library.
        files: The files.
        day: The day of papers without one.
        wanted: The part of a large file to import.
        tell: Called with the progress in a large file.
    """
    summary = ImportSummary()
    waiting = _Waiting(library, summary)
    for file in files:
        with opened(file) as large:
            if large:
                import_large(library, large, wanted, summary, tell)
                continue
        if wanted != EVERYTHING:
            problem = "--since and --category are for arXiv's snapshot"
            summary.errors.append(FileError(file, 0, problem, "import this file without them"))
            continue
        try:
            batches, reading = read_file(file, day)
        except FileError as error:
            summary.errors.append(error)
            continue
        summary.errors += reading.errors
        summary.skipped += reading.skipped
        summary.notes += reading.notes
        summary.topics += reading.topics
        for batch in batches:
            waiting.add(file, batch)
    waiting.store()
    return summary


class _Waiting:
    """Batches that wait until those of the same day can be stored with them.

    A digest has one topic of a day: to read and write the day for each takes ten times as long.
    """

    def __init__(self, library: Library, summary: ImportSummary) -> None:
        self._library = library
        self._summary = summary
        self._days: dict[Day, list[tuple[str, Batch]]] = {}
        self._papers = 0

    def add(self, file: str, batch: Batch) -> None:
        """Add a batch of a file, and store all if they have become too many."""
        self._days.setdefault(batch.day, []).append((file, batch))
        self._papers += len(batch.papers)
        if self._papers > MOST_WAITING:
            self.store()

    def store(self) -> None:
        """Store all batches, day by day."""
        for day, found in self._days.items():
            try:
                outcomes = self._library.store_all(day, [batch for _, batch in found])
            except PapertermError as error:
                for file, batch in found:
                    problem = f"{day} was not stored: {error}"
                    self._summary.errors.append(FileError(file, 0, problem))
                    self._summary.skipped += len(batch.papers)
                continue
            for (file, _), outcome in zip(found, outcomes, strict=True):
                self._summary.outcome = self._summary.outcome.plus(outcome)
                self._summary.notes += [_note(file, conflict) for conflict in outcome.conflicts]
        self._days.clear()
        self._papers = 0


def new_topics(
    found: Iterable[Topic], settings: Config, size: int
) -> tuple[list[Topic], list[str]]:
    """Choose the topics that an import may add to the settings.

    Args:
        found: The topics of the imported files.
        settings: The settings.
        size: The size of their file in bytes.

    Returns:
        The topics to add, and a line for each kind of topic that is left out.
    """
    new: dict[str, Topic] = {}
    notes: list[str] = []
    refused = 0
    for topic in found:
        name = topic.name[:LONGEST_NAME]
        takes = len(topic_text(topic).encode())
        known = settings.topic(topic.name) or new.get(topic.name.casefold())
        if not topic.is_printable:
            notes.append(f"topic {name} was not added: its name has an unprintable character")
        elif known:
            if (known.keywords, known.filters) != (topic.keywords, topic.filters):
                notes.append(f"topic {name} has other keywords in config.toml; kept those")
        elif takes > LARGEST_TOPIC or len(name) < len(topic.name):
            notes.append(
                f"topic {name} was not added: it is too large for an import ({takes:,} bytes; the "
                f"limit is {LARGEST_TOPIC:,})"
            )
        elif size + takes > LARGEST_SETTINGS:
            refused += 1
        else:
            new[topic.name.casefold()] = topic
            size += takes
    if refused:
        notes.append(
            f"{plural(refused, 'topic')} not added: an import stops when config.toml has "
            f"{LARGEST_SETTINGS:,} bytes; add them with `paperterm topics add`"
        )
    return [*new.values()], list(dict.fromkeys(notes))


def _note(file: str, conflict: Conflict) -> str:
    fields = " and ".join(conflict.fields)
    return f"{file}: another {fields} of {conflict.id} on {conflict.day}; kept the first"
