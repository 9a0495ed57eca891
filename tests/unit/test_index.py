"""An index that is missing, broken, foreign, or on a disk that refuses."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from string import ascii_lowercase

import pytest

from paperterm.errors import QueryError, StoppedError, UnusableIndexError
from paperterm.library import Library
from paperterm.library.index import Index, Scope
from paperterm.library.index.sql import statement
from paperterm.library.index.tables import FILE, VERSION, connect
from paperterm.model import Day, Keepsake, Order, PaperId
from paperterm.query.match import matcher
from paperterm.query.parse import parse
from paperterm.query.subject import Subject
from paperterm.topics import Topic
from tests.building import DAY, NOON, listing, name, paper

DIFFUSION = paper(1, "Diffusion", abstract="A model of graphs.")
OTHER = paper(2, "Other", abstract="A model of trees.")
BEFORE = Day(2026, 2, 11)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two papers of one day, one of which stands on the day before too."""
    library = Library(tmp_path / "data")
    library.store(listing(DIFFUSION, OTHER))
    library.store(listing(paper(1, "Old title"), day=BEFORE))
    return library


@pytest.fixture
def index(tmp_path: Path, library: Library) -> Iterator[Index]:
    """An index that was not used yet."""
    index = Index(tmp_path / "cache", library)
    yield index
    index.close()


def ids(index: Index, text: str = "", scope: Scope = Scope(), **how: object) -> list[str]:  # noqa: B008
    found = index.search(parse(text), scope, **how)  # type: ignore[arg-type]
    return [row.id for row in found.rows(0, len(found)) if row]


def test_a_missing_index_is_made(index: Index) -> None:
    assert index.reconcile().changed == 2
    assert ids(index, "model") == [name(1), name(2)]
    assert ids(index, "old") == []
    assert index.reconcile().changed == 0


def test_an_update_ends_while_others_mark(library: Library, index: Index) -> None:
    told: list[object] = []

    def mark(progress: object) -> None:
        told.append(progress)
        assert len(told) < 20
        starred = len(told) % 2 == 1
        library.change({PaperId(name(1)): lambda mark: mark.set_starred(starred, NOON)})

    index.reconcile(tell=mark)
    index.reconcile()
    assert len(ids(index, "is:starred")) == len(told) % 2


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["empty", "garbage", "a broken header"],
)
def test_garbage_is_replaced(index: Index, content: bytes) -> None:
    index.path.parent.mkdir()
    index.path.write_bytes(content)
    assert index.reconcile().changed == 2
    assert ids(index, "diffusion") == [name(1)]


@pytest.mark.parametrize("statement", ["DROP TABLE shard", "PRAGMA user_version = 0"])
def test_an_old_index_is_replaced(index: Index, statement: str) -> None:
    index.reconcile()
    index.close()
    with sqlite3.connect(index.path) as connection:
        connection.execute(statement)
    connection.close()
    assert index.reconcile().changed == 2
    assert ids(index) == [name(1), name(2)]


