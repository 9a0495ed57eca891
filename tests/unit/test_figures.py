"""Pictures of papers: where they are, how much room they get, how they are decoded and drawn."""

import io
import stat
import sys
import zlib
from base64 import b64decode
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from rich.cells import cell_len

from paperterm.confined import confine
from paperterm.errors import InputError
from paperterm.fulltext.document import Figure, Frame, Picture, with_pictures
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import line_text
from paperterm.fulltext.parse import parse
from paperterm.fulltext.pictures import cells, picture_path
from paperterm.fulltext.raster import Form, Raster, Unreadable, raster
from paperterm.library.pictures import Lack, Pictures
from paperterm.model import PaperId
from paperterm.session.graphics import Graphics, graphics
from paperterm.session.pictures import kind_of
from paperterm.session.rasters import Rasters
from paperterm.tui.draw import half_blocks, kitty

PAPER = PaperId("2602.12063")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"{}</svg>'
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def png(width: int, height: int, colour: object = RED, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize(
    ("base", "source", "path"),
    [
        ("", "2602.12063v2/x1.png", "2602.12063v2/x1.png"),
        ("/html/2602.12063v2/", "x1.png", "2602.12063v2/x1.png"),
        ("", "x1.png", "2602.12063v3/x1.png"),
        ("", "sub/a%20b.png", "2602.12063v3/sub/a%20b.png"),
        ("", "https://arxiv.org/html/2602.12063v1/x.svg", "2602.12063v1/x.svg"),
        *(("", one, None) for one in ("../x.png", "../2602.00001v1/x.png", "/static/x.png")),
        *(("", one, None) for one in ("http://arxiv.org/html/2602.12063v1/x.png", "file:///x.png")),
        *(("", one, None) for one in ("https://evil.org/html/2602.12063v1/x.png", "//evil.org/x")),
        *(("", one, None) for one in ("data:image/png;base64,AA", "javascript:x", "http://[x/")),
        *(("", one, None) for one in ("a%0d%0ab.png", "a%5c..%5cb.png", "x" * 400)),
        ("https://evil.org/html/2602.12063v1/", "x.png", "2602.12063v1/x.png"),
    ],
)
def test_only_the_pictures_of_the_paper_itself_are_asked_for(
    base: str, source: str, path: str | None
) -> None:
    assert picture_path(PAPER, 3, base, source) == path


def test_a_picture_keeps_its_shape_and_leaves_room_for_its_caption() -> None:
    assert cells(Frame(400, 200, 30), 80) == (80, 20)
    assert cells(Frame(200, 200, 30), 80) == (40, 20)
    assert cells(Frame(400, 4000, 30), 80) == (6, 30)
    assert cells(Frame(4000, 1, 30), 80) == (80, 1)
    assert cells(Frame(400, 200, 30, ratio=1.0), 80) == (60, 30)


def test_a_page_says_how_large_its_pictures_are() -> None:
    page = b"""<article class="ltx_document"><figure class="ltx_figure">
    <img src="x1.png" width="400" height="200" alt="Refer to caption">
    <object data="x2.svg" type="image/svg+xml" width="1e9" height="-5"></object>
    <figcaption class="ltx_caption">Figure 1: A line.</figcaption></figure></article>"""
    document = parse(page)
    assert [one.size for one in document.pictures[0]] == [(400, 200), (0, 0)]
    figure = document.blocks[0]
    assert isinstance(figure, Figure)
    assert [line_text(one) for one in draw(figure, 40)][:2] == ["[picture]", "[picture]"]
    frame = Frame(400, 200, 10)
    framed = with_pictures(figure, lambda one: Picture(source=one.source, frame=frame))
    lines = draw(framed, 40)
    parts = [span.part for line in lines for span in line if span.part]
    assert [(one.source, one.row) for one in parts] == [
        (source, row) for source in ("x1.png", "x2.svg") for row in range(10)
    ]
    assert line_text(lines[-1]) == "Figure 1: A line."


def test_a_picture_becomes_pixels_on_white() -> None:
    made = raster(png(20, 10), Form.PIXELS, 10, 10)
    assert made[:4] == (10, 10, 20, 10)
    pixels = [tuple(made.content[at : at + 3]) for at in range(0, 300, 3)]
    assert pixels[0] == pixels[-1] == WHITE
    assert pixels[50] == RED
    clear = raster(png(8, 8, (255, 0, 0, 0), "RGBA"), Form.PIXELS, 4, 4)
    assert set(clear.content) == {255}
    for mode, colour in (("P", 0), ("L", 7), ("I;16", 500), ("LA", (0, 0)), ("1", 1)):
        assert len(raster(png(4, 4, colour, mode), Form.PIXELS, 2, 2).content) == 12
    for form in Form:
        assert raster(png(3000, 2), form, 400, 100).height > 0
    packed = raster(png(20, 10), Form.PACKED, 100, 100)
    assert zlib.decompress(packed.content) == bytes(RED) * 200


def test_sixels_are_what_a_terminal_reads() -> None:
    made = raster(png(10, 7), Form.SIXEL, 10, 7)
    text = made.content.decode("ascii")
    assert text.startswith('\x1bP0;1;0q"1;1;10;7#0;2;100;0;0')
    assert text.endswith("#0!10~-#0!10@-\x1b\\")


def test_an_svg_is_drawn_without_what_it_refers_to(tmp_path: Path) -> None:
    plain = SVG.format('><rect width="40" height="20" fill="#00f"/>')
    made = raster(plain.encode(), Form.PIXELS, 4, 2)
    assert made[2:4] == (40, 20)
    assert made.content == bytes(BLUE) * 8
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(40, 20))
    outside = f'<image width="40" height="20" href="{{}}{secret}"/>'
    for scheme in ("", "file://"):
        text = SVG.format(">" + outside.format(scheme))
        assert raster(text.encode(), Form.PIXELS, 4, 2).content == bytes(WHITE) * 8
    linked = outside.format("").replace("href", "xlink:href")
    text = SVG.format(f' xmlns:xlink="http://www.w3.org/1999/xlink">{linked}')
    assert raster(text.encode(), Form.PIXELS, 4, 2).content == bytes(WHITE) * 8
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret}">]>' + SVG.format("><text>&x;</text>")
    assert raster(entity.encode(), Form.PIXELS, 4, 2).content == bytes(WHITE) * 8


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG that only says that it is large."""
    small = png(1, 1)
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + small[24:29]
    return small[:12] + head + zlib.crc32(head).to_bytes(4) + small[33:]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (huge_png(20_000, 20_000), "more than 100 megapixels"),
        (huge_png(2**31 - 1, 2**31 - 1), "more than 100 megapixels"),
        (png(9, 9)[:50], "damaged"),
        (b"P6 1 1 255\n\0\0\0", "damaged"),
        (b"", "damaged"),
    ],
)
def test_what_is_no_picture_says_so(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        raster(content, Form.PIXELS, 4, 4)


@pytest.mark.parametrize(
    "content", ["<svg", SVG.format("><g>" * 9), SVG.format(' viewBox="0 0 1e400 -3"><g/>')]
)
def test_what_is_wrong_with_an_svg_is_left_out(content: str) -> None:
    with suppress(Unreadable):
        assert len(raster(content.encode(), Form.PIXELS, 4, 4).content) == 48


def test_a_picture_is_decoded_in_a_process_with_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(png(20, 10))
    rasters = Rasters()
    assert rasters.decoded(file, Form.PIXELS, 2, 2)[2:4] == (20, 10)
    file.write_bytes(huge_png(9_000, 9_000))
    with pytest.raises(InputError, match="damaged"):
        rasters.decoded(file, Form.PIXELS, 2, 2)
    file.write_bytes(SVG.format(">" + "<g>" * 100_000).encode())  # ends resvg, not the reader
    with pytest.raises(InputError, match=r"needs too much memory$"):
        rasters.decoded(file, Form.PIXELS, 2, 2)
    file.write_bytes(SVG.format("".join(f' a{n}="1"' for n in range(100_000)) + ">").encode())
    for limit, seconds in (("CPU_SECONDS", 1), ("_PATIENCE", 0.5)):
        monkeypatch.setattr(f"paperterm.session.rasters.{limit}", seconds)
        with pytest.raises(InputError, match=r"takes too long$"):
            rasters.decoded(file, Form.PIXELS, 2, 2)
    program = tmp_path / "program"
    monkeypatch.setattr("sys.executable", str(program))
    for ending, why in (("printf '\\033[31mred' >&2; exit 3", "red"), ("exit 1", "be decoded")):
        program.write_text(f"#!/bin/sh\ncat >/dev/null; {ending}\n")
        program.chmod(stat.S_IRWXU)
        with pytest.raises(InputError, match=why) as raised:
            rasters.decoded(file, Form.PIXELS, 2, 2)
        assert raised.value.problem.isprintable()
    rasters.stop()
    with pytest.raises(InputError, match="not wanted"):
        rasters.decoded(file, Form.PIXELS, 2, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_limit_that_the_system_refuses_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    limited = []

    def limit(what: int, limits: tuple[int, int]) -> None:
        if what == resource.RLIMIT_AS:  # as macOS does
            raise ValueError("current limit exceeds maximum limit")
        limited.append(what)

    monkeypatch.setattr(resource, "setrlimit", limit)
    confine(10, 1 << 30)
    assert limited == [resource.RLIMIT_CPU, resource.RLIMIT_FSIZE]


def test_kittys_commands_give_all_pixels_and_nothing_else() -> None:
    content = zlib.compress(bytes(range(256)) * 300, 0)
    commands = kitty.sent(0x123456, Raster(160, 160, 9, 9, content), 40, 10)
    heads, chunks = zip(*(one[3:-2].split(";") for one in commands), strict=True)
    assert all(one.startswith("\x1b_G") and one.endswith("\x1b\\") for one in commands)
    assert heads[0] == "a=T,U=1,q=2,f=24,o=z,s=160,v=160,i=1193046,c=40,r=10,m=1"
    assert set(heads[1:-1]) == {"q=2,m=1"}
    assert heads[-1] == "q=2,m=0"
    assert max(map(len, chunks)) == 4096
    assert b64decode("".join(chunks)) == content
    assert kitty.deleted(7) == "\x1b_Ga=d,d=I,q=2,i=7\x1b\\"
    assert kitty.through_tmux("\x1b_Gq=2\x1b\\") == "\x1bPtmux;\x1b\x1b_Gq=2\x1b\x1b\\\x1b\\"


def test_kittys_placeholders_say_row_and_column_and_number() -> None:
    (segment,) = kitty.row(0x123456, 3, 1)
    assert segment.text == "".join("\U0010eeee\u030d" + one for one in "\u0305\u030d\u030e")
    assert cell_len(segment.text) == 3
    assert segment.style
    assert segment.style.color
    assert segment.style.color.get_truecolor().hex == "#123456"
    widest = kitty.row(1, kitty.MOST_CELLS, kitty.MOST_CELLS - 1)[0].text
    assert widest[-2:] == "\U0001d244" * 2


def test_half_blocks_have_two_pixels_in_a_cell() -> None:
    pixels = bytes((*RED, *RED, *WHITE, *BLUE, *BLUE, *WHITE))
    two, one = half_blocks.row(pixels, 3, 0)
    assert (two.text, one.text) == ("▀▀", " ")
    assert str(two.style) == "#ff0000 on #0000ff"
    assert str(one.style) == "on #ffffff"


KITTY, GHOSTTY, WEZTERM = "P>|kitty(0.46.2)", "P>|ghostty 1.3.1", "P>|WezTerm 20240203-110809"
DA1, DA1_SIXEL = "[?62;52;c", "[?62;4;22c"


@pytest.mark.parametrize(
    ("chosen", "answers", "environment", "found"),
    [
        ("auto", [KITTY, DA1], {}, Graphics.KITTY),
        ("auto", [GHOSTTY], {}, Graphics.KITTY),
        ("auto", ["P>|kitty(0.27.9)"], {}, Graphics.BLOCKS),
        ("auto", [WEZTERM, DA1_SIXEL], {}, Graphics.SIXEL),
        ("auto", ["[?64;14c", "[?4;6c"], {}, Graphics.BLOCKS),
        ("auto", [], {"TERM": "xterm-kitty"}, Graphics.KITTY),
        ("auto", [], {"TERM": "xterm-256color"}, Graphics.BLOCKS),
        ("auto", [KITTY], {"TMUX": "/nowhere,1,0", "TMUX_TMPDIR": "/nowhere"}, Graphics.BLOCKS),
        ("auto", [KITTY], {"NO_COLOR": "1"}, Graphics.BLOCKS),
        ("kitty", [], {}, Graphics.KITTY),
        ("blocks", [KITTY], {}, Graphics.BLOCKS),
    ],
)
def test_a_terminal_gets_what_it_says_it_can_draw(
    chosen: str, answers: list[str], environment: dict[str, str], found: Graphics
) -> None:
    assert graphics(chosen, answers, environment, is_remote=False) is found


def test_over_ssh_only_the_setting_counts() -> None:
    assert graphics("auto", [KITTY], {"TERM": "xterm-kitty"}, is_remote=True) is Graphics.BLOCKS
    assert graphics("kitty", [], {}, is_remote=True) is Graphics.KITTY


def test_kept_pictures_have_names_of_their_own_and_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperterm.library.pictures._MOST_BYTES", 250)
    pictures = Pictures(tmp_path / "pictures")
    for name in ("2602.1/../../a", "b", "c"):
        file = pictures.write(name, ".png", bytes(100))
        assert file.parent == tmp_path / "pictures"
    assert pictures.find("2602.1/../../a") is None
    assert pictures.find("c") == file
    lack = Lack(datetime(2026, 2, 12, tzinfo=UTC), "not at arXiv")
    pictures.write_lack("d", lack)
    assert pictures.lack("d") == lack
    assert pictures.lack("b") is None


def test_the_kind_of_a_picture_follows_from_its_beginning() -> None:
    assert kind_of(png(1, 1)) == ".png"
    assert kind_of(b"\xef\xbb\xbf <?xml version='1.0'?><!-- <a> --><svg>") == ".svg"
    for other in (b"<!DOCTYPE html><html><svg></svg>", b"", b"<?xml?><rss/>", b"RIFF", b"\x7fELF"):
        assert kind_of(other) == ""
