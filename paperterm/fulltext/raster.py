"""Decodes a picture of a paper into pixels, in a process that is kept small.

Pictures are made by strangers, and a few bytes may ask for gigabytes. So `session.rasters` runs
this module as a program, which limits itself before it looks at the picture. It needs the extra
`figures`: Pillow, and for SVG resvg.

What comes out are pixels of our own size, on white, as figures are made for paper: no byte of the
picture itself goes any further.
"""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from paperterm.confined import confine

if TYPE_CHECKING:
    from PIL.Image import Image

FAILED = 3
"""The exit status for a picture that cannot be shown, whose reason is on stderr."""
CPU_SECONDS = 10
MOST_PIXELS = 100_000_000
_MEMORY = 1 << 30
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_WHITE = (255, 255, 255)
_HEAD = 4096
_NEARLY = 0.85
"""A picture that fills this share of its size is stretched over all of it."""
_COLOURS = 64
"""The most colours of a picture in sixels: each costs a pass over every line."""
_SIXEL_CHARACTERS = bytes(63 + value & 127 for value in range(256))
_NUMBER = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]*)?)\s*(px|pt|in|cm|mm|pc|em|ex)?\s*")
_PIXELS = {"pt": 96 / 72, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pc": 16, "em": 16, "ex": 8}
_REFERENCES = ("href", "{http://www.w3.org/1999/xlink}href")
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]")
_STRANGE = frozenset(("script", "foreignobject", "iframe", "audio", "video", "set", "animate"))


class Form(StrEnum):
    """What to make of a picture."""

    PIXELS = "pixels"
    """Exactly the size asked for, three bytes a pixel, white around the picture."""
    PACKED = "packed"
    """At most that size, three bytes a pixel, packed by zlib."""
    SIXEL = "sixel"
    """At most that size, as sixels."""


class Unreadable(Exception):  # noqa: N818 - a reason, not an error of ours
    """A picture that cannot be shown."""


class Raster(NamedTuple):
    """A decoded picture.

    Attributes:
        width: Its pixels in the output.
        height: The same.
        own_width: The pixels of the picture itself.
        own_height: The same.
        content: The pixels, in the form asked for.
    """

    width: int
    height: int
    own_width: int
    own_height: int
    content: bytes


