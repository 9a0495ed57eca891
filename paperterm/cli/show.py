"""`paperterm show ID`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import put_result
from paperterm.model import AnnouncedPaper, PaperRef
from paperterm.model.record import marked_record
from paperterm.session import PaperHistory
from paperterm.text.lines import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paper and --json."""
    parser.add_argument(
        "id", metavar="ID", help="an id such as 2602.12063 or math/0309136, or a link"
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the fields, days and marks of a paper."""
    session = open_session(needs_settings=False)
    history = session.show(PaperRef.parse(args.id).id)
    days = [
        {
            "day": str(one.announcement.day),
            "kind": str(one.announcement.kind) if one.announcement.kind else None,
            "version": one.paper.version,
        }
        for one in history.announced
    ]
    record = {**marked_record(history.entry), "days": days}
    put_result(record, _text(history), as_json=args.json)
    return 0


def _text(history: PaperHistory) -> str:
    paper, _, mark = history.entry
    known = "read", "starred", "dismissed", "queued"
    marks = [name for name in known if getattr(mark, f"is_{name}")]
    rows = {
        "id": f"{paper.id}v{paper.version}" if paper.version else str(paper.id),
        "title": paper.title,
        "authors": paper.author_line,
        "categories": " ".join(paper.categories),
        "announced": ", ".join(map(_day, history.announced)),
        "comment": paper.comment or "",
        "journal": paper.journal_ref or "",
        "doi": paper.doi or "",
        "abs": paper.id.abs_url,
        "pdf": paper.id.pdf_url,
        "marks": ", ".join([*marks, *(f"#{tag}" for tag in mark.tag_names)]),
    }
    # A line break in the text of a paper must not begin a row; the note is the user's own.
    lines = [f"{key + ':':12}{one_line(value)}\n" for key, value in rows.items() if value.strip()]
    if mark.note_text:
        lines.append(f"{'note:':12}{mark.note_text}\n")
    return "".join(lines) + (f"\n{paper.abstract}\n" if paper.abstract else "")


def _day(one: AnnouncedPaper) -> str:
    kind = one.announcement.kind
    return f"{one.announcement.day} ({kind})" if kind else str(one.announcement.day)
