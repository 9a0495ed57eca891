"""Count the real papers that show a word no search finds.

    python benchmarks/findable.py [FILE.jsonl.gz …]

A word is what stands between two spaces of the title, the authors or the abstract, as the screen
shows them. Each is searched for as a phrase.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from paperterm.model import Paper, PaperId
from paperterm.query import MatchForm, Term
from paperterm.query.fields import Field
from paperterm.query.subject import Subject, SubjectTexts
from paperterm.tui.abstract.paragraph import Highlighter

DATA = Path(__file__).resolve().parents[2] / "shared/data"
FILES = (DATA / "corpus/papers.jsonl.gz", DATA / "ranking/papers.jsonl.gz")


def papers(files: Iterable[Path]) -> Iterator[Paper]:
    """Yield the papers of some files, each once."""
    seen = set()
    for file in files:
        with gzip.open(file) as lines:
            for line in lines:
                row = orjson.loads(line)
                if row["id"] not in seen:
                    seen.add(row["id"])
                    authors = tuple(row["authors"])
                    yield Paper(
                        PaperId(row["id"]),
                        row["title"],
                        authors,
                        abstract=row.get("abstract"),
                        categories=tuple(row.get("categories") or ()),
                        primary_category=row.get("primary_category"),
                    )


def lost(paper: Paper) -> list[str]:
    """Return the words that a paper shows and that do not find it."""
    texts = SubjectTexts(Subject(paper))
    show = Highlighter()
    shown = [*map(show.line, (paper.title, *paper.authors)), show.lines(paper.abstract or "")]
    words = dict.fromkeys(" ".join(shown).split())
    return [word for word in words if _is_lost(word, texts)]


def _is_lost(word: str, texts: SubjectTexts) -> bool:
    try:
        return not Term(Field.TEXT, word, MatchForm.PHRASE).condition.holds(texts)
    except ValueError:
        return False  # no letter or digit


def main(files: list[Path]) -> None:
    """Print how many papers show such a word, and the most frequent ones."""
    words: Counter[str] = Counter()
    total = by_paper = 0
    for paper in papers(files or FILES):
        total += 1
        found = lost(paper)
        by_paper += bool(found)
        words.update(found)
    print(f"{by_paper:,} of {total:,} papers, {by_paper / total:.2%}, show a word no search finds")
    print("the most frequent:", " ".join(word for word, _ in words.most_common(20)))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
