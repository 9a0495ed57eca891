"""What the user's marks and settings say of their interest, as the ranking takes it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from paperterm.config import Config
from paperterm.library import Library
from paperterm.model import Day, Mark, Paper
from paperterm.ranking import Ground, Sample, Words, read
from paperterm.ranking.model import FEW
from paperterm.session.holdings import Holdings
from paperterm.session.marking import marked_paper
from paperterm.topics import Topic

MOST_KEPT = 2000
"""The newest marks that count: more would take seconds, and tell nothing new."""
_BEST_OF_TOPIC = 50
"""Of a topic's newest papers, how many count."""
_SURE = 5
"""With fewer kept papers, the order is a guess."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def is_guess(ground: Ground) -> bool:
    """Return whether too few papers are kept to know what the user likes."""
    return len(ground.kept) < _SURE


def guessed_by(ground: Ground, *, name_topics: bool = False) -> list[str]:
    """Return what the order goes by as long as few papers are kept, for the user."""
    topics = ", ".join(name for name, papers in ground.topics if papers)
    told = (
        ("these papers", ground.kept),
        (f"your topics ({topics})" if name_topics else "your topics", topics),
        ("the authors you follow", ground.followed),
        ("the words you named", ground.more or ground.less),
    )
    return [text for text, is_there in told if is_there]


def ground_of(library: Library, holdings: Holdings, config: Config) -> Ground:
    """Return what says what a user is interested in: marks, topics, and words of the settings."""
    marks = sorted(library.all_marks(), key=lambda mark: (_kept_at(mark), mark.id))
    liked = [mark for mark in marks if mark.is_kept and not mark.is_dismissed]
    kept = _samples(holdings, liked[-MOST_KEPT:])
    authors = frozenset(name for sample in kept for name in sample.authors)
    return Ground(
        kept,
        unwanted=_samples(holdings, [mark for mark in marks if mark.is_dismissed][-MOST_KEPT:]),
        topics=topics_of(holdings, config, len(kept)),
        followed=tuple(sorted(config.followed)),
        more=tuple(config.more),
        less=tuple(config.less),
        written=tuple(sorted(holdings.written(authors | {*config.followed}).items())),
    )


def topics_of(
    holdings: Holdings, config: Config, kept: int, before: Day | None = None
) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    """Return the best papers of each topic, or those from before a day; none if many are kept."""
    return tuple(
        (topic.name, best_of_topic(topic, holdings.of_topic(topic, before)))
        for topic in (config.topics if kept < FEW else ())
    )


def best_of_topic(topic: Topic, papers: Collection[Paper]) -> tuple[Words, ...]:
    """Return the words of the papers in which the keywords of a topic occur most often."""
    hits = {paper.id: sum(1 for _ in topic.hits(paper.searched)) for paper in papers}
    ranked = sorted(papers, key=lambda paper: (-hits[paper.id], paper.id))
    return tuple(map(read, ranked[:_BEST_OF_TOPIC]))


def _samples(holdings: Holdings, marks: list[Mark]) -> tuple[Sample, ...]:
    """Return marked papers with their words; of one that no day holds, those of its title."""
    words = holdings.words([mark.id for mark in marks])
    return tuple(
        Sample(mark.id, paper.title, paper.authors, words.get(mark.id) or read(paper))
        for mark in marks
        if (paper := marked_paper(mark))
    )


def _kept_at(mark: Mark) -> datetime:
    stamps = mark.starred, mark.queued, mark.dismissed, mark.note, *mark.tags.values()
    return max((stamp.at for stamp in stamps if stamp), default=_LONG_AGO)
