"""The kinds of settings: what each accepts in config.toml, and what `Config` gives for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, overload

Value = bool | str | int | float | tuple[str, ...]
"""What a setting is in the file; a tuple is a list there."""

T = TypeVar("T")
C = TypeVar("C", bound=str)


class HasValues(Protocol):
    """The object a setting is read from."""

    @property
    def values(self) -> Mapping[tuple[str, str], Any]:
        """The value of each setting, by table and key."""


class Setting(ABC, Generic[T]):
    """A key of config.toml, declared once as an attribute of `Config`, which then gives its value.

    Args:
        table: The table of the key.
        default: The value if the file does not set it.
        says: What it does, in half a sentence; users read it in their file and in the docs.
        key: The key, if it is not the name of the attribute.

    Attributes:
        wanted: What to write in the file.
    """

    wanted: str

    def __init__(self, table: str, default: Value, says: str, *, key: str = "") -> None:
        self.table = table
        self.default = default
        self.says = says
        self.key = key

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = self.key or name

    @overload
    def __get__(self, config: None, owner: type) -> Self: ...
    @overload
    def __get__(self, config: HasValues, owner: type) -> T: ...
    def __get__(self, config: HasValues | None, owner: type) -> Self | T:
        if config is None:
            return self
        return self.of_value(config.values[self.table, self.key])

    @property
    def explanation(self) -> str:
        """What it does and, where that does not say it, what to write."""
        return self.says

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Return whether a value from the file is valid."""

    def of_value(self, value: Any) -> T:
        """Convert a valid value from the file to what the program uses."""
        result: T = value
        return result


class Flag(Setting[bool]):
    """On or off."""

    wanted = "true or false"

    def accepts(self, value: object) -> bool:
        """Return whether a value is a boolean."""
        return isinstance(value, bool)


class Seconds(Setting[float]):
    """A time span of up to a day."""

    _MOST: ClassVar[int] = 86400
    wanted = f"a number from 0 to {_MOST}"

    def accepts(self, value: object) -> bool:
        """Return whether a value is a number in the range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return 0 <= value <= self._MOST

    def of_value(self, value: Any) -> float:
        """Convert whole numbers, too."""
        return float(value)


class Whole(Setting[int]):
    """A whole number in a range, both ends included."""

    def __init__(self, table: str, default: int, says: str, *, least: int, most: int) -> None:
        super().__init__(table, default, says)
        self.least = least
        self.most = most
        self.wanted = f"a whole number from {least} to {most}"

    def accepts(self, value: object) -> bool:
        """Return whether a value is a whole number in the range."""
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        return self.least <= value <= self.most


class Text(Setting[str]):
    """Any text that passes a check."""

    def __init__(
        self,
        table: str,
        default: str,
        says: str,
        *,
        wanted: str = "a text",
        check: Callable[[str], bool] = lambda _: True,
    ) -> None:
        super().__init__(table, default, says)
        self.wanted = wanted
        self._check = check

    def accepts(self, value: object) -> bool:
        """Return whether a value is a text that passes the check."""
        return isinstance(value, str) and self._check(value)


class Choice(Setting[str]):
    """One of several words."""

    def __init__(self, table: str, default: str, says: str, *, choices: tuple[str, ...]) -> None:
        super().__init__(table, default, says)
        self.choices = choices
        self.wanted = _either(choices)

    def accepts(self, value: object) -> bool:
        """Return whether a value is one of the choices."""
        return value in self.choices


class Choices(Setting[tuple[C, ...]]):
    """Some of several words, in the user's order."""

    def __init__(
        self,
        table: str,
        default: tuple[C, ...],
        says: str,
        *,
        choices: tuple[C, ...],
        may_be_empty: bool = True,
    ) -> None:
        super().__init__(table, tuple(map(str, default)), says)
        self.choices = choices
        self.wanted = f"a list of {_either(choices)}"
        self._may_be_empty = may_be_empty

    @property
    def explanation(self) -> str:
        """What it does, and the choices."""
        return f"{self.says}: {self.wanted}"

    def accepts(self, value: object) -> bool:
        """Return whether a value is a list of choices."""
        is_list = isinstance(value, list | tuple) and all(one in self.choices for one in value)
        return is_list and (bool(value) or self._may_be_empty)

    def of_value(self, value: Any) -> tuple[C, ...]:
        """Convert each text to the choice that is equal to it."""
        return tuple(self.choices[self.choices.index(one)] for one in value)


class Names(Setting[tuple[str, ...]]):
    """A list of names."""

    wanted = "a list of names"

    def __init__(self, table: str, default: tuple[str, ...], says: str) -> None:
        super().__init__(table, default, says)

    def accepts(self, value: object) -> bool:
        """Return whether a value is a list of texts that are not blank."""
        return isinstance(value, list | tuple) and all(
            isinstance(one, str) and one.strip() for one in value
        )


class Folder(Setting[Path | None]):
    """A folder; `~` is the user's home, and empty text is no folder."""

    wanted = "a folder"

    def accepts(self, value: object) -> bool:
        """Return whether a value can be a folder."""
        try:
            return isinstance(value, str) and "\0" not in str(Path(value).expanduser())
        except RuntimeError:
            return False

    def of_value(self, value: Any) -> Path | None:
        """Convert to a path."""
        return Path(value).expanduser() if value else None


class Command(Setting[tuple[str, ...]]):
    """A program and its arguments; empty text is no program."""

    wanted = "a command"

    def __init__(self, table: str, says: str) -> None:
        super().__init__(table, "", says)

    def accepts(self, value: object) -> bool:
        """Return whether a value can be run as a program with arguments, or is empty."""
        try:
            return isinstance(value, str) and "\0" not in value and all(split_command(value)[:1])
        except ValueError:
            return False

    def of_value(self, value: Any) -> tuple[str, ...]:
        """Convert to words."""
        return split_command(value)


def split_command(command: str) -> tuple[str, ...]:
    """Split a command into words and remove the quotes; no shell ever sees it.

    Raises:
        ValueError: A quote is not closed.
    """
    if not command.strip():
        return ()
    import shlex  # rarely needed at a start

    return tuple(shlex.split(command))


def _either(choices: tuple[str, ...]) -> str:
    *others, last = (f'"{choice}"' for choice in choices)
    return f"{', '.join(others)} or {last}"
