"""What of a page is not the paper: menus, banners, forms, scripts, and what is there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperterm.fulltext.elements import local_name, names, tokens

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS = names(
    """
    annotation annotation-xml audio base button canvas desc dialog embed form head iframe input
    link math-field meta metadata mjx-container nav noscript script select source style template
    textarea title video
    """
)
_CLASSES = frozenset(
    (
        "ar5iv-footer",
        "arxiv-html-footer",
        "arxiv-html-header",
        "ds-announcement",
        "ds-site-footer",
        "infobox",
        "keyboard-glossary",
        "ltx_bib_cited",  # links back to where an item is cited
        "ltx_listing_data",  # the code of a listing once more
        "ltx_note_mark",  # `Walk` reads it
        "ltx_page_footer",
        "ltx_page_header",
        "ltx_page_logo",
        "ltx_page_navbar",
        "ltx_phantom",
        "ltx_rdf",
        "ltx_tag_note",
        "MJX_Assistive_MathML",
        "MathJax",
        "MathJax_Display",
        "MathJax_Preview",
        "package-alerts",
        "sr-only",
    )
)


def paper(root: Element) -> Element:
    """Return the element that holds the paper; the whole page if none says so."""
    for element in root.xpath("//*[contains(@class, 'ltx_document')]"):
        if _is_paper(element):
            return element
    body = root.find("body")
    return root if body is None else body


def is_skipped(tag: str, classes: frozenset[str]) -> bool:
    """Return whether an element is left out, with all that is in it."""
    return tag in _TAGS or not classes.isdisjoint(_CLASSES)


def _is_paper(element: Element) -> bool:
    classes = tokens(element)
    return "ltx_document" in classes and not is_skipped(local_name(element), classes)
