"""`paperterm mark ID…`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paperterm.cli.common import json_argument, open_session, utf8
from paperterm.cli.output import complain, put, put_json
from paperterm.errors import InputError, UsageError
from paperterm.model import PaperId, PaperRef
from paperterm.session import MarkChange, marking
from paperterm.text import plural

_SWITCHES = (
    (("star", marking.star(True)), ("unstar", marking.star(False))),
    (("read", marking.read(True)), ("unread", marking.read(False))),
    (("queue", marking.queue(True)), ("unqueue", marking.queue(False))),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The papers, and what to do to them."""
    parser.add_argument("ids", metavar="ID", nargs="*", help="papers; - reads ids from stdin")
    for pair in _SWITCHES:
        group = parser.add_mutually_exclusive_group()
        for name, _ in pair:
            group.add_argument(f"--{name}", action="store_true")
    for flag, says in (("--tag", "put a tag on"), ("--untag", "take it off")):
        parser.add_argument(flag, metavar="T", action="append", default=[], type=utf8, help=says)
    says = "write the note; an empty one removes it"
    parser.add_argument("--note", metavar="TEXT", type=utf8, help=says)
    says = "bring in the marks of another machine's data folder; whatever is newer counts"
    parser.add_argument("--merge", metavar="DIR", type=Path, help=says)
    json_argument(parser)
    parser.set_defaults(refuse=parser.error)


def run(args: argparse.Namespace) -> int:
    """Change the marks; they are on disk when this returns."""
    actions = _actions(args)
    if args.merge is not None:
        if actions or args.ids:
            raise UsageError("--merge", "goes with nothing else", "mark papers in a second step")
        return _merge(args.merge, as_json=args.json)
    if not args.ids:
        args.refuse("the following arguments are required: ID")
    if not actions:
        raise UsageError("mark", "was told nothing to do", "add --star, --read, --tag T, …")
    session = open_session(needs_settings=False)
    marked = session.mark_ids(_ids(args.ids), marking.together(actions))
    unknown = len(marked.unknown)
    _put_counts(len(marked.changed), marked.unchanged, unknown, as_json=args.json)
    if unknown:
        named = ", ".join(marked.unknown[:5]) + (", …" if unknown > 5 else "")
        complain(f"{plural(unknown, 'paper')} not in the library: {named}; import their days first")
    return 1 if unknown else 0


def _merge(folder: Path, *, as_json: bool) -> int:
    """Merge another machine's marks into ours; what cannot be read there is named."""
    merged = open_session(needs_settings=False).library.merge(folder)
    _put_counts(merged.changed, merged.unchanged, 0, as_json=as_json)
    for problem in merged.problems:
        complain(f"{problem}; what can be read of it was merged")
    return 1 if merged.problems else 0


def _put_counts(changed: int, unchanged: int, unknown: int, *, as_json: bool) -> None:
    if as_json:
        put_json({"changed": changed, "unchanged": unchanged, "unknown": unknown})
    else:
        put(f"{changed:,} changed, {unchanged:,} unchanged\n")


def _actions(args: argparse.Namespace) -> list[MarkChange]:
    chosen = [action for pair in _SWITCHES for name, action in pair if getattr(args, name)]
    chosen += [marking.tag(_tag(name)) for name in args.tag]
    chosen += [marking.tag(_tag(name), False) for name in args.untag]
    if args.note is not None:
        chosen.append(marking.note(args.note))
    return chosen


def _tag(name: str) -> str:
    if not name.strip():
        raise InputError("--tag", "has no name")
    return name.strip()


def _ids(names: list[str]) -> list[PaperId]:
    """The ids of the command line; `-` stands for those on stdin, separated by white space."""
    texts = [text for name in names for text in (_told() if name == "-" else [name])]
    return [PaperRef.parse(text).id for text in texts]


def _told() -> list[str]:
    return sys.stdin.buffer.read().decode(errors="replace").split()
