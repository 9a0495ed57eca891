"""Settings, as they are worn: at the start, and when the file is edited while one reads."""

import stat
import sys
from pathlib import Path

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper


async def edited(reader: Reader, home: Home, text: str) -> None:
    """Edit the settings, and wait until the reader looks at them."""
    home.configure(text)
    reader.screen.browser.jobs.settings.reload()
    await reader.settled()


async def test_a_key_of_ones_own(one_day: Home) -> None:
    one_day.configure('[keys]\nstar = "w"\n')
    async with opened(one_day) as reader:
        await reader.press("w")
        assert one_day.values() == {"2602.00001": {"starred": True}}
        await reader.press("s")
        assert one_day.values() == {"2602.00001": {"starred": True}}


async def test_a_clash_is_told_with_both_names(one_day: Home) -> None:
    one_day.configure('[keys]\nstar = "x"\n')
    async with opened(one_day) as reader:
        (complaint,) = reader.complaints
        assert "star" in complaint
        assert "read_next" in complaint
        assert str(one_day.config_file) in complaint
        await reader.press("s")
        assert one_day.values() == {"2602.00001": {"starred": True}}


async def test_one_line_a_paper(one_day: Home) -> None:
    one_day.configure('[reader]\ndensity = "compact"\n')
    async with opened(one_day) as reader:
        assert [line.split()[-1] for line in lines(reader.papers)[:5]] == ["1", "2", "3", "4", "5"]
        await reader.press("j", "s")
        assert one_day.values() == {"2602.00002": {"starred": True}}


async def test_another_density_leaves_the_cursor_where_it_is(home: Home) -> None:
    home.configure('[reader]\ndensity = "compact"\n')
    home.bring(*map(paper, range(1, 101)))
    async with opened(home) as reader:
        await reader.press("5", "0", "j", "5", "k")
        papers = reader.papers
        before = papers.cursor - papers.scroll_offset.y
        await edited(reader, home, '[reader]\ndensity = "comfortable"\n')
        assert (papers.cursor, papers.ROW_HEIGHT) == (45, 2)
        assert papers.cursor * 2 - papers.scroll_offset.y == before


async def test_facts_in_an_order_of_ones_own(one_day: Home) -> None:
    one_day.configure('[reader]\ncolumns = ["categories", "authors"]\n')
    async with opened(one_day) as reader:
        assert lines(reader.papers)[1].strip("▌ ") == "cs.CV · Ada Author, Ben Writer"


async def test_an_unknown_column_is_named_with_the_file(one_day: Home) -> None:
    one_day.configure('[reader]\ncolumns = ["categories", "price"]\n')
    async with opened(one_day) as reader:
        assert lines(reader.papers)[1].strip("▌ ") == "cs.CV"
        (complaint,) = reader.complaints
        assert complaint.startswith(
            f"{one_day.config_file}, reader.columns: unknown column 'price'"
        )


async def test_plain_ascii_signs(one_day: Home) -> None:
    one_day.configure("[reader]\nascii = true\n")
    async with opened(one_day) as reader:
        await reader.press("s", "b")
        assert lines(reader.papers)[0].startswith(">o*=")


async def test_what_was_opened_counts_as_read(one_day: Home) -> None:
    one_day.configure('[reader]\nmark_read = "open"\n')
    async with opened(one_day) as reader:
        await reader.press("j", "enter")
        assert one_day.values() == {"2602.00002": {"read": True}}


async def test_what_was_left_counts_as_read(one_day: Home) -> None:
    one_day.configure('[reader]\nmark_read = "move"\n')
    async with opened(one_day) as reader:
        await reader.press("j", "j", "k")
        assert sorted(one_day.values()) == ["2602.00001", "2602.00002", "2602.00003"]
        await reader.press("u")
        assert one_day.values()["2602.00003"] == {"read": False}


