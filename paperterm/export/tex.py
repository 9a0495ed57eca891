r"""Text of papers as TeX: what a title says is printed, and nothing in it runs.

A title is somebody else's TeX, and `\input` or an open brace in it would act or break wherever it
is cited. So only formulas made of known, harmless commands stay TeX; the rest becomes plain text
with every sign that TeX acts on escaped, and braces are balanced as BibTeX counts them (it counts
`\{` too).
"""

from __future__ import annotations

import re

from paperterm.text import clean, symbols, tex_to_unicode
from paperterm.text.pairs import find_pairs

_HARMLESS = frozenset(
    {
        *symbols.SYMBOLS,
        *symbols.OPERATORS,
        *symbols.FUNCTIONS,
        *symbols.MARKS,
        *symbols.SIZES,
        *("frac", "sqrt", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathrm", "mathsf"),
        *("boldsymbol", "operatorname", "text", "textbf", "textit", "textrm", "underline"),
    }
) - {
    # Authors' own, which no LaTeX knows.
    *("N", "Z", "Q", "R", "C", "NN", "ZZ", "QQ", "RR", "CC"),
    *("wt", "Tilde", "Bar", "cmark", "xmark", "upmu", "qed"),
}
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_SPACING = frozenset(",;:! ")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
}
_TABLE = str.maketrans(_ESCAPES)


def tex(text: str) -> str:
    """Text as harmless TeX on one line, its formulas kept unless they stand inside braces."""
    text = clean(text)
    parts = []
    at = behind = 0
    for start, end in sorted(find_pairs(text).items()):
        if start < behind:
            continue
        behind = end
        if text[start] == "$" and _is_harmless(inside := text[start + 1 : end]):
            parts += [_escaped(text[at:start]), f"${inside}$"]
            at = end + 1
    return clean("".join([*parts, _escaped(text[at:])]))


def _is_harmless(formula: str) -> bool:
    """Whether a formula has only commands that do nothing but print, and balanced braces."""
    bare = _COMMAND.sub("", formula)
    depth = lowest = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        lowest = min(lowest, depth)
    return (
        depth == lowest == 0
        and "^^" not in formula  # `^^5c` is a backslash to TeX
        and not set(bare) & set("\\$%#&~")
        and all(name in _HARMLESS or name in _SPACING for name in _COMMAND.findall(formula))
    )


def plain(text: str) -> str:
    """Text that is no TeX, as TeX prints it."""
    return clean(text).translate(_TABLE)


def _escaped(text: str) -> str:
    """Text with its TeX as Unicode, and what is left of it escaped."""
    return tex_to_unicode(text).translate(_TABLE)
