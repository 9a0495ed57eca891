"""Accents, folded lines and author lines: text as arXiv's raw metadata has it."""

import pytest

from paperterm.sources.fields import categories_of, feed_names, typed_names
from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line, paragraphs

SAME = [
    r"\alpha \beta{x} \omega \cite{a} \ref \textbf{x} \%",
    r"\b{eta} and \v{q} and \'{} and \'",
    r"$\'e$, \(\'e\), \[\frac{\'e}{2}\] and $$\'e$$",
    r"C:\other \oo \item \underline \hat \rho",
    "{M}ust {AI}",
]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Rodr\'iguez-G\'alvez", "Rodríguez-Gálvez"),
        (r"Rodr\'{\i}guez {\'{\i}} \'\i x", "Rodríguez í íx"),
        (r"{\o} S\o rensen S{\o}rensen S\o{}rensen", "ø Sørensen Sørensen Sørensen"),
        (r"\v{z} \v z {\v{z}} \v{Z}i\v{z}ek", "ž ž ž Žižek"),
        (r"Erd\H{o}s, \c{C}a\u gatay, G\"{u}l, \" {u}", "Erdős, Çağatay, Gül, ü"),
        (r"Pawe{\l} {\L}. \L{}ukasz Pawe\l", "Paweł Ł. Łukasz Paweł"),
        (r"Gro\ss{}e Stra{\ss}e \AA ngstr\"om {\aa} \ae", "Große Straße Ångström å æ"),
        (r"\~n \^o \`a \=a \.z \r{a} \k{a} \d{h}", "ñ ô à ā ż å ą ḥ"),
        (r"{\'E}cole Poincar\'e's", "École Poincaré's"),
        (r"$x$ \'e $y$", "$x$ é $y$"),
        (r"a price of \$5 at Caf\'e and \$6", r"a price of \$5 at Café and \$6"),
        *((text, text) for text in SAME),
    ],
)
def test_accents_and_nothing_else(tex: str, text: str) -> None:
    assert decode_accents(tex) == text


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("  One\nline.\n  Two.\n", "One line.\nTwo."),
        ("One\n\nTwo\n \n \nThree", "One\nTwo\nThree"),
        ("An indent\n      of six\n\tor a tab", "An indent of six or a tab"),
        ("  \n ", ""),
        ("two  blanks", "two  blanks"),
    ],
)
def test_paragraphs(folded: str, text: str) -> None:
    assert paragraphs(folded) == text


def test_one_line() -> None:
    assert one_line(" a\n  b\u00a0c ") == "a b c"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A B, C D", ["A B", "C D"]),
        ("A B (MIT, Boston,  USA), C D (X (Y)), E F", ["A B", "C D", "E F"]),
        ("Pu (Luke),  Yi, T Chen", ["Pu", "Yi", "T Chen"]),
        ("NVIDIA, :, Johan Bjorck", ["NVIDIA", ":", "Johan Bjorck"]),
        ("A B, Jr., C D, III", ["A B Jr.", "C D III"]),
        ("Johnson and Johnson, (The X Team)", ["Johnson and Johnson", "(The X Team)"]),
        ("A (B, C", ["A (B", "C"]),
        ("A) B, C (", ["A) B", "C ("]),
        (r"{\L}. K\"onig, \'A. N\'u\~nez", ["Ł. König", "Á. Núñez"]),
        ("", []),
        (" , ,", []),
    ],
)
def test_the_author_line_of_a_feed(line: str, names: list[str]) -> None:
    assert list(feed_names(line)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A B, C D and E F", ["A B", "C D", "E F"]),
        ("A B, C D, and\n  E F", ["A B", "C D", "E F"]),
        ("A B and C D", ["A B", "C D"]),
        ("A (1 and 2), B (2) ((1) X and Y, (2) Z)", ["A", "B"]),
        ("Brandon Sand", ["Brandon Sand"]),
    ],
)
def test_an_author_line_as_typed(line: str, names: list[str]) -> None:
    assert list(typed_names(line)) == names


def test_categories_among_classes() -> None:
    terms = ["cs.CV", "I.2.7", "68T50", "cond-mat.mes-hall", "hep-th", "cs.CV", "68T50, 68T45", ""]
    assert categories_of(terms) == ("cs.CV", "cond-mat.mes-hall", "hep-th")