async def test_star_and_queue_move_on(one_day: Home) -> None:
    one_day.configure("[reader]\nstar_moves_on = true\nqueue_moves_on = true\n")
    async with opened(one_day) as reader:
        await reader.press("s", "b", "b")
        assert reader.current == "Paper number 4"
    assert one_day.values() == {
        "2602.00001": {"starred": True},
        "2602.00002": {"queued": one_day.values()["2602.00002"]["queued"]},
        "2602.00003": {"queued": one_day.values()["2602.00003"]["queued"]},
    }


async def test_star_and_queue_mark_as_read_in_one_step(one_day: Home) -> None:
    one_day.configure("[reader]\nstar_marks_read = true\nqueue_marks_read = true\n")
    async with opened(one_day) as reader:
        await reader.press("s")
        assert one_day.values() == {"2602.00001": {"starred": True, "read": True}}
        await reader.press("u")
        assert one_day.values() == {"2602.00001": {"starred": False, "read": False}}
        await reader.press("s", "s")
        assert one_day.values() == {"2602.00001": {"starred": False, "read": True}}
        await reader.press("j", "v", "j", "b")
        values = one_day.values()
        assert all(values[id_]["queued"] and values[id_]["read"] for id_ in [*values][1:])
        assert len(values) == 3


async def test_a_browser_of_ones_own(one_day: Home, tmp_path: Path) -> None:
    program, told = tmp_path / "browser", tmp_path / "told"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(told)!r}, 'w').write(sys.argv[2])"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    one_day.configure(f"[reader]\nbrowser = \"'{program}' -new\"\n")
    async with opened(one_day) as reader:
        await reader.press("o")
        assert reader.told[-1] == "opened arxiv.org in the browser"
        while not (told.exists() and told.read_text()):
            await reader.pilot.pause()
    assert told.read_text() == "https://arxiv.org/abs/2602.00001"


async def test_plain_ascii_is_worn_and_taken_off_at_once(one_day: Home) -> None:
    vision = '[categories]\n"cs.CV" = "Vision"\n'
    one_day.configure(vision)
    async with opened(one_day) as reader:
        await reader.press("s")
        await reader.rest()
        await reader.press("$", "$")  # shows all that is known of the paper
        before = reader.text().splitlines()[1:-1]  # what is told there changes
        assert {"▌", "★", "·", "│", "▏"} <= {*"".join(before)}
        for config in ("[reader]\nascii = true\n", ""):
            one_day.configure(vision + config)
            reader.screen.browser.jobs.settings.reload()
            await reader.settled()
            assert reader.text().isascii() is ("true" in config)
        assert reader.text().splitlines()[1:-1] == before


async def test_an_edit_is_followed(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await edited(
            reader,
            one_day,
            '[reader]\ntheme = "nord"\ndensity = "compact"\n'
            '[topics.Numbers]\nkeywords = ["number 3"]\n[views]\nthird = "3"\n',
        )
        assert reader.app.theme == "nord"
        await reader.choose("Numbers")
        assert reader.titles == ["Paper number 3"]
        assert lines(reader.papers)[1].strip() == ""
        await reader.choose("third")
        assert reader.titles == ["Paper number 3"]


async def test_a_bad_edit_is_told_and_the_last_good_one_stays(one_day: Home) -> None:
    one_day.configure('[keys]\nstar = "w"\n')
    async with opened(one_day) as reader:
        await edited(reader, one_day, '[keys\nstar = "b"\n')
        assert "line 1" in reader.complaints[-1]
        await reader.press("w")
        assert one_day.values() == {"2602.00001": {"starred": True}}
        await edited(reader, one_day, '[keys]\nstar = "b"\n')
        await reader.press("b")
        assert one_day.values() == {"2602.00001": {"starred": False}}


async def test_edited_kinds_are_shown_unless_others_were_chosen(home: Home) -> None:
    home.bring(paper(1), paper(2, kind="replace"))
    async with opened(home) as reader:
        assert len(reader.papers) == 2
        await edited(reader, home, '[reader]\nkinds = ["new"]\n')
        assert len(reader.papers) == 1
        await reader.press("m", "g", "enter")
        assert len(reader.papers) == 2
        await edited(reader, home, '[reader]\nkinds = ["replace"]\n')
        assert len(reader.papers) == 2
