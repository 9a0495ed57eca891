"""Exports of a real day and of hostile papers, read by other programs: the same papers."""

import csv
import email
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from email.policy import default
from pathlib import Path
from typing import Any
from unicodedata import normalize

import bibtexparser  # type: ignore[import-untyped]
import citeproc  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import lxml.html
import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.bparser import BibTexParser  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from pybtex.database import parse_string  # type: ignore[import-untyped]
from pybtex.richtext import Text  # type: ignore[import-untyped]

from paperterm.export import View, exporter
from paperterm.model import Entry, Mark
from paperterm.model.names import names_of
from paperterm.model.record import parse
from paperterm.session.templates import TemplateExporter
from paperterm.text import clean
from paperterm.text.typeset import typeset
from tests.trust import hostile

DAY = "data/days/2026-02-10/papers.jsonl"
ORG = Path(__file__).parents[2] / "docs" / "templates" / "reading.org.j2"
CHROMIUM = os.environ.get("PAPERTERM_CHROMIUM") or shutil.which("chromium") or ""
needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")


@pytest.fixture(params=["real", "hostile"])
def view(request: pytest.FixtureRequest) -> View:
    """A day of 475 papers, and a paper for each kind of hostile text."""
    if request.param == "real":
        content = (request.getfixturevalue("shared") / DAY).read_text("utf-8")
        rows: Iterator[dict[str, object]] = map(json.loads, content.splitlines())
    else:
        rows = hostile.lines()
    papers = [parse(row) for row in rows]
    return View(tuple(Entry(paper, None, Mark(paper.id)) for paper, *_ in papers))


def titles_of(view: View) -> dict[str, str]:
    return {f"arXiv.{entry.id}": plain(typeset(entry.paper.title)) for entry in view.entries}


def authors_of(view: View) -> list[list[str]]:
    names = [names_of(entry.paper.authors) for entry in view.entries]
    return [
        [plain(" ".join([*one[:2], one.particle, one.suffix])) for one in some] for some in names
    ]


def plain(text: str) -> str:
    """The letters and digits of a text, in any order of words, as formats turn names round."""
    words = re.findall(r"[^\W_]+", normalize("NFKC", text))
    return "".join(sorted("".join(words)))


def from_tex(text: str) -> str:
    return typeset(str(Text.from_latex(text)))


def with_others(view: View) -> list[list[str]]:
    """The authors, and a last one that stands for those that a source cut."""
    return [
        some + [plain("others")] * (entry.paper.authors_truncated and bool(some))
        for entry, some in zip(view.entries, authors_of(view), strict=True)
    ]


def test_rispy_reads_ris(view: View) -> None:
    read = rispy.loads(exporter("ris").render(view).decode())
    assert {one["id"]: plain(one["title"]) for one in read} == titles_of(view)
    assert [list(map(plain, one.get("authors", []))) for one in read] == authors_of(view)


def test_pybtex_reads_bibtex(view: View) -> None:
    read = parse_string(exporter("bibtex").render(view).decode(), "bibtex").entries
    titles = {key: plain(from_tex(one.fields["title"])) for key, one in read.items()}
    assert titles == titles_of(view)
    authors = [one.persons.get("author", []) for one in read.values()]
    assert [[plain(from_tex(str(name))) for name in some] for some in authors] == with_others(view)


@pytest.mark.long
def test_bibtexparser_reads_bibtex(view: View) -> None:
    text = exporter("bibtex").render(view).decode()
    read = bibtexparser.loads(text, BibTexParser(interpolate_strings=False)).entries
    assert {one["ID"]: plain(from_tex(one["title"])) for one in read} == titles_of(view)
    known = {*("ENTRYTYPE", "ID", "title", "author", "year", "eprint", "archiveprefix", "url")}
    known |= {"primaryclass", "doi", "howpublished", "publisher"}
    assert {field for one in read for field in one} <= known


def test_citeproc_reads_csljson(view: View) -> None:
    source = CiteProcJSON(json.loads(exporter("csljson").render(view)))
    titles = {key.lower(): title for key, title in titles_of(view).items()}  # its keys are small
    assert {key: plain(str(one.title)) for key, one in source.items()} == titles
    parts = ("given", "family", "non-dropping-particle", "suffix", "literal")
    authors = [one.get("author", ()) for one in source.values()]
    assert [
        [plain(" ".join(dict.get(name, part, "") for part in parts)) for name in some]
        for some in authors
    ] == with_others(view)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for key in source:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(key)]))
    for one, printed in zip(source.values(), bibliography.bibliography(), strict=True):
        assert f"https://doi.org/{one.DOI}" in str(printed)


