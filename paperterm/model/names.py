"""Names of authors, read once for all formats: given name, particle, family name, suffix.

arXiv has names as their authors typed them, nearly always `First Last`. Of the packages on PyPI,
nameparser takes 114 µs a name, splits `Kimi Team` in two, and takes `Mahdi`, `Md.` and `Prince` for
titles and the initial of `Kavin R V` for a suffix; pybtex and bibtexparser know what BibTeX knows:
particles with small letters, no group, no suffix without a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperterm.model import name_words
from paperterm.model.name_words import IN_CAPITALS, PARTICLES, is_suffix
from paperterm.text import clean
from paperterm.text.pairs import find_pairs
from paperterm.text.typeset import typeset

_COMMON = re.compile(r"([A-Z][a-z]+(?: [A-Z]\.)*) ([A-Z][a-z]+)")  # a third of the time
_LEFT_OVER = re.compile(r"\\[A-Za-z]*")
_LEADING_AND = re.compile(r"^(?:and|&)\s+")
_ASIDE = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_GLUED = re.compile(r"\b([A-Z])\.(?=[^\W\d_a-z][^\W\d_.]+)")
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*")
_ELIDED = re.compile(r"[a-z]+['’]\w")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff々〆・· ]+")
_BEFORE, _AFTER = "'’‘\"“", ".'’\"”"


class Name(NamedTuple):
    """A name in its parts. A group, and a person with one name, have only `family`."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_group: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the name has no parts: that of a group, or a single name."""
        return not (self.given or self.particle)

    @property
    def last(self) -> str:
        """The particle and the family name: `van der Berg`."""
        return f"{self.particle} {self.family}".strip()


def names_of(authors: Iterable[str]) -> list[Name]:
    """Return the names of a list of authors; what has no letter is not an author.

    A suffix that a source split from its name goes back to it.
    """
    names: list[Name] = []
    for author in authors:
        text = _LEADING_AND.sub("", _plain(author))
        if names and not names[-1].is_whole and is_suffix(text):
            names[-1] = names[-1]._replace(suffix=f"{names[-1].suffix} {text}".strip())
        elif any(map(str.isalpha, text)):
            names.append(_read(text))
    return names


def _plain(author: str) -> str:
    """Return a name without TeX: accents as Unicode, no groups, no command that is left over."""
    text = typeset(author)
    if "{" not in text and "\\" not in text:
        return text
    braces = {at for pair in find_pairs(text).items() for at in pair if text[at] in "{}"}
    return clean(_LEFT_OVER.sub("", "".join(c for at, c in enumerate(text) if at not in braces)))


def _read(text: str) -> Name:
    if name_words.is_group(text):
        return Name(text, is_group=True)
    if (common := _COMMON.fullmatch(text)) and not is_suffix(common[2]):
        return Name(common[2], common[1])
    bare = _ASIDE.sub(" ", text)
    parts = _parts(bare) or _parts(text)
    if not parts:
        return Name(text)
    words, *others = parts
    end = len(words)
    while end > 1 and _ends_in_suffix(words, end):
        end -= 1
    suffixes = [*words[end:], *(word for part in others if _is_suffix(part) for word in part)]
    words, others = words[:end], [part for part in others if not _is_suffix(part)]
    if len(others) > 1 or (suffixes and not others and len(words) == 1):
        return Name(text)
    given, family = _turned(words, others[0]) if others else _divided(words)
    at = _end_of_particle(family)
    return Name(" ".join(family[at:]), " ".join(given), " ".join(family[:at]), " ".join(suffixes))


def _parts(text: str) -> list[list[str]]:
    """Return the words between commas, without signs and numbers around them."""
    parts = (_GLUED.sub(r"\1. ", part).split() for part in text.split(","))
    return [words for part in parts if (words := list(filter(None, map(_bare, part))))]


def _bare(word: str) -> str:
    """Return a word without footnote marks and numbers at its ends."""
    if word.isalpha() or is_suffix(word):
        return word
    letters = [at for at, char in enumerate(word) if _is_letter(char)]
    if not letters:
        return ""
    start, end = letters[0], letters[-1] + 1
    while start and word[start - 1] in _BEFORE:
        start -= 1
    while end < len(word) and word[end] in _AFTER:
        end += 1
    return word[start:end]


def _is_letter(char: str) -> bool:
    if char.isascii():
        return char.isalpha()
    is_raised = unicodedata.decomposition(char).startswith("<super>")
    return unicodedata.category(char)[0] in "LM" and not is_raised


def _is_suffix(part: Sequence[str]) -> bool:
    return all(map(is_suffix, part))


def _ends_in_suffix(words: Sequence[str], end: int) -> bool:
    """Return whether the last of some words is a suffix; `V` is an initial after another one."""
    last = words[end - 1]
    is_fifth = last == "V" and end > 2 and not _INITIAL.fullmatch(words[end - 2])
    return is_fifth or is_suffix(last)


def _turned(family: list[str], given: list[str]) -> tuple[list[str], list[str]]:
    """Return given and family name of `Last, First`, or of `Last, First von`."""
    at = len(given)
    while at > 1 and given[at - 1] in PARTICLES:
        at -= 1
    return given[:at], [*given[at:], *family]


def _divided(words: list[str]) -> tuple[list[str], list[str]]:
    """Return given and family name of `First Last`."""
    if len(words) == 2 and all(map(_CJK.fullmatch, words)):
        return words[1:], words[:1]
    at = _family_at(words)
    return words[:at], words[at:]


def _family_at(words: Sequence[str]) -> int:
    """Return where the family name begins: at a particle or two joined names, or the last word."""
    last = len(words) - 1
    at = 0
    while at < last:
        if words[at] in name_words.JOINTS and at > 1:
            return at - 1
        if at and _ELIDED.match(words[at]):
            return at
        if words[at] in PARTICLES:
            end = at + _end_of_particle(words[at:])
            is_devoted = words[end].lower() in name_words.DEVOTED and end < last
            if not is_devoted and not _INITIAL.fullmatch(words[end]):
                return _with_capitals(words, at)
            at = end
        at += 1
    has_kin = words[last] in name_words.KIN and last > 1 and not _INITIAL.fullmatch(words[last - 1])
    return _with_capitals(words, last - has_kin)


def _with_capitals(words: Sequence[str], at: int) -> int:
    """Move the beginning of a family name before particles in capitals: `Luc Van Gool`."""
    if {words[0], words[-1]} & name_words.VIETNAMESE:
        return at
    while at > 1 and words[at - 1] in IN_CAPITALS:
        at -= 1
    return at


def _end_of_particle(family: Sequence[str]) -> int:
    """Return the number of words in the particle; 0 unless one of them is in small letters."""
    end = 0
    for at, word in enumerate(family[:-1]):
        if word in PARTICLES:
            end = at + 1
        elif word not in IN_CAPITALS:
            break
    return end
