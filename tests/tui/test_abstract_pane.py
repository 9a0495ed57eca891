"""The abstract pane: what it draws at every width, where `n` goes, and what a click does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.style import Style as Look

from paperterm.query.parse import parse
from paperterm.text.links import Label, Link
from paperterm.topics import Topic
from paperterm.tui.abstract.article import article
from paperterm.tui.abstract.pane import AbstractPane, Frame
from paperterm.tui.abstract.paragraph import AuthorSpan, Paragraph
from paperterm.tui.draw.stylesheets import stylesheets
from paperterm.tui.jobs.messages import Notice
from tests.building import entry, paper
from tests.tui.driving import lines, opened
from tests.tui.home import Home
from tests.tui.home import paper as brought
from tests.tui.test_hostile_text import TEXTS, steers

TOLD = (Notice, AbstractPane.LinkChosen, AbstractPane.AuthorChosen)
WIDTHS = range(1, 201)
WORDS = Paragraph(" ".join(f"word{number}" for number in range(300)))


class Shown(App[None]):
    """An app with nothing but the pane."""

    CSS_PATH = [*stylesheets()]

    def compose(self) -> ComposeResult:
        yield AbstractPane(id="abstract")


@dataclass
class Showing:
    """The pane in an app, and what it told."""

    pane: AbstractPane
    pilot: Pilot[None]
    told: list[Message] = field(default_factory=list)

    async def show(self, *paragraphs: Paragraph) -> None:
        """Show paragraphs, and wait until they are drawn."""
        self.pane.show(paragraphs)
        await self.pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()

    async def widen(self, width: int) -> None:
        """Another width of the pane alone, which is quicker."""
        self.pane.styles.width = width
        while self.pane.size.width != width:
            await self.pilot.pause(0)

    def drawn(self) -> list[str]:
        """Every line of the paper, seen or not, without the bar; each as wide as the pane."""
        width = self.pane.size.width
        frame = Frame.of(width)
        found: list[str] = []
        while len(found) < 10 or any(found[-10:]):
            line = self.pane.render_line(len(found))
            assert line.cell_length == cell_len(line.text) == width
            found.append(line.text[: len(line.text) - frame.bar].rstrip())
        return found


@asynccontextmanager
async def showing(width: int = 40, height: int = 10) -> AsyncIterator[Showing]:
    """Show the pane on a terminal of some size."""
    told: list[Message] = []

    def listen(message: Message) -> None:
        chosen = isinstance(message, TOLD)
        if chosen and message not in told:
            told.append(message)

    app = Shown()
    async with app.run_test(size=(width, height), message_hook=listen) as pilot:
        yield Showing(app.query_one(AbstractPane), pilot, told)


def solid(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def expected(paragraphs: Sequence[Paragraph], width: int) -> str:
    """All that must be drawn; where there is one column, a wide character is an ellipsis."""
    text = solid("".join(f"{one.label or ''}{one.text}" for one in paragraphs))
    if Frame.of(width).room > 1:
        return text
    graphemes = split_graphemes(text)[0]
    return "".join("…" if size > 1 else text[start:end] for start, end, size in graphemes)


def hostile(text: str) -> list[Paragraph]:
    """The paragraphs of a paper in which a text stands everywhere."""
    one = paper(
        title=text,
        authors=(text, text[:40]),
        abstract=text,
        comment=text,
        doi=text,
        journal_ref=text,
        categories=("cs.CV", text[:20]),
        extra={"affiliations": [text]},
    )
    topics = [Topic("e", (("e",), ("界",)))]
    return article(entry(one), topics, {"cs.CV": "[/b] 👁️"}, parse("a"))


@pytest.mark.parametrize("text", [text[:120] for text in TEXTS.values()], ids=TEXTS)
async def test_nothing_is_lost_at_any_width(text: str) -> None:
    paragraphs = hostile(text)
    async with showing(200, 2) as shown:
        await shown.show(*paragraphs)
        for width in WIDTHS:
            await shown.widen(width)
            drawn = "".join(shown.drawn())
            assert solid(drawn) == expected(paragraphs, width), width
            assert not any(map(steers, drawn))


async def test_the_texts_that_break_readers_are_drawn_whole(shared: Path) -> None:
    table = (shared / "data" / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("`` ") for line in table if line.count("``") >= 2]
    assert len(rows) >= 30
    async with showing(200, 2) as shown:
        for width in (1, 2, 38, 60):
            await shown.widen(width)
            for row in rows:
                paragraphs = hostile(row[1].rpartition(" ``")[0])
                await shown.show(*paragraphs)
                assert solid("".join(shown.drawn())) == expected(paragraphs, width)


async def test_words_stay_whole_where_they_fit() -> None:
    text = "Scheduling of diffusion models — a général 関数 framework"
    async with showing(200, 3) as shown:
        await shown.show(Paragraph(text), Paragraph(text, label="comment"))
        for width in range(14, 201):
            await shown.widen(width)
            drawn = " ".join(" ".join(shown.drawn()).split())
            assert drawn == f"{text} comment {text}"


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 5), (3, 3)])
async def test_the_smallest_screens(size: tuple[int, int]) -> None:
    async with showing(*size) as shown:
        for text in TEXTS.values():
            await shown.show(*hostile(text))
            assert len(lines(shown.pane)) == size[1]
        shown.pane.go_to_hit(1)
        shown.pane.action_edge(1)
        await shown.resize(80, 24)
        assert "pdf" in "".join(shown.drawn())


async def test_labels_stand_beside_or_above() -> None:
    async with showing(40, 4) as shown:
        await shown.show(Paragraph("12 pages", label="comment"), Paragraph("more", label=""))
        assert shown.drawn()[:2] == [
            " comment    12 pages",
            "            more",
        ]
        await shown.resize(12, 4)
        assert shown.drawn()[:3] == ["comment", "12 pages", "more"]


async def test_long_lines_are_no_longer_than_eyes_can_follow() -> None:
    async with showing(200, 10) as shown:
        await shown.show(WORDS)
        for line in shown.drawn():
            assert len(line.strip()) <= 100
        first = shown.drawn()[0]
        assert abs((len(first) - len(first.lstrip())) - 50) <= 2


async def test_another_width_keeps_the_words_on_top() -> None:
    async with showing(40, 10) as shown:
        await shown.show(WORDS)
        shown.pane.scroll_by_lines(20)
        first = lines(shown.pane)[0].split()[0]
        for width in (90, 25, 60):
            await shown.resize(width, 10)
            assert first in lines(shown.pane)[0]
        await shown.resize(1, 1)
        await shown.resize(40, 10)
        assert lines(shown.pane)[0].strip() != "word0"


class Tall:
    """A picture that takes all lines it may."""

    def lay_out(self, width: int, most_rows: int) -> int:
        return most_rows

    def draw(self, row: int) -> list[Segment]:
        return [Segment("#")]

    def forget(self) -> None: ...


async def test_another_height_lays_out_the_picture_anew() -> None:
    async with showing(40, 40) as shown:
        shown.pane.illustrate(Tall())
        await shown.show(Paragraph("title"), Paragraph(""), WORDS, Paragraph(""), Paragraph("fact"))
        for height, rows in ((40, 20), (60, 30), (24, 12), (23, 0), (40, 20)):
            await shown.resize(40, height)
            assert sum("#" in line for line in shown.drawn()) == rows


async def test_a_paper_that_did_not_change_stays_where_it_is() -> None:
    async with showing() as shown:
        await shown.show(WORDS)
        shown.pane.scroll_by_lines(20)
        before = [line[:-1] for line in lines(shown.pane)]
        shown.pane.show((WORDS, Paragraph("and a fact")), keep_place=True)
        await shown.pilot.pause()
        assert [line[:-1] for line in lines(shown.pane)] == before
        await shown.show(WORDS)
        assert "word0" in lines(shown.pane)[0]
        shown.pane.action_edge(1)
        shown.pane.show((Paragraph("short"),), keep_place=True)
        await shown.pilot.pause()
        assert "short" in lines(shown.pane)[0]


def _now(shown: Showing) -> list[tuple[int, str]]:
    """What is marked as the current hit, on which lines."""
    look = Look.parse(AbstractPane.STYLES["now"]).rich_style
    return [
        (y, segment.text)
        for y in range(shown.pane.size.height)
        for segment in shown.pane.render_line(y)
        if segment.style and segment.style.bgcolor == look.bgcolor and segment.text.strip()
    ]


def _spanned(style: str, *words: str) -> Paragraph:
    """The long text with some of its words in a style."""
    text = WORDS.text
    places = [(text.index(word), text.index(word) + len(word), style) for word in words]
    return Paragraph(text, spans=places)


async def test_n_goes_through_what_was_found_and_round() -> None:
    async with showing() as shown:
        await shown.show(_spanned("found", "word7 ", "word150", "word299"))
        assert _now(shown) == []
        seen = []
        for _ in range(4):
            assert shown.pane.go_to_hit(1)
            ((_, text),) = _now(shown)
            seen.append(text.strip())
        assert seen == ["word7", "word150", "word299", "word7"]
        for word in ("word299", "word150"):
            assert shown.pane.go_to_hit(-1)
            assert [text.strip() for _, text in _now(shown)] == [word]
        assert shown.told == []


async def test_n_scrolls_no_further_than_it_must() -> None:
    async with showing() as shown:
        await shown.show(_spanned("found", "word2 ", "word30 ", "word200"))
        top = lines(shown.pane)[0]
        shown.pane.go_to_hit(1)
        shown.pane.go_to_hit(1)
        assert lines(shown.pane)[0] == top
        shown.pane.go_to_hit(1)
        ((line, _),) = _now(shown)
        assert 0 < line < shown.pane.size.height - 1


async def test_n_begins_at_what_is_on_the_screen() -> None:
    async with showing() as shown:
        await shown.show(_spanned("found", "word7 ", "word150", "word299"))
        shown.pane.go_to_hit(1)
        shown.pane.action_edge(1)
        shown.pane.go_to_hit(1)
        assert [text for _, text in _now(shown)] == ["word299"]
        shown.pane.action_edge(-1)
        shown.pane.go_to_hit(-1)
        assert [text.strip() for _, text in _now(shown)] == ["word7"]


async def test_n_prefers_what_was_searched_for_to_keywords() -> None:
    async with showing() as shown:
        await shown.show(_spanned("hit", "word3 "), _spanned("found", "word5 "))
        shown.pane.go_to_hit(1)
        assert [text.strip() for _, text in _now(shown)] == ["word5"]
        await shown.show(_spanned("hit", "word3 "))
        shown.pane.go_to_hit(1)
        assert [text.strip() for _, text in _now(shown)] == ["word3"]


async def test_n_says_so_when_there_is_nothing() -> None:
    async with showing() as shown:
        await shown.show(WORDS)
        assert not shown.pane.go_to_hit(1)
        await shown.pilot.pause()
        (told,) = shown.told
        assert isinstance(told, Notice)
        assert told.text == "no search hits or topic keywords in this paper"


async def test_hits_that_overlap_are_one() -> None:
    async with showing() as shown:
        text = Paragraph("diffusion models", spans=[(0, 16, "hit"), (0, 9, "hit"), (10, 13, "hit")])
        await shown.show(text)
        for _ in range(2):
            shown.pane.go_to_hit(1)
            assert "".join(said for _, said in _now(shown)) == "diffusionmodels"


def _look(shown: Showing, word: str) -> Style:
    """How a word looks that is drawn as a segment of its own."""
    segments = (part for y in range(shown.pane.size.height) for part in shown.pane.render_line(y))
    style = next(segment.style for segment in segments if segment.text.strip() == word)
    assert style
    return style


async def test_changes_do_not_rely_on_colours() -> None:
    async with showing() as shown:
        text = Paragraph("the old new word", spans=[(4, 7, "removed"), (8, 11, "added")])
        await shown.show(text)
        assert _look(shown, "old").strike
        assert _look(shown, "new").underline
        assert not _look(shown, "word").strike
        assert not _look(shown, "word").underline


async def test_another_theme_draws_anew() -> None:
    async with showing() as shown:
        await shown.show(Paragraph("a title", "title"))
        before = _look(shown, "a title")
        shown.pane.app.theme = "textual-light"
        await shown.pilot.pause()
        assert _look(shown, "a title") != before


def _led() -> list[Paragraph]:
    """A text with links that are wrapped, wide and beside a label."""
    url = "https://github.com/" + "a" * 40
    link = Link(9, 9 + len(url), url, Label.CODE)
    page = "https://arxiv.org/abs/2602.00001"
    return [
        Paragraph(f"関数 see {url} now.", spans=[(9, 9 + len(url), "link")], links=[link]),
        Paragraph(page, label="page", links=[Link(0, len(page), page, Label.PAPER)]),
        Paragraph(page, links=[Link(0, len(page), page, Label.PAPER)]),
    ]


async def test_links_are_listed_from_top_to_bottom_and_once() -> None:
    async with showing() as shown:
        await shown.show(*_led())
        assert [(link.label, link.url[:18]) for link in shown.pane.links] == [
            (Label.CODE, "https://github.com"),
            (Label.PAPER, "https://arxiv.org/"),
        ]


async def test_a_click_on_a_link_chooses_it_and_no_other_click_does() -> None:
    async with showing(50, 10) as shown:
        await shown.show(*_led())
        rows = lines(shown.pane)
        wanted = {row[1:].strip(): y for y, row in enumerate(rows)}
        assert "関数 see" in wanted
        for x, y in [(2, 0), (48, 1), (0, 1), (2, 3), (20, 9)]:
            await shown.pilot.click(AbstractPane, offset=(x, y))
        assert shown.told == []
        await shown.pilot.click(AbstractPane, offset=(3, 1))
        await shown.pilot.click(AbstractPane, offset=(12, 3))
        assert [one.url[:19] for one in shown.told if isinstance(one, AbstractPane.LinkChosen)] == [
            "https://github.com/",
            "https://arxiv.org/a",
        ]


async def test_a_click_on_a_name_chooses_the_author_however_it_is_wrapped() -> None:
    names = [AuthorSpan(0, 12, "Ada A. Author"), AuthorSpan(14, 17, "\\'Eva")]
    async with showing(14, 5) as shown:
        await shown.show(Paragraph("関数 B. Author, Éva and others", names=names))
        rows = [row.rstrip() for row in lines(shown.pane)[:3]]
        assert rows == ["関数 B.", "Author, Éva", "and others"]
        for x, y in ((0, 0), (6, 0), (0, 1), (5, 1), (8, 1), (10, 1)):
            await shown.pilot.click(AbstractPane, offset=(x, y))
        chosen = [one.author for one in shown.told if isinstance(one, AbstractPane.AuthorChosen)]
        assert chosen == ["Ada A. Author"] * 4 + ["\\'Eva"] * 2
        for x, y in ((6, 1), (7, 1), (11, 1), (0, 2), (9, 0)):
            await shown.pilot.click(AbstractPane, offset=(x, y))
        assert len(shown.told) == 6


async def test_a_click_counts_cells_not_characters() -> None:
    text = Paragraph("関数 x y", links=[Link(3, 4, "https://a.org", Label.PROJECT)])
    async with showing(50, 5) as shown:
        await shown.show(text)
        for x in (5, 7):
            await shown.pilot.click(AbstractPane, offset=(x, 0))
        assert shown.told == []
        await shown.pilot.click(AbstractPane, offset=(6, 0))
        assert len(shown.told) == 1


async def test_without_colours_changed_words_have_signs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.bring(
        brought(1, "2026-02-11", version=1, abstract="Of many elements here."),
        brought(1, kind="replace", version=2, abstract="Of few elements here."),
    )
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(home) as reader:
        await reader.pilot.pause(0.6)
        await reader.settled()
        assert "[-many-] {+few+} elements" in reader.abstract.text
