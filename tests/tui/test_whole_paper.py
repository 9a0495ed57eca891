"""The whole paper on the screen: moving, the outline, finding, links, ranges, the place."""

import asyncio
import gc
import sys
import weakref

import pytest

from paperterm.fulltext.classify import PageKind
from paperterm.library.pages import KeptPage
from paperterm.loopback.html import whole_page
from paperterm.model import PaperId
from paperterm.session.fulltext import kept_pages
from paperterm.tui.fulltext.page import PaperPage
from paperterm.tui.keys.input_queue import InputQueue
from paperterm.tui.widgets.hint_bar import HintBar
from tests.building import paper as building
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home
from tests.tui.test_palette import asked, choose, typed

FIRST, SECOND = PaperId("2602.00001"), PaperId("2602.00002")
SECTIONS = 8


def section(number: int) -> str:
    """Return a section of two paragraphs."""
    words = " ".join(f"word{number}x{at}" for at in range(60))
    return f"""<section id="S{number}" class="ltx_section"><h2 class="ltx_title ltx_title_section">
<span class="ltx_tag">{number} </span>Part {number}</h2>
<p class="ltx_p">Zebras {words}.</p><p class="ltx_p">As shown by
<cite class="ltx_cite"><a href="#bib.bib1">[1]</a></cite> and in part
<a href="#S{SECTIONS}">{SECTIONS}</a>.</p></section>"""


PAGE = f"""<html><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Paper number 1</h1>
<p class="ltx_p">Begin<span id="footnote1" class="ltx_note ltx_role_footnote">
<sup class="ltx_note_mark">1</sup><span class="ltx_note_content">A footnote.</span></span>.</p>
{"".join(map(section, range(1, SECTIONS + 1)))}
<section class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2>
<ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag">[1]</span>
<span class="ltx_bibblock">E. F. Earlier. arXiv:{SECOND}.</span></li></ul></section>
</article></body></html>"""


@pytest.fixture
def kept(one_day: Home) -> Home:
    """A home with a whole paper."""
    session = one_day.session()
    page = KeptPage(PageKind.PAPER, session.now(), PAGE.encode())
    kept_pages(session).write(FIRST, page)
    return one_day


def page(reader: Reader) -> PaperPage:
    return reader.app.screen.query_one(PaperPage)


def shown(reader: Reader) -> str:
    return "\n".join(lines(page(reader)))


def first_words(reader: Reader) -> str:
    return lines(page(reader))[0].strip(" ▐")