def test_a_newer_index_is_left_alone(index: Index) -> None:
    index.reconcile()
    index.close()
    with sqlite3.connect(index.path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = index.path.read_bytes()
    with pytest.raises(UnusableIndexError, match="written by a newer paperterm"):
        index.search()
    assert index.path.read_bytes() == before


def test_an_index_that_breaks_while_it_is_open_is_removed(
    tmp_path: Path, library: Library, index: Index
) -> None:
    index.reconcile()
    index.close()
    connection = sqlite3.connect(index.path)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'announced'"
    ).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(index.path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    index.path.write_bytes(content)
    with pytest.raises(UnusableIndexError, match="malformed"):
        index.search()
    assert not index.path.exists()
    again = Index(tmp_path / "cache", library)
    assert again.reconcile().changed == 2
    assert ids(again, "diffusion") == [name(1)]
    again.close()


def test_a_folder_that_cannot_be_used(tmp_path: Path, library: Library) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(UnusableIndexError, match="cache"):
        Index(tmp_path / "cache", library).reconcile()


def test_a_folder_in_the_place_of_the_index(tmp_path: Path, library: Library) -> None:
    (tmp_path / "cache" / FILE).mkdir(parents=True)
    with pytest.raises(UnusableIndexError, match="index"):
        Index(tmp_path / "cache", library).reconcile()


FULL = """
import resource, sys
from pathlib import Path
from paperterm.errors import UnusableIndexError
from paperterm.library import Library
from paperterm.library.index import Index

folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    Index(folder / "cache", Library(folder / "data")).reconcile()
except UnusableIndexError as error:
    print(error)
"""


@pytest.mark.parametrize("size", [0, 20_000, 150_000])
def test_a_full_disk_is_reported_and_forgotten(
    tmp_path: Path, library: Library, index: Index, size: int
) -> None:
    """A limit on the size of files refuses writes as a full disk does."""
    for number in range(100, 200):
        text = " ".join(f"word{number * 100 + at}" for at in range(100))
        library.store(listing(paper(number, abstract=text), day=Day.fromordinal(738000 + number)))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("index: ")
    assert done.stdout.count("\n") == 1
    assert index.reconcile().is_complete
    assert len(index.search()) == 102


def test_only_the_newest_text_is_searched(library: Library, index: Index) -> None:
    index.reconcile()
    library.store(listing(paper(1, "Newer title"), day=Day(2026, 2, 15)))
    index.wrote(days=[Day(2026, 2, 15)])
    assert ids(index, "diffusion") == []
    assert ids(index, "newer") == [name(1)]
    assert ids(index) == [name(1), name(2)]
    assert ids(index, "newer", Scope(last=DAY)) == [name(1)]


def test_a_pair_of_words_is_shared_where_they_stand_side_by_side(
    library: Library, index: Index
) -> None:
    library.store(
        listing(
            paper(3, abstract="Such world models."),
            paper(4, abstract="A model of the world."),
            paper(5, authors=("World",)),
        )
    )
    index.reconcile()

    def sharing(**weights: float) -> list[str]:
        words = {name.replace("_", " "): weight for name, weight in weights.items()}
        found = index.sharing(words, 9)
        return [row.id for row in found.rows(0, len(found)) if row]

    assert sharing(world_model=1.0) == [name(3)]
    assert sharing(world=1.0, world_model=1.0) == [name(3), name(4)]


def test_a_single_letter_finds_what_a_scan_finds_without_reading_the_words(
    library: Library, index: Index
) -> None:
    library.store(listing(DIFFUSION, OTHER, paper(3, "Éa", abstract="Zoo")))
    index.reconcile()
    papers = [one.paper for one in library.newest([name(1), name(2), name(3)]).values()]
    papers.sort(key=lambda paper: paper.id)
    for letter in ascii_lowercase:
        for text in (f"{letter}*", f"ti:{letter}*", f"-abs:{letter}*", f"model {letter}*"):
            test = matcher(parse(text))
            wanted = [paper.id for paper in papers if test(Subject(paper))]
            assert (text, ids(index, text)) == (text, wanted)
    with closing(connect(index.path)) as connection:
        assert "MATCH" not in statement(connection, parse("a*"), Scope()).sql


def test_a_starred_paper_outlives_its_days(tmp_path: Path, library: Library, index: Index) -> None:
    kept = Keepsake(1, "Diffusion", ("A. Li",))
    star = {name(1): lambda mark: mark.set_starred(True, NOON).remember(kept, NOON)}
    index.reconcile()
    index.wrote(papers=library.change(star))
    for day in library.days():
        (tmp_path / "data" / "library" / f"{day.year}" / f"{day}.json").unlink()
    index.reconcile()
    found = index.search(parse("au:li"), Scope(state="starred"))
    assert [(row.id, row.title, row.day) for row in found.rows(0, 9) if row] == [
        (name(1), "Diffusion", None)
    ]
    assert ids(index, "/diff/", Scope(state="starred")) == [name(1)]
    assert ids(index, "au:li") == []
    library.store(listing(DIFFUSION, OTHER))
    index.reconcile()
    found = index.search(scope=Scope(state="starred"))
    assert [(row.id, row.day) for row in found.rows(0, 9) if row] == [(name(1), DAY)]


def test_a_day_that_cannot_be_read_counts_as_empty_and_is_named(
    tmp_path: Path, library: Library, index: Index
) -> None:
    index.reconcile()
    file = tmp_path / "data" / "library" / "2026" / f"{DAY}.json"
    content = file.read_bytes()
    file.write_bytes(content.replace(b'"schema":', b'"schema":9'))
    did = index.reconcile()
    assert [str(DAY) in str(error) for error in did.damaged] == [True]
    assert ids(index) == [name(1)]
    assert ids(index, "old") == [name(1)]
    assert index.reconcile().changed == 0


def test_a_search_can_be_stopped(index: Index) -> None:
    index.reconcile()
    with pytest.raises(StoppedError):
        index.search(parse("model"), stop=lambda: True)
    with pytest.raises(StoppedError):
        index.search(parse("/model/"), deadline=0.0)
    assert ids(index, "/mod.l/") == [name(1), name(2)]


def test_a_regex_without_end_is_given_up(library: Library, index: Index) -> None:
    library.store(listing(paper(3, "a" * 5000 + "!"), day=Day(2026, 2, 13)))
    index.reconcile()
    with pytest.raises(QueryError, match="takes too long"):
        index.search(parse("/(a+)+$/"))


@pytest.mark.parametrize(
    "term", ["w{}", "cat:c{}", "-tag:t{}", "is:read or id:2602.{:05}", "note:n{}"]
)
def test_a_query_of_ten_thousand_characters(index: Index, term: str) -> None:
    index.reconcile()
    parts = [term.format(number) for number in range(10_000 // (len(term) + 5))]
    for text in (" ".join(parts), " or ".join(parts)):
        assert len(index.search(parse(text[: text.rindex(" ", 0, 9_999)].removesuffix(" or")))) <= 2


def test_a_topic_that_is_edited_is_matched_again(index: Index) -> None:
    index.follow([Topic("Mine", (("graph",),))])
    index.reconcile()
    assert ids(index, scope=Scope(topic="Mine")) == [name(1)]
    index.follow([Topic("Mine", (("tree",),)), Topic("Titles", (("title",),))])
    assert index.reconcile(stop=lambda: True).is_complete is False
    assert index.reconcile().is_complete
    assert ids(index, scope=Scope(topic="Mine")) == [name(2)]
    assert ids(index, scope=Scope(topic="Titles")) == []
    assert ids(index, scope=Scope(topic="Titles", last=BEFORE)) == [name(1)]
    assert index.topic_counts() == {"Mine": (1, 1), "Titles": (0, 0)}
    then = index.topic_counts(Scope(first=BEFORE, last=BEFORE))
    assert then == {"Mine": (0, 0), "Titles": (1, 1)}


def test_the_papers_of_a_topic_are_told_only_if_a_scan_would_find_them(
    library: Library, index: Index
) -> None:
    def told(day: Day = DAY) -> dict[str, set[PaperId]] | None:
        papers = index.topic_papers(day)
        return None if papers is None else {topic: set(ids) for topic, ids in papers.items()}

    mine = Topic("Mine", (("diffusion",),))
    index.follow([mine])
    assert told() is None
    index.reconcile()
    assert told() == {"Mine": {name(1)}}
    assert told(BEFORE) == {"Mine": set()}
    assert told(Day(2026, 2, 10)) is None
    library.store(listing(DIFFUSION, OTHER, paper(3, "More diffusion")))
    assert told() is None
    index.wrote(days=[DAY])
    assert told() == {"Mine": {name(1), name(3)}}
    index.follow([mine, Topic("Others", (("other",),))])
    assert told() is None
    index.reconcile()
    assert told() == {"Mine": {name(1), name(3)}, "Others": {name(2)}}
    index.follow([])
    assert told() is None


def test_a_regex_tells_what_it_finds_newest_first(library: Library, index: Index) -> None:
    for number in range(10, 40):
        papers = [paper(number * 100 + at) for at in range(50)]
        library.store(listing(*papers, day=Day.fromordinal(738000 + number)))
    index.reconcile()
    told: list[int] = []
    found = index.search(parse("/paper/"), found=lambda part: told.append(len(part)))
    assert told == sorted(told)
    assert told[0] < told[-1] == len(found) == 1500
    assert found.rows(0, 1)[0] == index.search(parse("paper")).rows(0, 1)[0]


def test_orders(library: Library, index: Index) -> None:
    library.store(
        listing(
            paper(3, "apple", authors=("Zoe Ångström",), categories=("math.AG",)),
            paper(4, "Zebra", authors=("Adam Brown", "X Y"), categories=("cs.AI",)),
            day=Day(2026, 2, 10),
        )
    )
    index.reconcile()
    by_title = ids(index, scope=Scope(order=Order.TITLE))
    assert by_title == [name(3), name(1), name(2), name(4)]
    by_author = ids(index, scope=Scope(order=Order.AUTHOR))
    assert by_author == [name(3), name(4), name(1), name(2)]
    by_category = ids(index, scope=Scope(order=Order.CATEGORY))
    assert by_category == [name(4), name(3), name(1), name(2)]


def test_rows_say_what_is_marked_now(library: Library, index: Index) -> None:
    index.reconcile()
    found = index.search()
    assert [row.starred for row in found.rows(0, 9) if row] == [False, False]
    index.wrote(papers=library.change({name(1): lambda mark: mark.set_starred(True, NOON)}))
    assert [row.starred for row in found.rows(0, 9) if row] == [True, False]
    assert found.position(name(2)) == 1
    assert found.position(name(7)) is None
    assert found.rows(5, 9) == []


def test_a_listing_knows_its_days_and_what_is_unread(library: Library, index: Index) -> None:
    index.reconcile()
    index.wrote(papers=library.change({name(1): lambda mark: mark.set_read(True, NOON)}))
    found = index.search()
    assert sum(group.papers for group in found.groups()) == len(found)
    assert [found.rows(group.row, group.row + 1)[0] is not None for group in found.groups()]
    read = found.position(name(1))
    assert read is not None
    assert found.unread() == len(found) - 1
    assert found.next_unread(read) == (read + 1 if read + 1 < len(found) else None)
    assert index.search(scope=Scope(order=Order.TITLE)).groups() == []


def test_counting_what_is_unread_can_be_stopped(index: Index) -> None:
    index.reconcile()
    found = index.search()
    with pytest.raises(StoppedError):
        found.unread(lambda: True)
    assert found.unread(lambda: False) == len(found)


@pytest.fixture
def crowd(library: Library) -> list[str]:
    """More papers of one day than go into the full-text index at once; their ids, in order."""
    numbers = range(10, 2510)
    library.store(listing(*(paper(one, abstract=f"text {one}") for one in numbers), day=BEFORE))
    return [name(one) for one in numbers]


def test_every_text_of_many_is_found(index: Index, crowd: list[str]) -> None:
    index.reconcile()
    assert ids(index, "text") == crowd
    assert [ids(index, f"abs:{one}") for one in (10, 1009, 1010, 2009, 2010, 2509)] == [
        [name(one)] for one in (10, 1009, 1010, 2009, 2010, 2509)
    ]


@pytest.mark.usefixtures("crowd")
def test_a_tidy_index_leaves_no_page_free(tmp_path: Path, library: Library, index: Index) -> None:
    for one in range(12):  # so many files are worth it
        library.store(listing(5, day=Day(2026, 1, 1 + one)))
    index.reconcile()
    for file in (tmp_path / "data" / "library" / "2026").iterdir():
        file.unlink()
    index.reconcile()
    index.close()
    connection = sqlite3.connect(index.path)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()
