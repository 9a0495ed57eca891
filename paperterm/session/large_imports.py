"""Import a large file in parts, so that memory stays bounded and a stopped import can go on.

Nothing is kept to resume from: what is stored already is recognized, and not written again.
"""

from __future__ import annotations

from paperterm import disk
from paperterm.errors import BusyError, DiskError, FileError, PapertermError
from paperterm.library import Library
from paperterm.library.day_files import Outcome
from paperterm.model import Batch, PaperId
from paperterm.model.id_set import IdSet
from paperterm.session.import_summary import ImportSummary
from paperterm.sources.large_files import LargeFile, Tell
from paperterm.sources.snapshot import Wanted
from paperterm.text import plural


def import_large(
    library: Library, file: LargeFile, wanted: Wanted, summary: ImportSummary, tell: Tell
) -> None:
    """Import a large file, with one write for each day of a part.

    A paper that the library has on another day, which is not estimated, stays there.
    """
    name, reading, different = file.reading.file, file.reading, 0
    known = _known(library)
    try:
        for batches in file.parts(wanted, tell):
            with disk.folders_flushed_once():
                for batch in batches:
                    outcome = _store(library, batch, known, summary, name)
                    different += len(outcome.conflicts)
                    summary.outcome = summary.outcome.plus(outcome._replace(conflicts=()))
                    tell(file.progress)
    except (DiskError, BusyError) as error:
        problem = f"stopped: {str(error).removesuffix(f'; {error.hint}')}"
        hint = "what was read before is stored; free some space, and import the file again"
        reading.errors.append(FileError(name, file.lines, problem, hint))
    summary.errors += reading.errors
    summary.skipped += reading.skipped
    if reading.more_errors:
        summary.errors.append(FileError(name, 0, f"{plural(reading.more_errors, 'more error')}"))
    if different:
        summary.notes.append(
            f"{name}: {plural(different, 'paper')} with a different title or abstract; "
            "kept the first"
        )


def _store(
    library: Library, batch: Batch, known: IdSet, summary: ImportSummary, name: str
) -> Outcome:
    """Store a batch without the papers of other days.

    Raises:
        DiskError, BusyError: Nothing can be stored now.
    """
    papers = batch.papers
    elsewhere: set[PaperId] = {one.paper.id for one in papers if one.paper.id in known}
    if elsewhere:
        elsewhere -= {*library.known_ids(batch.day)}
        papers = [one for one in papers if one.paper.id not in elsewhere]
    runs = [[one.paper.id for one in papers]]
    outcome = Outcome(unchanged=len(elsewhere))
    try:
        (stored,) = library.store_all(batch.day, [batch._replace(papers=papers, runs=runs)])
    except (DiskError, BusyError):
        raise
    except PapertermError as error:
        summary.errors.append(FileError(name, 0, f"{batch.day} was not stored: {error}"))
        summary.skipped += len(papers)
        return outcome
    return outcome.plus(stored)


def _known(library: Library) -> IdSet:
    """Return the papers whose announcements are known, not estimated."""
    known = IdSet()
    for day in library.days():
        for id_ in library.known_ids(day):
            known.add(PaperId(id_))
    return known
