"""A reference in somebody's bibliography, and the arXiv paper that it is."""

from __future__ import annotations

import codecs
import re
from itertools import chain, islice
from typing import NamedTuple

from paperterm.model import PaperRef
from paperterm.model.mentions import mentions
from paperterm.model.taxonomy import is_category
from paperterm.text import clean, tex_to_unicode

_LONGEST_TAG, _MOST_TAGS = 60, 100
_LONGEST_TITLE, _LONGEST_NAME, _MOST_NAMES = 2_000, 200, 5_000
"""What is kept of a reference, in characters and in number: a mark is written as a whole."""

_OTHERS = frozenset({"others", "et al.", "et al"})
_TEX = frozenset("\\{}$~&")
_SUBJECT = re.compile(
    r"(?:Computer Science|Mathematics|Statistics|Physics|Astrophysics|Condensed Matter"
    r"|Electrical Engineering and Systems Science|Quantitative Biology|Quantitative Finance"
    r"|Economics|High Energy Physics|Nonlinear Sciences) - "
)
"""What Zotero makes tags of: the names of arXiv's categories."""


class RawReference(NamedTuple):
    """A reference as a file has it.

    Attributes:
        line: The line where it begins; 0 if it is unknown.
        ids: What may be an id of arXiv without saying so.
        texts: Where an id of arXiv may be named, such as a DOI, an address or a note.
        title: The title, which may be TeX.
        authors: The authors, family names last.
        keywords: The keywords.
    """

    line: int
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    title: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]


class Reference(NamedTuple):
    """A reference to a paper of arXiv."""

    ref: PaperRef
    title: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]


def reference(raw: RawReference) -> Reference | None:
    """Return the paper of arXiv that a reference is; None if it names none."""
    ref = _paper_ref(raw)
    if ref is None:
        return None
    names = (_plain(name[:_LONGEST_NAME]) for name in raw.authors[:_MOST_NAMES])
    tags = dict.fromkeys(filter(_is_tag, map(clean, raw.keywords)))
    return Reference(
        ref,
        _plain(raw.title[:_LONGEST_TITLE]),
        tuple(name for name in names if name and name not in _OTHERS),
        tuple(islice(tags, _MOST_TAGS)),
    )


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16, or else Windows's encoding of the West."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _paper_ref(raw: RawReference) -> PaperRef | None:
    for text in raw.ids:
        if ref := PaperRef.find(text):
            return ref
    return next(chain.from_iterable(map(mentions, (*raw.ids, *raw.texts))), None)


def _plain(text: str) -> str:
    if _TEX.isdisjoint(text):
        return clean(text)
    return clean(tex_to_unicode(text).replace("{", "").replace("}", ""))


def _is_tag(word: str) -> bool:
    """Return whether a keyword is worth a tag: it is short, and not a category of arXiv."""
    return 0 < len(word) <= _LONGEST_TAG and not is_category(word) and not _SUBJECT.match(word)
