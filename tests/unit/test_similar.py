"""What the index finds to compare a paper with."""

from contextlib import closing
from pathlib import Path

from paperterm.library.index import Index
from paperterm.session.similar import similar
from tests.tui.home import Home, paper

COMMON = "world model"
APART = "the world and its model"


def test_papers_that_share_only_a_pair_of_common_words_are_found(home: Path) -> None:
    there = Home(home)
    texts = [COMMON, COMMON, *[APART] * 60, *["other"] * 60]
    there.bring(*(paper(at, title=text, abstract=text) for at, text in enumerate(texts, 1)))
    session = there.session()
    with closing(Index(session.folders.cache, session.library)) as index:
        index.reconcile()
        (first,) = session.library.few_papers(session.library.days()[0], ["2602.00001"]).values()
        found = similar(session, index, [first.paper], 10)
    assert [one.entry.id for one in found] == ["2602.00002"]
    assert found[0].likeness == 1.0
    assert found[0].entry.paper.abstract == COMMON
