"""The parser of TeX: one pass over the text, and a group for every argument."""

import re
import string

from paperterm.text import symbols
from paperterm.text.macros import MACROS, negated
from paperterm.text.pairs import find_pairs
from paperterm.text.shapes import accented, subscript, superscript

_DEPTH = 24
"""Groups nested deeper are copied unchanged, which bounds the stack and the time."""

_IN_TEXT = re.compile(
    r"(?<!\w)[A-Za-z]:\\(?![A-Za-z]+\{)\S*"  # a path of Windows
    r"|(?<!\S)\\\\\w[\w.-]*\\\w\S*"  # a share of Windows
    r"|\\(?:[A-Za-z]+|.)|[{$]",
    re.DOTALL,
)
_IN_MATH = re.compile(r"\\(?:[A-Za-z]+|.)|[{$^_~]|'+", re.DOTALL)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_BLANKS = re.compile(r"[ \t\n]*")
_OPTION = re.compile(r"\[([^][{}$\\]*)\]")
_LETTER_NEXT = re.compile(r"[ \t\n]+[A-Za-z0-9(]")
_OPERAND_NEXT = re.compile(r"[ \t\n]*\{?(?:[^\W_]|\\(?!left|right|[bB]ig)[A-Za-z])")
_ACCENTED = re.compile(r"\\([A-Za-z]+)[ \t\n]*|[^\W\d_]")

_PRIMES = {1: "′", 2: "″", 3: "‴"}
_FORMULAS = ("$", r"\(", r"\[")
_ASCII_LETTERS = frozenset(string.ascii_letters)
_OPENING = ("", *"([{⟨⌈⌊=<>,;")
_CLOSING = ("", *")]},;:.'^_&")
_AFTER_OPERAND = tuple(")]}")
_KNOWN = frozenset().union(
    MACROS,
    symbols.SYMBOLS,
    symbols.OPERATORS,
    symbols.TEXT_SYMBOLS,
    symbols.LETTERS,
    symbols.SWITCHES,
)


def read_tex(text: str) -> str:
    """Return `text` with its commands, accents and formulas as Unicode."""
    return _Group(text, find_pairs(text), 0, len(text), math=False, depth=0).render()


