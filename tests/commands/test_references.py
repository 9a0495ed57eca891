"""`paperterm import` of references: marks for papers that the library has, and for others."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.commands.running import COMMAND, Done, Shell
from tests.commands.test_add import PAPERS
from tests.loopback.faulty import Loopback

BIB = """
@misc{one, title={One}, author={Lovelace, Ada}, eprint={2602.00001}, keywords={robots}}
@misc{new, title={New {P}aper}, author={One, A. and Two, B.}, eprint={2602.00200}}
@book{none, title={A book}}
"""


@pytest.fixture
def bib(filled: Shell) -> str:
    (filled.folder / "my.bib").write_text(BIB)
    return "my.bib"


@pytest.fixture
def server(filled: Shell) -> Iterator[Loopback]:
    (filled.home / "config" / "config.toml").write_text("[fetch]\ninterval = 0\n")
    with Loopback(PAPERS) as one:
        yield one


def shown(shell: Shell, id_: str) -> dict[str, object]:
    return dict(shell("show", id_, "--json").json)


@pytest.mark.parametrize(
    ("use", "view"),
    [
        ("star", ("--view", "starred")),
        ("queue", ("--view", "queue")),
        ("ground", ("--query", "tag:library")),
    ],
)
def test_references_are_marked(filled: Shell, bib: str, use: str, view: tuple[str, str]) -> None:
    done = filled("import", bib, "--as", use)
    assert done.status == 0
    assert done.text == "2 references marked, 0 unchanged\n"
    assert done.complaints == [
        "my.bib: 2 of 3 references on arXiv",
        "1 paper not in the library: marked by title and authors only; --fetch gets the rest from "
        "arXiv",
    ]
    listed = filled("list", "--json", *view).json
    assert {one["id"]: one["title"] for one in listed} == {
        "2602.00001": "Paper 1",
        "2602.00200": "New Paper",
    }
    assert listed[0]["tags"][-1] == "robots"
    again = filled("import", bib, "--as", use, "--json").json
    assert again["references"] == {"changed": 0, "unchanged": 2, "asked": 0, "lacking": 1}


def test_read_references_are_read(filled: Shell, bib: str) -> None:
    assert filled("import", bib, "--as", "read").status == 0
    assert shown(filled, "2602.00001")["read"] is True


def test_references_need_to_be_told_what_they_become(filled: Shell, bib: str) -> None:
    done = filled("import", bib)
    assert done.status == 1
    told = "my.bib: has references, not papers; add --as star, queue, read or ground"
    assert done.complaints == [told]


def test_what_the_library_lacks_is_asked_for(filled: Shell, bib: str, server: Loopback) -> None:
    def run(*arguments: str) -> Done:
        return filled(*arguments, environment={"PAPERTERM_ARXIV_URL": server.url})

    record = run("import", bib, "--as", "star", "--fetch", "--json").json["references"]
    assert record == {"changed": 2, "unchanged": 0, "asked": 1, "lacking": 0}
    assert len(server.requests) == 1
    paper = shown(filled, "2602.00200")
    assert (paper["abstract"], paper["starred"]) == ("What it is.", True)


def test_without_arxiv_the_marks_are_kept(filled: Shell, bib: str) -> None:
    dead = {"PAPERTERM_ARXIV_URL": "http://127.0.0.1:9"}
    done = filled("import", bib, "--as", "star", "--fetch", environment=dead)
    assert done.status == 1
    assert shown(filled, "2602.00200")["starred"] is True


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.parametrize(("answer", "asked"), [(b"y\n", 1), (b"\n", 0)])
def test_on_a_terminal_there_is_a_question(
    filled: Shell, bib: str, server: Loopback, answer: bytes, asked: int
) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(
        [*COMMAND, "import", bib, "--as", "star"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**filled.environment, "PAPERTERM_ARXIV_URL": server.url},
        cwd=filled.folder,
        check=True,
    )
    said = os.read(ours, 4096)
    os.close(theirs)
    os.close(ours)
    assert b"1 paper not in the library: fetch from arXiv, 1 request? [y/N] " in said
    assert done.stdout == b"2 references marked, 0 unchanged\n"
    assert len(server.requests) == asked
