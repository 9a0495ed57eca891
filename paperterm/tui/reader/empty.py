"""The text of an empty list: why it is empty, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from paperterm.config import Config
from paperterm.model import Day, PaperId, has_mailing
from paperterm.session import Period, Selection
from paperterm.text import clean
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.wrap import wrapped
from paperterm.tui.reader.kinds import name_of_kinds

Key = Callable[[str], str]
"""Returns the key of an action, by its name."""

_MOST_CATEGORIES = 6
_MOST_TOPICS = 4


class EmptyLine(NamedTuple):
    """A line of an empty list: a text, or a key or command with what it does."""

    text: str = ""
    key: str = ""
    is_title: bool = False


def why_empty(
    selection: Selection,
    settings: Config,
    key: Key,
    days: Collection[Day],
    problem: str = "",
    *,
    is_first: bool = False,
) -> Sequence[EmptyLine]:
    """Return the lines for a selection without papers.

    Args:
        selection: What is listed.
        settings: Its topics, categories and authors are named.
        key: Returns the user's keys.
        days: The days in the library.
        problem: Why it could not be read; empty if it could.
        is_first: Whether paperterm runs for the first time.
    """
    if problem:
        return (_title("This could not be read."), EmptyLine(clean(problem)), *_other_days(key))
    if not days and not selection.view.marked_only:
        return _welcome(settings, key) if is_first else nothing_kept(key)
    if (day := selection.day) and day not in days:
        return (*_not_kept(day), *_other_days(key))
    return tuple(_reasons(selection, settings, key))


def nothing_kept(key: Key) -> Sequence[EmptyLine]:
    """Return the lines for a library without papers."""
    return (
        _title("No papers yet."),
        EmptyLine("fetch new papers from arXiv", key("fetch")),
        EmptyLine("import digests, feeds or JSON Lines", glyphs("paperterm import FILE…")),
        EmptyLine("try the reader offline", "paperterm demo"),
        EmptyLine("show all keys", key("help")),
    )


def nothing_found(
    key: Key, missing: PaperId | None = None, *, is_whole: bool, is_typing: bool
) -> Sequence[EmptyLine]:
    """Return the lines for a search without a match; while it is typed, other keys work.

    Args:
        key: Returns the user's keys.
        missing: The paper that was searched for by its id.
        is_whole: Whether all of it was searched.
        is_typing: Whether the query is being typed.
    """
    if not is_whole:
        coming = "The library is being indexed, newest days first."
        return (_title("No match yet."), EmptyLine(coming))
    ask = "enter" if is_typing else key("choose")
    return (
        _title(f"{missing} was not found." if missing else "No match."),
        *([EmptyLine("find it in the library, or fetch it from arXiv", ask)] if missing else []),
        EmptyLine("clear the search", key("filter.leave" if is_typing else "clear")),
        EmptyLine(
            "switch between this list and the whole library",
            key("filter.scope" if is_typing else "reader.scope"),
        ),
    )


def drawn(lines: Sequence[EmptyLine], width: int) -> list[EmptyLine]:
    """Return the lines as drawn at some width: wrapped, with keys beside what they do."""
    rows: list[EmptyLine] = []
    keys = max((len(line.key) for line in lines), default=0)
    is_beside = keys + 24 <= width
    for line in lines:
        indent = keys + 2 if line.key and is_beside else 0
        if line.is_title and rows:
            rows.append(EmptyLine())
        if line.key and not is_beside:
            rows.append(EmptyLine(key=line.key))
        for at, (start, end) in enumerate(wrapped(line.text, max(width - indent, 1))):
            key = line.key if is_beside and at == 0 else ""
            rows.append(EmptyLine(line.text[start:end], key.ljust(indent), line.is_title))
        if line.is_title:
            rows.append(EmptyLine())
    return rows


def _reasons(selection: Selection, settings: Config, key: Key) -> Iterator[EmptyLine]:
    """Yield why the selection is empty, and what leads to papers."""
    view, where = selection.view, _where(selection)
    if view.query and view.name == "followed" and not settings.followed:
        yield _title("You follow no authors yet.")
        yield EmptyLine("follow an author of the paper under the cursor", key("follow"))
        yield _other_views(key)
        return
    if view.marked_only and selection.topic is None and _period(selection) is Period.ALL:
        yield _title(view.empty)
        if view.name in _HOW_TO_MARK:
            text, action = _HOW_TO_MARK[view.name]
            yield EmptyLine(text, key(action))
        yield _other_views(key)
        return
    if selection.topic is not None:
        yield _title(clean(f"No paper {where} matches {selection.topic}."))
    elif view.name in ("unread", "first"):
        yield _title(f"You have read every paper {where}.")
    elif view.name == "followed":
        yield _title(f"No paper {where} is by an author you follow.")
    elif view.query:
        yield _title(clean(f"No paper {where} is in {view.title}."))
        yield EmptyLine(clean(f"Its query is {view.query}"))
    else:
        yield _title(f"There are no papers {where}.")
        if selection.day and selection.kinds is None:
            yield EmptyLine("Nothing was announced in the categories you follow.")
    if selection.kinds is not None:
        yield EmptyLine(
            f"show other kinds too, not only {name_of_kinds(selection.kinds)}", key("kinds")
        )
    if selection.following is not None:
        yield EmptyLine("show unfollowed categories too", key("given_up"))
    yield from _other_days(key, selection)
    yield _other_views(key)


def _not_kept(day: Day) -> Iterator[EmptyLine]:
    yield _title(f"{day.name} is not in the library.")
    if has_mailing(day):
        yield EmptyLine("fetch this day and those since", f"paperterm fetch --since {day}")
    else:
        yield EmptyLine("arXiv has no mailing on that evening.")


def _other_views(key: Key) -> EmptyLine:
    return EmptyLine("go to other views and topics", key("pane_left"))


def _other_days(key: Key, selection: Selection | None = None) -> Iterator[EmptyLine]:
    period = _period(selection) if selection else Period.DAY
    if period is not Period.ALL:
        yield EmptyLine(f"previous and next {period}", f"{key('older')} {key('newer')}")
        yield EmptyLine("show more days", key("wider"))


_HOW_TO_MARK = {
    "starred": ("star the paper under the cursor", "star"),
    "queue": ("add the paper under the cursor", "queue"),
}


def _where(selection: Selection) -> str:
    """Return the days of a selection in words."""
    period = _period(selection)
    return "in the library" if period is Period.ALL else f"of this {period}"


def _period(selection: Selection) -> Period:
    """Return the period that a selection spans."""
    first, last = selection.first, selection.last
    if first is None or last is None:
        return Period.ALL
    if first == last:
        return Period.DAY
    return Period.MONTH if (last - first).days < 32 else Period.YEAR


def _title(text: str) -> EmptyLine:
    return EmptyLine(text, is_title=True)


def _welcome(settings: Config, key: Key) -> Sequence[EmptyLine]:
    """Return the lines for the first start; they fit 60 by 18 cells.

    Args:
        settings: The categories and topics to name.
        key: Returns the user's keys.
    """
    topics = [topic.name for topic in settings.topics]
    return (
        EmptyLine("Welcome to paperterm.", is_title=True),
        EmptyLine("Read, star and export each day's arXiv papers."),
        EmptyLine(),
        EmptyLine("fetch new papers from arXiv", key("fetch")),
        EmptyLine("show all keys", key("help")),
        EmptyLine("search commands, days and papers", key("palette")),
        EmptyLine("edit the settings in your editor", key("settings")),
        EmptyLine("try the reader offline (in a shell)", "paperterm demo"),
        EmptyLine(),
        EmptyLine(_few(list(settings.categories), _MOST_CATEGORIES), "categories"),
        EmptyLine(_few(topics, _MOST_TOPICS), "topics"),
    )


def _few(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - most
    shown = clean(", ".join(names[:most])) or "none yet"
    return f"{shown} and {more} more" if more > 0 else shown
