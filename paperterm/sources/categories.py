"""Find the categories among the subjects of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}(?:[A-Za-z-]*[A-Za-z])?)?")


def categories_of(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the arXiv categories among some terms, in order, each once.

    Answers of the query API before November 2025 also list classes of MSC and ACM, such as
    `68T50` and `I.2.7`.
    """
    return tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term)))
