"""The daily digest of a topic, byte for byte as the public digest project writes it.

Source: https://github.com/Tavish9/awesome-daily-AI-arxiv. The rules were derived from 56 of its
files. `sources.digest` reads the format.
"""

from __future__ import annotations

from paperterm.export.view import View
from paperterm.model import Entry, Paper
from paperterm.topics import Topic

AUTHORS_SHOWN = 6

_BREAK = "  "  # two spaces end a line in Markdown; a constant, so that no editor strips them

_HEAD = """\
# 🔍 {topic} Papers · {day}

[![Total Papers](https://img.shields.io/badge/Papers-{count}-2688EB)]()
[![Last Updated](https://img.shields.io/badge/dynamic/json?url=https://api.github.com/repos/\
tavish9/awesome-daily-AI-arxiv/commits/main&query=%24.commit.author.date&label=updated&color=\
orange)]()

---

## 📌 Filter by Category
**Keywords**: {keywords}{br}
**Filter**: {filters}

---

## 📚 Paper List
"""

_PAPER = """\

- **[{title}](https://arxiv.org/abs/{id})**  `arXiv:{id}`  {categories}{br}
  _{authors}_
  <details open><summary>Abstract</summary>
  {abstract}
  </details>
"""


def render(view: View) -> str:
    """Return the digest of one topic and one day.

    Papers are sorted by their list of categories, descending; those with equal lists keep the
    order of the announcement. In an order that was asked for, they stay as they are.
    """
    assert view.topic  # the format's row requires one topic and one day
    entries = digest_entries(view)
    if not view.keeps_order:
        entries.sort(key=lambda entry: entry.paper.categories, reverse=True)
    head = _HEAD.format(
        topic=_line(view.topic.name), day=view.day, count=len(entries), **_rules(view.topic)
    )
    return head + "".join(_paper(entry.paper) for entry in entries)


def digest_entries(view: View) -> list[Entry]:
    """Return the papers that a digest includes: if strict, only those in configured categories."""
    return [
        entry
        for entry in view.entries
        if not view.strict or view.categories.keys() >= set(entry.paper.categories)
    ]


def _rules(topic: Topic) -> dict[str, str]:
    keywords = " ".join(f"`{_line(','.join(keyword))}`" for keyword in topic.keywords)
    filters = " ".join(f"`{_line(word)}`" for word in topic.filters)
    return {"keywords": keywords, "filters": filters or "`None`", "br": _BREAK}


def _paper(paper: Paper) -> str:
    return _PAPER.format(
        id=paper.id,
        title=_line(paper.title),
        categories=" ".join(f"`{_line(category)}`" for category in paper.categories),
        authors=_line(_authors(paper)),
        abstract=_line(paper.abstract or ""),
        br=_BREAK,
    )


def _authors(paper: Paper) -> str:
    shown = ", ".join(paper.authors[:AUTHORS_SHOWN])
    more = paper.authors_truncated or len(paper.authors) > AUTHORS_SHOWN
    return f"{shown}, et al." if more else shown


def _line(text: str) -> str:
    """Return the text on one line: only a line break could break out of the format."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
