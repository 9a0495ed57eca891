"""What the index keeps for the order of interest: words of papers, and scores.

Both are tied to the digest of the newest announcement, so that a changed text is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection

import orjson

from paperterm.library.index import bulk
from paperterm.library.index.slots import HOMELESS_SLOT, ordinal_of
from paperterm.model import Day, PaperId

KeptWords = tuple[str, str]
"""The words of a title and of an abstract."""

_NEWEST = "JOIN announced a ON a.slot = p.newest"


def ids(connection: Connection) -> list[str]:
    """Return the id of every paper that a day holds."""
    return [
        id_
        for (id_,) in connection.execute("SELECT id FROM paper WHERE newest < ?", (HOMELESS_SLOT,))
    ]


def newest_days(connection: Connection, papers: Iterable[str]) -> dict[PaperId, Day]:
    """Return the newest day of each of these papers that a day holds."""
    found = connection.execute(
        "SELECT p.id, p.newest FROM json_each(?) j CROSS JOIN paper p ON p.id = j.value "
        "WHERE p.newest < ?",
        (_json(papers), HOMELESS_SLOT),
    )
    return _days(found)


def first_days(connection: Connection, papers: Iterable[str]) -> dict[PaperId, Day]:
    """Return the first day of each of these papers that a day holds."""
    found = connection.execute(
        "SELECT p.id, max(a.slot) FROM json_each(?) j CROSS JOIN paper p ON p.id = j.value "
        "CROSS JOIN announced a ON a.paper = p.number WHERE a.slot < ? GROUP BY p.id",
        (_json(papers), HOMELESS_SLOT),
    )
    return _days(found)


def sharing(connection: Connection, weights: Mapping[str, float], limit: int) -> list[int]:
    """Return the newest slots of the papers that share most of these words and pairs of words.

    Args:
        connection: The connection.
        weights: The weights of the words, and of the pairs, in their singular.
        limit: The most slots to return.
    """
    if not weights:
        return []
    each = "SELECT rowid AS slot, ? AS weight FROM found WHERE found MATCH ?"
    values = [
        value
        for words, weight in weights.items()
        # Names hardly ever make such a pair; not to look among them takes half as long again.
        for value in (
            weight,
            f'{"" if " " in words else "{title abstract}: "}("{words}" OR "{words}s")',
        )
    ]
    found = connection.execute(
        f"SELECT slot FROM ({' UNION ALL '.join([each] * len(weights))}) "
        f"WHERE slot < {HOMELESS_SLOT} AND slot NOT IN (SELECT slot FROM dead) "
        f"GROUP BY slot ORDER BY sum(weight) DESC, slot LIMIT {limit}",
        values,
    )
    return [slot for (slot,) in found]


def words(connection: Connection, papers: Iterable[str]) -> dict[str, KeptWords]:
    """Return the words that are kept of these papers, as far as they are those of today."""
    found = connection.execute(
        "SELECT p.id, w.title, w.abstract FROM json_each(?) j CROSS JOIN paper p ON p.id = j.value "
        f"CROSS {_NEWEST} CROSS JOIN words w ON w.paper = p.number AND w.digest IS a.digest",
        (_json(papers),),
    )
    return {id_: (title, abstract) for id_, title, abstract in found}


def keep_words(connection: Connection, kept: Mapping[str, KeptWords]) -> None:
    """Keep the words of papers."""
    connection.executemany(
        "INSERT OR REPLACE INTO words (paper, digest, title, abstract) "
        f"SELECT p.number, a.digest, ?, ? FROM paper p {_NEWEST} WHERE p.id = ?",
        [(title, abstract, id_) for id_, (title, abstract) in kept.items()],
    )


def unscored(connection: Connection, stamp: str, slots: Sequence[int]) -> dict[PaperId, Day]:
    """Return the papers of these announcements without a score of this model, and their day."""
    if connection.execute("SELECT 1 FROM model WHERE stamp = ?", (stamp,)).fetchone() is None:
        connection.execute("DELETE FROM interest")
        connection.execute("DELETE FROM model")
        connection.execute("INSERT INTO model (stamp) VALUES (?)", (stamp,))
    found = connection.execute(
        "SELECT p.id, p.newest FROM json_each(?) j CROSS JOIN announced r ON r.slot = j.value "
        f"CROSS JOIN paper p ON p.number = r.paper CROSS {_NEWEST} "
        "LEFT JOIN interest i ON i.paper = p.number AND i.digest IS a.digest "
        "WHERE i.score IS NULL AND p.newest < ? ORDER BY p.newest",
        (bulk.json_array(slots), HOMELESS_SLOT),
    )
    return _days(found)


def keep_scores(connection: Connection, stamp: str, scores: Mapping[PaperId, float]) -> None:
    """Keep scores, unless another model took over meanwhile."""
    connection.executemany(
        "INSERT OR REPLACE INTO interest (paper, digest, score) "
        f"SELECT p.number, a.digest, ? FROM paper p {_NEWEST} "
        "WHERE p.id = ? AND EXISTS (SELECT 1 FROM model WHERE stamp = ?)",
        [(score, id_, stamp) for id_, score in scores.items()],
    )


def scores(connection: Connection, papers: Iterable[str]) -> dict[PaperId, float]:
    """Return the scores that are kept of these papers."""
    found = connection.execute(
        "SELECT p.id, i.score FROM json_each(?) j CROSS JOIN paper p ON p.id = j.value "
        "CROSS JOIN interest i ON i.paper = p.number",
        (_json(papers),),
    )
    return {PaperId(id_): score for id_, score in found}


def written(connection: Connection, names: frozenset[str]) -> dict[str, int]:
    """Count the papers of each of these authors."""
    count = dict.fromkeys(names, 0)
    rows = connection.execute(
        "SELECT t.authors FROM paper p CROSS JOIN text t ON t.slot = p.newest WHERE p.newest < ?",
        (HOMELESS_SLOT,),
    )
    for (authors,) in rows:
        for name in names.intersection(orjson.loads(authors)):
            count[name] += 1
    return count


def _days(found: Iterable[tuple[str, int]]) -> dict[PaperId, Day]:
    return {PaperId(id_): Day.fromordinal(ordinal_of(slot)) for id_, slot in found}


def _json(papers: Iterable[str]) -> str:
    return orjson.dumps([*map(str, papers)]).decode()
