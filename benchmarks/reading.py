"""Measure whole papers: a kept page until its first screen, scrolling, and finding words."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from figures import Pair, paired
from homes import Home
from terminal import Terminal

from paperterm.fulltext.classify import PageKind
from paperterm.fulltext.document import Section, block_text
from paperterm.fulltext.parse import parse
from paperterm.library.pages import KeptPage
from paperterm.model import PaperId
from paperterm.session.fulltext import kept_pages

DATA = Path(__file__).resolve().parents[2] / "shared/data/html/2501.11120v1.html.gz"
"""A page of 0.7 MB."""

_TIMES = 5
"""How often its sections are repeated to make one of 3.5 MB."""
_ID = re.compile(r"\b(id|href)=\"(#?)((?:S|A|bib|alg|footnote|LST|cite)[0-9.])")
_ALL_THERE = b" % "
"""How much of the paper is read is told when all of it is there."""
_QUIET, _PATIENCE = 0.2, 30.0
_FIND_SECONDS = 0.06


@dataclass
class Read:
    """Seconds: of opening a paper the first and the second time, and of keys."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    scroll: list[float] = field(default_factory=list)
    find: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)


def measure(home: Home, keys: int) -> Iterator[Pair]:
    """Measure both programs in turn."""
    page = gzip.decompress(DATA.read_bytes())
    for name, content in (("page", page), ("large", repeated(page))):
        read = Read()
        (home.folders.state / "memory.json").unlink(missing_ok=True)  # the beginning is opened
        keep(home, content)
        with home.bare.ready() as bare:
            read.key += [answered(bare, "j") for _ in range(keys)]
            open_page(home, content, keys, read)
            read.key += [answered(bare, "k") for _ in range(keys)]
        yield paired(f"whole.{name}", home.papers, read.first, read.key)
        yield paired(f"whole.{name}.again", home.papers, read.again, read.key)
        yield paired(f"whole.{name}.scroll", home.papers, read.scroll, read.key)
        if name == "page":  # of 28,000 words
            yield paired("whole.find", home.papers, read.find, _FIND_SECONDS)


def repeated(page: bytes) -> bytes:
    """Return a page with its sections several times, each time with ids of their own."""
    text = page.decode()
    start, end = text.index('<section class="ltx_section"'), text.rindex("</section>")
    end += len("</section>")
    copies = (_ID.sub(rf'\1="\2copy{number}.\3', text[start:end]) for number in range(1, _TIMES))
    return (text[:end] + "".join(copies) + text[end:]).encode()


def keep(home: Home, page: bytes) -> None:
    """Keep a page as that of the paper on which the reader opens."""
    session = home.session()
    kept_pages(session).write(first_paper(home), KeptPage(PageKind.PAPER, session.now(), page))


def first_paper(home: Home) -> PaperId:
    """Return the paper under the cursor at the start."""
    return home.newest_day[0].id


def open_page(home: Home, page: bytes, keys: int, read: Read) -> None:
    """Open the whole paper, scroll in it, find words in it, and open it again."""
    document = parse(page)
    headings = (block_text(one) for one in document.blocks if isinstance(one, Section))
    words = block_text(document.blocks[0])[:20], next(headings)[:20]
    with home.reader.ready() as terminal:
        read.first.append(until_shown(terminal, "i", words))
        read.scroll += [answered(terminal, "j") for _ in range(keys)]
        terminal.pressed("/", _QUIET, _PATIENCE)
        read.find += [answered(terminal, letter) for letter in "the of and"]
        for key in ("\x1b", "g", "q"):
            terminal.pressed(key, _QUIET, _PATIENCE)
        read.again.append(until_shown(terminal, "i", words))


def until_shown(terminal: Terminal, key: str, words: Sequence[str]) -> float:
    """Type a key; return the seconds until words are written that are nowhere on the screen yet."""
    wanted = [word.encode() for word in words]
    first, at = len(terminal.pieces), terminal.press(key)
    output = b""
    while not all(word in output for word in wanted):
        if not terminal.read(_PATIENCE):
            raise RuntimeError(f"not shown within {_PATIENCE:g} seconds: {words}")
        output = b"".join(piece for _, piece in terminal.pieces[first:])
    shown = terminal.pieces[-1][0]
    while _ALL_THERE not in output:
        terminal.read(_PATIENCE)
        output = b"".join(piece for _, piece in terminal.pieces[first:])
    terminal.read_until_quiet(_QUIET)
    return shown - at


def answered(terminal: Terminal, key: str) -> float:
    """Type a key; return the seconds until the last output that follows: a whole frame."""
    press = terminal.pressed(key, _QUIET, _PATIENCE)
    return terminal.pieces[press.end - 1][0] - press.at
