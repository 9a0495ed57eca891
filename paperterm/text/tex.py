r"""Show the TeX of titles, names and abstracts in a terminal.

arXiv's feeds and API have the text as its authors typed it: 7 % of the author lines of the feeds
have accents, 9 % of the abstracts formulas and 11 % macros. Parsing is lenient: text that is not
TeX, and unknown commands, stay unchanged.

No package on PyPI is suitable. On real abstracts with formulas, pylatexenc takes 5 ms for one
and 22 ms to import, raises on 2 % of them and on 500 nested braces, cuts the text at a bare ``%``
and drops unknown commands (``C:\new\temp`` -> ``C:``). unicodeit takes 3 ms and 10 ms, does not
know text macros, replaces inside names (``\ours`` -> ``øurs``) and keeps the dollars. This module
takes 0.1 ms; its parser is imported (4 ms) for the first text that has TeX.
"""

_LIGATURES = ("--", "~", "`", "''", "&")


def tex_to_unicode(text: str) -> str:
    r"""Return `text` with its TeX as Unicode: ``$O(n^2)$ for Erd\H{o}s`` -> ``O(n²) for Erdős``.

    Accents, quotes, dashes, macros around text, formulas and entities of HTML are replaced; line
    breaks stay.  Prices, addresses, paths, Markdown and unknown commands come back unchanged.
    """
    if "\\" in text or "$" in text:
        from paperterm.text.tex_parser import read_tex

        text = read_tex(text)
    if any(trigger in text for trigger in _LIGATURES):
        from paperterm.text.ligatures import replace_ligatures

        text = replace_ligatures(text)
    return text
