"""list, show, mark, export, digest and topics: what they print, and the shape of their JSON."""

import json

import pytest

from tests.commands.running import Shell, told

PAPER = {
    "id": "2602.00002",
    "version": 2,
    "title": "New title",
    "authors": [],
    "authors_truncated": False,
    "abstract": None,
    "categories": ["cs.LG", "cs.CV"],
    "primary_category": "cs.LG",
    "announced": "2026-02-12",
    "kind": "replace",
    "published": None,
    "updated": None,
    "comment": None,
    "journal_ref": None,
    "doi": None,
}
NO_MARKS = {
    "read": False,
    "starred": False,
    "queued": False,
    "dismissed": False,
    "tags": [],
    "note": None,
}


def ids(shell: Shell, *arguments: str) -> list[str]:
    done = shell("list", "--json", *arguments)
    assert (done.status, done.err) == (0, b"")
    return [one["id"][-1] for one in done.json]


def test_a_paper_in_json(filled: Shell) -> None:
    listed = filled("list", "--json").json
    assert listed[1] == {**PAPER, **NO_MARKS}
    assert list(listed[1]) == [*PAPER, *NO_MARKS]
    assert listed[2]["score"] == 0


def test_show_adds_the_days(filled: Shell) -> None:
    shown = filled("show", "https://arxiv.org/abs/2602.00002v1", "--json").json
    days = [
        {"day": "2026-02-11", "kind": "new", "version": 1},
        {"day": "2026-02-12", "kind": "replace", "version": 2},
    ]
    assert shown == {**PAPER, **NO_MARKS, "days": days}
    assert filled("show", "2602.00001", "--json").json["days"] == [
        {"day": "2026-02-12", "kind": None, "version": None}
    ]


def test_show_for_people(filled: Shell) -> None:
    filled("mark", "2602.00001", "--star", "--tag", "to do", "--note", "see\nappendix")
    assert filled("show", "2602.00001").text == (
        "id:         2602.00001\n"
        "title:      Paper 1\n"
        "authors:    A. One, B. Two\n"
        "categories: cs.CV\n"
        "announced:  2026-02-12\n"
        "abs:        https://arxiv.org/abs/2602.00001\n"
        "pdf:        https://arxiv.org/pdf/2602.00001\n"
        "marks:      starred, #to do\n"
        "note:       see\nappendix\n"
        "\nA diffusion model.\n"
    )


def test_lists_are_chosen_by_day_topic_view_and_limit(filled: Shell) -> None:
    assert ids(filled) == ["1", "2", "3", "4", "5"]
    assert ids(filled, "--day", "2026-02-11") == ["5", "2"]
    assert ids(filled, "--day", "2026-02-10") == []
    assert ids(filled, "--topic", "diffusion") == ["1"]
    assert ids(filled, "--topic", "LLM", "--day", "2026-02-11") == []
    assert ids(filled, "--limit", "2") == ["1", "2"]
    assert ids(filled, "--limit", "0") == []
    filled("mark", "2602.00002", "2602.00005", "--read", "--queue")
    assert ids(filled, "--view", "unread") == ["1", "3", "4"]
    assert ids(filled, "--view", "queue") == ["2", "5"]
    assert ids(filled, "--view", "starred") == []
    assert ids(filled, "--view", "queue", "--day", "2026-02-11") == ["5", "2"]


def test_a_list_for_people(filled: Shell) -> None:
    filled("mark", "2602.00002", "--read", "--queue", "--star")
    assert filled("list", "--limit", "2").text == (
        "2602.00001   2026-02-12 ●   cs.CV     Paper 1\n"
        "2602.00002   2026-02-12  ★≡ cs.LG     New title\n"
    )


def test_an_empty_library_lists_nothing(shell: Shell) -> None:
    assert shell("list") == (0, b"", b"")
    assert shell("list", "--json").json == []


