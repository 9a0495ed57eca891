"""Where things are kept. The only user of platformdirs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from paperterm.errors import InputError

HOME_VARIABLE = "PAPERTERM_HOME"


class Folders(NamedTuple):
    """The folders in use, all absolute; none need exist yet."""

    config: Path
    data: Path
    cache: Path
    state: Path
    export: Path

    @property
    def config_file(self) -> Path:
        """The settings."""
        return self.config / "config.toml"


def folders() -> Folders:
    """The folders of this user; `PAPERTERM_HOME` puts all of them under one folder.

    Raises:
        InputError: Nobody says where this user's home is, or `PAPERTERM_HOME` names no folder.
    """
    if home := os.environ.get(HOME_VARIABLE):
        try:
            root = Path(home).expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise InputError(HOME_VARIABLE, f"{home!r} is no folder ({error})") from error
        return Folders(*(root / name for name in Folders._fields))
    # Costs 10 ms, and a set PAPERTERM_HOME does without it.
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
    """A text for others to read: the home folder, and the user's name in paths, are `~`."""
    for folder in _homes():
        text = re.sub(rf"{re.escape(folder)}(?![\w-])", "~", text)
    for name in _user_names():
        text = re.sub(rf"(?<=[/\\]){re.escape(name)}(?![\w.-])", "~", text)
    return text


def _homes() -> list[str]:
    """This user's home, as it is called and as it is; the root of a system is no home."""
    home = os.path.expanduser("~")  # noqa: PTH111 - raises nothing where nobody knows it
    known = {home.rstrip("/\\"), os.path.realpath(home).rstrip("/\\")}
    return sorted((one for one in known if len(one) > 2), key=len, reverse=True)


def _user_names() -> set[str]:
    known = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")}
    return {name for name in (*known, *map(os.path.basename, _homes())) if len(name) > 1}
