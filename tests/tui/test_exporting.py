"""Exporting from the reader: the bytes of each format, and folders that cannot be written."""

import json
import re

import pytest

from paperterm.export import FORMATS, Exporter, digest, exporter
from paperterm.model import Day
from paperterm.session import Selection
from paperterm.session.exports import view_of
from paperterm.session.selection import view_named
from tests.tui.driving import Reader, opened
from tests.tui.home import Home

DAY = Day(2026, 2, 12)
NAMES = [one.name for one in FORMATS]


async def export(reader: Reader, name: str) -> None:
    """Export what the list shows, the format chosen in the dialog."""
    await reader.press("e", "g", *["down"] * NAMES.index(name), "enter")


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
        assert reader.told[-1] == f"the same 5 papers are in {three_days.exports / name}"
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
        await reader.press("g", "enter")
        assert reader.on_top == "PickScreen"
        assert reader.complaints == ["digest: choose one topic"]
        assert three_days.exported() == {}
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"
    assert three_days.exported() == {}


async def test_without_a_topic_the_dialog_stands_on_what_can_be_chosen(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("e", "enter")
    assert len(three_days.exported()) == 1


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
