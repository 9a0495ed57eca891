"""Exporting from the reader: the bytes of each format, and folders that cannot be written."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm.export import FORMATS, Exporter, digest, exporter
from paperterm.model import Day
from paperterm.outlets import OUTLETS
from paperterm.session import Selection
from paperterm.session.exports import view_of
from paperterm.session.selection import view_named
from paperterm.tui.keys.actions import ACTIONS
from tests.tui.driving import Reader, opened
from tests.tui.home import Home
from tests.zotero import Zotero, running

DAY = Day(2026, 2, 12)


@pytest.fixture
def zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zotero]:
    with running(Zotero()) as one:
        monkeypatch.setenv("PAPERTERM_ZOTERO_URL", one.url)
        yield one


async def export(reader: Reader, name: str) -> None:
    """Export what the list shows, the format chosen by its letter."""
    await reader.press("e", exporter(name).letter)


def rendered(home: Home, name: str, selection: Selection) -> bytes:
    return exporter(name).render(view_of(home.session(), selection))


@pytest.mark.parametrize("one", [exporter("markdown"), exporter("ris")], ids=["markdown", "ris"])
async def test_a_topic_of_a_day(three_days: Home, one: Exporter) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")
        await reader.press("s")
        await export(reader, one.name)
        assert reader.on_top == "ReaderScreen"
        ((name, content),) = three_days.exported().items()
        assert name.endswith(one.suffix)
        assert "2026-02-12" in name
        assert "Diffusion" in name
        told = reader.told[-1]
        assert "2 papers" in told
        assert str(three_days.exports / name) in told
        assert not reader.complaints
    assert content == rendered(three_days, one.name, Selection.of_day(DAY, topic="Diffusion"))
    assert b"Paper number 2" in content
    assert b"Paper number 1\n" not in content


async def test_an_export_replaces_no_other_one(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await export(reader, "jsonl")
        (name,) = three_days.exported()
        assert reader.told[-1] == f"5 papers written to {three_days.exports / name}"
        await export(reader, "jsonl")
        assert reader.told[-1] == f"unchanged: 5 papers in {three_days.exports / name}"
        await reader.press("s")
        await export(reader, "jsonl")
        first, second = three_days.exported().items()
    assert {first[0], second[0]} == {name, name.replace(".jsonl", "-2.jsonl")}
    assert first[1] != second[1]


async def test_the_digest_is_the_digest(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")
        await export(reader, "digest")
    view = view_of(three_days.session(), Selection.of_day(DAY, topic="Diffusion"))
    assert list(three_days.exported().values()) == [digest.render(view).encode()]
    assert digest.render(view).startswith("# 🔍 Diffusion Papers · 2026-02-12\n")


async def test_without_a_topic_there_is_no_digest(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("e")
        assert reader.on_top == "PickScreen"
        assert "digest    choose one topic" in reader.text()
        await reader.press("d")
        assert reader.on_top == "PickScreen"
        assert reader.complaints == ["digest: choose one topic"]
        assert three_days.exported() == {}
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"
    assert three_days.exported() == {}


async def test_without_a_topic_the_dialog_stands_on_what_can_be_chosen(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("e", "enter")
    assert [name.rpartition(".")[2] for name in three_days.exported()] == ["md"]


@pytest.mark.parametrize("name", ["markdown", "jsonl"])
async def test_a_view_over_all_days(three_days: Home, name: str) -> None:
    async with opened(three_days) as reader:
        await reader.press("s", "[", "s")
        await reader.choose("Starred")
        await export(reader, name)
        assert not reader.complaints
    (content,) = three_days.exported().values()
    assert content == rendered(three_days, name, Selection(view_named("starred")))
    assert b"2602.00001" in content
    assert b"2602.00011" in content
    assert b"2602.00002" not in content


async def test_the_export_has_the_marks_of_the_moment(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("s", "x")
        await export(reader, "jsonl")
    (content,) = three_days.exported().values()
    first, *others = map(json.loads, content.splitlines())
    assert (first["id"], first["starred"], first["read"]) == ("2602.00001", True, True)
    assert [other["starred"] for other in others] == [False] * 4


async def test_an_export_leaves_another_file_of_its_name(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await export(reader, "markdown")
        (name,) = three_days.exported()
        (three_days.exports / name).write_text("an older one")
        await export(reader, "markdown")
        assert not reader.complaints
    whole = rendered(three_days, "markdown", Selection.of_day(DAY))
    assert three_days.exported() == {name: b"an older one", name.replace(".md", "-2.md"): whole}


async def test_a_folder_that_cannot_be_made_is_told_and_the_reader_lives(one_day: Home) -> None:
    in_the_way = one_day.root / "not [a] folder"
    in_the_way.write_text("a file in the way")
    folder = str(in_the_way / "exports")
    one_day.configure(f"[export]\nfolder = {json.dumps(folder)}\n")
    async with opened(one_day) as reader:
        await export(reader, "markdown")
        (complaint,) = reader.complaints
        assert folder in complaint
        # Where the line breaks depends on how long the path is.
        assert "not[a]folder" in re.sub(r"[│▌\s]", "", reader.text())
        await reader.press("j", "s")
        assert reader.current == "Paper number 2"
    assert in_the_way.read_text() == "a file in the way"
    assert one_day.values() == {"2602.00002": {"starred": True}}


async def test_a_row_of_either_registry_is_chosen_by_its_letter(
    three_days: Home, zotero: Zotero, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    three_days.configure(f"[notes]\nfolder = {json.dumps(str(vault))}\n")
    letters = [one.letter for one in (*FORMATS, *OUTLETS)]
    moves = {key for one in ACTIONS if one.owner in ("RowList", "Dialog") for key in one.keys}
    assert len({*letters}) == len(letters)
    assert moves.isdisjoint(letters)
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")  # without a topic there is no digest
        for one in (*FORMATS, *OUTLETS):
            await reader.press("e", one.letter)
            assert reader.screen.browser.jobs.outgoing.last == one.name
        assert not reader.complaints
    suffixes = [one.suffix for one in FORMATS]
    assert all(any(name.endswith(suffix) for name in three_days.exported()) for suffix in suffixes)
    assert len([*vault.iterdir()]) == len(zotero.preprints) == 1


async def test_the_last_choice_is_repeated_in_the_next_reader_too(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press(".")
        assert reader.told[-1] == "nothing to repeat: press e to export or send papers"
        await reader.press("e", "b", "[", ".")
        assert [name[:10] for name in three_days.exported()] == ["2026-02-11", "2026-02-12"]
        assert reader.told[-1].startswith("3 papers written to ")
    async with opened(three_days) as reader:
        await reader.press("v", "j", ".")
        assert reader.told[-1].startswith("2 papers written to ")
        assert not reader.papers.has_range
        await reader.press("e", "enter")
        assert reader.told[-1].startswith("unchanged: 3 papers in ")
    ranges = [name for name in three_days.exported() if "range" in name]
    assert ranges == ["2026-02-11-all-range.bib"]


async def test_a_range_goes_out_with_the_marks_of_the_moment(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("minus", "j", "s", "v", "j")
        await reader.press("e")
        assert "files: the range of 2 papers, into " in reader.text()
        await reader.press("l")
    ((name, content),) = one_day.exported().items()
    assert name.endswith("-range.jsonl")
    records = [*map(json.loads, content.splitlines())]
    assert [(one["id"], one["starred"]) for one in records] == [
        ("2602.00002", True),
        ("2602.00003", False),
    ]
    assert all(one["abstract"] for one in records)


async def test_a_short_screen_says_what_goes_out_too(one_day: Home) -> None:
    async with opened(one_day, (50, 12)) as reader:
        await reader.press("e", "G")
        assert "▌ z zotero" in reader.text()
        assert "files: the list of 5 papers, into" in reader.text()
        assert "notes, zotero: Paper number 1" in reader.text()


async def test_papers_go_to_zotero_once(three_days: Home, zotero: Zotero) -> None:
    async with opened(three_days) as reader:
        await reader.press("v", "j", "e", "z")
        assert reader.told[-1] == f"2 papers sent to Zotero at {zotero.url}"
        await reader.press("e")
        assert "Paper number 2" in reader.text()
        await reader.press("z")
        assert reader.told[-1] == f"0 papers sent to Zotero at {zotero.url}, 1 unchanged"
        await reader.press("j", ".")
        assert reader.told[-1] == f"1 paper sent to Zotero at {zotero.url}"
        zotero.writes = "refused"
        await reader.press("j", ".")
        problem = "Zotero: does not let paperterm add items"
        hint = "allow it in Zotero's dialog, and send again"
        assert reader.complaints == [f"{problem}; {hint}"]
    ids = [one["archiveID"] for one in zotero.preprints]
    assert ids == ["arXiv:2602.00001", "arXiv:2602.00002", "arXiv:2602.00003"]


async def test_an_outlet_says_what_to_set_first(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("e", "n")
        assert reader.complaints == ["notes: set [notes] folder in config.toml"]


async def test_templates_of_the_settings_are_formats(one_day: Home, tmp_path: Path) -> None:
    good, bad = tmp_path / "list.org.j2", tmp_path / "bad.txt"
    good.write_text("{% for paper in papers %}\n* {{ paper.title }}\n{% endfor %}\n")
    bad.write_text("\n{{ nothing }}\n")
    files = json.dumps([str(good), str(bad), str(tmp_path / "gone")])
    one_day.configure(f"[export]\ntemplates = {files}\n")
    async with opened(one_day) as reader:
        await reader.press("e")
        assert f"o list.org.j2  your template in {tmp_path}"[:40] in reader.text()
        await reader.press("o")
        assert reader.told[-1].endswith(".org")
        await reader.press("e", "t")
        assert reader.complaints[-1] == f"{bad}, line 2: 'nothing' is undefined"
        await reader.press("e", "f")
        problem = "cannot read it: no such file or directory"
        assert reader.complaints[-1] == f"{tmp_path / 'gone'}: {problem}"
        one_day.configure("[export]\ntemplates = []\n")
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        await reader.press(".")
        assert reader.told[-1].endswith("is not there any more: press e to choose another")
    (content,) = one_day.exported().values()
    assert content.startswith(b"* Paper number 1\n* Paper number 2\n")
