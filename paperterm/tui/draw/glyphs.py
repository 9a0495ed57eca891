"""The glyphs that paperterm draws, as they are or in plain ASCII for fonts that lack them.

Text of papers keeps its characters. A terminal has one font, so the choice is global, and is looked
up at each drawing.
"""

from __future__ import annotations

_GLYPHS = "·–−“”●○△★×≡▤▌◂▲▼│┃─━▁▂▃▄▅▆▇█░▒▓▏▎▐›•"
_IN_ASCII = '---""o.^*x=#><^v||-=.::--==#:=+|||>*'
_PLAIN = str.maketrans(_GLYPHS, _IN_ASCII) | {ord("…"): "..."}
_NO_LINES = str.maketrans(dict.fromkeys("│┃─━▁▂▃▄▅▆▇█▏▎▐", " "))
_chosen: dict[int, int | str] = {}


def choose(*, plain: bool, has_lines: bool = True) -> None:
    """Choose plain ASCII, or all glyphs; without lines, blanks take their place."""
    _chosen.clear()
    if plain:
        _chosen.update(_PLAIN)
    if not has_lines:
        _chosen.update(_NO_LINES)


def glyphs(text: str) -> str:
    """Return text of paperterm itself with the chosen glyphs."""
    return text.translate(_chosen) if _chosen else text
