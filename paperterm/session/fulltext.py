"""The whole paper: from the cache, or by one polite request for arXiv's HTML.

arXiv allows its HTML pages to programs that wait fifteen seconds between two requests, and to keep
them for one user. So each is asked for once, kept, and asked for anew only when the user says so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paperterm.errors import BusyError, DiskError
from paperterm.fulltext.classify import PageKind
from paperterm.library.pages import FOLDER, KeptPage, Pages
from paperterm.model import Paper, PaperId
from paperterm.session.session import Session

if TYPE_CHECKING:
    from paperterm.query.conditions import HasWords

_REMEMBERED = timedelta(days=1)
"""How long arXiv is not asked again for a paper that it does not have."""


@dataclass(frozen=True)
class Page:
    """A whole paper.

    Attributes:
        paper: The paper, as the library has it.
        html: arXiv's page.
        kind: `PageKind.PAPER`, or `PageKind.NATIVE` for a page that the authors wrote.
        fetched: When arXiv was asked for it last, UTC.
        version: The version of the paper that it shows, if known.
        is_cut: Whether its end is missing.
        is_kept: Whether it could be kept, so that reading it again takes no request.
    """

    paper: Paper
    html: bytes
    kind: PageKind
    fetched: datetime
    version: int | None = None
    is_cut: bool = False
    is_kept: bool = True

    @property
    def shown_version(self) -> int | None:
        """The version that it shows, as far as anything is known."""
        return self.version or self.paper.version

    @property
    def is_earlier(self) -> bool:
        """Whether the library knows a later version than the page shows."""
        return bool(self.version and self.paper.version and self.version < self.paper.version)


@dataclass(frozen=True)
class Failure:
    """Why a paper cannot be read in full.

    Attributes:
        paper: The paper.
        kind: The kind of failure.
        problem: What happened, as half a sentence.
        url: Where the paper can be read instead; empty if nowhere, or if trying again may help.
        hint: What else to do; may be empty.
    """

    paper: Paper
    kind: PageKind
    problem: str
    url: str = ""
    hint: str = ""


def page(
    session: Session, paper: Paper, *, fresh: bool = False, offline: bool = False
) -> Page | Failure:
    """Return a whole paper, from the cache or by one request; it may wait for its turn.

    Args:
        session: The session.
        paper: The paper.
        fresh: Whether to ask arXiv even if the page, or a failure of today, is kept.
        offline: Whether to send no request.

    Raises:
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
    """
    pages = kept_pages(session)
    if not fresh and (known := _known(session, pages, paper)):
        return known
    if offline:
        return _failure(paper, PageKind.ABSENT)
    try:
        with pages.asking(paper.id):
            # Another process may have been faster.
            known = None if fresh else _known(session, pages, paper)
            return known or _asked(session, pages, paper)
    except (BusyError, DiskError) as error:
        return _failure(paper, PageKind.FAULT, str(error))


def kept_pages(session: Session) -> Pages:
    """Return the whole papers that are kept."""
    return Pages(session.folders.cache / FOLDER)


def here_in_full(session: Session) -> frozenset[PaperId]:
    """Return the papers that can be read in full without a request."""
    return kept_pages(session).ids()


def papers_with(session: Session, words: HasWords) -> frozenset[PaperId]:
    """Return the papers saved in full that have some words; without words, all of them."""
    if not words.tokens:
        return here_in_full(session)
    needles = [needle.encode() for needle in words.needles]
    texts = kept_pages(session).texts()
    return frozenset(id_ for id_, text in texts if any(needle in text for needle in needles))


def _known(session: Session, pages: Pages, paper: Paper) -> Page | Failure | None:
    """Return what is kept of a paper, unless it is a failure of another day."""
    kept = pages.read(paper.id)
    if kept is None:
        return None
    is_recent = kept.at <= session.now() < kept.at + _REMEMBERED
    return _shown(paper, kept) if kept.html is not None or is_recent else None


def _shown(paper: Paper, kept: KeptPage) -> Page | Failure:
    if kept.html is None:
        return _failure(paper, kept.kind, kept.note)
    return Page(paper, kept.html, kept.kind, kept.at, kept.version, kept.is_cut)


def _failure(paper: Paper, kind: PageKind, note: str = "") -> Failure:
    places = {
        PageKind.FILES: f"https://arxiv.org/html/{paper.id}",
        PageKind.WITHDRAWN: paper.id.abs_url,
        PageKind.UNKNOWN: "",
        PageKind.OFFLINE: "",
        PageKind.REFUSED: "",
        PageKind.ABSENT: "",
    }
    url = places.get(kind, paper.id.pdf_url)
    return Failure(paper, kind, note or kind.says, url, _HINTS.get(kind, ""))


_PASSING = (PageKind.OFFLINE, PageKind.REFUSED, PageKind.FAULT)
"""Failures that are not remembered: the next request may succeed."""

_HINTS = {
    PageKind.ABSENT: "open it once while you are online",
    PageKind.UNKNOWN: "check the id",
}


def _asked(session: Session, pages: Pages, paper: Paper) -> Page | Failure:
    """Ask arXiv for a page, and keep the answer."""
    # The client and the parser take 0.2 s to import, for which a page that is here need not wait.
    from paperterm.fulltext.searched import searched_text
    from paperterm.session.page_request import answer_for

    answer = asyncio.run(answer_for(session, paper, pages.read(paper.id)))
    if answer.kind not in _PASSING:
        text = searched_text(answer.html) if answer.html else ""
        try:
            pages.write(paper.id, answer, text)
        except DiskError:  # it can be read all the same; the log has the reason
            shown = _shown(paper, answer)
            return replace(shown, is_kept=False) if isinstance(shown, Page) else shown
    return _shown(paper, answer)
