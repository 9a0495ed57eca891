"""The result of an import."""

from __future__ import annotations

from dataclasses import dataclass, field

from paperterm.errors import FileError
from paperterm.library import Outcome
from paperterm.topics import Topic


@dataclass
class ImportSummary:
    """The result of an import: counts in papers, topics, and what was left out and why."""

    outcome: Outcome = field(default_factory=Outcome)
    skipped: int = 0
    topics: list[Topic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)
