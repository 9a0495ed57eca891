"""What a source made of a file: the days it tells, the topics it teaches, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from paperterm.errors import FileError, InputError
from paperterm.model import Batch, Day, PaperId, SourcePaper, Status
from paperterm.topics import Topic


@dataclass
class ParsedFile:
    """A file being read, and after that what it told.

    Every part that is wrong is one error with its line, and counted as skipped when it would
    have been a paper; the rest of the file is read all the same.
    """

    file: str
    told: dict[Day, dict[PaperId, SourcePaper]] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)
    skipped: int = 0

    def add(self, line: int, day: Day, told: SourcePaper) -> None:
        """Take a paper, or say that it stands in the file twice."""
        papers = self.told.setdefault(day, {})
        if told.paper.id in papers:
            self.skip(line, f"{told.paper.id} stands here a second time for {day}")
        else:
            papers[told.paper.id] = told

    def take(self, line: int, one: SourcePaper | InputError, day: Day | None) -> None:
        """Take what a part of the file is: a paper, or the reason why it is none."""
        if isinstance(one, InputError):
            self.skip(line, one)
        elif day is None:
            self.skip(line, f"{one.paper.id} names no day", "give --day")
        else:
            self.add(line, day, one)

    def take_estimated(self, line: int, one: SourcePaper | InputError) -> None:
        """The same, where the Day can only be estimated from the first submission."""
        day = None
        if isinstance(one, SourcePaper) and one.paper.published:
            try:
                day = Day.of_submission(one.paper.published)
            except InputError as error:
                one = error
        self.take(line, one, day)

    def fail(self, line: int, problem: str, hint: str = "") -> None:
        """Note what is wrong with a line, or with the whole file (line 0)."""
        self.errors.append(FileError(self.file, line, problem, hint))

    def skip(self, line: int, problem: str | InputError, hint: str = "") -> None:
        """The same, where a paper is lost by it."""
        self.fail(line, str(problem), hint)
        self.skipped += 1

    def stop(self, line: int, problem: str, lost: bool) -> None:
        """Note that the rest of the file cannot be read, and whether a paper had begun there."""
        self.fail(line, problem)
        self.skipped += lost

    def listings(self) -> list[Batch]:
        """The days, where the file is in the order of the day."""
        return [
            Batch(day, tuple(papers.values()), [list(papers)], is_listing=True)
            for day, papers in self.told.items()
        ]

    def sets(self, status: Status) -> list[Batch]:
        """The days, where the file says nothing of their order: as the ids were given out."""
        batches = []
        for day, papers in self.told.items():
            ordered = sorted(papers.values(), key=lambda told: told.paper.id.number)
            run = [told.paper.id for told in ordered]
            batches.append(Batch(day, tuple(ordered), [run], is_listing=False, status=status))
        return batches

    def digests(self) -> list[Batch]:
        """The days, where the file is sorted by categories: only equal lists keep the order."""
        batches = []
        for day, papers in self.told.items():
            runs: dict[tuple[str, ...], list[PaperId]] = {}
            for id_, told in papers.items():
                runs.setdefault(told.paper.categories, []).append(id_)
            batches.append(
                Batch(day, tuple(papers.values()), list(runs.values()), is_listing=False)
            )
        return batches
