"""The topic workbench: what is typed, what it would match meanwhile, and what is saved."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import events
from textual.dom import DOMNode
from textual.widgets import Static

from paperterm.config.defaults import topic_text
from paperterm.model import Day
from paperterm.session import Session
from paperterm.session.drafts import Draft
from paperterm.topics import Match, Topic
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.workbench.bar_chart import BarChart
from paperterm.tui.workbench.category_field import Code
from paperterm.tui.workbench.match_choice import MatchChoice
from paperterm.tui.workbench.overlaps import Overlaps
from paperterm.tui.workbench.preview import PreviewCounts
from paperterm.tui.workbench.samples import Samples
from paperterm.tui.workbench.screen import Question, WorkbenchScreen
from paperterm.tui.workbench.word_lines import LONGEST, Gutter
from tests.tui.driving import Reader, Size, lines, opened
from tests.tui.home import DAY, Home, paper

ABSTRACT = "We study how diffusion helps a robot to plan its next steps in a world of tools."
CONFIG = """\
# Mine.
[topics.Bots]   # of all kinds
keywords = ["robot"]  # not "bot"

[topics.Other]
keywords = ["diffusion"]
"""


class Bench:
    """A workbench that is open, and what it gave back."""

    def __init__(self, reader: Reader, screen: WorkbenchScreen) -> None:
        self.reader = reader
        self.screen = screen
        self.given: list[Topic | None] = []

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they ask for is done and shown."""
        for key in keys:
            # Letters go to the field at once, and keys that do something by way of the app.
            if len(key) > 1:
                await self.reader.settled()
            self.hit(key)
            if len(key) > 1:
                await self.reader.settled()
        await self.settled()

    def hit(self, *keys: str) -> None:
        """Hit keys that the terminal sends at once; a single character is typed."""
        for key in keys:
            if len(key) > 1:
                self.reader.app.simulate_key(key)
            else:
                name = key if key.isalnum() else unicodedata.name(key).lower().replace(" ", "_")
                self.reader.app.post_message(events.Key(name, key))

    async def settled(self) -> None:
        await self.reader.settled()
        await asyncio.to_thread(self.screen.previewer.settle)
        await self.reader.settled()

    @property
    def is_open(self) -> bool:
        return self.reader.app.screen is self.screen

    @property
    def focused(self) -> str:
        """The field with the keys."""
        there = self.screen.focused
        assert there
        return next(one.id for one in there.ancestors_with_self if one.id)

    @property
    def figures(self) -> list[str]:
        return [
            line.strip() for line in lines(self.screen.query_one(PreviewCounts)) if line.strip()
        ]

    @property
    def titles(self) -> list[str]:
        shown = lines(self.screen.query_one(Samples))[::2]
        return [line.rstrip() for line in shown if line.strip()]

    @property
    def wrong(self) -> str:
        line = self.screen.query_one("#wrong", Static)
        return str(line.content) if line.display else ""

    def beside(self, field: str) -> list[list[str]]:
        """The figures beside the lines of a field."""
        told = lines(self.screen.query_one(f"#{field}").query_one(Gutter))
        return [line.split() for line in told if line.strip()]


@asynccontextmanager
async def bench(
    home: Home, topic: str | None = None, size: Size = (160, 45)
) -> AsyncIterator[Bench]:
    """Open the workbench on the keywords of a topic, or on the name of a new one."""
    async with opened(home, size) as reader:
        session = home.session()
        told = session.topic(topic) if topic else None
        job = reader.screen.browser.jobs.settings
        screen = WorkbenchScreen(session, job, told, Draft("topic", topic or ""), Day.parse(DAY))
        one = Bench(reader, screen)
        await reader.app.push_screen(screen, one.given.append)
        await one.settled()
        if topic:
            assert one.focused == "name"
            await one.press("enter")
        yield one


