r"""TeX in titles, names and abstracts, as a terminal can show it.

arXiv's feeds and API give the text as its authors typed it: accents in 7 % of the author lines of
the feeds, formulas in 9 % of the abstracts, macros in 11 %.  The reading is lenient: what is no
TeX, or TeX that nobody knows, stays as it is.

Why no package?  Measured on real abstracts with formulas, pylatexenc takes 5 ms for one and 22 ms
to import, raises on 2 % of them and on 500 nested braces, cuts the text at a bare ``%`` and drops
unknown commands (``C:\new\temp`` -> ``C:``); unicodeit takes 3 ms and 10 ms, knows no text macros,
replaces inside names (``\ours`` -> ``øurs``) and leaves the dollars.  This takes 0.1 ms; its
reader is loaded (4 ms) with the first text that has TeX in it, so starting costs 2 ms beside `re`.
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
