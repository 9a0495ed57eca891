"""Links in texts of papers: addresses, ids of arXiv, DOIs, and what each is a link to.

Only what is written with the characters of RFC 3986 is part of an address, and only addresses of
http and https come out. Time is in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Label(StrEnum):
    """What a link leads to, as far as its host tells."""

    CODE = "code"
    DATA = "data"
    MODEL = "model"
    PAPER = "paper"
    PROJECT = "project"


class Link(NamedTuple):
    """A link in a text: from `start` to `end` stands what leads to `url`."""

    start: int
    end: int
    url: str
    label: Label


_SIGNS = ("://", "Xiv:", "xiv:", "XIV:", "10.", "github.", "gitlab.com/", "huggingface.co/")
"""A text without any of these holds no link; most abstracts need not be searched."""

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

_PLACEHOLDER = "this https URL"


def links(text: str) -> list[Link]:
    """The links in a text, in order, none inside another.

    Found are addresses of http and https, `github.com/…`, `gitlab.com/…`, `huggingface.co/…` and
    `….github.io` without one, `arXiv:2602.12063`, and DOIs. Punctuation behind a link is not a part
    of it, nor is a parenthesis that was opened before it.
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
    """What an address leads to: a project, where nothing else is known."""
    place = url.partition("://")[2].lower()
    for host, name in _LABELS:
        if place.startswith((host, f"www.{host}", f"dx.{host}")):
            return name
    return Label.PROJECT


def with_known_links(text: str, others: Iterable[str]) -> str:
    """The text with its links, where arXiv's pages put “this https URL” in their place.

    Args:
        text: As somebody read it from such a page.
        others: What other sources say of the same paper. The first that holds as many links as
            the text lacks tells them.
    """
    lacks = text.count(_PLACEHOLDER)
    if not lacks:
        return text
    for other in others:
        known = [other[link.start : link.end] for link in links(other) if link.url[:6] == "https:"]
        if len(known) == lacks and _PLACEHOLDER not in other:
            parts = text.split(_PLACEHOLDER)
            return parts[0] + "".join(map(str.__add__, known, parts[1:]))
    return text


@cache
def _pattern() -> re.Pattern[str]:
    """What may begin a link, each kind in a group of its own; made when it is needed first."""
    return re.compile(
        rf"(?P<url>https?://(?>{_HOST})(?!@)(?:{_PATH})?)"
        rf"|(?<![\w.@/\-])(?P<bare>(?:www\.)?(?:(?:github|gitlab)\.com|huggingface\.co){_PATH}"
        rf"|[A-Za-z0-9\-]+\.github\.io(?:{_PATH})?)"
        rf"|(?i:arxiv):\s?(?P<arxiv>(?:{_ARXIV})(?![0-9])(?:v[1-9][0-9]?(?![0-9]))?"
        r"|[a-z\-]{2,10}(?:\.[A-Z]{2})?/[0-9]{7}(?![0-9]))"
        r"|(?<![\w./])(?P<doi>10\.[0-9]{4,9}/[A-Za-z0-9\-._:/()+;]+)"
    )


def _url(kind: str, said: str) -> str:
    """The address that a link in the text stands for; none where too little is left of it."""
    if kind == "arxiv":
        return f"https://arxiv.org/abs/{said}"
    if kind == "url":
        return said
    host, _, path = said.partition("/")
    if not (path or host.endswith(".github.io")):
        return ""
    return f"https://doi.org/{said}" if kind == "doi" else f"https://{said}"


def _end(text: str, start: int, end: int) -> int:
    """Where a link ends: before a parenthesis without its other half, and punctuation."""
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
