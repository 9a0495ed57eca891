"""Import files; a file with an error does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from paperterm.errors import FileError, PapertermError
from paperterm.library import Library, Outcome
from paperterm.library.day_files import Conflict
from paperterm.model import Day
from paperterm.sources.files import read_file
from paperterm.topics import Topic


@dataclass
class ImportSummary:
    """The result of an import: counts in papers, topics, and what was left out and why."""

    outcome: Outcome = field(default_factory=Outcome)
    skipped: int = 0
    topics: list[Topic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)


def import_files(library: Library, files: Iterable[str], day: Day | None) -> ImportSummary:
    """Import files into the library, with one write per file and day.

    `day` is the day of papers that have none.
    """
    summary = ImportSummary()
    for file in files:
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
            try:
                outcome = library.store(batch)
            except PapertermError as error:
                summary.errors.append(FileError(file, 0, f"{batch.day} was not stored: {error}"))
                summary.skipped += len(batch.papers)
                continue
            summary.outcome = summary.outcome.plus(outcome)
            summary.notes += [_note(file, conflict) for conflict in outcome.conflicts]
    return summary


def _note(file: str, conflict: Conflict) -> str:
    fields = " and ".join(conflict.fields)
    return f"{file}: another {fields} of {conflict.id} for {conflict.day}; kept the first"
