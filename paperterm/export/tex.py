r"""Convert text of papers to TeX that prints it and does nothing else.

A title with `\input` or an unpaired brace would run a command, or break every document that cites
the paper. So only formulas of known, harmless commands stay TeX. The rest becomes plain text with
TeX's special characters escaped. Braces pair as BibTeX counts them (it counts `\{` too).
"""

from __future__ import annotations

import re
import unicodedata

from paperterm.text import clean, symbols, tex_to_unicode
from paperterm.text.pairs import find_pairs

_WITH_ARGUMENT = (
    *("frac", "sqrt", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathrm", "mathsf"),
    *("boldsymbol", "operatorname", "text", "textbf", "textit", "textrm", "underline"),
    "xrightarrow",
    *symbols.MARKS,
    *symbols.SIZES,
)
_UNDEFINED = """
    N Z Q R C NN ZZ QQ RR CC wt Tilde Bar cmark xmark upmu qed Diag Tr argmax argmin coloneq
    coloneqq degree diag eqqcolon gt llbracket lt omicron poly polylog rank rrbracket tr
    Box Diamond approxeq backprime because beth bigstar blacksquare boxplus boxtimes checkmark
    complement eth geqslant ggg gtrapprox gtrsim leadsto leqslant lessapprox lessgtr lesssim lll
    lozenge ltimes measuredangle mho ncong nexists ngeq ngtr nleq nless nmid nparallel nrightarrow
    nsim nsubseteq rightleftarrows rightrightarrows rightsquigarrow rtimes smallsetminus sqsubset
    sqsupset square subsetneq supsetneq therefore triangleq twoheadrightarrow vDash varkappa
    varnothing varpropto slashed widecheck middle
"""
"""Macros of authors and of other packages, and `middle`, which has conditions."""

HARMLESS = frozenset(
    (*symbols.SYMBOLS, *symbols.OPERATORS, *symbols.FUNCTIONS, *_WITH_ARGUMENT)
).difference(_UNDEFINED.split())
"""Commands that print something, in LaTeX and amsmath; the alphabets of `mathbb` and `mathfrak` are
of amsfonts, which goes with amsmath."""

_NAMES = {
    char: name
    for name, char in reversed((symbols.SYMBOLS | symbols.OPERATORS).items())
    if name in HARMLESS and len(char) == 1 and char > "\u036f" and char not in "…†‡•"
}
"""The commands of symbols that LaTeX does not print as they are."""
_NAMES |= {
    negated: f"not{sign}"
    for char, sign in [
        *((char, f"\\{name}") for char, name in _NAMES.items()),
        *zip("<>", "<>", strict=True),
    ]
    if len(negated := unicodedata.normalize("NFC", f"{char}\u0338")) == 1
    if negated not in _NAMES
}
_NAMES |= {
    struck: f"mathbb{{{char}}}"
    for char, struck in symbols.DOUBLE_STRUCK.items()
    if "A" <= char <= "Z"
}

_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_SPACING = frozenset(",;:! ")
_BROKEN = re.compile(
    rf"(?:[_^]|\\(?:{'|'.join(_WITH_ARGUMENT)}))\s*(?:[_^}}]|$)"  # without its argument
    r"|([_^])\s*(?:\{[^{}]*\}|\\[A-Za-z]+|[^\s{}\\])\s*\1"  # two of the same script
)
_HOLE = "\ufdd0"
"""Takes the place of a formula, so that quotes, dashes and ties around it have neighbours."""

_SCRIPTS = {
    high_or_low: (sign, char)
    for sign, table in (("^", symbols.SUPERSCRIPTS), ("_", symbols.SUBSCRIPTS))
    for char, high_or_low in table.items()
    if char.isascii() and unicodedata.decomposition(high_or_low).startswith(("<super>", "<sub>"))
}
_IN_FORMULA = str.maketrans(
    {char: f"\\{name} " for char, name in _NAMES.items()}
    | {char: f"{{}}{sign}{{{plain}}}" for char, (sign, plain) in _SCRIPTS.items()}
)
_GREEK = "".join(filter(str.isalpha, filter("\u1fff".__gt__, _NAMES)))
_NO_WORD = "[\u0300-\u036f\u0370-\u03ff\u1f00-\u1fff]"
_ALONE = re.compile(
    rf"(?<!{_NO_WORD})[{_GREEK}](?!{_NO_WORD})|[{''.join(_NAMES.keys() - set(_GREEK))}]"
)
"""A symbol; but not a letter of a word in Greek."""

_RAISED, _LOWERED = (
    re.compile(f"[{''.join(char for char, one in _SCRIPTS.items() if one[0] == sign)}]+")
    for sign in "^_"
)
_LATIN_1 = re.compile("[\xaa\xb2\xb3\xb9\xba]")
"""The only ones that LaTeX prints as they are, as long as there is one."""

_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
}
_TABLE = str.maketrans(_ESCAPES)
_LETTERS = {letter: name for name, letter in symbols.LETTERS.items()}
_ACCENTS = {mark: sign for sign, mark in symbols.ACCENTS.items()}


