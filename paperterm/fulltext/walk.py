"""Reads the elements of a page, whatever they are, into blocks and runs.

LaTeXML's classes say what an element is; an unknown class is a plain container, and so is any
element that is nested too deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from paperterm.fulltext import chrome
from paperterm.fulltext.document import (
    Authors,
    Block,
    Blocks,
    Caption,
    Figure,
    Item,
    Kind,
    List,
    Note,
    Picture,
    Quote,
    Run,
    Runs,
    Section,
    Theorem,
    Title,
)
from paperterm.fulltext.elements import detach, first_with, local_name, names, tokens
from paperterm.fulltext.equations import read_equations
from paperterm.fulltext.flow import PLAIN, Flow, Look, Names
from paperterm.fulltext.formulas import formula
from paperterm.fulltext.links import linked
from paperterm.fulltext.listings import read_listing, read_preformatted
from paperterm.fulltext.references import read_reference
from paperterm.fulltext.tables import read_table
from paperterm.text import clean
from paperterm.text.symbols import SUBSCRIPTS, SUPERSCRIPTS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEPTH = 100
"""Elements nested deeper are read as their text."""
_BLOCK_DEPTH = 16
"""Blocks nested deeper are read as if they were side by side."""
_TABLE_DEPTH = 3
"""Tables nested deeper too: each is drawn three times to find its width."""

_STYLES = {
    "ltx_font_bold": "bold",
    "ltx_font_italic": "italic",
    "ltx_font_slanted": "italic",
    "ltx_emph": "italic",
    "ltx_font_typewriter": "code",
    "ltx_verbatim": "code",
}
_TAG_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "code": "code",
    "tt": "code",
}
_LEVELS = {
    "ltx_title_part": 1,
    "ltx_title_chapter": 1,
    "ltx_title_section": 1,
    "ltx_title_appendix": 1,
    "ltx_title_bibliography": 1,
    "ltx_title_abstract": 1,
    "ltx_title_acknowledgements": 1,
    "ltx_title_index": 1,
    "ltx_title_subsection": 2,
    "ltx_title_subsubsection": 3,
    "ltx_title_paragraph": 4,
    "ltx_title_subparagraph": 5,
}
_HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_BLOCK_TAGS = names(
    """
    address article aside body caption center dd details div dl dt fieldset figcaption figure
    footer form header hr html legend main ol p section summary table tbody td tfoot th thead tr
    ul
    """
)
_PARAGRAPHS = frozenset(
    ("ltx_p", "ltx_contact", "ltx_creator", "ltx_para", "ltx_dates", "ltx_date", "ltx_block")
)


_FLOATS = {
    "ltx_table": "table",
    "ltx_float_algorithm": "algorithm",
    "ltx_float_listing": "listing",
    "ltx_lstlisting": "listing",
}
_FOOTNOTES = ("ltx_role_footnote", "ltx_role_footnotetext", "ltx_role_footnotemark")
_NOTHING_SAID = frozenset(("refer to caption", "[uncaptioned image]", "uncaptioned image", "logo"))

_Handler: TypeAlias = "Callable[[Walk, Element, Flow, Look], None]"


class Walk:
    """Reads a page; `ids` are those of the page, `wanted` those that its links lead to."""

    def __init__(self, ids: frozenset[str], wanted: frozenset[str]) -> None:
        self._ids = ids
        self._names = Names(wanted)
        self._depth = 0
        self._block_depth = 0
        self._table_depth = 0

    def document(self, root: Element) -> Blocks:
        """Return the blocks of a whole page."""
        flow = Flow(self._names)
        self._read(root, flow, PLAIN)
        return flow.done()

    def blocks(self, element: Element, look: Look = PLAIN) -> Blocks:
        """Return what an element contains."""
        flow = Flow(self._names)
        self._block_depth += 1
        flow.anchor(element.get("id"))
        self._inner(element, flow, look)
        self._block_depth -= 1
        return flow.done()

    def runs(self, element: Element, flow: Flow) -> Runs:
        """Return what an element contains as one line; its footnotes go to `flow`."""
        runs: list[Run] = []
        for block in self.blocks(element):
            if isinstance(block, Note):
                flow.notes.append(block)
                continue
            for name in block.ids:
                flow.anchor(name)
            for leaf in block.leaves():
                runs += [*([Run(" ")] if runs and leaf else []), *leaf]
        return tuple(runs)

    # Elements

    def _read(self, element: Element, flow: Flow, look: Look) -> None:
        """Read one element."""
        tag = element.tag
        if not isinstance(tag, str):
            return
        classes = tokens(element)
        if chrome.is_skipped(tag, classes):
            return
        flow.anchor(element.get("id") or (element.get("name") if tag == "a" else None))
        if self._depth > _DEPTH:
            flow.write("".join(element.itertext()), look)
            return
        self._depth += 1
        handler = self._handler(tag, classes)
        if handler:
            handler(self, element, flow, look)
        else:
            self._container(element, flow, look, tag, classes)
        self._depth -= 1

    def _container(
        self, element: Element, flow: Flow, look: Look, tag: str, classes: frozenset[str]
    ) -> None:
        """Read an element that only groups or styles what is in it."""
        look = look.styled(_TAG_STYLES.get(tag, ""))
        for name in classes:
            if name in _STYLES:
                look = look.styled(_STYLES[name])
        if tag == "a":
            look = linked(look, element.get("href"), self._ids)
        if "ltx_ERROR" in classes or "ltx_missing_citation" in classes:
            look = look._replace(kind=Kind.FAULT)
        is_block = tag in _BLOCK_TAGS or bool(classes & _PARAGRAPHS)
        if is_block:
            flow.close()
        self._inner(element, flow, look)
        if is_block:
            flow.close()

    def _inner(self, element: Element, flow: Flow, look: Look) -> None:
        """Read what is inside an element."""
        flow.write(element.text, look)
        for child in element:
            self._read(child, flow, look)
            flow.write(child.tail, look)

    # What is more than a container

    def _math(self, element: Element, flow: Flow, look: Look) -> None:
        run = formula(element)
        flow.add(run._replace(style=look.style, target=look.target))

    def _script(self, element: Element, flow: Flow, look: Look) -> None:
        """Read raised or lowered text; digits and single letters with the characters for it."""
        table = SUPERSCRIPTS if element.tag == "sup" else SUBSCRIPTS
        for run in self.runs(element, flow):
            text = run.text
            if (len(text) == 1 or not text.isalpha()) and all(
                char in table or char in ",; " for char in text
            ):
                text = "".join(table.get(char, char) for char in text)
            shown = run if run.target else run._replace(style=look.style, target=look.target)
            flow.add(shown._replace(text=text))

    def _line_break(self, element: Element, flow: Flow, look: Look) -> None:
        flow.break_line()

    def _title(self, element: Element, flow: Flow, look: Look) -> None:
        """Read a heading: of the paper, of a section, or of a part that begins in its line."""
        classes = tokens(element)
        flow.close()
        level = next((_LEVELS[name] for name in classes if name in _LEVELS), 0)
        if not level and "ltx_title" in classes and "ltx_title_document" not in classes:
            self._inner(element, flow, look.styled("bold"))
            flow.write(" ")
            return
        number, runs = self._numbered(element, flow)
        id_, ids = flow.marks()
        if "ltx_title_document" in classes:
            flow.put(Title(runs=runs, id=id_, ids=ids))
        elif runs or number:
            level = level or _HEADINGS.get(str(element.tag), 1)
            flow.put(Section(number=number, title=runs, level=level, id=id_, ids=ids))

    def _numbered(self, element: Element, flow: Flow) -> tuple[str, Runs]:
        """Return the number of a heading, and the rest of it."""
        tag = first_with(element, "ltx_tag")
        if tag is None or (element.text or "").strip():
            return "", self.runs(element, flow)
        number = clean("".join(tag.itertext()))
        detach(tag)
        return number, self.runs(element, flow)

    def _note(self, element: Element, flow: Flow, look: Look) -> None:
        """Put a mark where the note stands; the note itself goes below the paragraph."""
        marks = [node for node in element.iter() if "ltx_note_mark" in tokens(node)]
        mark = clean("".join(marks[0].itertext())) if marks else ""
        name = element.get("id") or self._names.last
        content = Flow(self._names)
        self._block_depth += 1
        for node in element.iter():
            if "ltx_note_type" in tokens(node) and not tokens(element).isdisjoint(_FOOTNOTES):
                detach(node)
                break
        self._inner(element, content, PLAIN)
        self._block_depth -= 1
        flow.notes.append(Note(mark=mark, blocks=content.done(), id=name, ids=(name,)))
        if mark and "ltx_role_footnotetext" not in tokens(element):
            flow.add(Run(_raised(mark), Kind.NOTE, target=f"#{name}"))

    def _aside(self, element: Element, flow: Flow, look: Look) -> None:
        """Put what is inside a heading, but does not belong to it, below."""
        name = element.get("id") or self._names.last
        self._block_depth += 1
        content = Flow(self._names)
        self._inner(element, content, PLAIN)
        self._block_depth -= 1
        flow.notes.append(Note(mark="", blocks=content.done(), id=name, ids=(name,)))

    def _picture(self, element: Element, flow: Flow, look: Look) -> None:
        source = element.get("src") or element.get("data") or ""
        said = clean(element.get("alt") or element.get("aria-label") or "")
        if source.startswith("data:") and not said:
            return
        id_, ids = flow.marks()
        is_said = said and said.lower() not in _NOTHING_SAID
        runs = (Run(said),) if is_said else ()
        size = _pixels(element.get("width")), _pixels(element.get("height"))
        flow.put(Picture(source=clean(source[:2000]), runs=runs, size=size, id=id_, ids=ids))

    def _drawing(self, element: Element, flow: Flow, look: Look) -> None:
        """Read a drawing: only the texts in it, which may be a whole box of text."""
        if local_name(element) in ("foreignobject", "text"):
            self._inner(element, flow, look)
            flow.write(" ")
            return
        for child in element:
            self._read(child, flow, look)

    def _theorem(self, element: Element, flow: Flow, look: Look) -> None:
        classes = tokens(element)
        title = first_with(element, "ltx_title")
        runs: Runs = ()
        if title is not None:
            flow.close()
            runs = self.runs(title, flow)
            detach(title)
        self._nest(
            element,
            flow,
            lambda blocks, id_, ids: Theorem(
                title=runs, blocks=blocks, is_proof="ltx_proof" in classes, id=id_, ids=ids
            ),
        )

    def _figure(self, element: Element, flow: Flow, look: Look) -> None:
        kind = next((_FLOATS[name] for name in tokens(element) if name in _FLOATS), "figure")
        self._nest(
            element,
            flow,
            lambda blocks, id_, ids: Figure(blocks=blocks, kind=kind, id=id_, ids=ids),
        )

    def _caption(self, element: Element, flow: Flow, look: Look) -> None:
        self._nest(element, flow, lambda blocks, id_, ids: Caption(blocks=blocks, id=id_, ids=ids))

    def _quote(self, element: Element, flow: Flow, look: Look) -> None:
        self._nest(element, flow, lambda blocks, id_, ids: Quote(blocks=blocks, id=id_, ids=ids))

    def _nest(
        self,
        element: Element,
        flow: Flow,
        make: Callable[[Blocks, str, tuple[str, ...]], Block],
    ) -> None:
        """Read an element as one block with blocks inside; side by side if that is too deep."""
        if self._block_depth >= _BLOCK_DEPTH:
            flow.close()
            self._inner(element, flow, PLAIN)
            flow.close()
            return
        id_, ids = flow.marks()
        blocks = self.blocks(element)
        if blocks:
            flow.put(make(blocks, id_, ids))

    def _list(self, element: Element, flow: Flow, look: Look) -> None:
        if self._block_depth >= _BLOCK_DEPTH:
            self._inner(element, flow, look)
            return
        id_, ids = flow.marks()
        items: list[Item] = []
        is_numbered = element.tag == "ol"
        term: Runs = ()
        for child in element:
            if child.tag == "dt":
                term = self.runs(child, flow)
            elif isinstance(child.tag, str):
                sign = f"{len(items) + 1}." if is_numbered else "•"
                tag = first_with(child, "ltx_tag")
                if tag is not None:
                    term = self.runs(tag, flow)
                    detach(tag)
                items.append(Item(term, self.blocks(child), sign))
                term = ()
        flow.put(List(items=tuple(items), id=id_, ids=ids))

    def _authors(self, element: Element, flow: Flow, look: Look) -> None:
        self._nest(element, flow, lambda blocks, id_, ids: Authors(blocks=blocks, id=id_, ids=ids))

    def _before_author(self, element: Element, flow: Flow, look: Look) -> None:
        """Begin a paragraph for each author, without the comma or "and" between two."""
        flow.close()

    def _group(self, element: Element, flow: Flow, look: Look) -> None:
        flow.close()
        self._inner(element, flow, look)
        flow.close()

    def _reference(self, element: Element, flow: Flow, look: Look) -> None:
        read_reference(element, flow, self)

    def _table(self, element: Element, flow: Flow, look: Look) -> None:
        is_layout = next(element.iter("figure"), None) is not None
        if is_layout or self._table_depth >= _TABLE_DEPTH or self._block_depth >= _BLOCK_DEPTH:
            self._group(element, flow, look)
            return
        self._table_depth += 1
        read_table(element, flow, self)
        self._table_depth -= 1

    def _equations(self, element: Element, flow: Flow, look: Look) -> None:
        read_equations(element, flow, self)

    def _listing(self, element: Element, flow: Flow, look: Look) -> None:
        read_listing(element, flow, self)

    def _preformatted(self, element: Element, flow: Flow, look: Look) -> None:
        read_preformatted(element, flow)

    _BY_CLASS: ClassVar[Mapping[str, _Handler]] = {
        "ltx_Math": _math,
        "ltx_DisplayMath": _math,
        "ltx_title": _title,
        "ltx_authors": _authors,
        "ltx_author_before": _before_author,
        "ltx_note": _note,
        "ltx_pubnotes": _aside,
        "ltx_biblist": _group,
        "ltx_eqn_table": _equations,
        "ltx_equation": _equations,
        "ltx_equationgroup": _equations,
        "ltx_tabular": _table,
        "ltx_theorem": _theorem,
        "ltx_proof": _theorem,
        "ltx_bibitem": _reference,
        "ltx_listing": _listing,
        "ltx_figure": _figure,
        "ltx_table": _figure,
        "ltx_float": _figure,
        "ltx_caption": _caption,
        "ltx_quote": _quote,
        "ltx_itemize": _list,
        "ltx_enumerate": _list,
        "ltx_description": _list,
        "ltx_toclist": _list,
    }
    _BY_TAG: ClassVar[Mapping[str, _Handler]] = {
        "math": _math,
        "sub": _script,
        "sup": _script,
        "br": _line_break,
        "img": _picture,
        "object": _picture,
        "svg": _drawing,
        "switch": _drawing,
        "g": _drawing,
        "foreignobject": _drawing,
        "text": _drawing,
        "table": _table,
        "figure": _figure,
        "figcaption": _caption,
        "blockquote": _quote,
        "ul": _list,
        "ol": _list,
        "dl": _list,
        "pre": _preformatted,
        **dict.fromkeys(_HEADINGS, _title),
    }

    def _handler(self, tag: str, classes: frozenset[str]) -> _Handler | None:
        """Return what reads an element; None if it is a container."""
        names = classes & self._BY_CLASS.keys()
        return self._BY_CLASS[min(names)] if names else self._BY_TAG.get(tag)


def _pixels(number: str | None) -> int:
    """Return the width or height of a picture; 0 if it is none, or beyond reason."""
    found = re.fullmatch(r"([0-9]{1,5})(?:\.[0-9]*)?(?:px)?", number or "")
    return int(found[1]) if found else 0


def _raised(mark: str) -> str:
    """Return the mark of a footnote, raised where there are characters for it."""
    return "".join(SUPERSCRIPTS.get(char, char) for char in mark)
