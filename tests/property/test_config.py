"""Edits of config.toml: whatever the file looks like, only what was asked for changes."""

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.config import Config, SavedView, load
from paperterm.config.edit import (
    add_topic,
    add_view,
    change_topic,
    follow,
    move_topic,
    remove_topic,
    remove_view,
    set_setting,
    unfollow,
)
from paperterm.errors import ConfigError
from paperterm.topics import Match, Topic

TEXTS = st.text(st.sampled_from("aB 1.-_#'\"\\[]{}=,ö😀\t\x7f"), min_size=1, max_size=6).filter(
    str.strip
)
NAMES = st.one_of(st.sampled_from(["LLM", "llm", "a.b", "a b", "'q'", 'd"q', "#x", "[x]"]), TEXTS)
KEYWORDS = st.lists(
    st.one_of(TEXTS.map(lambda one: (one,)), st.lists(TEXTS, min_size=2, max_size=3).map(tuple)),
    max_size=4,
).map(tuple)
TOPICS = st.builds(
    Topic,
    NAMES,
    KEYWORDS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.sampled_from(Match),
    st.lists(st.sampled_from(["cs.AI", "math"]), max_size=2, unique=True).map(tuple),
)


class Writer:
    """Writes a file as people do: comments anywhere, lists over many lines, three ways to quote."""

    def __init__(self, draw: st.DrawFn) -> None:
        # How it is laid out is left to a seed: to draw each comment would take ten times as long.
        self._random = Random(draw(st.integers(0, 2**32)))
        self._notes = count()
        self.text = ""

    def maybe(self, of: int = 3) -> bool:
        return self._random.randrange(of + 1) == 0

    def between(self) -> None:
        """Comments and empty lines, or nothing."""
        for _ in range(self._random.randrange(3)):
            self.text += self._random.choice(["\n", "  \n", ""]) or self.note() + "\n"

    def note(self) -> str:
        """A comment that no other is like."""
        tail = self._random.choice(["", " [topics.x]", ' "', " '''", " = 3"])
        return f"# note {next(self._notes)}.{tail}"

    def end(self) -> str:
        return f"  {self.note()}\n" if self.maybe() else "\n"

    def key(self, name: str) -> str:
        bare = all((sign.isalnum() and sign.isascii()) or sign in "-_" for sign in name)
        if bare and not self.maybe():
            return name
        if "'" not in name and name.isprintable() and self.maybe(1):
            return f"'{name}'"
        return toml(name)

    def value(self, value: Any) -> str:
        if isinstance(value, list) and self.maybe(1):
            lines = [f"    {self.value(item)},{self.end()}" for item in value]
            return "[" + self.end() + "".join(lines) + "]"
        if isinstance(value, list):
            return f"[{', '.join(map(self.value, value))}]"
        if isinstance(value, str) and value.isprintable() and "'" not in value and self.maybe():
            return f"'''{value}'''" if self.maybe(1) else f"'{value}'"
        return toml(value)

    def line(self, key: str, value: Any) -> None:
        indent = "  " if self.maybe() else ""
        self.text += f"{indent}{key} = {self.value(value)}{self.end()}"

    def header(self, *keys: str) -> None:
        self.between()
        self.text += f"[{'.'.join(map(self.key, keys))}]{self.end()}"

    def lines(self, table: dict[str, Any], prefix: str = "") -> None:
        for key, value in self._random.sample([*table.items()], len(table)):
            self.between()
            self.line(prefix + self.key(key), value)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    if value != value:
        return "nan"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def in_the_file(topic: Topic) -> dict[str, Any]:
    told: dict[str, Any] = {
        "keywords": [one[0] if len(one) == 1 else [*one] for one in topic.keywords]
    }
    if topic.filters:
        told["filters"] = [*topic.filters]
    if topic.match is not Match.SUBSTRING:
        told["match"] = str(topic.match)
    if topic.categories:
        told["categories"] = [*topic.categories]
    return told


