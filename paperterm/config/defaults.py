"""Settings as text: the first config.toml, and the lines of one topic."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from paperterm.config.settings import CATEGORIES, SETTINGS, TOPICS, Setting
from paperterm.topics import Keyword, Match, Topic

_BARE = re.compile(r"[A-Za-z0-9_-]+")

_HEAD = """\
# The settings of paperterm. Delete this file to get the first one back.
# A mistake here is shown with its line when paperterm starts; the rest still counts.

# The arXiv categories to follow (https://arxiv.org/category_taxonomy), and what to call them.
"""

_VIEWS = """\
# Views: queries you keep, as you would type them after /, such as
# "this week's stars" = "is:starred since:7d"
[views]
"""

_KEYS = """\
# Keys: what an action is done with, one key or a list of keys, such as
# star = "b"
# "rows.down" = ["n", "down"]
# docs/settings.md has the names of the actions. No two may have the same key in one place.
[keys]
"""

_TOPICS_HEAD = """\
# Topics. A paper belongs to one when any keyword is in its title or abstract, and no filter is.
# An inner list means all of its words. Upper and lower case are the same.
# match = "substring" finds keywords inside words too ("rag" in "storage"); match = "word" finds
# whole words, with or without a plural s. categories = ["cs.RO"] takes only papers that are in it.
"""


def first_config() -> str:
    """The file that is written at first run."""
    parts = [_HEAD + "[categories]\n" + _lines(CATEGORIES.items())]
    for table, rows in groupby(SETTINGS, key=lambda row: row.table):
        parts.append(f"[{table}]\n" + "\n".join(map(_setting, rows)))
    parts += [_VIEWS, _KEYS, _TOPICS_HEAD]
    parts += map(topic_text, TOPICS)
    return "\n".join(parts)


def topic_text(topic: Topic) -> str:
    """The lines of a topic."""
    lines = f"[topics.{key_text(topic.name)}]\n"
    lines += f"keywords = {value_text(plain_keywords(topic.keywords))}\n"
    if topic.filters:
        lines += f"filters = {value_text(topic.filters)}\n"
    if topic.match is not Match.SUBSTRING:
        lines += f"match = {value_text(str(topic.match))}\n"
    if topic.categories:
        lines += f"categories = {value_text(topic.categories)}\n"
    return lines


def key_text(name: str) -> str:
    """A TOML key, in quotes if it needs them."""
    return name if _BARE.fullmatch(name) else value_text(name)


def value_text(value: Any) -> str:
    """A TOML value; JSON's strings are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def plain_keywords(keywords: Iterable[Keyword]) -> list[str | list[str]]:
    """Keywords as the file has them: a list only where several words must occur."""
    return [words[0] if len(words) == 1 else list(words) for words in keywords]


def _setting(row: Setting) -> str:
    says = f"{row.says}: {row.wanted}" if row.is_list_of_choices else row.says
    lines = textwrap.wrap(
        says, 98, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    return "\n".join([*lines, f"{row.key} = {value_text(row.default)}", ""])


def _lines(items: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{key_text(key)} = {value_text(value)}\n" for key, value in items)
