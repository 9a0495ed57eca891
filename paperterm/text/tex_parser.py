"""The parser of TeX: one pass over the text, and a group for every argument."""

import re
import string
from collections.abc import Callable

from paperterm.text import environments, symbols
from paperterm.text.macros import MACROS, negated
from paperterm.text.pairs import find_pairs
from paperterm.text.shapes import accented, fraction, root, subscript, superscript

_DEPTH = 24
"""Groups nested deeper are copied unchanged, which bounds the stack and the time."""
_MOST_TIMES, _MOST_MORE = 20, 1_000
"""A group is copied unchanged if its result is longer: nested macros may repeat an argument."""

_IN_TEXT = re.compile(
    r"[\\{$](?:(?<=[{$])"  # begins with a set of characters, which makes the search fast
    r"|(?P<drive>(?<=(?<![\w\\])[A-Za-z]:\\)(?![A-Za-z]+\{)\S*)"  # a path of Windows
    r"|(?P<share>(?<=(?<!\S)\\)\\\w[\w.-]*\\\w\S*)"
    r"|[A-Za-z]+|.)",
    re.DOTALL,
)
_IN_MATH = re.compile(r"\\(?:[A-Za-z]+|.)|[{$^_~]|'+", re.DOTALL)
_IN_FORMULA = re.compile(r"\\(?:[A-Za-z]+|.)|[{$^_~=<>+-]|'+", re.DOTALL)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_BLANKS = re.compile(r"[ \t\n]*")
_OPTION = re.compile(r"\[([^][{}$\\]*)\]")
_LETTER_NEXT = re.compile(r"[ \t\n]+[A-Za-z0-9(]")
_OPERAND_NEXT = re.compile(r"[ \t\n]*\{?(?:[^\W_]|\\(?!left|right|[bB]ig)[A-Za-z])")
_ACCENTED = re.compile(r"\\([A-Za-z]+)[ \t\n]*|[^\W\d_]")

_SYMBOLS = symbols.SYMBOLS | symbols.RARE_SYMBOLS
_OPERATORS = symbols.OPERATORS | symbols.RARE_OPERATORS
_PRIMES = {1: "′", 2: "″", 3: "‴"}
_FORMULAS = ("$", r"\(", r"\[")
_ASCII_LETTERS = frozenset(string.ascii_letters)
_SIGNS = frozenset("=<>+-")
_NO_OPERANDS = frozenset((*"([{⟨⌈⌊⟦⟪,;:=<>+-/*", *_OPERATORS.values()))
_JOINED_TO_RELATION = frozenset(("", ":", "<", ">", "="))
_SIZE = re.compile(r"\s*\\[bB]igg?[lrm]?(?=[{\s])")
_NAME = re.compile(r"\{([A-Za-z]+\*?)\}")
_CELLS = re.compile(r"\\begin(?=\{)|\\\\(?:\[[^]]{0,20}\])?|\\cr(?![A-Za-z])|\\.|[{&]", re.DOTALL)
_DEGREE = re.compile(r"\s*\{?([A-Za-z0-9])\}?\s*\\of(?![A-Za-z])")
_DIMENSION = re.compile(
    r"\s*=?\s*-?[0-9]*\.?[0-9]*\s*(?:true)?(?:pt|em|ex|mu|cm|mm|in|bp|sp|pc|dd)"
    r"(?:\s*(?:plus|minus)\s*[0-9.]+\s*(?:pt|em|ex|mu|fill?))*"
)
_KERNS = frozenset(("kern", "mkern", "hskip", "mskip", "vskip", "lower", "raise"))
_SIZED = frozenset(("qty", "quantity"))
_INFIX: dict[str, Callable[[str, str], str]] = {
    "over": fraction,
    "atop": lambda above, below: f"{above.strip()}, {below.strip()}",
    "brack": lambda above, below: f"[{above.strip()} over {below.strip()}]",
    "brace": lambda above, below: f"{{{above.strip()} over {below.strip()}}}",
    "choose": lambda above, below: f"({above.strip()} choose {below.strip()})",
}
_CHARACTER_CODE = re.compile(r"\s*(?:\"([0-9A-Fa-f]{1,6})|'([0-7]{1,7})|([0-9]{1,7}))\s?")
_OPENING = ("", *"([{⟨⌈⌊=<>,;")
_CLOSING = ("", *")]},;:.'^_&")
_AFTER_OPERAND = tuple(")]}")
_KNOWN = frozenset().union(
    MACROS,
    _SYMBOLS,
    _OPERATORS,
    symbols.TEXT_SYMBOLS,
    symbols.LETTERS,
    symbols.SWITCHES,
)


