"""A page of arXiv's HTML as a document, and a document as lines."""

from random import Random
from time import process_time

import pytest
from rich.cells import cell_len

from paperterm.fulltext.document import (
    Block,
    Document,
    Kind,
    Reference,
    Run,
    Section,
    Table,
    block_text,
    runs_text,
)
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import line_text
from paperterm.fulltext.parse import parse
from paperterm.text.cells import cell_width
from paperterm.tui.fulltext.sheet import MOST_HITS, occurrences

PAGE = """
<html><head><title>In the tab</title></head><body>
<header class="arxiv-html-header">menu</header><nav class="ltx_page_navbar">contents</nav>
<div class="ltx_page_main"><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">On <em class="ltx_emph">rows</em></h1>
<div class="ltx_authors"><span class="ltx_creator ltx_role_author">
<span class="ltx_personname">Ada B.</span></span></div>
<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p">Short.</p></div>
<section id="S1" class="ltx_section">
<h2 class="ltx_title ltx_title_section"><span class="ltx_tag">1 </span>Rows</h2>
<div class="ltx_para" id="S1.p1"><p class="ltx_p" id="S1.p1.1">As in
<cite class="ltx_cite">[<a href="#bib.bib1" class="ltx_ref">1</a>]</cite> and
<a href="https://arxiv.org/html/2401.00001v1#S1.E1" class="ltx_ref">(1)</a>, a value
<math alttext="x^{2}"><mi>x</mi><annotation>x^2</annotation></math> counts.<span id="footnote1"
class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer">
<span class="ltx_note_content"><sup class="ltx_note_mark">1</sup><span class="ltx_tag ltx_tag_note"
>1</span>Not always.</span></span></span></p>
<table id="S1.E1" class="ltx_equation ltx_eqn_table"><tbody><tr class="ltx_equation ltx_eqn_row">
<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>
<td class="ltx_eqn_cell"><math alttext="\\displaystyle a=b" display="block"><mi>a</mi></math></td>
<td class="ltx_eqn_cell ltx_eqn_center_padright"></td>
<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">(1)</span></td>
</tr></tbody></table></div>
<figure id="S1.T1" class="ltx_table"><figcaption class="ltx_caption"><span
class="ltx_tag ltx_tag_table">Table 1: </span>Sums.</figcaption>
<table class="ltx_tabular"><tbody>
<tr class="ltx_tr"><td class="ltx_td ltx_border_t" colspan="2">both</td>
<td class="ltx_td ltx_border_t" rowspan="2">side</td></tr>
<tr class="ltx_tr"><td class="ltx_td ltx_align_right">1</td><td class="ltx_td">2</td></tr>
</tbody></table></figure></section>
<section class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2>
<ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag">[1]</span>
<span class="ltx_bibblock">C. D. <em>Sums</em>. arXiv preprint arXiv:2301.00002v3.</span>
<span class="ltx_bibblock"><a class="ltx_ref" href="10.1000/xyz">DOI</a></span>
<span class="ltx_bib_cited">Cited by: §1</span></li></ul></section>
</article></div><footer class="ltx_page_footer">made by</footer></body></html>
"""


def document() -> Document:
    return parse(PAGE.encode())


def drawn(block: Block, width: int) -> list[str]:
    return [line_text(line).rstrip() for line in draw(block, width)]


def test_a_page_is_read_in_its_order_and_nothing_twice() -> None:
    paper = document()
    assert paper.title == "On rows"
    assert [block_text(block) for block in paper.blocks] == [
        "On rows",
        "Ada B.",
        "Abstract",
        "Short.",
        "1 Rows",
        "As in [1] and (1), a value x² counts.¹",
        "Not always.",
        "a = b\n(1)",
        "Table 1: Sums.\nboth\nside\n1\n2",
        "References",
        "[1]\nC. D. Sums. arXiv preprint arXiv:2301.00002v3. DOI",
    ]
    assert [(at, section.level) for at, section in paper.outline] == [(2, 1), (4, 1), (9, 1)]


def test_links_lead_to_what_they_name() -> None:
    paper = document()
    runs = [run for leaf in paper.blocks[5].leaves() for run in leaf if run.target]
    assert [(run.text, run.kind, run.target) for run in runs] == [
        ("1", Kind.CITE, "#bib.bib1"),
        ("(1)", Kind.REF, "#S1.E1"),
        ("¹", Kind.NOTE, "#footnote1"),
    ]
    texts = [block_text(paper.blocks[paper.places[run.target[1:]][0]]) for run in runs]
    assert [text.partition("\n")[0] for text in texts] == ["[1]", "a = b", "Not always."]
    assert block_text(paper.notes["footnote1"]) == "Not always."


def test_a_reference_names_its_paper() -> None:
    (reference,) = document().references
    assert isinstance(reference, Reference)
    assert reference.arxiv_ids == ("2301.00002",)
    assert reference.doi == "10.1000/xyz"
    assert reference.links == ("https://doi.org/10.1000/xyz",)


