"""The pictures of a whole paper: from the cache, or by one polite request each.

They belong to the HTML of arXiv, so a request waits like one for a page: fifteen seconds after the
last of either.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from paperterm.errors import DiskError, MisledError, SourceError
from paperterm.fulltext.raster import is_svg
from paperterm.library.pictures import FOLDER, Lack, Pictures
from paperterm.session.session import Session

_REMEMBERED = timedelta(days=1)
"""How long arXiv is not asked again for a picture that it does not have."""
_ACCEPT = {"Accept": "image/png, image/jpeg, image/svg+xml, image/*;q=0.8"}
_KINDS = (
    (rb"\x89PNG\r\n\x1a\n", ".png"),
    (rb"\xff\xd8\xff", ".jpg"),
    (rb"GIF8[79]a", ".gif"),
    (rb"RIFF....WEBP", ".webp"),
)


def kept_picture(session: Session, path: str) -> Path | str | None:
    """Return the file of a picture that is kept, or why there is none; None if unknown.

    Args:
        session: The session.
        path: The path of the picture below arXiv's `/html/`.
    """
    pictures = _pictures(session)
    if file := pictures.find(path):
        return file
    lack = pictures.lack(path)
    is_recent = lack and lack.at <= session.now() < lack.at + _REMEMBERED
    return lack.why if lack and is_recent else None


def picture(
    session: Session, path: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Path | str:
    """Return the file of a picture, from the cache or by one request, or why there is none.

    Args:
        session: The session.
        path: The path of the picture below arXiv's `/html/`.
        sleep: Waits some seconds for the turn of the request; may raise to give it up.

    Raises:
        SourceError, OfflineError, RefusedError: The request failed; asking again may help.
        BusyError, DiskError: The gate cannot be passed, or the picture not be kept.
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
    """
    if known := kept_picture(session, path):
        return known
    content, problem = asyncio.run(_asked(session, path, sleep))
    suffix = kind_of(content)
    if not problem and not suffix:
        problem = "arXiv sent something that is not a picture"
    pictures = _pictures(session)
    if problem:
        with suppress(DiskError):
            pictures.write_lack(path, Lack(session.now(), problem))
        return problem
    return pictures.write(path, suffix, content)


def kind_of(content: bytes) -> str:
    """Return the suffix for a picture, by its beginning; "" for anything else."""
    if is_svg(content):
        return ".svg"
    return next((suffix for start, suffix in _KINDS if re.match(start, content, re.DOTALL)), "")


def _pictures(session: Session) -> Pictures:
    return Pictures(session.folders.cache / FOLDER)


async def _asked(
    session: Session, path: str, sleep: Callable[[float], Awaitable[None]]
) -> tuple[bytes, str]:
    """Ask arXiv for a picture; return it, or what is wrong with it."""
    # The client takes 0.1 s to import, for which a picture that is here need not wait.
    from paperterm.session.page_request import HTML
    from paperterm.session.refresh_run import gate
    from paperterm.sources.hosts import hosts
    from paperterm.sources.http import Http

    where = hosts()
    way = gate(session, sleep, HTML)
    async with Http(way, where, session.settings.contact, clock=session.now) as http:
        try:
            answer = await http.page(f"{where.html}/{path}", _ACCEPT)
        except MisledError as error:
            return b"", error.problem
    if answer.status == 200:
        return answer.content, ""
    if answer.status in (404, 410):
        return b"", "not at arXiv"
    raise SourceError("the picture", f"arXiv answered {answer.status}")
