"""The sidebar: counts of any days, the last days of topics, moving and deleting, and the mouse."""

import pytest
from textual import events
from textual.geometry import Region
from textual.widget import Widget

from paperterm.model import Mark
from paperterm.session import ALL, Selection
from paperterm.session.day_counts import KeptPapers
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.reader.divider import Divider
from paperterm.tui.reader.location import SidebarRow
from paperterm.tui.reader.sidebar import sparkline
from paperterm.tui.widgets.hint_bar import HintBar
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

VIEWS = '[views]\nmodels = "diffusion"\nones = "/number 1\\\\b/"\n'


def configure(home: Home, text: str) -> None:
    """Write settings with three topics."""
    topics = "".join(
        f'[topics."{name}"]\nkeywords = ["{word}"]\n'
        for name, word in (("One", "number 1"), ("Two", "diffusion"), ("Three", "nothing like it"))
    )
    home.configure(f"{text}\n{topics}")


def row_of(reader: Reader, title: str) -> int:
    return next(y for y, line in enumerate(lines(reader.sidebar)) if title in line)


def names(home: Home) -> list[str]:
    return [topic.name for topic in home.session().settings.topics]


async def test_counts_are_those_of_the_days_that_are_shown(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert reader.count == {"All": 5, "Unread": 5, "First": 5, "Diffusion": 2}
        await reader.press("minus")
        assert reader.count == {"All": 9, "Unread": 9, "First": 9, "Diffusion": 2}
        await reader.press("plus", "[")
        assert reader.count == {"All": 3, "Unread": 3, "First": 3}
        await reader.press("minus", "minus", "minus")
        assert reader.count == {"All": 9, "Unread": 9, "First": 9, "Diffusion": 2}


async def test_a_mark_changes_the_counts_of_all_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("minus", "minus", "minus", "j", "x", "s")
        assert reader.count == {"All": 9, "Unread": 8, "First": 8, "Starred": 1, "Diffusion": 1}
        await reader.press("u", "u")
        assert reader.count == {"All": 9, "Unread": 9, "First": 9, "Diffusion": 2}


async def test_replacements_are_not_to_be_read(home: Home) -> None:
    about = {"abstract": "A diffusion model."}
    home.bring(
        paper(1, kind="new", **about),
        paper(2, kind="cross", **about),
        paper(3, kind="replace", **about),
        paper(3, "2026-02-11", kind="new", **about),
        paper(4, "2026-02-11", kind="replace-cross", **about),
    )
    async with opened(home) as reader:
        assert reader.count == {"All": 3, "Unread": 2, "First": 2, "Diffusion": 2}
        await reader.press("minus")
        assert reader.count == {"All": 4, "Unread": 2, "First": 2, "Diffusion": 2}
        await reader.press("m", "G", "enter")
        shown = len(reader.papers)
        assert reader.count["All"] == shown < 4
        await reader.press("plus")
        assert reader.count["All"] == len(reader.papers)


async def test_kept_papers_are_counted_in_the_days_that_are_shown(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("s", "[", "s", "[", "s")
        assert reader.count["Starred"] == 3
        await reader.choose("Starred")
        await reader.press("plus", "plus", "plus")
        assert reader.titles == ["Paper number 1"]
        assert reader.count["Starred"] == 1


async def test_saved_queries_are_counted_too(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        assert "Saved" in "\n".join(lines(reader.sidebar))
        assert reader.count["models"] == 2
        assert "ones" not in reader.count
        await reader.choose("models")
        assert len(reader.papers) == reader.count["models"]
        assert reader.complaints == []


async def test_without_an_index_a_day_is_counted_all_the_same(three_days: Home) -> None:
    (three_days.root / "cache").mkdir()
    (three_days.root / "cache" / "index.sqlite").mkdir()
    async with opened(three_days) as reader:
        assert reader.count == {"All": 5, "Unread": 5, "First": 5, "Diffusion": 2}
        await reader.press("minus")
        assert len(reader.papers) == 9
        assert "All" not in reader.count
        await reader.press("plus")
        assert reader.count == {"All": 5, "Unread": 5, "First": 5, "Diffusion": 2}


def test_a_sparkline_is_as_high_as_its_largest_number() -> None:
    assert sparkline([0, 1, 4, 7]) == " ▁▄▇"
    assert sparkline([0, 0]) == "  "
    assert sparkline([1, 1000]) == "▁▇"
    assert sparkline([]) == ""


def test_a_sparkline_of_a_constant_number_shows_no_peak() -> None:
    assert sparkline([1] * 5) == "▄" * 5
    assert sparkline([90] * 14) == "▄" * 14
    assert sparkline([8, 9, 8, 9]) == "▄▄▄▄"
    assert sparkline([0, 1]) == " ▇"
    assert sparkline([5, 5, 5, 5, 50]) == "▁▁▁▁▇"


async def test_topics_show_their_last_days_where_there_is_room(three_days: Home) -> None:
    configure(three_days, "[reader]\nsidebar_width = 20\n")
    async with opened(three_days, (180, 36)) as reader:
        shown = lines(reader.sidebar)
        assert any(line.split() == ["Topics", "3", "days", "unread"] for line in shown)
        assert [line.split() for line in shown if "Two" in line] == [["Two", "▄", "▇", "2"]]
        assert {line.index("▇") for line in shown if "▇" in line and "Two" in line} == {27}
        await reader.press("minus")
        assert any(line.split() == ["Two", "▄", "▇", "2"] for line in lines(reader.sidebar))
        await reader.pilot.resize_terminal(150, 36)
        await reader.settled()
        assert not any("▇" in line for line in lines(reader.sidebar))
        assert reader.count["Two"] == 2


async def test_in_plain_ascii(three_days: Home) -> None:
    configure(three_days, "[reader]\nascii = true\n")
    async with opened(three_days, (180, 36)) as reader:
        assert all(line.isascii() for line in lines(reader.sidebar))
        assert any(line.split() == ["Two", "-", "=", "2"] for line in lines(reader.sidebar))


@pytest.mark.parametrize("width", [12, 13, 26, 40, 80])
async def test_a_name_is_cut_with_an_ellipsis(three_days: Home, width: int) -> None:
    long = "Grüße/🚀" * 25
    three_days.configure(
        f'[reader]\nsidebar_width = {width}\n[topics."{long}"]\nkeywords = ["diffusion"]\n'
    )
    async with opened(three_days, (180, 36)) as reader:
        (line,) = (line for line in lines(reader.sidebar) if "Gr" in line)
        assert "…" in line
        assert line.split()[-1] == "2"


async def test_a_topic_is_moved_and_stays_chosen(three_days: Home) -> None:
    configure(three_days, "# kept\n")
    async with opened(three_days) as reader:
        await reader.press("h", "G", "<")
        assert names(three_days) == ["One", "Three", "Two"]
        assert reader.sidebar.choice.title == "Three"
        await reader.press("<", "<")
        assert names(three_days) == ["Three", "One", "Two"]
        assert "first topic" in reader.told[-1]
        await reader.type(">", ">")
        await reader.settled()
        assert names(three_days) == ["One", "Two", "Three"]
        assert row_of(reader, "Three") == row_of(reader, "Two") + 1
        assert "▌" in lines(reader.sidebar)[row_of(reader, "Three")]
        await reader.press(">", "g", ">")
        assert "last topic" in reader.told[-2]
        assert "only topics can be moved" in reader.told[-1]
        assert names(three_days) == ["One", "Two", "Three"]
    assert "# kept" in three_days.config_file.read_text()


async def test_counts_are_of_choices_and_not_of_headings(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        await reader.press("h")
        for keys, title in (
            ("7G", "models"),
            ("9G", "One"),
            ("3k", "Followed"),
            ("3j", "One"),
            ("10G", "Two"),
            ("99G", "Three"),
            ("10k", "All"),
        ):
            await reader.press(*keys)
            assert reader.sidebar.choice.title == title
        assert "Views" in lines(reader.sidebar)[0]


async def test_it_is_said_what_is_counted(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        await reader.press("x")
        shown = [line.split() for line in lines(reader.sidebar) if line.strip()]
        legend = {line[0]: line[1:] for line in shown if line[0] in ("Views", "Saved", "Topics")}
        days = {"Views": ["this", "day"], "Saved": ["all", "days"]}
        assert legend == days | {"Topics": ["unread"]}
        counted = {"All": 5, "Unread": 4, "models": 2, "One": 0, "Two": 2}
        assert {title: reader.count[title] for title in counted} == counted


async def test_a_click_on_a_heading_chooses_nothing(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        for heading in ("Views", "Saved", "Topics"):
            row = row_of(reader, heading)
            await reader.pilot.click(reader.sidebar, offset=(4, row))
            await reader.settled()
            assert reader.sidebar.choice.title == "All"
        await reader.pilot.click(reader.sidebar, offset=(4, row_of(reader, "Three")))
        await reader.settled()
        assert reader.sidebar.choice.title == "Three"


async def test_without_topics_it_is_said_how_to_make_one(one_day: Home) -> None:
    one_day.configure("[topics]\n")
    async with opened(one_day, (150, 18)) as reader:
        for _ in range(2):
            at = row_of(reader, "Topics")
            assert "T creates one" in lines(reader.sidebar)[at + 1]
            await reader.press("h", "9", "G")
            assert reader.sidebar.choice.title == "Followed"


async def test_a_saved_view_is_deleted_after_a_question(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        await reader.choose("models")
        await reader.press("h", "d")
        assert "Delete? y/n" in lines(reader.sidebar)[row_of(reader, "▌")]
        assert "models" in reader.told[-1]
        for key in ("n", "escape", "down"):
            await reader.press("d", key, "y")
            assert reader.focused == "Sidebar"
            assert "Delete" not in "\n".join(lines(reader.sidebar))
        await reader.press("up", "delete", "y")
        assert "models" not in "\n".join(lines(reader.sidebar))
        assert "diffusion" in reader.told[-1]
        assert reader.sidebar.choice.title == "ones"
    assert [view.name for view in three_days.session().settings.views] == ["ones"]


async def test_what_is_built_in_is_not_deleted(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("h", "d", "y")
        assert "built in" in reader.told[-1]


async def test_a_topic_is_deleted_after_a_question(three_days: Home) -> None:
    three_days.configure(
        '[reader]  # Mine.\n[topics."World models"] # big\nkeywords = ["number 2", "x"]\n'
        '# The other.\n[topics.Other]\nkeywords = ["diffusion"]\n'
    )
    async with opened(three_days) as reader:
        await reader.choose("World models")
        assert reader.titles == ["Paper number 2"]
        await reader.press("s", "h")
        assert "d delete" in lines(reader.screen.query_one(HintBar))[0]
        await reader.press("d")
        assert "Delete? y/n" in lines(reader.sidebar)[row_of(reader, "▌")]
        assert "World models, which has 2 keywords" in reader.told[-1]
        await reader.press("n")
        assert names(three_days) == ["World models", "Other"]
        await reader.press("d", "y")
        assert "deleted World models" in reader.told[-1]
        assert "World models" not in "\n".join(lines(reader.sidebar))
        assert reader.sidebar.choice.title == "Other"
        await reader.press("g")
        assert len(reader.papers) == 5
        assert not reader.complaints
    text = three_days.config_file.read_text()
    assert text.startswith("[reader]  # Mine.\n")
    assert text.endswith('# The other.\n[topics.Other]\nkeywords = ["diffusion"]\n')
    assert names(three_days) == ["Other"]
    assert three_days.values()["2602.00002"] == {"starred": True}


async def test_escape_leads_back_to_the_list(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("h")
        assert "esc back" in lines(reader.screen.query_one(HintBar))[0]
        await reader.press("escape")
        assert reader.focused == "PaperList"
        await reader.press("slash", *"zzz", "enter", "h")
        assert reader.focused == "Sidebar"
        await reader.press("escape")
        assert reader.focused == "PaperList"
        assert not len(reader.papers)
        await reader.press("escape")
        assert len(reader.papers) == 5


_SPANS = ("days", "day", "month", "year")


async def test_it_is_said_of_which_days_the_counts_are(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:

        def headings() -> list[str]:
            said = (line.strip("▌ ") for line in lines(reader.sidebar))
            return [" ".join(one.split()) for one in said if one.endswith(_SPANS)]

        await reader.press("s", "x")
        assert headings() == ["Views this day", "all days", "Saved all days"]
        await reader.press("minus")
        assert headings() == ["Views this month", "all days", "Saved all days"]
        await reader.choose("Starred")
        await reader.press("plus")
        assert headings() == ["Views this month", "this year", "Saved this year"]


async def test_a_question_is_answered_by_the_mouse(three_days: Home) -> None:
    configure(three_days, VIEWS)
    async with opened(three_days) as reader:
        for where in ("n", "D", "y"):
            await reader.choose("models")
            await reader.press("h", "d")
            row = row_of(reader, "Delete?")
            at = lines(reader.sidebar)[row].rindex(where)
            await reader.pilot.click(reader.sidebar, offset=(at, row))
            await reader.settled()
            assert ("models" in "\n".join(lines(reader.sidebar))) == (where != "y")


async def test_a_click_chooses_and_a_double_click_opens_the_topic(three_days: Home) -> None:
    async with opened(three_days) as reader:
        row = row_of(reader, "Diffusion")
        await reader.pilot.click(reader.sidebar, offset=(4, row))
        await reader.settled()
        assert (reader.sidebar.choice.title, reader.on_top) == ("Diffusion", "ReaderScreen")
        await reader.pilot.click(reader.sidebar, offset=(4, row), times=2)
        await reader.settled()
        assert reader.on_top == "WorkbenchScreen"


async def test_a_double_click_on_a_view_leads_to_its_papers(three_days: Home) -> None:
    async with opened(three_days) as reader:
        row = row_of(reader, "Unread")
        await reader.pilot.click(reader.sidebar, offset=(4, row), times=2)
        await reader.settled()
        assert (reader.sidebar.choice.title, reader.focused) == ("Unread", "PaperList")


def wheel(widget: Widget, *, down: bool) -> None:
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    widget.post_message(kind(widget, 5, 5, 0, 0, 0, False, False, False))


async def test_the_wheel_leaves_the_choice_and_says_where_it_is(one_day: Home) -> None:
    topics = "".join(f'[topics."T{n}"]\nkeywords = ["x{n}"]\n' for n in range(300))
    one_day.configure(f"[reader]\nanimations = false\n{topics}")
    async with opened(one_day) as reader:
        for _ in range(10):
            wheel(reader.sidebar, down=True)
        await reader.settled()
        shown = lines(reader.sidebar)
        assert not any("All" in line for line in shown)
        assert [at for at, line in enumerate(shown) if "▲" in line] == [0]
        assert reader.sidebar.choice.title == "All"
        assert len(reader.titles) == 5
        await reader.press("h", "G")
        assert reader.sidebar.choice.title == "T299"
        for _ in range(20):
            wheel(reader.sidebar, down=False)
        await reader.settled()
        assert "▼" in lines(reader.sidebar)[-1]
        await reader.press("k")
        assert reader.sidebar.choice.title == "T298"
        assert "T298" in "\n".join(lines(reader.sidebar))
        assert "▼" not in "\n".join(lines(reader.sidebar))


async def test_what_a_key_does_out_of_sight_is_seen(long_day: Home) -> None:
    long_day.configure("[reader]\nanimations = false\n")
    async with opened(long_day) as reader:
        for _ in range(20):
            wheel(reader.papers, down=True)
        await reader.settled()
        assert "Paper number 1" not in reader.titles
        await reader.press("s")
        assert "Paper number 1" in reader.titles
        assert "★" in lines(reader.papers)[0]


async def drag(reader: Reader, to: int) -> None:
    """Drag the border of the sidebar to a column."""
    divider = reader.screen.query_one(Divider)
    await reader.pilot.mouse_down(divider, offset=(0, 5))
    await reader.pilot.hover(reader.screen, offset=(to, 8))
    await reader.pilot.mouse_up(reader.screen, offset=(to, 8))
    await reader.settled()


async def test_the_sidebar_is_resized_by_its_border(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await drag(reader, 40)
        assert reader.sidebar.size.width == 40
        assert reader.papers.region.x == 41
        assert one_day.session().settings.sidebar_width == 40
        await drag(reader, 2)
        assert reader.sidebar.size.width == 12
        await drag(reader, 119)
        assert reader.sidebar.size.width == 50
        assert one_day.session().settings.sidebar_width == 50
    async with opened(one_day) as reader:
        assert reader.sidebar.size.width == 50
        await reader.pilot.hover(reader.screen, offset=(60, 8))
        assert reader.sidebar.size.width == 50


async def test_a_wide_sidebar_leaves_room_on_a_small_screen(one_day: Home) -> None:
    one_day.configure("[reader]\nsidebar_width = 45\n")
    async with opened(one_day, (180, 45)) as reader:
        widths = {}
        for columns in (180, 160, 120, 100, 80, 60, 30):
            await reader.pilot.resize_terminal(columns, 24)
            await reader.settled()
            await reader.press("h")
            widths[columns] = reader.sidebar.size.width
            divider = reader.screen.query_one(Divider)
            await reader.pilot.click(divider, offset=(0, 5))
        await reader.settled()
    assert widths == {180: 59, 160: 45, 120: 40, 100: 33, 80: 26, 60: 26, 30: 20}
    assert one_day.session().settings.sidebar_width == 45


async def test_a_wide_screen_adds_the_room_of_the_sparklines(one_day: Home) -> None:
    async with opened(one_day, (180, 36)) as reader:
        assert reader.sidebar.size.width == 40
        await drag(reader, 44)
        assert reader.sidebar.size.width == 44
        assert one_day.session().settings.sidebar_width == 30
        await reader.pilot.resize_terminal(150, 36)
        await reader.settled()
        assert reader.sidebar.size.width == 30


async def test_a_hint_is_a_button(one_day: Home) -> None:
    async with opened(one_day) as reader:
        bar = reader.screen.query_one(HintBar)
        (line,) = lines(bar)
        await reader.pilot.click(bar, offset=(line.index("star"), 0))
        await reader.settled()
        assert reader.count["Starred"] == 1
        assert reader.focused == "PaperList"
        await reader.pilot.click(bar, offset=(len(line.rstrip()) + 3, 0))
        await reader.pilot.click(bar, offset=(line.index("? help"), 0))
        await reader.settled()
        assert reader.on_top == "HelpScreen"


async def test_a_click_takes_a_message_away(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("]")
        bar = reader.screen.query_one(HintBar)
        assert "newest" in lines(bar)[0]
        await reader.pilot.click(bar, offset=(3, 0))
        await reader.settled()
        assert "star" in lines(bar)[0]
        assert reader.count == {"All": 5, "Unread": 5, "First": 5}


async def test_the_place_to_look_in_is_a_button(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash", *"number")
        assert len(reader.papers) == 5
        await reader.pilot.click("#filter-scope")
        await reader.settled()
        assert len(reader.papers) == 9


SIZES = [(200, 50), (160, 45), (120, 36), (80, 24), (60, 18), (20, 6), (1, 1), (60, 18), (150, 36)]


async def test_nothing_overlaps_at_any_size(three_days: Home) -> None:
    async with opened(three_days, SIZES[0]) as reader:
        for size in SIZES:
            await reader.pilot.resize_terminal(*size)
            await reader.settled()
            for keys in ((), ("h",), ("l",)):
                await reader.press(*keys)
                panes = [reader.sidebar, reader.screen.query_one(Divider)]
                panes += [reader.papers, reader.abstract]
                shown = [pane for pane in panes if pane.display and pane.region.area]
                assert all(
                    not one.region.overlaps(other.region)
                    for at, one in enumerate(shown)
                    for other in shown[at + 1 :]
                )
                on_screen = Region(0, 0, *size)
                assert size == (1, 1) or all(
                    map(on_screen.contains_region, (p.region for p in shown))
                )
                for pane in shown[:1]:
                    room = pane.scrollable_content_region.width
                    assert {pane.render_line(y).cell_length for y in range(pane.size.height)} <= {
                        room
                    }
        assert reader.complaints == []
        assert reader.count["Diffusion"] == 2


async def test_a_topic_that_is_called_like_a_view_is_chosen_as_a_topic(one_day: Home) -> None:
    one_day.configure('[topics.Starred]\nkeywords = ["number"]\n')
    async with opened(one_day) as reader:
        made = SidebarRow(ALL, "Starred")
        changed = SettingsJob.SettingsChanged(Selection(made.view, made.topic))
        reader.screen.browser.post_message(changed)
        await reader.settled()
        assert reader.sidebar.choice == made


async def test_all_marks_are_read_once(three_days: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # What ranks reads them, too, whenever the machine gets round to it: count this job's reading.
    read: list[int] = []

    def counted(marks: list[Mark]) -> KeptPapers:
        read.append(1)
        return KeptPapers(marks)

    monkeypatch.setattr("paperterm.tui.jobs.marks.KeptPapers", counted)
    async with opened(three_days) as reader:
        await reader.press("s", "#", *"them", "enter", "[", "s", "[", "]")
        assert reader.count["Starred"] == 2
        await reader.press("#", "t", "h")
        await reader.press("right", "enter")
        assert reader.papers.current
        assert reader.papers.current.mark.tag_names == ("them",)
    assert read == [1]
