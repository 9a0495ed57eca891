"""`paperterm import FILE…`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from paperterm.cli.common import day_argument, json_argument, open_session, parse_day
from paperterm.cli.output import as_text, complain, put_result
from paperterm.errors import DiskError, FileError
from paperterm.model import PaperId
from paperterm.model.taxonomy import is_category, nearest
from paperterm.session import Session
from paperterm.session.references import (
    USES,
    MarkedReferences,
    import_references,
    requests,
)
from paperterm.sources.large_files import is_large
from paperterm.sources.reference import Reference
from paperterm.sources.references import read_references
from paperterm.text import plural

if TYPE_CHECKING:
    from paperterm.sources.large_files import LargeProgress, Tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files, what to make of them, and --json."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="daily digests (a broken encoding is repaired), JSON Lines, or arXiv's feeds, API "
        "pages, OAI-PMH records and plain-text mailings; or references: BibTeX, RIS or CSL JSON; "
        "or arXiv's metadata snapshot (JSON Lines, also gzipped or zipped); the format is detected "
        "from the content",
    )
    day_argument(parser, "the day for papers that have none")
    parser.add_argument(
        "--since",
        metavar="DAY",
        type=parse_day,
        help="from the snapshot, only papers announced on this day or later",
    )
    parser.add_argument(
        "--category",
        dest="categories",
        metavar="CAT",
        action="append",
        default=[],
        type=_category,
        help="from the snapshot, only papers in this category or archive, such as cs.LG or "
        "math; may be repeated",
    )
    parser.add_argument(
        "--no-topics", action="store_true", help="do not add the topics of digests to config.toml"
    )
    parser.add_argument(
        "--as",
        dest="use",
        metavar="U",
        choices=[*USES],
        help="how to mark the papers in references: star, queue, read, or ground (tag them "
        "'library', so that papers like them rank higher)",
    )
    parser.add_argument(
        "--fetch",
        action="store_true",
        help="fetch references that are not in the library from arXiv, 100 per request; "
        "without it, paperterm asks first, if it runs in a terminal",
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Import files; print how many papers were new, changed, unchanged and skipped."""
    session = open_session(needs_settings=False)
    references, files, errors = _sorted_files(args)
    with _import_progress(shows=sys.stderr.isatty() and not args.json) as tell:
        summary = session.import_files(
            files, args.day, args.since, args.categories, topics=not args.no_topics, tell=tell
        )
    outcome = summary.outcome
    for note in summary.notes:
        complain(note)
    errors += summary.errors
    record: dict[str, Any] = {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "skipped": summary.skipped,
        "errors": [_error(error) for error in errors],
    }
    text = ""
    if files or not references:
        text = (
            f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.unchanged:,} unchanged, "
            f"{summary.skipped:,} skipped\n"
        )
        text += "".join(f"added the topic {topic.name}\n" for topic in summary.topics)
    problems = []
    if references:
        marked = _marked(session, references, args)
        record["references"] = {
            "changed": marked.changed,
            "unchanged": marked.unchanged,
            "asked": marked.asked,
            "lacking": marked.lacking,
        }
        text += f"{plural(marked.changed, 'reference')} marked, {marked.unchanged:,} unchanged\n"
        problems = marked.problems
        if marked.lacking:
            complain(
                f"{plural(marked.lacking, 'paper')} not in the library: marked by title and "
                "authors only; --fetch gets the rest from arXiv"
            )
    for problem in [*map(str, errors), *problems]:
        complain(problem)
    put_result(record, text, as_json=args.json)
    return 1 if errors or problems else 0


def _category(text: str) -> str:
    """Parse a category or an archive; argparse reports an error as wrong usage."""
    if is_category(text):
        return text
    hint = f"; did you mean {like}?" if (like := nearest(text)) else ""
    raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a category of arXiv{hint}")


def _sorted_files(
    args: argparse.Namespace,
) -> tuple[dict[PaperId, Reference], list[str], list[FileError]]:
    """Return the references in files of references, the other files, and errors."""
    references: dict[PaperId, Reference] = {}
    others: list[str] = []
    errors: list[FileError] = []
    for file in args.files:
        if is_large(file):
            others.append(file)
            continue
        try:
            found = read_references(file)
        except DiskError:
            found = None  # the import of papers reports it
        except FileError as error:
            errors.append(error)
            continue
        if found is None:
            others.append(file)
        elif not args.use:
            *first, last = USES
            hint = f"add --as {', '.join(first)} or {last}"
            errors.append(FileError(file, 0, "has references, not papers", hint))
        else:
            references |= {id_: one for id_, one in found.papers.items() if id_ not in references}
            total = len(found.papers) + found.others
            complain(f"{file}: {len(found.papers):,} of {plural(total, 'reference')} on arXiv")
    return references, others, errors


def _marked(
    session: Session, references: dict[PaperId, Reference], args: argparse.Namespace
) -> MarkedReferences:
    def may_ask(papers: int) -> bool:
        if args.fetch or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return bool(args.fetch)
        count = plural(requests(papers), "request")
        sys.stderr.write(
            f"{plural(papers, 'paper')} not in the library: fetch from arXiv, {count}? [y/N] "
        )
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    return import_references(session, references, args.use, may_ask)


def _error(error: FileError) -> dict[str, Any]:
    return {"file": as_text(error.file), "line": error.line, "message": as_text(error.message)}


@contextmanager
def _import_progress(*, shows: bool) -> Iterator[Tell]:
    """Yield a function that shows the progress of a large file and the rate, if `shows`."""
    if not shows:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("importing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[lines]:,} lines, {task.fields[rate]:,.0f} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None, lines=0, rate=0.0, visible=False)

    def tell(progress: LargeProgress) -> None:
        bar.start()  # only now: a small import writes nothing that steers a terminal
        rate = progress.lines / (bar.tasks[0].elapsed or 1)
        bar.update(
            task,
            completed=progress.done,
            total=progress.size,
            lines=progress.lines,
            rate=rate,
            visible=True,
        )

    try:
        yield tell
    finally:
        bar.stop()
