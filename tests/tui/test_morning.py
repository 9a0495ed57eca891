"""A whole morning by keyboard, and what the files and the exports say afterwards."""

import json

from tests.tui.driving import opened
from tests.tui.home import Home, paper

PAPERS = 24


def morning() -> list[dict[str, object]]:
    """A day of papers, every third about robots, and some of the evening before."""
    return [
        *(
            paper(
                number,
                kind="replace" if number % 8 == 0 else "new",
                abstract="A robot learns." if number % 3 == 0 else "A model is compared.",
            )
            for number in range(1, PAPERS + 1)
        ),
        *(paper(number, "2026-02-11", kind="new") for number in range(41, 46)),
    ]


async def test_a_morning(home: Home) -> None:
    home.configure('[topics.Models]\nkeywords = ["model"]\n')
    home.bring(*morning())
    async with opened(home, (160, 45)) as reader:
        # Through the day: every paper to read, and the fives of them starred.
        seen: list[str] = []
        starred = 0
        while "12 Feb" in reader.place and len(seen) < PAPERS:
            seen.append(reader.current)
            if len(seen) % 4 == 0 and starred < 5:
                await reader.press("s")
                starred += 1
            await reader.press("r", "space")
        assert len(seen) == PAPERS - 3, "replacements are passed over"
        assert "11 Feb" in reader.place, "then on to the evening before"
        assert starred == 5
        assert reader.count["Starred"] == 5

        # Two tags, a note, and three steps back and one forth.
        await reader.press("]", "g", "#", *"robots later", "enter", "j", "#", *"later", "enter")
        await reader.press("j", "a", *"read again", "escape")
        await reader.press("x", "b", "s", "u", "u", "u", "ctrl+r")

        # Find, keep as a view, build a topic, export.
        await reader.press("slash", *"robot", "enter", "V", *"bots", "enter")
        assert reader.sidebar.choice.title == "bots"
        assert len(reader.papers) == PAPERS // 3
        await reader.press("T")
        for key in (*"Robots", "tab", *"robot", "ctrl+s"):
            await reader.type(key)
        await reader.settled()
        assert reader.sidebar.choice.title == "Robots"
        await reader.press("e", "enter")

    marks = home.values()
    assert sum(bool(row.get("starred")) for row in marks.values()) == 5
    assert sum(bool(row.get("read")) for row in marks.values()) >= PAPERS - 3
    tagged = {id_: sorted(row["tags"]) for id_, row in home.marks().items() if row.get("tags")}
    assert tagged == {"2602.00001": ["later", "robots"], "2602.00002": ["later"]}
    assert marks["2602.00003"]["note"] == ["read again"]
    text = home.config_file.read_text()
    assert 'bots = "robot*"' in text
    assert "[topics.Robots]" in text
    ((name, content),) = home.exported().items()
    assert name.startswith("2026-02-12-Robots")
    assert content.count(b"https://arxiv.org/abs/") >= PAPERS // 3
    assert json.loads(home.day_file("2026-02-12").read_bytes())["papers"].keys() == {
        f"2602.{number:05}" for number in range(1, PAPERS + 1)
    }
