"""`paperterm add`: papers that no day holds, by one request, on their estimated days."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.building import paper
from tests.commands.running import Done, Shell, told
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback

SENT = datetime(2026, 2, 10, 12, tzinfo=UTC)
PAPERS = [
    announced(n, version=2, published=SENT, abstract="What it is.", position=n)
    for n in range(1, 251)
]
OLD = announced(paper("math/0309136", "Knots", categories=("math.GT",), published=SENT))


class Adding:
    def __init__(self, shell: Shell, server: Loopback) -> None:
        self._shell = shell
        self.server = server

    def __call__(self, *arguments: str) -> Done:
        return self._shell(*arguments, environment={"PAPERTERM_ARXIV_URL": self.server.url})


@pytest.fixture
def run(shell: Shell) -> Iterator[Adding]:
    (shell.home / "config").mkdir(parents=True)
    settings = '[categories]\n"cs.AI" = ""\n[fetch]\ninterval = 0\n'
    (shell.home / "config" / "config.toml").write_text(settings)
    with Loopback([*PAPERS, OLD]) as server:
        yield Adding(shell, server)


def test_all_forms_that_people_paste_are_one_request(run: Adding) -> None:
    done = run(
        *("add", "2602.00001", "https://arxiv.org/pdf/2602.00002v1.pdf", "arXiv:2602.00003v2."),
        *("https://huggingface.co/papers/2602.00004", "https://ar5iv.org/abs/2602.00005"),
        *("10.48550/arXiv.2602.00006", "https://www.alphaxiv.org/abs/2602.00007", "math/0309136"),
        *("https://arxiv.org/html/2602.00008v1#S2", "2602.00001v2"),
    )
    assert (done.status, done.err) == (0, b"")
    assert done.text.startswith("9 new, 0 changed, 0 unchanged\n2602.00001: added to 2026-02-10\n")
    [request] = run.server.requests
    assert request.path == "/api/query"
    assert run("show", "2602.00002", "--json").json["days"] == [
        {"day": "2026-02-10", "kind": "new", "version": 2}
    ]
    assert run("show", "math/0309136", "--json").json["days"][0]["kind"] is None
    assert run("search", "what", "--json").json


def test_what_a_day_holds_is_not_asked_for(run: Adding, shell: Shell) -> None:
    shell("import", shell.file("days.jsonl", told(1)))
    assert run("add", "2602.00001", "--json").json == {
        "new": 0, "changed": 0, "unchanged": 1, "skipped": 0, "errors": [], "unknown": []
    }  # fmt: skip
    assert not run.server.requests


def test_unknown_papers_and_what_is_no_id_are_a_line_each(run: Adding) -> None:
    done = run("add", "2602.00001", "2602.09998", "seven", "2602.09999", "--json")
    assert done.status == 1
    assert [line.partition(":")[0] for line in done.complaints] == [
        "'seven'", "2602.09998", "2602.09999"
    ]  # fmt: skip
    counts = done.json
    assert (counts["new"], counts["skipped"]) == (1, 1)
    assert counts["unknown"] == ["2602.09998", "2602.09999"]


def test_more_than_a_hundred_are_asked_for_in_parts(run: Adding) -> None:
    assert run("add", *(one.paper.id for one in PAPERS), "--json").json["new"] == 250
    assert len(run.server.requests) == 3


def test_a_day_with_added_papers_is_still_fetched(run: Adding, shell: Shell) -> None:
    run("add", "2602.00001")
    [day] = shell.home.rglob("2026-02-10.json")
    assert b'"partial"' in day.read_bytes()


def test_a_refusal_is_one_line(run: Adding) -> None:
    run.server.fault("403")
    done = run("add", "2602.00001")
    assert done.status == 1
    [line] = done.complaints
    assert "answered 403" in line
