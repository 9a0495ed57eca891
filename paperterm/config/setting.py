"""Settings as data, and one function for each kind of value that a setting may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar, overload

Value = bool | str | int | float | tuple[str, ...]
"""A value as in the file; a tuple is a list there."""

T = TypeVar("T")
C = TypeVar("C", bound=str)

_DAY = 86400
_MOST_TO_READ = 500
_MINUTES = re.compile("[0-9]{1,3} ?min")


class ReadingBudget(NamedTuple):
    """How much to read: a number of papers, or of minutes; the other is 0."""

    papers: int = 0
    minutes: int = 0


class HasValues(Protocol):
    """The object a setting is read from."""

    @property
    def values(self) -> Mapping[tuple[str, str], Any]:
        """The value of each setting, by table and key."""


class Setting(Generic[T]):
    """A key of config.toml, declared once as an attribute of `Config`, which then gives its value.

    Attributes:
        table: The table of the key.
        default: The value if the file does not set it.
        explanation: What it does, in half a sentence; users read it in their file and in the docs.
        wanted: What to write in the file.
        accepts: Returns whether a value from the file is valid.
        convert: Converts a valid value to what the program uses.
        key: The key; by default the name of the attribute.
        options: All values, if they are few.
    """

    def __init__(
        self,
        table: str,
        default: Value,
        explanation: str,
        wanted: str,
        accepts: Callable[[object], bool],
        convert: Callable[[Any], T] = lambda value: value,
        key: str = "",
        options: tuple[Value, ...] = (),
    ) -> None:
        self.table = table
        self.default = default
        self.explanation = explanation
        self.wanted = wanted
        self.accepts = accepts
        self.convert = convert
        self.key = key
        self.options = options

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = self.key or name

    @property
    def is_command(self) -> bool:
        """Whether it is a program that paperterm starts."""
        return self.convert is split_command

    @overload
    def __get__(self, config: None, owner: type) -> Self: ...
    @overload
    def __get__(self, config: HasValues, owner: type) -> T: ...
    def __get__(self, config: HasValues | None, owner: type) -> Self | T:
        return self if config is None else self.convert(config.values[self.table, self.key])


def flag(table: str, default: bool, explanation: str, key: str = "") -> Setting[bool]:
    """Make a setting that is on or off."""
    return Setting(
        table,
        default,
        explanation,
        "true or false",
        lambda value: isinstance(value, bool),
        key=key,
        options=(True, False),
    )


def seconds(table: str, default: float, explanation: str) -> Setting[float]:
    """Make a setting that is a time of up to a day."""

    def accepts(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return 0 <= value <= _DAY

    return Setting(table, default, explanation, f"a number from 0 to {_DAY}", accepts, float)


def whole(table: str, default: int, explanation: str, least: int, most: int) -> Setting[int]:
    """Make a setting that is a whole number in a range, both ends included."""

    def accepts(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        return least <= value <= most

    return Setting(table, default, explanation, f"a whole number from {least} to {most}", accepts)


def amount(table: str, default: int, explanation: str) -> Setting[ReadingBudget]:
    """Make a setting that is a number of papers, or a text such as `20 min`."""

    def convert(value: int | str) -> ReadingBudget:
        if isinstance(value, str):
            return ReadingBudget(minutes=int(value.removesuffix("min")))
        return ReadingBudget(value)

    def accepts(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | str):
            return False
        is_readable = isinstance(value, int) or _MINUTES.fullmatch(value)
        return bool(is_readable) and 1 <= sum(convert(value)) <= _MOST_TO_READ

    wanted = f'papers, such as 40, or minutes, such as "20 min"; {_MOST_TO_READ} at most'
    return Setting(table, default, explanation, wanted, accepts, convert)


def text(
    table: str,
    default: str,
    explanation: str,
    wanted: str = "a text",
    check: Callable[[str], bool] = lambda _: True,
    key: str = "",
) -> Setting[str]:
    """Make a setting that is any text that passes a check."""
    return Setting(
        table,
        default,
        explanation,
        wanted,
        lambda value: isinstance(value, str) and check(value),
        key=key,
    )


def choice(table: str, default: str, explanation: str, options: tuple[str, ...]) -> Setting[str]:
    """Make a setting that is one of several words."""
    wanted = _either(options)
    return Setting(
        table, default, explanation, wanted, lambda value: value in options, options=options
    )


def choices(
    table: str, default: tuple[C, ...], explanation: str, options: tuple[C, ...]
) -> Setting[tuple[C, ...]]:
    """Make a setting that is a list of at least one of several words, in the user's order."""

    def accepts(value: object) -> bool:
        return isinstance(value, list | tuple) and bool(value) and all(o in options for o in value)

    def convert(value: tuple[str, ...]) -> tuple[C, ...]:
        return tuple(options[options.index(word)] for word in value)

    wanted = f"a list of {_either(options)}"
    plain = tuple(map(str, default))
    return Setting(table, plain, f"{explanation}: {wanted}", wanted, accepts, convert)


def names(table: str, default: tuple[str, ...], explanation: str) -> Setting[tuple[str, ...]]:
    """Make a setting that is a list of names, none of them blank."""

    def accepts(value: object) -> bool:
        return isinstance(value, list | tuple) and all(
            isinstance(name, str) and name.strip() for name in value
        )

    return Setting(table, default, explanation, "a list of names", accepts)


def folder(table: str, explanation: str, key: str) -> Setting[Path | None]:
    """Make a setting that is a folder, by default none; `~` is the user's home."""

    def convert(value: str) -> Path | None:
        return Path(value).expanduser() if value else None

    return Setting(table, "", explanation, "a folder", _is_path, convert, key)


def files(table: str, explanation: str, key: str = "") -> Setting[tuple[Path, ...]]:
    """Make a setting that is a list of files, by default none; `~` is the user's home."""

    def accepts(value: object) -> bool:
        return isinstance(value, list | tuple) and all(one and _is_path(one) for one in value)

    def convert(value: Sequence[str]) -> tuple[Path, ...]:
        return tuple(Path(one).expanduser() for one in value)

    return Setting(table, (), explanation, "a list of files", accepts, convert, key)


def command(table: str, explanation: str, default: str = "") -> Setting[tuple[str, ...]]:
    """Make a setting that is a program and its arguments, by default none."""

    def accepts(value: object) -> bool:
        try:
            return isinstance(value, str) and "\0" not in value and all(split_command(value)[:1])
        except ValueError:
            return False

    return Setting(table, default, explanation, "a command", accepts, split_command)


def split_command(command: str) -> tuple[str, ...]:
    """Split a command into words and remove the quotes; no shell is involved.

    Raises:
        ValueError: A quote is not closed.
    """
    if command.isascii() and not set(command) & set("'\"\\"):
        return tuple(command.split())
    import shlex  # rarely needed at a start

    return tuple(shlex.split(command))


def _is_path(value: object) -> bool:
    try:
        return isinstance(value, str) and "\0" not in str(Path(value).expanduser())
    except RuntimeError:
        return False


def _either(options: tuple[str, ...]) -> str:
    *others, last = (f'"{option}"' for option in options)
    return f"{', '.join(others)} or {last}"
