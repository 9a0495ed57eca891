"""Triage: whoever goes on with `x`, or with `space` and `x`, comes to every unread paper once."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.config.views import UNREAD
from paperterm.library.index import Index
from paperterm.model import Batch, Day, Kind, PaperId, SourcePaper
from paperterm.paths import Folders
from paperterm.session import ALL, Period, Selection, Session, read
from paperterm.session.listing import list_papers
from paperterm.session.next_unread import Found, first_unread, next_place
from paperterm.session.row_pages import RowPages
from paperterm.topics import Topic
from tests.building import NOON, name, paper

DAYS = [Day(2026, 2, 12), Day(2026, 2, 11), Day(2026, 1, 29)]
WORDS = ["alpha", "beta", "gamma"]
TOPICS = st.lists(st.sampled_from(WORDS), unique=True, max_size=3)
LISTED = st.builds(
    SourcePaper,
    st.builds(
        paper,
        st.integers(1, 9),
        st.lists(st.sampled_from([*WORDS, "delta"]), min_size=1, max_size=2).map(" ".join),
    ),
    st.sampled_from([None, *Kind]),
)
BATCHES = st.lists(LISTED, unique_by=lambda one: one.paper.id, min_size=1, max_size=5)


class Reader:
    """What a reader does to a library with `x` and `space`, without a screen."""

    def __init__(self, folder: Path, topics: list[str], batches: list[list[SourcePaper]]) -> None:
        folders = Folders(*(folder / part for part in Folders._fields))
        folders.config.mkdir(parents=True)
        folders.config_file.write_text(
            "[topics]\n" + "".join(f'{one}.keywords = ["{one}"]\n' for one in topics)
        )
        self.session = Session(folders, lambda: NOON)
        self.topics = topics
        for day, told in zip(DAYS, batches, strict=True):
            ids = [one.paper.id for one in told]
            self.session.library.store(Batch(day, told, [ids], is_listing=True))
        found = [Topic(one, ((one,),)) for one in topics]
        self.index = Index(folders.cache, self.session.library, found)
        self.index.reconcile()
        self.marked: list[PaperId] = []

    def unread(self) -> set[PaperId]:
        """The papers that the list of some day shows as unread."""
        days = map(Selection.of_day, DAYS)
        return {one.id for day in days for one in self.session.entries(day) if one.is_unread}

    def first(self, selection: Selection) -> Found | None:
        return first_unread(self.session, lambda: self.index, selection)

    def go_to(self, here: Selection, period: Period, id_: PaperId | None) -> None:
        self.here, self.period = here, period
        self.pages = RowPages.of(list_papers(self.session, here))
        self.row = (self.pages.row_of(id_) if id_ else None) or 0

    def space(self) -> bool:
        """Go to the next unread paper; return whether there is one."""
        row, _ = self.pages.next_unread(self.row)
        if row is not None:
            self.row = row
            return True
        place = next_place(self.here, self.period, self.topics, self.first)
        if place is None:
            return False
        first, last = place.period.around(place.day)
        here = self.here._replace(topic=place.topic, first=first, last=last)
        self.go_to(here, place.period, place.id)
        entry = self.pages.entry(self.row)
        assert entry
        assert (entry.id, entry.mark.is_read) == (place.id, False)
        return True

    def x(self) -> bool:
        """Mark as read and go down, or go on; return False if there is nothing left."""
        entry = self.pages.entry(self.row)
        if entry is None or entry.mark.is_read:
            return self.space()
        changed = self.session.mark([entry], read(True)).changed
        self.index.wrote(papers=changed)
        self.pages.mark(changed[entry.id])
        self.marked.append(entry.id)
        row, _ = self.pages.next_unread(self.row)
        self.row = max(self.row, row or 0)
        return True


@given(
    topics=TOPICS,
    batches=st.lists(BATCHES, min_size=len(DAYS), max_size=len(DAYS)),
    marked=st.frozensets(st.integers(1, 9).map(name), max_size=4),
    day=st.sampled_from(DAYS),
    period=st.sampled_from(Period),
    topic=st.integers(0, 3),
    view=st.sampled_from([ALL, UNREAD]),
    row=st.integers(0, 4),
    keys=st.sampled_from(["x", "space x"]),
)
@settings(max_examples=40, deadline=None)
def test_going_on_comes_to_every_unread_paper_once(
    topics: list[str],
    batches: list[list[SourcePaper]],
    marked: frozenset[PaperId],
    day: Day,
    period: Period,
    topic: int,
    view: object,
    row: int,
    keys: str,
) -> None:
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder), topics, batches)
        with closing(reader.index):
            reader.index.wrote(papers=reader.session.mark_ids(marked, read(True)).changed)
            unread = reader.unread()
            first, last = period.around(day)
            chosen = topics[topic] if topic < len(topics) else None
            here = Selection(ALL if chosen or view is ALL else UNREAD, chosen, first, last)
            reader.go_to(here, period, None)
            reader.row = min(row, max(len(reader.pages) - 1, 0))
            for _ in range(200):
                if not all(getattr(reader, key)() for key in keys.split()) and not reader.unread():
                    break
            else:
                pytest.fail("it does not end")
            assert len(reader.marked) == len({*reader.marked})
            assert unread <= {*reader.marked}
            assert not reader.space(), "nothing is unread"
