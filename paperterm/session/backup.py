"""Back up, restore and prune the library of a session."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import NamedTuple

from paperterm import disk
from paperterm.config.defaults import first_config
from paperterm.errors import DiskError, InputError
from paperterm.library.backup import NewBackup, Restored, is_backup, pack, prune, restore, unpacked
from paperterm.library.backup.manifest import CONFIG, library_files
from paperterm.library.backup.prune import FEWEST
from paperterm.lock import PATIENCE, acquired
from paperterm.session.session import Session
from paperterm.text import plural


class RestoredBackup(NamedTuple):
    """The result of a restore.

    Attributes:
        days: The restored days and marks.
        config: "restored", "kept" (yours differ and stay), "same", or "none" in the archive.
        aside: Where your previous settings are, if they were replaced.
        prunes: Whether the next refresh that adds a day prunes some of these days again.
    """

    days: Restored
    config: str
    aside: Path | None
    prunes: bool


def back_up(session: Session, file: Path) -> NewBackup:
    """Write days, marks and settings into one archive, atomically, and check it.

    An older backup of that name is replaced, so that a daily job can use one name.

    Raises:
        InputError: The file exists and is not a backup.
        BusyError: Another process keeps writing to the library.
        DiskError: A file cannot be read, or the archive cannot be written.
        LibraryError: A file of the library is damaged.
    """
    _check_target(file)
    data, config = session.folders.data, session.folders.config_file

    def files() -> dict[str, Path]:
        found = library_files(data)
        return {**found, CONFIG: config} if disk.is_there(config) else found

    return pack(file, data, files, session.now())


def restore_backup(session: Session, file: Path, *, with_config: bool = False) -> RestoredBackup:
    """Restore a backup, after checking the archive.

    Settings that you changed stay, unless `with_config`; then they are set aside.

    Raises:
        FileError: The file is not a complete backup.
        BusyError: Another process keeps writing to the library.
        DiskError: A file cannot be read or written; those before it are restored.
        LibraryError: A file of the library cannot be changed.
    """
    with unpacked(file, str(file)) as found:
        if found.damaged:
            raise InputError(str(file), found.damaged[0], "take another backup")
        restored = restore(session.library, session.folders.data, found)
        config, aside = _config(session, found.config, with_config=with_config)
    keep = session.settings.keep
    is_over = bool(keep) and len(session.library.days()) > max(keep, FEWEST)
    return RestoredBackup(restored, config, aside, is_over and bool(restored.added))


def prune_old_days(session: Session) -> str:
    """Prune old days without marks if the settings say so; return a line for the user, or ""."""
    keep = session.settings.keep
    pruned = prune(session.library, session.folders.data, keep, session.now()) if keep else None
    if pruned is None:
        return ""
    return (
        f"pruned {plural(len(pruned.days), 'old day')} ([library] keep = {keep}); "
        f"restore with `paperterm restore {quote(str(pruned.archive))}`"
    )


def _check_target(file: Path) -> None:
    try:
        is_free = not file.exists()
        is_file = file.is_file()
    except OSError as error:
        raise DiskError.of(file, error, "look at it") from error
    if not (is_free or (is_file and is_backup(file))):
        raise InputError(str(file), "exists and is not a backup", "choose another name")


def _config(session: Session, theirs: Path | None, *, with_config: bool) -> tuple[str, Path | None]:
    """Restore the settings if there are none, or only the untouched first ones."""
    if theirs is None:
        return "none", None
    ours = session.folders.config_file
    lock = acquired(ours.with_name("config.lock"), PATIENCE)
    try:
        old = disk.read(ours) if disk.is_there(ours) else None
        new = disk.read(theirs)
        if old == new:
            return "same", None
        is_untouched = old is None or old == first_config().encode()
        if not (is_untouched or with_config):
            return "kept", None
        aside = None
        if not is_untouched:
            name = f"{ours.name}.before-{session.now():%Y%m%d-%H%M%S}"
            aside = disk.move(ours, ours.with_name(name), leave=True)
        disk.write(ours, new)
        return "restored", aside
    finally:
        lock.release()