def test_marks_are_counted(filled: Shell) -> None:
    done = filled("mark", "2602.00001", "arXiv:2602.00002v1", "2602.00001", "--star", "--json")
    assert (done.status, done.json) == (0, {"changed": 2, "unchanged": 0, "unknown": 0})
    done = filled("mark", "2602.00001", "2602.00003", "2602.00099", "--star", "--json")
    assert (done.status, done.json) == (1, {"changed": 1, "unchanged": 1, "unknown": 1})
    assert done.complaints == [
        "1 paper not in the library: 2602.00099; import their days first, or run `paperterm add ID`"
    ]
    assert filled("mark", "2602.00001", "--star").text == "0 changed, 1 unchanged\n"
    assert ids(filled, "--view", "starred") == ["1", "2", "3"]


def test_every_mark_goes_on_and_off(filled: Shell) -> None:
    on = ["--star", "--read", "--queue", "--tag", "b", "--tag", "a", "--note", "n"]
    off = ["--unstar", "--unread", "--unqueue", "--untag", "a", "--note", ""]
    assert filled("mark", "2602.00001", *on).status == 0
    shown = filled("show", "2602.00001", "--json").json
    wanted = {"read": True, "starred": True, "queued": True, "tags": ["a", "b"], "note": "n"}
    assert {key: shown[key] for key in wanted} == wanted
    assert filled("mark", "2602.00001", *off).status == 0
    shown = filled("show", "2602.00001", "--json").json
    assert {key: shown[key] for key in wanted} == {
        **{key: NO_MARKS[key] for key in wanted},
        "tags": ["b"],
    }


def test_ids_come_from_stdin(filled: Shell) -> None:
    done = filled(
        "mark", "-", "--star", "--json", given=b"2602.00001\n\n 2602.00002\t2602.00005v3\n"
    )
    assert done.json["changed"] == 3
    done = filled("mark", "2602.00003", "-", "--star", given=b"")
    assert done.text == "1 changed, 0 unchanged\n"
    done = filled("mark", "-", "--star", given=b"\xff\xfe\n")
    assert (done.status, len(done.complaints)) == (1, 1)
    listed = filled("list", "--json").json
    piped = "\n".join(one["id"] for one in listed).encode()
    assert filled("mark", "-", "--read", "--json", given=piped).json["changed"] == 5


def test_a_marked_paper_stays_when_its_day_is_gone(filled: Shell) -> None:
    filled("mark", "2602.00005", "--star")
    (filled.home / "data/library/2026/2026-02-11.json").unlink()
    (listed,) = filled("list", "--view", "starred", "--json").json
    assert (listed["id"], listed["title"], listed["announced"]) == ("2602.00005", "Paper 5", None)
    assert filled("show", "2602.00005", "--json").json["days"] == []
    assert filled("list", "--view", "starred").text.startswith("2602.00005              ")


def test_an_export_goes_to_stdout_or_to_a_file(filled: Shell) -> None:
    printed = filled("export", "--format", "jsonl", "--to", "2026-02-11")
    lines = [json.loads(line) for line in printed.text.splitlines()]
    assert [line["title"] for line in lines] == ["Paper 5", "Old title"]
    assert filled("export", "--format", "jsonl", "--to", "2026-02-11", "-o", "-") == printed
    done = filled("export", "--format", "jsonl", "--to", "2026-02-11", "-o", "new/out.jsonl")
    assert (done.out, done.complaints) == (b"", ["2 papers written to new/out.jsonl"])
    assert (filled.folder / "new/out.jsonl").read_bytes() == printed.out
    assert filled("export", "--format", "jsonl", "-o", "/dev/null").status == 0


def test_an_export_may_be_of_a_range_a_topic_and_a_view(filled: Shell) -> None:
    filled("mark", "2602.00001", "--read")
    chosen = ["--from", "2026-02-11", "--view", "unread", "--topic", "LLM"]
    text = filled("export", "--format", "markdown", *chosen).text
    assert 'papers: 1\nview: "unread"\ntopic: "LLM"\n' in text
    digest = filled("export", "--format", "digest", "--topic", "diffusion", "--day", "2026-02-12")
    assert digest.text.startswith("# 🔍 Diffusion Papers · 2026-02-12\n")


