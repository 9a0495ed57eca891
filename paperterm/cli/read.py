"""`paperterm read ID`."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

from paperterm.cli.common import count, json_argument, open_session
from paperterm.cli.output import as_terminal_text, complain, put, put_json
from paperterm.errors import InputError, SourceError
from paperterm.fulltext.parse import parse
from paperterm.fulltext.record import document_record, plain_text
from paperterm.model import Paper, PaperId, PaperRef
from paperterm.session import Session
from paperterm.session.fulltext import Failure, Page, page

_WIDTH = 80
_WIDEST = 100
"""Longer lines are hard to read; --width allows them."""

_PAGER = "less -R"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paper, --width, --offline, --fresh and --json."""
    parser.add_argument(
        "id", metavar="ID", help="an id such as 2602.12063 or math/0309136, or a link"
    )
    width = f"columns of the text (default: those of the terminal up to {_WIDEST}, else {_WIDTH})"
    parser.add_argument("--width", metavar="N", type=count(1000), help=width)
    parser.add_argument(
        "--offline",
        action="store_true",
        help="send no request: show the paper only if it is saved in full",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="ask arXiv again, even if the paper is saved in full"
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the whole paper, from the cache or by one request."""
    session = open_session()
    ref = PaperRef.parse(args.id)
    found = page(session, _paper(session, ref.id), fresh=args.fresh, offline=args.offline)
    if isinstance(found, Failure):
        raise _error(found)
    for note in _notes(found, ref.version):
        complain(f"{ref.id}: {note}")
    document = parse(found.html)
    if args.json:
        about = {"id": ref.id, "version": found.version, "kind": str(found.kind)}
        put_json({**about, **document_record(document)})
    else:
        _put_paged(plain_text(document, args.width or _width()))
    return 0


def _paper(session: Session, id_: PaperId) -> Paper:
    """Return a paper as the library has it; one without a title if it is unknown."""
    try:
        return session.show(id_).entry.paper
    except InputError:
        return Paper(id_, "")


def _error(failure: Failure) -> SourceError:
    where = failure.url and f"see {failure.url}"
    return SourceError(failure.paper.id, failure.problem, failure.hint or where)


def _notes(found: Page, version: int | None) -> list[str]:
    """Return what the reader of a page should know."""
    wanted = version or found.paper.version
    notes = []
    if wanted and found.version and wanted != found.version:
        notes.append(f"this is version {found.version}, not {wanted}; --fresh asks arXiv again")
    if found.is_cut:
        notes.append("arXiv's HTML is cut off before its end")
    return notes


def _width() -> int:
    if not sys.stdout.isatty():
        return _WIDTH
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _put_paged(text: str) -> None:
    """Write lines to stdout; to a terminal by `$PAGER`, or `less` if there is one."""
    command = _pager() if sys.stdout.isatty() else []
    if not command or not _paged(command, as_terminal_text(text)):
        put(text)


def _pager() -> list[str]:
    """Return the words of the pager's command; none for no pager, which `PAGER=` says, too."""
    with suppress(ValueError):  # an open quote
        words = shlex.split(os.environ.get("PAGER", _PAGER))
        return words if words and shutil.which(words[0]) else []
    return []


def _paged(command: list[str], text: str) -> bool:
    """Run the pager to its end; return whether it could be started."""
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE)
    except OSError:
        return False
    # ctrl+c is for the pager, which has its own use for it.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pager.communicate(text.encode(errors="surrogateescape"))
    finally:
        signal.signal(signal.SIGINT, before)
    return True
