"""BibTeX, RIS, CSV and Atom: what they say, and that other programs read it as it was meant."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
import rispy  # type: ignore[import-untyped]
from pybtex.database import Entry as Reference  # type: ignore[import-untyped]
from pybtex.database import parse_string

from paperterm.export import FORMATS, View, exporter
from paperterm.model import Entry, Kind, Mark, Paper
from paperterm.sources import api
from tests.building import DAY, NOON, entry, name, paper, view

MARK = Mark(name(1)).set_starred(True, NOON).set_tag("to do", True, NOON).set_note("a\nb", NOON)
FULL = entry(
    paper(
        1,
        r"On $\alpha_{x}$-trees, 100\% of \textbf{them} & more",
        authors=(r"Ada Lovelace", "Guido van Rossum", "Erdős Pál Jr.", "C, D"),
        abstract="One.\nTwo.",
        categories=("cs.AI", "math.CO"),
        primary_category="cs.AI",
        version=2,
        published=datetime(2026, 2, 11, 18, tzinfo=UTC),
        updated=datetime(2026, 2, 12, 18, tzinfo=UTC),
        comment="3 pages",
        journal_ref="J. Trees 1 (2026)",
        doi="10.1000/x_1 10.1000/2",
    ),
    MARK,
    kind=Kind.NEW,
)
BARE = entry(paper("math/0309136", authors=("Only One",), authors_truncated=True))

BIBTEX = r"""@misc{arXiv.2602.00001,
  title         = {On {$\alpha_{x}$}-trees, 100\% of them \& more},
  author        = {Ada Lovelace and Guido van Rossum and Pál, Jr., Erdős and D C},
  year          = {2026},
  eprint        = {2602.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.AI},
  url           = {https://arxiv.org/abs/2602.00001},
  doi           = {10.1000/x_1},
  howpublished  = {J. Trees 1 (2026)},
  keywords      = {to do},
  annote        = {a b},
}

@misc{arXiv.math/0309136,
  title         = {Paper math/0309136},
  author        = {Only One and others},
  year          = {2003},
  eprint        = {math/0309136},
  archivePrefix = {arXiv},
  url           = {https://arxiv.org/abs/math/0309136},
  publisher     = {arXiv},
}
"""

RIS = """\
TY  - MANSCPT
ID  - arXiv.2602.00001
TI  - On αₓ-trees, 100% of them & more
AU  - Lovelace, Ada
AU  - van Rossum, Guido
AU  - Pál, Erdős, Jr.
AU  - C, D
PY  - 2026
DA  - 2026/02/11
AB  - One. Two.
M3  - Preprint
DB  - arXiv
AN  - arXiv:2602.00001
DO  - 10.1000/x_1
UR  - https://arxiv.org/abs/2602.00001
N1  - J. Trees 1 (2026)
N1  - a b
KW  - cs.AI
KW  - math.CO
KW  - to do
ER  -

TY  - MANSCPT
ID  - arXiv.math/0309136
TI  - Paper math/0309136
AU  - One, Only
PY  - 2003
M3  - Preprint
DB  - arXiv
AN  - arXiv:math/0309136
UR  - https://arxiv.org/abs/math/0309136
ER  -
""".replace("ER  -", "ER  - ")  # no editor strips this blank


def render(form: str, *entries: Entry | Paper) -> str:
    return exporter(form).render(view(*entries)).decode()


def reference(title: str, **known: object) -> Reference:
    """How a program that knows BibTeX reads a paper."""
    read = parse_string(render("bibtex", paper(1, title, **known)), "bibtex")
    (found,) = read.entries.values()
    return found


def test_bibtex_is_as_arxiv_cites() -> None:
    assert render("bibtex", FULL, BARE) == BIBTEX
    read = parse_string(BIBTEX, "bibtex")
    assert list(read.entries) == ["arXiv.2602.00001", "arXiv.math/0309136"]
    authors = read.entries["arXiv.2602.00001"].persons["author"]
    assert [(one.first_names, one.prelast_names, one.last_names) for one in authors[:2]] == [
        (["Ada"], [], ["Lovelace"]),
        (["Guido"], ["van"], ["Rossum"]),
    ]


@pytest.mark.parametrize(
    ("title", "tex"),
    [
        ("$O(n^2)$ for Erd\\H{o}s", "{{$O(n^2)$} for Erdős}"),
        ("x $\\frac{a}{b}$ y $z$", "x {$\\frac{a}{b}$} y {$z$}"),
        ("$100K or 100 Days", "{{}\\$100K or 100 Days}"),
        ("\\textbf{$k$-means}", "k-means"),
        ("100% #1 a_b ~ ^ &", "100\\% \\#1 a\\_b \\textasciitilde{} \\textasciicircum{} \\&"),
        ("C:\\new", "C:\\textbackslash{}new"),
        ("{open", "\\textbraceleft{}open"),
        ("$\\R$ and $\\{x\\}$", "{$\\mathbb{R}$} and \\textbraceleft{}x\\textbraceright{}"),
        (
            "\\input{/etc/passwd}",
            "\\textbackslash{}input\\textbraceleft{}/etc/passwd\\textbraceright{}",
        ),
        ("$\\input x$ $a%b$", "\\textbackslash{}input x a\\%b"),
        ("$a } b$ $c$", "a \\textbraceright{} b {$c$}"),
        ("$^^5cinput x$", "\\textasciicircum{}{$^{5}$}cinput x"),
        ("模型 🧠", "模型 🧠"),
        ("at $\\sqrt{s}=13$~TeV", "{at {$\\sqrt{s}=13$} TeV}"),
        ("$\\argmax_x$ of π", "argmax{$_{x}$} of {$\\pi$}"),
        ("x⁴ of 10¹⁰ m²⁺, m²", "x{$^{4}$} of 10{$^{10}$} m{$^{2+}$}, m²"),
        ("$\\nrightarrow$ ↛ $a≢b⁴$", "{$\\not\\to$} {$\\not\\to$} {$a\\not\\equiv b{}^{4}$}"),
        ("α≤β, but λόγος", "{$\\alpha$}{$\\le$}{$\\beta$}, but λόγος"),
    ],
)
def test_only_harmless_tex_stays_tex(title: str, tex: str) -> None:
    assert reference(title).fields["title"] == tex


@pytest.mark.parametrize(
    ("author", "read"),
    [
        ("Robert and Sons", "{Robert and Sons}"),
        ("Smith, Jr.", "{Smith, Jr.}"),
        ("The LIGO Scientific Collaboration", "{The LIGO Scientific Collaboration}"),
        ("Anders Sand", "Sand, Anders"),
        ("A{B", "A\\textbraceleft{}B"),
    ],
)
def test_one_author_is_one_author(author: str, read: str) -> None:
    people = reference("x", authors=("A. One", author)).persons["author"]
    assert [str(one) for one in people] == ["One, A.", read]


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Étienne Müller", r"{\'{E}}tienne Müller"),
        ("Jean-Éric Ž. Ñandú", r"Jean-{\'{E}}ric {\v{Z}}. {\~{N}}andú"),
        ("Łukasz Kaiser", r"{\L}ukasz Kaiser"),
        ("given=x Picture", "Picture, given{=}x"),
        ("王 伟", "伟 王"),
    ],
)
def test_a_name_is_divided_nowhere_else(author: str, written: str) -> None:
    one = paper(1, authors=(author,))
    assert f"  author        = {{{written}}},\n" in render("bibtex", one)


def test_a_name_without_a_letter_is_none() -> None:
    assert [str(one) for one in reference("x", authors=(":", "A. B")).persons["author"]] == [
        "B, A."
    ]


@pytest.mark.parametrize("doi", ["10.1000/a}b", "x", "10.1000/a\\b", "10.1000/a%b", ""])
def test_what_is_no_doi_is_left_out(doi: str) -> None:
    assert "doi" not in reference("x", doi=doi).fields


@pytest.mark.parametrize(
    "doi",
    [
        *("10.1000/a_1", "https://doi.org/10.1000/a_1", "doi:10.1000/a_1", "DOI: 10.1000/a_1"),
        *("10.1000/a_1 10.1000/b", "10.1000/a_1, 10.1000/b", "10.1000/a_1; 10.1000/b"),
        *("10.1000/a_1.", "x 10.1000/a_1", "http://dx.doi.org/10.1000/a_1"),
    ],
)
def test_one_doi_in_all_formats(doi: str) -> None:
    one = paper(1, doi=doi)
    assert reference("x", doi=doi).fields["doi"] == "10.1000/a_1"
    (read,) = rispy.loads(render("ris", one))
    (item,) = json.loads(render("csljson", one))
    assert read["doi"] == item["DOI"] == "10.1000/a_1"


@pytest.mark.parametrize(
    ("id_", "year"),
    [("0704.0001", "2007"), ("hep-th/9108001", "1991"), ("math/0001001", "2000")],
)
def test_the_id_knows_the_year(id_: str, year: str) -> None:
    read = parse_string(render("bibtex", paper(id_)), "bibtex")
    assert next(iter(read.entries.values())).fields["year"] == year
    assert f"\nPY  - {year}\n" in render("ris", paper(id_))


def test_a_paper_of_the_demo_has_no_year() -> None:
    assert "year" not in render("bibtex", paper("0000.00001"))


def test_ris_is_read_as_it_was_meant() -> None:
    assert render("ris", FULL, BARE) == RIS
    first, second = rispy.loads(RIS)
    assert first["authors"] == ["Lovelace, Ada", "van Rossum, Guido", "Pál, Erdős, Jr.", "C, D"]
    assert (first["title"], second["year"]) == ("On αₓ-trees, 100% of them & more", "2003")
    assert first["keywords"] == ["cs.AI", "math.CO", "to do"]


@pytest.mark.parametrize(
    ("author", "read"),
    [
        ("The LIGO Scientific Collaboration", "The LIGO Scientific Collaboration"),
        ("Kimi Team", "Kimi Team"),
        ("NVIDIA", "NVIDIA"),
        ("Ludwig van den Berg III", "van den Berg, Ludwig, III"),
        ("Adam Teamon", "Teamon, Adam"),
        ("Smith, Jr.", "Smith Jr."),
    ],
)
def test_ris_turns_the_names_of_people(author: str, read: str) -> None:
    (found,) = rispy.loads(render("ris", paper(1, authors=(":", author))))
    assert found["authors"] == [read]


def test_a_table_has_the_columns_of_json_lines() -> None:
    (first, second) = csv.DictReader(StringIO(render("csv", FULL, BARE)))
    told = json.loads(render("jsonl", FULL))
    assert list(first) == [*told, "url"]
    assert first["title"] == told["title"]
    assert first["authors"] == "; ".join(told["authors"])
    assert (first["abstract"], first["note"], first["starred"]) == ("One. Two.", "a b", "true")
    assert (first["id"], first["announced"], first["version"]) == ("2602.00001", "2026-02-12", "2")
    assert (second["authors_truncated"], second["doi"], second["kind"]) == ("true", "", "")


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_a_spreadsheet_sees_no_formula(sign: str) -> None:
    one = paper(1, f"\t{sign}1+1", authors=(f"{sign}A",))
    (row,) = csv.DictReader(StringIO(render("csv", one)))
    assert (row["title"], row["authors"]) == (f"'{sign}1+1", f"'{sign}A")


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
@pytest.mark.parametrize("before", ["x", "", 'x;"q"'])
@pytest.mark.parametrize("gap", ["", " ", '"', ' "'])
def test_nor_does_one_that_splits_elsewhere(delimiter: str, before: str, gap: str) -> None:
    text = f"{before}{delimiter}{gap}=1+1{delimiter}+2;{gap}@A|{gap}-3"
    table = render("csv", paper(1, text, authors=("A", "=B"), abstract=text))
    for separator in (",", delimiter):
        for row in csv.reader(StringIO(table), delimiter=separator):
            assert not [cell for cell in row if cell.strip(' "').startswith(tuple("=+-@"))]


def test_a_feed_is_read_as_arxivs_own() -> None:
    chosen = View((FULL, BARE), "starred", day=DAY)
    text = exporter("atom").render(chosen)
    told = [one.paper for one in api.parse(text).papers]
    assert told[0] == FULL.paper
    assert (told[1].id, told[1].title, told[1].authors) == (
        BARE.id,
        BARE.paper.title,
        BARE.paper.authors,
    )
    feed = ET.fromstring(text)
    about = {child.tag.rpartition("}")[2]: child.text for child in feed}
    assert about["title"] == "arXiv · starred · 2026-02-12"
    assert about["id"] == "urn:paperterm::starred:2026-02-12"
    assert about["updated"] == "2026-02-12T18:00:00Z"
    assert b"to do" not in text


@pytest.mark.parametrize("form", [one.name for one in FORMATS if not one.needs])
def test_nothing_is_a_view_too(form: str) -> None:
    text = render(form)
    assert text == "" or text.endswith("\n")


def test_a_format_is_imported_when_it_is_used() -> None:
    code = (
        "import json, sys; import paperterm.export as e\n"
        "before = sorted(sys.modules)\n"
        "e.exporter('csv').render(e.View(()))\n"
        "print(json.dumps([before, sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    before, after = map(set, json.loads(done.stdout))
    modules = {f"paperterm.export.{one.name}" for one in FORMATS}
    assert not before & {*modules, "csv", "xml.etree", "orjson"}
    assert after & modules == {"paperterm.export.csv"}
