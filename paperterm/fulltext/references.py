"""The bibliography of a page: items with the papers that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperterm.fulltext.document import Block, Kind, Reference, Runs, blocks_text
from paperterm.fulltext.elements import detach, first_with
from paperterm.fulltext.flow import Flow, Reader
from paperterm.model import PaperRef
from paperterm.model.mentions import mentions
from paperterm.text.links import links

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_reference(element: Element, flow: Flow, reader: Reader) -> None:
    """Add an item of the bibliography to what is read."""
    id_, ids = flow.marks()
    label: Runs = ()
    tag = first_with(element, "ltx_tag", "ltx_bibtag")
    if tag is not None:
        label = reader.runs(tag, flow)
        detach(tag)
    blocks = reader.blocks(element)
    addresses = _addresses(blocks)
    text = blocks_text(blocks)
    written = tuple(link.url for link in links(text))
    flow.put(
        Reference(
            label=label,
            blocks=blocks,
            links=addresses,
            arxiv_ids=_arxiv_ids(text, (*addresses, *written)),
            doi=_doi((*addresses, *written)),
            id=id_,
            ids=ids,
        )
    )


def _addresses(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    runs = (run for block in blocks for leaf in block.leaves() for run in leaf)
    return tuple(dict.fromkeys(run.target for run in runs if run.kind is Kind.LINK))


def _arxiv_ids(text: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the arXiv ids that an item names or links to, each once, without versions."""
    linked = map(PaperRef.find, addresses)
    refs = (*mentions(text), *filter(None, linked))
    return tuple(dict.fromkeys(str(ref.id) for ref in refs))


def _doi(addresses: tuple[str, ...]) -> str:
    """Return the DOI of an item, from a link."""
    for url in addresses:
        _, mark, doi = url.partition("doi.org/")
        if mark and doi.startswith("10.") and "48550/arxiv" not in doi.lower():
            return doi
    return ""
