"""Read and write a topic as text: one keyword per line, ` + ` between words that must all occur.

A word with special signs is quoted: `" RAG "` keeps its spaces, `"a + b"` is one word. So is a word
with a comma, since commas are often typed between words by mistake. Reading a written topic gives
an equal one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from paperterm.errors import InputError
from paperterm.model.taxonomy import hint_for
from paperterm.topics import Keyword, Topic

_PLUS = re.compile(r"(?:^|\s)\+(?=\s|$)")
_QUOTED = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*(?=\s\+(?:\s|$)|$)')


def read_keyword(line: str) -> Keyword | None:
    """Return the keyword of a line, None if it has none; a ` + ` at the end is ignored."""
    words = []
    while line:
        if (quoted := _QUOTED.match(line)) and (word := _unquoted(quoted[1])) is not None:
            words.append(word)
            line = line[quoted.end() :]
            plus = _PLUS.match(line)
            line = line[plus.end() :] if plus else line
        else:
            plus = _PLUS.search(line)
            words.append((line[: plus.start()] if plus else line).strip())
            line = line[plus.end() :] if plus else ""
    return tuple(word for word in words if word.strip()) or None


def read_keywords(text: str) -> tuple[Keyword, ...]:
    """Return the keywords of some lines, without duplicates."""
    keywords = map(read_keyword, text.split("\n"))
    return tuple(dict.fromkeys(keyword for keyword in keywords if keyword))


def read_filter(line: str) -> str | None:
    """Return the filter of a line, None if it has none."""
    quoted = _QUOTED.fullmatch(line)
    word = _unquoted(quoted[1]) if quoted else None
    word = line.strip() if word is None else word
    return word if word.strip() else None


def read_filters(text: str) -> tuple[str, ...]:
    """Return the filters of some lines, without duplicates."""
    filters = map(read_filter, text.split("\n"))
    return tuple(dict.fromkeys(word for word in filters if word))


def written(keywords: Iterable[Keyword]) -> str:
    """Return keywords as text, one per line."""
    return "\n".join(" + ".join(map(_written, keyword)) for keyword in keywords)


def written_filters(filters: Iterable[str]) -> str:
    """Return filters as text, one per line."""
    return "\n".join(
        word if _is_plain(word) and read_filter(word) == word else _quoted(word) for word in filters
    )


def doubt(text: str) -> str:
    """Return a warning about the first line with a comma that is probably a mistake, or ""."""
    for line in text.split("\n"):
        if "," in line.strip().strip(",") and '"' not in line:
            typed = line.strip()
            return f'the comma is part of the word; use one line per word, or quotes: "{typed}"'
    return ""


def check(topic: Topic, was: str | None, known: Iterable[str], unknown: str = "") -> None:
    """Check that a topic can be saved.

    Args:
        topic: The topic.
        was: Its name before; None for a new one.
        known: The names of all topics.
        unknown: Text in the field of categories that is not a category.

    Raises:
        InputError: It cannot; the subject is the invalid field: `name`, `keywords`, `categories`.
    """
    name = topic.name
    if not name.strip():
        raise InputError("name", "a topic needs a name", "the sidebar and exports show it")
    if not name.isprintable():
        raise InputError("name", "it has an unprintable character", "remove it")
    others = (one for one in known if one != was)
    if twin := next((one for one in others if one.casefold() == name.casefold()), None):
        raise InputError("name", f"{twin} already exists", "choose another name")
    if not topic.keywords:
        raise InputError("keywords", "a topic needs a keyword", "type one per line")
    if unknown:
        raise InputError(
            "categories",
            f"{unknown} is not an arXiv category",
            hint_for(unknown.split()[0]),
        )


def _written(word: str) -> str:
    is_plain = not word.startswith('"') and read_keyword(word) == (word,)
    return word if is_plain and _is_plain(word) else _quoted(word)


def _is_plain(word: str) -> bool:
    return word.isprintable() and not doubt(word)


def _quoted(word: str) -> str:
    """Quote a word on one line, with unprintable characters escaped."""
    text = json.dumps(word, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def _unquoted(text: str) -> str | None:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return None
