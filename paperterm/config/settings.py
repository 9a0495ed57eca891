"""The registry of settings: one row each, from which defaults, checks and docs follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from paperterm.topics import Topic

Value = bool | str | int | float | tuple[str, ...]

BUILT_IN_VIEWS = ("all", "unread", "starred", "queue", "followed")
"""What no saved view may be called."""


class SavedView(NamedTuple):
    """A query the user kept, as text that `query.parse` reads."""

    name: str
    query: str


class Setting(NamedTuple):
    """A key of config.toml outside the categories, topics, views and keys.

    The type of the default is the type of the value: a tuple is a list of texts in the file.

    Attributes:
        table: The table it stands in.
        key: Its name there.
        default: Its value where the file says nothing.
        says: What it does, in half a sentence.
        wants: What to write there, where the type does not say it.
        check: What else must hold for a value of the right type.
        choices: The only texts there are.
        between: The least and the largest whole number.
    """

    table: str
    key: str
    default: Value
    says: str
    wants: str = "a text"
    check: Callable[[Any], bool] = lambda _: True
    choices: tuple[str, ...] = ()
    between: tuple[int, int] = (0, 0)

    @property
    def is_list_of_choices(self) -> bool:
        """Whether its value is some of its choices, in an order."""
        return bool(self.choices) and isinstance(self.default, tuple)

    @property
    def wanted(self) -> str:
        """What to write there."""
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, float):
            return "a number from 0"
        if isinstance(self.default, int):
            return f"a whole number from {self.between[0]} to {self.between[1]}"
        if self.choices:
            *others, last = (f'"{choice}"' for choice in self.choices)
            either = f"{', '.join(others)} or {last}"
            return f"a list of {either}" if self.is_list_of_choices else either
        return self.wants

    def accepts(self, value: object) -> bool:
        """Whether a value is of its type, and may be."""
        if isinstance(self.default, float):
            return type(value) in (int, float) and 0 <= value <= 86400  # type: ignore[operator]
        if isinstance(self.default, tuple):
            is_right = isinstance(value, list | tuple) and all(map(self._is_text, value))
        elif isinstance(self.default, str):
            is_right = isinstance(value, str) and (not self.choices or value in self.choices)
        elif isinstance(value, int) and type(value) is type(self.default):
            is_right = isinstance(value, bool) or self.between[0] <= value <= self.between[1]
        else:
            is_right = False
        return is_right and self.check(value)

    def _is_text(self, value: object) -> bool:
        if self.choices:
            return value in self.choices
        return isinstance(value, str) and bool(value.strip())


def _is_folder(text: str) -> bool:
    """Whether a text can be a folder; `~` is this user's home."""
    try:
        return "\0" not in str(Path(text).expanduser())
    except RuntimeError:
        return False


def _is_header(text: str) -> bool:
    """Whether a text can stand in a header of a request."""
    return text.isascii() and text.isprintable()


def words(command: str) -> tuple[str, ...]:
    """A command as its words, quotes taken off; no shell ever sees it.

    Raises:
        ValueError: A quote is open.
    """
    if not command.strip():
        return ()
    import shlex  # rarely needed at a start

    return tuple(shlex.split(command))


def _is_command(text: str) -> bool:
    """Whether a text can be run as a program with arguments, or is empty."""
    try:
        return "\0" not in text and all(words(text)[:1])
    except ValueError:
        return False


SETTINGS = (
    Setting(
        "authors",
        "followed",
        (),
        "authors you follow, as arXiv writes them: their papers are marked in every list",
        "a list of names",
    ),
    Setting(
        "fetch",
        "automatic",
        True,
        "the reader asks arXiv by itself when a new announcement is due",
    ),
    Setting(
        "fetch",
        "interval",
        3.0,
        "seconds between two requests of any paperterm; arXiv asks for at least 3",
    ),
    Setting(
        "fetch",
        "contact",
        "",
        "an address in the User-Agent where arXiv can reach you; empty names the project only",
        "an address in plain ASCII",
        _is_header,
    ),
    Setting(
        "digest",
        "strict",
        True,
        "the digest leaves out papers that are also in a category you do not follow",
    ),
    Setting(
        "export",
        "folder",
        "",
        "where exports go; empty is the folder that `paperterm where` shows",
        "a folder",
        _is_folder,
    ),
    Setting(
        "library",
        "keep",
        0,
        "how many of the newest days stay when no paper of an older one is starred, queued, tagged "
        "or noted; 0 keeps all, less than 30 counts as 30, and `paperterm restore` undoes it",
        between=(0, 100_000),
    ),
    Setting(
        "reader",
        "theme",
        "paperterm",
        "colours: paperterm, paperterm-light, paperterm-contrast, or any theme of Textual",
    ),
    Setting(
        "reader",
        "kinds",
        ("new", "cross", "replace", "replace-cross"),
        "which kinds of announcements the lists show",
        check=bool,
        choices=("new", "cross", "replace", "replace-cross"),
    ),
    Setting(
        "reader",
        "density",
        "comfortable",
        "how high a paper is in the list: comfortable is two lines, compact is one",
        choices=("comfortable", "compact"),
    ),
    Setting(
        "reader",
        "columns",
        ("authors", "kind", "categories", "date"),
        "what to show below a title, in this order; docs/settings.md lists the columns",
        "a list of names of columns",
    ),
    Setting(
        "reader",
        "mark_read",
        "never",
        "when a paper is marked as read by itself: never, open (in the pane), or move (to another)",
        choices=("never", "open", "move"),
    ),
    Setting("reader", "star_moves_on", False, "after a star, the cursor goes to the next paper"),
    Setting("reader", "queue_moves_on", False, "after queueing, the cursor goes to the next paper"),
    Setting(
        "reader",
        "browser",
        "",
        "the command that opens an address, which is put at its end; empty is your system's",
        "a command",
        _is_command,
    ),
    Setting(
        "reader",
        "editor",
        "",
        "the command that opens a note, whose file is put at its end; empty is $VISUAL or $EDITOR",
        "a command",
        _is_command,
    ),
    Setting("reader", "ascii", False, "lines and signs in plain ASCII, for fonts that lack others"),
    Setting("reader", "animations", True, "scroll and open smoothly"),
    Setting(
        "reader",
        "sidebar_width",
        26,
        "how many characters wide the sidebar is; a screen of 130 columns adds 14 for sparklines",
        between=(12, 80),
    ),
)

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
