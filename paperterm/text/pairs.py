r"""Pair the braces, dollars and ``\(`` of a text in one pass."""

import re

_DELIMITERS = re.compile(r"[\\{}$](?:(?<=\\).|(?<=\$)\$?|(?<=[{}]))", re.DOTALL)
"""Begins with a set of characters, which makes the search several times as fast."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([A-Za-z]+\*?)\}")
_CROSSED = 30
"""How many environments without an end are looked over for the one that ends."""

_STRONG = re.compile(r"\\[A-Za-z]|\^|_[{\\]")
"""What hardly ever occurs in a sentence, but does in formulas."""

_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?!\S)")
_MONEY = re.compile(r"[\d.,]")
_NEVER_FIRST = ",;:?)]"


def find_pairs(text: str) -> dict[int, int]:
    r"""Return where each opener in `text` is closed: index of the opener to index of the closer.

    Openers are ``{``, ``\(``, ``\[``, ``$``, ``$$`` and ``\begin``. The result leaves out unpaired
    openers, and pairs of dollars around text that is not a formula (prices, shell variables).
    """
    pairs: dict[int, int] = {}
    braces: list[int] = []
    dollars: list[int] = [-1]  # the open dollar of each level of braces, or -1
    brackets: dict[str, int] = {}
    for match in _DELIMITERS.finditer(text):
        token, at = match[0], match.start()
        if token == "{":
            braces.append(at)
            dollars.append(-1)
        elif token == "}":
            if braces:
                pairs[braces.pop()] = at
                dollars.pop()
        elif token[0] == "$":
            dollars[-1] = _close_dollar(text, pairs, dollars[-1], at, len(token))
        elif token in (r"\(", r"\["):
            brackets[token] = at
        elif token in (r"\)", r"\]"):
            _close_bracket(text, pairs, brackets.pop(r"\(" if token == r"\)" else r"\[", -1), at)
    if r"\begin" in text:
        pairs |= _environments(text)
    return pairs


def _environments(text: str) -> dict[int, int]:
    r"""Return where each ``\begin`` has its ``\end``."""
    pairs: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for match in _ENVIRONMENT.finditer(text):
        if match[1] == "begin":
            opened.append((match[2], match.start()))
            continue
        for number in range(len(opened) - 1, max(-1, len(opened) - _CROSSED), -1):
            if opened[number][0] == match[2]:
                pairs[opened[number][1]] = match.start()
                del opened[number:]
                break
    return pairs


def _close_dollar(text: str, pairs: dict[int, int], opener: int, at: int, width: int) -> int:
    """Add the pair that the dollars at `at` close; return the dollar that is then open, or -1."""
    if opener < 0:
        return at
    if text.startswith("$$", opener):
        if width == 1:
            return opener
        pairs[opener] = at
        return -1
    if _is_formula(text[opener + 1 : at], text[at + 1 : at + 2]):
        pairs[opener] = at
        return at + 1 if width == 2 else -1
    return at + width - 1


def _close_bracket(text: str, pairs: dict[int, int], opener: int, at: int) -> None:
    r"""Add the pair unless it is ``\[...\]`` around something that could be a character class."""
    if opener >= 0 and (text[at + 1] == ")" or _STRONG.search(text, opener + 2, at)):
        pairs[opener] = at


def _is_formula(content: str, after: str) -> bool:
    """Distinguish a formula between dollars from two prices, given the next character."""
    if not content.strip() or (content[0] in _NEVER_FIRST and len(content) > 1):
        return False
    padded = content[0].isspace() or content[-1].isspace()
    worded = padded and _WORD.search(content) is not None
    if _MONEY.match(content) and (worded or content[-1].isspace() or after.isdigit()):
        return not worded and _STRONG.search(content) is not None
    return not worded or _STRONG.search(content) is not None
