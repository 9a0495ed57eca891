"""The registry of commands, and the parser; only the given command is imported."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn, Protocol

from paperterm import __version__


class Command(Protocol):
    """A module of this package that defines a command."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Run the command and return the exit status."""


class CommandRow(NamedTuple):
    """A command; its module has its name, unless that is a keyword of Python."""

    name: str
    summary: str
    module: str


COMMANDS = (
    CommandRow("fetch", "fetch new announcements from arXiv", "fetch"),
    CommandRow("import", "import files into the library", "import_"),
    CommandRow("export", "export papers to a file", "export"),
    CommandRow("digest", "write the daily digest as a folder", "digest"),
    CommandRow("list", "list papers as the reader shows them", "list"),
    CommandRow("search", "search the whole library", "search"),
    CommandRow("show", "show one paper with its days and marks", "show"),
    CommandRow("mark", "star, read, queue, tag or note papers", "mark"),
    CommandRow("topics", "list, add, remove or test topics", "topics"),
    CommandRow("backup", "save days, marks and settings to an archive", "backup"),
    CommandRow("restore", "restore what is missing from a backup", "restore"),
    CommandRow("doctor", "check the library for damage and repair it", "doctor"),
    CommandRow("where", "print the folders in use", "where"),
    CommandRow("demo", "try the reader offline, on a temporary library", "demo"),
)


class _Parser(argparse.ArgumentParser):
    """A parser whose error messages, which repeat arguments, are clean for a terminal."""

    def error(self, message: str) -> NoReturn:
        """Print the error and exit with 2."""
        from paperterm.text import clean

        super().error(clean(message))


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the given command and its arguments; exit with 2 on wrong usage."""
    named = next((row for row in COMMANDS if argv and row.name == argv[0]), None)
    if named is None:
        outer = _outer()
        outer.parse_known_args(argv)
        outer.error(f"unknown command {argv[0]!r}")
    command = _module(named)
    parser = _Parser(
        prog=f"paperterm {named.name}",
        description=f"{named.summary[0].upper()}{named.summary[1:]}.",
        allow_abbrev=False,
    )
    command.arguments(parser)
    _debug(parser)
    if odd := [word for word in argv if word.startswith("--") and word.endswith("=--")]:
        parser.error(f"{odd[0]} has no value")  # Python 3.11 would make it an empty list
    return command, parser.parse_args(argv[1:])


def _outer() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {row.name:8} {row.summary}" for row in COMMANDS)
    parser = _Parser(
        prog="paperterm",
        usage="paperterm [COMMAND] [--help]",
        description="Keep up with arXiv in the terminal. Without a command, open the reader.",
        epilog=f"commands:\n{rows}\n\nRun `paperterm COMMAND --help` for details.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"paperterm {__version__}")
    _debug(parser)
    return parser


def _debug(parser: argparse.ArgumentParser) -> None:
    help_text = "log requests, writes and decisions to debug.log in the state folder"
    parser.add_argument("--debug", action="store_true", help=help_text)


def _module(row: CommandRow) -> Command:
    module: Command = import_module(f"paperterm.cli.{row.module}")
    return module
