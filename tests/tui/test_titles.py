"""The titles in the list: on two lines, with hits highlighted, beside what differs in the rows."""

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

LONG = "Learning When to Think: Adaptive Reasoning for the Test-Time Compute Allocation of Models"


def found(reader: Reader, y: int) -> list[str]:
    """The highlighted words of a line of the list."""
    ink = reader.papers.style_for("found")
    return [text for text, style, _ in reader.papers.render_line(y) if style and style == ink]


async def test_a_title_flows_and_leaves_the_end_of_its_second_line_to_the_columns(
    home: Home,
) -> None:
    home.bring(paper(1, title=LONG), paper(2))
    async with opened(home, (80, 24)) as reader:
        first, second, third, fourth = (line.strip(" ▌") for line in lines(reader.papers)[:4])
        assert first == "●   Learning When to Think: Adaptive Reasoning for the Test-Time Compute"
        assert second.startswith("Allocation of Models     ")
        assert second.endswith("  Ada Author, Ben Writer · cs.CV")
        assert (third, fourth) == ("●   Paper number 2", "Ada Author, Ben Writer · cs.CV")


async def test_the_date_is_shown_only_where_rows_differ_in_it(three_days: Home) -> None:
    async with opened(three_days) as reader:
        assert "Feb" not in "".join(lines(reader.papers))
        await reader.press("/", *"diffusion", "enter")
        assert reader.titles == ["Paper number 2", "Paper number 4"]
        assert "Feb" not in "".join(lines(reader.papers))
        await reader.press("escape")
        assert "Feb" not in "".join(lines(reader.papers))
        await reader.press("-", "-", "-", "S", "j", "enter")
        assert "12 Feb 2026" in "".join(lines(reader.papers))


async def test_a_hit_is_highlighted_on_both_lines(home: Home) -> None:
    home.bring(paper(1, title=f"{LONG}: $\\alpha$-模型 models"))
    async with opened(home, (80, 24)) as reader:
        await reader.press("/", *"model", "enter")
        await reader.settled()
        assert "α-模型" in lines(reader.papers)[1]
        assert found(reader, 0) == []
        assert found(reader, 1) == ["Models", "models"]
        await reader.press("/", "ctrl+u", *"think allocation", "enter")
        assert (found(reader, 0), found(reader, 1)) == (["Think"], ["Allocation"])
