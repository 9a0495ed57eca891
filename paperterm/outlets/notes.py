"""Notes: one Markdown file per paper in a folder, such as an Obsidian vault.

A file is found by what is in it, so a person may rename it and move it within the folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DiskError, InputError
from paperterm.export import View
from paperterm.export.citation import doi, year
from paperterm.export.escape import escape_markdown
from paperterm.model import Entry, PaperId, PaperRef
from paperterm.outlets import Sent, Setup
from paperterm.outlets.note_file import Known, id_in, own_text, updated
from paperterm.text import clean
from paperterm.text.typeset import typeset

_SUFFIX = ".md"
_NOT_IN_LINKS = re.compile(r"[\[\]#^|\\/:]+")
"""What a link of Obsidian, or a file name, cannot hold."""
_NOT_IN_TAGS = re.compile(r"[^\w/-]+")


class Written(NamedTuple):
    """What a person wrote about a paper, and when the file changed."""

    text: str
    at: datetime


def send(view: View, setup: Setup) -> Sent:
    """Write the notes of papers; a file that is up to date is not touched."""
    folder = folder_of(setup)
    files = _files(folder)
    changed = 0
    for entry in view.entries:
        path = files.get(entry.id) or _new_file(folder, entry)
        was = _text(path) if disk.is_there(path) else ""
        text = updated(was, _known(entry, view.key(entry.id)))
        if text != was:
            content = text.encode(errors="surrogateescape")
            disk.write(path, content, private=False)
            changed += 1
        files[entry.id] = path
    return Sent(changed, len(view.entries) - changed, str(folder))


def written(view: View, setup: Setup) -> dict[PaperId, Written]:
    """Return what a person wrote about papers of which there are notes.

    Raises:
        InputError: The folder is not set, or is missing.
        DiskError: A file cannot be read.
    """
    files = _files(folder_of(setup))
    found = {}
    for entry in view.entries:
        if path := files.get(entry.id):
            text = own_text(_text(path), _known(entry, view.key(entry.id)))
            text = text.encode(errors="surrogateescape").decode(errors="replace")
            found[entry.id] = Written(text.replace("\r\n", "\n"), _changed_at(path))
    return found


def noted(setup: Setup) -> list[PaperId]:
    """Return the papers of which there are notes.

    Raises:
        InputError: The folder is not set, or is missing.
        DiskError: A file cannot be read.
    """
    return [*_files(folder_of(setup))]


def folder_of(setup: Setup) -> Path:
    """Return the folder of the notes.

    Raises:
        InputError: It is not set; or the folder above it is missing, as when a disk is not mounted.
    """
    folder = setup.settings.notes_folder
    if folder is None:
        raise InputError("[notes] folder", "is not set", "name a folder in config.toml")
    if not disk.is_there(folder.parent):
        hint = "create it, or change [notes] folder"
        raise InputError(str(folder), f"there is no folder {folder.parent}", hint)
    return folder


def _files(folder: Path) -> dict[PaperId, Path]:
    """Return the file of each paper, the first by name if there are several."""
    found: dict[PaperId, Path] = {}
    for path in _markdown(folder):
        id_ = id_in(_text(path))
        try:
            found.setdefault(PaperRef.parse(id_).id, path)
        except InputError:
            continue  # a note about something else
    return found


def _markdown(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder, without hidden ones such as Obsidian's trash.

    A link that leads nowhere is none, and neither is a pipe, which would be read without end.
    """
    if not disk.is_there(folder):
        return

    def refuse(error: OSError) -> None:
        raise DiskError.of(error.filename, error, "read it") from error

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_SUFFIX) and not name.startswith(".") and _is_file(Path(where, name)):
                yield Path(where, name)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise DiskError.of(path, error, "read it") from error


def _text(path: Path) -> str:
    """Return the text of a file; what is not UTF-8 is written back as it is."""
    return disk.read(path).decode(errors="surrogateescape")


def _changed_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise DiskError.of(path, error, "read it") from error


def _new_file(folder: Path, entry: Entry) -> Path:
    """Return a file that does not exist, named by the title."""
    from pathvalidate import sanitize_filename

    title = _NOT_IN_LINKS.sub(" ", typeset(entry.paper.title)).encode()[:120]
    stem = " ".join(title.decode(errors="ignore").split()).strip(". ")
    id_ = entry.id.replace("/", "-")
    others = (f"{stem} {id_} {nth}".strip() for nth in count(2))
    names = chain(filter(None, [stem, f"{stem} {id_}".strip()]), others)
    paths = (folder / (sanitize_filename(name, platform="universal") + _SUFFIX) for name in names)
    return next(path for path in paths if path.name != _SUFFIX and not _is_taken(path))


def _is_taken(path: Path) -> bool:
    """Return whether there is a file, or a link that leads nowhere."""
    return path.is_symlink() or disk.is_there(path)


def _known(entry: Entry, key: str) -> Known:
    paper, announcement, mark = entry
    front = {
        "title": typeset(paper.title),
        "authors": [clean(name) for name in paper.authors],
        "year": int(year(paper) or 0) or "",
        "arxiv": str(paper.id),
        "url": paper.id.abs_url,
        "doi": doi(paper) or f"10.48550/arXiv.{paper.id}",
        "tags": list(dict.fromkeys(map(_tag, mark.tag_names))),
        "aliases": [f"@{key}"],
    }
    about = [
        f"arXiv:{paper.id}",
        f"[PDF]({paper.id.pdf_url})",
        " ".join(filter(None, map(clean, paper.categories))),
        str(announcement.day) if announcement else "",
    ]
    lines = [
        f"# [{escape_markdown(typeset(paper.title), links=False)}]({paper.id.abs_url})",
        escape_markdown(paper.author_line),
        " · ".join(filter(None, about)),
        escape_markdown(typeset(paper.abstract or "")),
    ]
    notes = [one.value for one in mark.note.value] if mark.note and mark.note_text else []
    return Known(str(paper.id), front, "\n\n".join(filter(None, lines)).splitlines(), notes)


def _tag(name: str) -> str:
    """Return a tag as Obsidian allows it: letters, digits, `_`, `-` and `/`."""
    return _NOT_IN_TAGS.sub("-", clean(name)).strip("-") or "tag"
