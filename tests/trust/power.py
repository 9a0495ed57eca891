"""A model of a disk after a power loss, as careless as POSIX allows.

Changes that were not flushed may be lost, in the worst order. New and deleted names are certain
once their folder was flushed. The bytes of a file are certain once the file was; before that, it
has the old ones, none, half of them, or zeros. Only what one call changes in one folder, such as a
rename, is one step.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product
from pathlib import Path
from typing import BinaryIO

FOLDER = -1

Names = dict[str, int]
"""Path to inode, or FOLDER."""

Files = Mapping[str, bytes]


class Disk:
    """Follow a process that changes files under a home, step by step.

    Args:
        home: The folder, with the files that are certain to be on the disk.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        # Kept open, so that no new file gets the inode of a deleted one.
        self._open: dict[int, BinaryIO] = {}
        self._contents: dict[int, bytes] = {}
        self._now = self._look()
        self._flushed = dict(self._now)
        self._flushed_contents = dict(self._contents)
        self._pending: list[Names] = []

    def close(self) -> None:
        """Close the files."""
        for file in self._open.values():
            file.close()

    def step(self) -> None:
        """Note what one call of the process changed."""
        before, self._now = self._now, self._look()
        changed = {
            path: self._now.get(path, 0)
            for path in before.keys() | self._now.keys()
            if before.get(path) != self._now.get(path)
        }
        if changed:
            self._pending.append(changed)

    def flush(self, inode: int) -> None:
        """Note that a file or a folder was flushed."""
        if inode in self._contents:
            self._flushed_contents[inode] = self._contents[inode]
            return
        for number, changed in enumerate(self._pending):
            settled = {
                path: value
                for path, value in changed.items()
                if _is_number((self._home / path).parent, inode)
            }
            self._flushed |= settled
            self._pending[number] = {
                path: value for path, value in changed.items() if path not in settled
            }
        self._pending = list(filter(None, self._pending))

    def after_power_loss(self) -> Iterator[Files]:
        """Yield every state that a power loss may leave."""
        numbers = range(len(self._pending))
        sizes = range(len(self._pending) + 1)
        for chosen in chain.from_iterable(combinations(numbers, size) for size in sizes):
            yield from self._with(chosen)

    def _with(self, chosen: tuple[int, ...]) -> Iterator[Files]:
        """Yield the states in which exactly these pending changes reached the disk."""
        names = dict(self._flushed)
        for number in chosen:
            names |= self._pending[number]
        files = {
            path: inode for path, inode in names.items() if inode > 0 and _is_reachable(path, names)
        }
        for contents in product(*map(self._variants, files.values())):
            yield dict(zip(files, contents, strict=True))

    def _variants(self, inode: int) -> list[bytes]:
        now = self._contents[inode]
        flushed = self._flushed_contents.get(inode)
        if now == flushed:
            return [now]
        variants = [now, b"", now[: len(now) // 2], b"\0" * len(now)]
        return list(dict.fromkeys(variants if flushed is None else [flushed, *variants]))

    def _look(self) -> Names:
        names: Names = {}
        for path in self._home.rglob("*"):
            name = str(path.relative_to(self._home))
            if path.is_dir():
                names[name] = FOLDER
                continue
            inode = self._read(path)
            # A lock file says nothing: the system holds the lock. Nor does one with a temporary
            # name, until it is renamed; what killed processes leave behind, other tests see.
            if path.suffix != ".lock" and not path.name.startswith("."):
                names[name] = inode
        return names

    def _read(self, path: Path) -> int:
        inode = path.stat().st_ino
        if inode not in self._open:
            self._open[inode] = path.open("rb")
        self._contents[inode] = path.read_bytes()
        return inode


def laid_out(files: Files, home: Path) -> None:
    """Write the files of a state into a home of their own."""
    for name, content in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)


def _is_reachable(path: str, names: Names) -> bool:
    """Return whether every folder above a path exists."""
    return all(names.get(str(one)) == FOLDER for one in list(Path(path).parents)[:-1])


def _is_number(folder: Path, inode: int) -> bool:
    return folder.exists() and folder.stat().st_ino == inode
