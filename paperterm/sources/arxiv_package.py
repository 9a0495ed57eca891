"""The parts of the `arxiv` package that paperterm uses; no other module imports it.

Its query model (`arxiv.Search`), its result model (`arxiv.Result`) and its parser, which is private
(`arxiv._feed.parse`): `tests/unit/test_arxiv_package.py` fails first when an upgrade moves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import arxiv
    from lxml.etree import _Element as Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_NO_DATE = "2000-01-01T00:00:00Z"


def newest_first(query: str, start: int, max_results: int) -> dict[str, str]:
    """Return the parameters for a page of results, the newest submission first."""
    import arxiv

    search = arxiv.Search(
        query=query,
        max_results=max_results,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Descending,
    )
    return {
        "search_query": search.query,
        "start": str(start),
        "max_results": str(search.max_results),
        "sortBy": search.sort_by.value,
        "sortOrder": search.sort_order.value,
    }


def parse_entry(entry: Element, published: str | None, updated: str | None) -> arxiv.Result | None:
    """Parse one entry of a page; None if the package does not accept it.

    The package needs both dates, so a missing one gets the value of the other.

    Raises:
        ValueError, OverflowError: A date is invalid.
    """
    from arxiv import _feed
    from lxml import etree

    page = etree.Element(f"{_ATOM}feed")
    for name, date, other in (("published", published, updated), ("updated", updated, published)):
        if date is None:
            etree.SubElement(entry, f"{_ATOM}{name}").text = other or _NO_DATE
    page.append(entry)
    return next(iter(_feed.parse(etree.tostring(page)).results), None)
