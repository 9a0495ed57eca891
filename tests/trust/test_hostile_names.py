"""Names that want to be somewhere else: topics, views and ids as files, words that look like
options, and addresses that are none of the web."""

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.errors import InputError
from paperterm.export import FORMATS, daily
from paperterm.model import PaperRef
from paperterm.session.exports import file_name
from paperterm.session.web_browser import browse, host_of
from paperterm.topics import Topic
from tests.building import DAY, paper, view
from tests.commands.running import Shell, told
from tests.trust.hostile import KINDS, NAMES, steering

ANY_NAMES = st.lists(
    st.sampled_from(NAMES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    min_size=1,
    max_size=4,
).map("".join)
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
RESERVED = {"con", "prn", "aux", "nul", *PORTS}


def is_a_plain_name(file: str) -> bool:
    """Whether every system takes it as the name of a file in this very folder."""
    return (
        file == Path(file).name
        and not set(file) & set('/\\:*?"<>|\0')
        and not file.startswith((".", "-", " "))
        and not file.endswith((".", " "))
        and file.partition(".")[0].strip().lower() not in RESERVED
        and len(file.encode()) <= 255
        and not steering(file)
    )


@given(st.lists(ANY_NAMES, max_size=4))
def test_digests_stay_in_their_folder_and_apart(names: list[str]) -> None:
    topics = tuple(Topic(one, (("x",),)) for one in {*names, *NAMES} if one.strip())
    files = list(daily.render(view(paper(1, "x"), topics=topics), DAY))
    assert len(files) == 1 + len(topics)
    assert len({file.casefold() for file in files}) == len(files)
    assert [file for file in files if not is_a_plain_name(file)] == []


@given(ANY_NAMES, ANY_NAMES, st.sampled_from(FORMATS), st.booleans())
def test_exports_stay_in_their_folder(topic: str, name: str, form: object, of_day: bool) -> None:
    chosen = view(topic=Topic(topic, ()), name=name, day=DAY if of_day else None)
    assert is_a_plain_name(file_name(chosen, form, DAY))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [*NAMES, *KINDS.values()])
def test_no_name_is_an_id(text: str) -> None:
    for one in (text, f"2602.00001/{text}", f"{text}/2602.00001", f"math/{text}"):
        with suppress(InputError):
            # Behind an id only what an address may end in.
            assert PaperRef.parse(one).id == "2602.00001"


def test_what_hostile_names_write_is_in_the_folder(home: Path, tmp_path: Path) -> None:
    shell = Shell(home, tmp_path / "here")
    shell.folder.mkdir()
    assert shell("import", shell.file("a.jsonl", told(1, abstract="x"))).status == 0
    names = [name for name in NAMES if "\0" not in name and name.strip()][::3]
    topics = "".join(f"[topics.{toml(name)}]\nkeywords = ['x']\n" for name in names)
    (home / "config/config.toml").write_text(topics)
    before = {*tmp_path.rglob("*")}
    done = shell("digest", "--out", "out")
    assert (done.status, done.err) == (0, b"")
    written = {*tmp_path.rglob("*")} - before
    out = shell.folder / "out"
    assert {path for path in written if home not in path.parents} == {out, *out.iterdir()}
    assert len([*out.iterdir()]) == 1 + len(names)


def toml(name: str) -> str:
    signs = (one if one.isalnum() and one.isascii() else f"\\U{ord(one):08x}" for one in name)
    return f'"{"".join(signs)}"'


OPTIONS = ["--help", "-h", "--version", "-rf", "--output=x", "-", "@file"]


@pytest.mark.parametrize("word", OPTIONS)
def test_what_looks_like_an_option_is_a_name_where_a_name_belongs(
    home: Path, tmp_path: Path, word: str
) -> None:
    shell = Shell(home, tmp_path)
    assert shell("import", shell.file("a.jsonl", told(1))).status == 0
    assert shell("topics", "add", "-k", "paper", "--", word).status == 0
    assert shell("list", f"--topic={word}").text.startswith("2602.00001")
    assert shell("mark", "2602.00001", f"--tag={word}", f"--note={word}").status == 0
    assert shell("show", "2602.00001", "--json").json["note"] == word
    assert shell("search", "--", word).status in (0, 1)
    done = shell("digest")
    assert (done.status, done.err) == (0, b"")


def test_two_dashes_for_a_value_are_wrong_usage(home: Path, tmp_path: Path) -> None:
    done = Shell(home, tmp_path)("list", "--topic=--")
    assert done.status == 2
    assert done.err.endswith(b"error: --topic=-- has no value\n")


@pytest.mark.skipif(os.name == "nt", reason="the browser is a shell script")
def test_the_browser_gets_the_address_as_one_word_and_no_shell_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, script = tmp_path / "asked", tmp_path / "browser"
    script.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > '{asked}'\n")
    script.chmod(stat.S_IRWXU)
    monkeypatch.setenv("BROWSER", str(script))
    address = "https://Example.org/a?b=$(touch${IFS}owned)&c;touch`x`|d'e*#~"
    with pytest.raises(InputError):
        browse(address)
    address = "https://Example.org/a?b=$(touch)&c;touch'e*#~%20"
    assert browse(address) == "example.org"
    assert asked.read_text().split("\n")[:2] == ["1", address]
    assert {path.name for path in tmp_path.iterdir()} == {"asked", "browser"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://arxiv.org/abs/2602.00001", "arxiv.org"),
        ("http://127.0.0.1:8080/pdf/x", "127.0.0.1"),
        ("HTTPS://ArXiv.org", "arxiv.org"),
        ("https://[::1]/", "[::1]"),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        *("", "arxiv.org", "//arxiv.org", "ftp://arxiv.org", "file:///etc/passwd"),
        *("javascript:alert(1)", "data:text/html,x", "https:", "https://", "https:///x"),
        *("https://arxiv.org@evil.example/", "https://arxiv.org\\@evil.example/"),
        *("https://arxiv.org /", "https://arxiv.org/\n", " https://arxiv.org", "https://a\tb/"),
        *("https://arxiv.org/\x1b[31m", "https://arxiv.org/\u202e", "https://аrxiv.org/"),
        *("--help", "-https://arxiv.org", "https://-arxiv.org/", 'https://a/"x', "https://a/`x`"),
        *(text for text in KINDS.values() if not text.startswith("http")),
    ],
)
def test_what_no_browser_opens(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/no/browser")
    for open_it in (host_of, browse):
        with pytest.raises(InputError, match="invalid web address") as caught:
            open_it(address)
        assert steering(str(caught.value)) == []
