"""HTML: one page that stands alone, without scripts and other files; dark or light as the system.

Its policy forbids scripts, pictures and requests, should a text ever get past the escaping. The
pages of a site have the same frame, and one script that the policy names.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from paperterm.export.sections import MARKS, Section, sections_of, title_of
from paperterm.export.view import View
from paperterm.model import Entry, Mark
from paperterm.text import clean, clean_lines, plural
from paperterm.text.typeset import typeset

_STYLE = """\
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d5dae0;
  --link: #0b57c5; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e3e6ea; --soft: #a0a8b2; --line: #3a4048; --link: #8ab8ff; --page: #16191d; }
}
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; }
h3, p { margin: .3rem 0; } article { border-top: 1px solid var(--line); padding: .8rem 0; }
a { color: var(--link); } .soft { color: var(--soft); font-size: .875rem; }
blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: .8rem;
  white-space: pre-line; }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --soft: #444; --line: #bbb;
    --link: #000; }
  body { max-width: none; } article { break-inside: avoid; }
}"""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'{policy}">
<title>{title}</title>
{head}<style>
{style}
</style>
</head>
<body>
{before}<main>
<h1>{title}</h1>
<p class="soft">{about}</p>
{body}</main>
{after}</body>
</html>
"""


def render(view: View) -> str:
    """Return the view as a page."""
    body = "".join(_section(view, section) for section in sections_of(view))
    return page(title_of(view), plural(len(view.entries), "paper"), body)


def page(
    title: str,
    about: str,
    body: str,
    *,
    policy: str = "",
    head: str = "",
    style: str = "",
    before: str = "",
    after: str = "",
) -> str:
    """Return a page; its title is text, all else is HTML.

    Args:
        title: The title and the heading.
        about: What is said below it.
        body: What is in `<main>`.
        policy: What the policy allows besides styles.
        head: Lines of `<head>`.
        style: More rules of style.
        before: What is before `<main>`.
        after: What is after it.
    """
    return _PAGE.format(
        policy=policy,
        title=escape(clean(title)),
        head=head,
        style=_STYLE + style,
        before=before,
        about=about,
        body=body,
        after=after,
    )


def _section(view: View, section: Section) -> str:
    heading = f"{escape(clean(section.heading))} ({len(section.entries)})"
    reasons = view.reasons or {}
    papers = "".join(article(entry, reasons.get(entry.id, "")) for entry in section.entries)
    return f"<section>\n<h2>{heading}</h2>\n{papers}</section>\n"


def article(entry: Entry, reason: str = "", extra: str = "") -> str:
    """Return a paper as an article: what it is liked for, and HTML at its end."""
    paper, _, mark = entry
    lines = [
        f'<h3><a href="{escape(paper.id.abs_url)}">{escape(typeset(paper.title))}</a></h3>',
        f"<p>{escape(clean(paper.author_line))}</p>" if paper.authors else "",
        f'<p class="soft">{" · ".join(_facts(entry))}</p>',
        f'<p class="soft">{escape(clean(reason))}</p>' if reason else "",
        f"<p>{escape(typeset(paper.abstract))}</p>" if paper.abstract else "",
        f"<blockquote>{escape(clean_lines(mark.note_text))}</blockquote>" if mark.note_text else "",
        extra,
    ]
    inside = "\n".join(filter(None, lines))
    return f"<article>\n{inside}\n</article>\n"


def _facts(entry: Entry) -> Iterator[str]:
    paper, announcement, mark = entry
    yield f'arXiv:{paper.id} <a href="{escape(paper.id.pdf_url)}">PDF</a>'
    if categories := " ".join(filter(None, map(clean, paper.categories))):
        yield escape(categories)
    if announcement:
        yield f"{announcement.day} {announcement.kind or ''}".strip()
    yield from _marks(mark)


def _marks(mark: Mark) -> Iterator[str]:
    yield from (name for name in MARKS if getattr(mark, f"is_{name}"))
    yield from (escape(f"#{clean(tag)}") for tag in mark.tag_names)