def test_an_export_comes_back_by_import(filled: Shell) -> None:
    filled("mark", "2602.00001", "--star")
    for day in ("2026-02-11", "2026-02-12"):
        done = filled("export", "--format", "jsonl", "--day", day, "-o", f"{day}.jsonl")
        assert done.status == 0
    other = Shell(filled.home / "other", filled.folder)
    done = other("import", "2026-02-11.jsonl", "2026-02-12.jsonl", "--json")
    assert done.json == {"new": 6, "changed": 0, "unchanged": 0, "skipped": 0, "errors": []}
    assert done.complaints == ["2026-02-12.jsonl: left out the marks of 1 paper"]
    for day in ("2026-02-11", "2026-02-12"):
        ours = filled("export", "--format", "jsonl", "--day", day).text
        assert other("export", "--format", "jsonl", "--day", day).text == ours.replace(
            '"starred":true', '"starred":false'
        )


def test_an_import_counts(filled: Shell) -> None:
    lines = [told(1, abstract="Other"), told(3, title="LLM", comment="9 pages"), told(6), told(6)]
    done = filled("import", filled.file("more.jsonl", *lines), "--json")
    assert (done.status, done.json) == (
        1,
        {
            "new": 1,
            "changed": 1,
            "unchanged": 1,
            "skipped": 1,
            "errors": [
                {
                    "file": "more.jsonl",
                    "line": 4,
                    "message": "2602.00006 is in the file twice for 2026-02-12",
                }
            ],
        },
    )
    assert done.complaints == [
        "more.jsonl: another abstract of 2602.00001 on 2026-02-12; kept the first",
        "more.jsonl, line 4: 2602.00006 is in the file twice for 2026-02-12",
    ]


def test_the_day_of_papers_that_name_none(shell: Shell) -> None:
    lines = [{"id": "2602.00001", "title": "T"}, told(2)]
    assert shell("import", shell.file("a.jsonl", *lines)).status == 1
    done = shell("import", "a.jsonl", "--day", "2026-02-10", "--json")
    assert (done.status, done.json["new"]) == (0, 1)
    assert [one["announced"] for one in shell("list", "--json").json] == [
        "2026-02-12",
        "2026-02-10",
    ]


def test_the_digest_of_the_newest_day(filled: Shell) -> None:
    done = filled("digest")
    folder = filled.home / "export"
    assert done.text.splitlines() == [
        str(folder / name) for name in ("README.md", "LLM.md", "Diffusion.md")
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["Diffusion.md", "LLM.md", "README.md"]
    for topic in ("LLM", "Diffusion"):
        text = filled("export", "--format", "digest", "--topic", topic, "--day", "2026-02-12")
        assert (folder / f"{topic}.md").read_bytes() == text.out
    done = filled("digest", "--day", "2026-02-11", "--out", "there")
    assert done.text == "there/README.md\n"
    assert filled("digest", "--out", "days.jsonl").status == 1


def test_topics_are_listed_added_tested_and_removed(filled: Shell) -> None:
    listed = filled("topics", "--json").json
    assert (
        listed == filled("topics", "list", "--json").json == filled("topics", "--json", "list").json
    )
    assert len(listed) == 8
    assert listed[2]["keywords"][0] == ["LLM", "Reasoning"]
    assert listed[5] == {
        "name": "3D_Reconstruction",
        "keywords": ["Reconstruction", "Nerf", "Gaussian"],
        "filters": ["2D"],
        "match": "substring",
        "categories": [],
    }
    new = ["New", "-k", "paper", "-k", "title", "new", "-f", "5", "--match", "word"]
    added = filled("topics", "add", *new, "--json")
    assert added.json == {
        "name": "New",
        "keywords": ["paper", ["title", "new"]],
        "filters": ["5"],
        "match": "word",
        "categories": [],
    }
    assert (
        filled("topics").text.splitlines()[-1]
        == "New: paper, title + new; but not “5”; whole words"
    )
    tested = filled("topics", "test", "new", "--json").json
    assert [(one["id"][-1], one["matches"], one["keywords"]) for one in tested] == [
        ("1", True, ["paper"]),
        ("2", True, [["title", "new"]]),
        ("4", True, ["paper"]),
    ]
    assert filled("topics", "test", "New", "--day", "2026-02-11").text == (
        "- New  2602.00005  Paper 5  (paper; but 5)\n"
    )
    assert filled("topics", "remove", "new").text.startswith("removed New: paper")
    assert filled("topics", "--json").json == listed


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "CON", "-x", "🧠", "x" * 200, 'q"uote', "new\nline"]
)
def test_a_topic_may_have_any_name(filled: Shell, name: str) -> None:
    assert filled("topics", "add", "-k", "paper", "--", name).status == 0
    assert filled("topics", "--json").json[-1]["name"] == name
    assert ids(filled, f"--topic={name}", "--day", "2026-02-12") == ["1", "4"]
    written = filled("digest", "--out", "out").text.splitlines()
    assert len(written) == 4
    assert len(list((filled.folder / "out").iterdir())) == 4
    assert filled("topics", "remove", "--", name).status == 0


