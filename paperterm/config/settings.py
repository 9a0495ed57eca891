"""The settings: each is one row of `Config`; defaults, checks, texts and docs follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from paperterm.config.setting import (
    Setting,
    amount,
    choice,
    choices,
    command,
    files,
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

UNIQUE_KEY = "arXiv.{id}"
"""The default of citation keys, which gives each paper a key of its own."""

KEY_FIELD = r"\{(id|[Aa]uthor|year|[Ww]ord)\}"
"""A field of a template, as a regular expression; not compiled, since the start needs none."""

SIDEBAR_WIDTHS = (12, 80)
"""The least and the most."""


def is_key_template(text: str) -> bool:
    """Return whether a template of citation keys, as `{author}{year}`, has a field and is valid."""
    if text == UNIQUE_KEY:
        return True
    around = re.sub(KEY_FIELD, "", text)
    return around != text and re.fullmatch(r"[A-Za-z0-9.:/_+-]*", around) is not None


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
    more = names("interest", (), "words that rank a paper higher")
    less = names("interest", (), "words that rank a paper lower")
    budget = amount(
        "interest",
        40,
        "how much to list when you catch up: a number of papers, such as 40, or of minutes, such "
        'as "20 min"',
    )
    automatic = flag("fetch", True, "fetch new announcements while the reader is open")
    interval = seconds(
        "fetch",
        3.0,
        "seconds between two requests, of all running paperterms; arXiv asks for at least 3",
    )
    contact = text(
        "fetch",
        "",
        "an address where arXiv can reach you, sent in the User-Agent; if empty, only the "
        "project's is sent",
        "an address in plain ASCII",
        lambda address: address.isascii() and address.isprintable(),
    )
    strict = flag(
        "digest", True, "leave out of a digest papers that are also in a category you do not follow"
    )
    export_folder = folder(
        "export",
        "the folder for exports; if empty, the one that `paperterm where` shows",
        key="folder",
    )
    citation_key = text(
        "export",
        UNIQUE_KEY,
        "the citation keys of BibTeX, RIS and CSL JSON, made of {id}, {author}, {year} and {word} "
        "(the first word of the title, without “the” and the like); {Author} and {Word} begin "
        "with a capital",
        "a template such as {author}{year}{word}",
        is_key_template,
        key="key",
    )
    templates = files(
        "export",
        "your own templates, which `e` in the reader offers: files such as "
        '"~/reading.org.j2"; docs/export.md describes them',
    )
    notes_folder = folder(
        "notes",
        "the folder for `paperterm send notes`, such as one in an Obsidian vault",
        key="folder",
    )
    notes_after_star = flag(
        "notes", False, "send a paper to the notes folder when you star it", key="after_star"
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
    after_fetch = command(
        "hooks", "the command to run when a refresh finds papers; docs/commands.md describes it"
    )
    after_star = command("hooks", "the command to run when you star a paper")
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
    layout = choice(
        "reader",
        "auto",
        "where the abstract is: beside the list (columns), below it (stacked), or whichever "
        "shows more titles in full (auto)",
        ("auto", "columns", "stacked"),
    )
    figures = choice(
        "reader",
        "paper",
        "where to draw figures: off, paper (in the whole paper), or abstract (also the first one "
        'under the abstract); needs pip install "paperterm[figures]"',
        ("off", "paper", "abstract"),
    )
    graphics = choice(
        "reader",
        "auto",
        "how to draw figures: blocks (work everywhere), kitty (its protocol, with Unicode "
        "placeholders), sixel (only for a figure opened alone), or auto (the best your terminal "
        "says it can do; over ssh, blocks)",
        ("auto", "blocks", "kitty", "sixel"),
    )
    columns = names(
        "reader",
        ("authors", "kind", "categories", "date"),
        "the columns below a title, in this order; docs/settings.md lists them",
    )
    mark_read = choice(
        "reader",
        "never",
        "when to mark a paper as read: never, open (when you go to its abstract), or move (when "
        "you go to another paper)",
        ("never", "open", "move"),
    )
    star_moves_on = flag("reader", False, "move to the next paper after starring one")
    queue_moves_on = flag("reader", False, "move to the next paper after queueing one")
    star_marks_read = flag("reader", False, "starring a paper also marks it as read")
    queue_marks_read = flag("reader", False, "queueing a paper also marks it as read")
    browser = command(
        "reader",
        "the command that opens a web address; the address is added at its end; if empty, your "
        "system's browser",
    )
    clipboard = command(
        "reader",
        "how to copy: auto (a program of your system, or else the terminal), terminal (always "
        "OSC 52), or a command of your own that copies its input",
        "auto",
    )
    editor = command(
        "reader",
        "the command that edits a note; the file is added at its end; if empty, $VISUAL or $EDITOR",
    )
    ascii = flag("reader", False, "draw in plain ASCII, for fonts without line characters")
    accessible = flag(
        "reader",
        False,
        "for screen readers: show the terminal's cursor on the selected row, write words for the "
        "signs of papers, and draw no lines, sparklines or animations; restart after a change",
    )
    animations = flag("reader", True, "scroll and open smoothly")
    sidebar_width = whole(
        "reader",
        26,
        "the width of the sidebar in characters; on a screen of 180 columns or more, sparklines "
        "add 14",
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
