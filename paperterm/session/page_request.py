"""One polite request for arXiv's HTML of a paper."""

from __future__ import annotations

from datetime import datetime

from paperterm.errors import MisledError, OfflineError, RefusedError, SourceError
from paperterm.fulltext.charset import as_utf8
from paperterm.fulltext.classify import READABLE, PageKind, classify
from paperterm.library.pages import KeptPage
from paperterm.model import Paper
from paperterm.session.refresh_run import gate
from paperterm.session.session import Session
from paperterm.sources.gate import Group
from paperterm.sources.headers import validator
from paperterm.sources.hosts import hosts
from paperterm.sources.http import Answer, Http
from paperterm.sources.limits import LONGEST_HEADER

HTML = Group("html", 15.0)
"""What robots.txt of arxiv.org asks for: `Crawl-delay: 15`."""
_NOTE = "paperterm-note"
"""A header by which the demo's arXiv says what to tell of a paper that it has not in full."""


async def answer_for(session: Session, paper: Paper, kept: KeptPage | None) -> KeptPage:
    """Ask arXiv for the page of a paper, and return what it sent, to be kept.

    Args:
        session: The session.
        paper: The paper.
        kept: What is kept of it. A page has a validator, by which arXiv can say that it is the
            same.

    Raises:
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
        BusyError, DiskError: The gate cannot be passed.
    """
    where, now = hosts(), session.now
    # A page whose end is missing is asked for whole.
    is_whole = kept is not None and kept.html is not None and not kept.is_cut
    etag = kept.etag if kept and is_whole else None
    way, contact = gate(session, group=HTML), session.settings.contact
    try:
        async with Http(way, where, contact, clock=now) as http:
            headers = {"If-None-Match": etag} if etag else {}
            answer = await http.page(f"{where.html}/{paper.id}", headers)
    except OfflineError as error:
        return KeptPage(PageKind.OFFLINE, now(), note=str(error))
    except RefusedError as error:
        return KeptPage(PageKind.REFUSED, now(), note=str(error))
    except MisledError as error:
        return KeptPage(PageKind.BROKEN, now(), note=str(error))
    except SourceError as error:
        return KeptPage(PageKind.FAULT, now(), note=str(error))
    if answer.status == 304 and kept and etag:
        return kept._replace(at=now())
    return _judged(answer, paper, now())


def _judged(answer: Answer, paper: Paper, now: datetime) -> KeptPage:
    kind, version, title, is_cut = classify(
        answer.status, answer.headers, answer.content, paper.title
    )
    if kind not in READABLE:
        note = f'{kind.says}: "{title}"' if kind is PageKind.WRONG and title else ""
        note = note or answer.headers.get(_NOTE, "")[:LONGEST_HEADER]
        return KeptPage(kind, now, version=version, note=note)
    html = as_utf8(answer.content) if kind is PageKind.NATIVE else answer.content
    return KeptPage(kind, now, html, version, validator(answer.headers.get("etag")), is_cut)
