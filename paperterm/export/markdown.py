"""Clean Markdown: front matter, then the papers under headings.

A view of one topic has a heading per primary category. A view of all topics has one per topic:
each paper is under the first topic that it matches, and the rest is at the end.
"""

from __future__ import annotations

from collections.abc import Iterable

from paperterm.export.escape import code_span, escape_markdown, yaml_value
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.topics import matching

REST = "Other papers"


def render(view: View) -> str:
    """Return the view as a Markdown document."""
    topic = view.topic.name if view.topic else ""
    title = " · ".join(filter(None, [topic, _view_title(view), _days(view)]))
    parts = [_front_matter(view, title), f"# {escape_markdown(title)}"]
    for heading, entries in _sections(view):
        parts.append(f"## {escape_markdown(heading)} ({len(entries)})")
        parts += [_paper(entry) for entry in entries]
    return "\n\n".join(parts) + "\n"


def _view_title(view: View) -> str:
    if view.name == "all":
        return "" if view.topic else "arXiv"
    return view.name.capitalize()


def _days(view: View) -> str:
    if view.day:
        return str(view.day)
    days = [entry.announcement.day for entry in view.entries if entry.announcement]
    return " – ".join(map(str, sorted({min(days), max(days)}))) if days else ""


def _front_matter(view: View, title: str) -> str:
    rows: dict[str, str | int] = {"title": title, "papers": len(view.entries), "view": view.name}
    if view.topic:
        rows["topic"] = view.topic.name
    if view.day:
        rows["day"] = str(view.day)
    lines = (f"{key}: {yaml_value(value)}" for key, value in rows.items())
    return "\n".join(["---", *lines, "---"])


def _sections(view: View) -> Iterable[tuple[str, list[Entry]]]:
    """Return the headings that have papers, in the configured order, with their papers."""
    headings = (
        {id_: f"{id_} {name}".strip() for id_, name in view.categories.items()}
        if view.topic
        else {topic.name: topic.name for topic in view.topics}
    )
    sections: dict[str, list[Entry]] = {key: [] for key in headings}
    for entry in view.entries:
        sections.setdefault(_section(view, entry), []).append(entry)
    rest = sections.pop(REST, None)
    if rest:
        sections[REST] = rest
    return [(headings.get(key, key), entries) for key, entries in sections.items() if entries]


def _section(view: View, entry: Entry) -> str:
    if view.topic:
        return entry.paper.primary_category or REST
    first = next(matching(entry.paper, view.topics), None)
    return first.name if first else REST


def _paper(entry: Entry) -> str:
    paper, announcement, mark = entry
    parts = [
        escape_markdown(paper.author_line),
        " ".join(filter(None, map(code_span, paper.categories))),
        f"{announcement.day}" if announcement else "",
        str(announcement.kind) if announcement and announcement.kind else "",
        *(name for name in ("starred", "queued", "read") if getattr(mark, f"is_{name}")),
        *(escape_markdown(f"#{tag}") for tag in mark.tag_names),
    ]
    lines = [
        f"### [{escape_markdown(paper.title, links=False)}]({paper.id.abs_url})",
        " · ".join(filter(None, [*parts[:1], f"arXiv:{paper.id}", *parts[1:]])),
        escape_markdown(paper.abstract or ""),
        "\n".join(f"> {line}" for line in (mark.note_text or "").splitlines()),
    ]
    return "\n\n".join(filter(None, lines))
