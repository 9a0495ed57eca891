"""A paper as a JSON object: one line of JSON Lines, an item of `--json`, a row of a day's file.

The keys, their order and their meaning are a contract with scripts outside the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from paperterm.errors import InputError
from paperterm.model.author_lists import is_cut, known_authors
from paperterm.model.days import Day, is_plausible
from paperterm.model.ids import PaperId, PaperRef
from paperterm.model.marks import Mark
from paperterm.model.papers import Announcement, Entry, Kind, Paper

MARK_KEYS = ("read", "starred", "queued", "dismissed", "tags", "note")
_PAPER_KEYS = frozenset(
    {
        *("id", "version", "title", "authors", "authors_truncated", "abstract", "categories"),
        *("primary_category", "announced", "kind", "published", "updated", "comment"),
        *("journal_ref", "doi", *MARK_KEYS),
    }
)


class Parsed(NamedTuple):
    """The content of a JSON object: the paper, and the kind and day if given."""

    paper: Paper
    kind: Kind | None
    day: Day | None


def record(paper: Paper, announcement: Announcement | None) -> dict[str, Any]:
    """Return the object of a paper, without marks. Unknown values are None; times end in Z."""
    return {
        "id": str(paper.id),
        "version": paper.version,
        "title": paper.title,
        "authors": list(paper.authors),
        "authors_truncated": paper.authors_truncated,
        "abstract": paper.abstract,
        "categories": list(paper.categories),
        "primary_category": paper.primary_category,
        "announced": str(announcement.day) if announcement else None,
        "kind": str(announcement.kind) if announcement and announcement.kind else None,
        "published": print_time(paper.published),
        "updated": print_time(paper.updated),
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
        **paper.extra,
    }


def marked_record(entry: Entry) -> dict[str, Any]:
    """Return the object of a paper, with the user's marks."""
    return {**record(entry.paper, entry.announcement), **mark_record(entry.mark)}


def mark_record(mark: Mark) -> dict[str, Any]:
    """Return the marks as keys of the object."""
    return {
        "read": mark.is_read,
        "starred": mark.is_starred,
        "queued": mark.is_queued,
        "dismissed": mark.is_dismissed,
        "tags": list(mark.tag_names),
        "note": mark.note_text,
    }


def parse(row: object, id_: PaperId | None = None) -> Parsed:
    """Read the object of a paper; only `id` and `title` must be there.

    Args:
        row: The object.
        id_: The id, if the object has none.

    Raises:
        InputError: The object, or the value of a key, is invalid.
    """
    if not isinstance(row, dict):
        raise InputError("", "is not a JSON object", 'one paper per line: {"id": …, "title": …}')
    ref = PaperRef(id_) if id_ else PaperRef.parse(_needed(row, "id"))
    categories = _texts(row, "categories")
    primary = _text(row, "primary_category")
    announced = _text(row, "announced")
    return Parsed(
        Paper(
            id=ref.id,
            title=_needed(row, "title"),
            authors=_texts(row, "authors"),
            authors_truncated=_flag(row, "authors_truncated"),
            abstract=_text(row, "abstract"),
            categories=categories or ((primary,) if primary else ()),
            primary_category=primary or (categories[0] if categories else None),
            version=_version(row) or ref.version,
            published=parse_time(row, "published"),
            updated=parse_time(row, "updated"),
            comment=_text(row, "comment"),
            journal_ref=_text(row, "journal_ref"),
            doi=_text(row, "doi"),
            extra={}
            if row.keys() <= _PAPER_KEYS
            else {key: value for key, value in row.items() if key not in _PAPER_KEYS},
        ),
        _kind(row),
        Day.parse(announced) if announced else None,
    )


class PaperTexts(NamedTuple):
    """The texts and categories of a paper, with all that its row lists as authors."""

    id: str
    title: str
    listed: tuple[str, ...]
    abstract: str | None
    categories: tuple[str, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors, without what stands for others."""
        return known_authors(self.listed) if is_cut(self.listed) else self.listed


def parse_texts(id_: str, row: Mapping[str, Any]) -> PaperTexts:
    """Read only the texts and categories of a paper, whose id is not checked.

    Raises:
        InputError: The value of a key is invalid.
    """
    primary = _text(row, "primary_category")
    return PaperTexts(
        id_,
        _needed(row, "title"),
        _texts(row, "authors"),
        _text(row, "abstract"),
        _texts(row, "categories") or ((primary,) if primary else ()),
    )


def print_time(time: datetime | None) -> str | None:
    """Format a UTC time as ISO 8601 with Z."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def parse_time(row: Mapping[str, object], key: str) -> datetime | None:
    """Parse a time in ISO 8601; without a zone it is UTC. One outside arXiv's years is unknown.

    Raises:
        InputError: The value is not a time.
    """
    text = _text(row, key)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        if not is_plausible(time):
            return None
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except ValueError:
        raise _wrong(key, "is not a time", "write it as 2026-02-12T18:59:59Z") from None


def _needed(row: Mapping[str, object], key: str) -> str:
    text = _text(row, key)
    if text is None or not text.strip():
        raise InputError("", f"paper without {key}")
    return text


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(key, "is not text")


def _texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if isinstance(value, list) and {*map(type, value)} <= {str}:
        return tuple(value)
    raise _wrong(key, "is not a list of texts")


def _flag(row: Mapping[str, object], key: str) -> bool:
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise _wrong(key, "is neither true nor false")


def _version(row: Mapping[str, object]) -> int | None:
    value = row.get("version")
    if value is None or (isinstance(value, int) and value is not True and value > 0):
        return value
    raise _wrong("version", "is not a version", "write it as 1, 2, …")


def _kind(row: Mapping[str, object]) -> Kind | None:
    text = _text(row, "kind")
    try:
        return Kind(text) if text else None
    except ValueError:
        raise _wrong("kind", "is not one of " + ", ".join(Kind)) from None


def _wrong(key: str, problem: str, hint: str = "") -> InputError:
    return InputError(f'"{key}"', problem, hint)
