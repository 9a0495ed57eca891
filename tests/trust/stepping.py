"""Take a child through its steps, and check what each would leave if it were the last."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple
from zipfile import ZipFile

from tests.trust.power import Disk, laid_out
from tests.trust.promises import Promises
from tests.trust.steps import FLUSHES
from tests.trust.victim import Victim, child
from tests.trust.world import FETCHED, filled, settled

FEW = 12
"""The number of papers: enough for a mark in each of four files."""


LATEST = 3
"""The number of days that a refresh brings."""

RELEASED = Path(__file__).parents[1] / "released/0.1.0.zip"
OLD_MARKS = ("star 2602.00001 yes", "tag 2602.00001 thesis", "read math/0309136 yes")


class Case(NamedTuple):
    """A work to take through its steps, until it has printed a number of words.

    `prepare` makes its home, `first` is where it begins, `had` are earlier promises.
    """

    work: str
    words: int
    prepare: Callable[[Path], None]
    first: int = 0
    had: tuple[str, ...] = ()

    def promises(self) -> Promises:
        """Return the promises made before it begins."""
        return Promises(self.had, is_damaged=self.work == "mend")

    def start(self, home: Path, storage: str = "real") -> Victim:
        """Start the child, which stops at each step."""
        return child(self.work, home, self.first, "--steps", "--storage", storage)


class Step(NamedTuple):
    """A place where a child stops: before, inside or after a call, and its inode."""

    where: str
    call: str
    inode: int


def _few(home: Path) -> None:
    filled(home, FEW)


def _marked(home: Path) -> None:
    """Make all files of marks."""
    _few(home)
    with child("own_and_shared", home) as done:
        while len(done.words) < FEW:
            assert done.listen()


def _beside_another(home: Path) -> None:
    """Add the marks of another machine, some of the same papers."""
    _marked(home)
    other = home.with_name("other")
    if not other.exists():
        with child("some_marks", other, 1) as done:
            done.end()


def _damaged(home: Path) -> None:
    """Write each file of marks twice, and cut off its second half."""
    settled(home)
    with child("bulk", home) as done:
        while len(done.words) < 2:
            assert done.listen()
    for file in (home / "data" / "marks").glob("*/*.json"):
        os.truncate(file, file.stat().st_size // 2)


def _released(home: Path) -> None:
    """Take the marks that the released version wrote."""
    settled(home)
    with ZipFile(RELEASED) as archive:
        archive.extractall(
            home, [name for name in archive.namelist() if name.startswith("data/marks/")]
        )


CASES = {
    "first marks": Case("mark", 3, _few),
    "marks": Case("mark", 3, _marked),
    "an upgrade": Case("mark", 2, _released, had=OLD_MARKS),
    "bulk marks": Case("bulk", 1, filled),
    "imports": Case("bring", 3, _few),
    "a merge": Case("merge", 1, _beside_another),
    "mending": Case("mend", 1, _damaged, had=("bulk 0 t0",)),
    "topics": Case("topic", 4, settled),
    "a refresh": Case("refresh", LATEST, settled, len(FETCHED) - LATEST),
}


def steps(victim: Victim, case: Case, promises: Promises) -> Iterator[Step]:
    """Yield the steps of a child, which continues when the next one is requested."""
    heard = words = 0
    while words < case.words:
        if heard == len(victim.words):
            if not victim.listen():
                victim.end()
                return
            continue
        word = victim.words[heard]
        heard += 1
        if word.startswith("step "):
            _, where, call, inode = word.split()
            yield Step(where, call, int(inode))
            victim.go()
        else:
            words += 1
            promises.hear(word)


def lost_power(case: Case, folder: Path, storage: str = "real") -> tuple[int, list[str]]:
    """Check every state that a power loss may leave, at every step of a child.

    Args:
        case: The work of the child.
        folder: An empty one.
        storage: A row of `naive.STORAGES`.

    Returns:
        How many states were checked, and what the first bad one lost.
    """
    home = folder / "home"
    case.prepare(home)
    disk = Disk(home)
    promises = case.promises()
    seen: set[object] = set()

    def losses() -> list[str]:
        for files in disk.after_power_loss():
            state = (promises.heard, frozenset(files.items()))
            if state in seen:
                continue
            seen.add(state)
            place = folder / "after"
            laid_out(files, place)
            lost = promises.broken(place)
            rmtree(place)
            if lost:
                return lost
        return []

    with case.start(home, storage) as victim:
        try:
            for step in steps(victim, case, promises):
                disk.step()
                if step.where == "after" and step.call in FLUSHES:
                    disk.flush(step.inode)
                if lost := losses():
                    return len(seen), [str(step), *lost]
            return len(seen), losses()
        finally:
            disk.close()
