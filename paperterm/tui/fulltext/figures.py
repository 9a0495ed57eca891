"""The pictures on the page of a whole paper: how much room they get, and what is drawn there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from rich.segment import Segment

from paperterm.fulltext.document import Document, Frame, Picture
from paperterm.fulltext.lines import Part
from paperterm.fulltext.pictures import picture_path
from paperterm.fulltext.raster import Form, Raster
from paperterm.model import PaperId
from paperterm.session.graphics import Graphics
from paperterm.tui.draw import half_blocks, kitty
from paperterm.tui.jobs.figures import Wanted
from paperterm.tui.jobs.messages import Post

Write = Callable[[str], object]
"""Writes a command of ours to the terminal."""

Want = Callable[[Sequence[Wanted], Post], object]

_USUAL_CELL = (10, 20)
_FIRST_NUMBER = 0x100000
_numbers = count(_FIRST_NUMBER + (os.getpid() & 0xFFF) * 256)
"""The numbers of pictures in the terminal, which other programs may have given numbers too."""


class Box(NamedTuple):
    """A picture at a size in cells."""

    source: str
    columns: int
    rows: int


class _Drawn(NamedTuple):
    """A picture in a box: what was decoded, and its number in a terminal that got it."""

    raster: Raster
    number: int


class Figures:
    """The pictures of one paper.

    Args:
        id_: The paper.
        version: The version that is shown, if known.
        document: The paper itself.
        graphics: How to draw.
        cell: Width and height of a cell in pixels.
        write: Takes commands for the terminal.
        want: Asks for pictures: that of `FiguresJob`.
        alone: Whether they are shown one by one, each as large as the terminal.
    """

    def __init__(
        self,
        id_: PaperId,
        version: int | None,
        document: Document,
        graphics: Graphics,
        cell: tuple[int, int],
        write: Write,
        want: Want,
        *,
        alone: bool = False,
    ) -> None:
        pictures = {one.source: one for found in document.pictures.values() for one in found}
        self._pictures = pictures
        self._paths = {
            source: path
            for source in pictures
            if (path := picture_path(id_, version, document.base, source))
        }
        self._sources: dict[str, list[str]] = {}
        for source, path in self._paths.items():
            self._sources.setdefault(path, []).append(source)
        self._graphics = graphics
        self._cell = cell
        self._write = write
        self._want = want
        self._alone = alone
        self._is_in_tmux = bool(os.environ.get("TMUX"))
        self._drawn: dict[Box, _Drawn] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._lacking: dict[str, str] = {
            source: "not among the figures of the paper"
            for source in pictures
            if source not in self._paths
        }
        self._awaited: set[str] = set()

    def path(self, source: str) -> str | None:
        """Return where a picture is below arXiv's `/html/`; None if it is no picture of it."""
        return self._paths.get(source)

    def framed(self, picture: Picture, most_rows: int) -> Picture:
        """Return a picture with its size on the page, or without one if it cannot be shown."""
        source = picture.source
        if why := self._lacking.get(source):
            return replace(picture, note=why)
        width, height = self._sizes.get(source, picture.size)
        if not (width and height):
            return picture
        if self._alone:
            width, height = width * 1000, height * 1000
        ratio = self._cell[1] / self._cell[0]
        most_rows = min(most_rows, kitty.MOST_CELLS)
        return replace(picture, frame=Frame(width, height, most_rows, ratio))

    def want(self, parts: Iterable[Part], unknown: Sequence[str], post: Post) -> None:
        """Ask for what is not decoded yet, in this order.

        Args:
            parts: Lines of pictures.
            unknown: The addresses of pictures of unknown size.
            post: Takes the answers, in any thread.
        """
        boxes = dict.fromkeys(Box(part.source, part.columns, part.rows) for part in parts)
        lacking = [box for box in boxes if box not in self._drawn]
        lacking += [Box(source, 40, 20) for source in unknown if source not in self._sizes]
        found = (self._as_wanted(box) for box in lacking if box.source not in self._lacking)
        self._want([one for one in dict.fromkeys(found) if one], post)

    def _as_wanted(self, box: Box) -> Wanted | None:
        path = self._paths.get(box.source)
        if path is None:
            return None
        width, height = box.columns * self._cell[0], box.rows * self._cell[1]
        if self._graphics is Graphics.KITTY:
            return Wanted(path, Form.PACKED, width, height)
        if self._graphics is Graphics.SIXEL and self._alone:
            return Wanted(path, Form.SIXEL, width, height)
        return Wanted(path, Form.PIXELS, box.columns, 2 * box.rows)

    def take(self, wanted: Wanted, raster: Raster, parts: Iterable[Part]) -> list[str]:
        """Take a picture that was decoded.

        Args:
            wanted: As it was wanted.
            raster: The pixels.
            parts: Lines of the pictures that have room now.

        Returns:
            The addresses of pictures that get other room because of it.
        """
        sources = self._sources.get(wanted.path, [])
        self._awaited.discard(wanted.path)
        changed = [one for one in sources if self._is_news(one, raster)]
        for source in sources:
            self._sizes[source] = raster.own_width, raster.own_height
        boxes = {Box(part.source, part.columns, part.rows) for part in parts}
        for box in (box for box in boxes if self._as_wanted(box) == wanted):
            if box.source in changed or box in self._drawn:
                continue
            number = 0
            if self._graphics is Graphics.KITTY:
                number = next(_numbers) & 0xFFFFFF
                self._send(number, raster, box)
            self._drawn[box] = _Drawn(raster, number)
        return changed

    def _is_news(self, source: str, raster: Raster) -> bool:
        """Return whether the shape of a picture differs from the one expected."""
        width, height = self._sizes.get(source, self._pictures[source].size)
        if not (width and height):
            return True
        return not 0.9 < (raster.own_width * height) / (raster.own_height * width) < 1.1

    def lack(self, path: str, why: str) -> list[str]:
        """Note that a picture cannot be shown; return its addresses."""
        sources = self._sources.get(path, [])
        for source in sources:
            self._lacking[source] = why
        return sources

    def wait(self, path: str) -> None:
        """Note that a picture waits for arXiv."""
        self._awaited.add(path)

    def state(self, source: str) -> str:
        """Return what to say where a picture will be."""
        is_awaited = self._paths.get(source) in self._awaited
        return "waiting for arXiv" if is_awaited else "drawing"

    def segments(self, part: Part) -> list[Segment] | None:
        """Return a line of a picture; None if it is not decoded yet."""
        drawn = self._drawn.get(Box(part.source, part.columns, part.rows))
        if drawn is None:
            return None
        if self._graphics is Graphics.SIXEL and self._alone:  # `paint` does it
            return [Segment(" " * part.columns)]
        if self._graphics is Graphics.KITTY:
            return kitty.row(drawn.number, part.columns, part.row)
        return half_blocks.row(drawn.raster.content, part.columns, part.row)

    def paint(self, part: Part, column: int, line: int) -> None:
        """Paint a picture as sixels over its cells, if that is how it is drawn.

        Args:
            part: Its first line.
            column: The place of its upper left cell on the screen.
            line: The same.
        """
        drawn = self._drawn.get(Box(part.source, part.columns, part.rows))
        if drawn and self._graphics is Graphics.SIXEL and self._alone:
            sixels = drawn.raster.content.decode("ascii")
            self._write(f"\x1b7\x1b[{line + 1};{column + 1}H{sixels}\x1b8")

    def send_again(self) -> None:
        """Give the terminal all pictures once more: another program had it."""
        for box, (raster, number) in self._drawn.items():
            if number:
                self._send(number, raster, box)

    def forget(self, kept: Iterable[Part] = ()) -> None:
        """Forget all but some pictures, and make the terminal forget them, too."""
        keep = {Box(part.source, part.columns, part.rows) for part in kept}
        for box in [box for box in self._drawn if box not in keep]:
            if number := self._drawn.pop(box).number:
                self._command(kitty.deleted(number))

    def _send(self, number: int, raster: Raster, box: Box) -> None:
        for command in kitty.sent(number, raster, box.columns, box.rows):
            self._command(command)

    def _command(self, command: str) -> None:
        self._write(kitty.through_tmux(command) if self._is_in_tmux else command)


def cell_size() -> tuple[int, int]:
    """Return width and height of a cell in pixels, as the terminal says; else the usual ones."""
    if sys.platform == "win32":
        return _USUAL_CELL
    import fcntl
    import struct
    import termios

    try:
        packed = fcntl.ioctl(2, termios.TIOCGWINSZ, bytes(8))  # Textual draws on stderr
    except OSError:
        return _USUAL_CELL
    rows, columns, width, height = struct.unpack("HHHH", packed)
    if not (rows and columns and width >= columns and height >= rows):
        return _USUAL_CELL
    cell = width // columns, height // rows
    return cell if 1 <= cell[1] / cell[0] <= 4 else _USUAL_CELL
