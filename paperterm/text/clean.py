"""Remove what must not reach a terminal: control, invisible and reordering characters.

A title is untrusted text. An escape sequence in it could recolour the screen, a right-to-left
override could reverse a line, and a line break could break a list.
"""

import re
import unicodedata

MAX_MARKS = 8
"""The most combining marks on one character; real scripts need fewer, "zalgo" text more."""

# White space that is a control character is not here: `str.split` turns it into a space.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U00013430-\U0001345f"
"""Joiners, fillers, and how hieroglyphs are laid out, which `str.isprintable` lets through."""

_INVISIBLE = re.compile(
    f"[{_FILLERS}"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 with ESC, DEL, C1
    "\u00ad\u061c"  # soft hyphen, Arabic letter mark
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"  # signs around numbers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero-width, marks, overrides, isolates
    "\ufeff\ufff0-\ufffb"  # byte order mark, interlinear annotation
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical formatting
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags, between them the variation selectors
    "]+"
)
_SUSPECT = re.compile(f"[^\x00-\u02ff](?:(?<=[{_FILLERS}])|[^\x00-\u02ff]{{{MAX_MARKS}}})")
"""A filler, or what may be too many marks; a set at the beginning makes the search fast.

`[\u0300-\U0010ffff]` would be the same, but takes 5 ms to compile.
"""

_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINER = re.compile("[\u200c\u200d]")
_MAYBE_MARKS = re.compile(f"[^\x00-\u02ff]{{{MAX_MARKS + 1},}}")
_BLANKS_OR_WORD = re.compile(r"\s+|\S+")
_BLANK_LINES = re.compile("\n{3,}")


def clean(text: str) -> str:
    """Return `text` as one line that is safe to print.

    Control and invisible format characters are removed, white space of any kind and length becomes
    one space, the ends are stripped, lone surrogates become U+FFFD, and combining marks in a row
    beyond `MAX_MARKS` are dropped. Joiners stay where they shape letters or emoji.
    """
    if is_plain(text):
        return _one_spaced(text)
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = _JOINER.sub(_keep_joiner, text)
        text = _MAYBE_MARKS.sub(_cut_marks, text)
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    r"""Return `text` with every line cleaned as `clean` does, and line breaks kept as ``\n``.

    Empty lines at the ends are removed, and several in a row become one. Indentation is removed
    too; a parser of arXiv's API, where two leading spaces begin a paragraph, must read it before.
    """
    if is_plain(text):
        return _one_spaced(text)
    lines = "\n".join(clean(line) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def is_plain(text: str) -> bool:
    """Return whether at most spaces have to be removed, which is so nearly always."""
    return text.isprintable() and (text.isascii() or not _SUSPECT.search(text))


def _one_spaced(text: str) -> str:
    return " ".join(text.split()) if "  " in text else text.strip()


def clean_code(line: str) -> str:
    """Return a line of code as `clean` does, but with its blanks; a tab is up to eight of them."""
    return _BLANKS_OR_WORD.sub(_cleaned_word, line.expandtabs(8)).rstrip()


def _cleaned_word(match: re.Match[str]) -> str:
    return " " * len(match[0]) if match[0].isspace() else clean(match[0])


def _keep_joiner(match: re.Match[str]) -> str:
    """Keep a joiner that shapes its neighbours: letters of scripts that join, or emoji."""
    text, at = match.string, match.start()
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    shapes = _can_join(before, "LMS") and _can_join(after, "LS")
    return match[0] if shapes else ""


def _can_join(char: str, kinds: str) -> bool:
    """Return whether a joiner has a meaning beside `char`; it has none in Latin text."""
    return char > "\u02ff" and unicodedata.category(char)[0] in kinds


def _cut_marks(match: re.Match[str]) -> str:
    """Drop every combining mark that follows `MAX_MARKS` others."""
    kept: list[str] = []
    run = 0
    for char in match[0]:
        run = run + 1 if _stacks(char) else 0
        if run <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _stacks(char: str) -> bool:
    """Return whether a character is drawn on the one before it: a mark, or a final Jamo."""
    is_jamo = "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
    return is_jamo or unicodedata.category(char)[0] == "M"
