"""Download a PDF by one request through the gate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from paperterm import disk
from paperterm.errors import SourceError
from paperterm.model import PaperId
from paperterm.session.refresh_run import gate
from paperterm.session.session import Session
from paperterm.sources.body import IN_BETWEEN
from paperterm.sources.hosts import hosts
from paperterm.sources.http import Http


def download(session: Session, id_: PaperId, tell: Callable[[str], None]) -> Path:
    """Download the newest PDF of a paper into the export folder, and return the file.

    A file that exists is not downloaded again. `tell` is called with the progress.

    Raises:
        RefusedError, OfflineError, SourceError: The download failed.
        DiskError: It cannot be written.
    """
    file = session.export_folder / f"{id_.replace('/', '_')}.pdf"
    if not disk.is_there(file):
        disk.write(file, asyncio.run(_pdf(session, id_, tell)), private=False)
    return file


async def _pdf(session: Session, id_: PaperId, tell: Callable[[str], None]) -> bytes:
    where = hosts()

    def received(size: int) -> None:
        tell(f"{id_}: {size / 2**20:.1f} MiB")

    way = gate(session)
    async with Http(way, where, session.settings.contact, received, clock=session.now) as http:
        answer = await http.get(f"{where.pdf}/{id_}")
    if not answer.content.startswith(b"%PDF-"):
        raise SourceError(str(id_), "arXiv did not send a PDF", IN_BETWEEN)
    return answer.content
