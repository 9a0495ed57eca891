"""What is wrong with a file costs one line each, and nothing that is right."""

import json
from collections.abc import Callable

import pytest

from paperterm.sources.encoding import garbled
from tests.commands.running import Shell, told

GOOD = json.dumps(told(50))


@pytest.fixture
def digest(shell: Shell) -> bytes:
    """A digest of papers 1 to 4, of a topic that no other home knows."""
    shell("topics", "add", "Mine", "-k", "paper")
    lines = [told(number, abstract="Größe 🧠", categories=["cs.AI"]) for number in range(1, 5)]
    shell("import", shell.file("four.jsonl", *lines))
    chosen = ["--topic", "Mine", "--day", "2026-02-12"]
    return shell("export", "--format", "digest", *chosen).out


@pytest.fixture
def other(shell: Shell) -> Shell:
    """The same shell with another home, which is empty."""
    return Shell(shell.home / "other", shell.folder)


def line_of(content: bytes, number: int) -> int:
    """The line in which the digest has a paper."""
    return content[: content.index(b"- **[Paper %d]" % number)].count(b"\n") + 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"# My notes\n\n- **[a](b)**\n", "is of no known kind"),
        (b"\x7fELF\x00\x01\x02", "is a binary file"),
        (bytes(range(256)) * 40, "is a binary file"),
        (b'{\n "id": "2602.00001"\n}', "is of no known kind"),
        (b"[]", "is of no known kind"),
    ],
)
def test_a_file_of_no_kind(shell: Shell, content: bytes, said: str) -> None:
    (shell.folder / "bad").write_bytes(content)
    good = shell.file("good.jsonl", GOOD)
    done = shell("import", "bad", good, "--json")
    assert (done.status, done.json["new"], done.json["skipped"]) == (1, 1, 0)
    (error,) = done.json["errors"]
    assert (error["file"], error["line"]) == ("bad", 0)
    assert error["message"].startswith(said)
    assert done.complaints == [f"bad: {error['message']}"]


def test_a_file_that_cannot_be_read(shell: Shell) -> None:
    (shell.folder / "folder").mkdir()
    good = shell.file("good.jsonl", GOOD)
    (shell.folder / "loop").symlink_to("loop")
    done = shell("import", "none", "folder", f"{good}/below", "loop", good)
    assert (done.status, done.out) == (1, b"1 new, 0 changed, 0 unchanged, 0 skipped\n")
    assert done.complaints == [
        "none: cannot read it: no such file or directory",
        "folder: cannot read it: is a directory",
        "good.jsonl/below: cannot read it: not a directory",
        "loop: cannot read it: too many levels of symbolic links",
    ]


WRONG_LINES = {
    '{"title": "T", "announced": "2026-02-12"}': "paper without id",
    '{"id": "2602.00001", "announced": "2026-02-12"}': "paper without title",
    '{"id": "2602.00001", "title": " "}': "paper without title",
    '{"id": "one", "title": "T"}': "'one': is no arXiv id",
    '{"id": "2602.00001", "title": "T"}': '2602.00001 names no day; add "announced"',
    '{"id": "2602.00001", "title": "T", "announced": "2026-02-31"}': "'2026-02-31': is no day",
    '{"id": "2602.00001", "title": "T", "announced": "today"}': "'today': is no day",
    '{"id": "2602.00001", "title": 7}': '"title": is no text',
    '{"id": "2602.00001", "title": "T", "authors": "A"}': '"authors": is no list of texts',
    '{"id": "2602.00001", "title": "T", "version": 1e400}': "is no JSON",
    '{"id": "2602.00001", "title": "T", "version": 10000000000000000000000}': '"version": is no',
    '{"id": "2602.00001", "title": "T", "x": NaN}': "is no JSON",
    '{"id": "2602.00001", "title": "\\udc00"}': "is no JSON",
    '{"id": "2602.00001", "title": "T", "published": "noon"}': '"published": is no time',
    '{"id": "2602.00001", "title": "T", "kind": "x\\u001b[31m"}': '"kind": is none of new, cross',
    "[" * 2000: "is no JSON",
    '{"id": "2602.00001"': "is no JSON",
    "null": "is no JSON object",
    GOOD: "2602.00050 stands here a second time for 2026-02-12",
}


def test_every_wrong_line_is_told_and_every_right_one_comes_in(shell: Shell) -> None:
    lines = [
        line
        for number, wrong in enumerate(WRONG_LINES)
        for line in (wrong, json.dumps(told(60 + number)))
    ]
    done = shell("import", shell.file("a.jsonl", GOOD, *lines))
    assert done.status == 1
    assert (
        done.text
        == f"{1 + len(WRONG_LINES)} new, 0 changed, 0 unchanged, {len(WRONG_LINES)} skipped\n"
    )
    for at, (complaint, said) in enumerate(zip(done.complaints, WRONG_LINES.values(), strict=True)):
        assert complaint.startswith(f"a.jsonl, line {2 * at + 2}: {said}")
    assert len(shell("list", "--json").json) == 1 + len(WRONG_LINES)


