"""The words of a reason: as the paper writes them, and only those that tell something."""

from paperterm.ranking import Part
from paperterm.session.reasons import Spellings

TEXT = "Vision-language-action (VLA) models for time series. We (3) ANNIE-Attack a d-VLM, see url."


def _named(*terms: str) -> list[str]:
    parts = [Part("word", term, 1.0) for term in terms]
    return [part.text for part in Spellings([TEXT]).named(parts, 5)]


def test_words_are_written_as_in_the_paper() -> None:
    assert _named("vla model") == ["VLA models"]
    assert _named("action vla") == ["VLA"]
    assert _named("time series") == ["time series"]
    assert _named("vision language") == ["Vision-language"]


def test_letters_numbers_and_words_of_any_paper_are_not_named() -> None:
    assert _named("3 annie", "d vlm", "life", "m", "significant improvement", "url") == [
        "ANNIE",
        "VLM",
    ]
    told = Part("told", "life", 2.0)
    assert Spellings([TEXT]).named([told], 5) == [told], "what the user named is named"


def test_each_word_is_named_once() -> None:
    assert _named("language action", "action", "language", "annie attack") == [
        "language-action",
        "ANNIE-Attack",
    ]
