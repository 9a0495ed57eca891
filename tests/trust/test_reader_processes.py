"""The reader on a terminal, while other processes fetch and mark."""

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.loopback.faulty import Loopback
from tests.trust.promises import Promises, stuck
from tests.trust.test_reader import MOST, has_stars, opened
from tests.trust.victim import child
from tests.trust.world import FETCHED, fetched, filled, folders, id_of, morning, settled
from tests.tui.terminal import Terminal, sees

pytestmark = pytest.mark.on_disk


def test_days_that_another_process_fetches_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(tmp_path)
    with (
        Loopback(fetched(), now=morning) as server,
        Terminal(["-m", "paperterm"], sees(tmp_path), (120, 48)) as reader,
    ):
        reader.wait_for("0 papers")
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", server.url)
        with child("refresh", tmp_path, len(FETCHED) - 2) as fetch:
            assert fetch.end() == 0
        reader.wait_for(f"Paper 0 of {FETCHED[-1]}")
        reader.send("[")
        reader.wait_for(f"Paper 0 of {FETCHED[-2]}")
    assert stuck(tmp_path) == []


def test_two_readers_and_a_third_process_mark(tmp_path: Path, tally: Counter[str]) -> None:
    filled(tmp_path, 40)
    promises = Promises()
    with (
        opened(tmp_path) as first,
        opened(tmp_path) as second,
        child("some_marks", tmp_path, 0, "--together") as mark,
    ):
        while not mark.words:
            assert mark.listen()
        mark.go()
        for stars in range(MOST):
            first.send("sj")
            first.wait_until(partial(has_stars, first, stars + 1))
            promises.hear(f"star {id_of(stars)} yes")
        assert mark.end() == 0
        for word in mark.words[1:]:
            promises.hear(word)
        second.wait_until(partial(has_stars, second, MOST))
        first.send("\x11")
        assert first.wait_for_end() == 0
        second.send("\x11")
        assert second.wait_for_end() == 0
    assert promises.broken(tmp_path) == []
    assert stuck(tmp_path) == []
    assert (folders(tmp_path).cache / "index.sqlite").exists()
    tally["marks of two readers and a process at once"] += promises.heard
