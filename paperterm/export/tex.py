r"""Convert text of papers to TeX that prints it and does nothing else.

A title with `\input` or an unpaired brace would run a command, or break every document that cites
the paper. So only formulas of known, harmless commands stay TeX. The rest becomes plain text with
TeX's special characters escaped. Braces pair as BibTeX counts them (it counts `\{` too).
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
    # Macros that authors define themselves; LaTeX does not have them.
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


def to_tex(text: str) -> str:
    """Return text as harmless TeX on one line; formulas are kept, except inside braces."""
    text = clean(text)
    parts = []
    at = end_of_last = 0
    for start, end in sorted(find_pairs(text).items()):
        if start < end_of_last:
            continue
        end_of_last = end
        if text[start] == "$" and _is_harmless(inside := text[start + 1 : end]):
            parts += [_without_commands(text[at:start]), f"${inside}$"]
            at = end + 1
    return clean("".join([*parts, _without_commands(text[at:])]))


def _is_harmless(formula: str) -> bool:
    """Return whether a formula has balanced braces and only commands that print something."""
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


def escape_tex(text: str) -> str:
    """Return plain text with the special characters of TeX escaped."""
    return clean(text).translate(_TABLE)


def _without_commands(text: str) -> str:
    """Return text with its TeX as Unicode, and the rest escaped."""
    return tex_to_unicode(text).translate(_TABLE)
