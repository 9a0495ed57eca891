"""Real pages of arXiv's HTML: nothing of them is lost, shown twice or out of its place."""

import gzip
from pathlib import Path

import pytest
from lxml.html import HTMLParser, document_fromstring

from paperterm.fulltext.document import Kind, block_text
from paperterm.fulltext.draw import draw
from paperterm.fulltext.parse import parse

PAGES = ["2403.16482-made", "2508.08468v6", "2403.16445-made", "split-cycle-2023"]


@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_whole(shared: Path, name: str) -> None:
    page = gzip.decompress((shared / f"data/html/{name}.html.gz").read_bytes())
    root = document_fromstring(page, parser=HTMLParser(encoding="utf-8", huge_tree=True))
    paper = parse(page)
    runs = [run for block in paper.blocks for leaf in block.leaves() for run in leaf]
    formulas = [run for run in runs if run.kind in (Kind.MATH, Kind.TEX)]
    body = root.xpath("//*[contains(@class, 'ltx_page_content')]")[0]
    assert len(formulas) == len(body.xpath(".//math"))
    assert sum("\\" in run.text for run in formulas) <= len(formulas) * 0.015
    assert len(paper.references) == len(body.xpath(".//li[contains(@class, 'ltx_bibitem')]"))
    ids = {*body.xpath(".//@id")}
    targets = {href[1:] for href in body.xpath(".//a/@href") if href[0] == "#"}
    assert targets & ids <= paper.places.keys()
    for block in paper.blocks:
        text = block_text(block)
        spans = [span for line in draw(block, 60) for span in line if span.at >= 0]
        assert all(text[span.at :].startswith(span.text) for span in spans)
        drawn = sum(len(span.text.replace(" ", "")) for span in spans)
        assert drawn == len("".join(text.split()))
