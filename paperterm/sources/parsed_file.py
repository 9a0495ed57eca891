"""The contents of an imported file: days, topics and errors."""

from __future__ import annotations

from dataclasses import dataclass, field

from paperterm.errors import FileError, InputError
from paperterm.model import Batch, Day, PaperId, SourcePaper, Status, refuse_oversized
from paperterm.sources.markup import Fault
from paperterm.topics import Topic


@dataclass
class ParsedFile:
    """Collects the contents of a file.

    Each wrong part is one error with its line, and counts as skipped if it would have been a paper;
    the rest of the file is read. Of a large file, the first few errors are kept, and the others are
    counted in `more_errors`.
    """

    file: str
    papers: dict[Day, dict[PaperId, SourcePaper]] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)
    skipped: int = 0
    most_errors: int | None = None
    more_errors: int = 0

    def add(self, line: int, day: Day, one: SourcePaper) -> None:
        """Add a paper, or an error if the file has it twice, or it is too large.

        If the file has it as two kinds, such as cross-listed and new, it is of the better one.
        """
        try:
            refuse_oversized(one.paper)
        except InputError as error:
            self.skip(line, error)
            return
        papers = self.papers.setdefault(day, {})
        old = papers.get(one.paper.id)
        if old is None or one.rank < old.rank:
            papers.pop(one.paper.id, None)
            papers[one.paper.id] = one
        elif one.rank == old.rank:
            self.skip(line, f"{one.paper.id} is in the file twice for {day}")

    def take(self, line: int, one: SourcePaper | InputError, day: Day | None) -> None:
        """Add a paper, or the error of a part that is not one.

        Without a day, it is estimated from the first submission.
        """
        if isinstance(one, InputError):
            self.skip(line, one)
            return
        try:
            if day is None and one.paper.published:
                day = Day.of_submission(one.paper.published)
        except InputError as error:
            self.skip(line, error)
            return
        if day is None:
            self.skip(line, f"{one.paper.id} has no day", "give --day")
        else:
            self.add(line, day, one)

    def fail(self, line: int, problem: str, hint: str = "") -> None:
        """Add an error of a line, or of the whole file (line 0)."""
        if len(self.errors) == self.most_errors:
            self.more_errors += 1
        else:
            self.errors.append(FileError(self.file, line, problem, hint))

    def skip(self, line: int, problem: str | InputError, hint: str = "") -> None:
        """Add an error of a line, and count a paper as skipped."""
        self.fail(line, str(problem), hint)
        self.skipped += 1

    def stop(self, fault: Fault) -> None:
        """Add the error of the rest of a file that is cut off or damaged."""
        self.fail(fault.line, fault.problem)
        self.skipped += fault.lost

    def listings(self) -> list[Batch]:
        """Return the days of a file that is in announcement order."""
        return [
            Batch(day, tuple(papers.values()), [list(papers)], is_listing=True)
            for day, papers in self.papers.items()
        ]

    def sets(self, status: Status) -> list[Batch]:
        """Return the days of a file in any order: by id."""
        batches = []
        for day, papers in self.papers.items():
            ordered = sorted(papers.values(), key=lambda one: one.paper.id.number)
            run = [one.paper.id for one in ordered]
            batches.append(Batch(day, tuple(ordered), [run], is_listing=False, status=status))
        return batches

    def digests(self) -> list[Batch]:
        """Return the days of a file that is sorted by categories: equal lists keep their order."""
        batches = []
        for day, papers in self.papers.items():
            runs: dict[tuple[str, ...], list[PaperId]] = {}
            for id_, one in papers.items():
                runs.setdefault(one.paper.categories, []).append(id_)
            batches.append(
                Batch(day, tuple(papers.values()), list(runs.values()), is_listing=False)
            )
        return batches
