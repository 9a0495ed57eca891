"""Check the ledgers: what was done for good, and cannot be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from paperterm.errors import DiskError, LibraryError, NewerError, PapertermError
from paperterm.library.ledger import LEDGERS, Ledger, LedgerKind, ReadLedger, read_ledger
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session


def ledgers(session: Session) -> Iterator[Finding]:
    """Check that every ledger can be read, and that no copy of it waits to be merged."""
    for kind in LEDGERS:
        ledger = Ledger(session.folders.data, kind)
        for path in ledger.strays:
            fault = _fault(partial(read_ledger, path, kind))
            if isinstance(fault, DiskError | NewerError):
                yield Finding(str(path), fault.problem, fault.hint, Severity.WARNING)
            else:
                problem, fix = (
                    "is a copy from another machine",
                    partial(_repair, session, kind, path),
                )
                yield Finding(str(path), problem, "--repair merges it", Severity.WARNING, fix)
        fault = _fault(ledger.read)
        if isinstance(fault, DiskError | NewerError):
            yield Finding(str(ledger.path), fault.problem, fault.hint)
        elif fault:
            hint = "--repair keeps what can be read of it and of its backup file, and sets it aside"
            fix = partial(_repair, session, kind, ledger.path)
            yield Finding(str(ledger.path), fault.problem, hint, fix=fix)


def _repair(session: Session, kind: LedgerKind, path: Path) -> str:
    """Repair a ledger with all its copies; return what became of one of these files."""
    done: list[str] = []
    Ledger(session.folders.data, kind, done.append).rows()
    return next((line.partition("; ")[2] for line in done if line.startswith(f"{path}: ")), "")


def _fault(read: Callable[[], ReadLedger]) -> PapertermError | None:
    try:
        return read().fault
    except (DiskError, LibraryError) as error:
        return error
