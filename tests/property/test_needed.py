"""What every match of a regex has, which is looked for before the regex is tried."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paperterm.query.patterns import compiled, needed

_ATOMS = [
    *["a", "b", "ab", "B", "1", "ba", ".", " ", "-", "^", "$", r"\b", r"\B", r"\d", r"\w", r"\s"],
    *[r"\.", r"\-", r"\Z", r"\A", "[ab]", "[^a]", "[a-b1]", r"[\d-]", "[[a]b]", r"\x61", r"\1"],
    *["(?i)", "(?x)", "(?#a)", "# b\n", "|", r"\p{L}", "[[:alpha:]]", r"\K", "(?>a)", r"\u0061"],
]
_OPENINGS = ["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?P<n>", "(?i:", "(?x:", "(?|", "(?>"]
_TIMES = ["*", "+", "?", "*?", "+?", "??", "*+", "?+", "{0}", "{0,}", "{2}", "{,2}", "{1,2}", "{e}"]
_TIMES += ["{e<=1}", "{i<=1,d<=1}", "{", "{a}", "{0}?", ""]


def _longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join),
        st.tuples(inner, st.sampled_from(_TIMES)).map("".join),
        st.tuples(st.sampled_from(_OPENINGS), inner, st.just(")")).map("".join),
    )


PATTERNS = st.recursive(st.sampled_from(_ATOMS), _longer, max_leaves=8)


@settings(max_examples=500)
@given(PATTERNS, st.lists(st.text("abAB1 .-", max_size=6), min_size=1, max_size=8))
def test_every_match_has_what_is_needed(pattern: str, texts: list[str]) -> None:
    letters = needed(pattern)
    try:
        regex = compiled(pattern)
    except ValueError:
        assume(False)
    for text in texts:
        if letters not in text.lower():
            assert not regex.search(text, timeout=1)
