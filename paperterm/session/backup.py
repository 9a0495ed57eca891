"""Back up, restore and prune the library of a session."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import NamedTuple

from paperterm import disk
from paperterm.config.commands import with_own_commands
from paperterm.config.defaults import first_config
from paperterm.errors import ConfigError, DiskError, InputError, NewerError
from paperterm.library.backup import NewBackup, Restored, is_backup, pack, prune, restore, unpacked
from paperterm.library.backup.lacking import PRUNED
from paperterm.library.backup.manifest import CONFIG
from paperterm.library.backup.pack import library_files
from paperterm.library.backup.prune import FEWEST
from paperterm.library.schema import ASIDE
from paperterm.lock import PATIENCE, acquired
from paperterm.session import drafts
from paperterm.session.session import Session
from paperterm.text import plural


class RestoredBackup(NamedTuple):
    """The result of a restore.

    Attributes:
        days: The restored days and marks.
        config: "restored", "kept" (yours differ and stay), "same", "none" in the archive, or
            "broken" (they cannot be read).
        aside: Where your previous settings are, if they were replaced.
        commands: The settings that start a program, which were left out.
        prunes: Whether the next refresh that adds a day prunes some of these days again.
    """

    days: Restored
    config: str
    aside: Path | None
    commands: tuple[str, ...]
    prunes: bool


class LeftOut(NamedTuple):
    """What a backup does not have: its key in JSON, how many, and both in words with the place."""

    key: str
    number: int
    says: str


def back_up(session: Session, file: Path, *, force: bool = False) -> NewBackup:
    """Write days, marks and settings into one archive, atomically, and check it.

    An older backup of that name is replaced, so that a daily job can use one name; but one that has
    days or marks which the library no longer has stays, unless `force`.

    Raises:
        InputError: The file exists and is not a backup.
        BusyError: Another process keeps writing to the library.
        DiskError: A file cannot be read, or the archive cannot be written.
        LibraryError: A file of the library is damaged, or the older backup has more.
    """
    _check_target(file)
    session.library.mend()
    data, config = session.folders.data, session.folders.config_file

    def files() -> dict[str, Path]:
        found = library_files(data)
        return {**found, CONFIG: config} if disk.is_there(config) else found

    return pack(file, data, files, session.now(), force=force)


def left_out(session: Session) -> list[LeftOut]:
    """Return what is not in a backup, but may hold your work."""
    data = session.folders.data
    pruned, aside = _files(data / PRUNED), _files(data / ASIDE)
    unsaved = drafts.unsaved(session.folders.state)
    found = [
        LeftOut("pruned", pruned, f"{plural(pruned, 'pruned archive')} in {data / PRUNED}"),
        LeftOut("set_aside", aside, f"{plural(aside, 'set-aside file')} in {data / ASIDE}"),
        LeftOut(
            "drafts",
            len(unsaved),
            f"{plural(len(unsaved), 'unsaved draft')} ({drafts.named(unsaved)})",
        ),
    ]
    return [one for one in found if one.number]


def restore_backup(
    session: Session, file: Path, *, with_config: bool = False, with_commands: bool = False
) -> RestoredBackup:
    """Restore a backup, after checking the archive.

    Settings that you changed stay, unless `with_config`; then they are set aside. Settings that
    start a program, such as the editor, are yours in any case, unless `with_commands`.

    Raises:
        FileError: The file is not a complete backup.
        BusyError: Another process keeps writing to the library.
        DiskError: A file cannot be read or written; those before it are restored.
        LibraryError: A file of the library cannot be changed.
    """
    with unpacked(file, str(file), session.folders.data) as found:
        for fault in found.faults:
            hint = fault.hint if isinstance(fault, NewerError) else "use another backup"
            raise InputError(str(file), f"{fault.subject} {fault.problem}", hint)
        restored = restore(session.library, session.folders.data, found)
        settings = _restored_settings(
            session, found.config, with_config=with_config, with_commands=with_commands
        )
    keep = session.settings.keep
    is_over = bool(keep) and len(session.library.days()) > max(keep, FEWEST)
    prunes = is_over and bool(restored.added)
    return RestoredBackup(restored, *settings, prunes)


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
        raise DiskError.of(file, error, "access it") from error
    if not (is_free or (is_file and is_backup(file))):
        raise InputError(str(file), "exists and is not a backup", "choose another name")


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


class _Settings(NamedTuple):
    """What a restore did with the settings; see `RestoredBackup`."""

    config: str
    aside: Path | None = None
    commands: tuple[str, ...] = ()


def _restored_settings(
    session: Session, theirs: Path | None, *, with_config: bool, with_commands: bool
) -> _Settings:
    """Restore the settings if there are none, or only the untouched first ones."""
    if theirs is None:
        return _Settings("none")
    ours = session.folders.config_file
    lock = acquired(ours.with_name("config.lock"), PATIENCE)
    try:
        old = disk.read(ours) if disk.is_there(ours) else None
        new = disk.read(theirs)
        if old == new:
            return _Settings("same")
        is_untouched = old is None or old == first_config().encode()
        if not (is_untouched or with_config):
            return _Settings("kept")
        new, commands = (new, ()) if with_commands else with_own_commands(new, old)
        aside = None
        if not is_untouched:
            name = f"{ours.name}.before-{session.now():%Y%m%d-%H%M%S}"
            aside = disk.move(ours, ours.with_name(name), leave=True)
        disk.write(ours, new)
        return _Settings("restored", aside, commands)
    except ConfigError:
        return _Settings("broken")
    finally:
        lock.release()
