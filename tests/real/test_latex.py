"""BibTeX of 2,000 real papers in a real LaTeX, with the original BibTeX and with biber."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paperterm.export import View, exporter
from paperterm.model import Entry, Mark, Paper
from paperterm.model.record import parse

PAPERS = 2000
PACKAGES = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amsfonts,url}"
PLAIN = r"\begin{document}\nocite{*}\bibliographystyle{%s}\bibliography{some}\end{document}"
BIBLATEX = (
    r"\usepackage[backend=biber,maxnames=99]{biblatex}\addbibresource{some.bib}"
    r"\begin{document}\nocite{*}\printbibliography\end{document}"
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed"),
]


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    """A folder with `some.bib`: those with TeX or letters beyond ASCII come first."""
    with gzip.open(shared / "data/corpus/papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = [parse(json.loads(line)).paper for line in lines]
    papers.sort(key=is_plain)
    chosen = papers[: PAPERS - 500] + papers[-500:]
    view = View(tuple(Entry(paper, None, Mark(paper.id)) for paper in chosen))
    (tmp_path / "some.bib").write_bytes(exporter("bibtex").render(view))
    return tmp_path


def is_plain(paper: Paper) -> bool:
    return "".join([paper.title, *paper.authors]).isascii() and not set(paper.title) & set("$\\{")


def told(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def complaints(folder: Path, program: str, text: str) -> list[str]:
    """Compile a document; return what the program for references and LaTeX complain about."""
    latex = ["pdflatex", "-interaction=nonstopmode", "cited.tex"]
    (folder / "cited.tex").write_text(PACKAGES + text)
    told(folder, *latex)
    found = re.findall(r"(?im)^.*(?:warn|error).*$", told(folder, program, "cited"))
    told(folder, *latex)
    log = told(folder, *latex)
    found += re.findall(r"(?m)^!.*|^LaTeX Warning.*|^Package \w+ Warning.*", log)
    entries = re.findall(r"\\bibitem|\\entry\{", (folder / "cited.bbl").read_text("utf-8"))
    assert len(entries) == PAPERS
    return found


@pytest.mark.parametrize("style", ["plain", "abbrv", "unsrt", "ieeetr"])
def test_bibtex_and_latex_say_nothing(folder: Path, style: str) -> None:
    assert complaints(folder, "bibtex", PLAIN % style) == []


def has_biblatex() -> bool:
    """Return whether biber and biblatex are there, and what biblatex loads, in other packages."""
    names = ["biblatex.sty", "etoolbox.sty", "logreq.sty"]
    programs = [*map(shutil.which, ["biber", "kpsewhich"])]
    return (
        all(programs) and subprocess.run(["kpsewhich", *names], capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not has_biblatex(), reason="biber or biblatex is not installed")
def test_biber_and_latex_say_nothing(folder: Path) -> None:
    assert complaints(folder, "biber", BIBLATEX) == []
