"""Records of arXiv's OAI-PMH interface: the formats arXiv, arXivRaw, arXivOld and oai_dc.

Only arXivRaw has the times of all versions; arXiv and oai_dc have dates, and no version. What
oai_dc calls subjects are names, not categories, so of its papers the categories stay unknown.
arXivOld has no date at all; the record's datestamp, the day after the last mailing that changed
it, has to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from paperterm.errors import InputError, SourceError
from paperterm.model import Batch, Day, Paper, PaperRef, SourcePaper, Status
from paperterm.sources.categories import categories_of
from paperterm.sources.markup import Document, child_text, open_document, root_name, said
from paperterm.sources.names import affiliations, name_of, written
from paperterm.sources.parsed import ParsedFile
from paperterm.sources.refusal import ANSWER
from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line, paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FORMS = ("arXiv", "arXivRaw", "arXivOld", "dc")
_ROOTS = ("OAI-PMH", "ListRecords", "GetRecord", "record", *_FORMS)
_COMMENT = "Comment: "
_JOURNAL = "Journal reference: "
_DOI = "doi:"


def looks_like_it(content: bytes) -> bool:
    """Whether a file is an answer of OAI-PMH, or a part of one that somebody cut out."""
    return root_name(content) in _ROOTS


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """The days on which the papers of an answer came out, estimated from their first submission.

    Args:
        content: The file.
        reading: Takes the papers, and what is wrong.
        day: The day of them all, if it is known.
    """
    try:
        document = _open(content)
    except SourceError as error:
        reading.fail(0, error.problem, error.hint)
        return []
    deleted = 0
    for entry in document.entries:
        if _is_deleted(entry):
            deleted += 1
            continue
        one = _one(entry)
        if its_day := day or _stamped(entry, one):
            reading.take(entry.sourceline, one, its_day)
        else:
            reading.take_estimated(entry.sourceline, one)
    if document.fault:
        reading.stop(*document.fault)
    if deleted:
        reading.notes.append(f"{reading.file}: {deleted:,} records are of papers that were deleted")
    if more := _more(document):
        reading.notes.append(f"{reading.file}: {more}")
    return reading.sets(Status.PARTIAL if day else Status.ESTIMATED)


def _open(content: bytes) -> Document:
    root = root_name(content)
    document = open_document(content, _ROOTS, [root if root in _FORMS else "record"])
    errors = [
        f"{error.get('code') or 'error'}: {one_line(error.text or '')}"
        for error in document.root.findall("{*}error")
    ]
    if errors:
        raise SourceError(ANSWER, "is an error: " + "; ".join(errors))
    if not document.entries and not document.fault:
        held = ", ".join(str(child.tag).rpartition("}")[2] for child in document.root[2:])
        raise SourceError(ANSWER, f"holds no records, only {held or 'a frame'}", "get ListRecords")
    return document


def _is_deleted(record: Element) -> bool:
    header = record.find("{*}header")
    return header is not None and header.get("status") == "deleted"


def _stamped(record: Element, one: SourcePaper | InputError) -> Day | None:
    """The day of the record's last change, where the paper itself has no date."""
    if isinstance(one, InputError) or one.paper.published:
        return None
    changed = _time(record.findtext("{*}header/{*}datestamp"))
    return Day.of_feed(changed.date()) if changed and changed.year > 1 else None


def _more(document: Document) -> str:
    """What a resumption token says: that this answer is one page of several."""
    for token in document.root.iterfind(".//{*}resumptionToken"):
        if (token.text or "").strip():
            size = token.get("completeListSize")
            return f"is one page of a list{f' of {size} records' if size else ''}; more follow"
    return ""


def _one(record: Element) -> SourcePaper | InputError:
    try:
        return SourcePaper(_paper(record))
    except InputError as error:
        return error


def _paper(record: Element) -> Paper:
    identifier, form = _parts(record)
    ref = PaperRef.parse(child_text(form, "id") or identifier)
    told = said(form)
    if "title" not in told:
        raise InputError(str(ref), "paper without title")
    if "creator" in told:
        return _of_dublin_core(ref, told)
    return _of_arxiv(ref, form, told)


