"""TeX commands with arguments: how the arguments are read, and what is printed."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from paperterm.text import symbols
from paperterm.text.physics import IN_TEXT, PHYSICS
from paperterm.text.shapes import fraction, root, subscript, superscript, with_combining_mark

_CODE = re.compile(r"[x\"]([0-9A-Fa-f]{1,6})|([0-9]{1,7})")

_COUNT = re.compile(r"(?<=[A-Za-z)\]])[0-9]+")
"""How many atoms of a kind a molecule has."""


class Macro(NamedTuple):
    """A command with arguments.

    Attributes:
        arity: The number of arguments.
        math: Read the arguments as formulas.
        expand: Returns what is printed, given the rendered arguments and the option (the content
            of ``[...]``, or an empty string).
        apart: Separate the result from a letter or digit on either side.
        more: How many arguments may follow, each directly behind the one before.
        formulas_only: In text, the command is unknown.
    """

    arity: int
    math: bool
    expand: Callable[[list[str], str], str]
    apart: bool = False
    more: int = 0
    formulas_only: bool = False


def _first(args: list[str], option: str) -> str:
    return args[0]


def _second(args: list[str], option: str) -> str:
    return args[1]


def _third(args: list[str], option: str) -> str:
    return args[2]


def _arrow(arrow: str, args: list[str], option: str) -> str:
    """Return an arrow with what is above and below it."""
    below = subscript(option, True) if option else ""
    return f" {arrow}{below}{superscript(args[0], True) if args[0].strip() else ''} "


def _nothing(args: list[str], option: str) -> str:
    return ""


def _with_mark(mark: str, args: list[str], option: str) -> str:
    return with_combining_mark(args[0], mark)


def _wrapped(before: str, after: str, args: list[str], option: str) -> str:
    return f"{before}{args[0].strip()}{after}"


def _fraction(args: list[str], option: str) -> str:
    return fraction(args[0], args[1])


def _binomial(args: list[str], option: str) -> str:
    return f"({args[0]} choose {args[1]})"


def _root(args: list[str], option: str) -> str:
    return root(args[0], option)


def _above(args: list[str], option: str) -> str:
    return args[1].strip() + superscript(args[0], True)


def _below(args: list[str], option: str) -> str:
    return args[1].strip() + subscript(args[0], True)


def _raised(args: list[str], option: str) -> str:
    return superscript(args[0], False)


def _lowered(args: list[str], option: str) -> str:
    return subscript(args[0], False)


def _joined(args: list[str], option: str) -> str:
    return "".join(args)


def _scripts_before(args: list[str], option: str) -> str:
    above, below, base = (arg.strip() for arg in args)
    return f"{superscript(above, False)}{subscript(below, False)}{base}"


def _chemical(args: list[str], option: str) -> str:
    return _COUNT.sub(lambda found: subscript(found[0], False), args[0])


def _double_struck(args: list[str], option: str) -> str:
    return "".join(symbols.DOUBLE_STRUCK.get(char, char) for char in args[0])


def _link(args: list[str], option: str) -> str:
    address, label = args[0].strip(), args[1].strip()
    return f"{label} ({address})" if address not in ("", label) else label


def _character(args: list[str], option: str) -> str:
    r"""Return the character that ``\unicode{x2014}`` names, if it is printable."""
    if match := _CODE.fullmatch(args[0].strip()):
        number = int(match[1], 16) if match[1] else int(match[2])
        if number <= 0x10FFFF and chr(number).isprintable():
            return chr(number)
    return rf"\unicode{{{args[0]}}}"


def _numbered(args: list[str], option: str) -> str:
    r"""Return the character that ``\symbol{"41}`` names by its number, if it is printable."""
    code = args[0].strip()
    number = int(code[1:], 16) if re.fullmatch('"[0-9A-Fa-f]{1,6}', code) else -1
    number = int(code) if re.fullmatch("[0-9]{1,7}", code) else number
    return chr(number) if 0 <= number <= 0x10FFFF and chr(number).isprintable() else ""


def _general_fraction(args: list[str], option: str) -> str:
    r"""Return ``\genfrac{(}{)}{0pt}{}{n}{k}``: a fraction, or without a line a binomial."""
    left, right, line, _, top, bottom = args
    inner = f"{top} choose {bottom}" if line.strip()[:1] == "0" else fraction(top, bottom)
    return f"{left}{inner}{right}"


def _all(names: str, macro: Macro) -> dict[str, Macro]:
    return dict.fromkeys(names.split(), macro)


MACROS: dict[str, Macro] = {
    **dict.fromkeys(symbols.TEXT_MACROS, Macro(1, False, _first)),
    **dict.fromkeys(symbols.MATH_MACROS, Macro(1, True, _first)),
    **{name: Macro(1, True, partial(_with_mark, mark)) for name, mark in symbols.MARKS.items()},
    **_all("frac dfrac tfrac cfrac nicefrac sfrac", Macro(2, True, _fraction, apart=True)),
    **_all("flatfrac", Macro(2, True, _fraction, apart=True, formulas_only=True)),
    **_all("binom dbinom tbinom", Macro(2, True, _binomial)),
    "genfrac": Macro(6, True, _general_fraction),
    **_all("mathbb mathds mathbbm Bbb", Macro(1, True, _double_struck)),
    **_all("overset stackrel accentset", Macro(2, True, _above)),
    **_all("textcolor colorbox hyperref", Macro(2, False, _second)),
    **_all("color hspace vspace", Macro(1, False, _nothing)),
    **_all("phantom hphantom vphantom label mspace pagecolor", Macro(1, True, _nothing)),
    **_all("scalebox rotatebox raisebox parbox", Macro(2, True, _second, formulas_only=True)),
    **_all("rule", Macro(2, True, _nothing, formulas_only=True)),
    **_all("resizebox", Macro(3, True, _third, formulas_only=True)),
    **_all("definecolor", Macro(3, False, _nothing)),
    **_all("tag", Macro(1, False, partial(_wrapped, "(", ")"), formulas_only=True)),
    **_all("mathchoice", Macro(4, True, _first)),
    **_all("url path nolinkurl num", Macro(1, False, _first)),
    **_all("cite citep citet citealp parencite", Macro(1, False, partial(_wrapped, "[", "]"))),
    **_all("footnote thanks", Macro(1, False, partial(_wrapped, " (", ")"))),
    **_all("underset underaccent", Macro(2, True, _below)),
    **_all("xrightarrow xlongrightarrow", Macro(1, True, partial(_arrow, "→"))),
    **_all("xleftarrow xlongleftarrow", Macro(1, True, partial(_arrow, "←"))),
    **_all("xleftrightarrow", Macro(1, True, partial(_arrow, "↔"))),
    **_all("xRightarrow", Macro(1, True, partial(_arrow, "⇒"))),
    **_all("xmapsto", Macro(1, True, partial(_arrow, "↦"))),
    **_all("ceil", Macro(1, True, partial(_wrapped, "⌈", "⌉"), formulas_only=True)),
    **_all("floor", Macro(1, True, partial(_wrapped, "⌊", "⌋"), formulas_only=True)),
    **_all(
        "intertext shortintertext", Macro(1, False, partial(_wrapped, " ", " "), False, 0, True)
    ),
    **_all("multicolumn multirow", Macro(3, True, _third, formulas_only=True)),
    **_all("tensor indices", Macro(2, True, _joined, formulas_only=True)),
    "prescript": Macro(3, True, _scripts_before, formulas_only=True),
    "ce": Macro(1, True, _chemical, formulas_only=True),
    "sqrt": Macro(1, True, _root),
    "pmod": Macro(1, True, partial(_wrapped, " (mod ", ")")),
    "pod": Macro(1, True, partial(_wrapped, " (", ")")),
    "symbol": Macro(1, False, _numbered),
    "textsuperscript": Macro(1, False, _raised),
    "textsubscript": Macro(1, False, _lowered),
    "href": Macro(2, False, _link),
    "enquote": Macro(1, False, partial(_wrapped, "“", "”")),
    "unicode": Macro(1, False, _character),
    **{
        name: Macro(arity, True, expand, more=more, formulas_only=name not in IN_TEXT)
        for name, (arity, more, expand) in PHYSICS.items()
    },
}


def negated(content: str) -> str:
    r"""Return `content` struck through, as ``\not`` does."""
    return unicodedata.normalize("NFC", content.strip() + "\u0338")
