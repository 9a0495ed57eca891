"""Clean Markdown: front matter, then the papers under headings."""

from __future__ import annotations

from paperterm.export.escape import code_span, escape_markdown, yaml_value
from paperterm.export.sections import MARKS, sections_of, title_of
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.text.typeset import typeset


def render(view: View) -> str:
    """Return the view as a Markdown document."""
    title = title_of(view)
    parts = [_front_matter(view, title), f"# {escape_markdown(title)}"]
    for heading, entries in sections_of(view):
        parts.append(f"## {escape_markdown(heading)} ({len(entries)})")
        parts += [_paper(entry, (view.reasons or {}).get(entry.id, "")) for entry in entries]
    return "\n\n".join(parts) + "\n"


def _front_matter(view: View, title: str) -> str:
    rows: dict[str, str | int] = {"title": title, "papers": len(view.entries), "view": view.name}
    if view.topic:
        rows["topic"] = view.topic.name
    if view.day:
        rows["day"] = str(view.day)
    lines = (f"{key}: {yaml_value(value)}" for key, value in rows.items())
    return "\n".join(["---", *lines, "---"])


def _paper(entry: Entry, reason: str) -> str:
    paper, announcement, mark = entry
    parts = [
        escape_markdown(paper.author_line),
        " ".join(filter(None, map(code_span, paper.categories))),
        f"{announcement.day}" if announcement else "",
        str(announcement.kind) if announcement and announcement.kind else "",
        *(name for name in MARKS if getattr(mark, f"is_{name}")),
        *(escape_markdown(f"#{tag}") for tag in mark.tag_names),
    ]
    lines = [
        f"### [{escape_markdown(typeset(paper.title), links=False)}]({paper.id.abs_url})",
        " · ".join(filter(None, [*parts[:1], f"arXiv:{paper.id}", *parts[1:]])),
        escape_markdown(reason),
        escape_markdown(typeset(paper.abstract or "")),
        "\n".join(f"> {line}" for line in (mark.note_text or "").splitlines()),
    ]
    return "\n\n".join(filter(None, lines))
