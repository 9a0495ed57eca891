"""Figures in the whole paper: asked for politely, drawn as lines of the page, opened alone."""

import io
import re
import stat
import zlib
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from textual.widget import Widget

from paperterm.fulltext.classify import PageKind
from paperterm.library.pages import KeptPage
from paperterm.library.pictures import FOLDER, Pictures
from paperterm.loopback.server import Loopback
from paperterm.model import PaperId
from paperterm.session.fulltext import kept_pages
from paperterm.sources.hosts import hosts
from paperterm.tui.draw.kitty import MOST_CELLS
from paperterm.tui.fulltext.figure_screen import FigureView
from paperterm.tui.fulltext.page import PaperPage
from paperterm.tui.jobs.figures import FiguresJob, Wanted
from paperterm.tui.jobs.messages import Post
from paperterm.tui.reader.paper_view import PaperView
from tests.building import paper as building
from tests.loopback.asking import announced
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees

PAPER = PaperId("2602.00001")
SOURCE = f"{PAPER}v1/x1.png"
ROOM = "\U0010eeee"
"""The character of a cell of a picture."""
PAGE = f"""<html><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Paper number 1</h1>
<p class="ltx_p">Before.</p>
<figure class="ltx_figure"><img src="{SOURCE}" width="400" height="100" alt="Refer to caption">
<figcaption class="ltx_caption">Figure 1: Two halves.</figcaption></figure>
<p class="ltx_p">{"Behind it is more. " * 400}</p>
<figure class="ltx_figure"><img src="{PAPER}v1/none.png" alt="Refer to caption">
<img src="https://evil.example/x.png" alt="Refer to caption">
<figcaption class="ltx_caption">Figure 2: Nothing.</figcaption></figure>
</article></body></html>"""


