"""A paper as values: a title, blocks from top to bottom, and where its ids are.

Sections are not nested: a `Section` is a heading, and what belongs to it are the blocks up to the
next one. So each block can be drawn by itself, and only a few of them are on the screen.

The text of a block is the text of its leaves, in reading order, one line each. An offset into it is
a place that is the same at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias


class Kind(StrEnum):
    """What a run of text is."""

    TEXT = ""
    MATH = "math"
    TEX = "tex"
    """A formula that could not be read, as TeX."""
    CITE = "cite"
    REF = "ref"
    NOTE = "note"
    LINK = "link"
    FAULT = "fault"
    """A mark that the conversion left where it failed."""


class Run(NamedTuple):
    r"""Text of one kind and style.

    Attributes:
        text: What is shown, without control characters; a line break is `\n`.
        kind: What it is.
        style: Names of styles, separated by blanks: `bold`, `italic`, `code`…
        target: The id (`#S1`) in this paper, or the address, that it leads to.
        tex: The source of a formula.
    """

    text: str
    kind: Kind = Kind.TEXT
    style: str = ""
    target: str = ""
    tex: str = ""


Runs: TypeAlias = tuple[Run, ...]
Blocks: TypeAlias = "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a paper.

    Attributes:
        id: The name of the block; unique among the blocks of a document.
        ids: The ids of the page that links may lead to, and that are here.
    """

    id: str = ""
    ids: tuple[str, ...] = ()

    def leaves(self) -> Iterator[Runs]:
        """Yield the runs of each line of text, in reading order; some may be empty."""
        yield ()

    def parts(self) -> Iterator[Block]:
        """Yield the blocks directly inside this one."""
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Block):
    """Running text."""

    runs: Runs
    style: str = ""

    def leaves(self) -> Iterator[Runs]:
        """Yield the text."""
        yield self.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Container(Block):
    blocks: Blocks

    def leaves(self) -> Iterator[Runs]:
        """Yield the text of the blocks."""
        for block in self.blocks:
            yield from block.leaves()

    def parts(self) -> Iterator[Block]:
        """Yield the blocks."""
        yield from self.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Block):
    """The title of the paper."""

    runs: Runs

    def leaves(self) -> Iterator[Runs]:
        """Yield the title."""
        yield self.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors(_Container):
    """The authors, and where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Block):
    """A heading; level 1 is a section, 2 a subsection."""

    number: str
    title: Runs
    level: int

    @property
    def runs(self) -> Runs:
        """The number and the title."""
        return (Run(f"{self.number} "), *self.title) if self.number else self.title

    def leaves(self) -> Iterator[Runs]:
        """Yield the heading."""
        yield self.runs


class EquationRow(NamedTuple):
    """A line of a displayed formula: aligned cells, and a number."""

    cells: tuple[Runs, ...]
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation(Block):
    """Displayed formulas."""

    rows: tuple[EquationRow, ...]

    def leaves(self) -> Iterator[Runs]:
        """Yield the cells of each row, then its number."""
        for row in self.rows:
            yield from row.cells
            yield (Run(row.number),)


class Cell(NamedTuple):
    """A cell of a table, at a place of its grid.

    `rules` has a letter for each side with a rule: t, b, l, r; a capital one for a double rule.
    """

    blocks: Blocks
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    align: str = ""
    is_head: bool = False
    rules: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    """Cells in a grid, in reading order."""

    cells: tuple[Cell, ...]

    def leaves(self) -> Iterator[Runs]:
        """Yield the text of the cells."""
        for cell in self.cells:
            for block in cell.blocks:
                yield from block.leaves()

    def parts(self) -> Iterator[Block]:
        """Yield the blocks of the cells."""
        for cell in self.cells:
            yield from cell.blocks


class Frame(NamedTuple):
    """The room that a picture gets on a page.

    Attributes:
        width: Its width in pixels, as the page says or as it is.
        height: Its height.
        most_rows: The most lines it may take.
        ratio: How many times higher than wide a cell of the terminal is.
    """

    width: int
    height: int
    most_rows: int
    ratio: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Block):
    """An image: its address as the page has it, and what its author says it shows.

    Attributes:
        source: The address; empty if the conversion lost the image.
        runs: The description.
        size: Width and height in pixels as the page says; 0 if it does not.
        frame: The room to draw it in; None where only the description is shown.
        note: Why it cannot be drawn.
    """

    source: str
    runs: Runs = ()
    size: tuple[int, int] = (0, 0)
    frame: Frame | None = None
    note: str = ""

    def leaves(self) -> Iterator[Runs]:
        """Yield the description."""
        yield self.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(_Container):
    """What is said about a figure or a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Container):
    """A float: pictures, tables, listings and captions, in the order of the page."""

    kind: str = "figure"


