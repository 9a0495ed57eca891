"""What the files of the library look like: a schema for each kind, and the way from older ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Tables = dict[str, dict[str, Any]]
Step = Callable[[Tables], Tables]


class Schema(NamedTuple):
    """A kind of file. A new schema is one more step, and a test that reads a file of the old one.

    Attributes:
        table: The table that holds the schema, in its document `about`.
        steps: For each older schema, from 1 on, what makes it the next one.
        keeps_last: Whether the last good generation is kept beside the file.
        holds: The table that is never empty.
    """

    table: str = "about"
    steps: tuple[Step, ...] = ()
    keeps_last: bool = False
    holds: str = ""

    @property
    def schema(self) -> int:
        """The schema of today."""
        return len(self.steps) + 1

    @property
    def about(self) -> dict[str, Any]:
        """The document that says so."""
        return {"schema": self.schema}

    def schema_of(self, tables: Tables) -> int:
        """The schema that a file says it has; 1 where it says nothing.

        Raises:
            ValueError: There never was such a schema.
        """
        about = tables.get(self.table, {}).get("about", {})
        schema = about.get("schema", 1) if isinstance(about, dict) else None
        if type(schema) is not int or schema < 1:
            raise ValueError(f"there is no schema {schema!r}")
        return schema

    def today(self, tables: Tables, schema: int) -> Tables:
        """Tables of an older schema as they would be written today."""
        for step in self.steps[schema - 1 :]:
            tables = step(tables)
        about = tables.get(self.table, {}).get("about", {})
        return {**tables, self.table: {"about": {**about, **self.about}}}


ASIDE = "set-aside"
"""The folder, in the data folder, for what was taken out of its place."""

LOCK = "library.lock"
"""The file, in the data folder, that is locked while one of these files is written."""

DAY = Schema("day", holds="papers")
MARKS = Schema(keeps_last=True, holds="marks")
FETCHLOG = Schema()
