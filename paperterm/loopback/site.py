"""The pages of the loopback arXiv: from a request and the time to an answer, without a socket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from paperterm.errors import InputError
from paperterm.loopback import api, atom, feed, feed_subjects, pdf, rss
from paperterm.loopback.collection import EASTERN, Collection
from paperterm.loopback.replies import Reply, Request
from paperterm.model import AnnouncedPaper, PaperRef

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


class Site:
    """arXiv as far as paperterm knows it: the query API, the daily feeds, and PDFs.

    Args:
        papers: Everything that is ever announced; a day can be seen once it was mailed.
        conditional: Answer 304 to the ETag of a feed that has not changed. arXiv's own server
            never does; the network before it may.
    """

    def __init__(self, papers: Iterable[AnnouncedPaper], *, conditional: bool = False) -> None:
        self._collection = Collection(papers)
        self._conditional = conditional

    def answer(self, request: Request, now: datetime, *, stale: bool = False) -> Reply:
        """The answer to a request at that time.

        Args:
            request: What is asked.
            now: The time, UTC.
            stale: Answer as if the newest batch had not arrived, but with today's date.
        """
        for folder, page in self._pages.items():
            if request.path.startswith(folder):
                return page(self, request, now, stale)
        if request.path.rstrip("/") in ("/rss", "/atom"):
            return Reply(200, b"Name an archive or a category, as in /rss/cs.AI+math.\n")
        return _not_found(request.path)

    def _query(self, request: Request, now: datetime, stale: bool) -> Reply:
        try:
            found = api.answer(
                self._collection, self._collection.newest_day(now, stale=stale), request.query
            )
        except InputError as error:
            return Reply(400, atom.error(error.problem, now), ATOM)
        if found.start >= api.REACH:
            return Reply(500, atom.error("Internal server error", now), ATOM)
        return Reply(200, atom.page(found, now), ATOM)

    def _rss(self, request: Request, now: datetime, stale: bool) -> Reply:
        return self._feed(request, now, stale, rss.rss, RSS)

    def _atom(self, request: Request, now: datetime, stale: bool) -> Reply:
        return self._feed(request, now, stale, rss.atom, ATOM)

    def _feed(
        self,
        request: Request,
        now: datetime,
        stale: bool,
        write: Callable[[rss.Channel, list[feed.FeedItem]], bytes],
        content_type: str,
    ) -> Reply:
        """The batch that carries today's date in New York, from midnight to midnight."""
        eastern = now.astimezone(EASTERN)
        midnight = eastern.replace(hour=0, minute=0, second=0, microsecond=0)
        _, folder, asked = request.path.split("/", 2)
        try:
            wanted = feed_subjects.parse(asked)
        except InputError as error:
            channel = rss.of_error(error.problem, request.path, midnight)
            return Reply(400, write(channel, []), content_type)
        choose = self._collection.batch_before if stale else self._collection.batch
        rows = feed.rows(choose(midnight.date()), wanted.categories)
        body = write(rss.of_subjects(wanted.names, f"/{folder}", midnight), rows)
        tag = hashlib.sha256(body).hexdigest()
        tomorrow = (midnight + timedelta(days=1)).astimezone(UTC)
        headers = {"ETag": tag, "Cache-Control": f"max-age={int((tomorrow - now).total_seconds())}"}
        if self._conditional and _known_tag(request) == tag:
            return Reply(304, headers=headers)
        return Reply(200, body, content_type, headers)

    def _pdf(self, request: Request, now: datetime, stale: bool) -> Reply:
        newest = self._collection.newest_day(now, stale=stale)
        try:
            ref = PaperRef.parse(request.path.removeprefix("/pdf/"))
        except InputError:
            return _not_found(request.path)
        for version in reversed(self._collection.history(ref.id, newest)):
            if ref.version in (None, version.number):
                note = f"arXiv:{ref.id}v{version.number}, from paperterm's loopback arXiv."
                body = pdf.one_page(version.paper.title, note)
                return Reply(200, body, "application/pdf")
        return _not_found(request.path)

    _pages: Mapping[str, Callable[[Site, Request, datetime, bool], Reply]] = {
        "/api/query": _query,
        "/rss/": _rss,
        "/atom/": _atom,
        "/pdf/": _pdf,
    }


def _known_tag(request: Request) -> str:
    """The ETag that the client knows; clients quote it, though arXiv does not."""
    return request.headers.get("if-none-match", "").removeprefix("W/").strip('"')


def _not_found(path: str) -> Reply:
    return Reply(404, f"<html><title>404</title><p>No {path!a} here.</p></html>\n".encode())
