"""How pictures can be drawn in the terminal, by what it says of itself.

The driver asks once, when it takes the terminal, and goes on at once: what came back is looked at
when a picture is to be drawn. Over ssh it does not ask, since an answer may come late and in
pieces; there, the user can say what the terminal can do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from enum import StrEnum

_NAME = re.compile(r"P>\|(\w+)\W?([0-9]+)\.([0-9]+)")
_PLACEHOLDERS = {"kitty": (0, 28), "ghostty": (1, 0)}
"""The terminals with Unicode placeholders; others, such as WezTerm, have only the rest of it."""
_TERMS = ("xterm-kitty", "xterm-ghostty")
_ABILITIES = re.compile(r"\[\?([0-9;]+)c")
_SIXEL = "4"
_PATIENCE = 2


class Graphics(StrEnum):
    """A way to draw pictures."""

    AUTO = "auto"
    BLOCKS = "blocks"
    KITTY = "kitty"
    SIXEL = "sixel"


def graphics(
    chosen: str, answers: Iterable[str], environment: Mapping[str, str], *, is_remote: bool
) -> Graphics:
    """Return how to draw pictures.

    Args:
        chosen: The user's setting.
        answers: What the terminal said of itself, without the escape in front.
        environment: The variables of the process.
        is_remote: Whether the terminal is on another machine.
    """
    if environment.get("NO_COLOR"):  # the number of a picture would be lost with its colour
        return Graphics.BLOCKS
    if chosen != Graphics.AUTO:
        return Graphics(chosen)
    if is_remote:
        return Graphics.BLOCKS
    if environment.get("TMUX"):
        can_place = _tmux_lets_through()
    else:
        can_place = environment.get("TERM") in _TERMS or any(map(_has_placeholders, answers))
    if can_place:
        return Graphics.KITTY
    abilities = (found[1].split(";") for one in answers if (found := _ABILITIES.fullmatch(one)))
    return Graphics.SIXEL if any(_SIXEL in one[1:] for one in abilities) else Graphics.BLOCKS


def _has_placeholders(answer: str) -> bool:
    found = _NAME.match(answer)
    least = _PLACEHOLDERS.get(found[1].lower()) if found else None
    return bool(found and least and (int(found[2]), int(found[3])) >= least)


def _tmux_lets_through() -> bool:
    """Return whether tmux hands pictures to a terminal around it that has placeholders."""
    tmux = shutil.which("tmux")
    if tmux is None:
        return False
    asked = "#{client_termname} #{allow-passthrough} #{client_termfeatures}"
    try:
        done = subprocess.run(
            [tmux, "display-message", "-p", asked], capture_output=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    term, passthrough, features = (*done.stdout.decode(errors="replace").split(), "", "", "")[:3]
    return term in _TERMS and passthrough in ("on", "all", "1") and "RGB" in features
