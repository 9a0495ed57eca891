"""Every key of the action table where there is no paper: it works, or says what is missing."""

from paperterm.tui.keys.actions import ACTIONS, KeyAction
from tests.tui.driving import Reader, opened
from tests.tui.home import Home, paper

_OWNERS = (
    "PaperList",
    "PaperView",
    "PaperActions",
    "Sharing",
    "Browser",
    "ReaderScreen",
    "PapertermApp",
)
_SEEN = (
    *("scroll_abstract(1)", "scroll_abstract(-1)", "clear", "back", "quit"),
    *("undo_typing", "suspend"),
)
"""Who scrolls nothing sees that there is nothing; and nothing is to be cleared, or left."""

KEYS = [one for one in ACTIONS if one.owner in _OWNERS and one.id not in _SEEN]
ON_PAPERS = (
    "s",
    "b",
    "r",
    "x",
    "#",
    "a",
    "F",
    "v",
    "A",
    "D",
    "y",
    "|",
    "o",
    "p",
    "$",
    "z",
    "l",
)


async def settle_down(reader: Reader) -> None:
    """Back to the empty list, whatever was opened."""
    while reader.on_top != "ReaderScreen":
        await reader.press("escape")
    if reader.focused in ("QueryLine", "AbstractPane", "Sidebar"):
        reader.screen.set_focus(reader.papers)
        await reader.settled()


def state(reader: Reader) -> tuple[str, str, str, int]:
    return reader.text(), reader.on_top, reader.focused, len(reader.told)


async def silent(reader: Reader, actions: list[KeyAction]) -> list[str]:
    """The keys that nothing is seen of."""
    found = []
    for action in actions:
        await settle_down(reader)
        before = state(reader)
        await reader.press(action.keys[0])
        if state(reader) == before:
            found.append(action.name)
    return found


async def test_an_empty_library(home: Home) -> None:
    async with opened(home) as reader:
        assert await silent(reader, KEYS) == []
        assert len(reader.papers) == 0


async def test_a_day_without_papers(home: Home) -> None:
    home.configure('[reader]\nkinds = ["new"]\n')
    home.bring(paper(1, kind="replace"))
    async with opened(home) as reader:
        assert len(reader.papers) == 0
        assert (
            await silent(reader, [one for one in KEYS if one.id not in ("wider", "narrower")]) == []
        )


async def test_a_query_that_finds_nothing(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("/", *"zebra", "enter")
        assert len(reader.papers) == 0
        for key in ON_PAPERS:
            told = len(reader.told)
            await reader.press(key)
            assert reader.told[told:] == ["no papers listed here"], key
            assert reader.on_top == "ReaderScreen"
        assert one_day.marks() == {}


async def test_everything_is_read_already(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("A", "A")
        assert reader.told[-1] == "everything here is read"


async def test_a_paper_without_authors(home: Home) -> None:
    home.bring(paper(1, authors=[]))
    async with opened(home) as reader:
        await reader.press("F")
        assert reader.told[-1] == "no authors listed for this paper"
