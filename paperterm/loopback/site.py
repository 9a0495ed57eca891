"""The pages of the loopback arXiv: turn a request and the time into a reply."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from mimetypes import guess_type

from paperterm.errors import InputError
from paperterm.loopback import api, atom, feed, feed_subjects, html, pdf, rss
from paperterm.loopback.collection import EASTERN, Collection
from paperterm.loopback.replies import Reply, Request
from paperterm.model import AnnouncedPaper, PaperRef

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


class Site:
    """The parts of arXiv that paperterm uses: the query API, the daily feeds, PDFs and HTML.

    Args:
        papers: All announcements, including future ones; a day is visible once it was mailed.
        conditional: Reply 304 to the ETag of a feed that has not changed. arXiv's own server
            never does; the content delivery network in front of it may.
        pages: Whole papers by id, or by id with version, and their pictures, such as
            `2602.12063v1/x1.png`. A paper without a page has no HTML.
        lacking: What to say of a paper without a page; by default what arXiv says.
    """

    def __init__(
        self,
        papers: Iterable[AnnouncedPaper],
        *,
        conditional: bool = False,
        pages: Mapping[str, bytes] | None = None,
        lacking: str = "",
    ) -> None:
        self._collection = Collection(papers)
        self._conditional = conditional
        self._whole = pages or {}
        self._lacking = lacking

    def answer(self, request: Request, now: datetime, *, stale: bool = False) -> Reply:
        """Return the reply to a request at that time.

        Args:
            request: The request.
            now: The time, UTC.
            stale: Reply with today's date, but without the newest batch.
        """
        for folder, page in self._pages.items():
            if request.path.startswith(folder):
                return page(self, request, now, stale)
        if request.path.rstrip("/") in ("/rss", "/atom"):
            return Reply(200, b"Name an archive or a category, as in /rss/cs.AI+math.\n")
        return _not_found(request.path)

    def _query(self, request: Request, now: datetime, stale: bool) -> Reply:
        try:
            found = api.result_page(
                self._collection, self._collection.newest_day(now, stale=stale), request.query
            )
        except InputError as error:
            return Reply(400, atom.error_feed(error.problem, now), ATOM)
        if found.start >= api.REACH:
            return Reply(500, atom.error_feed("Internal server error", now), ATOM)
        return Reply(200, atom.result_feed(found, now), ATOM)

    def _rss(self, request: Request, now: datetime, stale: bool) -> Reply:
        return self._feed(request, now, stale, rss.rss_feed, RSS)

    def _atom(self, request: Request, now: datetime, stale: bool) -> Reply:
        return self._feed(request, now, stale, rss.atom_feed, ATOM)

    def _feed(
        self,
        request: Request,
        now: datetime,
        stale: bool,
        write: Callable[[rss.Channel, list[feed.FeedItem]], bytes],
        content_type: str,
    ) -> Reply:
        """Return the feed with the batch of today's date in New York."""
        in_new_york = now.astimezone(EASTERN)
        midnight = in_new_york.replace(hour=0, minute=0, second=0, microsecond=0)
        _, folder, subjects = request.path.split("/", 2)
        try:
            wanted = feed_subjects.parse_subjects(subjects)
        except InputError as error:
            channel = rss.error_channel(error.problem, request.path, midnight)
            return Reply(400, write(channel, []), content_type)
        choose = self._collection.batch_before if stale else self._collection.batch
        rows = feed.feed_items(choose(midnight.date()), wanted.categories)
        body = write(rss.subjects_channel(wanted.names, f"/{folder}", midnight), rows)
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

    def _html(self, request: Request, now: datetime, stale: bool) -> Reply:
        """Return a whole paper, or a picture of one; both have an ETag."""
        path = request.path.removeprefix("/html/")
        if (ref := PaperRef.find(path)) is None or str(ref) != path:
            picture = self._whole.get(path)
            return Reply(200, picture, _picture_type(path)) if picture else html.no_document(path)
        history = self._collection.history(ref.id, self._collection.newest_day(now, stale=stale))
        found = next((one for one in history[::-1] if ref.version in (None, one.number)), None)
        if found is None:
            return html.no_document(path)
        version = f"{ref.id}v{found.number}"
        body = self._whole.get(version, self._whole.get(ref.id))
        if body is None:
            return html.no_html(version, self._lacking)
        tag = hashlib.sha256(body).hexdigest()
        if _known_tag(request) == tag:
            return Reply(304, headers={"ETag": f'"{tag}"'})
        return html.reply(body, tag)

    _pages: Mapping[str, Callable[[Site, Request, datetime, bool], Reply]] = {
        "/api/query": _query,
        "/rss/": _rss,
        "/atom/": _atom,
        "/pdf/": _pdf,
        "/html/": _html,
    }


def _known_tag(request: Request) -> str:
    """Return the ETag that the client sent, without the quotes that arXiv does not use."""
    return request.headers.get("if-none-match", "").removeprefix("W/").strip('"')


def _picture_type(path: str) -> str:
    return guess_type(path)[0] or "application/octet-stream"


def _not_found(path: str) -> Reply:
    return Reply(404, f"<html><title>404</title><p>No {path!a} here.</p></html>\n".encode())
