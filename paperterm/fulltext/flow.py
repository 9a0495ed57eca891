"""What is read so far of a part of a page: finished blocks, and a paragraph that is still open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from paperterm.fulltext.document import Block, Blocks, Kind, Note, Paragraph, Run, Runs
from paperterm.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Look(NamedTuple):
    """How text is shown where it stands, and what it leads to."""

    style: str = ""
    kind: Kind = Kind.TEXT
    target: str = ""

    def styled(self, style: str) -> Look:
        """Return the look with another style added."""
        if not style or style in self.style:
            return self
        return self._replace(style=f"{self.style} {style}".lstrip())


PLAIN = Look()

_MOJIBAKE = re.compile("[\xc2-\xf4](?:[\x80-\x9f][\x80-\xbf]{0,2}|[\xa0-\xbf][\x80-\x9f])")


class Names:
    """The ids of a page: those that links lead to, and the one that was met last."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.last = ""


class Marks(NamedTuple):
    """The id of a block, and the ids that links may lead to."""

    id: str
    ids: tuple[str, ...]


class Flow:
    """Collects blocks; text goes into a paragraph until something closes it.

    Footnotes wait until the block that points at them is finished.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._ids: list[str] = []
        self.notes: list[Note] = []

    def write(self, text: str | None, look: Look = PLAIN) -> None:
        """Add text of the page; runs of blanks are one blank, none at the start of a line."""
        if text:
            self.add(Run(_tidy(text), look.kind, look.style, look.target))

    def add(self, run: Run) -> None:
        """Add a run to the paragraph."""
        text = run.text
        if text[:1] == " " and (not self._runs or self._runs[-1].text[-1:] in " \n"):
            text = text[1:]
        if not text:
            return
        if self._runs and self._runs[-1][1:] == run[1:] and run.kind is not Kind.MATH:
            text = self._runs.pop().text + text
        self._runs.append(Run(text, *run[1:]))

    def break_line(self) -> None:
        """Begin a new line in the paragraph."""
        if self._runs:
            self._trim()
            self._runs.append(Run("\n"))

    def anchor(self, name: str | None) -> None:
        """Note an id of the page; if links lead to it, it belongs to what follows."""
        if name:
            self._names.last = name
            if name in self._names.wanted:
                self._ids.append(name)

    def anchor_all(self, element: Element) -> None:
        """Note the ids of all elements inside one that is not read element by element."""
        self.anchor(element.get("id"))
        for inner in element.iter():
            if inner.get("id") in self._names.wanted:
                self._ids.append(inner.get("id"))

    def marks(self) -> Marks:
        """Close the paragraph, and take the ids for the block that begins here."""
        self.close()
        return self._marks()

    def put(self, block: Block) -> None:
        """Add a block, and the footnotes that it points at."""
        self.close()
        self._blocks.append(block)
        self._put_notes()

    def close(self, style: str = "") -> None:
        """Finish the paragraph, if there is any."""
        while self._runs and not (text := self._runs[-1].text.rstrip(" \n")):
            self._runs.pop()
        if self._runs:
            self._runs[-1] = self._runs[-1]._replace(text=text)
            marks = self._marks()
            self._blocks.append(Paragraph(runs=_safe(self._runs), style=style, **marks._asdict()))
            self._runs = []
            self._put_notes()

    def done(self) -> Blocks:
        """Close the paragraph, and return the blocks."""
        self.close()
        self._put_notes()
        if self._ids:  # nothing follows that they could belong to
            self._blocks.append(Paragraph(runs=(), **self._marks()._asdict()))
        return tuple(self._blocks)

    def _marks(self) -> Marks:
        marks = Marks(self._names.last, tuple(dict.fromkeys(self._ids)))
        self._ids = []
        return marks

    def _put_notes(self) -> None:
        self._blocks += self.notes
        self.notes = []

    def _trim(self) -> None:
        last = self._runs[-1]
        self._runs[-1] = last._replace(text=last.text.rstrip(" "))


class Reader(Protocol):
    """Reads parts of a page; what reads tables, lists and so on asks it for what is inside them."""

    def blocks(self, element: Element, look: Look = PLAIN) -> Blocks:
        """Return what an element contains."""

    def runs(self, element: Element, flow: Flow) -> Runs:
        """Return what an element contains as one line; its footnotes go to `flow`."""


def _tidy(text: str) -> str:
    """Return text without control characters, and with single blanks, also at its ends."""
    body = clean(_MOJIBAKE.sub(_repaired, text))
    if not body:
        return " " if any(map(str.isspace, text)) else ""
    return f"{' ' * text[0].isspace()}{body}{' ' * text[-1].isspace()}"


def _repaired(match: re.Match[str]) -> str:
    """Return the character whose UTF-8 was read as Latin-1: a dash that became three."""
    try:
        return match[0].encode("latin-1").decode()
    except UnicodeDecodeError:
        return match[0]


def _safe(runs: list[Run]) -> Runs:
    """Return runs; as one run if they are safe one by one, but not together."""
    text = "".join(run.text for run in runs)
    if text.isascii() or "\n".join(map(clean, text.split("\n"))) == text:
        return tuple(runs)
    return (Run(clean(text)),)
