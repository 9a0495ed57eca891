"""What a process does until it is killed: each work yields a word after each change.

A word is a promise; `promises.py` knows what each one means.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread

from paperterm.errors import BusyError
from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.model import Entry, PaperId
from paperterm.refresh.events import Event, Stored
from paperterm.session import Session, marking
from paperterm.session.marking import MarkChange
from paperterm.session.refresh_run import refresh_session
from paperterm.topics import Topic
from tests.building import entry, paper
from tests.trust.extent import IS_LONG
from tests.trust.world import FETCHED, PAPERS, id_of, import_day, import_file

SWAPS = 100 if IS_LONG else 30
"""The papers on which a process swaps tags; those of three fit into one file of marks."""

Work = Callable[[Session, int], Iterator[str]]

BULK = 150
"""The papers of a bulk mark: some of each shard."""


def mark(session: Session, first: int) -> Iterator[str]:
    """Set one mark after the other, of all kinds."""
    for number in count(first):
        id_ = id_of(number * 7 % PAPERS)
        name, value, action = _kind(number)
        session.mark([_entry(id_)], action)
        yield f"{name} {id_} {value}"


def bulk(session: Session, first: int) -> Iterator[str]:
    """Tag many papers at once."""
    for number in count(first):
        start = number * 11 % (PAPERS - BULK)
        papers = [_entry(id_of(one)) for one in range(start, start + BULK)]
        session.mark(papers, marking.tag(f"t{number}"))
        yield f"bulk {start} t{number}"


def bring(session: Session, first: int) -> Iterator[str]:
    """Import days, each in two stages."""
    with TemporaryDirectory() as folder:
        for number in count(first):
            for stage in (1, 2):
                summary = session.import_files([import_file(Path(folder), number, stage)])
                assert not summary.errors
                yield f"day {import_day(number)} {stage}"


def bring_file(session: Session, _first: int) -> Iterator[str]:
    """Import the file named in the environment; yield nothing."""
    assert not session.import_files([os.environ["FILE"]]).errors
    yield from ()


def merge(session: Session, _first: int) -> Iterator[str]:
    """Merge the marks of another machine, from beside this home."""
    others = session.folders.data.parent.with_name("other") / "data"
    session.library.merge(others)
    for mark in Library(others).all_marks():
        for name in mark.tag_names:
            yield f"tag {mark.id} {name}"


def mend(session: Session, _first: int) -> Iterator[str]:
    """Read all marks, as every start does, which repairs damaged ones."""
    assert session.library.all_marks()
    yield "mended"


def refresh(session: Session, first: int) -> Iterator[str]:
    """Fill days from the loopback arXiv; yield a word when one is stored."""
    told: SimpleQueue[str | BaseException] = SimpleQueue()

    def note(event: Event) -> None:
        if isinstance(event, Stored):
            told.put(f"fetched {event.day}")

    def run() -> None:
        try:
            report = asyncio.run(refresh_session(session, note, since=FETCHED[first]))
            told.put("end" if not report.errors else AssertionError(report.errors))
        except BaseException as error:
            told.put(error)
            raise

    Thread(target=run, daemon=True).start()
    while (word := told.get()) != "end":
        assert isinstance(word, str), word
        yield word


def index(session: Session, first: int) -> Iterator[str]:
    """Build the index, and add marks one after the other."""
    found = Index(session.folders.cache, session.library, session.settings.topics)
    assert not found.reconcile().damaged
    yield "indexed"
    for word, id_ in ((word, PaperId(word.split()[1])) for word in mark(session, first)):
        found.wrote(papers=[id_])
        yield word


def topic(session: Session, first: int) -> Iterator[str]:
    """Write topics into the settings, and remove every third."""
    for number in count(first):
        session.add_topic(Topic(f"t{number}", (("llm",),)))
        yield f"topic t{number}"
        if number % 3 == 0:
            yield f"free t{number}"  # from now on it may exist or not
            session.remove_topic(f"t{number}")
            yield f"untopic t{number}"


def own_and_shared(session: Session, first: int) -> Iterator[str]:
    """Set 500 marks, half on papers of this process alone, half on those of all four."""
    for number in range(250):
        own = id_of((4 * number + first) % PAPERS)
        session.mark([_entry(own)], marking.tag(f"own{number}"))
        yield f"tag {own} own{number}"
        shared = id_of(number)
        session.mark([_entry(shared)], marking.tag(f"shared{first}"))
        yield f"tag {shared} shared{first}"


def some_marks(session: Session, first: int) -> Iterator[str]:
    """Set a hundred of those marks."""
    return islice(own_and_shared(session, first), 100)


def swap(session: Session, first: int) -> Iterator[str]:
    """Swap two tags of papers of this process, all in one file of marks, which keeps its length."""
    for id_ in swapped(first):
        marked = False
        while not marked:
            # Where a disk is slow, the others may hold the lock longer than a process is patient.
            with suppress(BusyError):
                session.mark([_entry(id_)], _SWAP)
                marked = True
        yield f"tag {id_} t"


_SWAP = marking.combine([marking.tag("t"), marking.tag("u", False)])


def swapped(first: int) -> list[PaperId]:
    """Return the papers on which a process swaps tags."""
    return [PaperId(f"2601.{first * SWAPS + number:05}") for number in range(SWAPS)]


def ready_to_swap(session: Session, processes: int) -> None:
    """Set and clear the tags so that a swap changes no length, of a time neither."""
    papers = [_entry(id_) for first in range(processes) for id_ in swapped(first)]
    for names, wish in (("tu", True), ("tu", False), ("u", True)):
        session.mark(papers, marking.combine([marking.tag(name, wish) for name in names]))


def sweep(session: Session, _first: int) -> Iterator[str]:
    """Update the index once."""
    found = Index(session.folders.cache, session.library, session.settings.topics)
    did = found.reconcile()
    assert did.is_complete
    assert not did.damaged
    yield "indexed"


WORKS: dict[str, Work] = {
    work.__name__: work
    for work in (
        mark,
        bulk,
        bring,
        bring_file,
        merge,
        mend,
        refresh,
        index,
        topic,
        own_and_shared,
        some_marks,
        swap,
        sweep,
    )
}


def say(word: str) -> None:
    """Print a word for the parent, at once and complete."""
    os.write(1, f"{word}\n".encode())


def _entry(id_: PaperId) -> Entry:
    return entry(paper(id_, f"Paper {id_} on llm"))


def _kind(number: int) -> tuple[str, str, MarkChange]:
    """Return one kind of mark after the other, with its value."""
    kinds = (
        ("star", "yes", marking.star(True)),
        ("tag", f"t{number}", marking.tag(f"t{number}")),
        ("note", str(number), marking.note(str(number))),
        ("read", "yes", marking.read(True)),
        ("queue", "yes", marking.queue(True)),
    )
    return kinds[number % len(kinds)]
