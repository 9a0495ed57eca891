"""What belongs to a topic, and why."""

from pathlib import Path

import pytest

from paperterm.config import Config, load
from paperterm.config.defaults import topic_text
from paperterm.export import digest
from paperterm.library.index import Index, Scope
from paperterm.paths import folders
from paperterm.session import Selection, Session
from paperterm.session.exports import view_of
from paperterm.topics import Match, Topic, Why, matching, whole_word
from tests.building import DAY, listing, paper


def topic(
    *keywords: str | tuple[str, ...], filters: tuple[str, ...] = (), match: Match = Match.SUBSTRING
) -> Topic:
    told = tuple((one,) if isinstance(one, str) else one for one in keywords)
    return Topic("T", told, filters, match)


@pytest.mark.parametrize(
    ("one", "text", "matches"),
    [
        (topic("rag"), "Storage is cheap", True),
        (topic("RAG"), "storage", True),
        (topic("rag"), "RAG", True),
        (topic("rag", match=Match.WORD), "Storage is cheap", False),
        (topic("rag", match=Match.WORD), "RAG, revisited", True),
        (topic("rag", match=Match.WORD), "two RAGs", True),
        (topic("rag", match=Match.WORD), "ragss", False),
        (topic("rag", match=Match.WORD), "RAG2", False),
        (topic("rag", match=Match.WORD), "(rag)_rag-like", True),
        (topic("rag", match=Match.WORD), "été_rag_été", True),
        (topic("rag", match=Match.WORD), "érag", False),
        (topic("o1", match=Match.WORD), "an o1-like model", True),
        (topic("o1", match=Match.WORD), "co1d", False),
        (topic("large language model", match=Match.WORD), "Large\nLanguage  Models", True),
        (topic("large language model"), "Large\nLanguage Models", False),
        (topic(("LLM", "Reasoning")), "reasoning with an llm", True),
        (topic(("LLM", "Reasoning")), "an llm", False),
        (topic(("LLM", "Reasoning"), "GPT"), "gpt", True),
        (topic("a.b", match=Match.WORD), "axb", False),
        (topic("a.b"), "axb", False),
        (topic("Gaussian", filters=("2D",)), "gaussian splats in 2d", False),
        (topic("Gaussian", filters=("2D",)), "gaussian splats in 3d", True),
        (topic("Gaussian", filters=("2D",), match=Match.WORD), "Gaussian, 2D", False),
        (topic("Gaussian", filters=("2D",), match=Match.WORD), "Gaussian, 12D", True),
        (topic("2D", filters=("2D",)), "2D", False),
        (topic(), "anything", False),
        (topic("x"), "", False),
        (topic("C++", match=Match.WORD), "in C++ and Rust", True),
        (topic("模型"), "语言模型。", True),
    ],
)
def test_a_text_belongs_to_a_topic(one: Topic, text: str, matches: bool) -> None:
    assert one.matches(text) is matches
    assert one.why(text).matches is matches


def test_title_and_abstract_are_one_text_with_a_space_between() -> None:
    both = paper(title="Large Language", abstract="Model")
    assert both.searched == "Large Language Model"
    assert paper(title="T").searched == "T "
    assert list(matching(both, [topic("large language model")]))
    assert not list(matching(paper(title="Large Language"), [topic("large language model")]))


def test_matching_keeps_the_order_of_the_topics_and_mixes_both_ways() -> None:
    topics = [topic("rag", match=Match.WORD), topic("rag"), topic("x"), topic("storage")]
    assert list(matching(paper(title="Storage"), topics)) == [topics[1], topics[3]]


def test_why_names_all_keywords_and_filters_that_occur() -> None:
    one = topic("gpt", ("llm", "reason"), ("llm", "cat"), filters=("2D", "4D"))
    assert one.why("An LLM reasons in 2d") == Why((("llm", "reason"),), ("2D",))
    assert not one.why("An LLM reasons in 2d").matches
    assert one.why("no").keywords == ()


