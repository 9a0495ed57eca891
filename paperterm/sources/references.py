"""The kinds of files of references that can be imported, recognized by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import FileError, InputError
from paperterm.model import PaperId
from paperterm.sources import bibtex, csljson, ris
from paperterm.sources.reference import RawReference, Reference, reference


class ReferenceKind(NamedTuple):
    """A kind of file of references.

    Attributes:
        name: The name for users.
        looks_like_it: Returns whether the content of a file is of this kind.
        read: Returns the references of a content.
    """

    name: str
    looks_like_it: Callable[[bytes], bool]
    read: Callable[[bytes], Iterator[RawReference]]


REFERENCE_KINDS = (
    ReferenceKind("BibTeX or biblatex", bibtex.looks_like_it, bibtex.read),
    ReferenceKind("RIS", ris.looks_like_it, ris.read),
    ReferenceKind("CSL JSON", csljson.looks_like_it, csljson.read),
)


@dataclass
class ReferenceFile:
    """The references of a file to papers of arXiv, and how many others it has."""

    papers: dict[PaperId, Reference] = field(default_factory=dict)
    others: int = 0


def read_references(path: str) -> ReferenceFile | None:
    """Return the references of a file; None if it is of another kind.

    Raises:
        DiskError: The file cannot be read.
        FileError: It is damaged.
    """
    content = disk.read(Path(path))
    kind = next((one for one in REFERENCE_KINDS if one.looks_like_it(content)), None)
    if kind is None:
        return None
    found = ReferenceFile()
    try:
        for raw in kind.read(content):
            if one := reference(raw):
                found.papers.setdefault(one.ref.id, one)
            else:
                found.others += 1
    except InputError as error:
        raise FileError(path, 0, error.problem) from error
    return found
