"""Seven real days: their papers, and the digests that were published of them."""

import json
from pathlib import Path
from random import Random

import pytest

from paperterm.export import daily, digest, jsonl
from paperterm.library import Library
from paperterm.model import Day
from paperterm.session import Selection, Session
from paperterm.session.exports import view_of, write_digests
from paperterm.session.imports import import_files

DAYS = [
    *("2025-06-03", "2025-10-14", "2026-02-10", "2026-02-12"),
    *("2026-04-08", "2026-05-18", "2026-08-20"),
]


@pytest.fixture(params=DAYS)
def folder(shared: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a day."""
    return shared / "data/days" / str(request.param)


@pytest.fixture
def session(home: Path) -> Session:
    return Session()


def day_of(folder: Path) -> Day:
    return Day.parse(folder.name)


def published(folder: Path) -> dict[str, str]:
    return {file.stem: file.read_bytes().decode() for file in sorted((folder / "topics").iterdir())}


def exported(session: Session, day: Day) -> dict[str, str]:
    """The digest of every topic that has a match, as the command line exports it."""
    texts = {}
    for topic in session.settings.topics:
        view = view_of(session, Selection.of_day(day, topic=topic.name))
        if digest.digest_entries(view):
            texts[topic.name] = digest.render(view)
    return texts


def ids(session: Session, day: Day) -> list[str]:
    return [str(entry.id) for entry in session.entries(Selection.of_day(day))]


def bring(session: Session, *files: Path) -> tuple[int, int, int]:
    summary = session.import_files(map(str, files))
    assert (summary.errors, summary.skipped) == ([], 0)
    new, changed, unchanged, conflicts = summary.outcome
    assert not conflicts
    return new, changed, unchanged


def test_the_papers_of_a_day_give_the_digests_that_were_published(
    session: Session, folder: Path
) -> None:
    new, changed, unchanged = bring(session, folder / "papers.jsonl")
    assert (new > 100, changed, unchanged) == (True, 0, 0)
    assert len(published(folder)) == 8
    assert exported(session, day_of(folder)) == published(folder)
    assert bring(session, folder / "papers.jsonl") == (0, 0, new)
    listed = ids(session, day_of(folder))
    told = bring(session, *(folder / "topics").iterdir())
    assert told[0] == told[1] == 0
    assert ids(session, day_of(folder)) == listed
    assert exported(session, day_of(folder)) == published(folder)


def test_digests_alone_in_any_order_give_the_same_digests(session: Session, folder: Path) -> None:
    files = sorted((folder / "topics").iterdir())
    Random(folder.name).shuffle(files)
    new, _, _ = bring(session, *files)
    assert exported(session, day_of(folder)) == published(folder)
    assert sum(bring(session, *reversed(files))[:2]) == 0
    lines = (folder / "papers.jsonl").read_text().splitlines()
    listed = [json.loads(line)["id"] for line in lines]
    bring(session, folder / "papers.jsonl")
    assert new < len(listed)
    assert ids(session, day_of(folder)) == listed
    assert exported(session, day_of(folder)) == published(folder)


def test_a_day_survives_export_and_import_as_json_lines(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    bring(session, folder / "papers.jsonl")
    day = day_of(folder)
    text = jsonl.render(view_of(session, Selection.of_day(day)))
    file = tmp_path / "day.jsonl"
    file.write_bytes(text.encode())
    other = Library(tmp_path / "other")
    summary = import_files(other, [str(file)], None)
    assert not summary.errors
    one, two = session.library.day(day), other.day(day)
    assert one
    assert one == two
    assert [told.paper.id for told in one.announced] == ids(session, day)


def test_the_folder_of_a_day_is_the_published_one_and_an_overview(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    bring(session, folder / "papers.jsonl")
    written, _ = write_digests(session, day_of(folder), tmp_path / "out")
    assert written[0].name == daily.OVERVIEW
    files = {path.stem: path.read_bytes().decode() for path in (tmp_path / "out").iterdir()}
    overview = files.pop("README")
    assert files == published(folder)
    papers = [line for line in overview.split("## Papers\n")[1].splitlines() if line]
    listed = ids(session, day_of(folder))
    assert len(papers) == len(listed)
    for line, id_ in zip(papers, listed, strict=True):
        assert f"](https://arxiv.org/abs/{id_}) · " in line


def test_all_days_in_one_library(session: Session, shared: Path) -> None:
    folders = [shared / "data/days" / day for day in DAYS]
    bring(session, *(folder / "papers.jsonl" for folder in folders))
    assert [str(day) for day in session.library.days()] == DAYS[::-1]
    for folder in folders:
        assert exported(session, day_of(folder)) == published(folder)
