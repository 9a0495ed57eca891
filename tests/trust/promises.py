"""The promises that a child's words make, and which of them a library broke."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import orjson

from paperterm import config
from paperterm.errors import PapertermError
from paperterm.library.index import Index
from paperterm.model import Day, Mark, PaperId
from paperterm.query.parse import parse
from paperterm.session import Selection, Session, marking
from paperterm.session.search import find, scan
from tests.building import entry, paper
from tests.trust.works import BULK
from tests.trust.world import (
    FETCHED_PER_DAY,
    SINCE,
    folders,
    id_of,
    import_day,
    opened,
    stage_of,
)

QUERIES = ("", "llm", "is:starred", "tag:*", "note:*")
_PROBE = paper("2603.00001")


class Promises:
    """Collect words, and check a home for what they promise.

    Args:
        had: Earlier words.
        is_damaged: Whether files may be damaged, as long as nothing is lost.
    """

    def __init__(self, had: Iterable[str] = (), *, is_damaged: bool = False) -> None:
        self._tags: dict[str, set[str]] = defaultdict(set)
        self._set: set[tuple[str, str]] = set()
        self._notes: dict[str, int] = {}
        self._stages: dict[Day, int] = {}
        self._topics: dict[str, bool] = {}
        self._is_damaged = is_damaged
        self.heard = 0
        for word in had:
            self.hear(word)

    def hear(self, word: str) -> None:
        """Add a word of a child, such as `tag 2602.00001 t1`."""
        self.heard += 1
        kind, *told = word.split()
        if kind == "tag":
            self._tags[told[0]].add(told[1])
        elif kind == "note":
            self._notes[told[0]] = int(told[1])
        elif kind == "bulk":
            for number in range(int(told[0]), int(told[0]) + BULK):
                self._tags[id_of(number)].add(told[1])
        elif kind == "day":
            self._stages[Day.parse(told[0])] = int(told[1])
        elif kind == "fetched":
            self._stages[Day.parse(told[0])] = 1
        elif kind in ("topic", "untopic"):
            self._topics[told[0]] = kind == "topic"
        elif kind == "free":
            del self._topics[told[0]]
        elif kind not in ("indexed", "mended"):
            self._set.add((kind, told[0]))

    def broken(self, home: Path) -> list[str]:
        """Return what a home lost or cannot read, one line each."""
        looks = [self._lost] if self._is_damaged else [_unreadable, self._lost]
        return [line for look in looks for line in _told(look, home)]

    def _lost(self, home: Path) -> Iterator[str]:
        session = opened(home)
        mended: list[str] = []
        session.library.listen(mended.append)
        yield from self._lost_marks({mark.id: mark for mark in session.library.all_marks()})
        for day in session.library.days():
            if _stage(session, day) is None:
                yield f"half of {day} is there"
        for day, promised in self._stages.items():
            if (_stage(session, day) or 0) < promised:
                yield f"{day} is lost"
        if not self._is_damaged:
            yield from mended
        for problem in session.settings.problems:
            yield str(problem)
        topics = {topic.name for topic in session.settings.topics}
        for name, is_there in self._topics.items():
            if (name in topics) != is_there:
                yield f"topic {name} is {'lost' if is_there else 'back'}"

    def _lost_marks(self, marks: dict[PaperId, Mark]) -> Iterator[str]:
        for id_, tags in self._tags.items():
            mark = marks.get(PaperId(id_))
            for tag in sorted(tags - set(mark.tag_names if mark else ())):
                yield f"tag {tag} of {id_} is lost"
        for id_, number in self._notes.items():
            mark = marks.get(PaperId(id_))
            if not mark or int(mark.note_text or -1) < number:
                yield f"note {number} of {id_} is lost"
        for kind, id_ in sorted(self._set):
            mark = marks.get(PaperId(id_))
            is_so = mark and {
                "star": mark.is_starred,
                "read": mark.is_read,
                "queue": mark.is_queued,
            }.get(kind)
            if not is_so:
                yield f"{kind} of {id_} is lost"


def stuck(home: Path) -> list[str]:
    """Return what no longer works in a home: setting and clearing a mark, using the index."""
    return [line for look in (_unmarkable, _unfindable) for line in _told(look, home)]


def _told(look: Callable[[Path], Iterator[str]], home: Path) -> Iterator[str]:
    """Return the result of a check, or the error of paperterm."""
    try:
        yield from look(home)
    except PapertermError as error:
        yield str(error)


def _unreadable(home: Path) -> Iterator[str]:
    for file in home.glob("*/**/*.json"):
        if ".unpacked-" in str(file):  # what a killed restore left; the next one sweeps it
            continue
        try:
            orjson.loads(file.read_bytes())
        except ValueError as error:
            yield f"{file.relative_to(home)} is damaged: {error}"
    file = folders(home).config_file
    if file.exists():
        for problem in config.load(file).problems:
            yield str(problem)


def _unmarkable(home: Path) -> Iterator[str]:
    for is_wanted in (True, False):
        opened(home).mark([entry(_PROBE)], marking.star(is_wanted))
        if opened(home).library.marks([_PROBE.id])[_PROBE.id].is_starred != is_wanted:
            yield "a mark cannot be made"


def _unfindable(home: Path) -> Iterator[str]:
    session = opened(home)
    found_index = Index(session.folders.cache, session.library, session.settings.topics)
    try:
        did = found_index.reconcile()
    finally:
        found_index.close()
    yield from map(str, did.damaged)
    for text in QUERIES:
        query, selection = parse(text), Selection()
        complaints: list[str] = []
        listed = find(session, query, selection, complain=complaints.append)
        yield from complaints
        if listed != list(scan(session, query, selection)):
            yield f"the index finds something else than a scan for {text!r}"


def _stage(session: Session, day: Day) -> int | None:
    """Return the stage of a day; None for half a day."""
    if day < import_day(1000):
        return stage_of(session, day)
    record = session.library.day(day)
    if record is None:
        return 0
    is_whole = day < SINCE or len(record.announced) == FETCHED_PER_DAY
    return 1 if is_whole else None
