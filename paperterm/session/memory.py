"""What a session remembers until the next one, in a small file of the state folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from paperterm import disk
from paperterm.errors import DiskError

_FILE = "memory.json"


class Memory:
    """Values by name. A file that cannot be read holds none: losing them costs little.

    Args:
        folder: The state folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def read(self) -> Mapping[str, Any]:
        """Return all values."""
        try:
            values = json.loads(disk.read(self._path)) if disk.is_there(self._path) else {}
        except (DiskError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def write(self, name: str, value: object) -> None:
        """Write one value, unless it is there already.

        Raises:
            DiskError: The file cannot be written.
        """
        values = self.read()
        if name not in values or values[name] != value:
            disk.write(self._path, json.dumps({**values, name: value}).encode())
