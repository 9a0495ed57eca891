r"""Tables of TeX commands, accents, superscripts and subscripts in Unicode.

Most tables are written as pairs of words and split at import (0.2 ms for all).
"""


def _pairs(words: str) -> dict[str, str]:
    parts = words.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
}
"""Text accents: command to combining mark."""

MARKS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "wt": "\u0303",
    "Tilde": "\u0303",
    "bar": "\u0304",
    "Bar": "\u0304",
    "overline": "\u0305",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "widecheck": "\u030c",
    "dddot": "\u20db",
    "ddddot": "\u20dc",
    "overleftrightarrow": "\u20e1",
    "slashed": "\u0338",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
}
"""Accents of mathematics: command to combining mark."""

LETTERS = _pairs(
    r"o ø O Ø l ł L Ł ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ"
    r" dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ"
)
"""Letters; as in TeX, spaces after the command end it and are not printed."""

SYMBOLS = _pairs(
    r"""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω upmu μ
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    varGamma Γ varDelta Δ varTheta Θ varLambda Λ varPi Π varSigma Σ varPhi Φ varPsi Ψ varOmega Ω
    ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ eth ð mho ℧
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬
    top ⊤ bot ⊥ angle ∠ measuredangle ∡ triangle △ square □ Box □ blacksquare ■ qed ∎ Diamond ◇
    diamond ⋄ lozenge ◊ sharp ♯ flat ♭ natural ♮ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
    checkmark ✓ cmark ✓ xmark ✗ bigstar ★ prime ′ backprime ‵ degree ° textdegree °
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀
    bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigsqcup ⨆
    ldots … dots … dotsc … dotsb … dotsm … cdots ⋯ vdots ⋮ ddots ⋱ textellipsis …
    lbrace { rbrace } lbrack [ rbrack ] langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
    llbracket ⟦ rrbracket ⟧ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ backslash \ slash /
    colon : star ⋆ ast * dag † dagger † ddag ‡ ddagger ‡ bullet • circ ∘ complement ∁ surd √
    N ℕ Z ℤ Q ℚ R ℝ C ℂ NN ℕ ZZ ℤ QQ ℚ RR ℝ CC ℂ
    """
)
"""Symbols of mathematics that are printed without spaces around them."""

RARE_SYMBOLS = _pairs(
    r"""
    bigtimes ⨉ vartriangle △ blacktriangle ▲ triangledown ▽ triangleleft ◁ triangleright ▷
    llangle ⟪ rrangle ⟫ ulcorner ⌜ urcorner ⌝ llcorner ⌞ lrcorner ⌟ upharpoonright ↾ restriction ↾
    vline | sun ☉ earth ⊕ farcs ″ arcsec ″ arcmin ′ intop ∫ ointop ∮ idotsint ∫⋯∫
    oiint ∯ oiiint ∰ vcentcolon : ordinarycolon :
    dotsi ⋯ dotso … iddots ⋰ adots ⋰ hslash ℏ digamma ϝ Finv Ⅎ Bbbk 𝕜 circledast ⊛ circledcirc ⊚
    """
)
"""Symbols of packages that a document may not have, so that no export writes them."""

RARE_OPERATORS = _pairs(
    r"""
    cdotp · centerdot · divideontimes ⋇ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲
    vartriangleright ⊳ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ ntriangleleft ⋪ gtrless ≷ gtreqless ⋛ lesseqgtr ⋚
    lessdot ⋖ gtrdot ⋗ leqq ≦ geqq ≧ lneq ⪇ gneq ⪈ precsim ≾ succsim ≿ curlyeqprec ⋞ curlyeqsucc ⋟
    eqsim ≂ circeq ≗ eqcirc ≖ bumpeq ≏ Bumpeq ≎ risingdotseq ≓ fallingdotseq ≒ doteqdot ≑ backsim ∽
    Subset ⋐ Supset ⋑ Cap ⋒ Cup ⋓ veebar ⊻ barwedge ⊼ curlywedge ⋏ curlyvee ⋎ intercal ⊺ dotplus ∔
    nsupseteq ⊉ nsubset ⊄ nparallel ∦ nvdash ⊬ nvDash ⊭ Vdash ⊩ Vvdash ⊪ smile ⌣ frown ⌢ between ≬
    pitchfork ⋔ multimap ⊸ upuparrows ⇈ downdownarrows ⇊ leftrightarrows ⇆ leftleftarrows ⇇
    Updownarrow ⇕ rightharpoondown ⇁ leftharpoondown ↽ leftrightharpoons ⇋ dashrightarrow ⇢
    dashleftarrow ⇠ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻ circlearrowleft ↺
    bmod mod mod mod
    """
)
"""Operators of such packages."""

MATH_SYMBOLS = _pairs(
    "backslash ∖ real Re imaginary Im gradient ∇ grad ∇ divergence ∇· curl ∇× laplacian ∇²"
    " divisionsymbol ÷ cross × vdot · th th"
)
"""Symbols that have another meaning in text, or none."""