def test_a_table_keeps_its_spans_and_rules() -> None:
    table = document().blocks[8]
    assert drawn(table, 40) == ["Table 1: Sums.", "", "──────────", "both  side", "1  2"]


def test_a_formula_is_centred_and_its_number_on_the_right() -> None:
    assert drawn(document().blocks[7], 21) == ["        a = b     (1)"]


def test_every_text_is_drawn_once_at_any_width() -> None:
    for block in document().blocks:
        for width in (1, 7, 20, 80):
            text = block_text(block)
            spans = [span for line in draw(block, width) for span in line if span.at >= 0]
            assert all(text[span.at :].startswith(span.text) for span in spans)
            assert sum(len(span.text.replace(" ", "")) for span in spans) == len(
                "".join(text.split())
            )


def test_no_byte_of_a_page_reaches_the_terminal_raw() -> None:
    page = (
        "<p>a\x1b[31mb&#27;]0;x\x07 <a href='javascript:x'>c</a> <a href='file:///etc'>d</a></p>"
        "<script>evil()</script><math alttext='\x1b[2J&#155;e'><mi>e</mi></math>"
        "<h2 class='ltx_title'><span class='ltx_tag'>&#27;1</span>&#27;[0m</h2>"
        "<pre>\tf&#x202e;g\x1b[0m</pre><img alt='h&#27;' src='&#27;i.png'>"
    )
    page += "<figure class='ltx_figure'><img src='x\x1b.png'></figure>"
    page += "<p id='\x1bi'>i<a href='#\x1bi'>j</a></p>"
    document = parse(page.encode())
    runs = [run for block in document.blocks for leaf in block.leaves() for run in leaf]
    assert all(char.isprintable() for run in runs for char in run.text)
    assert not any(run.target for run in runs)
    pictures = [one.source for found in document.pictures.values() for one in found]
    assert pictures[-1] == "x.png"
    assert "evil" not in "".join(run.text for run in runs)


def test_a_page_nested_without_end_is_read() -> None:
    for tag in ("div", "span", "b", "blockquote", "ul><li", "table><tr><td", "sup", "p"):
        assert parse(b"<body>" + f"<{tag}>x".encode() * 20_000).blocks
    assert parse(b"") == Document("", ())


def test_a_tag_of_too_many_attributes_ends_early() -> None:
    # libxml2 compares each with all before it: 100,000 take 40 seconds.
    for value in ("", '="1"', "='>'"):
        page = f"<body><p {' '.join(f'a{n}{value}' for n in range(30_000))}>text</p>"
        text = "".join(map(block_text, parse(page.encode()).blocks))
        assert text.endswith("text")
        assert ("a29999" in text) == (value == "")
    long = "<body><p>" + "word " * 5_000 + f"<math alttext='{'a + ' * 4_000}a'>a</math></p>"
    text = "".join(map(block_text, parse(long.encode()).blocks))
    assert text.count("word ") == 5_000
    assert "<" not in text


def test_a_table_that_is_too_large_says_what_is_left_out() -> None:
    rows = "<tr><td>1</td></tr>" * 5_003
    blocks = parse(f"<body><table class='ltx_tabular'>{rows}</table>".encode()).blocks
    assert block_text(blocks[1]) == "[the table is too large: 3 rows left out]"
    wide = f"<tr>{'<td>1</td>' * 402}</tr>"
    blocks = parse(f"<body><table class='ltx_tabular'>{wide}</table>".encode()).blocks
    assert block_text(blocks[1]) == "[the table is too large: 2 cells left out]"
    assert len(parse(b"<body><table class='ltx_tabular'><tr><td>1</td></tr></table>").blocks) == 1


def test_a_heading_keeps_its_number() -> None:
    section = document().blocks[4]
    assert isinstance(section, Section)
    assert (section.number, section.title) == ("1", (Run("Rows"),))


