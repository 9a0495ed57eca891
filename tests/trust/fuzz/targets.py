"""What each parser promises for any bytes: a result, or an error of ours.

Each target is a function of bytes that raises only if the promise is broken. `test_fuzz.py` runs
them with a few invented inputs, `python -m tests.trust.fuzz` for as long as you like.
"""

import asyncio
import atexit
import os
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from paperterm.errors import ConfigError, InputError, LibraryError, QueryError, SourceError
from paperterm.export import FORMATS
from paperterm.library import Library
from paperterm.model import Batch, Day, Kind, Mark, PaperId, PaperRef
from paperterm.paths import Folders
from paperterm.query.match import matcher
from paperterm.query.parse import parse, parse_typed
from paperterm.query.subject import Subject
from paperterm.session import Selection, Session, marking
from paperterm.session.exports import view_of
from paperterm.session.search import find
from paperterm.sources import api, feed
from paperterm.sources.files import KINDS
from paperterm.sources.gate import Gate
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.limits import MIB, Budget, Limits
from paperterm.sources.markup import refusal
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.source import FetchContext
from paperterm.text import clean
from paperterm.text.accents import decode_accents
from paperterm.text.typeset import typeset, typeset_lines
from paperterm.topics import Topic
from tests.building import DAY, NOON, listing, name, paper

STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
JOINERS = "\u200c\u200d"
TOPIC = Topic("LLM", (("llm",), ("large", "model")), ("no",))
SUBJECT = Subject(
    paper(
        1,
        "A title, Größe 2D",
        authors=("A. One", "B. Two"),
        abstract="An abstract with aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and 1 + 1.",
    ),
    ((DAY, Kind.NEW),),
    DAY,
    tags=("to do",),
    note="A note",
    topics=("LLM",),
)


MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(gettempdir())


@lru_cache
def home(target: str) -> Folders:
    """Return a home for one target in this process, in memory if possible."""
    root = Path(mkdtemp(prefix=f"paperterm-fuzz-{os.getpid()}-", dir=MEMORY))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return Folders(*(root / folder for folder in Folders._fields))


def steers(text: str) -> bool:
    """Return whether a line has something that controls a terminal or is invisible."""
    return any(unicodedata.category(one) in STEERING and one not in JOINERS for one in text)


def feeds(content: bytes) -> None:
    """Parse a fetched feed."""
    with suppress(SourceError):
        feed.parse(content)


def answers(content: bytes) -> None:
    """Receive an answer as its bytes come, head and all, and ask again with what it left."""
    asyncio.run(_fetched_twice(content))


async def _fetched_twice(content: bytes) -> None:
    asked = [0]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(0)
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(content)
            await writer.drain()
        writer.close()

    state = home("answers").state
    shutil.rmtree(state, ignore_errors=True)
    gate = Gate(state, 0, lambda: NOON, _at_once)
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        url = "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())
        hosts = Hosts(f"{url}/api/query", f"{url}/rss", f"{url}/pdf", is_loopback=True)
        etag = None
        async with Http(gate, hosts, limits=Limits(head=2), clock=lambda: NOON) as http:
            for _ in range(2):
                context = FetchContext(
                    *(http, Budget(20, 20, MIB), hosts, ("cs.AI",), ("cs.AI",), etag),
                    *(lambda _: {}, lambda: NOON, _at_once, lambda _: None, lambda _: None),
                )
                before = len(asked)
                with suppress(SourceError):
                    async for fetched in feed.fetch(context, (DAY,)):
                        etag = fetched.etag
                assert len(asked) > before or gate.refusal(), "nothing could be sent any more"
        refusal = gate.refusal()
        assert refusal is None or refusal.until <= NOON + timedelta(days=1)
    left = etag or "", *(one.read_text() for one in state.rglob("*.json"))
    assert all(len(text) < 1_000 for text in left)


async def _at_once(_: float) -> None:
    """Do not sleep."""


def pages(content: bytes) -> None:
    """Parse a fetched answer of the query API."""
    with suppress(SourceError):
        api.parse(content)


def files(content: bytes) -> None:
    """Import a file of any kind; store, list, find and export its papers."""
    if refusal(content):
        return
    for kind in KINDS:
        if kind.looks_like_it(content):
            reading = ParsedFile("a file")
            batches = kind.read(content, reading, None)
            for error in reading.errors:
                assert "\n" not in str(error)
            if batches:
                _keep(batches[:2])
            return