@st.composite
def files(draw: st.DrawFn) -> str:
    writer = Writer(draw)

    def settings() -> None:
        writer.header("reader")
        writer.lines({"theme": draw(TEXTS), "columns": ["date", "kind"], "sidebar_width": 30})

    def fetching() -> None:
        writer.header("fetch")
        writer.lines({"interval": 4.5, "unknown": {"a": [1, "b"]}, "strange": float("nan")})

    def authors() -> None:
        writer.header("authors")
        writer.lines({"followed": draw(st.lists(TEXTS, max_size=3))})

    def views() -> None:
        writer.header("views")
        writer.lines(dict.fromkeys(draw(st.lists(NAMES, max_size=3, unique=True)), "is:starred"))

    def other() -> None:
        writer.text += "[[many]]\nx = 1\n[[many]]\ntext = '''\n [topics.LLM]\n # no comment\n'''\n"

    def topics() -> None:
        for topic in draw(st.lists(TOPICS, max_size=4, unique_by=lambda one: one.name)):
            extra = {"mine": ["kept"]} if writer.maybe() else {}
            if writer.maybe(5):
                writer.text += f"[topics]\n{writer.key(topic.name)} = {{ keywords = ['x'] }}\n"
            else:
                writer.header("topics", topic.name)
                writer.lines(in_the_file(topic) | extra)
                if writer.maybe(5):
                    writer.header("topics", topic.name, "deeper")
                    writer.line("x", 1)
                    writer.between()

    parts: list[Callable[[], None]] = [settings, fetching, authors, views, other, topics]
    for part in draw(st.lists(st.sampled_from(parts), unique=True, max_size=6)):
        part()
    writer.between()
    text = writer.text if draw(st.booleans()) else writer.text.removesuffix("\n")
    text = text.replace("\n", "\r\n") if writer.maybe() else text
    return text if not writer.maybe() else f"\ufeff{text}"


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    return True


class File:
    """A file before and after an edit."""

    def __init__(self, path: Path, before: str) -> None:
        self.path = path
        self.before = before
        path.write_bytes(before.encode())
        self.config = load(path)

    def edit(self, edit: Callable[..., object], *wanted: Any) -> bool:
        """Try an edit; one that cannot be leaves the file as it is."""
        try:
            edit(self.path, *wanted)
        except ConfigError:
            assert self.after == self.before
            return False
        return True

    def problems(self, config: Config) -> list[str]:
        """What is wrong outside of the topics, without the line."""
        places = [(one.subject.split(", ", 2)[-1], one.problem) for one in config.problems]
        return [f"{key} {problem}" for key, problem in places if not key.startswith("topics.")]

    @property
    def after(self) -> str:
        return self.path.read_bytes().decode()

    def assert_says(self, **changes: Any) -> None:
        """What it says now is what it said, but for some things; and it ends lines as before."""
        old = replace(self.config, problems=(), **changes)
        new = replace(load(self.path), problems=())
        assert new == old
        assert self.problems(load(self.path)) == self.problems(self.config)
        assert self.after.startswith("\ufeff") == self.before.startswith("\ufeff")
        if "\r\n" in self.before:
            assert self.after.count("\n") == self.after.count("\r\n")

    def assert_kept(self, *, but: Iterable[str] = ()) -> None:
        """Every line that was there is there, in its order, but for some, where `but` says."""
        left = iter(lines(self.after))
        for line in lines(self.before):
            if line.strip() and not any(one in line for one in but):
                assert line in left, f"{line!r} is gone"


def lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").split("\r\n" if "\r\n" in text else "\n")


def own_lines(text: str, name: str) -> range:
    """The numbers of a topic's lines, from its header or its one line to its last statement."""
    said = lines(text)
    heads = {
        number: [*tomllib.loads(line).get("topics", {})]
        for number, line in enumerate(said)
        if line.startswith("[")
    }
    inline = [number for number, line in enumerate(said) if line.endswith("= { keywords = ['x'] }")]
    heads |= {number: [*tomllib.loads(said[number])] for number in inline}
    own = [number for number, names in heads.items() if names == [name]]
    end = min((number for number in heads if number > own[-1]), default=len(said))
    while not said[end - 1].strip() or said[end - 1].startswith("#"):
        end -= 1
    return range(own[0], end)


def statements_of(text: str, name: str) -> set[str]:
    said = lines(text)
    return {said[number] for number in own_lines(text, name) if not said[number].startswith("#")}


def comments_touching(text: str, name: str) -> set[str]:
    """The comments in a topic, and those above and below it without an empty line between."""
    said = lines(text)
    own = own_lines(text, name)
    found = {said[number] for number in own if said[number].startswith("#")}
    for numbers in (range(own[0] - 1, -1, -1), range(own[-1] + 1, len(said))):
        for number in numbers:
            if not said[number].startswith("#"):
                break
            found.add(said[number])
    return found


FILES = files().filter(is_toml)


@contextmanager
def written(text: str) -> Iterator[File]:
    with TemporaryDirectory() as folder:
        yield File(Path(folder) / "config.toml", text)


ORDINARY = """[reader]
theme = "nord"

[authors]
followed = ["Ada Author"]

[views]
stars = "is:starred"

[topics.Robots]
keywords = ["robot"]

[topics.Agents]
keywords = ["agent"]
"""


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (add_topic, (Topic("New", (("new",),), ()),)),
        (change_topic, ("Agents", Topic("Agents", (("new",),), ()))),
        (move_topic, ("Robots", 1)),
        (remove_topic, ("Robots",)),
        (add_view, (SavedView("new", "ti:x"),)),
        (remove_view, ("stars",)),
        (follow, ("Ben Writer",)),
        (unfollow, ("Ada Author",)),
        (set_setting, ("reader", "theme", "dracula")),
    ],
)
def test_an_ordinary_file_takes_every_edit(
    edit: Callable[..., object], wanted: tuple[Any, ...]
) -> None:
    """Else the properties below would hold of nothing: a refused edit is no failure there."""
    with written(ORDINARY) as file:
        assert file.edit(edit, *wanted)
        assert file.after != file.before


