"""Several processes work on one library at once."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from paperterm.errors import BusyError
from paperterm.session.refresh_run import refresh_session
from tests.loopback.faulty import Loopback
from tests.trust.promises import Promises, stuck
from tests.trust.stepping import Case, Step, steps
from tests.trust.victim import PATIENCE, Victim, child, command
from tests.trust.world import (
    FETCHED,
    FETCHED_PER_DAY,
    fetched,
    filled,
    folders,
    id_of,
    morning,
    opened,
    settled,
)

pytestmark = pytest.mark.on_disk

PROCESSES = 4
TODAY = FETCHED[-1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback(fetched(), now=morning) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


def together(*victims: Victim) -> list[list[str]]:
    """Let processes begin at the same moment; returns what each has said at its end."""
    for victim in victims:
        while not victim.words:
            assert victim.listen()
    for victim in victims:
        victim.go()
    for victim in victims:
        assert victim.end() == 0
    return [victim.words[1:] for victim in victims]


def test_four_processes_mark_two_thousand_times(tmp_path: Path, tally: Counter[str]) -> None:
    """A half of the marks of each on papers of its own, the others on papers of all four."""
    settled(tmp_path)
    promises = Promises()
    victims = [child("own_and_shared", tmp_path, n, "--together") for n in range(PROCESSES)]
    for words in together(*victims):
        assert len(words) == 500
        for word in words:
            promises.hear(word)
    assert promises.broken(tmp_path) == []
    marks = opened(tmp_path).library.all_marks()
    assert sum(len(mark.tag_names) for mark in marks) == 500 * PROCESSES
    tally["marks of four processes at once"] += promises.heard


def richer(folder: Path) -> str:
    """A file of the day that the feeds show: of one paper more, and of the others another field."""
    lines = [
        {"id": "2602.99999", "title": "Only in the file", "announced": str(TODAY)},
        *(
            {"id": one.paper.id, "title": one.paper.title, "announced": str(TODAY), "doi": "10.1/x"}
            for one in fetched()
            if one.announcement.day == TODAY
        ),
    ]
    file = folder / "today.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    return str(file)


def is_merged(home: Path) -> bool:
    """Whether the day has what the feed told and what the file told."""
    record = opened(home).library.day(TODAY)
    papers = [one.paper for one in record.announced] if record else []
    return len(papers) == FETCHED_PER_DAY + 1 and all(
        paper.id == "2602.99999" or (paper.doi and paper.abstract) for paper in papers
    )


def test_a_fetch_and_an_import_of_one_day_at_once(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import has read the day and is about to write it, when the fetch has its papers too."""
    home = tmp_path / "home"
    settled(home)
    server.fault("hang", times=1)
    monkeypatch.setenv("FILE", richer(tmp_path))
    case = Case("bring_file", 1, settled)
    with child("refresh", home, len(FETCHED) - 1) as fetch, case.start(home) as bring:
        assert server.hung.wait(PATIENCE)
        for step in steps(bring, case, Promises()):
            if step == Step("before", "replace", 0):
                server.release()
                assert fetch.listen(0.5)
        assert fetch.end() == 0
    assert is_merged(home)


@pytest.mark.parametrize("turn", range(2))
def test_a_fetch_and_an_import_that_begin_together(
    turn: int, server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    settled(home)
    monkeypatch.setenv("FILE", richer(tmp_path))
    together(
        child("refresh", home, len(FETCHED) - 1, "--together"),
        child("bring_file", home, 0, "--together"),
    )
    assert is_merged(home)


def test_nobody_waits_for_a_refresh_that_waits_for_the_network(
    server: Loopback, tmp_path: Path
) -> None:
    """Marks, an import of the same day and a search are done while arXiv does not answer."""
    home = tmp_path / "home"
    filled(home)
    server.fault("hang-midway", times=1)
    with child("refresh", home, len(FETCHED) - 1) as fetch:
        assert server.hung.wait(PATIENCE)
        for words in (
            ["mark", id_of(3), "--star"],
            ["import", richer(tmp_path)],
            ["search", "llm"],
            ["topics", "add", "Meanwhile", "-k", "llm"],
        ):
            with Victim(command(*words), home, b"") as done:
                assert done.end() == 0
        assert fetch.words == []
        server.release()
        assert fetch.end() == 0
        assert fetch.words == [f"fetched {TODAY}"]
    assert opened(home).library.marks([id_of(3)])[id_of(3)].is_starred
    assert is_merged(home)
    assert stuck(home) == []


def test_marks_while_another_process_refreshes(server: Loopback, tmp_path: Path) -> None:
    settled(tmp_path)
    promises = Promises()
    fetch = child("refresh", tmp_path, 0, "--together")
    mark = child("some_marks", tmp_path, 0, "--together")
    for word in chain.from_iterable(together(fetch, mark)):
        promises.hear(word)
    assert promises.heard == 100 + len(FETCHED)
    assert promises.broken(tmp_path) == []


def test_two_processes_build_the_index_at_once(tmp_path: Path) -> None:
    filled(tmp_path)
    builders = [child("sweep", tmp_path, n, "--together") for n in range(2)]
    marker = child("some_marks", tmp_path, 0, "--together")
    said = together(*builders, marker)
    assert said[:2] == [["indexed"], ["indexed"]]
    assert stuck(tmp_path) == []
    assert list(folders(tmp_path).cache.glob("index.sqlite"))


def test_two_refreshes_at_once_ask_once(server: Loopback, tmp_path: Path) -> None:
    settled(tmp_path)
    with child("refresh", tmp_path, len(FETCHED) - 1, "--together") as fetch:
        server.fault("hang", times=1)
        while not fetch.words:
            assert fetch.listen()
        fetch.go()
        assert server.hung.wait(PATIENCE)
        with pytest.raises(BusyError):
            asyncio.run(refresh_session(opened(tmp_path), lambda _: None))
        server.release()
        assert fetch.end() == 0
    assert len(server.requests) == 1