def test_a_damaged_page_is_read_as_far_as_it_goes() -> None:
    page = PAGE.encode()
    random = Random(1)
    damaged = [page[: len(page) * tenth // 10] for tenth in range(10)]
    for _ in range(100):
        torn = bytearray(page)
        for _ in range(random.randrange(1, 20)):
            at = random.randrange(len(torn))
            torn[at : at + random.randrange(3)] = random.randbytes(random.randrange(4))
        damaged.append(bytes(torn))
    for torn_page in damaged:
        for block in parse(torn_page).blocks:
            for line in draw(block, 40):
                assert all(char.isprintable() for char in line_text(line))


def texts(page: str, width: int = 60) -> list[list[str]]:
    return [drawn(block, width) for block in parse(page.encode()).blocks]


@pytest.mark.parametrize("between", ["\xa0\xa0", ", ", " and "])
@pytest.mark.parametrize("name", ["ltx_creator", "ltx_personname"])
def test_each_author_has_a_line(name: str, between: str) -> None:
    before = f'<span class="ltx_author_before">{between}</span>'
    names = before.join(f'<span class="{name}">{one}\n</span> ' for one in ("Ada B.", "C. D."))
    assert texts(f'<div class="ltx_authors">{names}</div>') == [["Ada B.", "C. D."]]


def test_a_small_page_cannot_ask_for_much_work() -> None:
    wide = "<tr><td>x<td rowspan=999 colspan=400>y</tr>" * 300
    marked = "<b>aa</b> bb " * 10_000
    comments = f"<math alttext='{'%' * 20_000}'></math>"
    many = "<table><tr>" + "<td>x" * 5_000 + "</tr></table>"
    started = process_time()
    assert texts(f"<table>{wide}</table><p>{marked}</p>{comments}{many}")
    assert process_time() - started < 30  # 0.7 s; without a limit on any of them, minutes


def test_comments_are_no_text_however_long_they_are() -> None:
    long = "word 'word' " * 1_000
    assert texts(f"<p>a<!-- {long} -->b<!-->c<!--->d</p><!-- {long}") == [["abcd"]]


def test_long_values_are_read_as_they_are() -> None:
    words = " ".join(f"{number}" for number in range(1_500))
    page = f"""<p><a href="https://x.org/?{words}" {{x="{words}">a</a></p>
    <figure class="ltx_figure"><img src="x.png" alt="{words}"></figure>"""
    link, figure = parse(page.encode()).blocks
    (run,) = next(link.leaves())
    assert run.target == f"https://x.org/?{words}".replace(" ", "%20")
    assert [runs_text(leaf) for leaf in figure.leaves()] == [words]


def test_spans_beyond_what_a_table_may_have_are_left_out() -> None:
    rows = ("<tr>" + "<td>x" * at + "<td rowspan=999 colspan=999>y</tr>" for at in range(99, 0, -1))
    (table,) = parse(f"<table>{''.join(rows)}</table>".encode()).blocks
    assert isinstance(table, Table)
    assert len(table.cells) == 99 * 100 / 2 + 99
    assert sum(cell.rows * cell.columns for cell in table.cells) <= 100_000 + len(table.cells)
    assert max(cell.column + cell.columns for cell in table.cells) == 400


def test_formulas_with_line_breaks_are_drawn_whole() -> None:
    (lines,) = texts("<table class='ltx_equation'><tr><td>a<br>b</td><td>c</td></tr></table>")
    assert [line.strip() for line in lines] == ["a", "b", "c"]


def test_the_number_of_a_formula_knows_its_place_behind_blanks() -> None:
    inner = "<table class='ltx_equation'><tr><td><math alttext='b'></math></td></tr></table>"
    cells = f"<td>a {inner}</td><td> c </td><td class='ltx_eqn_eqno'>(1)</td>"
    (block,) = parse(f"<table class='ltx_equation'><tr>{cells}</tr></table>".encode()).blocks
    assert block_text(block).split() == ["a", "b", "c", "(1)"]
    for width in (5, 40):
        spans = [span for line in draw(block, width) for span in line if span.at >= 0]
        assert all(block_text(block).startswith(span.text, span.at) for span in spans)


def test_formulas_inside_formulas_are_read_once() -> None:
    nested = "<table class='ltx_equation'><tr><td>x" * 40
    assert "".join(texts(nested)[0]).split() == ["x"] * 40


def test_what_draws_or_folds_text_is_text() -> None:
    svg = "<text>left</text><desc>what it is</desc><g><text>right</text></g>"
    page = f"""<p><svg class="ltx_picture">{svg}</svg></p>
    <details><summary>More</summary>inside</details>
    <p>raw <span class="ltx_Math ltx_math_unparsed">$x$</span> <math><mover accent="true">
    <mi>y</mi><mo>^</mo></mover><mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd></mtd></mtr>
    <mtr><mtd><mi>b</mi></mtd></mtr></mtable></math></p>"""
    assert texts(page) == [["left right"], ["More"], ["inside"], ["raw $x$ ŷa; b"]]


def test_references_to_pages_about_a_paper_name_it() -> None:
    site = '<a href="https://www.alphaxiv.org/abs/2212.00001v3">here</a>'
    text = f"A. B., {site} and https://huggingface.co/papers/2211.00002."
    (reference,) = parse(f'<li class="ltx_bibitem">{text}</li>'.encode()).references
    assert reference.arxiv_ids == ("2212.00001", "2211.00002")


def test_comments_of_tex_are_left_out_up_to_the_next_line() -> None:
    assert texts("<p><math alttext='a%&#10;  b'></math></p>") == [["ab"]]


def test_matches_are_counted_up_to_a_limit() -> None:
    assert len(occurrences(["a" * MOST_HITS, "a"], "a")) == MOST_HITS
    assert [hit.start for hit in occurrences(["bab"], "b")] == [0, 2]


def test_a_line_never_takes_more_cells_than_the_screen_gives_it() -> None:
    for text in ("\u2764\ufe0f", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "1\ufe0f\u20e3"):
        assert cell_width(text * 9) == cell_len(text * 9) == 18
        (lines,) = texts(f"<p>{text * 50}</p>", 21)
        assert "".join(lines) == text * 50
        assert all(cell_len(line) == 20 for line in lines)
