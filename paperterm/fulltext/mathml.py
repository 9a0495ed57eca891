"""The presentation MathML of a formula on one line, for what the TeX reader does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paperterm.text.shapes import fraction, root, subscript, superscript, with_combining_mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEPTH = 60
_SHOWN = {**dict.fromkeys("\u2061\u2062\u2063\u2064", ""), "\\": "∖"}
_SPACED = frozenset("=<>≤≥≠≈∼≃≅≡∝∈∉⊂⊃⊆⊇→←⇒⇐⇔↦±∓×÷∪∩∧∨⊗⊕+−")
_ACCENTS = {
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜∼", "\u0303"),
    **dict.fromkeys("¯‾―_", "\u0304"),
    **dict.fromkeys("→⃗", "\u20d7"),
    "˙": "\u0307",
    ".": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306",
}
_SKIPPED = ("annotation", "annotation-xml", "mphantom")


def mathml_text(element: Element, depth: int = 0) -> str:
    """Return a formula as text, without its annotations."""
    name = _name(element)
    if name in _SKIPPED or depth > _DEPTH:
        return ""
    if name in _SHAPES:
        parts = [mathml_text(child, depth + 1) for child in _children(element)]
        arity, shape = _SHAPES[name]
        return shape(parts) if len(parts) == arity else " ".join(parts)
    if name == "mo":
        return _operator("".join(element.itertext()).strip())
    if name in ("mi", "mn", "mtext", "ms"):
        return "".join(element.itertext()).strip("\n\t ").replace("\u2061", "")
    if name == "mspace":
        return " "
    inner = [mathml_text(child, depth + 1) for child in _children(element)]
    if name == "mtable":
        return "; ".join(filter(None, map(str.strip, inner)))
    if name == "msqrt":
        return root("".join(inner), "")
    return (" " if name in ("mtr", "mlabeledtr") else "").join(inner)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element) -> list[Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _operator(sign: str) -> str:
    sign = _SHOWN.get(sign, sign)
    if sign in (",", ";"):
        return f"{sign} "
    return f" {sign} " if sign in _SPACED else sign


def _both(parts: list[str]) -> str:
    return parts[0] + subscript(parts[1], False) + superscript(parts[2], False)


def _over(parts: list[str]) -> str:
    base, above = parts
    mark = _ACCENTS.get(above.strip())
    return with_combining_mark(base, mark) if mark else base + superscript(above, False)


_SHAPES: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "msub": (2, lambda parts: parts[0] + subscript(parts[1], False)),
    "msup": (2, lambda parts: parts[0] + superscript(parts[1], False)),
    "munder": (2, lambda parts: parts[0] + subscript(parts[1], False)),
    "mover": (2, _over),
    "msubsup": (3, _both),
    "munderover": (3, _both),
    "mfrac": (2, lambda parts: fraction(parts[0], parts[1])),
    "mroot": (2, lambda parts: root(parts[0], parts[1])),
}