def test_feedparser_reads_the_feed(view: View) -> None:
    read = feedparser.parse(exporter("atom").render(view))
    assert not read.bozo
    titles = [plain(clean(entry.paper.title)) for entry in view.entries]
    assert [plain(one.title) for one in read.entries] == titles
    authors = [list(filter(None, map(clean, entry.paper.authors))) for entry in view.entries]
    assert [len(one.get("authors", [])) for one in read.entries] == list(map(len, authors))


def test_csv_reads_the_table(view: View) -> None:
    rows = [*csv.DictReader(exporter("csv").render(view).decode("utf-8-sig").splitlines(True))]
    assert [row["id"] for row in rows] == [entry.id for entry in view.entries]
    titles = [plain(clean(entry.paper.title)) for entry in view.entries]
    assert [plain(row["title"]) for row in rows] == titles


def test_email_and_lxml_read_the_mail(view: View) -> None:
    mail = email.message_from_bytes(exporter("mail").render(view), policy=default)
    assert not [fault for part in mail.walk() for fault in part.defects]
    text, html = (part.get_content() for part in mail.iter_parts())
    read = [plain(one.text_content()) for one in lxml.html.fromstring(html).iter("h3")]
    assert sorted(read) == sorted(titles_of(view).values())
    assert all(f"https://arxiv.org/abs/{entry.id} " in text for entry in view.entries)


@pytest.mark.long
@pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
def test_chromium_reads_the_page(view: View, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    file = tmp_path / "page.html"
    file.write_bytes(exporter("html").render(view))
    with playwright.sync_playwright() as driver:
        page = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]).new_page()
        page.goto(file.as_uri())
        titles = page.locator("article h3").all_text_contents()
        links = page.eval_on_selector_all("article h3 a", "all => all.map(one => one.href)")
    assert sorted(map(plain, titles)) == sorted(titles_of(view).values())
    assert sorted(links) == sorted(entry.paper.id.abs_url for entry in view.entries)


@needs_pandoc
@pytest.mark.long
@pytest.mark.parametrize("form", ["bibtex", "csljson"])
def test_pandoc_reads_references(view: View, form: str) -> None:
    read = json.loads(pandoc(form, "csljson", exporter(form).render(view)))
    titles = {one["id"]: plain(typeset(re.sub(r"</?\w[^>]*>", "", one["title"]))) for one in read}
    wanted = titles_of(view)
    assert titles.keys() == wanted.keys()
    # The hostile ones hold HTML, which CSL's own markup cannot tell from its own.
    if len(wanted) > 100:
        assert titles == wanted


@needs_pandoc
@pytest.mark.long
@pytest.mark.parametrize("form", ["commonmark", "gfm", "markdown", "html", "org"])
def test_pandoc_reads_pages(view: View, form: str) -> None:
    if form == "org":
        content = TemplateExporter(ORG).render(view)
    else:
        content = exporter("html" if form == "html" else "markdown").render(view)
    content = re.sub(rb"\A---\n.*?\n---\n", b"", content, flags=re.DOTALL)
    doc = json.loads(pandoc(form, "json", content))
    level = 1 if form == "org" else 3
    titles = [plain(text) for text in headings(doc["blocks"], level)]
    wanted = titles_of(view).values()
    lost = Counter(wanted) - Counter(titles)
    assert len(titles) == len(wanted)
    # These make links of addresses in hostile titles, which holds more or less of their text.
    assert lost.total() <= {"gfm": 2, "org": 1}.get(form, 0)


def pandoc(source: str, form: str, content: bytes) -> bytes:
    done = subprocess.run(
        ["pandoc", "-f", source, "-t", form], input=content, capture_output=True, check=True
    )
    assert b"WARNING" not in done.stderr
    return done.stdout


def headings(blocks: list[Any], level: int) -> Iterator[str]:
    """Yield the texts of headings of a level, also those in sections."""
    for block in blocks:
        if block["t"] == "Div":
            yield from headings(block["c"][1], level)
        elif block["t"] == "Header" and block["c"][0] == level:
            yield "".join(words(block["c"][2]))


def words(inlines: Any) -> Iterator[str]:
    """Yield the texts of inline content, without those of org's states."""
    if isinstance(inlines, list):
        for one in inlines:
            yield from words(one)
    elif isinstance(inlines, dict):
        content = inlines.get("c", " ")
        if inlines["t"] == "Span" and "todo" in content[0][1]:
            return
        if inlines["t"] in {"Link", "Quoted", "Cite", "Span"}:
            content = content[1]
        if isinstance(content, str):
            yield content
        else:
            yield from words(content)
