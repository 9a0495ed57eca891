"""`paperterm mark ID…`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paperterm.cli.common import json_argument, open_session, parse_text
from paperterm.cli.output import complain, put_result
from paperterm.errors import InputError, PapertermError, UsageError
from paperterm.model import PaperId, PaperRef
from paperterm.session import MarkChange, Session, marking
from paperterm.session.session import ChangedMarks
from paperterm.text import plural

_SWITCHES = (
    (
        ("star", "add a star", marking.star(True)),
        ("unstar", "remove the star", marking.star(False)),
    ),
    (
        ("read", "mark as read", marking.read(True)),
        ("unread", "mark as unread", marking.read(False)),
    ),
    (
        ("queue", "add to the queue", marking.queue(True)),
        ("unqueue", "remove from the queue", marking.queue(False)),
    ),
    (
        ("dismiss", "dismiss as not for you, and mark as read", marking.dismiss(True)),
        ("undismiss", "undo --dismiss", marking.dismiss(False)),
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the papers and the changes."""
    parser.add_argument(
        "ids", metavar="ID", nargs="*", help="ids of papers; - reads them from stdin"
    )
    for pair in _SWITCHES:
        group = parser.add_mutually_exclusive_group()
        for name, help_text, _ in pair:
            group.add_argument(f"--{name}", action="store_true", help=help_text)
    for flag, help_text in (
        ("--tag", "add a tag; may be repeated"),
        ("--untag", "remove a tag; may be repeated"),
    ):
        parser.add_argument(
            flag, metavar="T", action="append", default=[], type=parse_text, help=help_text
        )
    parser.add_argument(
        "--note", metavar="TEXT", type=parse_text, help="set the note; an empty text removes it"
    )
    parser.add_argument(
        "--merge",
        metavar="DIR",
        type=Path,
        help="merge the marks of another machine's data folder; newer marks win, both notes stay",
    )
    json_argument(parser)
    parser.set_defaults(refuse=parser.error)


def run(args: argparse.Namespace) -> int:
    """Change marks and write them to disk."""
    changes = _changes(args)
    if args.merge is not None:
        if changes or args.ids:
            raise UsageError(
                "--merge", "cannot be combined with other changes", "run `paperterm mark` twice"
            )
        return _merge(args.merge, as_json=args.json)
    if not args.ids:
        args.refuse("the following arguments are required: ID")
    if not changes:
        raise UsageError("mark", "no change given", "add --star, --read, --tag T, …")
    session = open_session(needs_settings=False)
    marked = session.mark_ids(_ids(args.ids), marking.combine(changes))
    unknown = len(marked.unknown)
    _put_counts(len(marked.changed), marked.unchanged, unknown, as_json=args.json)
    if unknown:
        ids = ", ".join(marked.unknown[:5]) + (", …" if unknown > 5 else "")
        hint = "import their days first, or run `paperterm add ID`"
        complain(f"{plural(unknown, 'paper')} not in the library: {ids}; {hint}")
    if args.star and session.settings.after_star:
        _run_hook(session, marked)
    if args.star and session.settings.notes_after_star:
        from paperterm.session.sending import send_starred

        try:
            send_starred(session, marked)
        except PapertermError as error:
            complain(f"notes: {error}")
    return 1 if unknown else 0


def _run_hook(session: Session, marked: ChangedMarks) -> None:
    """Start the hook for stars without waiting for it; print how it failed the last time."""
    from paperterm.session.hook_supervisor import start_or  # few have a hook
    from paperterm.session.hooks import after_star

    try:
        hook = after_star(session, marked)
    except PapertermError as error:
        complain(f"hook after_star: {error}")
    else:
        if hook:
            start_or(hook, session.memory, complain)


def _merge(folder: Path, *, as_json: bool) -> int:
    """Merge the marks of another machine, and print the problems of its files."""
    merged = open_session(needs_settings=False).library.merge(folder)
    _put_counts(merged.changed, merged.unchanged, 0, as_json=as_json)
    for problem in merged.problems:
        complain(f"{problem}; the readable rest was merged")
    return 1 if merged.problems else 0


def _put_counts(changed: int, unchanged: int, unknown: int, *, as_json: bool) -> None:
    record = {"changed": changed, "unchanged": unchanged, "unknown": unknown}
    put_result(record, f"{changed:,} changed, {unchanged:,} unchanged\n", as_json=as_json)


def _changes(args: argparse.Namespace) -> list[MarkChange]:
    chosen = [change for pair in _SWITCHES for name, _, change in pair if getattr(args, name)]
    chosen += [marking.tag(_tag(name)) for name in args.tag]
    chosen += [marking.tag(_tag(name), False) for name in args.untag]
    if args.note is not None:
        chosen.append(marking.note(args.note))
    return chosen


def _tag(name: str) -> str:
    if not name.strip():
        raise InputError("--tag", "the name is empty")
    return name.strip()


def _ids(names: list[str]) -> list[PaperId]:
    """Return the ids; `-` means those on stdin, separated by white space."""
    texts = [text for name in names for text in (_stdin_words() if name == "-" else [name])]
    return [PaperRef.parse(text).id for text in texts]


def _stdin_words() -> list[str]:
    return sys.stdin.buffer.read().decode(errors="replace").split()
