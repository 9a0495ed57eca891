"""Write the tables in README.md and docs/ from the registries: python docs/tables.py.

A table is everything between `<!-- table: NAME -->` and `<!-- end -->`. With --check, write nothing
and exit with 1 if a table is out of date.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable

from generated import ROOT, write

from paperterm.cli.parser import COMMANDS
from paperterm.config.settings import SETTINGS
from paperterm.config.views import VIEWS
from paperterm.errors import QueryError
from paperterm.export import FORMATS
from paperterm.outlets import OUTLETS
from paperterm.query.fields import Field
from paperterm.query.parse import parse
from paperterm.sources.files import KINDS
from paperterm.sources.large_files import LARGE_KINDS
from paperterm.sources.references import REFERENCE_KINDS
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.reader.columns import COLUMNS

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
REFUSED = (
    "author:wang",
    "diffusion or",
    "(diffusion",
    "ti:-image",
    "/(a/",
    "day:2026-13",
    "since:7",
)
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def keys() -> Iterable[tuple[str, ...]]:
    """Yield every key, and the name of its action in `[keys]`."""
    yield "Where", "Keys", "What they do", "Action"
    for action in ACTIONS:
        names = " ".join(f"`{key}`" for key in action.key_names.split())
        yield action.group, names, action.help, f"`{action.name}`"


def formats() -> Iterable[tuple[str, ...]]:
    """Yield every export format."""
    yield "Format", "Key after `e`", "What it is"
    for exporter in FORMATS:
        yield f"`{exporter.name}`", f"`{exporter.letter}`", exporter.summary


def outlets() -> Iterable[tuple[str, ...]]:
    """Yield every outlet."""
    yield "Outlet", "Key after `e`", "What it is"
    for outlet in OUTLETS:
        yield f"`{outlet.name}`", f"`{outlet.letter}`", outlet.summary


def settings() -> Iterable[tuple[str, ...]]:
    """Yield every setting except categories, topics, views and keys."""
    yield "Setting", "Default", "What it does"
    for row in SETTINGS:
        default = json.dumps(row.default)
        yield f"`[{row.table}] {row.key}`", f"`{default}`", row.explanation


def views() -> Iterable[tuple[str, ...]]:
    """Yield every built-in view."""
    yield "View", "What it shows"
    for view in VIEWS:
        yield f"`{view.name}`", view.summary


def columns() -> Iterable[tuple[str, ...]]:
    """Yield every column of the paper list."""
    yield "Column", "What it shows"
    for column in COLUMNS:
        yield f"`{column.name}`", column.description


def commands() -> Iterable[tuple[str, ...]]:
    """Yield every command."""
    yield "Command", "What it does"
    yield "`paperterm`", "open the reader"
    for row in COMMANDS:
        yield f"`paperterm {row.name}`", row.summary


def imports() -> Iterable[tuple[str, ...]]:
    """Yield every kind of file that can be imported."""
    yield ("Files that can be imported",)
    for kind in (*KINDS, *LARGE_KINDS, *REFERENCE_KINDS):
        yield (kind.name,)


def fields() -> Iterable[tuple[str, ...]]:
    """Yield every field of the query language, by examples."""
    yield "query", "finds papers"
    for field in Field:
        for query, finds in field.help:
            yield f"`{query}`", finds


def refused() -> Iterable[tuple[str, ...]]:
    """Yield some invalid queries, and their errors."""
    yield "query", "error"
    for query in REFUSED:
        try:
            parse(query)
        except QueryError as error:
            yield f"`{query}`", f"`{error}`"


TABLES: dict[str, Callable[[], Iterable[tuple[str, ...]]]] = {
    table.__name__: table
    for table in (
        keys,
        formats,
        outlets,
        settings,
        views,
        columns,
        commands,
        imports,
        fields,
        refused,
    )
}


def rendered(page: str) -> str:
    """Return a page with its tables updated from the registries."""
    return _TABLE.sub(lambda found: found[1] + _markdown(TABLES[found[2]]()) + found[3], page)


def _markdown(rows: Iterable[tuple[str, ...]]) -> str:
    head, *body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(write({page: rendered(page.read_text(encoding="utf-8")) for page in PAGES}))
