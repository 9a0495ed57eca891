"""Writes the tables of README.md and docs/ anew from the registries: python docs/tables.py.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`. With --check nothing is
written, and the exit status is 1 when a table is not what the registries say.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from paperterm.cli.parser import COMMANDS
from paperterm.config.settings import SETTINGS
from paperterm.config.views import VIEWS
from paperterm.export import FORMATS
from paperterm.sources.files import KINDS
from paperterm.tui.keys.actions import ACTIONS
from paperterm.tui.keys.keymap import short_name

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def keys() -> Iterable[tuple[str, ...]]:
    """Every key, by group."""
    yield "", "Keys", "What they do"
    for action in ACTIONS:
        yield action.group, " ".join(f"`{key}`" for key in action.key_names.split()), action.help


def actions() -> Iterable[tuple[str, ...]]:
    """The name of every action, as `[keys]` wants it."""
    yield "Name", "Usual keys", "What it does"
    for action in ACTIONS:
        keys = " ".join(f"`{key}`" for key in action.key_names.split())
        yield f"`{short_name(action)}`", keys, action.help


def formats() -> Iterable[tuple[str, ...]]:
    """Every export format."""
    yield "Format", "What it is"
    for exporter in FORMATS:
        yield f"`{exporter.name}`", exporter.says


def settings() -> Iterable[tuple[str, ...]]:
    """Every setting besides categories and topics."""
    yield "Setting", "Default", "What it does"
    for row in SETTINGS:
        default = json.dumps(row.default)
        yield f"`[{row.table}] {row.key}`", f"`{default}`", row.explanation


def views() -> Iterable[tuple[str, ...]]:
    """Every built-in view."""
    yield "View", "What it shows"
    for view in VIEWS:
        yield f"`{view.name}`", view.says


def commands() -> Iterable[tuple[str, ...]]:
    """Every command."""
    yield "Command", "What it does"
    yield "`paperterm`", "open the reader"
    for row in COMMANDS:
        yield f"`paperterm {row.name}`", row.says


def imports() -> Iterable[tuple[str, ...]]:
    """Every kind of file that can be imported."""
    yield ("Files that can be imported",)
    for kind in KINDS:
        yield (kind.name,)


TABLES: dict[str, Callable[[], Iterable[tuple[str, ...]]]] = {
    table.__name__: table for table in (keys, actions, formats, settings, views, commands, imports)
}


def rendered(page: str) -> str:
    """A page with all of its tables as the registries have them now."""
    return _TABLE.sub(lambda found: found[1] + _markdown(TABLES[found[2]]()) + found[3], page)


def _markdown(rows: Iterable[tuple[str, ...]]) -> str:
    head, *body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Write the pages, or check them."""
    stale = [page for page in PAGES if rendered(page.read_text()) != page.read_text()]
    for page in stale:
        if "--check" in sys.argv:
            sys.stderr.write(f"{page.relative_to(ROOT)}: run python docs/tables.py\n")
        else:
            page.write_text(rendered(page.read_text()))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
