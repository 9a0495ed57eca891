r"""TeX environments of mathematics on one line: ``\begin{pmatrix}a&b\\c&d\end{pmatrix}``.

Rows are separated by semicolons, as many programs read matrices; lines of one formula that only
continue it are separated by a space.
"""

from __future__ import annotations

from collections.abc import Sequence

_BRACKETS = {
    "pmatrix": "()",
    "psmallmatrix": "()",
    "pNiceMatrix": "()",
    "bmatrix": "[]",
    "bsmallmatrix": "[]",
    "bNiceMatrix": "[]",
    "Bmatrix": "{}",
    "Bsmallmatrix": "{}",
    "vmatrix": "||",
    "vsmallmatrix": "||",
    "Vmatrix": "‖‖",
    "cases": ("{", ""),
    "dcases": ("{", ""),
    "numcases": ("{", ""),
    "rcases": ("", "}"),
    "drcases": ("", "}"),
}
_FORMULAS = frozenset(
    (
        *("align", "aligned", "alignat", "alignedat", "flalign", "split", "gather", "gathered"),
        *("eqnarray", "multline", "multlined", "equation", "displaymath", "math", "dmath"),
    )
)
STACKS = {
    "substack": "substack",
    "shortstack": "substack",
    "mqty": "matrix",
    "smqty": "matrix",
    "pmqty": "pmatrix",
    "spmqty": "pmatrix",
    "bmqty": "bmatrix",
    "sbmqty": "bmatrix",
    "vmqty": "vmatrix",
}
"""Commands whose argument has rows and cells, and the environments that they are like."""

_LIMITS = frozenset(("subarray", "substack"))
_WITH_COLUMNS = frozenset(("array", "subarray", "tabular", "alignat", "alignedat", "NiceArray"))
"""Environments whose first argument says how columns are set."""

_ENDS = (",", ";", ".", ":")
_CONTINUES = tuple("=<>≤≥≈≡∼≃≅∝→⇒⇔⟹⟺∈⊂⊆+-−±×·∪∩∧∨/≔≲≳≪≫")


def has_columns(name: str) -> bool:
    """Return whether an environment has an argument about its columns."""
    return name.rstrip("*") in _WITH_COLUMNS


def laid_out(name: str, rows: Sequence[Sequence[str]]) -> str:
    """Return the rendered cells of an environment on one line."""
    name = name.rstrip("*")
    gap = " " if name in _FORMULAS else ", " if "cases" in name else " "
    lines = [_joined(row, gap) for row in rows]
    shown = [line.rstrip(",; ") if "cases" in name else line for line in lines if line]
    before, after = _BRACKETS.get(name, ("", ""))
    if "cases" in name:
        return f"{before}{'; '.join(shown)}{after}"
    return f"{before}{_all(shown, ',' if name in _LIMITS else ';')}{after}"


def _joined(cells: Sequence[str], gap: str) -> str:
    """Return the cells of a row; a comma is not doubled."""
    line = ""
    for cell in filter(None, map(str.strip, cells)):
        if line:
            line += " " if line.endswith(_ENDS) else gap
        line += cell
    return line


def _all(lines: Sequence[str], sign: str) -> str:
    text = ""
    for line in lines:
        if text:
            text += " " if text.endswith(_ENDS) or line.startswith(_CONTINUES) else f"{sign} "
        text += line
    return text
