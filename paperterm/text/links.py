"""Find links in texts of papers: addresses, arXiv ids and DOIs, and what each links to.

An address has only the characters of RFC 3986, and its scheme is http or https. The time is
proportional to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Label(StrEnum):
    """What a link leads to, judged by its host."""

    CODE = "code"
    DATA = "data"
    MODEL = "model"
    PAPER = "paper"
    PROJECT = "project"


class Link(NamedTuple):
    """A link from `start` to `end` of a text, which leads to `url`."""

    start: int
    end: int
    url: str
    label: Label


_SIGNS = ("://", "iv:", "IV:", "10.", "github.", "gitlab.com/", "huggingface.co/")
"""A text without any of these has no link, so most abstracts need not be searched."""

_PATH = r"[/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9\-]*\.)+[A-Za-z]{2,24}(?::[0-9]{1,5})?"
_MONTH = "(?:0[1-9]|1[0-2])"
_ARXIV = rf"(?:0[7-9]|1[0-4]){_MONTH}\.[0-9]{{4}}|(?:1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}}"

_TAIL = ".,;:!?'*_$&#~"
_POSSESSIVE = "'s"

_LABELS: tuple[tuple[str, Label], ...] = (
    ("arxiv.org/", Label.PAPER),
    ("doi.org/10.5281/", Label.DATA),  # Zenodo
    ("doi.org/10.6084/", Label.DATA),  # figshare
    ("doi.org/10.7910/", Label.DATA),  # Dataverse
    ("doi.org/10.57967/", Label.DATA),  # Hugging Face
    ("doi.org/", Label.PAPER),
    ("aclanthology.org/", Label.PAPER),
    ("openreview.net/", Label.PAPER),
    ("github.com/", Label.CODE),
    ("gitlab.com/", Label.CODE),
    ("bitbucket.org/", Label.CODE),
    ("codeberg.org/", Label.CODE),
    ("git.sr.ht/", Label.CODE),
    ("anonymous.4open.science/", Label.CODE),
    ("colab.research.google.com/", Label.CODE),
    ("pypi.org/", Label.CODE),
    ("huggingface.co/datasets/", Label.DATA),
    ("huggingface.co/spaces/", Label.PROJECT),
    ("huggingface.co/papers/", Label.PAPER),
    ("huggingface.co/", Label.MODEL),
    ("zenodo.org/", Label.DATA),
    ("kaggle.com/", Label.DATA),
    ("figshare.com/", Label.DATA),
    ("osf.io/", Label.DATA),
    ("modelscope.cn/datasets/", Label.DATA),
    ("modelscope.cn/models/", Label.MODEL),
)

PLACEHOLDER = "this https URL"
"""What arXiv's pages, and digests made from them, have instead of the addresses of an abstract."""
_PLACEHOLDERS = re.compile("this https? URL")


def links(text: str) -> list[Link]:
    """Return the links in a text, in order; none is inside another.

    Links are http and https addresses, `github.com/…`, `gitlab.com/…`, `huggingface.co/…` and
    `….github.io` without a scheme, `arXiv:2602.12063`, and DOIs. Punctuation after a link is not
    part of it, nor is a parenthesis that closes one opened before the link.
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    found = []
    for match in _pattern().finditer(text):
        kind = match.lastgroup or "url"
        start, end = match.span(kind)
        end = _end(text, start, end)
        if url := _url(kind, text[start:end]):
            found.append(Link(match.start(), end, url, label(url)))
    return found


def label(url: str) -> Label:
    """Return what an address leads to; a project if its host is unknown."""
    address = url.partition("://")[2].lower()
    for host, name in _LABELS:
        if address.startswith((host, f"www.{host}", f"dx.{host}")):
            return name
    return Label.PROJECT


def with_known_links(text: str, others: Iterable[str]) -> str:
    """Return a text with the links that arXiv's pages replace by “this https URL”.

    Args:
        text: A text from such a page.
        others: Texts of the same paper from other sources. The first one that has as many links
            as the text has placeholders supplies them.
    """
    missing = text.count(PLACEHOLDER)
    if not missing:
        return text
    for other in others:
        known = [other[link.start : link.end] for link in links(other) if link.url[:6] == "https:"]
        if len(known) == missing and PLACEHOLDER not in other:
            parts = text.split(PLACEHOLDER)
            return parts[0] + "".join(map(str.__add__, known, parts[1:]))
    return text


def unglued(text: str) -> str:
    """Return a text with spaces around “this https URL”, which arXiv glues to its neighbours."""
    return _PLACEHOLDERS.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    before = " " if text[start - 1 : start].isalnum() else ""
    is_glued = text[end : end + 1].isalnum() and not _PLACEHOLDERS.match(text, end)
    return f"{before}{found[0]}{' ' if is_glued else ''}"


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a link, with a group for each kind; compiled on first use."""
    return re.compile(
        rf"(?P<url>https?://(?>{_HOST})(?!@)(?:{_PATH})?)"
        rf"|(?<![\w.@/\-])(?P<bare>(?:www\.)?(?:(?:github|gitlab)\.com|huggingface\.co){_PATH}"
        rf"|[A-Za-z0-9\-]+\.github\.io(?:{_PATH})?)"
        rf"|(?i:arxiv):\s?(?P<arxiv>(?:{_ARXIV})(?![0-9])(?:v[1-9][0-9]?(?![0-9]))?"
        r"|[a-z\-]{2,10}(?:\.[A-Z]{2})?/[0-9]{7}(?![0-9]))"
        r"|(?<![\w./])(?P<doi>10\.[0-9]{4,9}/[A-Za-z0-9\-._:/()+;]+)"
    )


def _url(kind: str, link: str) -> str:
    """Return the address of a link; an empty string if the link is incomplete."""
    if kind == "arxiv":
        return f"https://arxiv.org/abs/{link}"
    if kind == "url":
        return link
    host, _, path = link.partition("/")
    if not (path or host.endswith(".github.io")):
        return ""
    return f"https://doi.org/{link}" if kind == "doi" else f"https://{link}"


def _end(text: str, start: int, end: int) -> int:
    """Return where a link ends: before an unpaired parenthesis, and before punctuation."""
    opened = []
    for at in range(start, end):
        if text[at] == "(":
            opened.append(at)
        elif text[at] == ")":
            if not opened:
                end = at
                break
            opened.pop()
    end = min([end, *opened[:1]])
    while end > start:
        if text.endswith(_POSSESSIVE, start, end):
            end -= 2
        elif text[end - 1] in _TAIL:
            end -= 1
        else:
            break
    return end
