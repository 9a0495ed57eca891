"""Say what an answer for the HTML page of a paper is: the paper, or which of many other things.

arXiv also publishes pages of failed conversions, of other papers and of earlier versions, and some
of its pages about missing HTML have status 200. The texts are those of its own templates
(arXiv/arxiv-browse, `templates/dissemination`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from paperterm.fulltext.titles import are_alike
from paperterm.text.typeset import typeset

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FEW_WORDS = 120
"""A page with fewer holds no paper: real papers have thousands, title and abstract about 200."""
_OPENING_WORDS = 400
"""Words in which the title must occur, if the page does not mark it."""

_LONGEST_TITLE = 300
"""Characters of a title that are read; a hostile page may call all of it a title."""
_UNTITLED = "untitled document"
_NOT_TEXT = frozenset({"script", "style", "annotation", "annotation-xml", "template"})
_NOT_TITLE = frozenset({"ltx_note", "ltx_pubnote", "ltx_role_footnote", "ltx_ERROR"})
_BASE = re.compile(r"/html/[^/]+?v([1-9][0-9]{0,3})/?$", re.ASCII)
_WATERMARK = re.compile(r"v([1-9][0-9]{0,3})(?:\s|\[|$)", re.ASCII)
_CONVERTED = re.compile(rb"""class=["'][^"'>]*\bltx_""")
_DOCUMENT = "//*[contains(concat(' ', normalize-space(@class), ' '), ' ltx_document ')]"
_ALERTS = "package-alerts"
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_END_WITHIN = 4096
"""Bytes: something may be appended to a page."""


class PageKind(StrEnum):
    """What an answer is, or why there is none. Of `PAPER` and `NATIVE`, the page can be read.

    Attributes:
        says: What to tell the user about a paper.
    """

    says: str

    def __new__(cls, name: str, says: str = "") -> PageKind:
        """Make a kind of its name and what it says."""
        one = str.__new__(cls, name)
        one._value_, one.says = name, says
        return one

    PAPER = "paper", "can be read in full"
    NATIVE = "native", "was submitted as HTML"
    FAILED = "failed", "arXiv's conversion to HTML failed"
    STUB = "stub", "arXiv's HTML has only a few lines: the source of the paper is a PDF"
    FILES = "files", "was submitted as several HTML files, which arXiv only lists"
    NONE = "none", "arXiv has no HTML of it; about one paper in ten has none"
    WITHDRAWN = "withdrawn", "arXiv has no files of it: it was withdrawn"
    UNKNOWN = "unknown", "unknown at arXiv"
    WRONG = "wrong", "arXiv's HTML is of another document"
    BROKEN = "broken", "arXiv's answer is not a paper"
    FAULT = "fault", "the request failed"
    OFFLINE = "offline", "arXiv cannot be reached"
    REFUSED = "refused", "arXiv refuses requests"
    ABSENT = "absent", "not saved in full"


READABLE = frozenset({PageKind.PAPER, PageKind.NATIVE})


class Verdict(NamedTuple):
    """What an answer is.

    Attributes:
        kind: Its kind.
        version: The version of the paper that the page shows, if it says so.
        title: The title on the page; empty if it has none.
        is_cut: Whether the end of the page is missing.
    """

    kind: PageKind
    version: int | None = None
    title: str = ""
    is_cut: bool = False


def classify(status: int, headers: Mapping[str, str], body: bytes, title: str) -> Verdict:
    """Return what an answer is.

    Args:
        status: Its status.
        headers: Its headers, with names in lower case.
        body: Its body.
        title: The title of the paper that was asked for, as the library has it; if it is unknown
            and empty, it is not compared.
    """
    from paperterm.fulltext.tree import tree  # lxml: only a page that is fetched needs it

    type_ = headers.get("content-type", "text/html").lower()
    if not body.strip() or "html" not in type_:
        return Verdict(PageKind.NONE if status == 404 else PageKind.BROKEN)
    root = tree(body)
    if root is None:
        return Verdict(PageKind.BROKEN)
    if kind := _told(root):
        return Verdict(kind)
    if status != 200:
        return Verdict(PageKind.NONE if status == 404 else PageKind.BROKEN)
    is_cut = not _END.search(body[-_END_WITHIN:])
    judge = _converted if _CONVERTED.search(body) else _native
    return judge(root, title)._replace(is_cut=is_cut)


_TOLD = (
    (re.compile(r"No HTML for\b"), PageKind.NONE),
    (
        re.compile(r"No document for\b|.*[Ii]dentifier .* not (?:found|recognized)"),
        PageKind.UNKNOWN,
    ),
    (re.compile(r"(?:File unavailable|No file) for\b|.*has been withdrawn"), PageKind.WITHDRAWN),
    (re.compile(r"The following files are available for\b"), PageKind.FILES),
    (re.compile(r"(?:Conversion to HTML had a )?Fatal error\b"), PageKind.FAILED),
)
"""How the titles of other pages of arXiv and ar5iv begin."""


def _told(root: Element) -> PageKind | None:
    """Return what a page says about the paper in its heading or title, if it holds none."""
    for place in (one for one in root.iter("title", "h1") if not _classes(one)):
        text = " ".join(_words(place))
        if found := next((kind for form, kind in _TOLD if form.match(text)), None):
            return found
    return None


def _native(root: Element, title: str) -> Verdict:
    """Judge a page that was not converted: a paper that was submitted as HTML, or a stranger's."""
    heading = next(root.iter("title"), None)
    shown = "" if heading is None else _start(_words(heading))
    opening = list(islice(_words(root), _OPENING_WORDS))
    if len(opening) < _FEW_WORDS:
        return Verdict(PageKind.BROKEN)
    is_right = _is_of(title, shown, opening)
    return Verdict(PageKind.NATIVE if is_right else PageKind.WRONG, title=shown)


def _converted(root: Element, title: str) -> Verdict:
    """Judge a page of LaTeXML."""
    found = [one for one in root.xpath(_DOCUMENT) if _ALERTS not in _classes(one)]
    version = _version(root)
    if not found:
        return Verdict(PageKind.FAILED, version)
    article = found[0]
    shown = _title(article)
    opening = list(islice(_words(article), _OPENING_WORDS))
    if len(opening) < _FEW_WORDS:
        is_stub = any("includepdf" in word for word in opening) or (shown and not _errors(article))
        return Verdict(PageKind.STUB if is_stub else PageKind.FAILED, version, shown)
    is_right = not shown or _is_of(title, shown, opening)
    return Verdict(PageKind.PAPER if is_right else PageKind.WRONG, version, shown)


def _is_of(title: str, shown: str, opening: Sequence[str]) -> bool:
    """Return whether a page is that of a title, by its own title and its first words."""
    return not title or are_alike(title, shown) or are_alike(title, " ".join(opening), is_part=True)


def _errors(article: Element) -> bool:
    return any("ltx_ERROR" in _classes(one) for one in article.iter())


def _title(article: Element) -> str:
    """Return the title of a converted page, without its notes; empty if it has none."""
    for one in article.iter("h1"):
        if "ltx_title_document" in _classes(one):
            found = typeset(_start(_words(one, _NOT_TITLE)))
            return "" if found.casefold() == _UNTITLED else found
    return ""


def _start(words: Iterator[str]) -> str:
    return " ".join(islice(words, _LONGEST_TITLE))[:_LONGEST_TITLE]


def _version(root: Element) -> int | None:
    """Return the version in the watermark, such as `arXiv:2602.12063v2 [cs.CV] 12 Feb 2026`.

    A page without one may have it in the address of its pictures: `/html/2602.12063v2/`.
    """
    marks = (one for one in root.iter("div", "a") if one.get("id") == "watermark-tr")
    texts = (_WATERMARK.search(" ".join(_words(one))) for one in marks)
    bases = (_BASE.search(one.get("href", "")) for one in root.iter("base"))
    found = next(filter(None, chain(texts, bases)), None)
    return int(found[1]) if found else None


def _words(element: Element, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the words of an element without scripts, second forms of formulas and some classes.

    A word that an element divides is yielded in parts. Without recursion: a page may nest its
    elements as deep as it likes.
    """
    from lxml.etree import iterwalk

    walk = iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, one in walk:
        if event != "start":
            text = None if one is element else one.tail
        elif one.tag in _NOT_TEXT or not without.isdisjoint(_classes(one)):
            walk.skip_subtree()
            continue
        else:
            text = one.text
        yield from (text or "").split()


def _classes(element: Element) -> list[str]:
    names = element.get("class") if isinstance(element.tag, str) else None
    return names.split() if names else []
