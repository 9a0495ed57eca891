"""`paperterm show ID`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument, open_session
from paperterm.cli.output import put, put_json
from paperterm.model import AnnouncedPaper, PaperRef
from paperterm.model.record import marked_record
from paperterm.session import PaperHistory
from paperterm.text.lines import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """The paper."""
    parser.add_argument("id", metavar="ID", help="2602.12063, math/0309136, or its address")
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print everything that is known of a paper."""
    session = open_session(needs_settings=False)
    shown = session.show(PaperRef.parse(args.id).id)
    if args.json:
        days = [
            {
                "day": str(one.announcement.day),
                "kind": str(one.announcement.kind) if one.announcement.kind else None,
                "version": one.paper.version,
            }
            for one in shown.announced
        ]
        put_json({**marked_record(shown.entry), "days": days})
    else:
        put(_text(shown))
    return 0


def _text(shown: PaperHistory) -> str:
    paper, _, mark = shown.entry
    marks = [name for name in ("read", "starred", "queued") if getattr(mark, f"is_{name}")]
    rows = {
        "id": f"{paper.id}v{paper.version}" if paper.version else str(paper.id),
        "title": paper.title,
        "authors": ", ".join(paper.authors) + (", et al." if paper.authors_truncated else ""),
        "categories": " ".join(paper.categories),
        "announced": ", ".join(map(_day, shown.announced)),
        "comment": paper.comment or "",
        "journal": paper.journal_ref or "",
        "doi": paper.doi or "",
        "abs": paper.id.abs_url,
        "pdf": paper.id.pdf_url,
        "marks": ", ".join([*marks, *(f"#{tag}" for tag in mark.tag_names)]),
    }
    # No text of a paper may begin a row; only the note, which is the user's, has lines.
    lines = [f"{key + ':':12}{one_line(value)}\n" for key, value in rows.items() if value.strip()]
    if mark.note_text:
        lines.append(f"{'note:':12}{mark.note_text}\n")
    return "".join(lines) + (f"\n{paper.abstract}\n" if paper.abstract else "")


def _day(one: AnnouncedPaper) -> str:
    kind = one.announcement.kind
    return f"{one.announcement.day} ({kind})" if kind else str(one.announcement.day)