async def test_a_paper_is_opened_and_left(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i")
        assert reader.on_top == "WholePaperScreen"
        assert "Paper number 1" in shown(reader)
        await reader.press("q")
        assert (reader.on_top, reader.current) == ("ReaderScreen", "Paper number 1")


async def test_keys_work_at_once_where_there_is_no_whole_paper(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(InputQueue, "patience", float("inf"))
    async with opened(kept) as reader, asyncio.timeout(30):
        await reader.press("j", "i")
        assert "not saved in full" in reader.text()
        await reader.press("q")
        assert reader.on_top == "ReaderScreen"


async def test_the_key_bar_shows_the_keys_of_a_window_on_top(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "tab", "enter")
        assert reader.on_top == "BlockWindow"
        hints = lines(reader.app.screen_stack[-2].query_one(HintBar))[0]
        assert "g go there" in hints
        assert "outline" not in hints
        await reader.press("escape")
        assert "outline" in lines(reader.app.screen.query_one(HintBar))[0]


async def test_what_opens_a_paper_is_imported_before_if_any_is_here(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "paperterm.tui.fulltext.screen"
    monkeypatch.delitem(sys.modules, name, raising=False)
    async with opened(kept) as reader, asyncio.timeout(30):
        while name not in sys.modules:
            await reader.pilot.pause(0.05)
        await reader.settled()
        await reader.press("i")
        assert "Paper number 1" in shown(reader)


async def test_keys_move_and_the_outline_leads_to_a_section(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "]", "]")
        assert first_words(reader) == "2 Part 2"
        await reader.press("[")
        assert first_words(reader) == "1 Part 1"
        await reader.press("j", "k", "space", "backspace", "ctrl+d", "ctrl+u")
        assert first_words(reader) == "1 Part 1"
        await reader.press("G")
        assert f"arXiv:{SECOND}" in shown(reader)
        await reader.press("g", "t", "/", *"Part 3", "enter")
        assert first_words(reader) == "3 Part 3"


async def test_the_palette_finds_headings_and_actions(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i")
        found = await asked(reader, "")
        assert found[0] == "t Choose a section"
        assert "section 3 Part 3" in found
        assert not any("Star or unstar" in one for one in found)
        order = ("a Write a note; a range is quoted", "section References", "j Scroll down")
        assert [*order] == sorted(order, key=found.index)
        await typed(reader, "part 3")
        await choose(reader)
        assert (reader.on_top, first_words(reader)) == ("WholePaperScreen", "3 Part 3")
        assert reader.focused == "PaperPage"
        assert (await asked(reader, "back to the list"))[0] == "q Go back to the list"
        await choose(reader)
        assert reader.on_top == "ReaderScreen"


async def test_words_are_found_in_the_paper(kept: Home) -> None:
    async with opened(kept, (80, 24)) as reader:
        await reader.press("i", "/", *"zebras", "enter")
        assert reader.told[-1] == f"{SECTIONS} times: zebras"
        await reader.press("n", "n")
        assert "word3x0" in shown(reader)
        await reader.press("N")
        assert "word2x0" in shown(reader)
        await reader.press("/", *"no such", "enter")
        assert reader.told[-1] == "not in this paper: no such"


async def test_how_far_it_was_read_and_esc_clears_what_was_found_before_it_leaves(
    kept: Home,
) -> None:
    async with opened(kept, (80, 24)) as reader:
        await reader.press("i")
        assert " 0 %" in reader.text()
        await reader.press("G")
        assert "100 %" in reader.text()
        await reader.press("/", *"zebras", "enter", "escape")
        assert reader.on_top == "WholePaperScreen"
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


async def test_the_place_survives_another_width_and_a_restart(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "]", "]", "]", "j", "j", "j")
        there = first_words(reader).split()[0]
        await reader.pilot.resize_terminal(60, 30)
        await reader.settled()
        assert there in shown(reader)
        await reader.press("q", "ctrl+q")
    async with opened(kept, (100, 20)) as reader:
        await reader.press("i")
        assert there in shown(reader)


async def test_notes_and_references_open_where_they_are_pointed_at(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "tab", "enter")
        assert reader.on_top == "BlockWindow"
        assert "A footnote." in reader.text()
        await reader.press("escape", "tab", "enter")
        assert "E. F. Earlier" in reader.text()
        await reader.press("escape", "tab", "enter")
        assert reader.on_top == "WholePaperScreen"
        assert f"{SECTIONS} Part {SECTIONS}" in shown(reader)
        await reader.press("ctrl+o")
        assert "Begin" in shown(reader)


async def test_a_reference_leads_to_its_paper(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "tab", "tab", "enter", "enter")
        assert (reader.on_top, reader.current) == ("ReaderScreen", "Paper number 2")
        assert reader.told[-1].endswith("; q goes back to the whole paper")


async def test_from_a_reference_one_goes_back_to_where_one_read(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "tab", "tab")
        before = shown(reader)
        await reader.press("enter", "enter", "q")
        assert reader.on_top == "WholePaperScreen"
        assert shown(reader) == before
        await reader.press("q")
        assert (reader.on_top, reader.current) == ("ReaderScreen", "Paper number 1")
        await reader.press("i", "tab", "tab", "enter", "enter", "k", "q")
        assert not reader.app.is_running, "the cursor is elsewhere: nothing to go back to"


async def test_a_range_is_copied_and_quoted(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i", "]", "v", "j", "j", "y")
        assert reader.app.clipboard.startswith("1 Part 1\n\nZebras word1x0")
        await reader.press("v", "a")
        assert reader.on_top == "NoteScreen"
        await reader.press(*"so", "escape")
        assert reader.on_top == "WholePaperScreen"
    note = kept.marks()[FIRST]["note"]
    assert note["value"][0]["value"] == "> 1 Part 1\n\nso"


async def test_a_paper_is_asked_for_once_and_anew_on_request(
    one_day: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_day.configure("[fetch]\nautomatic = false\ninterval = 0\n")
    page = whole_page("Paper number 1", f"{FIRST}v1", "Zebras are striped.")
    papers = [announced(building(1, "Paper number 1", version=1))]
    with Loopback(papers, pages={str(FIRST): page}) as server:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", server.url)
        async with opened(one_day) as reader:
            await reader.press("i")
            assert "Zebras are striped." in shown(reader)
            await reader.press("q", "i")
            assert len(server.requests) == 1
            await reader.press("R")
            assert len(server.requests) == 2
            assert "Zebras are striped." in shown(reader)


async def test_a_paper_that_was_left_takes_no_memory(kept: Home) -> None:
    async with opened(kept) as reader:
        await reader.press("i")
        held = weakref.ref(page(reader).document)
        assert held()
        await reader.press("q", "j")
        gc.collect()
        assert held() is None
        assert "WholePaperScreen" not in repr(reader.app.app_resume_signal)


async def test_what_cannot_be_had_says_why_and_what_there_is_instead(one_day: Home) -> None:
    session = one_day.session()
    kept_pages(session).write(FIRST, KeptPage(PageKind.STUB, session.now()))
    async with opened(one_day) as reader:
        await reader.press("i")
        assert reader.on_top == "WholePaperScreen"
        assert PageKind.STUB.says in reader.text()
        assert "back to the abstract" in reader.text()
        await reader.press("escape")
        assert reader.on_top == "ReaderScreen"


async def test_the_last_screen_is_full_and_the_outline_knows_headings_of_one_name(
    one_day: Home,
) -> None:
    session = one_day.session()
    long = PAGE.replace("E. F. Earlier", "E. F. Earlier " * 40)
    for number in range(1, SECTIONS + 1):
        long = long.replace(f"Part {number}<", "Part<").replace(f">{number} </span>", "></span>")
    kept_pages(session).write(FIRST, KeptPage(PageKind.PAPER, session.now(), long.encode()))
    async with opened(one_day) as reader:
        await reader.press("i", "G")
        end = shown(reader)
        assert sum(bool(line.strip(" ▐")) for line in lines(page(reader))) > 20
        await reader.press("space", "j")
        assert shown(reader) == end
        await reader.press("[", *"]" * SECTIONS)
        assert first_words(reader) == "References"
        await reader.press("space", "j")
        assert first_words(reader) == "References"
        await reader.press("g", "]", "]", "t")
        await reader.press("down", "enter")
        assert first_words(reader) == "Part"
        assert "word3x0" in shown(reader)
        assert "word2x0" not in shown(reader)
