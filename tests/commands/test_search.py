"""`paperterm search`, and `--query` of other commands."""

import json

import pytest

from paperterm.library.index.tables import FILE, VERSION
from tests.commands.running import Done, Shell, told


def ids(done: Done) -> list[str]:
    assert (done.status, done.err) == (0, b"")
    return [paper["id"][-1] for paper in done.json]


def test_search_looks_in_the_newest_text(filled: Shell) -> None:
    assert ids(filled("search", "diffusion", "--json")) == ["1"]
    assert ids(filled("search", "title", "--json")) == ["2"]
    assert ids(filled("search", "old", "--json")) == []
    assert ids(filled("search", "", "--json")) == list("12345")
    assert ids(filled("search", "", "--limit", "2", "--json")) == ["1", "2"]
    found = filled("search", "is:replaced", "--json").json
    assert found == [one for one in filled("list", "--json").json if one["kind"] == "replace"]


def test_search_says_that_there_are_more_than_it_shows(shell: Shell) -> None:
    shell("import", shell.file("many.jsonl", *(told(number) for number in range(1, 52))))
    done = shell("search", "")
    assert len(done.text.splitlines()) == 50
    assert done.complaints == ["only the first 50 papers; --limit N shows more"]
    done = shell("search", "", "--json")
    assert (len(done.json), done.err) == (50, b"")
    assert shell("search", "", "--limit", "50").err == b""


def test_search_prints_what_list_prints(filled: Shell) -> None:
    everything = filled("list").text.splitlines(keepends=True)
    assert filled("search", "").text == "".join(everything)
    assert filled("search", "llm").text == everything[2]
    without = everything[0], everything[3], everything[4]
    assert filled("search", "--", "-llm -title").text == "".join(without)


def test_search_finds_what_another_process_wrote(filled: Shell) -> None:
    assert ids(filled("search", "late", "--json")) == []
    filled("import", filled.file("more.jsonl", told(6, title="A late one")))
    filled("mark", "2602.00006", "--star", "--tag", "soon")
    assert ids(filled("search", "late", "--json")) == ["6"]
    assert ids(filled("search", "is:starred tag:soon", "--json")) == ["6"]


def test_a_word_may_begin_with_a_dash(filled: Shell) -> None:
    assert ids(filled("search", "-llm", "--json")) == ids(filled("search", "--json", "--", "-llm"))
    assert ids(filled("search", "-hybrid", "--json", "--limit", "1")) == ["1"]
    assert ids(filled("list", "--query", "-diffusion", "--topic", "LLM", "--json")) == ["3"]
    assert filled("mark", "2602.00001", "--note", "-o is an option", "--tag", "-x").status == 0
    assert filled("show", "2602.00001", "--json").json["note"] == "-o is an option"
    assert filled("show", "2602.00001", "--json").json["tags"] == ["-x"]
    done = filled("list", "--query", "--all")
    assert done.status == 2
    assert b"write --NAME=VALUE if it begins with dashes" in done.err


def test_what_is_pasted_is_the_paper(filled: Shell) -> None:
    for pasted in ("https://huggingface.co/papers/2602.00001", "(doi:10.48550/arXiv.2602.00001)."):
        assert ids(filled("search", pasted, "--json")) == ["1"]
        assert filled("show", pasted, "--json").json["id"] == "2602.00001"
        assert filled("mark", pasted, "--read").status == 0


def test_fifty_are_listed_by_default(shell: Shell) -> None:
    shell("import", shell.file("many.jsonl", *[told(number) for number in range(100, 160)]))
    assert len(shell("search", "paper", "--json").json) == 50
    assert len(shell("search", "paper", "--limit", "60", "--json").json) == 60


def test_list_and_export_take_a_query(filled: Shell) -> None:
    assert ids(filled("list", "--query", "cat:cs.LG or llm", "--json")) == ["2", "3"]
    assert ids(filled("list", "--day", "2026-02-11", "--query", "new", "--json")) == ["2"]
    assert ids(filled("list", "--topic", "LLM", "--query=-diffusion", "--json")) == ["3"]
    exported = filled("export", "--format", "jsonl", "--query", "diffusion or id:2602.00004")
    papers = [json.loads(line)["id"] for line in exported.text.splitlines()]
    assert papers == ["2602.00001", "2602.00004"]


@pytest.mark.parametrize("query", ["(a", "is:nothing", "or", "nope:x", "/(/"])
def test_a_wrong_query_is_shown_with_its_place(filled: Shell, query: str) -> None:
    for command in (["search"], ["list", "--query"], ["export", "--format", "jsonl", "--query"]):
        done = filled(*command, query)
        assert (done.status, done.out) == (1, b"")
        assert len(done.complaints) == 1
        assert f"query '{query}'" in done.complaints[0]
        assert ("at 'nothing'" in done.complaints[0]) == (query == "is:nothing")


def test_search_goes_on_without_an_index(filled: Shell) -> None:
    wanted = filled("search", "a or is:replaced", "--json").out
    index = filled.home / "cache" / FILE
    content = bytearray(index.read_bytes())
    content[60:64] = (VERSION + 1).to_bytes(4, "big")  # SQLite keeps the user_version there
    index.write_bytes(content)
    done = filled("search", "a or is:replaced", "--json")
    assert (done.status, done.out) == (0, wanted)
    assert len(done.complaints) == 1
    assert "newer paperterm" in done.complaints[0]
    index.unlink()
    index.mkdir()
    done = filled("search", "a or is:replaced", "--json")
    assert (done.status, done.out) == (0, wanted)
    assert len(done.complaints) == 1


def test_a_damaged_day_is_named_and_the_rest_is_found(filled: Shell) -> None:
    (filled.home / "data" / "library" / "2026" / "2026-02-12.json").write_text("[]")
    done = filled("search", "", "--json")
    assert [paper["id"][-1] for paper in done.json] == ["5", "2"]
    assert len(done.complaints) == 1
    assert "2026-02-12.json" in done.complaints[0]
