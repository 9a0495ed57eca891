"""Read records of arXiv's OAI-PMH interface: the formats arXiv, arXivRaw, arXivOld and oai_dc.

Only arXivRaw has the times of all versions; arXiv and oai_dc have dates, and no version. The
subjects of oai_dc are names, not categories, so the categories of its papers are unknown. arXivOld
has no date: the record's datestamp is used, the day after the last mailing that changed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperterm.errors import InputError, SourceError
from paperterm.model import Batch, Day, Paper, PaperRef, SourcePaper, Status
from paperterm.sources.fields import (
    abstract_of,
    affiliations,
    categories_of,
    line_of,
    typed_names,
    utc_time_of,
)
from paperterm.sources.markup import (
    ANSWER,
    XmlDocument,
    child_text,
    child_texts,
    open_document,
    root_name,
)
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text import plural
from paperterm.text.lines import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FORMS = ("arXiv", "arXivRaw", "arXivOld", "dc")
_ROOTS = ("OAI-PMH", "ListRecords", "GetRecord", "record", *_FORMS)
_COMMENT = "Comment: "
_JOURNAL = "Journal reference: "
_DOI = "doi:"


def looks_like_it(content: bytes) -> bool:
    """Return whether a file is an answer of OAI-PMH, or a part cut out of one."""
    return root_name(content) in _ROOTS


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """Read the papers of an answer; their days are estimated from the first submission."""
    try:
        document = _open(content)
    except SourceError as error:
        reading.fail(0, error.problem, error.hint)
        return []
    deleted = 0
    for entry, one in document.papers(_paper):
        if _is_deleted(entry):
            deleted += 1
        else:
            reading.take(entry.sourceline, one, day or _stamped(entry, one))
    if document.fault:
        reading.stop(document.fault)
    if deleted:
        reading.notes.append(
            f"{reading.file}: skipped {plural(deleted, 'record')} of deleted papers"
        )
    if more := _more(document):
        reading.notes.append(f"{reading.file}: {more}")
    return reading.sets(Status.PARTIAL if day else Status.ESTIMATED)


def _open(content: bytes) -> XmlDocument:
    root = root_name(content)
    document = open_document(content, _ROOTS, [root if root in _FORMS else "record"])
    errors = [
        f"{error.get('code') or 'error'}: {one_line(error.text or '')}"
        for error in document.root.findall("{*}error")
    ]
    if errors:
        raise SourceError(ANSWER, "is an error: " + "; ".join(errors))
    if not document.entries and not document.fault:
        found = ", ".join(str(child.tag).rpartition("}")[2] for child in document.root[2:])
        raise SourceError(
            ANSWER,
            f"holds no records, only {found or 'a frame'}",
            "download the answer to ListRecords",
        )
    return document


def _is_deleted(record: Element) -> bool:
    header = record.find("{*}header")
    return header is not None and header.get("status") == "deleted"


def _stamped(record: Element, one: SourcePaper | InputError) -> Day | None:
    """Return the day of the record's last change, if the paper itself has no date."""
    if isinstance(one, InputError) or one.paper.published:
        return None
    changed = utc_time_of(record.findtext("{*}header/{*}datestamp"))
    return Day.of_feed(changed.date()) if changed else None


def _more(document: XmlDocument) -> str:
    """Return a note if a resumption token follows, because this is one page of several."""
    for token in document.root.iterfind(".//{*}resumptionToken"):
        if (token.text or "").strip():
            size = token.get("completeListSize")
            return f"is one page of a list{f' of {size} records' if size else ''}; more follow"
    return ""


def _paper(record: Element) -> SourcePaper:
    identifier, form = _parts(record)
    ref = PaperRef.parse(child_text(form, "id") or identifier)
    texts = child_texts(form)
    if "title" not in texts:
        raise InputError(str(ref), "paper without title")
    is_dublin_core = "creator" in texts
    return SourcePaper(
        _of_dublin_core(ref, texts) if is_dublin_core else _of_arxiv(ref, form, texts)
    )


def _parts(record: Element) -> tuple[str, Element]:
    """Return the identifier of the header, and the element that describes the paper.

    Raises:
        InputError: It does not describe a paper.
    """
    header, metadata = record.find("{*}header"), record.find("{*}metadata")
    identifier = child_text(header, "identifier") if header is not None else None
    if metadata is None and header is None:
        return identifier or "", record
    if metadata is None or not len(metadata):
        raise InputError(identifier or "a record", "has no metadata")
    return identifier or "", metadata[0]


def _of_arxiv(ref: PaperRef, form: Element, texts: dict[str, list[str]]) -> Paper:
    categories = categories_of(" ".join(texts.get("categories", [])).split())
    versions = sorted(
        (int(number), utc_time_of(child_text(version, "date")))
        for version in form.iter("{*}version")
        if (number := version.get("version", "").removeprefix("v")).isdecimal()
    )
    return Paper(
        id=ref.id,
        version=versions[-1][0] if versions else ref.version,
        title=line_of(texts["title"][0]),
        authors=tuple(_authors(form)),
        abstract=abstract_of(texts.get("abstract", [""])[0]),
        categories=categories,
        primary_category=categories[0] if categories else None,
        published=versions[0][1] if versions else utc_time_of(_first(texts, "created")),
        updated=versions[-1][1] if versions else utc_time_of(_first(texts, "updated")),
        comment=_first(texts, "comments"),
        journal_ref=_first(texts, "journal-ref"),
        doi=_first(texts, "doi"),
        extra=affiliations(_places(form)),
    )


def _of_dublin_core(ref: PaperRef, texts: dict[str, list[str]]) -> Paper:
    """Read Dublin Core: abstract and comment are descriptions, journal and DOI identifiers."""
    about = texts.get("description", [])
    abstract = about[:1] if about and not about[0].startswith(_COMMENT) else []
    comment = about[len(abstract) :]
    dates = [utc_time_of(date) for date in texts.get("date", [])]
    names = [name for name in texts.get("identifier", []) if not name.startswith("http")]
    journal = [name for name in names if not name.startswith(_DOI)]
    doi = [name.removeprefix(_DOI) for name in names if name.startswith(_DOI)]
    return Paper(
        id=ref.id,
        version=ref.version,
        title=line_of(texts["title"][0]),
        authors=tuple(_turned(creator) for creator in texts["creator"]),
        abstract=abstract_of("".join(abstract)),
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
        yield from typed_names(authors.text or "")
    for author in authors:
        parts = child_texts(author)
        order = ("forenames", "keyname", "suffix")
        if name := line_of(" ".join(part for key in order for part in parts.get(key, []))):
            yield name


def _places(form: Element) -> Iterator[str]:
    for author in form.iterfind("{*}authors/{*}author"):
        yield from child_texts(author).get("affiliation", ())


def _turned(creator: str) -> str:
    """Turn `Last, First, Jr` into `First Last Jr`."""
    last, *first = one_line(creator).split(", ", 2)
    return line_of(" ".join([*first[:1], last, *first[1:]]))


def _first(texts: dict[str, list[str]], name: str) -> str | None:
    return one_line(texts[name][0]) if name in texts else None
