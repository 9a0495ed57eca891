"""One thing that is wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from paperterm.errors import PapertermError


class Severity(StrEnum):
    """How bad it is: something is lost or does not work, might come to that, or is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file or a folder, in one line.

    Attributes:
        subject: The file or folder.
        problem: What is the matter with it, as half a sentence.
        hint: What `--repair` would do, or what to do where it can do nothing; what it did, once
            it is repaired.
        severity: How bad it is.
        mend: Mends it, and says what it did; None where the user has to.
        repaired: Whether that was done.
    """

    subject: str
    problem: str
    hint: str
    severity: Severity = Severity.ERROR
    mend: Callable[[], str] | None = None
    repaired: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return not self.repaired and self.severity is not Severity.NOTE

    def mended(self) -> Finding:
        """The same after an attempt to mend it."""
        if self.mend is None:
            return self
        try:
            did = self.mend()
        except PapertermError as error:
            return replace(self, hint=f"it could not be repaired: {error}")
        return replace(self, hint=did or "repaired", repaired=True)