class _Group:
    """A part of the source that is converted to Unicode, as text or as a formula."""

    def __init__(
        self, source: str, pairs: dict[int, int], start: int, end: int, *, math: bool, depth: int
    ) -> None:
        self.source = source
        self.pairs = pairs
        self.pos = start
        self.end = end
        self.math = math
        self.depth = depth
        self.out: list[str] = []

    def render(self) -> str:
        """Parse up to the end and return the result."""
        search = (_IN_MATH if self.math else _IN_TEXT).search
        while match := search(self.source, self.pos, self.end):
            self._write(self.source[self.pos : match.start()])
            self.pos = match.end()
            self._token(match[0], match.start())
        self._write(self.source[self.pos : self.end])
        return "".join(self.out)

    def _write(self, piece: str) -> None:
        if piece:
            self.out.append(piece)

    def _inner(self, start: int, end: int, math: bool) -> str:
        if self.depth >= _DEPTH:
            return self.source[start:end]
        group = _Group(self.source, self.pairs, start, end, math=math, depth=self.depth + 1)
        return group.render()

    def _closer(self, opener: int) -> int:
        """Return where `opener` is closed within this group, or -1."""
        closer = self.pairs.get(opener, -1)
        return closer if closer < self.end else -1

    # Tokens

    def _token(self, token: str, at: int) -> None:
        if token == "{":
            self._group(at)
        elif token in _FORMULAS:
            self._formula(token, at)
        elif token[0] == "\\" and len(token) > 1 and token[1] in _ASCII_LETTERS:
            self._command(token[1:], token)
        elif token[0] == "\\" and len(token) == 2:
            self._escape(token[1], token)
        elif token == "~":
            self._write(" ")
        elif token[0] == "'":
            self._write(_PRIMES.get(len(token), "′" * len(token)))
        elif token in ("^", "_"):
            self._script(token)
        else:
            self._write(token)

    def _group(self, at: int) -> None:
        """Drop the braces of a TeX group; in plain text, braces are ordinary characters."""
        closer = self._closer(at)
        if closer < 0 or not (self.math or self.depth or self._opens_with_command()):
            self._write("{")
            return
        self._write(self._inner(at + 1, closer, self.math))
        self.pos = closer + 1

    def _opens_with_command(self) -> bool:
        match = _COMMAND.match(self.source, self.pos, self.end)
        return match is not None and (match[0][1:] in _KNOWN or match[0][1] in symbols.ACCENTS)

    def _formula(self, token: str, at: int) -> None:
        closer = self._closer(at)
        if closer < 0:
            self._write(token)
            return
        if self.source.startswith("$$", at) and self.source.startswith("$$", closer):
            token = "$$"
        self._write(self._inner(at + len(token), closer, True).strip())
        self.pos = closer + len(token)

    def _script(self, sign: str) -> None:
        contents = self._arguments(1, math=True)
        if contents is None:
            self._write(sign)
            return
        lay_out = superscript if sign == "^" else subscript
        self._write(lay_out(contents[0], self._next().isalnum()))

    def _escape(self, char: str, token: str) -> None:
        """Write what a backslash and a character other than a letter stand for."""
        if char == "\\":
            self._skip_blanks()
            self._write(" " if self._next() else "")
        elif char in symbols.ESCAPES:
            self._write(symbols.ESCAPES[char])
        elif self.math:
            self._write(symbols.MATH_ESCAPES.get(char, token))
        elif char in symbols.ACCENTS:
            self._accent(char, token)
        elif char != "-" or not (self._tail() + self._next()).isalnum():
            self._write(token)  # otherwise it only permits hyphenation

    # Commands

    def _command(self, name: str, token: str) -> None:
        """Write what the command stands for, or the command itself if it is unknown."""
        if name in symbols.SYMBOLS and (self.math or len(name) > 1):
            self._symbol(symbols.SYMBOLS[name])
        elif name in symbols.OPERATORS:
            self._operator(symbols.OPERATORS[name])
        elif name in symbols.FUNCTIONS or name == "operatorname":
            self._function(name)
        elif name in symbols.TEXT_SYMBOLS:
            self._write(symbols.TEXT_SYMBOLS[name])
            self._skip_empty_group()
        elif name in symbols.LETTERS and not self.math:
            self._write(symbols.LETTERS[name])
            if not self._skip_empty_group():
                self._skip_blanks()
        elif name in symbols.ACCENTS and not self.math:
            self._accent(name, token)
        elif name in symbols.SWITCHES and (self.math or not self._tail().isalnum()):
            self._skip_blanks()
        elif name in symbols.SIZES and self.math:
            self._size()
        elif name == "not" and self.math:
            self._negated()
        elif name in MACROS:
            self._macro(name, token)
        else:
            self._unknown(token)

    def _unknown(self, token: str) -> None:
        """Write an unknown command unchanged, with the braces of its arguments."""
        self._write(token)
        while (closer := self._closer(self.pos)) >= 0 and self.source[self.pos] == "{":
            self._write("{" + self._inner(self.pos + 1, closer, self.math) + "}")
            self.pos = closer + 1

    def _symbol(self, char: str) -> None:
        self._write(char)
        if not self.math:
            self._skip_empty_group()
        elif char not in "…⋯" and _LETTER_NEXT.match(self.source, self.pos, self.end):
            self._skip_blanks()  # they only ended the command

    def _operator(self, char: str) -> None:
        """Write a relation or operator, with spaces if it has operands on both sides."""
        if not self.math:
            self._write(char)
            return
        self._skip_blanks()
        while self.out and not self.out[-1].strip():
            self.out.pop()
        if self.out:
            self.out[-1] = self.out[-1].rstrip()
        spaced = self._tail() not in _OPENING and self._next() not in _CLOSING
        self._write(f" {char} " if spaced else char)

    def _function(self, name: str) -> None:
        if name == "operatorname":
            name = "".join(self._arguments(1, math=True) or [r"\operatorname"])
        if self._tail().isalnum() or self._tail() in _AFTER_OPERAND:
            self._write(" ")
        self._write(name)
        if self.math and _OPERAND_NEXT.match(self.source, self.pos, self.end):
            self._skip_blanks()
            self._write(" ")

    def _size(self) -> None:
        r"""Skip the size of a delimiter, and the dot that means none: ``\left.``."""
        self._skip_blanks()
        if self.source.startswith(".", self.pos, self.end):
            self.pos += 1

    def _accent(self, name: str, token: str) -> None:
        r"""Write the letter that follows with its accent: ``\'e``, ``\v{z}``, ``\"\i``."""
        start = self.pos
        if name.isalpha():
            self._skip_blanks()
        closer = self._closer(self.pos)
        if closer >= 0 and self.source[self.pos] == "{":
            content = self._inner(self.pos + 1, closer, False)
            self.pos = closer + 1
            self._write(_accented_group(name, content) or f"{token}{{{content}}}")
            return
        match = _ACCENTED.match(self.source, self.pos, self.end)
        if match and (letter := symbols.LETTERS.get(match[1] or "", match[0])):
            letter = accented(letter, symbols.ACCENTS[name])
            if len(letter) == 1 and (name != "." or match[0] in "eEgGIzZ"):
                self.pos = match.end()
                self._write(letter)
                return
        self.pos = start
        self._write(token)

    def _negated(self) -> None:
        contents = self._arguments(1, math=True)
        if contents is None:
            self._write(r"\not")
        else:
            self._operator(negated(contents[0]))

    def _macro(self, name: str, token: str) -> None:
        """Write a command with its arguments; without them it is treated as unknown."""
        macro = MACROS[name]
        start, option = self.pos, ""
        if match := _OPTION.match(self.source, self.pos, self.end):
            self.pos, option = match.end(), match[1]
        contents = self._arguments(macro.arity, macro.math)
        if contents is None:
            self.pos = start
            self._unknown(token)
            return
        content = macro.expand(contents, option)
        if self._tail().isspace():
            content = content.lstrip()
        elif macro.apart and self._tail().isalnum():
            self._write(" ")
        self._write(content)
        if macro.apart and _OPERAND_NEXT.match(self.source, self.pos, self.end):
            self._write(" ")

    # Looking around

    def _tail(self) -> str:
        """Return the last character written, or nothing."""
        return self.out[-1][-1] if self.out else ""

    def _next(self) -> str:
        """Return the next character to read, or nothing."""
        return self.source[self.pos : min(self.pos + 1, self.end)]

    def _skip_blanks(self) -> None:
        match = _BLANKS.match(self.source, self.pos, self.end)
        self.pos = match.end() if match else self.pos

    def _skip_empty_group(self) -> bool:
        skips = self.source.startswith("{}", self.pos, self.end)
        self.pos += 2 * skips
        return skips

    def _arguments(self, count: int, math: bool) -> list[str] | None:
        """Parse and render that many arguments; if they are missing, return None and stay."""
        start, extents = self.pos, []
        for _ in range(count):
            extent = self._extent()
            if extent is None:
                self.pos = start
                return None
            extents.append(extent)
        return [self._inner(at, end, math) for at, end in extents]

    def _extent(self) -> tuple[int, int] | None:
        """Skip an argument and return where it is; text macros and paths need braces.

        All arguments are found before any is rendered, so that nothing is rendered twice.
        """
        if self.pos >= self.end:
            return None
        self._skip_blanks()
        at, end = self.pos, self.pos + 1
        closer = self._closer(at)
        if closer >= 0 and self.source[at] == "{":
            self.pos = closer + 1
            return at + 1, closer
        if not self.math or at >= self.end or self.source[at] in "{}^_$":
            return None
        if match := _COMMAND.match(self.source, at, self.end):
            end = match.end()
            macro = MACROS.get(match[0][1:])
            for _ in range(macro.arity if macro else 0):
                if self.source.startswith("{", end) and (closer := self._closer(end)) >= 0:
                    end = closer + 1
        self.pos = end
        return at, end


def _accented_group(name: str, content: str) -> str:
    r"""Return what an accent and its group in braces stand for; empty if it is not an accent.

    arXiv's listings split some macros that begin like an accent: ``\b{eta}`` for ``\beta``.
    """
    if not content:
        return name if name in "~^" else ""
    if (greek := symbols.SYMBOLS.get(name + content, "")) and len(content) > 1:
        return greek
    return accented(content, symbols.ACCENTS[name]) if content[0].isalpha() else ""
