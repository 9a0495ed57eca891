"""Settings as TOML text: the first config.toml, and the lines of one topic."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from paperterm.config.setting import Setting
from paperterm.config.settings import CATEGORIES, SETTINGS, TOPICS
from paperterm.topics import Keyword, Match, Topic

_BARE = re.compile(r"[A-Za-z0-9_-]+")

_HEAD = """\
# The settings of paperterm. Delete this file, and the next start writes the defaults again.
# A mistake is shown with its line when paperterm starts; the other settings still apply.

# The arXiv categories to follow (https://arxiv.org/category_taxonomy), and their names.
"""

_VIEWS = """\
# Views: saved queries, as you type them after /.
[views]
# "this week's stars" = "is:starred since:7d"
# robots = { query = "cat:cs.RO is:unread", sort = "interest" }
"""

_KEYS = """\
# Keys: one key or a list of keys for an action; docs/keys.md lists the actions. Actions that work
# in the same place need different keys.
[keys]
# star = "*"
# "reader.scope" = ["f2", "ctrl+l"]
"""

_TOPICS_HEAD = """\
# Topics. A paper matches if any keyword is in its title or abstract, and no filter is.
# All words of an inner list must occur. Letter case does not matter.
# match = "substring" also finds keywords inside words ("rag" in "storage"); match = "word" finds
# whole words, with or without a plural s. categories = ["cs.RO"] limits the topic to a category.
"""


def first_config() -> str:
    """Return the text of the file that the first start writes."""
    parts = [_HEAD + categories_text()]
    for table, rows in groupby(SETTINGS, key=lambda row: row.table):
        parts.append(f"[{table}]\n" + "\n".join(map(_setting, rows)))
    parts += [_VIEWS, _KEYS, _TOPICS_HEAD]
    parts += map(topic_text, TOPICS)
    return "\n".join(parts)


def categories_text() -> str:
    """Return the table of the default categories."""
    lines = (f"{key_text(key)} = {value_text(value)}\n" for key, value in CATEGORIES.items())
    return "[categories]\n" + "".join(lines)


def topic_text(topic: Topic) -> str:
    """Return the lines of a topic."""
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
    """Return a TOML key, in quotes if it needs them."""
    return name if _BARE.fullmatch(name) else value_text(name)


def value_text(value: Any) -> str:
    """Return a TOML value; JSON has the same strings, except that TOML wants DEL escaped."""
    if isinstance(value, dict):
        parts = (f"{key_text(key)} = {value_text(one)}" for key, one in value.items())
        return f"{{ {', '.join(parts)} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def plain_keywords(keywords: Iterable[Keyword]) -> list[str | list[str]]:
    """Return keywords as in the file: a list only where several words must occur."""
    return [words[0] if len(words) == 1 else list(words) for words in keywords]


def _setting(row: Setting[Any]) -> str:
    lines = textwrap.wrap(
        row.explanation, 98, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    return "\n".join([*lines, f"{row.key} = {value_text(row.default)}", ""])
