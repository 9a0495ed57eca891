"""Read RIS: a tag, two spaces, a dash and a value; TY begins a reference, other lines go on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from paperterm.sources.reference import RawReference, decoded

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_NAMES = ("AU", "A1")
_TITLES = ("TI", "T1", "CT")
_LONGEST = 20_000
"""Characters after which a value goes on over no more lines."""
_PLACES = ("DO", "UR", "AN", "M1", "M3", "L1", "L2", "N1", "JO", "JF", "T2", "VL", "PB", "SP")


def looks_like_it(content: bytes) -> bool:
    """Return whether the first line that is not blank begins a reference."""
    first = decoded(content[:2000]).strip().partition("\n")[0]
    found = _TAG.match(first.rstrip())
    return found is not None and found[1] == "TY"


def read(content: bytes) -> Iterator[RawReference]:
    """Yield the references of a file."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    begun, tag = 0, ""
    for number, line in enumerate(decoded(content).split("\n"), 1):
        found = _TAG.match(line.strip())
        if found and found[1] == "TY":
            if begun:
                yield _reference(fields, begun)
            fields.clear()
            begun, tag = number, ""
        elif found:
            tag = found[1]
            fields[tag].append((found[2] or "").strip())
        elif tag and line.strip() and len(fields[tag][-1]) < _LONGEST:
            fields[tag][-1] += f" {line.strip()}"
    if begun:
        yield _reference(fields, begun)


def _reference(fields: Mapping[str, Sequence[str]], line: int) -> RawReference:
    def all_of(tags: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in fields.get(tag, ()))

    return RawReference(
        line,
        ids=(),
        texts=all_of(_PLACES),
        title=next(iter(all_of(_TITLES)), ""),
        authors=tuple(map(_author, all_of(_NAMES))),
        keywords=tuple(word for line in all_of(["KW"]) for word in line.split(";")),
    )


def _author(name: str) -> str:
    """Return `Given Family Suffix` of `Family, Given, Suffix`."""
    family, *others = (part.strip() for part in name.split(","))
    return " ".join(filter(None, [*others[:1], family, *others[1:]]))
