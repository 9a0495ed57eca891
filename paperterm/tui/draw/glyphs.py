"""What paperterm draws itself, as it is or in plain ASCII, for fonts that lack the rest.

Texts of papers never come here: they keep their characters. A terminal has one font, so there is
one choice, and whoever draws asks for it at that moment.
"""

from __future__ import annotations

_AS_IT_IS = "·–−“”●○△★≡▌◂▲▼│┃─━▁▂▃▄▅▆▇█░▒▓▏"
_IN_ASCII = '---""o.^*=><^v||-=..::--=#:=+|'
_PLAIN = str.maketrans(_AS_IT_IS, _IN_ASCII) | {ord("…"): "..."}
_chosen: dict[int, int | str] = {}


def choose(*, plain: bool) -> None:
    """Draw in plain ASCII from now on, or not."""
    _chosen.clear()
    if plain:
        _chosen.update(_PLAIN)


def glyphs(text: str) -> str:
    """A text of paperterm's own, as it is to be drawn."""
    return text.translate(_chosen) if _chosen else text
