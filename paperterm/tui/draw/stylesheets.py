"""Where the .tcss files are: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]
_FOLDERS = (_PACKAGE / "styles", _PACKAGE.parent / "styles")


def stylesheets() -> list[Path]:
    """Return the style sheets to load at the start, sorted by name."""
    return next(filter(None, (sorted(folder.glob("*.tcss")) for folder in _FOLDERS)), [])


def stylesheet(name: str) -> list[Path]:
    """Return the style sheet that a screen loads when it opens, in a list, for `CSS_PATH`."""
    files = [folder / "on_demand" / f"{name}.tcss" for folder in _FOLDERS]
    return [file for file in files if file.is_file()][:1]
