"""The citation keys of a library: by the user's template, no two alike, and once given for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, product
from string import ascii_lowercase

from paperterm.export.keys import is_unique, key_of
from paperterm.library.ledger import CITATION_KEYS, Ledger, Rows
from paperterm.model import Paper, PaperId
from paperterm.session.session import Session


def citation_keys(session: Session, papers: Iterable[Paper]) -> dict[PaperId, str]:
    """Return the keys of papers. New ones are remembered, in a ledger.

    Of several papers with one key, those after the first get `a`, `b`, … at the end.

    Raises:
        BusyError: Another process keeps the library locked.
        DiskError: The ledger cannot be read or written.
        NewerError: A newer paperterm wrote it.
    """
    template = session.settings.citation_key
    some = list(papers)
    if is_unique(template):
        return {paper.id: key_of(paper, template) for paper in some}
    ledger = Ledger(session.folders.data, CITATION_KEYS, session.library.report)
    rows = ledger.rows()
    if any(template not in rows.get(paper.id, {}) for paper in some):
        rows = ledger.change(lambda rows: _with_new(rows, some, template))
    return {paper.id: rows[paper.id][template] for paper in some}


def _with_new(rows: Rows, papers: list[Paper], template: str) -> Rows:
    # BibTeX takes keys that differ in case only for the same.
    taken = {row[template].casefold() for row in rows.values() if template in row}
    new = dict(rows)
    ends: defaultdict[str, Iterator[str]] = defaultdict(_ends)  # an end is tried once
    for paper in papers:
        given = new.get(paper.id, {})
        if template not in given:
            plain = key_of(paper, template)
            tried = (f"{plain}{end}" for end in ends[plain])
            key = next(key for key in tried if key.casefold() not in taken)
            new[paper.id] = {**given, template: key}
            taken.add(key.casefold())
    return new


def _ends() -> Iterator[str]:
    """Yield nothing, then a, b, … z, aa, ab and so on."""
    for length in count():
        yield from map("".join, product(ascii_lowercase, repeat=length))
