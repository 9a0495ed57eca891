"""A topic as a hand types it: one keyword a line, the words that must all occur joined with ` + `.

A word that would be read otherwise stands in quotes: `" RAG "` keeps its spaces, `"a + b"` is one
word. So does one with a comma, which is a part of it: many a hand types commas between words.
Whatever a topic holds is read back as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from paperterm.errors import InputError
from paperterm.topics import Keyword, Topic

_PLUS = re.compile(r"(?:^|\s)\+(?=\s|$)")
_QUOTED = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*(?=\s\+(?:\s|$)|$)')


def read_keyword(line: str) -> Keyword | None:
    """The keyword of a line; None of a line that has none. A ` + ` with nothing behind is open."""
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
    """The keywords of some lines, each once."""
    told = map(read_keyword, text.split("\n"))
    return tuple(dict.fromkeys(keyword for keyword in told if keyword))


def read_filter(line: str) -> str | None:
    """The filter of a line; None of a line that has none."""
    quoted = _QUOTED.fullmatch(line)
    word = _unquoted(quoted[1]) if quoted else None
    word = line.strip() if word is None else word
    return word if word.strip() else None


def read_filters(text: str) -> tuple[str, ...]:
    """The filters of some lines, each once."""
    told = map(read_filter, text.split("\n"))
    return tuple(dict.fromkeys(word for word in told if word))


def written(keywords: Iterable[Keyword]) -> str:
    """Keywords as they are typed, one a line."""
    return "\n".join(" + ".join(map(_written, keyword)) for keyword in keywords)


def written_filters(filters: Iterable[str]) -> str:
    """Filters as they are typed, one a line."""
    return "\n".join(
        word if _is_plain(word) and read_filter(word) == word else _quoted(word) for word in filters
    )


def doubt(text: str) -> str:
    """What to say of the first line whose commas were hardly meant; nothing where there is none.

    Args:
        text: Keywords or filters as they are typed.
    """
    for line in text.split("\n"):
        if "," in line.strip().strip(",") and '"' not in line:
            typed = line.strip()
            return f'a comma is part of the word; one a line, or in quotes: "{typed}"'
    return ""


def check(topic: Topic, was: str | None, known: Iterable[str], unknown: str = "") -> None:
    """Make sure that a topic can be saved.

    Args:
        topic: The topic.
        was: What it was called before; None for a new one.
        known: The names of all topics.
        unknown: What is typed among the categories and is none.

    Raises:
        InputError: It cannot; the subject is `name`, `keywords` or `categories`, where it is wrong.
    """
    name = topic.name
    if not name.strip():
        raise InputError("name", "a topic needs a name", "it stands in the sidebar and in exports")
    if not name.isprintable():
        raise InputError("name", "it has a sign that cannot be shown", "take it out")
    others = (one for one in known if one != was)
    if twin := next((one for one in others if one.casefold() == name.casefold()), None):
        raise InputError("name", f"{twin} is a topic already", "choose another name")
    if not topic.keywords:
        raise InputError("keywords", "without a keyword it finds nothing", "type one on a line")
    if unknown:
        raise InputError(
            "categories", f"{unknown} is none of arXiv", "such as cs.RO, or take it out"
        )


def _written(word: str) -> str:
    is_plain = not word.startswith('"') and read_keyword(word) == (word,)
    return word if is_plain and _is_plain(word) else _quoted(word)


def _is_plain(word: str) -> bool:
    return word.isprintable() and not doubt(word)


def _quoted(word: str) -> str:
    """A word in quotes, on one line: what cannot be seen is spelled out."""
    text = json.dumps(word, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def _unquoted(text: str) -> str | None:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return None
