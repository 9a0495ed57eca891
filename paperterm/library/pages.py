"""Whole papers as arXiv's HTML, kept in the cache folder: one gzipped file each.

The first line of the unpacked file is a record of how it was fetched, the rest is the page. Its
folded words are in a file beside it, in which searches look. A paper that could not be had has a
small file with the record alone, so that it is not asked for again at once.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from paperterm import disk
from paperterm.errors import DiskError
from paperterm.fulltext.classify import PageKind
from paperterm.lock import WhenStopped, acquired
from paperterm.model import PaperId, PaperRef

_PAGE = ".html.gz"
_TEXT = ".txt"
_FAILED = ".json"
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)
_LEVEL = 6
_LARGEST = 64 * 1024 * 1024
_PATIENCE = 300
"""Seconds to wait for another request for the same paper."""


FOLDER = "fulltext"
"""Its name in the cache folder."""


class KeptPage(NamedTuple):
    """A page, or why there is none.

    Attributes:
        kind: What arXiv sent.
        at: When arXiv was asked for it, UTC.
        html: The page; None for a failure.
        version: The version of the paper that it shows, if known.
        etag: Its validator.
        is_cut: Whether its end is missing.
        note: What else there is to say about a failure.
    """

    kind: PageKind
    at: datetime
    html: bytes | None = None
    version: int | None = None
    etag: str | None = None
    is_cut: bool = False
    note: str = ""


class Pages:
    """The whole papers in a folder.

    Args:
        folder: The folder, in the cache.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, id_: PaperId) -> KeptPage | None:
        """Return the page of a paper, else why it could not be had; None if neither is kept.

        A damaged file counts as missing.
        """
        return self._page(id_) or self._failure(id_)

    def ids(self) -> frozenset[PaperId]:
        """Return the papers of which a page is kept."""
        names: list[str] = []
        with suppress(OSError):  # the folder may not exist yet
            names = [one.name for one in self._folder.glob(f"*/*{_PAGE}")]
        return frozenset(filter(None, map(_id, names)))

    def texts(self) -> Iterator[tuple[PaperId, bytes]]:
        """Yield the folded words of each page, in UTF-8."""
        for id_ in self.ids():
            with suppress(DiskError):
                yield id_, disk.read(self._path(id_, _TEXT))

    def write(self, id_: PaperId, page: KeptPage, text: str = "") -> None:
        """Keep a page in place of all that was kept of the paper; a failure never replaces a page.

        Args:
            id_: The paper.
            page: The page, or the failure.
            text: Its folded words; those that are kept stay if this is empty.

        Raises:
            DiskError: The file cannot be written.
        """
        line = orjson.dumps(_record(page))
        if page.html is None:
            disk.write(self._path(id_, _FAILED), line)
            return
        if text:
            disk.write(self._path(id_, _TEXT), text.encode())
        content = gzip.compress(line + b"\n" + page.html, _LEVEL, mtime=0)
        disk.write(self._path(id_, _PAGE), content)
        with suppress(OSError):
            self._path(id_, _FAILED).unlink(missing_ok=True)

    @contextmanager
    def asking(self, id_: PaperId) -> Iterator[None]:
        """Keep all others from asking for a paper during a block.

        Raises:
            BusyError: Another process has been asking for minutes.
            DiskError: The folder cannot be written.
        """
        path = self._folder / f"{id_.number[-2:]}.lock"
        lock = acquired(path, _PATIENCE, WhenStopped.FREE)
        try:
            yield
        finally:
            lock.release()

    def _page(self, id_: PaperId) -> KeptPage | None:
        with suppress(*_DAMAGE), gzip.open(self._path(id_, _PAGE)) as file:
            return _kept(file.readline(_LARGEST), file.read(_LARGEST))
        return None

    def _failure(self, id_: PaperId) -> KeptPage | None:
        with suppress(DiskError, *_DAMAGE):
            return _kept(disk.read(self._path(id_, _FAILED)), None)
        return None

    def _path(self, id_: PaperId, end: str) -> Path:
        return self._folder / id_.yymm / f"{id_.replace('/', '_')}{end}"


def _id(name: str) -> PaperId | None:
    ref = PaperRef.find(name.removesuffix(_PAGE).replace("_", "/"))
    return ref.id if ref else None


def _record(page: KeptPage) -> dict[str, Any]:
    return {**page._replace(html=None)._asdict(), "at": page.at.isoformat()}


def _kept(line: bytes, html: bytes | None) -> KeptPage:
    record = orjson.loads(line)
    known = {name: record[name] for name in KeptPage._fields}
    at = datetime.fromisoformat(record["at"]).astimezone(UTC)
    return KeptPage(**{**known, "kind": PageKind(record["kind"]), "at": at, "html": html})
