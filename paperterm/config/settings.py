"""The settings: each is one row of `Config`; defaults, checks, texts and docs follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from paperterm.config.setting import (
    Setting,
    choice,
    choices,
    command,
    flag,
    folder,
    names,
    seconds,
    text,
    whole,
)
from paperterm.config.views import SavedView
from paperterm.errors import ConfigError
from paperterm.model import Kind
from paperterm.topics import Topic

CATEGORIES = {
    "cs.AI": "Artificial Intelligence 🧠",
    "cs.CL": "Computation and Language 💬",
    "cs.CV": "Computer Vision and Pattern Recognition 📸",
    "cs.LG": "Machine Learning 📊",
    "cs.MA": "Multiagent Systems 🌐",
    "cs.RO": "Robotics 🤖",
}

TOPICS = (
    Topic("LLM", (("LLM",), ("Large Language Model",), ("GPT",))),
    Topic(
        "MLLM",
        (
            ("VLM",),
            ("MLM",),
            ("MLLM",),
            ("Multi-Modal Language Model",),
            ("Multimodal Language Model",),
            ("Vision Language Model",),
        ),
    ),
    Topic(
        "Test-Time-Scaling",
        (
            ("LLM", "Reasoning"),
            ("VLM", "Reasoning"),
            ("System 2", "Thinking"),
            ("Slow Thinking",),
            ("o1",),
            ("r1",),
            ("test-time-scaling",),
            ("test-time-computing",),
            ("TTS",),
            ("TTC",),
        ),
    ),
    Topic("Embodied_AI", (("VLA",), ("Vision-Language-Action",))),
    Topic("Diffusion", (("Diffusion",), ("DDPM",), ("DDIM",))),
    Topic("3D_Reconstruction", (("Reconstruction",), ("Nerf",), ("Gaussian",)), ("2D",)),
    Topic(
        "3D_Generation",
        (("Video Generation",), ("Scene Generation",), ("Content Generation",)),
        ("2D",),
    ),
    Topic("Benchmark", (("Bench",),)),
)

SIDEBAR_WIDTHS = (12, 80)
"""The least and the most."""


@dataclass(frozen=True)
class Config:
    """The settings in effect.

    A new setting is one row here: the table, the default, and what it does.

    Attributes:
        categories: The arXiv categories that are followed, and their names.
        topics: The topics, in order.
        views: The saved views.
        keys: The user's keys, by action, unchecked: only the reader knows the actions.
        values: The value of each setting, by table and key, as in the file.
        problems: What is wrong with the file.
        is_readable: Whether the file could be parsed; if not, all settings are the defaults.
        source: The text of the file.
    """

    followed = names("authors", (), "authors you follow, as arXiv writes their names")
    more = names("interest", (), "words of which you want more, when papers are ranked")
    less = names("interest", (), "words of which you want less, when papers are ranked")
    automatic = flag("fetch", True, "fetch new announcements while the reader is open")
    interval = seconds(
        "fetch",
        3.0,
        "seconds between two requests, in all paperterms; arXiv asks for at least 3",
    )
    contact = text(
        "fetch",
        "",
        "an address where arXiv can reach you, for the User-Agent; empty sends only the project's",
        "an address in plain ASCII",
        lambda address: address.isascii() and address.isprintable(),
    )
    strict = flag(
        "digest", True, "the digest leaves out papers that are also in a category you do not follow"
    )
    export_folder = folder(
        "export",
        "the folder for exports; empty is the one that `paperterm where` shows",
        key="folder",
    )
    keep = whole(
        "library",
        0,
        "how many of the newest days to keep; an older day is pruned only if no paper in it is "
        "starred, queued, tagged or noted; 0 keeps all, 1 to 29 keep 30; `paperterm restore` "
        "undoes it",
        0,
        100_000,
    )
    theme = text(
        "reader",
        "paperterm",
        "the colours: paperterm, paperterm-light, paperterm-contrast, or any theme of Textual",
    )
    kinds = choices(
        "reader",
        tuple(Kind),
        "the kinds of announcements that lists show",
        tuple(Kind),
    )
    start = choice(
        "reader",
        "all",
        "the view the reader opens with: all, unread, or first (what you may want most)",
        ("all", "unread", "first"),
    )
    density = choice(
        "reader",
        "comfortable",
        "how much room a paper takes in the list: comfortable (two lines) or compact (one)",
        ("comfortable", "compact"),
    )
    columns = names(
        "reader",
        ("authors", "kind", "categories", "date"),
        "the columns below a title, in this order; docs/settings.md lists them",
    )
    mark_read = choice(
        "reader",
        "never",
        "when to mark a paper as read: never, open (in the pane), or move (to another paper)",
        ("never", "open", "move"),
    )
    star_moves_on = flag("reader", False, "move to the next paper after starring one")
    queue_moves_on = flag("reader", False, "move to the next paper after queueing one")
    star_marks_read = flag("reader", False, "starring a paper also marks it as read")
    queue_marks_read = flag("reader", False, "queueing a paper also marks it as read")
    browser = command(
        "reader",
        "the command that opens a web address, added at its end; empty is your system's browser",
    )
    editor = command(
        "reader",
        "the command that edits a note, its file added at the end; empty is $VISUAL or $EDITOR",
    )
    ascii = flag("reader", False, "draw in plain ASCII, for fonts without line characters")
    animations = flag("reader", True, "scroll and open smoothly")
    sidebar_width = whole(
        "reader",
        26,
        "the width of the sidebar in characters; 130 columns or more add 14 for sparklines",
        *SIDEBAR_WIDTHS,
    )

    categories: Mapping[str, str] = field(default_factory=lambda: dict(CATEGORIES))
    topics: tuple[Topic, ...] = TOPICS
    views: tuple[SavedView, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Any] = field(
        default_factory=lambda: {(row.table, row.key): row.default for row in SETTINGS}
    )
    problems: tuple[ConfigError, ...] = ()
    is_readable: bool = True
    source: str = field(default="", compare=False, repr=False)

    def line_of_key(self, name: str) -> int:
        """Return the line of an action in `[keys]`, by its name as the file has it."""
        from paperterm.config.toml_statements import line_of  # only a mistake needs it

        # `list.queue` may be one key in quotes, or a key of a nested table.
        paths = (("keys", name), ("keys", *name.split(".")))
        return max(line_of(self.source, path) for path in paths)

    def topic(self, name: str) -> Topic | None:
        """Return the topic of that name; letter case matters only between two of them."""
        return _named(self.topics, name)

    def view(self, name: str) -> SavedView | None:
        """Return the saved view of that name, as `topic` does."""
        return _named(self.views, name)


SETTINGS: tuple[Setting[Any], ...] = tuple(
    row for row in vars(Config).values() if isinstance(row, Setting)
)
"""All rows of `Config`, in order."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _named(rows: Iterable[N], name: str) -> N | None:
    alike = [row for row in rows if row.name.casefold() == name.casefold()]
    return next((row for row in alike if row.name == name), next(iter(alike), None))
