"""A whole paper as JSON: what is where, and what is in the text of a section."""

import pytest

from paperterm.fulltext.charset import as_utf8
from paperterm.fulltext.parse import parse
from paperterm.fulltext.record import document_record, plain_text

PAGE = b"""<html><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">A Title</h1>
<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p">In short.</p></div>
<section class="ltx_section" id="S1"><h2 class="ltx_title ltx_title_section">
<span class="ltx_tag ltx_tag_section">1 </span>One</h2>
<div class="ltx_para"><p class="ltx_p">Text of one.</p></div>
<section class="ltx_subsection" id="S1.SS1"><h3 class="ltx_title ltx_title_subsection">
<span class="ltx_tag ltx_tag_subsection">1.1 </span>Inner</h3>
<div class="ltx_para"><p class="ltx_p">Text inside.</p></div>
<figure class="ltx_figure" id="S1.F1"><img class="ltx_graphics" src="v1/x1.png">
<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>A picture.
</figcaption></figure>
<figure class="ltx_table" id="S1.T1"><figcaption class="ltx_caption">
<span class="ltx_tag ltx_tag_table">Table 1: </span>Numbers.</figcaption>
<table class="ltx_tabular"><tr class="ltx_tr"><td class="ltx_td">a</td>
<td class="ltx_td">b</td></tr>
<tr class="ltx_tr"><td class="ltx_td">1</td><td class="ltx_td">2</td></tr></table></figure>
</section></section>
<section class="ltx_bibliography" id="bib"><h2 class="ltx_title ltx_title_bibliography">References
</h2><ul class="ltx_biblist"><li class="ltx_bibitem" id="bib.bib1">
<span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[1]</span>
<span class="ltx_bibblock">A. Author, arXiv:2101.00001 (2021).</span></li></ul></section>
</article></body></html>"""


def test_everything_is_in_one_place() -> None:
    record = document_record(parse(PAGE))
    assert [[*one.values()] for one in record["sections"]] == [
        ["", "Abstract", 1, "In short."],
        ["1", "One", 1, "Text of one."],
        ["1.1", "Inner", 2, "Text inside."],
        ["", "References", 1, ""],
    ]
    assert record["figures"] == [{"caption": "Figure 1: A picture.", "pictures": ["v1/x1.png"]}]
    assert record["tables"] == [{"caption": "Table 1: Numbers.", "rows": [["a", "b"], ["1", "2"]]}]
    [reference] = record["references"]
    assert reference["label"] == "[1]"
    assert reference["arxiv_id"] == "2101.00001"


def test_the_text_has_everything_too() -> None:
    text = plain_text(parse(PAGE), 60)
    for words in ("A Title", "1.1 Inner", "Figure 1: A picture.", "[1]   A. Author"):
        assert words in text


def test_a_page_in_another_charset_is_read() -> None:
    page = '<meta charset="iso-8859-1"><p>Schrödinger</p>'
    assert as_utf8(page.encode("latin-1")).decode() == page
    assert as_utf8(page.encode()) == page.encode()
    assert "Schrödinger".encode() in as_utf8(page.replace("iso-8859-1", "no-such").encode("cp1252"))


@pytest.mark.parametrize(
    "name",
    ["idna", "punycode", "undefined", "utf-7", "unicode_escape", "raw-unicode-escape", "hex"],
)
def test_a_charset_that_browsers_do_not_have_is_ignored(name: str) -> None:
    page = f'<meta charset="{name}"><p>\\ud800 +2AA- Schrödinger</p>'
    assert as_utf8(page.encode("cp1252")).decode() == page
