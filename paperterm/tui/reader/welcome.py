"""The first screen ever: what paperterm does, what it follows, and the keys to begin with."""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.config import Config
from paperterm.text import clean
from paperterm.tui.reader.empty import EmptyLine, Key

_MOST_CATEGORIES = 6
_MOST_TOPICS = 4


def welcome(settings: Config, key: Key) -> Sequence[EmptyLine]:
    """The lines of an empty library when there were no settings before; they fit 60 by 18.

    Args:
        settings: What is followed.
        key: Says the user's keys.
    """
    topics = [topic.name for topic in settings.topics]
    return (
        EmptyLine("Welcome to paperterm.", is_title=True),
        EmptyLine("Each day's arXiv papers, to read, star and export."),
        EmptyLine(),
        EmptyLine("asks arXiv for what is new", key("reader.fetch")),
        EmptyLine("all keys", key("reader.help")),
        EmptyLine("finds anything: actions, days, papers", key("reader.palette")),
        EmptyLine("the settings, in your editor", key("reader.settings")),
        EmptyLine("shows the reader offline, in a shell", "paperterm demo"),
        EmptyLine(),
        EmptyLine(_few(list(settings.categories), _MOST_CATEGORIES), "categories"),
        EmptyLine(_few(topics, _MOST_TOPICS), "topics"),
    )


def _few(names: Sequence[str], most: int) -> str:
    """The first names of some, and how many more there are."""
    more = len(names) - most
    shown = clean(", ".join(names[:most])) or "none yet"
    return f"{shown} and {more} more" if more > 0 else shown
