"""The settings in force, as the rest of paperterm asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paperterm.config.settings import CATEGORIES, SETTINGS, TOPICS, SavedView, words
from paperterm.errors import ConfigError
from paperterm.model import Kind
from paperterm.topics import Topic


@dataclass(frozen=True)
class Config:
    """The settings in force.

    `views` are the saved queries; `keys` are those the user chose, by the name of the action as
    the file has it, which only the reader can check. `problems` say what is wrong with the file;
    `is_readable` is False when all of it had to be replaced by the defaults.
    """

    categories: Mapping[str, str] = field(default_factory=lambda: dict(CATEGORIES))
    topics: tuple[Topic, ...] = TOPICS
    views: tuple[SavedView, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Any] = field(
        default_factory=lambda: {(row.table, row.key): row.default for row in SETTINGS}
    )
    problems: tuple[ConfigError, ...] = ()
    is_readable: bool = True

    @property
    def followed(self) -> tuple[str, ...]:
        """The authors the user follows."""
        return tuple(self.values["authors", "followed"])

    @property
    def strict(self) -> bool:
        """Whether the digest leaves out papers of categories that are not followed."""
        return bool(self.values["digest", "strict"])

    @property
    def export_folder(self) -> Path | None:
        """Where exports go, if the user said so."""
        folder = self.values["export", "folder"]
        return Path(folder).expanduser() if folder else None

    @property
    def automatic(self) -> bool:
        """Whether the reader refreshes by itself."""
        return bool(self.values["fetch", "automatic"])

    @property
    def interval(self) -> float:
        """The wished seconds between two requests; the gate never goes below arXiv's rule."""
        return float(self.values["fetch", "interval"])

    @property
    def contact(self) -> str:
        """Where arXiv can reach this user, or nothing."""
        return str(self.values["fetch", "contact"])

    @property
    def keep(self) -> int:
        """How many of the newest days the library keeps; 0 for all."""
        return int(self.values["library", "keep"])

    @property
    def theme(self) -> str:
        """The name of the theme."""
        return str(self.values["reader", "theme"])

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of announcements that the lists show; one that is unknown always shows."""
        return frozenset(map(Kind, self.values["reader", "kinds"]))

    @property
    def is_compact(self) -> bool:
        """Whether a paper is one line of the list, and not two."""
        return bool(self.values["reader", "density"] == "compact")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns below a title, in order, which only the reader can check."""
        return tuple(self.values["reader", "columns"])

    @property
    def mark_read(self) -> str:
        """When a paper is marked as read by itself: never, open or move."""
        return str(self.values["reader", "mark_read"])

    @property
    def star_moves_on(self) -> bool:
        """Whether the cursor goes to the next paper after a star."""
        return bool(self.values["reader", "star_moves_on"])

    @property
    def queue_moves_on(self) -> bool:
        """Whether the cursor goes to the next paper after it was queued."""
        return bool(self.values["reader", "queue_moves_on"])

    @property
    def browser(self) -> tuple[str, ...]:
        """The program that opens an address, and its arguments; none is the system's."""
        return words(self.values["reader", "browser"])

    @property
    def editor(self) -> tuple[str, ...]:
        """The program that opens a note, and its arguments; none is $VISUAL or $EDITOR."""
        return words(self.values["reader", "editor"])

    @property
    def ascii(self) -> bool:
        """Whether lines and signs are to be plain ASCII."""
        return bool(self.values["reader", "ascii"])

    @property
    def animations(self) -> bool:
        """Whether anything may move by steps."""
        return bool(self.values["reader", "animations"])

    @property
    def sidebar_width(self) -> int:
        """How many cells wide the sidebar is."""
        return int(self.values["reader", "sidebar_width"])

    def topic(self, name: str) -> Topic | None:
        """The topic of that name; upper and lower case matter only where both exist."""
        exact = [topic for topic in self.topics if topic.name == name]
        alike = [topic for topic in self.topics if topic.name.casefold() == name.casefold()]
        return next(iter(exact or alike), None)

    def view(self, name: str) -> SavedView | None:
        """The saved view of that name; upper and lower case matter only where both exist."""
        exact = [view for view in self.views if view.name == name]
        alike = [view for view in self.views if view.name.casefold() == name.casefold()]
        return next(iter(exact or alike), None)
