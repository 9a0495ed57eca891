"""The control sequences of a terminal that Textual is told of, in a form that it parses correctly.

Textual takes what it does not know for keys, and raises an error for numbers that it does not
expect. So this is a list of what is let through; all else is an answer that was not asked for.
"""

from __future__ import annotations

import re

from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS

_CSI = "\x1b["
_FOCUS = ("I", "O")
_MODES = re.compile(r"\?20(26|48);[0-4]\$y")
_MOUSE = re.compile(r"<\d{1,3}(;[1-9]\d{0,5}){2}[Mm]", re.ASCII)
_SIZE = re.compile(r"48" + r";(\d{1,6})(?::\d*)*" * 4 + "t", re.ASCII)
_LARGEST = 2000
"""Columns or lines: a wider or higher screen would take the memory of the machine."""

_KEY = re.compile(r"([\d:]*)(?:;([\d:]*))?(?:;([\d:]*))?([~ABCDEFHPQRSu])", re.ASCII)
_PRESSED = 1
_RELEASED = 3
_SHIFT = 2
_LOCKS = 64 + 128
_OTHER_KEYS = 27
"""The first number of xterm's modifyOtherKeys: `27;5;106~` is ctrl+j."""
_PRIVATE = range(0xE000, 0xF900)
"""Where the kitty protocol has its functional keys."""
_F13_TO_F20 = {25: 57376, 26: 57377, 28: 57378, 29: 57379}
_F13_TO_F20 |= {31: 57380, 32: 57381, 33: 57382, 34: 57383}


def understood(body: str) -> str:
    """Return a control sequence as Textual parses it; "" if it is not for a reader.

    Args:
        body: What follows `ESC [`, up to its last character.
    """
    if body in _FOCUS or _MODES.fullmatch(body) or _MOUSE.fullmatch(body):
        return _CSI + body
    if size := _SIZE.fullmatch(body):
        return _size(*map(int, size.groups()))
    key = _KEY.fullmatch(body)
    if key and not constants.DISABLE_KITTY_KEY:
        codes, modifiers, texts = map(_numbers, key.group(1, 2, 3))
        return _key(codes, modifiers, texts, key[4])
    return _CSI + body if is_known(_CSI + body) else ""


def is_known(sequence: str) -> bool:
    """Return whether Textual knows a sequence as a key of some terminal."""
    return sequence in ANSI_SEQUENCES_KEYS


def _size(lines: int, columns: int, height: int, width: int) -> str:
    """Return a report of the size; a terminal that does not know its pixels counts cells."""
    if not (0 < lines <= _LARGEST and 0 < columns <= _LARGEST):
        return ""
    return f"{_CSI}48;{lines};{columns};{height or lines};{width or columns}t"


def _key(codes: list[int], modifiers: list[int], texts: list[int], end: str) -> str:
    """Return a key that was pressed or is held: without what the kitty protocol adds to it.

    Args:
        codes: The key, and what it is with shift.
        modifiers: The modifiers, and whether it was pressed, is held, or was released.
        texts: The characters that it types.
        end: The last character of the sequence.
    """
    code, held = codes[0] or 1, modifiers[0] or 1
    if _RELEASED in modifiers[1:2] or held > 256:
        return ""
    if (code, end) == (_OTHER_KEYS, "~"):
        return _key(texts, modifiers, [0], "u")
    if end == "R":  # the position of the cursor; f3 ends differently
        return ""
    if end in "ABCD" and not modifiers[0] and 1 < code <= 16:  # rxvt
        code, held = 1, code
    code, end = (_F13_TO_F20[code], "u") if end == "~" and code in _F13_TO_F20 else (code, end)
    held = (held - 1 & ~_LOCKS) + 1
    text = ":".join(str(one) for one in texts if _is_text(one))
    if f"{code}{end}" not in FUNCTIONAL_KEYS:
        if end != "u" or not _is_text(code):
            return ""
        if not text and held in (_PRESSED, _SHIFT):
            shifted = codes[1] if len(codes) > 1 and _is_text(codes[1]) else 0
            return chr(code) if held == _PRESSED else chr(shifted) if shifted else chr(code).upper()
    more = f";{held};{text}" if text else f";{held}" if held != _PRESSED else ""
    return f"{_CSI}{code}{more}{end}"


def _numbers(text: str | None) -> list[int]:
    return [int(number or 0) for number in (text or "").split(":")]


def _is_text(code: int) -> bool:
    """Return whether a number is that of a character that can be typed."""
    return (
        32 <= code < 0x110000
        and not 127 <= code < 160
        and not 0xD800 <= code < 0xE000
        and code not in _PRIVATE
    )
