"""The arXiv ids that people write in prose: in a bibliography, a note, an address, a DOI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.model.ids import PaperRef

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_OLD = rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,7}})?/[0-9]{{7}}"
_NEW = r"[0-9]{4}\.[0-9]{4,5}"
_NAMED = (
    r"(?i:arxiv(?:\.org(?:/(?:abs|pdf|html))?)?|corr|\babs)[^0-9\w]{0,4}"
    r"(?i:(?:e-?prints?|preprints?|abs|arxiv|id)[^0-9\w]{0,3}){0,3}"
)
_MENTION = re.compile(
    rf"(?:{_NAMED}(?P<named>(?i:{_OLD})|{_NEW})"
    rf"|(?<![\w/.-])(?P<old>{_OLD})"
    rf"|(?<![\w.:/-])(?P<bare>{_NEW})(?=(?:v[0-9]+)?\s*\[[a-z-]+(?:\.[A-Za-z-]+)?\]))"
    r"(?P<version>v[0-9]+)?(?![0-9])",
    re.ASCII,
)
"""A new id is one where something says so: arXiv before it, or a category behind it."""


def mentions(text: str) -> Iterator[PaperRef]:
    """Yield the papers of arXiv that a text names, in order."""
    for found in _MENTION.finditer(text):
        id_ = found["named"] or found["old"] or found["bare"]
        if ref := PaperRef.find(id_ + (found["version"] or "")):
            yield ref