@pytest.fixture
def robots(home: Home) -> Home:
    """Three days; on the newest three papers about robots, one of them in cs.RO."""
    home.configure(CONFIG)
    home.bring(
        paper(1, title="A robot that cooks", categories=["cs.RO"]),
        paper(2, abstract=ABSTRACT),
        paper(3, title="Nanorobots"),
        paper(4, title="Nothing of the kind"),
        paper(11, "2026-02-11", title="Another robot"),
        paper(12, "2026-02-11", title="Diffusion only"),
        paper(21, "2026-02-10", title="Old news"),
    )
    return home


async def test_what_is_typed_is_matched_at_every_key(robots: Home) -> None:
    async with bench(robots) as one:
        assert one.focused == "name"
        assert one.figures == ["type a keyword to see what it matches"]
        await one.press(*"Plans", "tab", *"robo")
        assert one.figures[0].startswith("4 in 3 days")
        assert "3 on 12 Feb" in one.figures[0]
        assert one.figures[1].startswith("4 in all")
        assert one.titles[0] == "   A robot that cooks"
        await one.press(*"ts")
        assert one.figures[0].startswith("1 in 3 days")
        assert one.titles == ["   Nanorobots"]
        await one.press("backspace", *" + plan")
        assert one.titles == ["   Paper number 2"]
        assert one.beside("keywords") == [["1", "+1", "1", "+1"]]


