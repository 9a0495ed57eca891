"""The first screen: what paperterm does, what it follows, and the first keys to know."""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.config import Config
from paperterm.text import clean
from paperterm.tui.reader.empty import EmptyLine, Key

_MOST_CATEGORIES = 6
_MOST_TOPICS = 4


def welcome(settings: Config, key: Key) -> Sequence[EmptyLine]:
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
