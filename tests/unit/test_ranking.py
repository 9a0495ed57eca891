"""The ranking, over frozen values: what it likes, what it says of that, and that it is the same."""

import random

import pytest

from paperterm.model import Paper, PaperId
from paperterm.ranking import Background, Ground, Model, Sample, background, chosen, fit, read
from paperterm.ranking.background import SIZE
from paperterm.ranking.choice import unknown
from paperterm.ranking.weakened import weakened
from paperterm.ranking.words import Words

SUBJECTS = {
    "robots": "robot arm grasp policy manipulation gripper controller contact object dexterous",
    "galaxies": "galaxy halo redshift spectra luminosity cluster survey telescope dust cosmic",
    "proofs": "theorem lemma conjecture manifold algebra bundle cohomology sheaf functor category",
}
COMMON = "method data result model problem approach"


def written(number: int, subject: str) -> Paper:
    """Return a paper that uses words of its subject among common ones."""
    dice = random.Random(f"{subject}{number}")
    own, common = SUBJECTS[subject].split(), COMMON.split()
    text = " ".join(dice.choice(own if dice.random() < 0.5 else common) for _ in range(60))
    title = f"A {dice.choice(own)} {dice.choice(own)} study"
    return Paper(
        PaperId(f"2602.{number:04}{[*SUBJECTS].index(subject)}"),
        title,
        (f"Author {subject} {number % 5}",),
        abstract=text,
    )


PAPERS = [written(number, subject) for number in range(60) for subject in SUBJECTS]


@pytest.fixture(scope="module")
def usual() -> Background:
    return background({paper.id: read(paper) for paper in PAPERS})


def sample(paper: Paper) -> Sample:
    return Sample(paper.id, paper.title, paper.authors, read(paper))


def kept(subject: str, number: int) -> tuple[Sample, ...]:
    return tuple(sample(written(100 + at, subject)) for at in range(number))


def score(model: Model, paper: Paper) -> float:
    return model.score(read(paper), paper.authors)


def best(model: Model, number: int = 20) -> list[Paper]:
    return sorted(PAPERS, key=lambda paper: -score(model, paper))[:number]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("number", [1, 3, 15, 40])
def test_what_is_like_the_kept_papers_comes_first(
    usual: Background, subject: str, number: int
) -> None:
    model = fit(Ground(kept(subject, number)), usual)
    assert all(subject in paper.authors[0] for paper in best(model))


def test_two_interests_are_both_there(usual: Background) -> None:
    model = fit(Ground(kept("robots", 20) + kept("proofs", 20)), usual)
    words = [paper.authors[0].split()[1] for paper in best(model, 40)]
    assert 10 <= words.count("robots") <= 30
    assert "galaxies" not in words


def test_topics_count_only_while_few_papers_are_kept(usual: Background) -> None:
    topics = (("stars", tuple(read(written(200 + at, "galaxies")) for at in range(50))),)
    assert "galaxies" in best(fit(Ground(topics=topics), usual))[0].authors[0]
    many = kept("robots", 10)
    assert fit(Ground(many, topics=topics), usual) == fit(Ground(many), usual)


def test_what_is_unwanted_counts_against(usual: Background) -> None:
    both = kept("robots", 20) + kept("proofs", 20)
    before, after = fit(Ground(both), usual), fit(Ground(both, kept("proofs", 10)), usual)
    proof = written(300, "proofs")
    assert score(after, proof) < score(before, proof)


def test_words_and_authors_that_were_named_count(usual: Background) -> None:
    paper = written(7, "galaxies")
    plain = fit(Ground(kept("robots", 5)), usual)
    more = fit(Ground(kept("robots", 5), more=("Galaxies",)), usual)
    less = fit(Ground(kept("robots", 5), less=("galaxy",)), usual)
    followed = fit(Ground(kept("robots", 5), followed=paper.authors), usual)
    assert score(less, paper) < score(plain, paper) < score(more, paper)
    assert score(followed, paper) > score(plain, paper)


def test_the_parts_are_the_score(usual: Background) -> None:
    model = fit(Ground(kept("robots", 40)), usual)
    for paper in PAPERS:
        words = read(paper)
        total = sum(part.weight for part in model.parts(words, paper.authors))
        assert total - model.mean / model.deviation == pytest.approx(score(model, paper), abs=1e-5)


