r"""Formulas of a page, each as one run.

LaTeXML says the same up to three times: as TeX in `alttext`, as presentation MathML, and as
annotations. The TeX is read; what the TeX reader does not know is read from the MathML. Pages that
MathJax has run over have only spans, with the TeX as a label.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from paperterm.fulltext.document import Kind, Run
from paperterm.fulltext.mathml import mathml_text
from paperterm.text import clean
from paperterm.text.tex_parser import read_formula

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n\s*")
"""LaTeXML wraps long TeX after a percent sign."""

_CITED = re.compile(r"\\@@bibref\{[^{}]*\}\{([^{}]*)\}\{[^{}]*\}\{[^{}]*\}")
_INTERNAL = re.compile(r"\\(?:lx@|pgfsys@|@@)[A-Za-z@]+(?:\{[^{}]*\})*|\\cite\[cite\]")
"""Commands of LaTeXML's own, which do not belong to the formula."""

_MOST = 20_000
"""A longer formula is cut."""


def formula(element: Element) -> Run:
    """Return a `math` element, or a span that MathJax made of one."""
    tex = _tex(element)
    text = _typeset(tex)
    if "\\" in text and (shown := clean(mathml_text(element)[:_MOST])):
        text = shown
    if not text:
        text = clean(mathml_text(element)[:_MOST]) or _plain(element)
    kind = Kind.TEX if "\\" in text else Kind.MATH
    return Run(text, kind, tex=clean(tex))


def _plain(element: Element) -> str:
    """Return the text of a span that stands for a formula and has no source."""
    return "" if element.tag == "math" else clean("".join(element.itertext())[:_MOST])


def _tex(element: Element) -> str:
    """Return the source of a formula; an empty string if the page has none."""
    tex = element.get("alttext")
    if tex is None:
        labels = element.xpath(".//*[@aria-label]/@aria-label")
        tex = labels[0] if labels else ""
    tex = _without_comments(str(tex)[:_MOST])
    return _INTERNAL.sub("", _CITED.sub(r"\1", tex)) if "@" in tex else tex


def _without_comments(tex: str) -> str:
    """Return TeX without comments; what is behind the last line break is none, and not searched."""
    rest = tex[tex.rfind("\n") + 1 :].lstrip()
    return _COMMENT.sub("", tex[: len(tex) - len(rest)]) + rest


@lru_cache(maxsize=4096)
def _typeset(tex: str) -> str:
    return clean(read_formula(tex))
