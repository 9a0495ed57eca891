"""Write generated files, or check them with --check; the generators in this folder share this."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def write(texts: Mapping[Path, str]) -> int:
    """Write the texts into their files; with --check write nothing.

    Returns:
        The exit status: 1 if --check found a file that is out of date.
    """
    stale = [path for path, text in texts.items() if not path.exists() or _read(path) != text]
    if "--check" in sys.argv:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)}: out of date; run `make docs`\n")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
