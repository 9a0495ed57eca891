"""One finding, and how to repair it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from paperterm.errors import DiskError, PapertermError


class Severity(StrEnum):
    """How bad a finding is: a loss or failure, a risk of one, or good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """A problem of a file or a folder, in one line.

    Attributes:
        subject: The file or folder.
        problem: What is wrong, as half a sentence.
        hint: The action of `--repair` or for the user; after a repair, what was done.
        severity: How bad it is.
        fix: Repairs it, and returns what it did; None if only the user can.
        repaired: Whether it was repaired.
    """

    subject: str
    problem: str
    hint: str
    severity: Severity = Severity.ERROR
    fix: Callable[[], str] | None = None
    repaired: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still needs a repair."""
        return not self.repaired and self.severity is not Severity.NOTE

    def repair(self) -> Finding:
        """Repair it, if possible, and return the finding after that."""
        if self.fix is None:
            return self
        try:
            did = self.fix()
        except OSError as error:
            fault = DiskError.of(error.filename or self.subject, error, "access it")
            return replace(self, hint=f"cannot be repaired: {fault}")
        except PapertermError as error:
            return replace(self, hint=f"cannot be repaired: {error}")
        # The library tells the file and its fault, too.
        did = did.removeprefix(f"{self.subject}: ").removeprefix(f"{self.problem}; ")
        return replace(self, hint=did or "repaired", repaired=True)