def test_a_digest_teaches_its_topic(filled: Shell) -> None:
    filled("topics", "add", "Mine", "-k", "paper", "-f", "x")
    filled("export", "--format", "digest", "--topic", "Mine", "--day", "2026-02-11", "-o", "d.md")
    other = Shell(filled.home / "other", filled.folder)
    assert other("import", "d.md").text.endswith("added the topic Mine\n")
    assert other("topics", "--json").json[-1] == filled("topics", "--json").json[-1]


def test_a_view_may_be_named_by_its_title(filled: Shell) -> None:
    filled("mark", "2602.00003", "--star")
    assert ids(filled, "--view", "Starred") == ["3"]
    assert ids(filled, "--view", "STARRED") == ["3"]


def test_a_topic_that_is_not_there_among_many(filled: Shell) -> None:
    settings = filled.home / "config/config.toml"
    tables = "".join(f'[topics."Topic {n}"]\nkeywords = ["word {n}"]\n' for n in range(300))
    settings.write_text(f'{tables}[topics.Fusion]\nkeywords = ["fusion"]\n')
    done = filled("list", "--topic", "fusoin")
    (line,) = done.complaints
    assert line == "'fusoin': unknown topic; did you mean Fusion?"
    (line,) = filled("list", "--topic", "xyz").complaints
    assert line == "'xyz': unknown topic; `paperterm topics` lists all 301"


def test_a_day_without_papers_is_empty_for_a_script(filled: Shell) -> None:
    assert filled("list", "--day", "2026-02-13") == (0, b"", b"")


def test_a_category_that_was_given_up_is_hidden_unless_it_is_named(filled: Shell) -> None:
    (filled.home / "config/config.toml").write_text('[categories]\n"cs.CV" = "Vision"\n')
    assert ids(filled) == ["1", "2", "4"]
    assert ids(filled, "--view", "unread") == ["1", "4"]
    assert [one["id"][-1] for one in filled("search", "cat:cs.CL or 2D", "--json").json] == ["3"]
    assert filled("search", "2D", "--json").json == []
    tested = filled("topics", "test", "--day", "2026-02-12", "--json").json
    assert "2602.00003" not in [one["id"] for one in tested]
    exported = filled("export", "--format", "jsonl").text.splitlines()
    assert [json.loads(line)["id"][-1] for line in exported] == ["1", "2", "4"]
    assert filled("mark", "2602.00003", "--star").status == 0
    assert ids(filled) == ["1", "2", "3", "4"]
