"""BibTeX as BibTeX, biber and LaTeX themselves read it; skipped where they are not installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paperterm.export import exporter
from paperterm.export.tex import HARMLESS, tex_letter, title_tex
from tests.building import paper, view

TITLES = [
    r"The $\Gamma$-limit and $L^2$ bounds in $SU(2)$",
    "GPT-4 and WaveNet: DNA of the Gaussian",
    r"$\Re z$ first, then NASA",
    "{Open a Brace",
    "$100K or WaveNet",
    r"Search at $\sqrt{s}=13$~TeV with $b$~jets, 5~GeV and H$_2$O",
    r"``$p$-adic'' and `$q$': $x$--$y$, $a$---$b$",
    r"On \textbf{$\Delta$} and É, α and $λ_x$",
    r"$\argmax_x$, $\Tr A$, 90$\degree$, $\llbracket x \rrbracket$, $\gtrsim$, $\foo$",
    r"$x^2^3$ $x_$ $\frac$ $\left( x$ $\sqrt{}$",
    "plain words only",
]
NAMES = (
    "Étienne Şahin",
    "Jean-Éric Ž. Ñandú",
    "Łukasz Ümit Æbelø",
    "İlker von Ölm",
    "Åse Ó Cinnéide",
)
CASE = """ENTRY { title } { } { }
FUNCTION {misc} { title "t" change.case$ write$ newline$ newline$ }
READ
ITERATE {call.type$}
"""


def run_bibtex(folder: Path, bibliography: bytes, style: str = "", name: str = "plain") -> str:
    """Return what BibTeX makes of a bibliography by a style of ours, or by one that it has."""
    (folder / "some.bib").write_bytes(bibliography)
    (folder / "ours.bst").write_text(style)
    name = "ours" if style else name
    (folder / "some.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{name}}}\n\\bibdata{{some}}\n")
    done = subprocess.run(["bibtex", "some"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "arning" not in done.stdout
    return (folder / "some.bbl").read_text("utf-8")


def bibliography() -> bytes:
    papers = [paper(at, title, authors=("A. One",)) for at, title in enumerate(TITLES, 1)]
    return exporter("bibtex").render(view(*papers))


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_bibtex_changes_no_capital_and_no_formula(tmp_path: Path) -> None:
    changed = run_bibtex(tmp_path, bibliography(), CASE).split("\n\n")
    assert [" ".join(one.split()) for one in changed[:-1]] == list(map(title_tex, TITLES))
    assert run_bibtex(tmp_path, bibliography()).count("\\bibitem") == len(TITLES)


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
@pytest.mark.parametrize("style", ["abbrv", "alpha"])
def test_an_initial_is_a_whole_letter(tmp_path: Path, style: str) -> None:
    papers = [paper(at, authors=(name, "Ömer Čech")) for at, name in enumerate(NAMES, 1)]
    cited = run_bibtex(tmp_path, exporter("bibtex").render(view(*papers)), name=style)
    for one in NAMES:
        initial = one[0] if style == "abbrv" else one.split()[-1][0]
        assert tex_letter(initial) in cited


@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_biber_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "some.bib").write_bytes(bibliography())
    done = subprocess.run(
        ["biber", "--tool", "some.bib"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert not re.findall("WARN|ERROR", done.stdout)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_knows_every_command_that_stays(tmp_path: Path) -> None:
    """A command that LaTeX or amsmath does not define never stays."""
    tried = [_use(name) for name in sorted(HARMLESS - {"left", "right"})]
    typed = ["x⁴ of 10¹⁰ m²⁺ aₓ₁", "↛ ≢ ⊄ ≮ ∌", "α≤β ℝⁿ 𝔸", "$x⁴ ↛ ℝ₁$"]
    titles = [*map(title_tex, [*TITLES, *typed])]
    body = "\n\n".join([*tried, r"$\left(x\right)$", *titles])
    (tmp_path / "some.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{amsmath,amsfonts}"
        f"\\begin{{document}}{body}\\end{{document}}"
    )
    latex = ["pdflatex", "-interaction=nonstopmode", "some.tex"]
    log = subprocess.run(latex, cwd=tmp_path, capture_output=True).stdout.decode("utf-8", "replace")
    errors = [line for line in log.splitlines() if line.startswith("!")]
    assert [line for line in errors if not re.search("Unicode character [≳⟦⟧]", line)] == []


def _use(name: str) -> str:
    argument = "{a}{b}" if name == "frac" else "(" if "big" in name.lower() else "{x}"
    return f"$\\{name}{argument}$"