def test_what_is_named_is_most_of_what_speaks_for_a_paper_and_losing_it_costs(
    usual: Background,
) -> None:
    model = fit(Ground(kept("robots", 40)), usual)
    for paper in best(model):
        words, why = read(paper), model.why(read(paper), paper.authors)
        good = sum(part.weight for part in model.parts(words, paper.authors) if part.weight > 0)
        assert sum(part.weight for part in why) >= 0.6 * good
        named = {word for part in why if part.kind == "word" for word in part.text.split()}
        without = Words(
            *(" ".join("" if w in named else w for w in text.split(" ")) for text in words)
        )
        authors = [name for name in paper.authors if name not in {part.text for part in why}]
        assert model.score(without, authors) < score(model, paper)


def test_it_is_the_same_whatever_the_order_of_the_library(usual: Background) -> None:
    ids = [paper.id for paper in PAPERS]
    assert chosen(ids) == chosen(reversed(ids))
    assert fit(Ground(kept("robots", 40)), usual) == fit(Ground(kept("robots", 40)), usual)


def test_papers_of_later_months_than_all_that_is_kept_are_sampled_if_others_are_few() -> None:
    ids = [f"{month}.{number:05}" for month in ("2601", "2602") for number in range(SIZE)]
    assert {id_[:4] for id_ in chosen(ids)} == {"2601", "2602"}
    assert {*chosen(ids, "2601.00001")} == {*ids[:SIZE]}
    few = chosen(ids[SIZE - 10 :], "hep-th/0601001")
    assert len(few) == SIZE
    assert chosen(ids[SIZE - 10 :], "2601.00001")[:10] == chosen(ids[SIZE - 10 : SIZE])


@pytest.mark.parametrize(
    "ground",
    [
        Ground(),
        Ground(kept("robots", 1)),
        Ground((Sample("2602.1", "", (), Words("", "")),)),
        Ground(kept("robots", 1) * 3),
        Ground(kept("robots", 40), kept("robots", 40)),
        Ground(tuple(map(sample, PAPERS))),
    ],
    ids=["nothing", "one", "empty", "the same", "contradiction", "everything"],
)
@pytest.mark.parametrize("size", [0, 1, len(PAPERS)])
def test_any_ground_makes_a_model(ground: Ground, size: int) -> None:
    model = fit(ground, background({paper.id: read(paper) for paper in PAPERS[:size]}))
    for paper in (
        PAPERS[0],
        Paper(PaperId("2602.99999"), "word"),
        Paper(PaperId("2602.99998"), "$"),
    ):
        assert abs(score(model, paper)) < 1000


def test_what_a_model_knows_little_about_is_a_paper_of_other_words(usual: Background) -> None:
    model = fit(Ground(kept("robots", 20)), usual)
    strange = Paper(PaperId("2602.09999"), "Zebrafish larvae", (), abstract="zebrafish larvae swim")
    assert unknown(model, usual, read(strange)) == 1
    assert unknown(model, usual, read(written(1, "robots"))) == 0
    assert unknown(model, usual, Words("", "")) == 0


@pytest.mark.parametrize("number", [3, 40])
def test_the_words_that_a_dismissal_weakened_weigh_less_than_without_it(
    usual: Background, number: int
) -> None:
    paper = written(200, "robots")
    ground = Ground(kept("robots", number), unwanted=kept("galaxies", 2))
    before = fit(ground, usual)
    after = fit(ground._replace(unwanted=(*ground.unwanted, sample(paper))), usual)
    lost = weakened(read(paper), after, before)
    assert {word for part in lost[:5] for word in part.text.split()} <= {
        *read(paper).title.split(),
        *read(paper).abstract.split(),
    }
    assert [part.weight for part in lost] == sorted((part.weight for part in lost), reverse=True)
    named = [part.text.split() for part in lost[:5]]
    terms = [(words[0], words[1]) if len(words) > 1 else words[0] for words in named]
    weigh = [
        [model.weights.get(term, 0.0) / model.deviation for term in terms]
        for model in (after, before)
    ]
    assert all(now < then for now, then in zip(*weigh, strict=True))
    assert score(after, paper) < score(before, paper)
    assert weakened(read(paper), before, before) == []


def test_a_paper_newer_than_all_that_is_kept_does_not_count_against_itself(
    usual: Background,
) -> None:
    """What came after the last kept paper was perhaps not seen yet."""
    ground = Ground(tuple(sample(paper) for paper in PAPERS if "robots" in paper.authors[0])[:40])
    new = written(5000, "robots")
    old = Paper(PaperId("math/0001001"), new.title, new.authors, abstract=new.abstract)
    with_new, with_old = (
        background({**dict(zip(usual.ids, usual.papers, strict=True)), one.id: read(one)})
        for one in (new, old)
    )
    assert score(fit(ground, with_new), new) > score(fit(ground, with_old), new)
