"""`paperterm send` and `paperterm sync`: what they print, and how they are used wrongly."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import COMMAND, Shell, told
from tests.zotero import Zotero, running


@pytest.fixture
def vault(filled: Shell, tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    settings = f"[notes]\nfolder = {json.dumps(str(folder))}\nafter_star = true\n"
    (filled.home / "config" / "config.toml").write_text(settings)
    return folder


@pytest.fixture
def zotero(filled: Shell) -> Iterator[Zotero]:
    with running(Zotero()) as one:
        filled.environment["PAPERTERM_ZOTERO_URL"] = one.url
        yield one


def test_notes_are_sent_and_pulled(filled: Shell, vault: Path) -> None:
    done = filled("send", "notes", "2602.00001", "arxiv.org/abs/2602.00003v1")
    assert (done.status, done.text) == (0, f"2 sent, 0 unchanged in {vault}\n")
    file = vault / "LLM.md"
    file.write_text(f"{file.read_text()}\nMine\n")
    assert filled("send", "notes", "--pull").text == "1 note pulled\n"
    assert filled("show", "2602.00003", "--json").json["note"] == "Mine"
    sent = filled("send", "notes", "--query", "note:mine", "--json").json
    assert sent == {"changed": 0, "unchanged": 1, "place": str(vault)}


def test_a_star_writes_a_note_if_the_settings_say_so(filled: Shell, vault: Path) -> None:
    assert filled("mark", "2602.00003", "--star").status == 0
    assert (vault / "LLM.md").is_file()
    (filled.home / "config" / "config.toml").write_text("[notes]\nafter_star = true\n")
    done = filled("mark", "2602.00001", "--star")
    line = "notes: [notes] folder: is not set; name a folder in config.toml"
    assert (done.status, done.complaints) == (0, [line])


def test_zotero_is_sent_to_and_read(filled: Shell, zotero: Zotero) -> None:
    done = filled("send", "zotero", "--view", "all")
    assert done.text == f"5 sent, 0 unchanged in Zotero at {zotero.url}\n"
    zotero.items = [one for one in zotero.items if not one.get("url", "").endswith("00002")]
    assert filled("sync", "zotero").text == "4 arXiv papers in Zotero: 0 new, 1 gone\n"
    assert len(filled("list", "--query", "is:zotero", "--json").json) == 4


@pytest.mark.parametrize("is_open", [True, False])
def test_500_papers_killed_and_sent_again_are_500_items(
    filled: Shell, zotero: Zotero, is_open: bool
) -> None:
    """Killed at once, when some are in Zotero that paperterm does not know of yet."""
    zotero.is_open = is_open
    filled("import", filled.file("more.jsonl", *(told(at, "2026-02-13") for at in range(6, 501))))
    send = [*COMMAND, "send", "zotero", "--view", "all"]
    end = time.monotonic() + 60
    with subprocess.Popen(send, env=filled.environment, stdout=subprocess.DEVNULL) as process:
        while len(zotero.preprints) < 123:
            assert process.poll() is None, "ended before it was killed"
            assert time.monotonic() < end, "waited in vain"
        process.kill()
    assert 123 <= len(zotero.preprints) < 500
    filled("send", "zotero", "--view", "all")
    assert len({one["url"] for one in zotero.preprints}) == len(zotero.preprints) == 500


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (("notes",), 2, "send: no paper given; add ids, --view starred, or --query Q"),
        (("zotero", "--pull"), 2, "--pull: works only for notes; leave it out"),
        (
            ("notes", "2602.00001", "--view", "all"),
            2,
            "send: ids cannot be combined with --view or --query; use one of them",
        ),
        (
            ("notes", "2602.09999"),
            1,
            "2602.09999: is not in the library; run `paperterm add` with it",
        ),
        (
            ("notes", "2602.00001"),
            1,
            "[notes] folder: is not set; name a folder in config.toml",
        ),
    ],
)
def test_what_cannot_be_sent_is_one_line(
    filled: Shell, arguments: tuple[str, ...], status: int, line: str
) -> None:
    done = filled("send", *arguments)
    assert (done.status, done.complaints) == (status, [line])
