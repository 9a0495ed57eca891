"""Text as it is compared."""

import sys
from unicodedata import category

import pytest

from paperterm.query.fold import folded, folded_authors, folded_name, spellings, token_spans, tokens


@pytest.mark.parametrize(
    ("text", "tokens_"),
    [
        ("", []),
        ("Large-Language  MODELS.", ["large", "language", "models"]),
        ("snake_case GPT4 3D", ["snake", "case", "gpt4", "3d"]),
        ("Schrödinger's Poincaré", ["schrodinger", "s", "poincare"]),
        ("Schro\u0308dinger", ["schrodinger"]),
        (
            "Łukasz Jørgensen Đặng Yalçın Æsir Þór",
            ["lukasz", "jorgensen", "dang", "yalcin", "aesir", "thor"],
        ),
        ("Großmann STRAẞE strasse", ["grossmann", "strasse", "strasse"]),
        ("İstanbul ısı", ["istanbul", "isi"]),
        ("ﬁne oﬀice x² H₂O Ⅳ", ["fine", "office", "x2", "h2o", "iv"]),
        ("𝒪(n) ℝ^d ４２", ["o", "n", "r", "d", "42"]),
        ("½", ["1", "2"]),
        ("co\u00adoperate a\u200db a\u200bc", ["cooperate", "ab", "ac"]),
        (
            "α-VAE Δt π₀ µm ς ϕ",
            ["alpha", "vae", "delta", "t", "pi", "0", "mu", "m", "sigma", "phi"],
        ),
        ("语言模型, モデル", ["语言模型", "モテル"]),
        ("a\0b \ud800 \ue000·", ["a", "b"]),
        ("$\\alpha$-stable", ["alpha", "stable"]),
    ],
)
def test_text_folds_to_letters_and_digits(text: str, tokens_: list[str]) -> None:
    assert folded(text) == " ".join(tokens_)
    assert tokens(text) == tuple(tokens_)
    assert [place.token for place in token_spans(text)] == tokens_


def test_every_character_folds_once_and_for_all() -> None:
    for code in range(sys.maxunicode + 1):
        fold = folded(chr(code))
        assert folded(fold) == " ".join(fold.split())
        assert all(sign == " " or category(sign)[0] in "LN" for sign in fold)


def test_a_place_is_a_whole_word_with_its_accents() -> None:
    text = "The Schro\u0308dinger cafe\u0301 ﬁeld; ½x"
    assert [(token, text[start:end]) for token, start, end in token_spans(text)] == [
        ("the", "The"),
        ("schrodinger", "Schro\u0308dinger"),
        ("cafe", "cafe\u0301"),
        ("field", "ﬁeld"),
        ("1", "½"),
        ("2x", "½x"),
    ]
    assert token_spans("ά\u0301")[0].end == 2


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("pi0", ["pi0", "pi 0"]),
        ("π₀.₅", ["pi 0 5", "pi0 5"]),
        ("pi_{0.5}", ["pi 0 5", "pi0 5"]),
        ("H_2O", ["h 2o", "h2o"]),
        ("x_i", ["x i", "xi"]),
        ("x^{ij}", ["x ij", "xij"]),
        ("snake_case", ["snake case"]),
        ("AlphaFold3", ["alphafold3"]),
    ],
)
def test_a_formula_can_be_typed_in_more_than_one_way(typed: str, spelled: list[str]) -> None:
    assert [" ".join(one) for one in spellings(typed)] == spelled


def test_authors_stay_apart() -> None:
    assert folded_authors(["Li Wei", "Wang Xu"]) == "· li wei · wang xu ·"
    assert folded_authors([]) == ""


def test_a_name_keeps_its_signs() -> None:
    assert folded_name("  C++  Émile ") == "c++ emile"
    assert folded_name("C#") != folded_name("C++")