def _parts(record: Element) -> tuple[str, Element]:
    """What the header calls the paper, and the element that describes it.

    Raises:
        InputError: It has no description.
    """
    header, metadata = record.find("{*}header"), record.find("{*}metadata")
    identifier = child_text(header, "identifier") if header is not None else None
    if metadata is None and header is None:
        return identifier or "", record
    if metadata is None or not len(metadata):
        raise InputError(identifier or "a record", "has no metadata")
    return identifier or "", metadata[0]


def _of_arxiv(ref: PaperRef, form: Element, told: dict[str, list[str]]) -> Paper:
    categories = categories_of(" ".join(told.get("categories", [])).split())
    versions = sorted(
        (int(number), _time(child_text(version, "date")))
        for version in form.iter("{*}version")
        if (number := version.get("version", "").removeprefix("v")).isdecimal()
    )
    return Paper(
        id=ref.id,
        version=versions[-1][0] if versions else ref.version,
        title=one_line(decode_accents(told["title"][0])),
        authors=tuple(_authors(form)),
        abstract=_abstract(told.get("abstract", [])),
        categories=categories,
        primary_category=categories[0] if categories else None,
        published=versions[0][1] if versions else _time(_first(told, "created")),
        updated=versions[-1][1] if versions else _time(_first(told, "updated")),
        comment=_first(told, "comments"),
        journal_ref=_first(told, "journal-ref"),
        doi=_first(told, "doi"),
        extra=affiliations(_places(form)),
    )


def _of_dublin_core(ref: PaperRef, told: dict[str, list[str]]) -> Paper:
    """Dublin Core: the abstract and then the comment, the page and then journal and DOI."""
    about = told.get("description", [])
    abstract = about[:1] if about and not about[0].startswith(_COMMENT) else []
    comment = about[len(abstract) :]
    dates = [_time(date) for date in told.get("date", [])]
    names = [name for name in told.get("identifier", []) if not name.startswith("http")]
    journal = [name for name in names if not name.startswith(_DOI)]
    doi = [name.removeprefix(_DOI) for name in names if name.startswith(_DOI)]
    return Paper(
        id=ref.id,
        version=ref.version,
        title=one_line(decode_accents(told["title"][0])),
        authors=tuple(_turned(creator) for creator in told["creator"]),
        abstract=_abstract(abstract),
        published=dates[0] if dates else None,
        updated=dates[-1] if len(dates) > 1 else None,
        comment=one_line(comment[0].removeprefix(_COMMENT)) if comment else None,
        journal_ref=one_line(journal[0].removeprefix(_JOURNAL)) if journal else None,
        doi=doi[0] if doi else None,
    )


def _authors(form: Element) -> Iterator[str]:
    authors = form.find("{*}authors")
    if authors is None:
        return
    if not len(authors):
        yield from written(authors.text or "")
    for author in authors:
        parts = said(author)
        order = ("forenames", "keyname", "suffix")
        if name := name_of(" ".join(part for key in order for part in parts.get(key, []))):
            yield name


def _places(form: Element) -> Iterator[str]:
    for author in form.iterfind("{*}authors/{*}author"):
        yield from said(author).get("affiliation", ())


def _turned(creator: str) -> str:
    """`Last, First, Jr` as `First Last Jr`."""
    last, *first = one_line(creator).split(", ", 2)
    return name_of(" ".join([*first[:1], last, *first[1:]]))


def _abstract(texts: list[str]) -> str | None:
    return decode_accents(paragraphs(texts[0])) or None if texts else None


def _first(told: dict[str, list[str]], name: str) -> str | None:
    return one_line(told[name][0]) if name in told else None


def _time(text: str | None) -> datetime | None:
    """A date, taken as the midnight UTC at which it begins, or the time of a version."""
    if not text:
        return None
    for read_time in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = read_time(text)
            return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
