"""`paperterm fetch` as a process of its own, against a server on this machine, at noon."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, Paper, PaperId
from tests.commands.at_noon import now
from tests.commands.test_hooks import wait_until
from tests.loopback.faulty import Loopback

SETTINGS = '[categories]\n"cs.AI" = ""\n"cs.LG" = ""\n[fetch]\ninterval = 0\n'
NEWEST = Day(2026, 2, 11)
AT_NOON = Path(__file__).with_name("at_noon.py")


def announced(number: int) -> AnnouncedPaper:
    sent = datetime(NEWEST.year, NEWEST.month, NEWEST.day, 12, tzinfo=UTC)
    paper = Paper(
        PaperId(f"2602.{number:05}"),
        f"Paper {number}",
        ("Ada Author",),
        abstract="What it is about.",
        categories=("cs.AI",),
        primary_category="cs.AI",
        version=1,
        published=sent,
        updated=sent,
    )
    return AnnouncedPaper(paper, Announcement(NEWEST, Kind.NEW, number))


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(SETTINGS)
    papers = [announced(number) for number in range(1, 8)]
    with Loopback(papers, now=now) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


def started(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(AT_NOON), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def fetched(*words: str) -> tuple[int, str, str]:
    process = started(*words)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_one_request_and_one_line(server: Loopback) -> None:
    status, out, err = fetched()
    assert (status, err) == (0, "")
    assert out.count("\n") == 1
    assert f"{NEWEST}: 7 new" in out
    assert "1 request" in out
    assert len(server.requests) == 1


def test_thirty_topics_are_one_request(server: Loopback, home: Path) -> None:
    topics = "".join(f'[topics.t{number}]\nkeywords = ["w{number}"]\n' for number in range(30))
    (home / "config" / "config.toml").write_text(SETTINGS + topics)
    assert fetched()[0] == 0
    assert len(server.requests) == 1


@pytest.mark.skipif(os.name == "nt", reason="the program is of POSIX")
def test_a_fetch_that_found_something_does_not_wait_for_its_hook(
    server: Loopback, home: Path, tmp_path: Path
) -> None:
    program = tmp_path / "hook"
    told_file, go = tmp_path / "told", tmp_path / "go"
    waits = f"while [ ! -e {go} ]; do sleep 0.02; done"
    program.write_text(
        f"#!/bin/sh\n{waits}\ncat >> {told_file}.part\nmv {told_file}.part {told_file}"
    )
    program.chmod(0o700)
    hook = f"[hooks]\nafter_fetch = {json.dumps(str(program))}\n"
    (home / "config" / "config.toml").write_text(SETTINGS + hook)
    assert [fetched()[0], fetched()[0]] == [0, 0]
    go.touch()
    wait_until(told_file.exists)
    told = json.loads(told_file.read_bytes())
    assert (told["event"], told["new"], told["days"][0]["day"]) == ("after_fetch", 7, str(NEWEST))


def test_json(server: Loopback) -> None:
    _, out, _ = fetched("--json")
    told = json.loads(out)
    assert told == {
        "state": "fresh",
        "new": 7,
        "changed": 0,
        "unchanged": 0,
        "skipped": 0,
        "errors": [],
        "days": [str(NEWEST)],
        "requests": 1,
    }
    again = json.loads(fetched("--json")[1])
    assert (again["new"], again["requests"]) == (0, 0)


def test_two_at_once_ask_once(server: Loopback) -> None:
    processes = [started("--json") for _ in range(3)]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(one["requests"] for one in told) == len(server.requests) == 1
    assert sum(one["new"] for one in told) == 7


def test_a_refusal_is_one_line_and_is_remembered(server: Loopback) -> None:
    server.fault("429", path="/")
    status, out, err = fetched()
    assert status == 1
    assert "refused" in out
    assert err.count("\n") == 1
    assert "429" in err
    assert fetched()[0] == 1
    assert len(server.requests) == 1


def test_offline_is_one_line(home: Path) -> None:
    status, out, err = fetched()
    assert status == 1
    assert "offline; try again after " in out
    assert "cannot be reached" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("--days", "x"), ("--since", "yesterday"), ("--days",), ("--nonsense",)]
)
def test_wrong_usage(home: Path, words: tuple[str, ...]) -> None:
    assert fetched(*words)[0] == 2
