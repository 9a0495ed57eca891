"""What a terminal sends, cleaned: whole keys, clicks and pastes, and nothing else.

A terminal also answers: to the program before, to another one behind it, or too late. It sends
bytes that are not UTF-8, and forms of keys that were not requested. Textual takes these for keys,
or fails.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Generator

from textual.constants import ESCAPE_DELAY

from paperterm.tui.keys.control_sequences import is_known, understood

_ESC, _BEL, _ST = "\x1b", "\x07", "\x9c"
_STRINGS = "]PX^_"
"""What begins a string after escape: OSC, DCS, SOS, PM, APC."""
_EIGHT_BITS = {
    "\x8f": "O",
    "\x90": "P",
    "\x98": "X",
    "\x9b": "[",
    "\x9d": "]",
    "\x9e": "^",
    "\x9f": "_",
}
"""Characters that are escape and another one."""
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_REPORTS_SIZE = {f"?2048;{state}$y" for state in (1, 2, 3)}
_ABILITIES = re.compile(r"\?[0-9;]{1,60}c", re.ASCII)
_NAME = ">|"
"""How the abilities of a terminal, and its name, are told: DA1 and XTVERSION."""
_MOST_ANSWERS = 8
_LONGEST = 64
"""Characters of a control sequence."""
_LONGEST_STRING = 1 << 20
_PATIENCE, _PASTE_PATIENCE = 1.0, 2.0
"""Seconds without a byte after which the rest of a sequence or a paste will not come."""


def _beginnings(*words: str) -> str:
    return "|".join(word[:end] for word in words for end in range(1, len(word) + 1))


_NO_NUMBER, _NO_VALUE = _beginnings("NaN", "Infinity"), _beginnings("undefined", "null")
_UNFINISHED = re.compile(rf"(?:<|.*;)-?(?:{_NO_NUMBER})|<.*;-?(?:{_NO_VALUE})|<.*\de|\[", re.ASCII)
"""Sequences that go on after a letter: a report of the mouse whose numbers are none, a function key
of the Linux console."""
_WHOLE = re.compile(r".*[@-~]|\d+\$|\[.", re.ASCII)
"""A letter ends a sequence; rxvt has keys that end in a dollar sign."""

_UNDECODED = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or None for byte in range(0x80, 0x100)
}
"""Bytes that are not UTF-8 are Latin-1, as far as they are text."""
_CONTROLS = {byte: chr(byte - 0xDC00) for byte in range(0xDC80, 0xDCA0)}

_Steps = Generator[float | None, str, str]
"""Yields how long to wait for the next character; is sent "" if there is none."""


class TerminalInput:
    """A filter of what a terminal sends.

    Attributes:
        patience: The seconds after which to call `pause` if nothing more comes; None if nothing is
            incomplete.
        answers: What the terminal said of itself: its name and its abilities, without the escape
            in front.
    """

    def __init__(self) -> None:
        self.patience: float | None = None
        self.answers: list[str] = []
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._units: list[str] = []
        self._text: list[str] = []
        self._reports_size = False
        self._steps = self._run()
        next(self._steps)

    def feed(self, received: bytes) -> list[str]:
        """Return what is complete, in order; each item is text, or a whole sequence."""
        for character in self._decoder.decode(received):
            self.patience = self._steps.send(character)
        if self.patience is None and self._decoder.getstate()[0]:
            self.patience = ESCAPE_DELAY
        return self._taken()

    def pause(self) -> list[str]:
        """Return what is complete because nothing followed, such as the escape key."""
        for character in (*self._decoder.decode(b"", final=True), ""):
            self.patience = self._steps.send(character)
        return self._taken()

    def _taken(self) -> list[str]:
        self._end_text()
        taken, self._units = self._units, []
        return taken

    def _end_text(self) -> None:
        if text := "".join(self._text).translate(_UNDECODED):
            self._units.append(text)
        self._text.clear()

    def _emit(self, unit: str) -> None:
        if unit:
            self._end_text()
            self._units.append(unit)

    def _run(self) -> _Steps:
        # The steps below return a character that belongs to what follows, or "".
        character = ""
        while True:
            character = (character or (yield None)).translate(_CONTROLS)
            if character == _ESC:
                character = yield from self._escape()
            elif character in _EIGHT_BITS:
                character = yield from self._begin(_EIGHT_BITS[character])
            else:
                if not "\x80" <= character < "\xa0":
                    self._text.append(character)
                character = ""

    def _escape(self) -> _Steps:
        return (yield from self._begin((yield ESCAPE_DELAY)))

    def _begin(self, first: str) -> _Steps:
        """Take what begins with escape and a character."""
        if first in ("", _ESC):
            self._emit(_ESC)
            return first
        if first == "[":
            return (yield from self._control())
        if first == "O":
            return (yield from self._single())
        if first == "/":
            return (yield from self._vt52())
        if first in _STRINGS:
            return (yield from self._string(first))
        if "\x80" <= first.translate(_CONTROLS) < "\xa0":
            return first
        if first != "\\":  # the end of a string
            self._emit((_ESC + first).translate(_UNDECODED))
        return ""

    def _vt52(self) -> _Steps:
        """Drop what a terminal calls itself when it plays a VT52, or take alt+/."""
        body = ""
        while True:
            character = yield ESCAPE_DELAY
            if (character == "Z" and not body) or (character == "c" and body):
                return ""
            if not character or character not in "0123456789;":
                break
            body = (body + character)[:_LONGEST]
        self._emit(f"{_ESC}/")
        self._text.extend(body)
        return character

    def _single(self) -> _Steps:
        """Take a key that has no numbers, such as an arrow in the mode for applications."""
        character, parameters = (yield ESCAPE_DELAY), ""
        while character and character in "0123456789;":
            parameters = character
            character = yield _PATIENCE
        if not "" <= character < "\x7f" or "" < character < " ":
            return character
        key = f"{_ESC}O{character}"
        self._emit(key if not parameters and (not character or is_known(key)) else "")
        return ""

    def _control(self) -> _Steps:
        """Take a control sequence."""
        body = ""
        while not _WHOLE.fullmatch(body) or _UNFINISHED.fullmatch(body):
            character = yield _PATIENCE
            if not " " <= character < "\x7f":
                return character
            body = body[:_LONGEST] + character
            if body == "M":
                return (yield from self._old_mouse())
        if _ESC + "[" + body == _PASTE:
            return (yield from self._paste())
        if len(body) <= _LONGEST:
            self._emit(self._wanted(body))
        return ""

    def _wanted(self, body: str) -> str:
        """Return a control sequence for Textual; no size from a terminal that was not asked for it.

        Textual would take the positions of the mouse for pixels from then on.
        """
        if _ABILITIES.fullmatch(body):
            self._heard(f"[{body}")
        self._reports_size |= body in _REPORTS_SIZE
        is_size = body.startswith("48;") and body.endswith("t")
        return "" if is_size and not self._reports_size else understood(body)

    def _heard(self, answer: str) -> None:
        self.answers = [*self.answers, answer][-_MOST_ANSWERS:]

    def _old_mouse(self) -> _Steps:
        """Drop a report of the mouse as three characters of any kind."""
        for _ in range(3):
            character = yield _PATIENCE
            if character in ("", _ESC):
                return character
        return ""

    def _string(self, kind: str) -> _Steps:
        """Drop a string, but keep the name of the terminal: no answer in one is for a reader."""
        body = ""
        for length in range(_LONGEST_STRING):
            is_key = kind.isalpha() and not length  # or alt and a letter
            character = (yield ESCAPE_DELAY if is_key else _PATIENCE).translate(_CONTROLS)
            if character in (_ESC, _BEL, _ST) and kind == "P" and body.startswith(_NAME):
                self._heard(f"P{body}")
            if character == _ESC:
                return (yield from self._escape())
            if not character and is_key:
                self._emit(_ESC + kind)
            if character in ("", _BEL, _ST):
                return ""
            body = (body + character)[:_LONGEST]
            if character < " " and character not in "\t\n\r":
                return character
        return ""

    def _paste(self) -> _Steps:
        """Take a paste; only its end is a control sequence in it."""
        self._emit(_PASTE)
        tail = ""
        while tail != _PASTE_END:
            character = yield _PASTE_PATIENCE
            if not character:
                break
            tail += character
            while not _PASTE_END.startswith(tail):
                self._text.append(tail[0].replace(_ESC, ""))
                tail = tail[1:]
        self._emit(_PASTE_END)
        return ""