def to_tex(text: str) -> str:
    """Return text as harmless TeX on one line; formulas are kept, except inside braces.

    The braces around a formula keep its case: BibTeX makes a title's capitals small.
    """
    plain, formulas = _divided(text)
    return _filled(plain, formulas)


def title_tex(title: str) -> str:
    """Return a title as `to_tex` does, and in braces if BibTeX would make some of it small."""
    plain, formulas = _divided(title)
    tex = _filled(plain, formulas)
    if not any(map(str.isupper, _KEPT.sub("", plain))):
        return tex
    return f"{{{{}}{tex}}}" if tex.startswith("\\") else f"{{{tex}}}"


_KEPT = re.compile(r"^.|:\s+.")
"""The capitals that BibTeX keeps."""


def _divided(text: str) -> tuple[str, list[str]]:
    """Return escaped text with holes for the formulas, and the formulas."""
    text = clean(text).replace(_HOLE, "")
    pieces, formulas = [], []
    at = end_of_last = 0
    for start, end in sorted(find_pairs(text).items()):
        if start < end_of_last:
            continue
        end_of_last = end
        if text[start] == "$" and _is_harmless(inside := text[start + 1 : end]):
            pieces += [text[at:start], _HOLE]
            formulas.append(f"{{${inside.translate(_IN_FORMULA)}$}}")
            at = end + 1
    plain = escape_tex(tex_to_unicode("".join([*pieces, text[at:]])))
    if plain.count(_HOLE) != len(formulas):  # one was in the option of a command
        return escape_tex(tex_to_unicode(text)), []
    return plain, formulas


def _filled(plain: str, formulas: list[str]) -> str:
    plain = _ALONE.sub(lambda found: f"{{$\\{_NAMES[found[0]]}$}}", plain)
    plain = _LOWERED.sub(_script, _RAISED.sub(_script, plain))
    head, *tail = plain.split(_HOLE)
    return head + "".join(map("".join, zip(formulas, tail, strict=True)))


def _script(found: re.Match[str]) -> str:
    """Return raised or lowered signs as a formula."""
    if _LATIN_1.fullmatch(found[0]):
        return found[0]
    sign = _SCRIPTS[found[0][0]][0]
    return f"{{${sign}{{{''.join(_SCRIPTS[char][1] for char in found[0])}}}$}}"


def _is_harmless(formula: str) -> bool:
    """Return whether a formula is whole and has only commands that print something."""
    bare = _COMMAND.sub("", formula)
    names = _COMMAND.findall(formula)
    depth = lowest = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        lowest = min(lowest, depth)
    return (
        depth == lowest == 0
        and "^^" not in formula  # `^^5c` is a backslash to TeX
        and not set(bare) & set("\\$%#&~")
        and all(name in HARMLESS or name in _SPACING for name in names)
        and names.count("left") == names.count("right")
        and not _BROKEN.search(formula)
    )


def escape_tex(text: str) -> str:
    """Return plain text with the special characters of TeX escaped."""
    return clean(text).translate(_TABLE)


def tex_letter(letter: str) -> str:
    """Return a letter as a command in braces, which BibTeX takes for one letter, if TeX has one."""
    if letter in _LETTERS:
        return f"{{\\{_LETTERS[letter]}}}"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if len(marks) != 1 or marks[0] not in _ACCENTS or not base.isascii():
        return letter
    return f"{{\\{_ACCENTS[marks[0]]}{{{base}}}}}"
