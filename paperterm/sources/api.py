"""The query API of export.arxiv.org. The one file that uses the `arxiv` package.

Its query model (`arxiv.Search`), result model (`arxiv.Result`) and parser (`arxiv._feed.parse`) are
what is used; `tests/unit/test_api.py` pins them. The parser takes whatever it gets: a page that was
cut, an HTML page and an error all look like fewer papers to it. So the frame is checked here (root,
error entry, whole entries, the opensearch counts), and the parser sees one entry at a time, so that
a bad date costs one paper: 2,000 entries take 0.27 s that way, 0.14 s in one call.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from paperterm.errors import InputError, SourceError
from paperterm.model import Batch, Day, Kind, Paper, PaperRef, SourcePaper, Status
from paperterm.sources.categories import categories_of
from paperterm.sources.markup import Document, child_text, open_document, root_name
from paperterm.sources.names import affiliations, name_of
from paperterm.sources.parsed import ParsedFile
from paperterm.sources.refusal import ANSWER
from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line, paragraphs

if TYPE_CHECKING:
    import arxiv
    from lxml.etree import _Element as Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_ROOTS = ("feed", "entry")
_ERRORS = "/api/errors"
_NO_DATE = "2000-01-01T00:00:00Z"
_MINUTE = timedelta(minutes=1)


class ApiPage(NamedTuple):
    """A page of results: how many there are in all, from which on these are, the papers in order.

    The kind of a paper depends on the categories that are followed: see `kind_among`.
    """

    total: int
    start: int
    told: tuple[SourcePaper, ...]
    warnings: tuple[str, ...]


class _ApiTotals(NamedTuple):
    total: int
    start: int
    per_page: int | None

    def expected(self) -> int:
        """How many entries the page should hold; at least one, where there are more to come."""
        rest = max(self.total - self.start, 0)
        return min(rest, 1 if self.per_page is None else self.per_page)


def query(
    categories: Sequence[str], since: datetime, until: datetime, start: int, max_results: int
) -> dict[str, str]:
    """What to ask for one page of all papers of these categories, the newest submission first.

    Args:
        categories: Any of them, as primary category or not.
        since: Submitted (version 1) from this minute on, an aware time.
        until: And to this minute.
        start: How many results to leave out.
        max_results: How many to give, at most 2,000.
    """
    import arxiv

    any_category = " OR ".join(f"cat:{name}" for name in _names(categories))
    last = until if until == _to_minute(until) else until + _MINUTE
    search = arxiv.Search(
        query=f"({any_category}) AND submittedDate:[{_stamp(since)} TO {_stamp(last)}]",
        max_results=max_results,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Descending,
    )
    return {
        "search_query": search.query,
        "start": str(start),
        "max_results": str(search.max_results),
        "sortBy": search.sort_by.value,
        "sortOrder": search.sort_order.value,
    }


def _names(categories: Sequence[str]) -> list[str]:
    """What to ask for: of an archive such as math its categories too."""
    whole = [name for name in categories if "." not in name]
    return [*categories, *(f"{name}.*" for name in whole)]


def parse(content: bytes) -> ApiPage:
    """Read a page that was fetched.

    Raises:
        SourceError: It is an error, no page of results, cut off, damaged, or holds fewer papers
            than it says.
    """
    document, counts = _open(content)
    document.check_whole()
    if missing := _missing(document, counts):
        raise SourceError(ANSWER, missing)
    told, warnings = [], []
    for _, one in _results(document):
        if isinstance(one, SourcePaper):
            told.append(one)
        else:
            warnings.append(str(one))
    return ApiPage(counts.total, counts.start, tuple(told), tuple(warnings))


def kind_among(paper: Paper, categories: Collection[str]) -> Kind:
    """What a paper was when it came out, for somebody who follows these categories or archives."""
    primary = paper.primary_category or ""
    is_followed = primary in categories or primary.partition(".")[0] in categories
    return Kind.NEW if is_followed else Kind.CROSS


def looks_like_it(content: bytes) -> bool:
    """Whether a file is Atom; that of the daily feed is told apart by `rss.looks_like_it`."""
    return root_name(content) in _ROOTS


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """The days on which the papers of a page came out, estimated from their first submission.

    Args:
        content: The file.
        reading: Takes the papers, and what is wrong.
        day: The day of them all, if it is known.
    """
    try:
        document, counts = _open(content)
    except SourceError as error:
        reading.fail(0, error.problem, error.hint)
        return []
    for line, one in _results(document):
        if day:
            reading.take(line, one, day)
        else:
            reading.take_estimated(line, one)
    missing = _missing(document, counts)
    if document.fault:
        reading.stop(*document.fault)
    elif missing and not document.entries:
        reading.fail(0, missing, "ask arXiv once more")
    elif missing:
        reading.notes.append(f"{reading.file}: {missing}")
    elif not document.entries:
        reading.notes.append(f"{reading.file}: no papers: the query has {counts.total:,} results")
    return reading.sets(Status.PARTIAL if day else Status.ESTIMATED)


def _open(content: bytes) -> tuple[Document, _ApiTotals]:
    document = open_document(content, _ROOTS, ["entry"])
    for entry in document.entries:
        if _ERRORS in (child_text(entry, "id") or "") or _is_error(entry):
            why = child_text(entry, "summary") or "no reason given"
            raise SourceError(ANSWER, f"is an error: {one_line(why)}")
    total = _count(document.root, "totalResults")
    if total is None and not document.entries and not document.fault:
        raise SourceError(ANSWER, "is no page of results: it holds neither papers nor their number")
    start = _count(document.root, "startIndex") or 0
    counts = _ApiTotals(
        start + len(document.entries) if total is None else total,
        start,
        _count(document.root, "itemsPerPage"),
    )
    return document, counts


def _is_error(entry: Element) -> bool:
    return child_text(entry, "title") == "Error" and child_text(entry, "published") is None


def _count(root: Element, name: str) -> int | None:
    text = child_text(root, name) or ""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _missing(document: Document, counts: _ApiTotals) -> str:
    """How the page contradicts its own counts, or nothing."""
    held, expected = len(document.entries), counts.expected()
    if held >= expected:
        return ""
    if not held:
        return f"is an empty page, at {counts.start:,} of {counts.total:,} results"
    return f"holds only {held:,} of {expected:,} papers that its counts promise"


def _results(document: Document) -> Iterator[tuple[int, SourcePaper | InputError]]:
    for entry in document.entries:
        try:
            yield entry.sourceline, _told(entry)
        except InputError as error:
            yield entry.sourceline, error


def _told(entry: Element) -> SourcePaper:
    ref = PaperRef.parse(child_text(entry, "id") or "")
    published = child_text(entry, "published")
    updated = child_text(entry, "updated")
    result = _result(entry, ref, published, updated)
    title = one_line(decode_accents(result.title))
    if not title:
        raise InputError(str(ref), "paper without title")
    categories = categories_of(result.categories)
    first = categories[0] if categories else None
    names = (name_of(author.name) for author in result.authors)
    return SourcePaper(
        Paper(
            id=ref.id,
            version=ref.version,
            title=title,
            authors=tuple(name for name in names if name),
            abstract=decode_accents(paragraphs(result.summary)) or None,
            categories=categories,
            primary_category=result.primary_category or first,
            published=result.published if published else None,
            updated=result.updated if updated else None,
            comment=one_line(result.comment or "") or None,
            journal_ref=one_line(result.journal_ref or "") or None,
            doi=one_line(result.doi or "") or None,
            extra=affiliations(text for author in result.authors for text in author.affiliation),
        )
    )


def _result(
    entry: Element, ref: PaperRef, published: str | None, updated: str | None
) -> arxiv.Result:
    """What the package makes of an entry. It wants both dates, so a missing one is lent."""
    from arxiv import _feed
    from lxml import etree

    page = etree.Element(f"{_ATOM}feed")
    for name, date, other in (("published", published, updated), ("updated", updated, published)):
        if date is None:
            etree.SubElement(entry, f"{_ATOM}{name}").text = other or _NO_DATE
    page.append(entry)
    try:
        results = _feed.parse(etree.tostring(page)).results
    except (ValueError, OverflowError) as error:
        raise InputError(str(ref), f"has a date that is none: {error}") from error
    if not results:
        raise InputError(str(ref), "cannot be read")
    return results[0]


def _to_minute(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0)


def _stamp(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y%m%d%H%M}"
