"""Text that breaks readers: shown in every pane, at every size, without harm to the terminal."""

import unicodedata
from itertools import count

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from paperterm.model import PaperId
from paperterm.session import marking
from paperterm.tui.workbench.form import TopicForm
from tests.tui.driving import Reader, Size, opened
from tests.tui.home import Home, paper

pytestmark = pytest.mark.long

SIZES = [(200, 50), (160, 45), (120, 36), (80, 24), (60, 18), (20, 5), (1, 1)]

TEXTS = {
    "a tag of markup": "Beyond [cls]: Exploring [bold red]Tokens[/bold red]",
    "a closing tag": "Closing [/] and [/cls] and [@click=app.quit]press me[/]",
    "an interval": "squashed to the interval [0,1) and (−1,1]",
    "TeX": r"$\textit{Agents}$: from \[ \frac{d}{2}+1 \] to $P(y|x)$ and \$15, \\",
    "Markdown": "**[link](this https URL)** `code` ``` # *PO F**k _ ~~",
    "HTML": "<think> <br/>H&E &#177; <<History>> <a href='x'",
    "a terminal's language": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J\x9b1;1H \x1bc",
    "NUL and other controls": "a\x00b\x01c\x07d\x08e\x7ff\x85g",
    "line breaks": "one\ntwo\r\nthree\vfour\x1cfive\u2028six\u2029seven\ttab",
    "bidi": "\u202egnp.exe\u202c \u2067abc\u2069 \u200f \u061c",
    "invisible": "zero\u200bwidth\u2060join\ufeff soft\u00adhyphen \U000e0041\U000e007f",
    "emoji": "👩‍🔬 found 🇩🇪 ❤️ 👍🏽 in 🧠📸",
    "wide": "関数型プログラミング 你好世界 한국어 ｆｕｌｌ",
    "half a wide cell": "a界" * 60,
    "a flood of marks": "z" + "\u0301" * 500 + "algo " + "Z\u0489" * 40,
    "right to left": "שלום עולם مرحبا بالعالم می‌خواهم",
    "joined scripts": "क्ष हिन्दी ภาษาไทย தமிழ்",
    "a lone surrogate's stand-in": "\ufffd \ue000 \U0010ffff",
    "5,000 characters in one word": "x" * 5000,
    "5,000 characters in words": "word " * 1000,
    "5,000 wide characters": "界" * 5000,
    "many brackets": "[" * 300 + "]" * 300,
    "nothing to see": "\x00\u200b\x1b",
    "a link": "https://example.org/" + "a" * 300 + "[x](y) https://arxiv.org/abs/2602.00001.",
}


@pytest.fixture
def hostile(home: Home) -> Home:
    """A home with a day on which every text stands in every field, and topics named so."""
    numbers = count(1)
    home.bring(
        *(
            paper(
                next(numbers),
                title=text,
                authors=[text, "", text[:40]],
                abstract=text,
                categories=["cs.CV", text[:60]],
                comment=text,
                journal_ref=text,
                doi=text,
                kind="cross",
                published="2026-02-01T00:00:00Z",
                updated="2026-02-03T00:00:00Z",
                version=3,
            )
            for text in TEXTS.values()
        ),
        paper(next(numbers), title="An empty abstract", abstract="", authors=[], categories=[]),
        paper(next(numbers), title="A blank abstract", abstract=" \n\t ", authors=[" "]),
        paper(next(numbers), title="No abstract", abstract=None),
    )
    home.configure(
        '[categories]\n"cs.CV" = "[/b] 👁️ \\u202e"\n'
        '[topics."[/] \\u001b]0;title\\u0007"]\nkeywords = ["e"]\n'
        '[topics."[cls] \\u001b[31m\\u202e"]\nkeywords = ["no such word"]\n'
        '[topics."界界界界界界界界界界界界界界界界"]\nkeywords = [["a", "b"]]\nmatch = "word"\n'
    )
    session = home.session()
    for number, text in enumerate(TEXTS.values(), 1):
        noted = marking.combine([marking.note(text), marking.tag(text)])
        assert session.mark_ids([PaperId(f"2602.{number:05}")], noted).changed
    return home


def assert_is_drawn_whole(widget: Widget) -> None:
    """Every line is as wide as the widget, and nothing in it steers a terminal."""
    width = widget.scrollable_content_region.width
    for y in range(widget.size.height):
        text = widget.render_line(y).text
        assert cell_len(text) == width, (widget, y, text)
        assert not [character for character in text if steers(character)], (widget, y, text)