async def test_the_bars_are_the_days(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        *bars, dates = lines(one.screen.query_one(BarChart))
        assert bars[0].split() == ["3", "███████"]
        assert bars[-1].split() == ["0", "███████", "███████"]
        assert dates.split() == ["10", "Feb", "12", "Feb"]


async def test_each_line_says_what_it_does_and_what_only_it_does(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press("enter", *"cooks", "enter", *"ROBOT", "enter", *"zzz", "tab", *"nano")
        assert one.beside("keywords") == [
            ["3", "·", "3", "·"],
            ["1", "·", "1", "·"],
            ["twice"],
            ["0", "·", "0", "·"],
        ]
        assert one.beside("filters") == [["−1", "−1", "−1", "−1"]]
        assert "·  −1  ·" in one.figures[0]
        assert " - Nanorobots" in one.titles


async def test_other_topics_that_share_papers_are_named(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        told = lines(one.screen.query_one(Overlaps))
        assert told[1].split()[0] == "Other"
        assert told[1].split()[-3:] == ["1", "25", "%"]
        await one.press("end", *"zz")
        assert "Shares nothing" in lines(one.screen.query_one(Overlaps))[0]


async def test_a_topic_is_saved_in_its_place_and_comments_stay(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press("enter", *"cook + book", "tab", *"nano", "ctrl+s")
        assert not one.is_open
        saved = Topic("Bots", (("robot",), ("cook", "book")), ("nano",))
        assert one.given == [saved]
    text = robots.config_file.read_text()
    assert text.startswith("# Mine.\n[topics.Bots]   # of all kinds\n")
    assert robots.session().settings.topics[0] == saved
    assert text.endswith(CONFIG[CONFIG.index("[topics.Other]") :])


async def test_what_was_edited_meanwhile_stays(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        robots.configure(CONFIG.replace("[topics.Other]", 'filters = ["mine"]\n[topics.Other]'))
        await one.press("enter", *"zz", "ctrl+s")
    saved = Topic("Bots", (("robot",), ("zz",)), ("mine",))
    assert robots.session().settings.topics[0] == saved


async def test_a_new_topic_is_saved_with_all_it_has(robots: Home) -> None:
    async with bench(robots) as one:
        keys = [*"Chefs / 🧑", "tab", *"cook", "tab", *"nano", "tab", *"robot", "enter", "tab"]
        await one.press(*keys, "space", "ctrl+s")
        wanted = Topic("Chefs / 🧑", (("cook",),), ("nano",), Match.WORD, ("cs.RO",))
        assert one.given == [wanted]
    assert robots.session().settings.topics[-1] == wanted
    assert robots.config_file.read_text() == f"{CONFIG}\n{topic_text(wanted)}"


async def test_a_topic_is_renamed(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press("shift+tab", *"Robots", "enter", "enter", *"arm", "ctrl+s")
        assert one.given == [Topic("Robots", (("robot",), ("arm",)))]
    assert [topic.name for topic in robots.session().settings.topics] == ["Robots", "Other"]


async def test_without_a_change_one_is_back_at_once(robots: Home) -> None:
    for key in ("escape", "ctrl+s"):
        async with bench(robots, "Bots") as one:
            await one.press("x", "backspace", key)
            assert not one.is_open
            assert one.given == [None]
    assert robots.config_file.read_text() == CONFIG


async def test_changes_are_asked_about_and_none_is_lost_by_a_slip(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press("enter", *"cook", "escape")
        assert one.focused == "question"
        assert "y saves" in one.reader.text()
        await one.press("x", "escape")
        assert one.focused == "keywords"
        await one.press("s", "escape", "escape", "escape", "y")
        assert one.given == [Topic("Bots", (("robot",), ("cooks",)))]
    assert robots.session().settings.topics[0] == one.given[0]


async def test_changes_are_dropped_only_when_one_says_so(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press(*"zz", "escape")
        await one.press("n")
        assert one.given == [None]
    assert robots.config_file.read_text() == CONFIG


async def test_who_quits_is_asked_too(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press(*"zz", "ctrl+q")
        assert one.focused == "question"
        await one.press("escape", "backspace", "escape", "escape", "ctrl+q")
        assert one.focused == "question"
        assert one.reader.app.is_running
        await one.press("n")
        assert one.reader.app.return_code == 0
    assert robots.config_file.read_text() == CONFIG


WRONG = [
    ((*["backspace"] * 5, "ctrl+s"), "name", "name: a topic needs a name"),
    ((*"OTHER", "ctrl+s"), "name", "name: Other already exists"),
    ((*"New", "ctrl+s"), "keywords", "keywords: a topic needs a keyword"),
    (
        (*"New", "tab", "a", "tab", "tab", *"cs.ZZ", "ctrl+s"),
        "categories",
        "categories: cs.ZZ is not an arXiv category",
    ),
]


@pytest.mark.parametrize(("keys", "field", "says"), WRONG, ids=[one[2] for one in WRONG])
async def test_what_is_wrong_is_one_line_and_the_keys_go_there(
    robots: Home, keys: tuple[str, ...], field: str, says: str
) -> None:
    async with bench(robots, size=(60, 18)) as one:
        await one.press(*keys)
        assert one.is_open
        assert one.focused == field
        assert one.wrong.startswith(says)
        assert says in one.reader.text()
        await one.press("a")
        assert not one.wrong
        assert not one.given
    assert robots.config_file.read_text() == CONFIG


async def test_a_file_that_cannot_be_edited_is_told_and_nothing_is_lost(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        robots.configure("[topics.Bots\n")
        await one.press(*"ics", "ctrl+s")
        assert one.is_open
        assert "line 1" in one.wrong
        robots.configure(CONFIG)
        await one.press("ctrl+s")
        assert one.given == [Topic("Bots", (("robotics",),))]


async def test_categories_are_completed(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        await one.press("tab", "tab", *"machine le")
        assert "cs.LG  Machine Learning" in one.reader.text()
        await one.press("down", "enter")
        field = one.screen.query_one(Code)
        assert field.value == "stat.ML "
        await one.press(*["backspace"] * 8, *"robot", "enter")
        assert field.value == "cs.RO "
        assert one.figures[0].startswith("1 in 3 days")
        await one.press("enter")
        assert one.focused == "match"


async def test_whole_words_are_one_key_away(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        assert one.figures[0].startswith("4 in 3 days")
        await one.press("tab", "tab", "tab", "space")
        assert one.figures[0].startswith("3 in 3 days")
        assert " - Nanorobots" in one.titles
        await one.press("space")
        assert one.figures[0].startswith("4 in 3 days")


@pytest.mark.parametrize("size", [(160, 45), (90, 30), (80, 24), (60, 18)])
async def test_both_ways_to_match_are_seen_and_how_to_choose(robots: Home, size: Size) -> None:
    async with bench(robots, "Bots", size) as one:
        (line,) = lines(one.screen.query_one(MatchChoice))
        assert "● inside" in line
        assert "○ whole words" in line
        await one.press("tab", "tab", "tab", "space")
        (line,) = lines(one.screen.query_one(MatchChoice))
        assert "○ inside" in line
        assert "● whole words" in line
        assert "space switch" in lines(one.screen.query_one(HintBar))[0]


async def test_only_what_is_proposed_is_offered(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        bar = one.screen.query_one(HintBar)
        await one.press("tab", "tab")
        assert "complete" not in lines(bar)[0]
        await one.press(*"rob")
        assert "enter complete" in lines(bar)[0]
        assert "down next" in lines(bar)[0]
        await one.press(*"zzz")
        assert "complete" not in lines(bar)[0]
        await one.press(*["backspace"] * 3)
        assert "complete" in lines(bar)[0]
        await one.press("tab")
        assert "complete" not in lines(bar)[0]
        assert "space switch" in lines(bar)[0]


async def test_an_example_says_that_it_is_one(robots: Home) -> None:
    async with bench(robots) as one:
        assert "for example:" in one.reader.text()
        await one.press("enter", *"robot")
        assert "for example:" not in one.reader.text()


async def test_keys_that_are_sent_together_are_all_typed(robots: Home) -> None:
    async with bench(robots) as one:
        one.hit(*"Chefs", "tab", *"cook", "enter", *"robot", "ctrl+s")
        await one.settled()
        await one.settled()
        assert one.given == [Topic("Chefs", (("cook",), ("robot",)))]


@pytest.mark.parametrize("size", [(200, 50), (160, 45), (120, 36), (80, 24), (60, 18)])
async def test_nothing_that_is_needed_is_missing_at_any_size(robots: Home, size: Size) -> None:
    async with bench(robots, "Bots", size) as one:
        said = one.reader.text()
        for needed in (
            "Bots",
            "robot",
            "4 in 3 days",
            "4 in all",
            "Only in",
            "inside",
            "whole words",
            "esc",
        ):
            assert needed in said
        await one.press("tab", "tab", "tab", "tab")
        assert one.focused == "samples"
        assert "A robot that cooks" in one.reader.text()
        assert one.screen.query_one(Samples).size.height >= 4
        await one.press("tab")
        assert one.focused == "name"
        assert "Only in" in one.reader.text()


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 10)])
async def test_a_tiny_terminal_is_survived(robots: Home, size: Size) -> None:
    async with bench(robots, "Bots") as one:
        await one.reader.pilot.resize_terminal(*size)
        await one.press("x", "tab", "tab", *"robot", "enter", "escape")
        await one.reader.pilot.resize_terminal(160, 45)
        await one.press("escape")
        assert "robotx" in one.reader.text()


HOSTILE = [
    "[bold]robot[/bold] [/x] [@click=app.bell]",
    "robot \x1b[31m \x9b \u202e \u200b e\u0301\u0301",
    "机器人 robot 🧑\u200d🔬 ﷽",
    "robot" * 400,
]


@pytest.mark.parametrize("size", [(160, 45), (60, 18)])
async def test_hostile_titles_and_topics_are_drawn_as_text(home: Home, size: Size) -> None:
    topics = [Topic(f"{number} [b] {'x' * 200}/🧠", (("robot",),)) for number in range(300)]
    home.configure("".join(map(topic_text, topics)))
    home.bring(*(paper(nth, title=text, abstract=text) for nth, text in enumerate(HOSTILE, 1)))
    async with bench(home, topics[0].name, size) as one:
        await one.press("enter", *"[bold", "tab", "tab", "tab", "tab")
        assert one.figures[0].startswith("4 in 1 day")
        assert "[b] xxx" in one.reader.text()
        assert "[bold]robot[/bold] [/x]"[: size[0] - 30] in "".join(one.titles)
        for kind in (Samples, Overlaps, PreviewCounts, BarChart):
            widget = one.screen.query_one(kind)
            assert {cell_len(line) for line in lines(widget)} <= {widget.size.width}


async def test_a_book_is_not_pasted_by_mistake(robots: Home) -> None:
    async with bench(robots, "Bots") as one:
        app = one.reader.app
        app.post_message(events.Paste("robot " * LONGEST))
        await one.settled()
        assert "too long" in one.wrong
        app.post_message(events.Paste("ics\ncook"))
        await one.settled()
        assert one.beside("keywords")[1][:2] == ["1", "+1"]
        await one.press("ctrl+s")
        assert one.given == [Topic("Bots", (("robotics",), ("cook",)))]


async def test_ascii_mode_draws_no_block(robots: Home) -> None:
    robots.configure(f"[reader]\nascii = true\n{CONFIG}")
    async with bench(robots, "Bots") as one:
        assert "\n".join(lines(one.screen.query_one(BarChart))).isascii()
        assert "\n".join(lines(one.screen.query_one(MatchChoice))).isascii()


async def test_an_empty_library_says_so(home: Home) -> None:
    async with bench(home, "LLM") as one:
        assert "the library is empty" in one.figures[0]


WHERE = [
    (WorkbenchScreen, ()),
    (Code, ("tab", "tab")),
    (MatchChoice, ("tab", "tab", "tab")),
    (Question, ("x", "escape")),
]


@pytest.mark.parametrize(("owner", "first"), WHERE, ids=[owner.__name__ for owner, _ in WHERE])
async def test_every_key_reaches_its_method(
    robots: Home, monkeypatch: pytest.MonkeyPatch, owner: type[DOMNode], first: tuple[str, ...]
) -> None:
    async with bench(robots, "Bots") as one:
        await one.press(*first)
        for action in ACTIONS:
            if action.owner != owner.__name__:
                continue
            reached: list[str] = []
            method = "action_" + action.id.partition("(")[0]
            monkeypatch.setattr(
                owner, method, lambda _, *args, reached=reached: reached.append(str(args))
            )
            await one.reader.type(*action.keys)
            assert len(reached) == len(action.keys), action


async def test_the_session_knows_the_topic_that_was_saved(robots: Home) -> None:
    async with opened(robots) as reader:
        session: Session = robots.session()
        job = SettingsJob(session, reader.screen.post_message, str)
        screen = WorkbenchScreen(session, job, None, Draft("new topic", ""), None)
        await reader.app.push_screen(screen)
        one = Bench(reader, screen)
        await one.press(*"New", "tab", *"robot", "ctrl+s")
        await asyncio.to_thread(job.settle)
        job.close()
        assert session.topic("New").keywords == (("robot",),)


async def test_a_comma_is_part_of_a_keyword(robots: Home) -> None:
    async with bench(robots, None) as one:
        await one.press(*"Both", "enter", *"robot, drone")
        assert "the comma is part of the word; use one line" in one.reader.text()
        await one.press("home", '"', "end", '"')
        assert "the comma is part" not in one.reader.text()
        await one.press("enter", *"a,b", "ctrl+s")
    assert 'keywords = ["robot, drone", "a,b"]' in robots.config_file.read_text()
    async with bench(robots, "Both") as one:
        assert '"robot, drone"' in one.reader.text()
        await one.press("enter", "x", "ctrl+s")
    assert 'keywords = ["robot, drone", "a,b", "x"]' in robots.config_file.read_text()