def test_hits_are_where_the_matching_keywords_stand() -> None:
    text = "RAG: storage of LLM reasoning, rag"
    found = [text[start:end] for start, end in topic("rag", ("llm", "reason")).hits(text)]
    assert found == ["RAG", "rag", "rag", "LLM", "reason"]
    words = topic("rag", ("llm", "cat"), match=Match.WORD)
    assert [text[start:end] for start, end in words.hits(text)] == ["RAG", "rag"]


def test_hits_stay_in_place_where_lower_case_is_longer() -> None:
    text = "İstanbul RAG"
    assert [text[start:end] for start, end in topic("rag").hits(text)] == ["RAG"]


def test_a_plural_is_part_of_the_hit() -> None:
    assert whole_word("LLM").findall("LLMs, LLM's, LLMS and an LLM") == [
        "LLMs",
        "LLM",
        "LLMS",
        "LLM",
    ]


def test_the_default_topics_are_those_of_the_public_digest(shared: Path) -> None:
    import json

    told = json.loads((shared / "data/days/topics.json").read_text())
    config = Config()
    assert config.categories == told["categories"]
    assert [one.name for one in config.topics] == list(told["topics"])
    for one in config.topics:
        keywords = [list(words) if len(words) > 1 else words[0] for words in one.keywords]
        wanted = told["topics"][one.name]
        assert (keywords, list(one.filters)) == (wanted["keywords"], wanted["filters"])
        assert one.match is Match.SUBSTRING


LIMITED = Topic("Robots", (("policy",),), categories=("cs.RO", "math"))


@pytest.mark.parametrize(
    ("categories", "accepted"),
    [
        (("cs.RO",), True),
        (("cs.CV", "cs.RO"), True),
        (("cs.CV",), False),
        (("math.AG",), True),
        (("math-ph",), False),
        (("cs",), False),
        ((), False),
    ],
)
def test_a_topic_may_be_limited_to_categories(categories: tuple[str, ...], accepted: bool) -> None:
    one = paper(title="A policy", categories=categories)
    assert LIMITED.holds(one) is accepted
    assert bool(list(matching(one, [LIMITED]))) is accepted
    assert Topic("Robots", LIMITED.keywords).holds(one)
    assert not LIMITED.holds(paper(title="No word", categories=categories))


def test_the_limit_stands_in_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(topic_text(LIMITED))
    assert load(file).topics == (LIMITED,)
    assert "categories" not in topic_text(Topic("Robots", (("policy",),)))
    file.write_text('[topics.A]\nkeywords = ["a"]\ncategories = ["Robotics!"]\n')
    (problem,) = load(file).problems
    assert "line 3, topics.A.categories: unknown category 'Robotics!'" in str(problem)


def test_the_limit_holds_in_lists_the_index_and_the_digest(home: Path) -> None:
    papers = [
        paper(1, "A policy", categories=("cs.RO",)),
        paper(2, "A policy", categories=("cs.CV",)),
        paper(3, "Another", categories=("cs.RO",)),
    ]
    session = Session(folders())
    session.library.store(listing(*papers))
    session.add_topic(LIMITED)
    topics = session.settings.topics
    index = Index(session.folders.cache, session.library, topics)
    free = Topic("Robots", LIMITED.keywords)
    for one, numbers in ((LIMITED, [1]), (free, [1, 2]), (LIMITED, [1])):
        index.follow([one])
        index.reconcile()
        found = index.search(scope=Scope(topic="Robots"))
        rows = found.rows(0, len(found))
        assert [int(row.id[5:]) for row in rows if row] == numbers
    index.close()
    selection = Selection.of_day(DAY, topic="Robots")
    assert [entry.id for entry in session.entries(selection)] == [papers[0].id]
    written = digest.render(view_of(session, selection))
    assert "2602.00001" in written
    assert "2602.00002" not in written
