"""Hostile papers: text of every kind known to harm programs that show text.

`KINDS` are invented, one for each trick, including what real papers contain by accident: brackets
that are markup elsewhere, a lone dollar, quotes that do not pair.
"""

import unicodedata
from collections.abc import Iterator

ESCAPES = {
    "CSI colour": "red \x1b[31;5mtext\x1b[0m",
    "CSI clear": "\x1b[2J\x1b[1;1Hgone",
    "CSI report": "\x1b[6n\x1b[c\x1b[>c asks",
    "OSC title": "\x1b]0;owned\x07 title",
    "OSC 8 link": "\x1b]8;;https://evil.example\x1b\\arXiv\x1b]8;;\x1b\\",
    "OSC 52 clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07 copied",
    "OSC 1337": "\x1b]1337;File=inline=1:AAAA\x07 picture",
    "DCS": '\x1bP$q"p\x1b\\ \x1bP+q544e\x1b\\ asks',
    "APC, PM and SOS": "\x1b_G\x1b\\ \x1b^p\x1b\\ \x1bXs\x1b\\ strings",
    "reset": "\x1bc\x1b[!p reset",
    "C1 CSI": "\x9b31mred\x9b0m",
    "C1 OSC": "\x9d0;owned\x9c title",
    "C1 DCS": "\x90q\x9c next \x85 line",
    "cut short": "ends in \x1b[",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "carriage return": "first\rsecond",
    "shift out": "\x0e\x0f\x1b(0lqk",
    "bell and NUL": "ding\x07 nul\x00 del\x7f",
}
UNSEEN = {
    "right-to-left override": "a\u202egnp.exe\u202c b",
    "isolates": "\u2066\u2067abc\u2069 \u2068x",
    "bidi marks": "\u200e\u200f\u061c marks",
    "zero width": "pay\u200bpal zero\u200cwidth\u200djoined\u2060word",
    "byte order mark": "\ufeffbegin",
    "soft hyphens": "so\u00adft",
    "fillers": "a\u115f\u1160\u3164\uffa0b",
    "tags": "hidden\U000e0069\U000e0067\U000e006e\U000e007f words",
    "annotations": "\ufff9a\ufffab\ufffb",
    "invisible signs": "a\u2061\u2062\u2063\u2064b",
    "line separators": "one\u2028two\u2029three\x0bfour\x0cfive\x1csix",
}
FLOODS = {
    "combining marks": "z" + "\u0301\u0489" * 400 + "algo",
    "variation selectors": "a" + "\ufe0f" * 300 + "b" + "\U000e0100" * 300,
    "joiners": "\u0915" + "\u200d" * 400 + "\u0915",
    "zero widths": "\u200b" * 2000 + "x",
    "one long word": "w" * 20_000,
    "wide": "界" * 5000,
    "brackets": "[" * 500 + "(" * 500 + "{" * 500,
    "blanks": "a" + " \t\u3000" * 500 + "b",
}
MARKUP = {
    "Rich": "[bold red]x[/bold red] [/] [link=https://evil.example]y[/link] [cls]",
    "Textual": "[@click=app.quit]press[/] [0,1) [on red]",
    "Markdown link": "x](https://evil.example) [y",
    "Markdown image": "![x](https://evil.example/a.png)",
    "Markdown code": "``` ` ```` ~~~ **F**k* _a_ *PO",
    "Markdown blocks": "# h\n\n- l\n\n1. n\n\n> q\n\n---\n\n    code\n\n| a |\n| - |",
    "link definition": "[cls]: https://evil.example\n[^1]: note",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)><think>",
    "HTML comment": "<!-- </details> --> </details> <details open> <summary>",
    "HTML entity": "&lt;script&gt; &#60;b&#62; &#x202e; &#27;[31m H&E; &amp;",
    "links": "javascript:alert(1) data:text/html,x file:///etc/passwd <javascript:x>",
    "front matter": '---\ntitle: "owned"\n---\n!!python/object/apply:os.system ["id"]',
    "YAML": "{a: b} [c] & * ! | > ' \" % @ ` : # - ? ~ null yes 1e3",
    "XML": "]]> <![CDATA[ </entry><entry> <?php ?> <!DOCTYPE a> \ufffe\uffff",
    "TeX": r"\input{/etc/passwd} $\write18{id}$ \def\x{\x}\x ^^5c \openout5",
    "open brace": "{{{ } \\{ \\} $ { $ \\",
    "BibTeX": '}, note = {owned}}\n@misc{x,title={y} "z" # and and others',
    "RIS": "x\nER  - \n\nTY  - JOUR\nTI  - owned",
    "formula": "=cmd|' /C calc'!A0",
    "more formulas": "@SUM(1+1)*cmd|'x'!A0\n+1\n-1",
    "CSV": 'a","b"\n2602.99999,"owned",;\t',
    "JSON": '"}\n{"id": "2602.99999", "title": "owned", "announced": "2026-02-12"}',
    "digest": "x\n- **[owned](https://arxiv.org/abs/2602.99999)**  `arXiv:2602.99999`  `cs.AI`",
    "shell": "$(id) `id` ; rm -rf ~ | cat & %PATH% !! $'\\x1b'",
    "formats": "%s %n {} {0} {self} {{ }} %(x)s ${x} {0.__class__}",
    "path": "../../../etc/passwd ..\\..\\x C:\\con \\\\host\\share",
    "option": "--help -rf --output=/tmp/x",
    "lone replacement": "\ufffd \ue000 \U0010ffff",
}
KINDS = {**ESCAPES, **UNSEEN, **FLOODS, **MARKUP}
NAMES = [
    *("../x", "../../../../etc/passwd", "/etc/passwd", "..", ".", "~", "~root", ".hidden"),
    *("C:\\x", "C:x", "\\\\host\\share", "a/b\\c", "CON", "nul", "COM1.txt", "aux.", "LPT9"),
    *("-rf", "--help", "-", "x" * 300, "é" * 300, "👩‍🔬" * 60, "a\x00b", "a\nb", "a\rb", "a\tb"),
    *("a ", "a.", " ", "...", "README", "readme.md", "%2e%2e%2f", "$(id)", "`id`", "a;b|c&d", "*?"),
    *("\x1b[31m", "\u202egpj.exe", "\u200b", "[/]", "a]b[c", "a.b.c", '"', "'", "#", "=1", "[[x]]"),
]
"""Names of topics that try to leave the folder."""


def steering(text: str) -> list[str]:
    """Return what controls a terminal or is invisible, except joiners that shape letters."""
    return [
        f"U+{ord(one):04X}"
        for one in text
        if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and one not in "\u200c\u200d"
    ]


def lines() -> Iterator[dict[str, object]]:
    """Return a paper for each kind, as JSON Lines, with the text in every field that takes text."""
    for number, text in enumerate(KINDS.values(), 1):
        yield {
            "id": f"2602.{number:05}",
            "version": 2,
            "title": text,
            "authors": [text, "Ada Author", f"{text} and others", ""],
            "authors_truncated": number % 2 == 0,
            "abstract": f"{text}\n{text}",
            "categories": ["cs.AI", text],
            "primary_category": text if number % 3 == 0 else "cs.AI",
            "announced": "2026-02-12",
            "comment": text,
            "journal_ref": text,
            "doi": text if number % 2 else "10.1000/x_1",
            "strange": text,
        }
