"""Processes are killed at random moments; nothing that they had said is lost."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from paperterm.session.refresh_run import refresh_session
from tests.loopback.faulty import Loopback
from tests.trust.extent import SEED, chance, share
from tests.trust.promises import Promises, stuck
from tests.trust.victim import Victim, child, command
from tests.trust.world import (
    FETCHED,
    PAPERS,
    SINCE,
    fetched,
    filled,
    folders,
    id_of,
    import_day,
    import_file,
    morning,
    opened,
    settled,
)

pytestmark = pytest.mark.on_disk

LIVES = 20
"""Kills that one home goes through, before another one begins from nothing."""

FAR = 50
"""More changes than a process makes before it is killed: the next one makes others."""


class Home:
    """A home in which one process after the other is killed.

    Args:
        path: Where it is.
        tally: What is counted.
    """

    def __init__(self, path: Path, tally: Counter[str]) -> None:
        self.path = path
        self._promises = Promises()
        self._tally = tally

    def losses(self, words: list[str]) -> list[str]:
        """What is wrong, with these words and all before them."""
        for word in words:
            self._promises.hear(word)
        return [*self._promises.broken(self.path), *stuck(self.path)]

    def has_kept(self, words: list[str], front: str) -> None:
        """Check everything after a kill."""
        losses = self.losses(words)
        assert not losses, f"PAPERTERM_TRUST_SEED={SEED}"
        self._tally[f"kills at random moments ({front})"] += 1
        self._tally["changes that were said to be done"] += len(words)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback(fetched(), now=morning) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


@pytest.mark.parametrize(
    ("work", "parts", "words", "seconds"),
    [
        ("mark", 11, 9, 0.006),
        ("bulk", 6, 4, 0.04),
        ("bring", 6, 6, 0.006),
        ("index", 5, 3, 0.08),
        ("topic", 2, 4, 0.02),
    ],
)
def test_what_was_said_is_there(
    work: str, parts: int, words: int, seconds: float, tmp_path: Path, tally: Counter[str]
) -> None:
    random = chance(work)
    for number in range(share(parts)):
        if number % LIVES == 0:
            home = Home(tmp_path / str(number), tally)
            filled(home.path)
        if work == "index" and random.random() < 0.5:
            for file in folders(home.path).cache.glob("index.sqlite*"):
                file.unlink()
        with child(work, home.path, number % LIVES * FAR) as victim:
            assert victim.kill_at_random(random, words, seconds)
            home.has_kept(victim.words, "Session")


def test_a_refresh_leaves_whole_days_and_goes_on(
    server: Loopback, tmp_path: Path, tally: Counter[str]
) -> None:
    random = chance("refresh")
    for number in range(share(5)):
        home = Home(tmp_path / str(number), tally)
        settled(home.path)
        killed = False
        while not killed:
            with child("refresh", home.path) as victim:
                killed = victim.kill_at_random(random, 12, 0.01)
                words = victim.words
        home.has_kept(words, "Session")
        report = asyncio.run(refresh_session(opened(home.path), lambda _: None, since=SINCE))
        assert not report.errors
        assert opened(home.path).library.days() == FETCHED[::-1]
        assert home.losses([f"fetched {day}" for day in FETCHED]) == []


def test_what_the_command_line_said_is_there(
    server: Loopback, tmp_path: Path, tally: Counter[str]
) -> None:
    """Each command says at its end what it did; a kill comes before that, or just after."""
    random = chance("command line")
    home = Home(tmp_path / "home", tally)
    filled(home.path)
    kills = number = 0
    while kills < share(4):
        number += 1
        given, words, done = random.choice(
            [tagging(random, number), importing(tmp_path, number), SEARCHING, learning(number)]
        )
        with Victim(command(*words), home.path, given.encode()) as victim:
            killed = victim.kill_at_random(random, 1, 0.01)
        said = done if victim.words else []
        if killed:
            home.has_kept(said, "command line")
            kills += 1
        else:
            assert home.losses(said) == []


Command = tuple[str, list[str], list[str]]
"""What is on its stdin, its words, and what it promises with its first line."""

SEARCHING: Command = ("", ["search", "llm", "--limit", "3"], ["indexed"])


def tagging(random: Random, number: int) -> Command:
    ids = [id_of(one) for one in random.sample(range(PAPERS), 30)]
    tag = f"t{number}"
    return " ".join(ids), ["mark", "-", "--tag", tag], [f"tag {id_} {tag}" for id_ in ids]


def importing(folder: Path, number: int) -> Command:
    return "", ["import", import_file(folder, number, 2)], [f"day {import_day(number)} 2"]


def learning(number: int) -> Command:
    return "", ["topics", "add", f"t{number}", "-k", "llm"], [f"topic t{number}"]
