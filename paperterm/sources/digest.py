"""Read digests: one Markdown file per topic and day (`export.digest` writes them).

# 🔍 TOPIC Papers · DAY
…badges, keywords, filter…
## 📚 Paper List
- **[TITLE](https://arxiv.org/abs/ID)**  `arXiv:ID`  `cs.RO` `cs.AI`
_AUTHOR, AUTHOR, et al._
<details open><summary>Abstract</summary>
ABSTRACT
</details>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.errors import InputError
from paperterm.model import Batch, Day, Paper, PaperRef, SourcePaper
from paperterm.sources.parsed_file import ParsedFile
from paperterm.topics import Topic

AUTHORS_SHOWN = 6

_MAGNIFIER = "# 🔍 "
_TITLE = re.compile(r"# 🔍 (?P<topic>.+) Papers · (?P<day>\S+)")
_BADGE = re.compile(r".*/badge/Papers-(?P<count>[0-9]+)-")
_LIST = "## 📚 Paper List"
_BEGIN = "- **["
_PAPER = re.compile(
    r"- \*\*\[(?P<title>.*)\]\(https?://arxiv\.org/abs/(?P<id>[^()\s]+)\)\*\*"
    r"  `arXiv:(?P=id)`  (?P<categories>(?:`[^`]+` ?)*) *"
)
_ABSTRACT = re.compile(r"  <details(?: open)?><summary>Abstract</summary>")
_END = "  </details>"
_SHORTEST = 5  # lines of a paper: an abstract may read like its end
_DAMAGED = "is not UTF-8"
_QUOTED = re.compile(r"`([^`]+)`")

# Mac Roman tables differ in four places; these are the characters of Python's codec.
_OTHER_TABLES = str.maketrans(
    {"¤": "€", "\u2126": "\u03a9", "\u0394": "\u2206", "\u00b5": "\u03bc"}
)

Lines = list[tuple[int, str]]


def looks_like_it(content: bytes) -> bool:
    """Return whether a file begins like a digest, also if it was read as Mac Roman."""
    return content.startswith((_MAGNIFIER.encode(), garbled(_MAGNIFIER).encode()))


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """Read the day and the topic of a digest."""
    lines, damaged = _decoded(content)
    head, body = _divided(lines)
    if not body:
        reading.fail(len(lines), "the digest ends before its list of papers")
        return []
    for number in sorted(damaged & {number for number, _ in head}):
        reading.fail(number, _DAMAGED)
    name, day = _title(head[0][1], reading, day)
    if name and (topic := _topic(name, head)):
        reading.topics.append(topic)
    found = 0
    for part in _parts(body):
        number, first = part[0]
        found += first.startswith(_BEGIN)
        if lost := damaged & {number for number, _ in part}:
            reading.skip(min(lost), _DAMAGED)
            continue
        try:
            paper = SourcePaper(_paper(part))
        except InputError as error:
            reading.skip(number, error)
            continue
        if day:
            reading.add(number, day, paper)
        else:
            reading.skipped += 1  # the error of the title says why
    _check_count(head, found, reading)
    return reading.digests()


def _decoded(content: bytes) -> tuple[Lines, set[int]]:
    """Return the lines, each repaired by itself, and the numbers of those that are damaged."""
    is_garbled = content.startswith(garbled(_MAGNIFIER).encode())
    lines = []
    damaged = set()
    for number, raw in enumerate(content.split(b"\n"), 1):
        try:
            text = raw.decode()
            text = repaired(text) if is_garbled else text
        except UnicodeError:
            damaged.add(number)
            text = raw.decode(errors="replace")
        lines.append((number, text.removesuffix("\r")))
    return lines, damaged


def _divided(lines: Lines) -> tuple[Lines, Lines]:
    for place, (_, text) in enumerate(lines):
        if text.rstrip() == _LIST:
            return lines[:place], lines[place:]
    return lines, []


def _title(text: str, reading: ParsedFile, day: Day | None) -> tuple[str | None, Day | None]:
    found = _TITLE.fullmatch(text.rstrip())
    if not found:
        reading.fail(1, "the title of a digest must be “# 🔍 TOPIC Papers · DAY”")
        return None, day
    try:
        return found["topic"], Day.parse(found["day"])
    except InputError as error:
        if day is None:
            reading.fail(1, str(error), "fix it, or give --day")
        return found["topic"], day


def _topic(name: str, head: Lines) -> Topic | None:
    """Return the topic of the head; all words of a keyword with commas must occur."""
    fields = {key: rest for _, text in head for key, _, rest in [text.partition(": ")]}
    keywords = _QUOTED.findall(fields.get("**Keywords**", ""))
    filters = _QUOTED.findall(fields.get("**Filter**", ""))
    if not keywords:
        return None
    return Topic(
        name,
        tuple(tuple(keyword.split(",")) for keyword in keywords),
        () if filters == ["None"] else tuple(filters),
    )


def _parts(body: Lines) -> Iterator[Lines]:
    """Yield the lines of each paper, and those of other texts between them."""
    part: Lines = []
    inside = False
    for line in body[1:]:
        text = line[1].rstrip()
        begins = text.startswith(_BEGIN)
        if begins or not (inside or text):
            if part:
                yield part
            part, inside = [], begins
        if begins or inside or text:
            part.append(line)
        if inside and text == _END and len(part) >= _SHORTEST:
            yield part
            part, inside = [], False
    if part:
        yield part


def _paper(part: Lines) -> Paper:
    """Parse one paper.

    Raises:
        InputError: The part is something else, or is cut off.
    """
    found = _PAPER.fullmatch(part[0][1])
    if not found:
        raise InputError("", "is not a paper of a digest")
    ref = PaperRef.parse(found["id"])
    texts = [text for _, text in part[1:]]
    if len(texts) < 4 or texts[-1].rstrip() != _END:
        raise InputError(str(ref), "is cut off")
    authors, opening, *abstract, _ = texts
    if not (authors.startswith("  _") and authors.endswith("_") and _ABSTRACT.fullmatch(opening)):
        raise InputError(str(ref), "the authors or the abstract are missing")
    if not found["title"].strip():
        raise InputError(str(ref), "paper without title")
    names, truncated = _authors(authors[3:-1])
    categories = tuple(_QUOTED.findall(found["categories"]))
    return Paper(
        id=ref.id,
        version=ref.version,
        title=found["title"],
        authors=names,
        authors_truncated=truncated,
        abstract="\n".join(line.removeprefix("  ") for line in abstract) or None,
        categories=categories,
        primary_category=categories[0] if categories else None,
    )


def _authors(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the names, at most six as in the format; further commas are part of a name."""
    truncated = text.endswith(", et al.")
    names = text.removesuffix(", et al.").split(", ", AUTHORS_SHOWN - 1)
    return tuple(names) if names != [""] else (), truncated


def _check_count(head: Lines, found: int, reading: ParsedFile) -> None:
    for number, text in head:
        if (badge := _BADGE.match(text)) and int(badge["count"]) != found:
            reading.fail(number, f"the badge says {badge['count']} papers, the file holds {found}")


def garbled(text: str) -> str:
    """Return a text as it looks after its UTF-8 was read as Mac Roman."""
    return text.encode().decode("mac_roman")


def repaired(text: str) -> str:
    """Undo `garbled`.

    Raises:
        UnicodeError: The text was not garbled that way.
    """
    try:
        return text.encode("mac_roman").decode()
    except UnicodeEncodeError:
        return text.translate(_OTHER_TABLES).encode("mac_roman").decode()
