"""TeX commands with arguments: how the arguments are read, and what is printed."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from paperterm.text import symbols
from paperterm.text.shapes import fraction, root, subscript, superscript, with_combining_mark

_CODE = re.compile(r"[x\"]([0-9A-Fa-f]{1,6})|([0-9]{1,7})")


class Macro(NamedTuple):
    """A command with arguments.

    Attributes:
        arity: The number of arguments.
        math: Read the arguments as formulas.
        expand: Returns what is printed, given the rendered arguments and the option (the content
            of ``[...]``, or an empty string).
        apart: Separate the result from a letter or digit on either side.
    """

    arity: int
    math: bool
    expand: Callable[[list[str], str], str]
    apart: bool = False


def _first(args: list[str], option: str) -> str:
    return args[0]


def _second(args: list[str], option: str) -> str:
    return args[1]


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


def _all(names: str, macro: Macro) -> dict[str, Macro]:
    return dict.fromkeys(names.split(), macro)


MACROS: dict[str, Macro] = {
    **dict.fromkeys(symbols.TEXT_MACROS, Macro(1, False, _first)),
    **dict.fromkeys(symbols.MATH_MACROS, Macro(1, True, _first)),
    **{name: Macro(1, True, partial(_with_mark, mark)) for name, mark in symbols.MARKS.items()},
    **_all("frac dfrac tfrac cfrac nicefrac sfrac", Macro(2, True, _fraction, apart=True)),
    **_all("binom dbinom tbinom", Macro(2, True, _binomial)),
    **_all("mathbb mathds mathbbm Bbb", Macro(1, True, _double_struck)),
    **_all("overset stackrel", Macro(2, True, _above)),
    **_all("textcolor colorbox hyperref", Macro(2, False, _second)),
    **_all("color hspace vspace", Macro(1, False, _nothing)),
    **_all("url path nolinkurl num", Macro(1, False, _first)),
    **_all("cite citep citet citealp parencite", Macro(1, False, partial(_wrapped, "[", "]"))),
    **_all("footnote thanks", Macro(1, False, partial(_wrapped, " (", ")"))),
    "underset": Macro(2, True, _below),
    "sqrt": Macro(1, True, _root),
    "pmod": Macro(1, True, partial(_wrapped, " (mod ", ")")),
    "textsuperscript": Macro(1, False, _raised),
    "textsubscript": Macro(1, False, _lowered),
    "href": Macro(2, False, _link),
    "enquote": Macro(1, False, partial(_wrapped, "“", "”")),
    "unicode": Macro(1, False, _character),
}


def negated(content: str) -> str:
    r"""Return `content` struck through, as ``\not`` does."""
    return unicodedata.normalize("NFC", content.strip() + "\u0338")
