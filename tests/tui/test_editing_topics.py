"""t and T from the desk: a topic is edited or made, and the list follows."""

from paperterm.tui.widgets.hint_bar import HintBar
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home


async def in_workbench(reader: Reader, *keys: str) -> None:
    for key in keys:
        await reader.type(key)
    await reader.settled()


async def test_a_new_topic_is_made_and_shown(three_days: Home) -> None:
    async with opened(three_days, (160, 45)) as reader:
        await reader.press("T")
        assert reader.on_top == "WorkbenchScreen"
        await in_workbench(reader, *"Mine", "tab", *"number 3", "ctrl+s")
        assert reader.on_top == "ReaderScreen"
        assert reader.sidebar.choice.title == "Mine"
        assert reader.titles == ["Paper number 3"]
    assert "[topics.Mine]" in three_days.config_file.read_text()


async def test_the_chosen_topic_is_edited(three_days: Home) -> None:
    async with opened(three_days, (160, 45)) as reader:
        await reader.press("t")
        assert "press T for a new one" in reader.told[-1]
        await reader.choose("Diffusion")
        await reader.press("t")
        assert reader.on_top == "WorkbenchScreen"
        await in_workbench(reader, "escape")
        assert reader.on_top == "ReaderScreen"
        assert reader.titles == ["Paper number 2", "Paper number 4"]


async def test_a_topic_is_renamed_from_the_sidebar(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("h", "G")
        assert reader.sidebar.choice.title == "Benchmark"
        assert "t edit" in lines(reader.screen.query_one(HintBar))[0]
        await reader.press("t")
        await in_workbench(reader, *"Measures", "ctrl+s")
        assert (reader.on_top, reader.sidebar.choice.title) == ("ReaderScreen", "Measures")
    names = [topic.name for topic in three_days.session().settings.topics]
    assert names[-1] == "Measures"
    assert "Benchmark" not in names


async def test_a_topic_with_categories_is_edited_and_listed_anew(three_days: Home) -> None:
    three_days.configure('[topics.Few]\nkeywords = ["number 1"]\ncategories = ["cs.CV"]\n')
    async with opened(three_days, (160, 45)) as reader:
        await reader.choose("Few")
        assert reader.titles == ["Paper number 1"]
        await reader.press("t")
        assert reader.on_top == "WorkbenchScreen"
        await in_workbench(reader, "enter", *"x", "backspace", "enter", *"number 3", "ctrl+s")
        assert reader.on_top == "ReaderScreen"
        assert reader.titles == ["Paper number 1", "Paper number 3"]