def steers(character: str) -> bool:
    """Whether a terminal acts on a character; joiners shape letters and emoji."""
    if character in "\u200c\u200d":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def assert_is_whole(reader: Reader) -> None:
    """All that is on the screen is drawn whole."""
    drawn = reader.screen.query("TopBar, HintBar, Sidebar, PaperList, AbstractPane")
    assert len(drawn) == 5
    for widget in drawn:
        if widget.display and widget.size.area:
            assert_is_drawn_whole(widget)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_pane_shows_every_text(hostile: Home, size: Size) -> None:
    async with opened(hostile, size) as reader:
        assert len(reader.papers) == len(TEXTS) + 3
        for row in range(len(reader.papers)):
            reader.papers.move(row)
            await reader.pilot.pause(0)
            assert_is_whole(reader)
        for key in ("l", "G", "ctrl+u", "h", "h", "G", "k", "l", "s", "b"):
            await reader.press(key)
            assert_is_whole(reader)
        assert not reader.complaints
        assert not any(map(steers, reader.text().replace("\n", "")))


async def test_the_whole_text_is_in_the_abstract(hostile: Home) -> None:
    async with opened(hostile, (200, 50)) as reader:
        shown = []
        for row in range(len(reader.papers)):
            reader.papers.move(row)
            await reader.settled()
            shown.append(reader.abstract.text)
    for text in (
        "Beyond [cls]: Exploring [bold red]Tokens[/bold red]",
        "Closing [/] and [/cls] and [@click=app.quit]press me[/]",
        "squashed to the interval [0,1) and (−1,1]",
        "<think> <br/>H&E &#177; <<History>> <a href='x'",
        "関数型プログラミング 你好世界 한국어 ｆｕｌｌ",
        "שלום עולם مرحبا بالعالم می‌خواهم",
        "x" * 5000,
        "界" * 5000,
    ):
        assert any(text in one for one in shown), text


@pytest.mark.parametrize(
    "size", [(80, 24), (20, 5), (1, 1)], ids=lambda size: f"{size[0]}x{size[1]}"
)
async def test_dialogs_open_on_small_screens(hostile: Home, size: Size) -> None:
    async with opened(hostile, size) as reader:
        for key in ("question_mark", "e"):
            await reader.type(key)
            assert reader.on_top != "ReaderScreen"
            assert not any(map(steers, reader.text().replace("\n", "")))
            await reader.type("escape")
            assert reader.on_top == "ReaderScreen"
        assert not reader.complaints


@pytest.mark.parametrize("key", ["a", "#"])
async def test_what_is_edited_steers_no_terminal(hostile: Home, key: str) -> None:
    async with opened(hostile) as reader:
        for row in range(len(TEXTS)):
            reader.papers.move(row)
            await reader.press(key)
            assert reader.on_top in {"NoteScreen", "TagsScreen"}
            assert not any(map(steers, reader.text().replace("\n", "")))
            await reader.press("escape")
        assert not reader.complaints


async def test_no_tag_that_steers_a_terminal_is_proposed(hostile: Home) -> None:
    session = hostile.session()
    assert session.mark_ids([PaperId("2602.00001")], marking.tag("rea\x1b[31m\u202e")).changed
    assert session.mark_ids([PaperId("2602.00001")], marking.tag("reason")).changed
    async with opened(hostile) as reader:
        reader.papers.move(len(TEXTS))
        await reader.press("#", *"re", "right", "enter")
        assert reader.papers.current
        assert reader.papers.current.mark.tag_names == ("reason",)


async def test_a_topic_that_is_edited_steers_no_terminal(hostile: Home) -> None:
    name = "[/] \x1b]0;title\x07"
    async with opened(hostile) as reader:
        await reader.choose(name)
        await reader.press("t")
        assert reader.on_top == "WorkbenchScreen"
        assert "␛]0;title␇" in reader.text()
        assert not any(map(steers, reader.text().replace("\n", "")))
        form = reader.app.screen.query_one(TopicForm)
        assert form.topic.name == name


async def test_resizing_keeps_the_cursor_on_the_screen(long_day: Home) -> None:
    async with opened(long_day, (160, 45)) as reader:
        await reader.press("2", "0", "j")
        for size in [(1, 1), (80, 24), (20, 5), (200, 50), (60, 18), (160, 45)]:
            await reader.pilot.resize_terminal(*size)
            await reader.settled()
            assert_is_whole(reader)
            assert reader.current == "Paper number 21"
            if size[0] >= 60:
                assert "Paper number 21" in reader.titles
        await reader.press("j")
        assert reader.current == "Paper number 22"


async def test_a_folder_with_hostile_characters_is_told_cleanly(hostile: Home) -> None:
    hostile.configure('[export]\nfolder = "/proc/no [/] \\u001b[31m 👩‍🔬 \\u202e"\n')
    async with opened(hostile) as reader:
        await reader.press("e")
        assert not any(map(steers, reader.text().replace("\n", "")))
        await reader.press("g", "j", "enter")
        assert len(reader.complaints) == 1
        assert not any(map(steers, reader.complaints[0]))
        assert not any(map(steers, reader.text().replace("\n", "")))
