"""Downloading a PDF: one request through the gate, like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from paperterm import disk
from paperterm.errors import SourceError
from paperterm.model import PaperId
from paperterm.session.refresh_run import gate
from paperterm.session.session import Session
from paperterm.sources.body import STANDS_BETWEEN
from paperterm.sources.hosts import hosts
from paperterm.sources.http import Http


def download(session: Session, id_: PaperId, tell: Callable[[str], None]) -> Path:
    """Bring the newest PDF of a paper into the folder of exports; gives back the file.

    One that is there already is not asked for again.

    Args:
        session: Whose gate and folder.
        id_: The paper.
        tell: Told how much came so far.

    Raises:
        RefusedError, OfflineError, SourceError: arXiv did not send it.
        DiskError: It cannot be written.
    """
    file = session.export_folder / f"{id_.replace('/', '_')}.pdf"
    if not disk.is_there(file):
        disk.write(file, asyncio.run(_asked(session, id_, tell)), private=False)
    return file


async def _asked(session: Session, id_: PaperId, tell: Callable[[str], None]) -> bytes:
    where = hosts()

    def received(size: int) -> None:
        tell(f"{id_}: {size / 2**20:.1f} MiB")

    way = gate(session, asyncio.sleep)
    async with Http(way, where, session.settings.contact, received, clock=session.now) as http:
        answer = await http.get(f"{where.pdf}/{id_}")
    if not answer.content.startswith(b"%PDF-"):
        raise SourceError(str(id_), "what was sent is no PDF", STANDS_BETWEEN)
    return answer.content
