"""Why a paper is where it is in the order of interest, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from paperterm.model import Paper, PaperId
from paperterm.query.fold import token_spans
from paperterm.ranking import Background, Ground, Model, Part, Sample, fit, read
from paperterm.ranking.model import STEPS, step
from paperterm.ranking.nearest import Example, nearest
from paperterm.ranking.weakened import weakened
from paperterm.ranking.words import singular
from paperterm.session.ground import is_guess
from paperterm.text.typeset import typeset

_NAMED, _NAMED_AGAINST = 5, 3
"""Parts of a score that are named in a line."""
_LEAST, _LEAST_AGAINST = 0.1, 0.05
"""Parts that are worth naming, in steps of interest: what speaks against a paper is never much."""
_ALIKE = 0.07
"""A kept paper that is less like another says nothing about it: most pairs have 0.01 to 0.06."""
_COMPARED, _OF_EACH_TOPIC = 400, 10
"""The newest kept papers, or the best ones of each topic, that a paper is compared with."""
_LONGEST_TITLE = 60

_NOTHING_TEXT = """
ability able accuracy accurate achieve achieved achieves achieving additionally address
addressing advance advanced advancement advancing aim aiming anything approach area aspect
author available baseline better bold broad building called capability capable case challenge
challenging chosen clear coming common community compared comparison competitive complete
complex comprehensive consistent consistently construct contribution current day demonstrate
demonstrated demonstrates detail develop developed development different difficult diverse
effective effectively efficient effort emerging enable enabling end enhance enhanced enhancing
ensure essential evaluating everything evolution evolving examine example excellent existing
experiment experimental explore exploring extend extensive facilitate fact far finally finding
firstly focus following framework full fully fundamental furthermore future general goal good
great growing handling help helped hence high highly idea identify importance important improve
improved improvement improving include including increasing innovation insight introduce
introducing investigate investigating issue key kind known lack large lastly leading led leverage
leveraging life literature main making meaning meaningful method moreover name need notable
notion number observe obtain opportunity order original outperform outperforming outperforms
paper part particular people performance performing person possible potential practical present
previous primary problem process project propose proposing proven provide providing publicly
raised recent recently related released remain remaining report research result rise robust role
scale secondly set setting show showing shown significance significant significantly simple simply
situation small solution specific standard started state strategy strong struggle study
substantial success successful successfully suggest surpassing technique term theme thing thu
time today topic total trend turn type understand understanding unique useful valuable value
variety version viable way whatever whole wide widely work year yield
"""
_SAYS_NOTHING = frozenset(_NOTHING_TEXT.split())
"""Words of any paper, in the singular: true reasons, but alone they tell a person nothing."""
_LEFT_OVER_TEXT = """
atthi atthis emph href http https mathbf mathcal mathrm textbf textit textsc texttt thi url
"""
_NO_WORDS = frozenset(_LEFT_OVER_TEXT.split())
"""Left-overs of TeX and of links."""


class Spellings:
    """How some texts write the terms of the ranking, such as `VLA models` for `vla model`.

    Args:
        texts: The texts; the first one counts that has a term.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._found: dict[str, str] = {}
        for text in texts:
            tokens = [(singular(token), at, end) for token, at, end in token_spans(text)]
            for token, at, end in tokens:
                self._found.setdefault(token, text[at:end])
            for (one, at, end), (other, start, last) in pairwise(tokens):
                joint = text[end:start]
                if joint in (" ", "-", "\n"):
                    written = text[at:last]
                else:  # `action (VLA` is not worth a name, but `VLA) models` is
                    written = "" if "(" in joint else f"{text[at:end]} "
                    written += text[start:last]
                self._found.setdefault(f"{one} {other}", written)

    def __getitem__(self, term: str) -> str:
        """Return a term as it is written."""
        words = (self._found.get(word, word) for word in term.split())
        return " ".join((self._found.get(term) or " ".join(words)).split())

    def named(self, parts: Iterable[Part], most: int) -> list[Part]:
        """Return the first parts that tell a person something, each word once, as written."""
        return [*islice(self._telling(parts), most)]

    def _telling(self, parts: Iterable[Part]) -> Iterator[Part]:
        seen: set[str] = set()
        for part in parts:
            words = list(filter(_is_word, part.text.split()))
            tells = part.kind == "told" or not _SAYS_NOTHING.issuperset(words)
            if tells and seen.isdisjoint(words):
                seen.update(words)
                yield part._replace(text=self[" ".join(words)])