def raster(picture: bytes, form: Form, width: int, height: int) -> Raster:
    """Decode a picture and make it fit a size.

    Raises:
        Unreadable: It is damaged, too large, or of an unknown kind.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is checked before anything is decoded
    content, own = _drawn(picture, width, height)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            own = own or image.size
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable(f"more than {MOST_PIXELS // 1_000_000} megapixels")
            image.draft("RGB", (width, height))
            is_small = image.width <= width and image.height <= height
            fitted = _flat(image, width, height)
            if not (is_small and form is Form.PACKED):  # the terminal makes it larger itself
                scale = min(width / fitted.width, height / fitted.height)
                size = fitted.width * scale, fitted.height * scale
                fitted = fitted.resize((max(1, round(size[0])), max(1, round(size[1]))))
    except (OSError, ValueError, SyntaxError, ArithmeticError, IndexError) as error:
        raise Unreadable("damaged") from error
    if form is Form.PIXELS:
        if min(fitted.width / width, fitted.height / height) > _NEARLY:  # rounded to cells
            fitted = fitted.resize((width, height))
        fitted = ImageOps.pad(fitted, (width, height), color=_WHITE)
        return Raster(width, height, *own, fitted.tobytes())
    if form is Form.PACKED:
        return Raster(*fitted.size, *own, zlib.compress(fitted.tobytes(), 6))
    return Raster(*fitted.size, *own, _sixels(fitted))


def _flat(image: Image, width: int, height: int) -> Image:
    """Return a picture in three colours on white; a large one made smaller first."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        scale = 255 / ((high - low) or 1)  # type: ignore[operator]
        image = image.point(lambda value: (value - low) * scale).convert("L")
    has_alpha = image.has_transparency_data
    image = image.convert("RGBA" if has_alpha else "RGB")
    factor = min(image.width // max(1, 2 * width), image.height // max(1, 2 * height))
    if factor > 1:
        image = image.reduce(factor)
    if not has_alpha:
        return image
    ground = Image.new("RGBA", image.size, (*_WHITE, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def _drawn(picture: bytes, width: int, height: int) -> tuple[bytes, tuple[int, int] | None]:
    """Return an SVG drawn as a PNG that fits a size, with its own size; other pictures as is."""
    if not is_svg(picture):
        return picture, None
    try:
        import resvg_py
    except ImportError as error:
        raise Unreadable("needs resvg_py") from error
    root = _safe(picture)
    own_width, own_height = _size(root)
    scale = min(width / own_width, height / own_height)
    from lxml import etree

    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"),
            width=max(1, round(own_width * scale)),
            height=max(1, round(own_height * scale)),
            background="white",
        )
    except (ValueError, RuntimeError) as error:
        raise Unreadable("damaged") from error
    return bytes(drawn), (max(1, round(own_width)), max(1, round(own_height)))


def is_svg(picture: bytes) -> bool:
    """Return whether a picture is an SVG, as far as its beginning says."""
    head = picture[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    before, found, _ = head.partition(b"<svg")
    return bool(found) and head.startswith(b"<") and b"<html" not in before.lower()


def _safe(picture: bytes) -> Any:
    """Return an SVG without what it refers to outside of itself, scripts, and its own entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(picture, parser=parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("damaged") from error
    if root is None or etree.QName(root).localname != "svg":
        raise Unreadable("damaged")
    for element in list(root.iter()):
        if not isinstance(element.tag, str):  # an entity
            _remove(element)
            continue
        if etree.QName(element).localname.lower() in _STRANGE:
            _remove(element)
            continue
        for name in _REFERENCES:
            if (target := element.get(name)) is not None and not _INSIDE.match(target.strip()):
                del element.attrib[name]
    return root


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _size(root: Any) -> tuple[float, float]:
    """Return the width and height of an SVG in pixels."""
    given = [_length(root.get(name)) for name in ("width", "height")]
    numbers = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    box = [_length(number) for number in numbers[2:4]] if len(numbers) == 4 else [0.0, 0.0]
    width, height = (own or boxed for own, boxed in zip(given, box, strict=True))
    if not (width and height):
        width, height = 300.0, 150.0
    return width, height


def _length(text: str | None) -> float:
    found = _NUMBER.fullmatch(text or "")
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0) if found else 0.0


def _sixels(image: Image) -> bytes:
    """Return a picture as sixels: bands of six lines, each a pass for each of its colours."""
    from PIL import Image

    indexed = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette, pixels = indexed.getpalette() or [], indexed.tobytes()
    width, height = image.size
    out = [f'\x1bP0;1;0q"1;1;{width};{height}']
    for number in range(len(palette) // 3):
        red, green, blue = (value * 100 // 255 for value in palette[3 * number : 3 * number + 3])
        out.append(f"#{number};2;{red};{green};{blue}")
    for top in range(0, height, 6):
        lines = [pixels[y * width : (y + 1) * width] for y in range(top, min(top + 6, height))]
        passes = (f"#{colour}{_pass(lines, colour)}" for colour in sorted(set(b"".join(lines))))
        out.append("$".join(passes) + "-")
    out.append("\x1b\\")
    return "".join(out).encode()


def _pass(lines: Sequence[bytes], colour: int) -> str:
    """Return where at most six lines have a colour: a character for each column, runs packed."""
    bits = 0
    for number, line in enumerate(lines):
        is_here = bytearray(256)
        is_here[colour] = 1 << number
        bits |= int.from_bytes(line.translate(bytes(is_here)))
    text = bits.to_bytes(len(lines[0])).translate(_SIXEL_CHARACTERS).decode()
    return re.sub(r"(.)\1{3,}", lambda run: f"!{len(run[0])}{run[1]}", text)


def main() -> int:
    """Read a line of JSON and a picture from stdin; write a line of JSON and pixels to stdout."""
    wanted = orjson.loads(sys.stdin.buffer.readline())
    picture = sys.stdin.buffer.read()
    confine(wanted["seconds"], _MEMORY + len(picture))
    try:
        made = raster(picture, Form(wanted["form"]), wanted["width"], wanted["height"])
    except Unreadable as error:
        sys.stderr.write(str(error))
        return FAILED
    except MemoryError:
        sys.stderr.write("needs too much memory")
        return FAILED
    sys.stdout.buffer.write(orjson.dumps(made[:4]) + b"\n" + made.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