def read_tex(text: str) -> str:
    """Return `text` with its commands, accents and formulas as Unicode."""
    return _Group(text, find_pairs(text), 0, len(text), math=False, depth=0).render()


def read_formula(tex: str) -> str:
    """Return a formula, without the dollars around it, as Unicode, with spaces around signs."""
    pairs = find_pairs(tex)
    return _Group(tex, pairs, 0, len(tex), math=True, depth=0, is_spaced=True).render()


class _Group:
    """A part of the source that is converted to Unicode, as text or as a formula."""

    def __init__(
        self,
        source: str,
        pairs: dict[int, int],
        start: int,
        end: int,
        *,
        math: bool,
        depth: int,
        is_spaced: bool = False,
    ) -> None:
        self.source = source
        self.pairs = pairs
        self.pos = start
        self.end = end
        self.math = math
        self.depth = depth
        self.is_spaced = is_spaced
        self.out: list[str] = []

    def render(self) -> str:
        """Parse up to the end and return the result; the source if the result is too long."""
        source = self.source[self.pos : self.end]
        in_math = _IN_FORMULA if self.is_spaced else _IN_MATH
        search = (in_math if self.math else _IN_TEXT).search
        while match := search(self.source, self.pos, self.end):
            self._write(self.source[self.pos : match.start()])
            self.pos = match.end()
            if match.lastgroup:
                self._write(match[0])
            else:
                self._token(match[0], match.start())
        self._write(self.source[self.pos : self.end])
        is_bounded = sum(map(len, self.out)) <= _MOST_TIMES * len(source) + _MOST_MORE
        return "".join(self.out) if is_bounded else source

    def _write(self, piece: str) -> None:
        if piece:
            self.out.append(piece)

    def _inner(self, start: int, end: int, math: bool) -> str:
        if self.depth >= _DEPTH:
            return self.source[start:end]
        group = _Group(
            self.source,
            self.pairs,
            start,
            end,
            math=math,
            depth=self.depth + 1,
            is_spaced=self.is_spaced,
        )
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
        elif token in _SIGNS:
            self._sign(token)
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
        if self.math and name in symbols.MATH_SYMBOLS:
            self._symbol(symbols.MATH_SYMBOLS[name])
        elif name in _SYMBOLS and (self.math or len(name) > 1):
            self._symbol(_SYMBOLS[name])
        elif name in _OPERATORS:
            self._operator(_OPERATORS[name])
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
        elif self.math and self._is_structure(name, token):
            return
        elif name in MACROS and (self.math or not MACROS[name].formulas_only):
            self._macro(name, token)
        else:
            self._unknown(token)

    def _is_structure(self, name: str, token: str) -> bool:
        """Write a command that concerns more than its arguments; return whether it was one."""
        if name == "begin":
            self._environment(token)
        elif name in environments.STACKS:
            self._stack(name, token)
        elif name in _INFIX:
            self._infix(name)
        elif name in _SIZED and self._next() in ("(", "[", "|"):
            pass  # it only makes them as large as what is between them
        elif name in _KERNS:
            if match := _DIMENSION.match(self.source, self.pos, self.end):
                self.pos = match.end()
        elif name == "char":
            self._character(token)
        elif name == "root":
            self._root(token)
        else:
            return False
        return True

    def _environment(self, token: str) -> None:
        r"""Write what is between ``\begin{…}`` and its ``\end{…}``."""
        named = _NAME.match(self.source, self.pos, self.end)
        closer = self._closer(self.pos - len(token))
        if not named or closer < 0 or self.depth >= _DEPTH:
            self._unknown(token)
            return
        start = named.end()
        if match := _OPTION.match(self.source, start, closer):
            start = match.end()
        if environments.has_columns(named[1]) and 0 <= (after := self._closer(start)) < closer:
            start = after + 1
        self._write(environments.laid_out(named[1], self._rows(start, closer)))
        closing = _NAME.match(self.source, closer + len(r"\end"), self.end)
        self.pos = closing.end() if closing else closer

    def _stack(self, name: str, token: str) -> None:
        self._skip_blanks()
        closer = self._closer(self.pos)
        if closer < 0 or self.depth >= _DEPTH:
            self._unknown(token)
            return
        rows = self._rows(self.pos + 1, closer)
        self.pos = closer + 1
        self._write(environments.laid_out(environments.STACKS[name], rows))

    def _rows(self, start: int, end: int) -> list[list[str]]:
        """Return the rendered cells between two places, row by row."""
        rows: list[list[str]] = [[]]
        at = start
        match = _CELLS.search(self.source, start, end)
        while match:
            behind = match.end()
            if match[0] == "{" or match[0] == r"\begin":
                behind = max(behind, self._closer(match.start()) + 1)
            elif match[0] in ("&", r"\cr") or match[0][:2] == r"\\":
                rows[-1].append(self._inner(at, match.start(), True).strip())
                rows += [[]] if match[0] != "&" else []
                at = behind
            match = _CELLS.search(self.source, behind, end)
        rows[-1].append(self._inner(at, end, True).strip())
        return rows

    def _infix(self, name: str) -> None:
        r"""Write ``a \over b``, which concerns the whole group."""
        before, self.out = "".join(self.out), []
        after = self._inner(self.pos, self.end, True)
        self.pos = self.end
        self._write(_INFIX[name](before, after))
        if name == "over" and _OPERAND_NEXT.match(self.source, self.end + 1):
            self._write(" ")

    def _root(self, token: str) -> None:
        r"""Write ``\root 3 \of x``."""
        start = self.pos
        match = _DEGREE.match(self.source, self.pos, self.end)
        self.pos = match.end() if match else self.pos
        contents = self._arguments(1, math=True) if match else None
        if match and contents:
            self._write(root(contents[0], match[1]))
        else:
            self.pos = start
            self._unknown(token)

    def _character(self, token: str) -> None:
        match = _CHARACTER_CODE.match(self.source, self.pos, self.end)
        if not match:
            self._write(token)
            return
        self.pos = match.end()
        base = 16 if match[1] else 8 if match[2] else 10
        number = int(match[match.lastindex or 0], base)
        self._write(chr(number) if number < 0x110000 and chr(number).isprintable() else "")

    def _sign(self, sign: str) -> None:
        """Write a sign as TeX sets it: with spaces between operands, close to a single one."""
        self._skip_blanks()
        written = next((piece for piece in reversed(self.out) if piece.strip()), "").rstrip()
        before = written[-1:]
        if before and before not in _NO_OPERANDS:
            self._strip()
            self._write(f" {sign} ")
        elif sign in "=<>" and before in _JOINED_TO_RELATION:  # := and <=
            self._strip()
            if before == ":":
                self.out[-1] = self.out[-1][:-1]
                self._strip()
                self._write(" :" if self.out else ":")
            self._write(f"{sign} ")
        else:
            self._write(sign)

    def _strip(self) -> None:
        """Remove the blanks at the end of what is written."""
        while self.out and not self.out[-1].strip():
            self.out.pop()
        if self.out:
            self.out[-1] = self.out[-1].rstrip()

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
        self._strip()
        spaced = self._tail() not in _OPENING and self._next() not in _CLOSING
        self._write(f" {char} " if spaced else char)

    def _function(self, name: str) -> None:
        if name == "operatorname":
            self.pos += self.source.startswith("*", self.pos, self.end)
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
        if self.source.startswith("*", self.pos, self.end):
            self.pos += 1
        if match := _OPTION.match(self.source, self.pos, self.end):
            self.pos, option = match.end(), match[1]
        if self.math and (match := _SIZE.match(self.source, self.pos, self.end)):
            self.pos = match.end()
        contents = self._arguments(macro.arity, macro.math)
        if contents is None:
            self.pos = start
            self._unknown(token)
            return
        for _ in range(macro.more):
            if not self.source.startswith("{", self.pos, self.end):
                break
            contents += self._arguments(1, macro.math) or []
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
    if (greek := _SYMBOLS.get(name + content, "")) and len(content) > 1:
        return greek
    return accented(content, symbols.ACCENTS[name]) if content[0].isalpha() else ""
