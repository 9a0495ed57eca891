"""What `paperterm.text` makes of the texts that arXiv and its authors really send."""

import time

import pytest

from paperterm.text import clean, clean_lines, tex_to_unicode
from paperterm.text.links import unglued
from paperterm.text.tex_parser import read_formula, read_tex


def same(*texts: str) -> list[tuple[str, str]]:
    return [(text, text) for text in texts]


CLEAN = [
    ("", ""),
    ("  DINOv3 ", "DINOv3"),
    ("Time-Cost\n  Trade-off\tProblem", "Time-Cost Trade-off Problem"),
    ("a\r\nb\vc\fd\x1ce\x85f\u2028g\u2029h", "a b c d e f g h"),
    ("no\u00a0break\u3000space", "no break space"),
    ("\x1b[31mred\x1b[0m", "[31mred[0m"),
    ("a\x00b\x07c\x7fd\x9be", "abcde"),
    ("\u202egnp.exe\u202c", "gnp.exe"),
    ("\u2067a\u2069\u200e\u200f\u061cb", "ab"),
    ("soft\u00adhyphen zero\u200bwidth \ufeffmark\u2060", "softhyphen zerowidth mark"),
    ("\ufff9base\ufffaruby\ufffb", "baseruby"),
    ("flag\U000e0067\U000e007f", "flag"),
    ("lone \ud800 surrogate\udfff", "lone \ufffd surrogate\ufffd"),
    ("private \ue000 use", "private \ue000 use"),
    ("pay\u200dpal\u200c", "paypal"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("क्\u200dष", "क्\u200dष"),
    ("\U0001f469\u200d\U0001f52c and ❤\ufe0f", "\U0001f469\u200d\U0001f52c and ❤\ufe0f"),
    ("z" + "\u0301" * 30 + "!", "z" + "\u0301" * 8 + "!"),
    ("z" + "\u0301" * 8, "z" + "\u0301" * 8),
    ("שלום and 你好", "שלום and 你好"),
    ("\n \t", ""),
]

CLEAN_LINES = [
    ("one\n  two\r\nthree", "one\ntwo\nthree"),
    ("\n\n a \n\n\n\n b\x1b\n", "a\n\nb"),
    ("a\u2029b", "a\nb"),
    ("", ""),
]

ACCENTS = [
    (r"Rodr\'iguez-G\'alvez", "Rodríguez-Gálvez"),
    (r"Beno\^it Za\"idi As{\i}m \'{\i} \"\i", "Benoît Zaïdi Asım í ï"),
    (r"H{\o}gsgaard P{\aa}l Nie{\ss}ner Wo{\l}czyk", "Høgsgaard Pål Nießner Wołczyk"),
    (r"\v{S}umbelj Fran\c{c}ois \c c Zi\k{e}ba", "Šumbelj François ç Zięba"),
    (r"Herda\u{g}delen Erd\H{o}s", "Herdağdelen Erdős"),
    (r"\L{}\'od\'z \O stby {\L}\k{a}cki", "Łódź Østby Łącki"),
    (r"Schr{\"o}dinger Schr\"{o}dinger {Schr\"odinger}", "Schrödinger Schrödinger {Schrödinger}"),
    (r"Poincar$\acute{e}$ na\"ive \.Zak", "Poincaré naïve Żak"),
    (r"\b{eta}-VAE, \k{appa} and {\alpha}", "β-VAE, κ and α"),
]

LIGATURES = [
    ("``overthinking'', ``amnesia\": `blind spots'", "“overthinking”, “amnesia”: ‘blind spots’"),
    ("``Does `A'-ness exist?''", "“Does ‘A’-ness exist?”"),
    ("\"Zombie'' Agents", "“Zombie” Agents"),
    ("2018--2025, A -- B, this---that", "2018–2025, A – B, this—that"),
    ("Fig.~3, (i)~is, models~(LLM) 429.8~s", "Fig. 3, (i) is, models (LLM) 429.8 s"),
    ("6.2% &#177; 2.8%, Q&amp;A &lt;b&gt; &eacute;&#xe9;", "6.2% ± 2.8%, Q&A <b> éé"),
    *same(
        "LLMs` Latent-level",
        "Mark''",
        'run --foo and `--bar` and "--baz"',
        "<!-- note --> |---|---| ------",
        "http://host/~me and https://a.b/c--d",
        "~3.4x, (~5%), 10~30%, Policy ~ Policy, ~~struck~~",
        "```python",
        "H&E; and R&D &#27; &nosuch; &#x110000;",
    ),
]

TEXT = [
    (r"\textbf{A}nchors via \emph{\textbf{RL}}", "Anchors via RL"),
    (r"{\it min-max} and \textsc{GUI}: 100\%", "min-max and GUI: 100%"),
    (r"R\&D \_ \# \{a\} a\,b i.e.\ c", "R&D _ # {a} a b i.e. c"),
    (r"\href{http://x.y/a\_b}{code}, \url{http://x.y}", "code (http://x.y/a_b), http://x.y"),
    (r"\href{http://x.y}{http://x.y}", "http://x.y"),
    (r"\textcolor{red}{this} work\footnote{Code.}", "this work (Code.)"),
    (r"MMTEB~\citep{mmteb2025}", "MMTEB [mmteb2025]"),
    (r"backpropagation\textemdash even \LaTeX{} \eg", "backpropagation— even LaTeX e.g."),
    (r"one\\two \\ three\\", "one two  three"),
    (r"pre-proce\-ssed 10\times faster", "pre-processed 10× faster"),
    (r"DESIGN-R\textsuperscript{\textregistered} H\textsubscript{2}O", "DESIGN-R® H₂O"),
    *same(
        r"\foo{bar} by \method{} and \ours.",
        r"\textbf without argument",
        r"Yutong Deng\textsuperscript",
        r"\footnote{never closed",
        r"C:\new\temp and D:\alpha",
        r"\\server\share\file",
        r"^[a-z]+\d{3}\s*\w+\.\w+$",
        r"\[a-z\]",
        r"don\'t",
        "ends with \\",
        "[De|Re]constructing VLMs' Reasoning",
        "1) **Anomaly:** <think> DS_FusionNet 100% R&D E^2 {x}",
    ),
]

MATH = [
    (r"$O(n^2)$ and $\mathcal{O}(n\log n)$", "O(n²) and O(n log n)"),
    (r"A$^2$M$^{2}$-Net, CO$_2$, 360$^\circ$", "A²M²-Net, CO₂, 360°"),
    (r"$\pi^{*}_{0.6}$ SGG-R$^{\rm 3}$", "π*_0.6 SGG-R³"),
    (r"$x_{max}$ $x_{max}y$ $x_{ij}$ $2^{O(r(d-r))}$", "x_max x_(max)y xᵢⱼ 2^(O(r(d-r)))"),
    (r"$\frac{a+b}{c}$ $\frac{1}{2n}$ $\frac{d}{2}+1$", "(a+b)/c 1/(2n) d/2+1"),
    (r"$\frac12$ $\tfrac d {\alpha}$ $\frac{df}{dx}$ $\frac{a}{LM}$", "1/2 d/α df/dx a/(LM)"),
    (r"$\sqrt{x}$ $\sqrt{n+1}$ $\sqrt[3]{k}$", "√x √(n+1) ³√k"),
    (r"$\mathbb{E}[x] \in \mathbb R^{d}$", "𝔼[x] ∈ ℝᵈ"),
    (r"$x\leq y$, $\geq 90\%$, 10$\times$, $a \to b$", "x ≤ y, ≥90%, 10×, a → b"),
    (r"$\hat{x}$ $\tilde{\mathcal{O}}(T)$ $\overline{ab}$", "x̂ Õ(T) a̅b̅"),
    (r"$\left(\frac{a}{b}\right.$ $\big|x\big|$", "(a/b |x|"),
    (r"$f''(x)$ $a \not= b$ $\Delta t$ $\alpha x$", "f″(x) a ≠ b Δt αx"),
    (r"\(97.35\%\) $$x^2$$ \[\frac{a}{b}\]", "97.35% x² a/b"),
    (r"$\texttt{M$^3$FinMeeting}$ $\textit{Under Siege}$", "M³FinMeeting Under Siege"),
    (r"From $P(y|x)$ to $P(y)$", "From P(y|x) to P(y)"),
    (r"29$\unicode{x2013}$79", "29–79"),
    (r"$10{,}000$ $\{1,2\}$ $\ours(x)$", r"10,000 {1,2} \ours(x)"),
    (r"or a \$15 Frontier Run", "or a $15 Frontier Run"),
    (r"$x$ costs $5, $y$ costs $10", "x costs $5, y costs $10"),
    *same(
        "$100K or 100 Days",
        "costs $5 and $10",
        "$100-$200, ($5) or ($6)",
        "in US$ and in A$ only",
        "$HOME/foo_bar and $PATH",
        r"satisfies \( x",
        "$$",
    ),
]


FORMULAS = [
    (r"f(x)=\begin{cases}-m,&i=0,\\ b,&0<i\end{cases}", "f(x) = {-m, i = 0; b, 0 < i"),
    (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}^{T}", "(a b; c d)ᵀ"),
    (r"\begin{aligned}a&=b\\&=c+d\end{aligned}", "a = b = c + d"),
    (r"\left[\begin{array}[]{cc}1&0\\0&1\end{array}\right]", "[1 0; 0 1]"),
    (r"\sum_{\substack{i\in A\\ j\in B}}x", "∑_(i∈A,j∈B)x"),
    (r"{2m\over r^{3}}e^{\lambda}, {n\choose k}", "2m/r³ e^λ, (n choose k)"),
    (r"\bra{a}\ket{b}\braket{a|b}\braket{a}{b}", "⟨a||b⟩⟨a|b⟩⟨a|b⟩"),
    (r"\pdv[2]{f}{x}-\dv{t}", "∂²f/∂x² - d/dt"),
    (r"\phantom{{}=}a\kern-2.5pt b\hskip 3.0pt plus 1.0pt", "a b"),
    (r"68\text{\,}\mathrm{\char 37}", "68 %"),
    (r"a\bmod n\backslash\mathbb{Z}", "a mod n∖ℤ"),
    (r"\operatorname*{arg\,max}_{x}f", "arg maxₓf"),
    (r"x_{I}:=-y<=-(+z)", "x_I := -y <= -(+z)"),
    (
        r"\begin{array}[]{l|r}a&b\\ \hline\cr c&d\end{array}\root 3 \of{xy}",
        r"a b; c d³√(xy)",
    ),
    (r"\qty(\frac{a}{b}) + \quantity{x}", "(a/b) + {x}"),
    (r"\vu{n}\eval{f}_0^1\qif(x)", "n̂f|₀¹ if (x)"),
    (r"a\qq{if and only if}b", "a if and only if b"),
    (r"{n\brack k}{n\brace k}", "[n over k]{n over k}"),
    (r"\ce{H2O}\prescript{14}{6}{C}\tensor{T}{^a_b}", "H₂O¹⁴₆CTᵃ_b"),
    (r"\ceil{x}\floor{y}\oiint\begingroup z\endgroup", "⌈x⌉⌊y⌋∯z"),
    *same(r"\begin{matrix}a", r"\unknown{a}"),
]


@pytest.mark.parametrize(("tex", "expected"), FORMULAS)
def test_formulas_of_whole_papers(tex: str, expected: str) -> None:
    assert read_formula(tex).strip() == expected


@pytest.mark.parametrize(
    "tex", [r"\begin{x}", r"\begin{cases}", r"\begin{cases}&\\", r"a\over ", r"\end{x}", "|-x^"]
)
def test_a_formula_takes_time_in_proportion_to_its_length(tex: str) -> None:
    start = time.process_time()
    read_formula(tex * 1000)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(("text", "expected"), CLEAN_LINES)
def test_clean_lines(text: str, expected: str) -> None:
    assert clean_lines(text) == expected


@pytest.mark.parametrize(("text", "expected"), [*ACCENTS, *LIGATURES, *TEXT, *MATH])
def test_tex_to_unicode(text: str, expected: str) -> None:
    assert tex_to_unicode(text) == expected


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("{", "}"), ("${", "}$"), (r"\textbf{", "}"), (r"$\frac{", "}$"), (r"\'{", "}")],
)
def test_deep_nesting_loses_nothing_but_markup(opening: str, closing: str) -> None:
    assert "core" in tex_to_unicode(opening * 10_000 + "core" + closing * 10_000)


def test_groups_deeper_than_the_limit_are_copied() -> None:
    text = "{" * 100 + "x" + "}" * 100
    assert tex_to_unicode(text) == text
    assert tex_to_unicode(f"${text}$").strip("{}") == "x"


@pytest.mark.parametrize(
    ("glued", "shown"),
    [
        ("Code is available atthis https URL.", "Code is available at this https URL."),
        ("suppressionthis http URLexperiments", "suppression this http URL experiments"),
        ("at this https URL", "at this https URL"),
        ("[code](this https URL)", "[code](this https URL)"),
        ("nothing of the kind", "nothing of the kind"),
    ],
)
def test_links_that_were_eaten_are_unglued(glued: str, shown: str) -> None:
    assert unglued(glued) == shown


@pytest.mark.parametrize("macro", [r"\proj{", r"\ketbra{", r"\ev{A}{", r"\dv{"])
def test_macros_that_repeat_an_argument_do_not_multiply_it(macro: str) -> None:
    nested = f"${macro * 24}x{'}' * 24}$"
    assert len(read_tex(nested)) < 20 * len(nested) + 1_000