def _keep(batches: Sequence[Batch]) -> None:
    where = home("files")
    shutil.rmtree(where.data, ignore_errors=True)
    session = Session(where)
    for batch in batches:
        session.library.store(batch)
    for day in session.library.days():
        topic = session.settings.topics[0].name
        view = view_of(session, Selection.of_day(day, topic=topic))
        for exporter in FORMATS:
            exporter.render(view)
        everything = view_of(session, Selection.of_day(day))
        for exporter in FORMATS:
            if not exporter.problem(everything):
                exporter.render(everything)
    entries = session.entries(Selection())
    assert len(session.mark(entries, marking.star(True)).changed) == len(entries)
    assert {one.id for one in find(session, parse("is:starred"), Selection(), complain=_never)} == {
        one.id for one in entries
    }


def _never(says: str) -> None:
    raise AssertionError(says)


def queries(content: bytes) -> None:
    """Parse a query, complete or half typed, including regexes."""
    text = content.decode(errors="replace")
    with suppress(QueryError):
        closed, typed = parse_typed(text)
        assert parse(closed) == typed
        matcher(typed)(SUBJECT)
    with suppress(QueryError):
        query = parse(text)
        matcher(query)(SUBJECT)
        assert parse(str(query)) == query


@lru_cache
def _searched() -> Session:
    session = Session(home("searches"))
    session.library.store(
        listing(
            paper(1, "A title, Größe 2D", abstract="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 + 1"),
            paper(2, "LLM", authors=("A. One",), categories=("cs.AI",)),
        )
    )
    session.mark_ids([name(1)], marking.tag("to do"))
    return session


def searches(content: bytes) -> None:
    """Search the index."""
    with suppress(QueryError):
        find(_searched(), parse(content.decode(errors="replace")), Selection(), complain=_never)


def settings(content: bytes) -> None:
    """Read a config.toml, and edit it if possible."""
    where = home("settings")
    where.config.mkdir(parents=True, exist_ok=True)
    where.config_file.write_bytes(content)
    session = Session(where)
    assert all(isinstance(problem, ConfigError) for problem in session.settings.problems)
    with suppress(ConfigError):
        session.add_topic(TOPIC)
        assert session.topic(TOPIC.name) == TOPIC
    for topic in session.settings.topics[:2]:
        with suppress(ConfigError):
            session.remove_topic(topic.name)
            assert topic.name not in {one.name for one in session.settings.topics}


def marks(content: bytes) -> None:
    """Read a file of marks."""
    data = home("marks").data
    folder = data / "marks/2602"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "00.json").write_bytes(content)
    library = Library(data)
    with suppress(LibraryError):
        for mark in library.marks([name(1), name(2)]).values():
            _shown(mark)
    with suppress(LibraryError):
        for mark in library.all_marks():
            _shown(mark)
    with suppress(LibraryError):
        library.change({name(1): lambda mark: mark.set_starred(True, NOON)})
        assert Library(data).marks([name(1)])[name(1)].is_starred


def _shown(mark: Mark) -> None:
    said = [*mark.tag_names, mark.note_text or "", mark.queued.value if mark.queued else ""]
    if mark.keepsake:
        said += [mark.keepsake.value.title, *mark.keepsake.value.authors]
        assert mark.keepsake.value.version + 0 >= 0
    clean(" ".join(said))
    assert mark.merged(mark) == mark


def days(content: bytes) -> None:
    """Read a day of the library."""
    data = home("days").data
    folder = data / "library/2026"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{DAY}.json").write_bytes(content)
    library = Library(data)
    with suppress(LibraryError):
        record = library.day(DAY)
        for told in record.announced if record else ():
            clean(f"{told.paper.searched} {', '.join(told.paper.authors)}")
    with suppress(LibraryError):
        library.store(listing(1))


def names(content: bytes) -> None:
    """Read ids and days as people write them."""
    text = content.decode(errors="replace")
    with suppress(InputError):
        ref = PaperRef.parse(text)
        assert PaperRef.parse(str(ref)) == ref
        assert PaperId(ref.id) == ref.id
        assert ref.id.abs_url.startswith("https://arxiv.org/abs/")
        assert ref.id.isascii()
        assert set(ref.id) <= _OF_AN_ID
    with suppress(InputError):
        assert str(Day.parse(text)) == text


_OF_AN_ID = frozenset("abcdefghijklmnopqrstuvwxyz-./0123456789")


def texts(content: bytes) -> None:
    """Prepare the text of a paper for the screen."""
    text = content.decode(errors="surrogateescape" if content[:1] == b"\0" else "replace")
    for one in (clean(text), typeset(text)):
        assert not steers(one)
        assert one == clean(one)
        one.encode()
    for line in typeset_lines(text).split("\n"):
        assert not steers(line)
    decode_accents(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (
        *(feeds, answers, pages, files, queries, searches, settings, marks, days, names, texts),
    )
}
