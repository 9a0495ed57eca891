"""What paperterm imports is declared, and what is declared is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = {"pillow": "PIL"}  # where the module has another name
DATA = {"tzdata"}  # the standard library reads it, where the system has no time zones


def imported(path: Path) -> Iterator[str]:
    """The top-level names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def test_third_party_imports_and_dependencies_are_the_same() -> None:
    names = {name for path in (ROOT / "paperterm").rglob("*.py") for name in imported(path)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [
        *project["dependencies"],
        *(line for name in extras if name != "dev" for line in extras[name]),
    ]
    declared = {re.split(r"[<>=!~;\[ ]", line)[0] for line in lines}
    declared = {MODULES.get(name, name) for name in declared}
    assert names - sys.stdlib_module_names - {"paperterm"} == declared - DATA
