r"""Read the plain-text mailings of arXiv: one batch of one archive or category each.

    Date: Fri,  3 Mar 23 01:36:02 GMT
    Subject: astro-ph.CO daily Subj-class mailing
    …
    \\
    arXiv:2303.00769 (*cross-listing*)
    Date: Wed, 1 Mar 2023 19:00:06 GMT   (32463kb,D)

    Title: …
    Authors: …
    Categories: astro-ph.CO astro-ph.IM
    \\
      ABSTRACT
    \\ ( https://arxiv.org/abs/2303.00769 ,  32463kb)

A replacement has the line `replaced with revised version …` instead of the date, and no abstract.
arXiv's lists of a week or month have the same format without abstracts: a paper ends with `\\`. In
the list of a week, it follows the date of its listing, `/* Fri, 3 Mar 2023 */`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.model import Batch, Day, Kind, Paper, PaperRef, SourcePaper, Status
from paperterm.model.days import eastern
from paperterm.sources.fields import (
    abstract_of,
    categories_of,
    line_of,
    typed_names,
    utc_time_of,
)
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text.lines import one_line

_MAILING = re.compile(
    rb"^Subject:[^\n]*\b(?:mailing|distribution)\b|^\\\\[ \t]*\r?\n(?:arXiv:|Paper[ :])",
    re.MULTILINE,
)
_SUBJECT = re.compile(r"Subject:.*\b(?:mailing|distribution)\b")
_PAPER = re.compile(r"(?:arXiv:|Paper(?: \(\*cross-listing\*\))?:)\s*(?P<ref>\S+)")
_CROSS = "(*cross-listing*)"
_DATED = re.compile(r"/\*(?P<date>[^*]+)\*/")
_BEGIN = "\\\\"
_CLOSE = "\\\\ ("
_END = "%%%---"
_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z-]*)(?: \((?P<of>[^)]*)\))?:\s*(?P<value>.*)")
_REPLACED = re.compile(r"(?:replaced with revised version|(?:figures|part) added)\s*(?P<when>.*)")
_TIME = re.compile(r"[A-Z][a-z]{2}, .*? GMT|.*")
_ABSTRACT = re.compile(r"[^-%\\/\s]|\s+\S")
_HEAD = 4096
_HALF_A_DAY = timedelta(hours=12)

Lines = list[tuple[int, str]]


class _Header(NamedTuple):
    """A field of the head of a paper; `of` is the part of its name in parentheses."""

    name: str
    of: str
    value: str


def looks_like_it(content: bytes) -> bool:
    """Return whether a file is a mailing: it has the subject of one, or begins a paper like one."""
    return b"\0" not in content[:_HEAD] and bool(_MAILING.search(content))


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """Read the day of a mailing, or the days of a list of mailings."""
    lines = list(enumerate(map(_text, content.split(b"\n")), 1))
    parts = list(_parts(lines))
    head = [text for _, text in (lines[: parts[0][0][0] - 1] if parts else lines)]
    is_mail = any(_SUBJECT.match(text) or text.startswith(_CLOSE) for _, text in lines)
    days = _days(lines, _sent(head) or day)
    for part in parts:
        number = part[0][0]
        try:
            one: SourcePaper | InputError = _paper(part, is_mail)
        except InputError as error:
            one = error
        reading.take(number, one, days(number))
    if not parts:
        reading.notes.append(f"{reading.file}: no papers in this mailing")
    elif is_mail and not any(text.startswith(_END) for _, text in lines):
        reading.notes.append(f"{reading.file}: the end of the mailing is missing")
    return reading.listings() if days(len(lines)) else reading.sets(Status.ESTIMATED)


def _text(line: bytes) -> str:
    """Decode a line from UTF-8 or, in old mail, Latin-1; a cut last line affects no other."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _parts(lines: Lines) -> Iterator[Lines]:
    """Yield the papers, each from its id to the next one."""
    begins = [
        place + 1
        for place, (_, text) in enumerate(lines[:-1])
        if text.rstrip() == _BEGIN and _PAPER.match(lines[place + 1][1])
    ]
    for begin, end in pairwise([*begins, len(lines)]):
        yield lines[begin:end]


