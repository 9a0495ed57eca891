"""Draw the screen as a small SVG that is the same on every machine.

Textual's SVG has a unique name in every class, and a clip and a rectangle for every run of text,
and is five times as large. Here, a line of the file is a line of the screen, so that a diff is
readable.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from textual.app import App

_CELL, _LINE, _BASE = 12.2, 24.4, 18
"""The width and height of a cell as in Rich, and the baseline of its text."""

_SVG = "{http://www.w3.org/2000/svg}"
_RULE = re.compile(r"\.terminal-\d+-(r\d+) \{ (.*?) \}")
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" xml:space="preserve">
<style>text {{ font: 20.33px "Fira Code", monospace; white-space: pre }}
{rules}</style>
<rect width="{width:g}" height="{height:g}" fill="{ground}"/>
"""


class _Run(NamedTuple):
    """Text of one style, and its place."""

    cell: int
    cells: int
    style: str
    text: str


class _Patch(NamedTuple):
    """Cells of one background colour."""

    cell: int
    cells: int
    fill: str


def picture(app: App[None]) -> str:
    """Return a picture of an app's screen."""
    root = ET.fromstring(app.export_screenshot())
    rules = dict(_RULE.findall(root.findtext(f"{_SVG}style") or ""))
    matrix = root[-1]
    patches, texts = _patches(matrix), _runs(matrix, rules)
    area: Counter[str] = Counter()
    for patch in (patch for row in patches.values() for patch in row):
        area[patch.fill] += patch.cells
    ground = area.most_common(1)[0][0]
    names = _names(texts, rules)
    lines = [
        f'<g transform="translate(0 {row * _LINE + _BASE:.5g})">{"".join(drawn)}</g>\n'
        for row in range(app.size.height)
        if (drawn := [*_drawn(patches[row], ground), *_written(texts[row], names)])
    ]
    head = _HEAD.format(
        width=round(app.size.width * _CELL, 1),
        height=round(app.size.height * _LINE, 1),
        rules="".join(f".{name} {{ {rule} }}\n" for rule, name in names.items()),
        ground=ground,
    )
    return f"{head}{''.join(lines)}</svg>\n"


def _patches(matrix: ET.Element) -> dict[int, list[_Patch]]:
    found: dict[int, list[_Patch]] = defaultdict(list)
    for rect in matrix.findall(f"{_SVG}rect"):
        row = round((float(rect.attrib["y"]) - 1.5) / _LINE)
        cell, cells = (round(float(rect.attrib[name]) / _CELL) for name in ("x", "width"))
        found[row].append(_Patch(cell, cells, rect.attrib["fill"]))
    return found


def _runs(matrix: ET.Element, rules: dict[str, str]) -> dict[int, list[_Run]]:
    """Return the texts, without surrounding spaces that are invisible."""
    found: dict[int, list[_Run]] = defaultdict(list)
    for text in matrix.iter(f"{_SVG}text"):
        row = round((float(text.attrib["y"]) - 20) / _LINE)
        rule = rules[text.attrib["class"].rpartition("-")[2]]
        cell, cells = (round(float(text.attrib[name]) / _CELL) for name in ("x", "textLength"))
        says = (text.text or "").replace("\xa0", " ").strip("\n")
        if "decoration" not in rule:
            before, after = len(says) - len(says.lstrip(" ")), len(says) - len(says.rstrip(" "))
            cell, cells, says = cell + before, cells - before - after, says.strip(" ")
        if says:
            found[row].append(_Run(cell, cells, rule, says))
    return found


def _names(texts: dict[int, list[_Run]], rules: dict[str, str]) -> dict[str, str]:
    """Return short names for the styles in use, in their order on the screen."""
    used = dict.fromkeys(run.style for row in sorted(texts) for run in texts[row])
    return {rule: f"s{number}" for number, rule in enumerate(used)}


def _drawn(patches: list[_Patch], ground: str) -> Iterator[str]:
    """Return the patches whose colour is not the background's; join neighbours of one colour."""
    for fill, alike in groupby(patches, lambda patch: patch.fill):
        first, *_ = together = [*alike]
        if fill != ground:
            width = sum(patch.cells for patch in together) * _CELL
            place = f'x="{first.cell * _CELL:.5g}" y="-{_BASE}" width="{width:.5g}"'
            yield f'<rect {place} height="{_LINE}" fill="{fill}"/>'


def _written(runs: list[_Run], names: dict[str, str]) -> Iterator[str]:
    for cell, cells, style, text in runs:
        # Fonts disagree about the width of signs other than these.
        width = "" if text.isascii() else f' textLength="{cells * _CELL:.5g}"'
        yield f'<text x="{cell * _CELL:.5g}" class="{names[style]}"{width}>{escape(text)}</text>'
