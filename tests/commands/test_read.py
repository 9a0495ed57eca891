"""`paperterm read`: a whole paper as text or JSON, or one line that says why not."""

import os
import pty
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from paperterm.loopback.html import whole_page
from tests.building import paper
from tests.commands.running import COMMAND, Done, Shell, told
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback

TITLE = "Please Hold: LLM Agents That Wait in Line"
SENT = datetime(2026, 2, 10, 12, tzinfo=UTC)


class Reading:
    def __init__(self, shell: Shell, server: Loopback) -> None:
        self.server = server
        self._shell = shell

    @property
    def environment(self) -> dict[str, str]:
        return {"PAPERTERM_ARXIV_URL": self.server.url}

    def __call__(self, *arguments: str) -> Done:
        return self._shell("read", *arguments, environment=self.environment)


@pytest.fixture
def read(shell: Shell) -> Iterator[Reading]:
    (shell.home / "config").mkdir(parents=True)
    (shell.home / "config" / "config.toml").write_text("[fetch]\ninterval = 0\n")
    shell("import", shell.file("days.jsonl", told(1, title=TITLE, version=2)))
    papers = [announced(paper(n, TITLE, version=1, published=SENT)) for n in (1, 2)]
    pages = {"2602.00001": whole_page(TITLE, "2602.00001v1", "They wait, & *hum* \x1b[31m.")}
    with Loopback(papers, pages=pages) as server:
        yield Reading(shell, server)


def test_one_request_and_then_none(read: Reading) -> None:
    first = read("2602.00001")
    assert first.status == 0
    assert first.text.startswith(f"{TITLE}\n\n1 Introduction\n\nThey wait, & *hum* ")
    assert "\x1b" not in first.text
    assert max(map(len, first.text.splitlines())) <= 80
    assert "is version 1, not 2" in first.complaints[0]
    assert read("arXiv:2602.00001v1", "--offline") == first._replace(err=b"")
    assert [request.path for request in read.server.requests] == ["/html/2602.00001"]
    narrow = read("2602.00001", "--width", "30").text
    assert max(map(len, narrow.splitlines())) <= 30


def test_json(read: Reading) -> None:
    document = read("2602.00001", "--json").json
    assert (document["id"], document["version"], document["kind"]) == ("2602.00001", 1, "paper")
    assert document["title"] == TITLE
    [section] = document["sections"]
    assert (section["number"], section["title"], section["level"]) == ("1", "Introduction", 1)
    assert section["text"].startswith("They wait")
    assert (document["figures"], document["tables"], document["references"]) == ([], [], [])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "html-none",
            "arXiv has no HTML of it; about one paper in ten has none; see https://arxiv.org",
        ),
        ("html-wrong", 'another document: "Instructions for Authors of Proceedings"; see'),
        ("403", "answered 403 (Access denied.): arXiv has blocked this address or program; no"),
    ],
)
def test_a_failure_is_one_line_that_says_which(read: Reading, fault: str, said: str) -> None:
    read.server.fault(fault)
    done = read("2602.00001", "--json")
    assert (done.status, done.out) == (1, b"")
    [line] = done.complaints
    assert line.startswith("2602.00001: ")
    assert said in line


def test_what_is_not_here_is_told_offline(read: Reading) -> None:
    done = read("2602.00001", "--offline")
    assert done.complaints == ["2602.00001: not saved in full; open it once while you are online"]
    assert not read.server.requests


def test_a_paper_that_the_library_does_not_know_is_read_too(read: Reading) -> None:
    assert "has no HTML" in read("2602.00002").complaints[0]
    assert "unknown at arXiv; check the id" in read("2602.00003").complaints[0]


def test_a_terminal_gets_it_by_the_pager(read: Reading, shell: Shell) -> None:
    leader, follower = pty.openpty()
    environment = {**shell.environment, **read.environment, "PAGER": "sed s/^/pager:/"}
    command = [*COMMAND, "read", "2602.00001"]
    subprocess.run(command, stdout=follower, env=environment, cwd=shell.folder, check=True)
    os.close(follower)
    assert os.read(leader, 100).startswith(b"pager:Please Hold")
    os.close(leader)