def examples(ground: Ground, background: Background) -> list[Example]:
    """Return what papers are compared with: the newest kept papers, or the best of each topic."""
    return [Example(one, background.weights(one.words)) for one in _samples(ground)]


def reasons(
    paper: Paper,
    ground: Ground,
    background: Background,
    model: Model,
    compared: Iterable[Example],
) -> list[str]:
    """Return what speaks most for a paper, and what against it.

    A paper of the ground itself is not explained by itself.

    Args:
        paper: The paper.
        ground: What says what the user is interested in.
        background: A sample of the library.
        model: The model of the ground.
        compared: Its `examples`.

    Returns:
        Its step, the kept paper or the topic it is most like, the words and the authors that
        count.
    """
    if any(one.id == paper.id for one in ground.unwanted):
        return []
    words = read(paper)
    others = (one for one in compared if one.sample.id != paper.id)
    near = nearest(background.weights(words), others)
    like = [f"like {near.sample.title}"] if near and near.likeness >= _ALIKE else []
    if any(one.id == paper.id for one in ground.kept):
        return ["you kept it, so papers like it rank higher", *like]
    about, *found = liked(paper, model, is_guess=is_guess(ground))
    parts = [part for part in model.parts(words, paper.authors) if part.weight <= -_LEAST_AGAINST]
    against = _names(paper, reversed(parts), _NAMED_AGAINST)
    return [about, *like, *found, *([f"against it: {against}"] if against else [])]


def liked(paper: Paper, model: Model, *, is_guess: bool) -> list[str]:
    """Return the step of a paper, and the words and authors that speak most for it."""
    words = read(paper)
    why = [part for part in model.why(words, paper.authors) if part.weight >= _LEAST][:_NAMED]
    named = _names(paper, (part for part in why if part.kind != "author"), _NAMED)
    authors = ", ".join(part.text for part in why if part.kind == "author")
    said = (
        f"interest {step(model.score(words, paper.authors))} of {STEPS}{', a guess' * is_guess}",
        f"liked for {named}" if named else "",
        f"by {authors}" if authors else "",
    )
    return [text for text in said if text]


def weakened_words(
    id_: PaperId, ground: Ground, background: Background, paper: Paper | None
) -> list[str]:
    """Return the words that count less since a paper was dismissed, those that lost most first.

    There are none if the paper is not dismissed, or if nothing is liked that could count less.

    Args:
        id_: The paper.
        ground: What says what the user is interested in.
        background: A sample of the library.
        paper: Its text as it is written, if a day has it.
    """
    others = tuple(sample for sample in ground.unwanted if sample.id != id_)
    dismissed = next((sample for sample in ground.unwanted if sample.id == id_), None)
    if dismissed is None:
        return []
    model, before = (fit(one, background) for one in (ground, ground._replace(unwanted=others)))
    texts = (paper.abstract or "", paper.title) if paper else (dismissed.title,)
    lost = Spellings(texts).named(weakened(dismissed.words, model, before), _NAMED)
    return [part.text for part in lost]


def _names(paper: Paper, parts: Iterable[Part], most: int) -> str:
    """Return the first words that tell a person something, as the paper writes them."""
    if not (some := list(parts)):
        return ""
    written = Spellings((paper.abstract or "", paper.title))
    return ", ".join(part.text for part in written.named(some, most))


def _is_word(text: str) -> bool:
    """Return whether a person takes it for a word: not the `d` of d-VLM, and not the `3` of (3)."""
    return len(text) > 1 and not text.isdigit() and text not in _NO_WORDS


def _samples(ground: Ground) -> Iterator[Sample]:
    """Yield kept papers, the newest first, or those of topics, named for the user."""
    for one in reversed(ground.kept[-_COMPARED:]):
        title = typeset(one.title)
        cut = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
        yield one._replace(title=f"“{cut}”")
    for name, papers in () if ground.kept else ground.topics:
        for words in papers[:_OF_EACH_TOPIC]:
            yield Sample("", f"your topic {name}", (), words)