CHANGES: list[Callable[[bytes], bytes]] = [
    lambda content: b"\xef\xbb\xbf" + content,
    lambda content: content.replace(b"\n", b"\r\n"),
    lambda content: content.rstrip(b"\n"),
    lambda content: content + b"\n\n",
    lambda content: garbled(content.decode()).encode(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_editors_do_to_a_file_does_not_matter(
    other: Shell, digest: bytes, change: Callable[[bytes], bytes]
) -> None:
    (other.folder / "d.md").write_bytes(change(digest))
    done = other("import", "d.md")
    assert (done.status, done.err) == (0, b"")
    assert done.text.endswith("skipped\nadded the topic Mine\n")
    shown = other("export", "--format", "digest", "--topic", "Mine", "--day", "2026-02-12")
    assert shown.out == digest


def bring(other: Shell, content: bytes) -> tuple[list[int], list[str]]:
    """Which papers come in from a file that is spoiled, and what is said."""
    (other.folder / "d.md").write_bytes(content)
    done = other("import", "d.md", "--json")
    assert done.status == 1
    assert [f"d.md, line {one['line']}: {one['message']}" for one in done.json["errors"]] == (
        done.complaints
    )
    listed = other("list", "--json").json
    assert len(listed) == done.json["new"]
    assert all(one["abstract"] == "Größe 🧠" for one in listed)
    return [int(one["id"][-1]) for one in listed], done.complaints


def test_a_digest_cut_in_its_head(other: Shell, digest: bytes) -> None:
    content = digest[: digest.index(b"**Filter**")]
    papers, complaints = bring(other, content)
    line = content.count(b"\n") + 1
    assert papers == []
    assert complaints == [f"d.md, line {line}: the digest ends before its list of papers"]
    assert "Mine" not in [topic["name"] for topic in other("topics", "--json").json]


def test_a_digest_cut_between_papers(other: Shell, digest: bytes) -> None:
    papers, complaints = bring(other, digest[: digest.index(b"- **[Paper 3]")])
    assert papers == [1, 2]
    assert complaints == ["d.md, line 3: the badge says 4 papers, the file holds 2"]


def test_a_digest_cut_inside_a_paper(other: Shell, digest: bytes) -> None:
    third = digest.index(b"- **[Paper 3]")
    papers, complaints = bring(other, digest[: digest.index(b"<details", third)])
    assert papers == [1, 2]
    assert complaints[0] == f"d.md, line {line_of(digest, 3)}: 2602.00003: is cut off"


def test_a_garbled_digest_cut_inside_a_character(other: Shell, digest: bytes) -> None:
    content = garbled(digest.decode()).encode()
    third = content.index(b"- **[Paper 3]")
    inside = content.index(garbled("🧠").encode(), third) + 3
    papers, complaints = bring(other, content[:inside])
    assert papers == [1, 2]
    assert complaints[0] == f"d.md, line {line_of(content, 3) + 3}: is not UTF-8"


def test_a_digest_of_a_wrong_day(other: Shell, digest: bytes) -> None:
    papers, complaints = bring(other, digest.replace(b"2026-02-12", b"2026-02-32"))
    assert papers == []
    (complaint,) = complaints
    assert complaint.startswith("d.md, line 1: '2026-02-32': is no day")


def test_a_paper_without_id_or_title_and_one_twice(other: Shell, digest: bytes) -> None:
    content = digest.replace(b"2602.00001", b"").replace(b"2602.00004", b"2602.00003")
    papers, complaints = bring(other, content.replace(b"[Paper 2]", b"[]"))
    assert papers == [3]
    assert complaints == [
        f"d.md, line {line_of(content, 1)}: is no paper of a digest",
        f"d.md, line {line_of(content, 2)}: 2602.00002: paper without title",
        f"d.md, line {line_of(content, 4)}: 2602.00003 stands here a second time for 2026-02-12",
    ]


def test_errors_of_several_files_come_in_their_order(shell: Shell) -> None:
    one = shell.file("one.jsonl", "x", GOOD)
    two = shell.file("two.jsonl", json.dumps(told(51)), "y")
    done = shell("import", one, "none", two)
    assert [complaint.partition(": ")[0] for complaint in done.complaints] == [
        "one.jsonl, line 1",
        "none",
        "two.jsonl, line 2",
    ]
    assert done.text.startswith("2 new")


def test_a_name_with_control_characters_is_printed_cleaned(shell: Shell) -> None:
    done = shell("import", "a\x1b[31m\nb")
    assert done.err == b"paperterm: a[31m b: cannot read it: no such file or directory\n"


def test_a_file_of_a_newer_paperterm_is_named_and_left_alone(filled: Shell) -> None:
    file = filled.home / "data/library/2026/2026-02-12.json"
    content = file.read_bytes().replace(b'"schema":1', b'"schema":2')
    file.write_bytes(content)
    said = f"{file}: was written by a newer paperterm; use that one"
    done = filled("list")
    assert (done.status, done.complaints) == (0, [said])
    assert done.text.count("2026-02-11") == 2
    for command in (["show", "2602.00001"], ["mark", "2602.00001", "--star"]):
        done = filled(*command)
        assert done.status == 1
        assert done.complaints[0] == said
    done = filled("import", filled.file("a.jsonl", told(9), told(9, "2026-02-11")))
    assert (done.status, done.text) == (1, "1 new, 0 changed, 0 unchanged, 1 skipped\n")
    assert file.read_bytes() == content
