"""The daily digest of all topics: an overview, and a digest for each topic with a match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from paperterm.export import digest
from paperterm.export.escape import code_span, escape_markdown
from paperterm.export.view import View
from paperterm.model import Day, Entry
from paperterm.text import clean, plural
from paperterm.topics import Topic, matching

OVERVIEW = "README.md"


class TopicDigest(NamedTuple):
    """The digest of one topic: the name of its file, its number of papers and its text."""

    topic: Topic
    file: str
    papers: int
    text: str


def render(view: View, day: Day) -> dict[str, str]:
    """Return the files of a day's digest, names to texts, the overview first.

    Args:
        view: All papers of the day, in announcement order.
        day: The day.
    """
    members: dict[str, list[Entry]] = {topic.name: [] for topic in view.topics}
    names: dict[str, list[str]] = {}
    for entry in view.entries:
        for topic in matching(entry.paper, view.topics):
            members[topic.name].append(entry)
            names.setdefault(entry.id, []).append(topic.name)
    files = _file_names([topic.name for topic in view.topics])
    digests = []
    for topic in view.topics:
        of_topic = replace(view, topic=topic, day=day, entries=tuple(members[topic.name]))
        if count := len(digest.digest_entries(of_topic)):
            text = digest.render(of_topic)
            digests.append(TopicDigest(topic, files[topic.name], count, text))
    overview = _overview(view, day, digests, names)
    return {OVERVIEW: overview, **{one.file: one.text for one in digests}}


def _file_names(names: Sequence[str]) -> dict[str, str]:
    """Return a file name for each topic, valid on every system and unique."""
    # Importing it takes 27 ms, and only a digest of all topics needs it.
    from pathvalidate import sanitize_filename

    taken = {OVERVIEW.casefold()}
    files = {}
    for name in names:
        # 50 characters are at most 200 bytes; systems allow 255.
        plain = normalize("NFC", clean(name)).lstrip(". -")[:50]
        stem = sanitize_filename(plain, platform="universal", replacement_text="_") or "topic"
        file, count = f"{stem}.md", 1
        while file.casefold() in taken:
            count += 1
            file = f"{stem}-{count}.md"
        taken.add(file.casefold())
        files[name] = file
    return files


def _overview(
    view: View, day: Day, digests: Sequence[TopicDigest], names: Mapping[str, Sequence[str]]
) -> str:
    by_category = Counter(entry.paper.primary_category or "unknown" for entry in view.entries)
    known = [category for category in view.categories if category in by_category]
    others = sorted(by_category.keys() - set(known))
    categories = [
        f"| {_cell(f'{id_} {view.categories.get(id_, str())}')} | {by_category[id_]} |"
        for id_ in [*known, *others]
    ]
    topics = [f"| [{_cell(one.topic.name)}]({quote(one.file)}) | {one.papers} |" for one in digests]
    papers = [
        _paper(number, entry, names.get(entry.id, ()))
        for number, entry in enumerate(view.entries, 1)
    ]
    return "\n".join(
        [
            f"# arXiv · {day}\n",
            f"{plural(len(view.entries), 'paper')}, "
            f"{plural(len(digests), 'topic')} with a match."
            + (" The day is estimated from submission dates." if view.is_estimated else "")
            + "\n",
            "## Categories\n\n| Category | Papers |\n| --- | ---: |",
            *categories,
            "\n## Topics\n\n| Topic | Papers |\n| --- | ---: |",
            *topics,
            "\n## Papers\n",
            *papers,
            "",
        ]
    )


def _paper(number: int, entry: Entry, topics: Sequence[str]) -> str:
    paper = entry.paper
    authors = paper.authors[: digest.AUTHORS_SHOWN]
    more = paper.authors_truncated or len(paper.authors) > len(authors)
    parts = [
        escape_markdown(", ".join(authors) + (", et al." if more else "")),
        " ".join(filter(None, map(code_span, paper.categories))),
        ", ".join(map(escape_markdown, topics)),
    ]
    return (
        f"{number}. [{escape_markdown(paper.title, links=False)}]({paper.id.abs_url}) · "
        f"{' · '.join(filter(None, parts))}"
    )


def _cell(text: str) -> str:
    return escape_markdown(text, links=False).replace("|", "\\|")
