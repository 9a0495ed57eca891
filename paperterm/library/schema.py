"""Schemas of the files of the library, and the upgrades from older ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Tables = dict[str, dict[str, Any]]
Step = Callable[[Tables], Tables]


class Schema(NamedTuple):
    """A kind of file. A new schema is one more step, and a test that reads an old file.

    Attributes:
        table: The table that holds the schema, in its document `about`.
        steps: For each older schema, from 1 on, the upgrade to the next one.
        keeps_last: Whether the last good generation is kept beside the file.
        holds: The table that is never empty.
    """

    table: str = "about"
    steps: tuple[Step, ...] = ()
    keeps_last: bool = False
    holds: str = ""

    @property
    def schema(self) -> int:
        """The current schema."""
        return len(self.steps) + 1

    @property
    def about(self) -> dict[str, Any]:
        """The document that holds the schema."""
        return {"schema": self.schema}

    def schema_of(self, tables: Tables) -> int:
        """Return the schema of a file; 1 if it has none.

        Raises:
            ValueError: The schema is invalid.
        """
        about = tables.get(self.table, {}).get("about", {})
        schema = about.get("schema", 1) if isinstance(about, dict) else None
        if type(schema) is not int or schema < 1:
            raise ValueError(f"unknown schema {schema!r}")
        return schema

    def upgraded(self, tables: Tables, schema: int) -> Tables:
        """Upgrade tables of an older schema."""
        for step in self.steps[schema - 1 :]:
            tables = step(tables)
        about = tables.get(self.table, {}).get("about", {})
        return {**tables, self.table: {"about": {**about, **self.about}}}


def _same(tables: Tables) -> Tables:
    """Upgrade to a schema that reads the rows of the one before."""
    return tables


ASIDE = "set-aside"
"""The folder, in the data folder, for damaged files."""

LOCK = "library.lock"
"""The file, in the data folder, that is locked while another file is written."""

DAY = Schema("day", holds="papers")
MARKS = Schema(steps=(_same,), keeps_last=True, holds="marks")
"""Schema 2: a note knows which texts it replaced. Rows of schema 1 are read as they are, but an
older paperterm, which would keep only one of two notes, leaves the file alone."""
FETCHLOG = Schema()