@given(FILES, TOPICS)
def test_a_topic_that_is_added_changes_nothing_else(text: str, topic: Topic) -> None:
    with written(text) as file:
        if file.edit(add_topic, topic):
            file.assert_says(topics=(*file.config.topics, topic))
            file.assert_kept()


@given(FILES, TOPICS, st.integers(0, 3), st.booleans())
def test_a_topic_that_is_changed_keeps_its_place_and_comments(
    text: str, topic: Topic, place: int, keeps_name: bool
) -> None:
    with written(text) as file:
        topics = [*file.config.topics]
        old = topics[place % len(topics)] if topics else topic
        topic = replace(topic, name=old.name) if keeps_name else topic
        if file.edit(change_topic, old.name, topic):
            topics[topics.index(old)] = topic
            file.assert_says(topics=tuple(topics))
            if old.name in tomllib.loads(bare(text)).get("topics", {}):
                file.assert_kept(but=statements_of(text, old.name))


@given(FILES, st.integers(0, 3), st.integers(-3, 3))
def test_a_topic_that_is_moved_takes_its_lines_along(text: str, place: int, step: int) -> None:
    with written(text) as file:
        topics = [*file.config.topics]
        told = [*tomllib.loads(bare(text)).get("topics", TOPICS_NAMES)]
        if not topics or len(told) != len(topics):
            return
        here = place % len(topics)
        topic = topics[here]
        if file.edit(move_topic, topic.name, step):
            topics.remove(topic)
            topics.insert(max(0, here + step), topic)
            file.assert_says(topics=tuple(topics))
            if "topics" in tomllib.loads(bare(text)):
                before, after = (Counter(lines(one)) for one in (text, file.after))
                del before[""], after[""]
                assert before == after


@given(FILES, st.integers(0, 3))
def test_a_topic_that_is_removed_takes_only_its_lines_along(text: str, place: int) -> None:
    with written(text) as file:
        topics = [*file.config.topics]
        if topics and file.edit(remove_topic, (gone := topics[place % len(topics)]).name):
            topics.remove(gone)
            file.assert_says(topics=tuple(topics))
            if gone.name in tomllib.loads(bare(text)).get("topics", {}):
                file.assert_kept(
                    but=statements_of(text, gone.name) | comments_touching(text, gone.name)
                )


@given(FILES, NAMES, st.booleans())
def test_a_view_that_is_kept_or_removed(text: str, name: str, is_old: bool) -> None:
    with written(text) as file:
        views = [*file.config.views]
        name = views[0].name if is_old and views else name
        if any(view.name == name for view in views):
            if file.edit(remove_view, name):
                file.assert_says(views=tuple(view for view in views if view.name != name))
                file.assert_kept(but=["is:starred"])
        elif file.edit(add_view, SavedView(name, "ti:x")):
            file.assert_says(views=(*views, SavedView(name, "ti:x")))
            file.assert_kept()


@given(FILES, TEXTS, st.booleans())
def test_an_author_who_is_followed_or_not(text: str, author: str, is_old: bool) -> None:
    with written(text) as file:
        followed = [*file.config.followed]
        author = followed[0] if is_old and followed else " ".join(author.split())
        values = dict(file.config.values)
        key = ("authors", "followed")
        if folded(author) in map(folded, followed):
            values[key] = tuple(one for one in followed if folded(one) != folded(author))
            if file.edit(unfollow, author):
                file.assert_says(values=values)
        elif file.edit(follow, author):
            values[key] = (*followed, author)
            file.assert_says(values=values)
            file.assert_kept(but=["followed"])


@given(
    FILES,
    st.sampled_from(
        [
            ("reader", "theme", "nord"),
            ("reader", "columns", ("kind", "authors")),
            ("reader", "ascii", True),
            ("reader", "sidebar_width", 40),
            ("fetch", "interval", 1e1),
            ("export", "folder", "/tmp/\x7f"),
        ]
    ),
)
def test_a_setting_that_is_written(text: str, wanted: tuple[str, str, Any]) -> None:
    table, key, value = wanted
    with written(text) as file:
        if file.edit(set_setting, table, key, value):
            file.assert_says(values={**file.config.values, (table, key): value})
            if key != "columns":
                file.assert_kept(but=[key])


def bare(text: str) -> str:
    return text.removeprefix("\ufeff")


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


TOPICS_NAMES = [topic.name for topic in Config().topics]
