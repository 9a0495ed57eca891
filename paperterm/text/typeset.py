r"""The text of a paper as the screen shows it, which is also the text that a search looks in.

arXiv's feeds and API have the text as its authors typed it: 7 % of the author lines of the feeds
have accents, 9 % of the abstracts formulas and 11 % macros. Parsing is lenient: text that is not
TeX, and unknown commands, stay unchanged.

No package on PyPI is suitable. On real abstracts with formulas, pylatexenc takes 5 ms for one
and 22 ms to import, raises on 2 % of them and on 500 nested braces, cuts the text at a bare ``%``
and drops unknown commands (``C:\new\temp`` -> ``C:``). unicodeit takes 3 ms and 10 ms, does not
know text macros, replaces inside names (``\ours`` -> ``øurs``) and keeps the dollars. This module
takes 0.1 ms; its parser is imported (4 ms) for the first text that has TeX.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.text.clean import clean, clean_lines, is_plain


def tex_to_unicode(text: str) -> str:
    r"""Return `text` with its TeX as Unicode: ``$O(n^2)$ for Erd\H{o}s`` -> ``O(n²) for Erdős``.

    Accents, quotes, dashes, macros around text, formulas and entities of HTML are replaced; line
    breaks stay.  Prices, addresses, paths, Markdown and unknown commands come back unchanged.
    """
    if "\\" in text or "$" in text:
        from paperterm.text.tex_parser import read_tex

        text = read_tex(text)
    if "--" in text or "~" in text or "`" in text or "''" in text or "&" in text:
        from paperterm.text.ligatures import replace_ligatures

        text = replace_ligatures(text)
    return text


def typeset(text: str) -> str:
    """Return text of a paper as one line: TeX as Unicode, without control characters."""
    text = clean(text)
    shown = tex_to_unicode(text)
    return text if shown == text else clean(shown)


def typeset_all(texts: Sequence[str]) -> Sequence[str]:
    """Return texts of a paper, such as its authors, each as `typeset` returns it."""
    joined = "; ".join(texts)
    # Nearly always nothing changes, and to see that once is faster.
    return texts if typeset(joined) == joined else [typeset(text) for text in texts]


def typeset_lines(text: str) -> str:
    """Return text of a paper as `typeset` does, but with one line for each paragraph."""
    text = clean_lines(text)
    shown = tex_to_unicode(_unglued(text))
    return text if shown == text else clean_lines(shown)


def with_its_words(text: str) -> str:
    """Return text with the words of `typeset(text)`, but maybe other signs between them.

    Of most texts that is the text itself, and to see so takes a fifth of the time.
    """
    return text if has_its_words(text) else typeset(text)


def lines_with_their_words(text: str) -> str:
    """Return text with the words of `typeset_lines(text)`, as `with_its_words` does."""
    return _unglued(text) if has_its_words(text) else typeset_lines(text)


def _unglued(text: str) -> str:
    if "this http" not in text:
        return text
    from paperterm.text.links import unglued

    return unglued(text)


def has_its_words(text: str) -> bool:
    """Return whether the text has the words that the screen shows, and no others."""
    return "\\" not in text and "$" not in text and "&" not in text and is_plain(text)
