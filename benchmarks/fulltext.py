"""Measure how completely whole papers are shown, against what a plain walk over a page finds.

    python benchmarks/fulltext.py [--losses] [--repeat N] [FOLDER | FILE.html.gz …]
    python benchmarks/fulltext.py --damage N [FOLDER | FILE.html.gz …]

The walk knows lxml and which classes are no text of the paper, nothing else. Words are compared
outside of formulas and footnotes, in order; tables by where their cells are drawn.

`--damage` cuts each page at each tenth, and changes pages in N ways, taking them in turn: each must
be judged, read and drawn, whole and without a control character in any text, target or address.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from random import Random
from traceback import format_exception
from typing import Any

from lxml.html import HTMLParser, document_fromstring

from paperterm.fulltext.classify import classify
from paperterm.fulltext.document import (
    Block,
    Document,
    Kind,
    Note,
    Picture,
    Run,
    Table,
    block_text,
    blocks_text,
)
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import line_text
from paperterm.fulltext.parse import first_picture, parse, parse_beginning
from paperterm.fulltext.record import document_record, plain_text

DATA = Path(__file__).resolve().parents[2] / "shared/data/html"
WIDTHS = (60, 100, 160)
FIRST_SCREEN = 60

WORD = re.compile(r"\w+")
NO_TEXT = {"script", "style", "annotation", "annotation-xml", "template", "title", "head", "nav"}
NOT_THE_PAPER = {
    "ltx_note_mark",
    "ltx_tag_note",
    "ltx_bib_cited",
    "ltx_listing_data",
    "ltx_phantom",
    "ltx_page_footer",
    "ltx_page_navbar",
    "ltx_rdf",
    "MathJax",
    "MathJax_Preview",
}
FORMULAS = {"ltx_Math", "ltx_DisplayMath"}
ARXIV = re.compile(
    r"(?:arxiv[^0-9a-z]{0,4}(?:preprint|e-?print)?[^0-9a-z]{0,4}(?:arxiv[: ]*)?|arxiv\.org/\w+/)"
    r"(?P<new>\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})"
    r"|\b(?P<old>(?:hep|astro|cond|gr|quant|math|nucl)-(?:th|ph|ex|lat|mat|qc)/\d{7}|math/\d{7})",
    re.IGNORECASE,
)


@dataclass
class Measured:
    """What was measured on a page."""

    words: int = 0
    shown: float = 1.0
    formulas: int = 0
    doubled: int = 0
    unread: int = 0
    notes: str = "0/0"
    items: str = "0/0"
    links: int = 0
    landed: int = 0
    ids: int = 0
    found: int = 0
    wrong: int = 0
    tables: int = 0
    displaced: int = 0
    undrawn: int = 0
    parse_ms: float = 0
    screen_ms: float = 0
    draw_ms: float = 0


def tokens(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def paper_of(page: bytes) -> Any:
    """Return the element of a page that holds the paper."""
    root = document_fromstring(page, parser=HTMLParser(encoding="utf-8", huge_tree=True))
    found = [e for e in root.iter() if isinstance(e.tag, str) and "ltx_document" in tokens(e)]
    body = root.find("body")
    return found[-1] if found else (root if body is None else body)


def text_walk(element: Any, *, notes: bool) -> Iterator[str]:
    """Yield the text of an element outside of formulas, with or without its footnotes."""
    for event in element.iterchildren() if isinstance(element.tag, str) else ():
        yield from _walk(event, notes)
        yield event.tail or ""


def _walk(element: Any, notes: bool) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    classes = tokens(element)
    if element.tag in NO_TEXT or classes & NOT_THE_PAPER:
        return
    if "ltx_note_type" in classes and (element.text or "").startswith("footnote"):
        return
    if not notes and classes & {"ltx_note", "ltx_pubnotes"}:
        return
    if element.tag == "math" or classes & FORMULAS:
        yield " "
        return
    if element.tag in BLOCKS or classes & SEPARATE:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _walk(child, notes)
        yield child.tail or ""
    if element.tag in BLOCKS or classes & SEPARATE:
        yield " "


BLOCKS = {"div", "p", "td", "th", "tr", "li", "section", "h1", "h2", "h3", "h4", "h5", "h6", "br"}
BLOCKS |= {
    "figure",
    "figcaption",
    "dt",
    "dd",
    "blockquote",
    "table",
    "ul",
    "ol",
    "dl",
    "article",
    "foreignobject",
    "caption",
    "center",
    "hr",
}
SEPARATE = {"ltx_td", "ltx_tr", "ltx_p", "ltx_tag", "ltx_bibblock", "ltx_note", "ltx_contact"}
SEPARATE |= {"ltx_personname", "ltx_title", "ltx_caption", "ltx_para"}


def words(text: str) -> list[str]:
    """Return the words of a text, raised and lowered characters as plain ones."""
    return WORD.findall(unicodedata.normalize("NFKC", text))


def runs_of(blocks: Iterable[Block], *, notes: bool) -> Iterator[Run]:
    """Yield the runs of blocks, with a line break after each leaf."""
    for block in blocks:
        if isinstance(block, Note) and not notes:
            continue
        if isinstance(block, Picture):
            continue
        parts = list(block.parts())
        inner = sum(1 for part in parts for _ in part.leaves())
        own = list(block.leaves())
        if parts and hasattr(block, "items"):
            for item in block.items:
                yield from (*item.tag, Run("\n"))
                yield from runs_of(item.blocks, notes=notes)
            continue
        for leaf in own[: len(own) - inner] if parts else own:
            yield from (*leaf, Run("\n"))
        yield from runs_of(parts, notes=notes)


def shown_words(document: Document, *, notes: bool) -> list[str]:
    """Return the words that a document shows outside of formulas."""
    runs = runs_of(document.blocks, notes=notes)
    formulas = (Kind.MATH, Kind.TEX, Kind.NOTE)
    return words("".join(" " if run.kind in formulas else run.text for run in runs))


def measure(page: bytes, repeat: int, losses: bool) -> Measured:
    """Measure one page."""
    result = Measured()
    result.parse_ms, document = timed(lambda: parse(page), repeat)
    result.screen_ms, _ = timed(lambda: first_screen(document), repeat)
    result.draw_ms, _ = timed(lambda: [draw(block, 90) for block in document.blocks], 1)
    root = paper_of(page)
    _words(root, document, result, losses)
    _formulas(root, document, result, losses)
    _links(root, document, result, losses)
    _references(root, document, result, losses)
    _tables(document, result, losses)
    return result


def timed(call: Any, repeat: int) -> tuple[float, Any]:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        value = call()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), value


def first_screen(document: Document) -> int:
    lines = 0
    for block in document.blocks:
        lines += len(draw(block, 90))
        if lines > FIRST_SCREEN:
            break
    return lines


def _words(root: Any, document: Document, result: Measured, losses: bool) -> None:
    expected = words("".join(text_walk(root, notes=False)))
    shown = shown_words(document, notes=False)
    matcher = SequenceMatcher(None, expected, shown, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    result.words = len(expected)
    result.shown = 2 * same / max(1, len(expected) + len(shown))
    if losses:
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                print("   ", kind, expected[a - 2 : b + 2], "->", shown[c - 2 : d + 2])
    notes = Counter(words("".join(text_walk(root, notes=True)))) - Counter(expected)
    lost = notes - (Counter(shown_words(document, notes=True)) - Counter(shown))
    found = [e for e in root.iter() if isinstance(e.tag, str) and "ltx_note" in tokens(e)]
    shown_notes = set(document.notes.values()) if not document.notes else document.notes
    result.notes = f"{len(shown_notes)}/{len(found)}"
    if losses and lost:
        print("    words of notes lost:", dict(lost))


def _formulas(root: Any, document: Document, result: Measured, losses: bool) -> None:
    found = [
        e
        for e in root.iter()
        if isinstance(e.tag, str)
        and (e.tag == "math" or (e.tag == "span" and tokens(e) & FORMULAS))
        and not any(tokens(parent) & NOT_THE_PAPER for parent in e.iterancestors())
    ]
    runs = [run for block in document.blocks for leaf in block.leaves() for run in leaf]
    shown = [run for run in runs if run.kind in (Kind.MATH, Kind.TEX)]
    unread = [run for run in shown if "\\" in run.text]
    result.formulas = len(found)
    result.doubled = len(shown) - len(found)
    result.unread = len(unread)
    if losses:
        for run in unread:
            print("    tex:", run.text[:160])


def _links(root: Any, document: Document, result: Measured, losses: bool) -> None:
    names = set(root.xpath(".//@id|.//a/@name"))
    targets = [
        href[1:] for href in root.xpath(".//a/@href") if href[:1] == "#" and href[1:] in names
    ]
    result.links = len(targets)
    result.landed = sum(target in document.places for target in targets)
    runs = [run for block in document.blocks for leaf in block.leaves() for run in leaf]
    leads = {run.target[1:] for run in runs if run.target[:1] == "#"}
    missing = [t for t in dict.fromkeys(targets) if t not in document.places or t not in leads]
    if losses and missing:
        print("    links lost:", missing[:20])


def _references(root: Any, document: Document, result: Measured, losses: bool) -> None:
    items = [e for e in root.iter("li") if "ltx_bibitem" in tokens(e)]
    result.items = f"{len(document.references)}/{len(items)}"
    for item, reference in zip(items, document.references, strict=False):
        text = " ".join("".join(item.itertext()).split())
        links = (a.get("href") or "" for a in item.iter("a"))
        text += " " + " ".join(href for href in links if "/html/" not in href)
        expected = {plain(found["new"] or found["old"]) for found in ARXIV.finditer(text)}
        shown = set(reference.arxiv_ids)
        result.ids += len(expected)
        result.found += len(expected & shown)
        result.wrong += len(shown - expected)
        if losses and expected != shown:
            print("    ids:", expected, "->", shown, text[:200])


def plain(name: str) -> str:
    """Return an id without the subject class of old ones."""
    return re.sub(r"\.[a-z]{2}/", "/", name.lower())


def _inside(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _inside(block.parts())


def _tables(document: Document, result: Measured, losses: bool) -> None:
    for block in document.blocks:
        text = block_text(block)
        for width in WIDTHS:
            drawn = Counter(
                at
                for line in draw(block, width)
                for span in line
                if span.at >= 0
                for at in range(span.at, span.at + len(span.text))
            )
            result.undrawn += sum(
                drawn[at] != 1 for at, char in enumerate(text) if not char.isspace()
            )
    for table in _inside(document.blocks):
        if isinstance(table, Table):
            result.tables += 1
            result.displaced += sum(_is_displaced(table, width, losses) for width in WIDTHS)


def _is_displaced(table: Table, width: int, losses: bool) -> bool:
    """Return whether a cell is drawn outside of its columns or rows."""
    owner: dict[int, int] = {}
    at = 0
    for number, cell in enumerate(table.cells):
        text = blocks_text(cell.blocks)
        owner |= dict.fromkeys(range(at, at + len(text)), number)
        at += len(text) + 1 if text else 0
    boxes: dict[int, list[int]] = {}
    for y, line in enumerate(draw(table, width)):
        x = 0
        for span in line:
            if span.at >= 0 and span.text.strip():
                box = boxes.setdefault(owner[span.at], [x, y, x, y])
                box[:] = [
                    min(box[0], x),
                    min(box[1], y),
                    max(box[2], x + len(span.text)),
                    max(box[3], y),
                ]
            x += len(span.text)
    for first, (_, _, right, bottom) in boxes.items():
        one = table.cells[first]
        for second, (x, y, *_) in boxes.items():
            other = table.cells[second]
            beside = one.column + one.columns <= other.column
            below = one.row + one.rows <= other.row
            if (beside and x < right) or (below and y <= bottom):
                if losses:
                    print("    displaced:", blocks_text(one.blocks), "|", blocks_text(other.blocks))
                    print("\n".join(map(line_text, draw(table, width)))[:2000])
                return True
    return False


HOSTILE = (
    b"\x1b[2J\x1b]0;title\x07",
    b"\xc2\x9b31m\xc2\x9d0;x\xc2\x9c",
    b"&#27;[5m&#155;1m&#0;&#x202e;&#x2066;&#x200b;",
    b"\0\xff\xfe\xed\xa0\x80",
    "\u202eabc\u2066\u200b\u0301\u0301\U000e0041".encode(),
    b"<!--",
    b"<![CDATA[",
    b"<plaintext>",
    b"<script>",
    b"<table><tr><td colspan=999 rowspan=999>",
    b'<math alttext="\\frac{\\frac{\\frac{',
    b'<span class="ltx_note ltx_role_footnote"><span class="ltx_note_mark">',
    b'<a href="javascript:alert(1)">',
    b'<a href="file:///etc/passwd\x1b">',
    b'<img src="file:///dev/zero" alt="\x1b[0m" width=99999999 height=99999999>',
    b"<svg><foreignObject><svg><foreignObject>",
    b"</div>" * 50,
    b"<div>" * 300,
    b'<p class="',
)
"""Put into pages to see what becomes of them."""
SEPARATORS = re.compile(rb"[<>\"' ]")


def changed(page: bytes, other: bytes, random: Random) -> bytes:
    """Return a page with a few changes of any kind."""
    torn = bytearray(page)
    for _ in range(random.choice((1, 1, 3, 10, 50))):
        at = random.randrange(len(torn)) if torn else 0
        end = at + random.choice((0, 1, 8, 200, 5_000))
        way = random.randrange(7)
        if way == 0:
            torn[at:end] = random.randbytes(random.randrange(8))
        elif way == 1:
            torn[at:at] = random.choice(HOSTILE)
        elif way == 2:
            del torn[at:end]
        elif way == 3:
            torn[at:at] = torn[at:end] * random.choice((1, 2, 30))
        elif way == 4:
            start = random.randrange(len(other))
            torn[at:end] = other[start : start + random.choice((20, 500, 10_000))]
        elif way == 5:
            found = SEPARATORS.search(torn, at)
            if found:
                torn[found.start() : found.end()] = random.choice(HOSTILE)
        else:  # classes and tags that stand for something else
            one, two = random.sample(NAMES, 2)
            torn[at : at + 20_000] = torn[at : at + 20_000].replace(one, two)
    return bytes(torn)


NAMES = (
    *(b"ltx_p", b"ltx_para", b"ltx_equation", b"ltx_eqn_row", b"ltx_eqn_cell", b"ltx_tag"),
    *(b"ltx_note", b"ltx_tabular", b"ltx_td", b"ltx_figure", b"ltx_caption", b"ltx_bibitem"),
    *(
        b"ltx_bibblock",
        b"ltx_theorem",
        b"ltx_title",
        b"ltx_item",
        b"ltx_listing",
        b"ltx_listingline",
    ),
    *(
        b"<span",
        b"<div",
        b"<td",
        b"<tr",
        b"<table",
        b"<math",
        b"<li",
        b"<a ",
        b"<section",
        b"<figure",
    ),
)


def survive(page: bytes, width: int) -> None:
    """Do with a page all that is done with one; an AssertionError says what is wrong."""
    classify(200, {"content-type": "text/html"}, page, "A Title of a Paper")
    first_picture(page)
    document = parse(page)
    document_record(document)
    plain_text(document, width)
    texts = [document.title, document.base]
    for block in (*document.blocks, *parse_beginning(page).blocks):
        text = block_text(block)
        for leaf in block.leaves():
            texts += [value for run in leaf for value in (run.text, run.target, run.tex)]
        for lines in (draw(block, width), draw(block, 1) if len(text) < 500 else []):
            drawn = 0
            for line in lines:
                for span in line:
                    texts += [span.text, span.target]
                    if span.at >= 0:
                        assert text.startswith(span.text, span.at), "a text is elsewhere"
                        drawn += sum(not char.isspace() for char in span.text)
            assert not lines or drawn == sum(not char.isspace() for char in text), "a text is lost"
    texts += [one.source for pictures in document.pictures.values() for one in pictures]
    for text in texts:
        raw = [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
        raw += [char for char in text if char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200b"]
        assert not raw, f"{raw[:5]!r} in {text[:80]!r}"


def survived(page: bytes, width: int) -> float:
    """Do all that is done with a page; return how many seconds it took."""
    started = time.process_time()
    survive(page, width)
    return time.process_time() - started


def damage(files: list[Path], changes: int) -> int:
    """Cut and change pages, and show them in another process; return how many failed."""
    pages = [gzip.decompress(file.read_bytes()) for file in files]
    cases: list[tuple[str, Callable[[], bytes]]] = [
        (f"{file.name} cut at {tenth}/10", partial(cut, page, tenth))
        for file, page in zip(files, pages, strict=True)
        for tenth in range(1, 10)
    ]
    cuts = len(cases)
    for number in range(changes):
        at, random = number % len(pages), Random(number)
        change = partial(changed, pages[at], random.choice(pages), random)
        cases.append((f"{files[at].name} change {number}", change))
    failed, slowest = 0, (0.0, "")
    with ProcessPoolExecutor(1) as pool:
        for number, (name, make) in enumerate(cases):
            if number % 100 == 0:
                print(f"{number} of {len(cases)}", file=sys.stderr, flush=True)
            showing = pool.submit(survived, make(), (20, 60, 90, 160)[number % 4])
            if error := showing.exception():
                failed += 1
                print(f"{name}:", *format_exception(error)[:2], flush=True)
            else:
                slowest = max(slowest, (showing.result(), name))
    print(f"{cuts} cuts and {changes} changes of {len(pages)} pages: {failed} failed")
    print(f"the slowest took {slowest[0]:.1f} s ({slowest[1]})")
    return failed


def cut(page: bytes, tenths: int) -> bytes:
    """Return the beginning of a page."""
    return page[: len(page) * tenths // 10]


def main() -> int:
    """Print a row for each page, or what damaged pages do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[DATA])
    parser.add_argument("--losses", action="store_true", help="print what is lost")
    parser.add_argument("--repeat", type=int, default=3, help="measure times so often")
    parser.add_argument(
        "--damage", type=int, metavar="N", help="cut pages, and change them N times"
    )
    args = parser.parse_args()
    files = [
        file
        for path in args.files
        for file in (sorted(path.glob("*.gz")) if path.is_dir() else [path])
    ]
    if args.damage is not None:
        return int(damage(files, args.damage) > 0)
    names = [field.name for field in fields(Measured)]
    print(f"{'page':22}", *(f"{name:>9}" for name in names))
    total = Counter[str]()
    for file in files:
        page = gzip.decompress(file.read_bytes())
        measured = measure(page, args.repeat, args.losses)
        values = [getattr(measured, name) for name in names]
        total.update({n: v for n, v in zip(names, values, strict=True) if isinstance(v, int)})
        cells = [
            f"{v:>9.4f}" if n == "shown" else f"{v:>9.0f}" if isinstance(v, float) else f"{v:>9}"
            for n, v in zip(names, values, strict=True)
        ]
        print(f"{file.name[:22]:22}", *cells, flush=True)
    print(f"{'all':22}", *(f"{total.get(name, ''):>9}" for name in names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