def picture() -> bytes:
    """Return a picture, red above and blue below."""
    image = Image.new("RGB", (400, 100), "#f00")
    image.paste("#00f", (0, 50, 400, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def kept(one_day: Home) -> Home:
    """A home with a whole paper, but without its pictures."""
    session = one_day.session()
    kept_pages(session).write(PAPER, KeptPage(PageKind.PAPER, session.now(), PAGE.encode()))
    one_day.configure("[fetch]\nautomatic = false\ninterval = 0\n")
    return one_day


def keep_picture(home: Home) -> None:
    Pictures(home.session().folders.cache / FOLDER).write(SOURCE, ".png", picture())


def page(reader: Reader) -> PaperPage:
    return reader.app.screen.query_one(PaperPage)


def blue(widget: Widget) -> bool:
    """Return whether a widget shows the lower half of the picture."""
    return any(
        "on #0000ff" in str(segment.style)
        for y in range(widget.size.height)
        for segment in widget.render_line(y)
    )


async def test_pictures_are_asked_for_once_and_drawn_as_lines(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [announced(building(1, "Paper number 1", version=1))]
    with Loopback(papers, pages={str(PAPER): PAGE.encode(), SOURCE: picture()}) as server:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", server.url)
        async with opened(kept) as reader:
            await reader.press("i")
            await reader.settled()
            assert blue(page(reader))
            shown = lines(page(reader))
            assert any("Figure 1: Two halves." in line for line in shown)
            await reader.press("G")
            await reader.settled()
            end = "\n".join(lines(page(reader)))
            assert "[picture: not at arXiv]" in end
            assert "[picture: not among the figures of the paper]" in end
            await reader.press("q", "i", "g", "q")
        async with opened(kept) as reader:
            await reader.press("i", "g")
            await reader.settled()
            assert blue(page(reader))
        asked = [request.path for request in server.requests]
        assert sorted(asked) == [f"/html/{PAPER}v1/none.png", f"/html/{SOURCE}"]


async def test_a_range_and_scrolling_go_over_a_picture(kept: Home) -> None:
    keep_picture(kept)
    async with opened(kept) as reader:
        await reader.press("i", "j", "j", "j", "j", "j", "j", "k", "v", "j", "j", "j")
        await reader.press(*"jjjjjjjjjjjjj", "y")
        assert "Figure 1: Two halves." in reader.app.clipboard


async def test_a_figure_opens_alone_and_large(kept: Home) -> None:
    keep_picture(kept)
    async with opened(kept) as reader:
        await reader.press("i", "f")
        await reader.settled()
        assert reader.on_top == "FigureScreen"
        assert "figure 1 of 3" in reader.text()
        assert "Figure 1: Two halves." in reader.text()
        await reader.press("n")
        assert "Figure 2: Nothing." in reader.text()
        await reader.press("N", "N")
        assert reader.told[-1] == "the first figure"
        await reader.press("q")
        assert reader.on_top == "WholePaperScreen"
        assert blue(page(reader))


def commands(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets what kitty is told from now on: `T` for a picture, `d` without."""
    told: list[str] = []
    terminal = reader.app.terminal
    assert terminal
    monkeypatch.setattr(terminal, "write", lambda text: told.extend(re.findall("_Ga=(.)", text)))
    return told


async def test_a_wide_terminal_of_kitty_shows_a_figure_in_the_middle(kept: Home) -> None:
    kept.configure('[fetch]\nautomatic = false\n[reader]\ngraphics = "kitty"\n')
    keep_picture(kept)
    async with opened(kept, (320, 100)) as reader:
        await reader.press("i", "f")
        await reader.settled()
        line = next(one for one in lines(reader.app.screen.query_one(FigureView)) if ROOM in one)
        assert line.count(ROOM) == MOST_CELLS
        assert line.index(ROOM) == (320 - MOST_CELLS) // 2


async def test_the_terminal_keeps_no_picture_of_a_size_that_is_left(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.configure('[fetch]\nautomatic = false\n[reader]\ngraphics = "kitty"\n')
    keep_picture(kept)
    async with opened(kept, (100, 36)) as reader:
        told = commands(reader, monkeypatch)
        await reader.press("i")
        await reader.settled()
        assert told == ["T"]
        for width in (60, 70, 60):
            await reader.pilot.resize_terminal(width, 36)
            await reader.settled()
        assert "".join(told) == "TdTdTdT"
        await reader.press("?")
        for width in (70, 60):
            await reader.pilot.resize_terminal(width, 36)
        await reader.press("escape")
        await reader.settled()
        assert told.count("T") == told.count("d") + 1 > 4


async def test_the_first_figure_is_shown_under_its_abstract(kept: Home) -> None:
    keep_picture(kept)
    kept.configure('[fetch]\nautomatic = false\n[reader]\nfigures = "abstract"\n')
    async with opened(kept, (160, 45)) as reader:
        for _ in range(600):
            if blue(reader.abstract):
                break
            await reader.pilot.pause(0.05)
        shown = lines(reader.abstract)
        found = next(at for at, line in enumerate(shown) if "number 1 found" in line)
        assert not any(line.strip(" ▐┃") for line in shown[found + 1 : found + 4])
        await reader.press("j")
        assert not blue(reader.abstract)


async def test_a_figure_leaves_with_its_paper_and_comes_back_with_the_terminal(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_picture(kept)
    kept.configure(
        '[fetch]\nautomatic = false\n[reader]\nfigures = "abstract"\ngraphics = "kitty"\n'
    )
    wanted: list[Sequence[Wanted]] = []
    want = FiguresJob.want

    def noted(job: FiguresJob, pictures: Sequence[Wanted], post: Post) -> None:
        wanted.append(pictures)
        want(job, pictures, post)

    monkeypatch.setattr(FiguresJob, "want", noted)
    async with opened(kept, (160, 45)) as reader:
        told = commands(reader, monkeypatch)
        for _ in range(600):
            if "T" in told:
                break
            await reader.pilot.pause(0.05)
        reader.app.app_resume_signal.publish(reader.app)
        await reader.settled()
        assert told == ["T", "T"]
        await reader.press("j")
        reader.screen.query_one(PaperView).post_message(FiguresJob.FigureLacking("x", "late"))
        await reader.settled()
        assert not any(ROOM in line for line in lines(reader.abstract))
        assert told == ["T", "T", "d"]
        assert not wanted[-1]
        await reader.press("k")
        for _ in range(600):
            if told[3:] == ["T"]:
                break
            await reader.pilot.pause(0.05)
    assert told == ["T", "T", "d", "T", "d"]


async def test_figures_wait_until_the_paper_is_read(
    kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()
    monkeypatch.setattr(
        "paperterm.session.reading_places.place_in", lambda *_: go.wait(30) and None
    )
    async with opened(kept) as reader:
        await reader.type("i", "f")
        assert reader.told[-1] == "the paper is still loading"
        go.set()


async def test_without_drawing_the_picture_opens_in_the_viewer(
    kept: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_picture(kept)
    seen, viewer = tmp_path / "seen", tmp_path / "xdg-open"
    viewer.write_text(f"#!/bin/sh\necho \"$1\" > '{seen}'\n")
    viewer.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    monkeypatch.setattr("paperterm.session.rasters.can_draw", lambda: False)
    async with opened(kept) as reader:
        await reader.press("i")
        assert any("[picture]" in line for line in lines(page(reader)))
        await reader.press("f")
        assert reader.told[-1] == (
            'opened the figure; to see figures here: pip install "paperterm[figures]"'
        )
    (file,) = (kept.session().folders.cache / FOLDER).iterdir()
    assert seen.read_text().strip() == str(file)


async def test_an_svg_is_opened_at_arxiv_not_as_a_file(kept: Home, tmp_path: Path) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    Pictures(kept.session().folders.cache / FOLDER).write(SOURCE, ".svg", svg)
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho \"$1\" > '{seen}'\n")
    browser.chmod(stat.S_IRWXU)
    kept.configure(f'[fetch]\nautomatic = false\n[reader]\nbrowser = "{browser}"\n')
    async with opened(kept) as reader:
        await reader.press("i", "f", "o")
        assert reader.told[-1].startswith("opened the figure at ")
    assert seen.read_text().strip() == f"{hosts().html}/{SOURCE}"


def test_kitty_gets_the_picture_by_its_protocol(kept: Home) -> None:
    keep_picture(kept)
    environment = sees(kept.root, COLORTERM="truecolor")
    with Terminal(["-m", "paperterm"], environment, (100, 30)) as terminal:
        terminal.wait_until(lambda: b"\x1b[>q\x1b[c" in terminal.output)
        terminal.send("\x1bP>|kitty(0.46.2)\x1b\\\x1b[?62;52;c")
        terminal.wait_for("Paper number 1")
        terminal.send("i")
        terminal.wait_until(lambda: b"m=0;" in terminal.output)
        terminal.wait_until(lambda: b"\xf4\x8e\xbb\xae" in terminal.output)
        terminal.send("q")
        terminal.wait_until(lambda: b"\x1b_Ga=d" in terminal.output)
        output = terminal.output.decode()
    commands = re.findall(r"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\", output)
    head = dict(pair.split("=") for pair in commands[0][0].split(","))
    pixels = zlib.decompress(b64decode("".join(chunk for _, chunk in commands[:-1])))
    assert len(pixels) == int(head["s"]) * int(head["v"]) * 3
    assert (pixels[:3], pixels[-3:]) == (b"\xff\0\0", b"\0\0\xff")
    assert head.keys() == {*"aUqfosvicr", "m"}
    number = int(head["i"])
    red, green, blue = number >> 16, number >> 8 & 255, number & 255
    assert re.search(rf"38;2;{red};{green};{blue}[;\dm]*m\U0010eeee\u0305\u0305", output)
    assert commands[-1] == (f"a=d,d=I,q=2,i={number}", "")
