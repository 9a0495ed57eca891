"""Parse arXiv's answers: recognize those without papers, and read the whole entries of the rest.

An element is used only if its end was read, so an answer that was cut in the middle gives the
papers before the cut and never a part of one.

Three parsers were measured with a feed of 2,000 real items (3.8 MB, best of 7, Python 3.11):
expat in the standard library takes 27 ms to the texts of all items, lxml 35 ms (13 ms of them to
parse) and 13 ms to import, feedparser 507 ms. lxml is used because it knows the line
of each element, leaves entities alone and reads any encoding, and arXiv's package needs it anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperterm.errors import InputError, SourceError
from paperterm.model import SourcePaper, refuse_oversized

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ANSWER = "arXiv's answer"
"""The subject of errors about an answer; for a file, its name replaces it."""

_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_LISTING = re.compile(rb"(?:New|Cross) submissions|/list/|/catchup/", re.IGNORECASE)
_RATE = b"rate exceeded"
_FEEDS = "take the feed of the day (rss.arxiv.org) or an answer of the query API instead"
_LATER = "ask again in a quarter of an hour"
_PIECE = 1 << 16
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PROLOG = re.compile(
    rb"""(?>
        \s+ | <\?.*?\?> | <!--.*?-->
      | <!DOCTYPE (?> [^\[>"']+ | "[^"]*" | '[^']*' | \[.*?\]\s*(?=>) )* >
    )*+ (?=<)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_PREFIX = re.compile(r".*[}:]")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")


class Fault(NamedTuple):
    """The line where an answer is cut off or damaged, and whether a paper was lost there."""

    line: int
    problem: str
    lost: bool


class XmlDocument(NamedTuple):
    """The root of an answer, its whole entries, and the fault in the rest."""

    root: Element
    entries: Sequence[Element]
    fault: Fault | None

    def papers(
        self, parse: Callable[[Element], SourcePaper]
    ) -> Iterator[tuple[Element, SourcePaper | InputError]]:
        """Yield each entry with its paper, or with the error of `parse`."""
        for entry in self.entries:
            try:
                yield entry, parse(entry)
            except InputError as error:
                yield entry, error

    def all_papers(
        self, parse: Callable[[Element], SourcePaper]
    ) -> tuple[tuple[SourcePaper, ...], tuple[str, ...]]:
        """Return the papers, and the errors of `parse`, of an answer that must be whole.

        Raises:
            SourceError: It is cut off or damaged.
        """
        if self.fault:
            raise SourceError(ANSWER, self.fault.problem)

        def fitting(entry: Element) -> SourcePaper:
            one = parse(entry)
            refuse_oversized(one.paper)
            return one

        found = [one for _, one in self.papers(fitting)]
        papers = tuple(one for one in found if isinstance(one, SourcePaper))
        return papers, tuple(str(one) for one in found if isinstance(one, InputError))


def refusal(content: bytes) -> SourceError | None:
    """Return the error of an answer without papers; None if it may have some."""
    begun = content.lstrip()
    if not begun:
        return SourceError(ANSWER, "is empty")
    if _PAGE.match(begun):
        kind = "listing" if _LISTING.search(begun) else "web"
        return SourceError(ANSWER, f"is a {kind} page (HTML); such pages are not read", _FEEDS)
    if begun[:100].lower().startswith(_RATE):
        return SourceError(ANSWER, "is a refusal (“Rate exceeded.”)", _LATER)
    return None


def root_name(content: bytes) -> str:
    """Return the name of the root element without its prefix; an empty string if it is not XML."""
    prolog = _PROLOG.match(content.removeprefix(_BYTE_ORDER_MARK))
    root = prolog and _ROOT.match(prolog.string, prolog.end())
    return root[1].decode("ascii", "replace") if root else ""


def open_document(content: bytes, roots: Sequence[str], entries: Sequence[str]) -> XmlDocument:
    """Parse an answer up to the first fault.

    Args:
        content: The answer.
        roots: The valid names of its root, in any namespace.
        entries: The names of the elements that hold a paper.

    Raises:
        SourceError: It is not XML, begins with another element, declares entities, or holds
            nothing before the first fault.
    """
    from lxml import etree

    if refused := refusal(content):
        raise refused
    content = content.removeprefix(_BYTE_ORDER_MARK).lstrip()
    _check_root(content, roots)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in {*roots, *entries}],
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    error = None
    try:
        # In pieces: libxml2 refuses more than 10 MB at once, and may have as much in all.
        for at in range(0, len(content), _PIECE):
            parser.feed(content[at : at + _PIECE])
        parser.close()
    except etree.XMLSyntaxError as caught:
        # An undeclared prefix, as in excerpts, is harmless.
        log = [one for one in parser.feed_error_log if one.domain_name != "NAMESPACE"]
        error = log[0] if log else None if len(parser.feed_error_log) else caught
    events = list(parser.read_events())
    if not events:
        raise SourceError(ANSWER, "is cut off before the end of its first paper")
    root = events[0][1]
    begun = sum(event == "start" and _name(element) in entries for event, element in events)
    whole = [element for event, element in events if event == "end" and _name(element) in entries]
    fault = _fault(content, error, len(whole), begun > len(whole)) if error is not None else None
    return XmlDocument(root, whole, fault)


def child_texts(element: Element) -> dict[str, list[str]]:
    """Return the texts of an element's children, by name without namespace.

    For a child without text it is the attribute `term` or `href`; empty ones are left out.
    """
    texts: dict[str, list[str]] = {}
    for child in element:
        text = "".join(child.itertext()).strip() or child.get("term") or child.get("href")
        if text:
            texts.setdefault(_name(child), []).append(text)
    return texts


def child_text(element: Element, name: str) -> str | None:
    """Return the text of the first child of that name, None if it is missing or empty."""
    child = element.find(f"{{*}}{name}")
    return "".join(child.itertext()).strip() or None if child is not None else None


def _name(element: Element) -> str:
    return _PREFIX.sub("", str(element.tag))


def _check_root(content: bytes, roots: Sequence[str]) -> None:
    name = root_name(content)
    if not name:
        text = " ".join(content[:80].decode(errors="replace").split())
        raise SourceError(ANSWER, f"is not XML; it begins with “{text}”")
    prolog = _PROLOG.match(content)
    if prolog and b"<!ENTITY" in prolog[0]:
        raise SourceError(ANSWER, "declares entities, which arXiv never does")
    if name not in roots:
        raise SourceError(ANSWER, f"is XML of another kind: its root is <{name}>")


def _fault(content: bytes, error: object, whole: int, lost: bool) -> Fault:
    line = getattr(error, "line", None) or getattr(error, "lineno", None) or 0
    reason = str(getattr(error, "message", None) or error)
    papers = f"{whole:,} whole paper" + ("s" if whole != 1 else "")
    if "XML_PARSE_HUGE" in reason:
        problem = "has a text of more than 10 MB, or more than 256 nested elements"
        return Fault(line, f"{problem} after {papers}", lost)
    root = root_name(content).encode()
    end = re.compile(rb"</(?:[\w.-]+:)?" + re.escape(root) + rb"\s*>\s*$")
    if end.search(content[-200:]):
        return Fault(line, f"is damaged after {papers}: {reason}", lost)
    return Fault(line, f"is cut off after {papers}", lost)