OPERATORS = _pairs(
    r"""
    pm ± mp ∓ times × div ÷ cdot · cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧
    setminus ∖ smallsetminus ∖ wr ≀ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ ltimes ⋉ rtimes ⋊
    amalg ⨿ bigcirc ◯ boxplus ⊞ boxtimes ⊠
    le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt >
    sim ∼ simeq ≃ approx ≈ approxeq ≊ cong ≅ equiv ≡ asymp ≍ doteq ≐ propto ∝ varpropto ∝
    lesssim ≲ gtrsim ≳ lessgtr ≶ lessapprox ⪅ gtrapprox ⪆ triangleq ≜ coloneqq ≔ coloneq ≔
    eqqcolon ≕ nleq ≰ ngeq ≱ nless ≮ ngtr ≯ nsim ≁ ncong ≇
    prec ≺ succ ≻ preceq ≼ succeq ≽ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    nsubseteq ⊈ sqsubset ⊏ sqsubseteq ⊑ sqsupset ⊐ sqsupseteq ⊒ in ∈ notin ∉ ni ∋
    vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ mid | nmid ∤ parallel ∥ nparallel ∦ perp ⊥ bowtie ⋈
    therefore ∴ because ∵ iff ⟺ implies ⟹ impliedby ⟸
    to → rightarrow → longrightarrow ⟶ gets ← leftarrow ← longleftarrow ⟵ leftrightarrow ↔
    longleftrightarrow ⟷ Rightarrow ⇒ Longrightarrow ⟹ Leftarrow ⇐ Longleftarrow ⟸
    Leftrightarrow ⇔ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
    rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ rightleftarrows ⇄ rightrightarrows ⇉
    twoheadrightarrow ↠ leadsto ⇝ rightsquigarrow ⇝ nrightarrow ↛
    uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙
    nwarrow ↖
    """
)
"""Relations, arrows and binary operators; between two operands they have spaces around them."""

FUNCTIONS = _names(
    """
    injlim projlim varinjlim varprojlim
    arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det diag Diag dim exp gcd hom
    inf ker lg lim liminf limsup ln log max min poly polylog rank sec sin sinh sup tan tanh tr Tr Pr
    """
)
"""Names that are printed unchanged, with a space before an operand."""

TEXT_SYMBOLS = _pairs(
    r"""
    textemdash — textendash – textasciitilde ~ textasciicircum ^ textbackslash \ textbar |
    textless < textgreater > textquoteleft ‘ textquoteright ’ textquotedblleft “
    textquotedblright ” textdollar $
    textunderscore _ textbraceleft { textbraceright } textbullet • textperiodcentered · textmu µ
    textregistered ® texttrademark ™ textcopyright © copyright © textpm ± texttimes × textsection §
    textdagger † S § P ¶ pounds £ textsterling £ texteuro € euro € yen ¥ LaTeX LaTeX TeX TeX
    percent % eg e.g. ie i.e. vs vs. lq ‘ rq ’
    """
) | {"etal": "et al.", "space": " ", "xspace": "", "quad": " ", "qquad": " ", "enspace": " "}
"""Commands of text without an argument."""

TEXT_MACROS = _names(
    """
    text textbf textit emph textsc texttt textrm textsf textmd textnormal textsl textup textbb
    mbox hbox underline uline uuline sout hl ul say ac acp acs acl acf acrfull acrshort gls glspl
    """
)
"""Macros around text: only the argument is printed."""

MATH_MACROS = _names(
    """
    mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb bold
    operatorname ensuremath mathop mathbin mathrel mathord underbrace overbrace smash boxed
    mathopen mathclose mathpunct mathinner mathclap mathllap mathrlap clap llap rlap overbracket
    underbracket overparen underparen underline cancel bcancel xcancel mathbfcal mathbfit mathbfsf
    mathpzc mathsfit symbf symbfit symbb symcal symup bold textnormal fbox framebox makebox lx@text
    """
)
"""Macros around mathematics: only the argument is printed."""

SWITCHES = _names(
    """
    it bf rm em tt sc sf sl cal bfseries itshape scshape ttfamily sffamily rmfamily mdseries
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath
    displaystyle textstyle scriptstyle limits nolimits noindent centering protect nonumber
    scriptscriptstyle leavevmode nobreak allowbreak relax strut mathstrut displaylimits notag
    hfill hfil hline null ignorespaces unskip begingroup endgroup bgroup egroup
    """
)
"""Commands that change how the rest looks and print nothing."""

SIZES = _names(
    """
    left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm
    """
)
"""Sizes of the delimiter that follows."""

ESCAPES = dict(zip(r"%&_$#{}", r"%&_$#{}", strict=True)) | dict.fromkeys(" ,;\n\t", " ")
"""Backslash and one character, in text and mathematics alike."""

MATH_ESCAPES = {"|": "‖", "!": "", ":": " ", ">": " ", "-": "", "/": ""}
"""Backslash and one character, in mathematics only."""

SUPERSCRIPTS = {
    **dict(zip("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    **dict(zip("⊤′″*⋆∘°†‡™®", "ᵀ′″*⋆°°†‡™®", strict=True)),
}

SUBSCRIPTS = {
    **dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
}

_IN_THE_BMP = _pairs("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ")

DOUBLE_STRUCK = {
    **{chr(65 + n): chr(0x1D538 + n) for n in range(26)},
    **{chr(97 + n): chr(0x1D552 + n) for n in range(26)},
    **{chr(48 + n): chr(0x1D7D8 + n) for n in range(10)},
    **_IN_THE_BMP,
}
