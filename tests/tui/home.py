"""A home of paperterm in a test: import papers, and read the files afterwards."""

import json
import os
from pathlib import Path
from typing import Any

from paperterm.session import Session

DAY = "2026-02-12"
_LONG_AGO = 1_750_000_000


def paper(number: int, day: str = DAY, **fields: object) -> dict[str, object]:
    """Return a line of JSON Lines; `fields` replace or add values."""
    return {
        "id": f"2602.{number:05}",
        "title": f"Paper number {number}",
        "authors": ["Ada Author", "Ben Writer"],
        "abstract": f"This is what number {number} found out.",
        "categories": ["cs.CV"],
        "announced": day,
        **fields,
    }


class Home:
    """The folders under one folder, and the files in them.

    Args:
        root: The folder that PAPERTERM_HOME names.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config_file = root / "config" / "config.toml"
        self.exports = root / "export"

    def session(self) -> Session:
        """Open a session as the program does, with the folders from the environment."""
        return Session()

    def bring(self, *papers: dict[str, object]) -> None:
        """Import papers from a file of JSON Lines."""
        self.root.mkdir(parents=True, exist_ok=True)
        file = self.root / "brought.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in papers), encoding="utf-8")
        summary = self.session().import_files([str(file)])
        assert not summary.errors
        assert summary.outcome.new == len(papers)

    def age(self) -> None:
        """Make all files old, so that the reader does not take them for changes."""
        for path in (self.root, *self.root.rglob("*")):
            os.utime(path, (_LONG_AGO, _LONG_AGO))

    def configure(self, text: str) -> None:
        """Write config.toml."""
        self.config_file.parent.mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(text, encoding="utf-8")

    def marks(self) -> dict[str, dict[str, Any]]:
        """Return every mark in the files, by id."""
        found: dict[str, dict[str, Any]] = {}
        for file in sorted((self.root / "data" / "marks").rglob("*.json")):
            found |= json.loads(file.read_bytes())["marks"]
        return found

    def values(self) -> dict[str, dict[str, Any]]:
        """Return every mark without times and copies of papers: field to value, by id."""
        return {
            id_: {field: _value(told) for field, told in row.items() if field != "paper"}
            for id_, row in self.marks().items()
        }

    def day_file(self, day: str) -> Path:
        """Return the file of a day."""
        return self.root / "data" / "library" / day[:4] / f"{day}.json"

    def exported(self) -> dict[str, bytes]:
        """Return the files in the export folder."""
        return {file.name: file.read_bytes() for file in sorted(self.exports.glob("*"))}


def _value(told: dict[str, Any]) -> Any:
    """Return the value of a field; for tags, whether each is on; for a note, its texts."""
    if "at" not in told:
        return {name: tag["value"] for name, tag in told.items()}
    value = told["value"]
    return [text["value"] for text in value] if isinstance(value, list) else value
