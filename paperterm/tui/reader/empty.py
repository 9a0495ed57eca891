"""What an empty list says: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from paperterm.config import Config
from paperterm.model import Day, has_mailing
from paperterm.session import Period, Selection
from paperterm.text import clean
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.wrap import wrapped
from paperterm.tui.reader.kinds import name_of_kinds
from paperterm.tui.reader.location import name_of_day

Key = Callable[[str], str]
"""Says the key of an action, `desk.older`."""


class EmptyLine(NamedTuple):
    """A line of an empty list: a text, or a key (a command) and what it does."""

    text: str = ""
    key: str = ""
    is_title: bool = False


class Drawn(NamedTuple):
    """The same as it is drawn in some width."""

    key: str
    text: str
    is_title: bool


def why_empty(
    selection: Selection,
    settings: Config,
    key: Key,
    days: Collection[Day],
    problem: str = "",
    *,
    is_first: bool = False,
) -> Sequence[EmptyLine]:
    """The lines for a selection without papers.

    Args:
        selection: What was asked for.
        settings: Who is followed.
        key: Says the user's keys.
        days: The days that the library holds.
        problem: Why it could not be read, if so.
        is_first: Whether the reader was never used before.
    """
    if problem:
        return (_title("This cannot be read."), EmptyLine(clean(problem)), *_other_days(key))
    if not days and not selection.view.marked_only:
        from paperterm.tui.reader.welcome import welcome

        return welcome(settings, key) if is_first else nothing_kept(key)
    if (day := selection.day) and day not in days:
        return (*_not_kept(day), *_other_days(key))
    return tuple(_reasons(selection, settings, key))


def nothing_kept(key: Key) -> Sequence[EmptyLine]:
    """The lines of a library without papers."""
    return (
        _title("There are no papers yet."),
        EmptyLine("asks arXiv for what is new", key("reader.fetch")),
        EmptyLine(
            "reads what you have: digests, feeds, JSON Lines", glyphs("paperterm import FILE…")
        ),
        EmptyLine("shows the reader without a network", "paperterm demo"),
        EmptyLine("all keys", key("reader.help")),
    )


def nothing_found(key: Key, *, is_whole: bool, is_typing: bool) -> Sequence[EmptyLine]:
    """The lines for a query that finds nothing, or nothing yet; other keys work as it is typed."""
    if not is_whole:
        coming = "The library is being read into the index, newest days first."
        return (_title("Nothing is found yet."), EmptyLine(coming))
    return (
        _title("Nothing is found."),
        EmptyLine("shows everything again", key("filter.leave" if is_typing else "list.clear")),
        EmptyLine(
            "looks in the whole library, and here again",
            key("filter.scope" if is_typing else "reader.scope"),
        ),
    )


def drawn(lines: Sequence[EmptyLine], width: int) -> list[Drawn]:
    """Lines as they are drawn in some cells: wrapped, keys beside what they do."""
    rows: list[Drawn] = []
    keys = max((len(line.key) for line in lines), default=0)
    is_beside = keys + 24 <= width
    for line in lines:
        indent = keys + 2 if line.key and is_beside else 0
        if line.is_title and rows:
            rows.append(Drawn("", "", is_title=False))
        if line.key and not is_beside:
            rows.append(Drawn(line.key, "", is_title=False))
        for at, piece in enumerate(wrapped(line.text, max(width - indent, 1))):
            name = line.key if is_beside and at == 0 else ""
            text = line.text[piece.start : piece.end]
            rows.append(Drawn(name.ljust(indent), text, line.is_title))
        if line.is_title:
            rows.append(Drawn("", "", is_title=False))
    return rows


def _reasons(selection: Selection, settings: Config, key: Key) -> Iterator[EmptyLine]:
    """Why there is nothing, by what was asked for, and what leads to something."""
    view, where = selection.view, _where(selection)
    if view.query and view.name == "followed" and not settings.followed:
        yield _title("Nobody is followed yet.")
        yield EmptyLine("follows an author of the paper under the cursor", key("reading.follow"))
        yield _other_views(key)
        return
    if view.marked_only and selection.topic is None and _span(selection) is Period.ALL:
        title, says, action = _NOTHING_MARKED[view.name]
        yield _title(title)
        yield EmptyLine(says, key(action))
        yield _other_views(key)
        return
    if selection.topic is not None:
        yield _title(clean(f"No paper {where} matches {selection.topic}."))
    elif view.name == "unread":
        yield _title(f"Everything {where} is read.")
    elif view.name == "followed":
        yield _title(f"No paper {where} is by somebody you follow.")
    elif view.query:
        yield _title(clean(f"No paper {where} is in {view.title}."))
        yield EmptyLine(clean(f"It finds {view.query}"))
    else:
        yield _title(f"There are no papers {where}.")
        if selection.day and selection.kinds is None:
            yield EmptyLine("None was announced in the categories you follow.")
    if selection.kinds is not None:
        yield EmptyLine(
            f"shows other kinds; now: {name_of_kinds(selection.kinds)}", key("desk.kinds")
        )
    yield from _other_days(key, selection)
    yield _other_views(key)


def _not_kept(day: Day) -> Iterator[EmptyLine]:
    yield _title(f"Nothing is kept of {name_of_day(day)}.")
    if has_mailing(day):
        yield EmptyLine(
            "asks arXiv for it, and for the days since", f"paperterm fetch --since {day}"
        )
    else:
        yield EmptyLine("arXiv mails nothing that evening.")


def _other_views(key: Key) -> EmptyLine:
    return EmptyLine("to the other views and topics", key("reader.pane_left"))


def _other_days(key: Key, selection: Selection | None = None) -> Iterator[EmptyLine]:
    span = _span(selection) if selection else Period.DAY
    if span is not Period.ALL:
        yield EmptyLine(f"the {span} before, and after", f"{key('desk.older')} {key('desk.newer')}")
        yield EmptyLine("more days at once", key("desk.wider"))


_NOTHING_MARKED = {
    "starred": (
        "Nothing is starred yet.",
        "stars the paper under the cursor",
        "reading.star",
    ),
    "queue": (
        "The queue is empty.",
        "puts the paper under the cursor into it",
        "list.queue",
    ),
}


def _where(selection: Selection) -> str:
    """The days of a selection, in words."""
    span = _span(selection)
    return "in the library" if span is Period.ALL else f"of this {span}"


def _span(selection: Selection) -> Period:
    """How many days a selection spans."""
    first, last = selection.first, selection.last
    if first is None or last is None:
        return Period.ALL
    if first == last:
        return Period.DAY
    return Period.MONTH if (last - first).days < 32 else Period.YEAR


def _title(text: str) -> EmptyLine:
    return EmptyLine(text, is_title=True)
