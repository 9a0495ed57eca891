"""What a new archive lacks of the one that it would replace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from paperterm.errors import DamagedError, DiskError, FileError, NewerError
from paperterm.library.backup.manifest import Manifest, day_of, is_ledger, is_marks
from paperterm.library.backup.unpack import Unpacked, opened
from paperterm.library.day_files import DayFiles
from paperterm.library.ledger import LEDGERS, LedgerKind, read_ledger
from paperterm.library.mark_files import MarkFiles
from paperterm.model import Day
from paperterm.text import plural

PRUNED = "pruned"
"""The folder, in the data folder, for archives of pruned days; paperterm never deletes them."""


def lacking(new: Unpacked, target: Path, folder: Path, work: Path) -> str:
    """Return the days, papers and marks that only the old archive has, in words; empty if none.

    Days that were pruned on purpose do not count, nor does what is damaged in the old archive.

    Args:
        new: The new archive.
        target: The old one; it may be missing.
        folder: The data folder.
        work: An empty folder for its files.

    Raises:
        NewerError: A newer paperterm made the old archive.
        DiskError: It cannot be unpacked there.
    """
    if not target.exists():
        return ""
    try:
        with opened(target, str(target)) as old:
            days = set(old.manifest.days) - set(new.manifest.days)
            changed = _changed_days(new.manifest, old.manifest)
            old.put(work, lambda name: _is_kept(name) or day_of(name) in changed)
            papers = sum(_missed_papers(new.folder, work, day) for day in changed)
            marks = _missed_marks(new.folder, work)
            rows = [(_missed_rows(new.folder, work, kind), kind.what) for kind in LEDGERS]
    except NewerError as error:
        raise NewerError(target) from error
    except FileError:
        return ""
    days = days and days - set(pruned_days(folder))
    counts = ((len(days), "day"), (papers, "paper"), (marks, "mark"), *rows)
    return " and ".join(plural(count, what) for count, what in counts if count)


def pruned_days(folder: Path) -> Iterator[Day]:
    """Iterate over the days in the archives of pruned days."""
    for path in folder.glob(f"{PRUNED}/*.zip"):
        with suppress(FileError, NewerError), opened(path, str(path)) as archive:
            yield from archive.manifest.days


def _changed_days(new: Manifest, old: Manifest) -> set[Day]:
    """Return the days that both have, and that differ."""
    both = new.files.keys() & old.files.keys()
    names = (name for name in both if new.files[name] != old.files[name])
    return set(filter(None, map(day_of, names)))


def _is_kept(name: str) -> bool:
    return is_marks(name) or is_ledger(name)


def _missed_rows(new: Path, old: Path, kind: LedgerKind) -> int:
    """Return how many rows of the old ledger are not in the new one."""
    try:
        now, before = (read_ledger(folder / kind.name, kind).rows for folder in (new, old))
    except DiskError:
        return 0
    return sum(row != now.get(id_) for id_, row in kind.merged(now, before).items())


def _missed_papers(new: Path, old: Path, day: Day) -> int:
    """Return how many papers of a day are only in the old one."""
    try:
        now, before = (DayFiles(folder / "library").read(day) for folder in (new, old))
    except DamagedError:
        return 0
    ids = [
        {one.paper.id for one in record.announced} if record else set() for record in (before, now)
    ]
    return len(ids[0] - ids[1])


def _missed_marks(new: Path, old: Path) -> int:
    """Return how many marks of the old archive, or changes of them, are not in the new one."""
    now, before = MarkFiles(new / "marks"), MarkFiles(old / "marks")
    missed = 0
    for shard in before.look().shards:
        with suppress(DamagedError):
            held, wanted = now.rows(shard), before.rows(shard)
            for id_ in (id_ for id_, row in wanted.items() if row != held.get(id_)):
                mark = before.of_row(shard, id_, wanted[id_])
                missed += now.of_row(shard, id_, held.get(id_, {})).misses(mark)
    return missed
