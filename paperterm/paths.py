"""The folders of paperterm. The only user of platformdirs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from paperterm.errors import InputError

HOME_VARIABLE = "PAPERTERM_HOME"


class Folders(NamedTuple):
    """The folders in use, all absolute; they may not exist yet."""

    config: Path
    data: Path
    cache: Path
    state: Path
    export: Path

    @property
    def config_file(self) -> Path:
        """The file of the settings."""
        return self.config / "config.toml"


def folders() -> Folders:
    """Return the folders of this user; `PAPERTERM_HOME` puts all of them under one folder.

    Raises:
        InputError: The user's home is unknown, or `PAPERTERM_HOME` is invalid.
    """
    if home := os.environ.get(HOME_VARIABLE):
        try:
            root = Path(home).expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise InputError(HOME_VARIABLE, f"{home!r} is not a folder ({error})") from error
        return Folders(*(root / name for name in Folders._fields))
    # 10 ms to import: not needed with PAPERTERM_HOME.
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("paperterm", appauthor=False)
    try:
        return Folders(
            config=dirs.user_config_path,
            data=dirs.user_data_path,
            cache=dirs.user_cache_path,
            state=dirs.user_state_path,
            export=dirs.user_documents_path / "paperterm",
        )
    except RuntimeError as error:
        problem = f"your home folder is unknown ({error})"
        raise InputError("", problem, f"set HOME or {HOME_VARIABLE}") from error


def without_home(text: str) -> str:
    """Replace the home folder, and the user's name in paths, by `~`."""
    for folder in _homes():
        text = re.sub(rf"{re.escape(folder)}(?![\w-])", "~", text)
    for name in _user_names():
        text = re.sub(rf"(?<=[/\\]){re.escape(name)}(?![\w.-])", "~", text)
    return text


def _homes() -> list[str]:
    """Return the user's home as named and as resolved, unless it is the root."""
    home = os.path.expanduser("~")  # noqa: PTH111 - does not raise if it is unknown
    known = {home.rstrip("/\\"), os.path.realpath(home).rstrip("/\\")}
    return sorted((one for one in known if len(one) > 2), key=len, reverse=True)


def _user_names() -> set[str]:
    known = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")}
    return {name for name in (*known, *map(os.path.basename, _homes())) if len(name) > 1}