def _days(lines: Lines, day: Day | None) -> Callable[[int], Day | None]:
    """Return a function that returns the day of a line: that of its listing, or of the file."""
    listings = [
        (number, Day.of_feed(time.date()))
        for number, text in lines
        if (found := _DATED.match(text)) and (time := _time(f"{found['date'].strip()} 00:00"))
    ]

    def day_at(line: int) -> Day | None:
        before = bisect_left(listings, line, key=itemgetter(0))
        return listings[before - 1][1] if before else day

    return day_at


def _paper(part: Lines, is_mail: bool) -> SourcePaper:
    """Parse one paper.

    Args:
        part: Its lines, up to the next paper.
        is_mail: Whether it must end with its address, as in mail.

    Raises:
        InputError: It is cut off, or has no id or title.
    """
    texts = [text for _, text in part]
    found = _PAPER.match(texts[0])
    assert found  # a part begins with it
    ref = PaperRef.parse(found["ref"])
    end = _end(texts, is_mail)
    if end is None:
        raise InputError(str(ref), "is cut off")
    body = next((place for place in range(end) if texts[place].rstrip() == _BEGIN), end)
    fields = _fields(texts[1:body])
    values = {field.name: field.value for field in reversed(fields)}
    if not values.get("Title"):
        raise InputError(str(ref), "paper without title")
    categories = categories_of(values.get("Categories", "").split())
    replaced = next(filter(None, map(_REPLACED.match, texts[1:body])), None)
    dates = [field for field in fields if field.name == "Date"]
    version = re.fullmatch(r".*v([0-9]{1,4})", dates[-1].of) if dates else None
    is_first = bool(dates) and dates[0].of in ("", "v1")
    return SourcePaper(
        Paper(
            id=ref.id,
            version=int(version[1]) if version else ref.version,
            title=line_of(values["Title"]),
            authors=typed_names(values.get("Authors") or values.get("Author", "")),
            abstract=abstract_of("\n".join(texts[body + 1 : end])),
            categories=categories,
            primary_category=categories[0] if categories else None,
            published=_time(dates[0].value) if is_first else None,
            updated=_time(replaced["when"] if replaced else dates[-1].value if dates else ""),
            comment=one_line(values.get("Comments", "")) or None,
            journal_ref=one_line(values.get("Journal-ref", "")) or None,
            doi=one_line(values.get("DOI", "")) or None,
        ),
        _kind(is_cross=_CROSS in texts[0], is_replaced=bool(replaced)),
    )


def _end(texts: list[str], is_mail: bool) -> int | None:
    """Return the line after a paper, None if it is cut off; in a list it has no abstract."""
    if is_mail:
        return next((place for place, text in enumerate(texts) if text.startswith(_CLOSE)), None)
    end = next((place for place, text in enumerate(texts) if text.rstrip() == _BEGIN), len(texts))
    has_more = any(_ABSTRACT.match(text) for text in texts[end + 1 :])
    return None if end == len(texts) or has_more else end


def _fields(texts: list[str]) -> list[_Header]:
    """Parse the fields of a head; an indented line continues the one before."""
    fields: list[tuple[str, str, list[str]]] = []
    continues = False
    for text in texts:
        if continues and text[:1].isspace() and text.strip():
            fields[-1][2].append(text.strip())
        elif found := _FIELD.match(text):
            fields.append((found["name"], found["of"] or "", [found["value"]]))
            continues = True
        else:
            continues = False
    return [_Header(name, of, " ".join(values)) for name, of, values in fields]


def _kind(*, is_cross: bool, is_replaced: bool) -> Kind:
    if is_replaced:
        return Kind.REPLACE_CROSS if is_cross else Kind.REPLACE
    return Kind.CROSS if is_cross else Kind.NEW


def _sent(head: list[str]) -> Day | None:
    """Return the evening of the mailing; it may have been sent until noon of the next day."""
    for text in head:
        if text.startswith("Date:") and (time := _time(text.removeprefix("Date:").strip())):
            evening = (eastern(time) - _HALF_A_DAY).date()
            return Day(evening.year, evening.month, evening.day)
    return None


def _time(text: str) -> datetime | None:
    """Parse a time of a mail; the size of the paper follows GMT."""
    found = _TIME.match(text)
    return utc_time_of(found[0] if found else text)