class ListingLine(NamedTuple):
    """A line of code or of an algorithm."""

    number: str
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Block):
    """Code, or the steps of an algorithm."""

    lines: tuple[ListingLine, ...]

    def leaves(self) -> Iterator[Runs]:
        """Yield the number and the text of each line."""
        for line in self.lines:
            yield (Run(line.number),)
            yield line.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Theorem(_Container):
    """A theorem, lemma, definition, remark or proof."""

    title: Runs
    is_proof: bool = False

    def leaves(self) -> Iterator[Runs]:
        """Yield the title, then the text."""
        yield self.title
        yield from _Container.leaves(self)


class Item(NamedTuple):
    """An item of a list.

    The tag is a bullet, a number or a term of the page; `sign` is shown where there is none.
    """

    tag: Runs
    blocks: Blocks
    sign: str = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Block):
    """Items."""

    items: tuple[Item, ...]

    def leaves(self) -> Iterator[Runs]:
        """Yield the tag and the text of each item."""
        for item in self.items:
            yield item.tag
            for block in item.blocks:
                yield from block.leaves()

    def parts(self) -> Iterator[Block]:
        """Yield the blocks of the items."""
        for item in self.items:
            yield from item.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(_Container):
    """A quotation, or text in a frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(_Container):
    """A footnote, below the paragraph that points at it."""

    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(_Container):
    """An item of the bibliography."""

    label: Runs
    links: tuple[str, ...] = ()
    arxiv_ids: tuple[str, ...] = ()
    doi: str = ""

    def leaves(self) -> Iterator[Runs]:
        """Yield the label, then the text."""
        yield self.label
        yield from _Container.leaves(self)


@dataclass(frozen=True)
class Document:
    """A paper: its title, and its blocks from top to bottom.

    `base` is the address that those of pictures are relative to, if the page gives one.
    """

    title: str
    blocks: Blocks
    base: str = ""

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where each id of the page is: the number of the block, and the offset into its text."""
        found: dict[str, tuple[int, int]] = {}
        for number, block in enumerate(self.blocks):
            for name, offset in _ids(block):
                found.setdefault(name, (number, offset))
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each block by its own id."""
        return {block.id: number for number, block in enumerate(self.blocks)}

    @cached_property
    def notes(self) -> dict[str, Note]:
        """The footnotes by each of their ids."""
        blocks = (inner for block in self.blocks for inner in inside(block))
        return {name: block for block in blocks if isinstance(block, Note) for name in block.ids}

    @cached_property
    def pictures(self) -> dict[int, tuple[Picture, ...]]:
        """The pictures that have an address, in order, by the number of the block they are in."""
        found = {}
        for number, block in enumerate(self.blocks):
            inner = (one for one in inside(block) if isinstance(one, Picture) and one.source)
            if pictures := tuple(inner):
                found[number] = pictures
        return found

    @property
    def references(self) -> list[Reference]:
        """The bibliography."""
        return [block for block in self.blocks if isinstance(block, Reference)]

    @cached_property
    def outline(self) -> list[tuple[int, Section]]:
        """The headings, with the numbers of their blocks."""
        return [(at, block) for at, block in enumerate(self.blocks) if isinstance(block, Section)]


def runs_text(runs: Sequence[Run]) -> str:
    """Return the text of runs."""
    return "".join(run.text for run in runs)


def block_text(block: Block) -> str:
    """Return the text of a block, a line for each leaf that is not empty."""
    return blocks_text((block,))


def blocks_text(blocks: Sequence[Block]) -> str:
    """Return the text of several blocks."""
    leaves = (runs_text(leaf) for block in blocks for leaf in block.leaves())
    return "\n".join(filter(None, leaves))


def inside(block: Block) -> Iterator[Block]:
    """Yield a block and all blocks inside it."""
    yield block
    for part in block.parts():
        yield from inside(part)


def with_pictures(block: Block, change: Callable[[Picture], Picture]) -> Block:
    """Return a block with each picture inside it replaced."""

    def changed(blocks: Blocks) -> Blocks:
        return tuple(with_pictures(one, change) for one in blocks)

    if isinstance(block, Picture):
        return change(block)
    if isinstance(block, _Container):
        return replace(block, blocks=changed(block.blocks))
    if isinstance(block, List):
        items = tuple(item._replace(blocks=changed(item.blocks)) for item in block.items)
        return replace(block, items=items)
    if isinstance(block, Table):
        cells = tuple(cell._replace(blocks=changed(cell.blocks)) for cell in block.cells)
        return replace(block, cells=cells)
    return block


def _ids(block: Block) -> Iterator[tuple[str, int]]:
    """Yield the ids in a block, with the offsets into its text."""
    for name in block.ids:
        yield name, 0
    parts = list(block.parts())
    if not parts:
        return
    lengths = [len(block_text(part)) for part in parts]
    # What is not in a part, a title or tags, is spread before the parts.
    offset = 0
    whole = block_text(block)
    for part, length in zip(parts, lengths, strict=True):
        text = block_text(part)
        at = whole.find(text, offset) if length else offset
        offset = at if at >= 0 else offset
        for name, inner in _ids(part):
            yield name, offset + inner
        offset += length
