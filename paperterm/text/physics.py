r"""Macros of the packages physics and braket, as rows of `MACROS`.

Most have an argument that may be left out: ``\braket{a}{b}`` and ``\braket{a|b}``.
"""

from __future__ import annotations

from collections.abc import Callable

from paperterm.text.shapes import fraction, superscript, with_combining_mark

Expand = Callable[[list[str], str], str]


def _around(before: str, after: str) -> Expand:
    return lambda args, option: f"{before}{args[0].strip()}{after}"


def _ket_bra(args: list[str], option: str) -> str:
    return f"|{args[0].strip()}⟩⟨{args[-1].strip()}|"


def _inner(args: list[str], option: str) -> str:
    return f"⟨{'|'.join(arg.strip() for arg in args)}⟩"


def _expectation(args: list[str], option: str) -> str:
    if len(args) == 1:
        return f"⟨{args[0].strip()}⟩"
    return f"⟨{args[1].strip()}|{args[0].strip()}|{args[1].strip()}⟩"


def _element(args: list[str], option: str) -> str:
    return f"⟨{'|'.join(arg.strip() for arg in args)}⟩"


def _pair(before: str, after: str) -> Expand:
    return lambda args, option: f"{before}{args[0].strip()}, {args[1].strip()}{after}"


def _differential(sign: str) -> Expand:
    def expand(args: list[str], option: str) -> str:
        return f"{sign}{superscript(option, False) if option else ''}{args[0].strip()}"

    return expand


def _derivative(sign: str) -> Expand:
    """Return how derivatives are shown: of the last argument, of the first if there are two."""

    def expand(args: list[str], option: str) -> str:
        power = superscript(option, False) if option else ""
        function = args[0].strip() if len(args) > 1 else ""
        below = "".join(f"{sign}{arg.strip()}" for arg in args[1:] or args)
        if len(args) > 2 and not power:
            power = superscript(str(len(args) - 1), False)
            return fraction(f"{sign}{power}{function}", below)
        return fraction(f"{sign}{power}{function}", f"{below}{power}")

    return expand


_WORDS = (
    *("if", "then", "else", "otherwise", "unless", "given", "using", "assume", "since", "let"),
    *("for", "all", "even", "odd", "integer", "and", "or", "as", "in"),
)
r"""Words that physics sets between two formulas: ``\qif``."""


def _said(word: str) -> Expand:
    return lambda args, option: f" {word} "


def _unit_vector(args: list[str], option: str) -> str:
    return with_combining_mark(args[0].strip(), "\u0302")


PHYSICS: dict[str, tuple[int, int, Expand]] = {
    **dict.fromkeys(("ket", "Ket"), (1, 0, _around("|", "⟩"))),
    **dict.fromkeys(("bra", "Bra"), (1, 0, _around("⟨", "|"))),
    **dict.fromkeys(("braket", "Braket", "innerproduct", "ip"), (1, 1, _inner)),
    **dict.fromkeys(("outerproduct", "ketbra", "dyad", "op", "proj"), (1, 1, _ket_bra)),
    **dict.fromkeys(("expectationvalue", "expval", "ev"), (1, 1, _expectation)),
    **dict.fromkeys(("matrixelement", "mel", "matrixel"), (3, 0, _element)),
    **dict.fromkeys(("absolutevalue", "abs", "vqty"), (1, 0, _around("|", "|"))),
    "norm": (1, 0, _around("‖", "‖")),
    "pqty": (1, 0, _around("(", ")")),
    "bqty": (1, 0, _around("[", "]")),
    **dict.fromkeys(("qty", "quantity", "Bqty", "set", "Set"), (1, 0, _around("{", "}"))),
    **dict.fromkeys(("evaluated", "eval"), (1, 0, _around("", "|"))),
    **dict.fromkeys(("vectorunit", "vu"), (1, 0, _unit_vector)),
    **dict.fromkeys(("qqtext", "qq"), (1, 0, _around(" ", " "))),
    "qcc": (0, 0, lambda args, option: " c.c. "),
    **{f"q{word}": (0, 0, _said(word)) for word in _WORDS},
    **dict.fromkeys(("commutator", "comm"), (2, 0, _pair("[", "]"))),
    **dict.fromkeys(("anticommutator", "acomm", "poissonbracket", "pb"), (2, 0, _pair("{", "}"))),
    "order": (1, 0, _around("O(", ")")),
    **dict.fromkeys(("differential", "dd"), (1, 0, _differential("d"))),
    "variation": (1, 0, _differential("δ")),
    **dict.fromkeys(("derivative", "dv"), (1, 1, _derivative("d"))),
    **dict.fromkeys(("partialderivative", "pdv"), (1, 2, _derivative("∂"))),
    **dict.fromkeys(("functionalderivative", "fdv"), (1, 1, _derivative("δ"))),
    **dict.fromkeys(("vectorbold", "vb", "vectorarrow", "va"), (1, 0, _around("", ""))),
}
"""Name: how many arguments there are, how many more there may be, and what is printed."""

IN_TEXT = frozenset(("ket", "Ket", "bra", "Bra", "braket", "Braket", "ketbra"))
"""Those that authors also write without dollars."""
