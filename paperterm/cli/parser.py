"""The registry of commands, and the parser: only the command that was named is imported."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn, Protocol

from paperterm import __version__


class Command(Protocol):
    """A module of this package: one command."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which arguments it takes."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


class Row(NamedTuple):
    """A command in the registry; its module has its name, unless Python says otherwise."""

    name: str
    says: str
    module: str


COMMANDS = (
    Row("fetch", "ask arXiv for what is due: one polite request a day", "fetch"),
    Row("import", "bring files into the library", "import_"),
    Row("export", "write a view as a file", "export"),
    Row("digest", "write the whole daily digest as a folder", "digest"),
    Row("list", "list what the paper list would show", "list"),
    Row("search", "find papers in the whole library", "search"),
    Row("show", "show one paper with its days and marks", "show"),
    Row("mark", "star, read, queue, tag or note papers", "mark"),
    Row("topics", "list, add, remove or test topics", "topics"),
    Row("backup", "write days, marks and settings into one archive", "backup"),
    Row("restore", "bring back what a backup holds; what is there stays", "restore"),
    Row("doctor", "look for damage, and mend it", "doctor"),
    Row("where", "say which folders are in use", "where"),
    Row("demo", "the reader on an offline arXiv and a throw-away home", "demo"),
)

_ABOUT = "Keep up with arXiv in the terminal. Without a command, the reader opens."


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints, which repeat what was given, cannot steer a terminal."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with 2."""
        from paperterm.text import clean

        super().error(clean(message))


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command that was asked for, and its arguments; exits with 2 on wrong usage."""
    named = next((row for row in COMMANDS if argv and row.name == argv[0]), None)
    if named is None:
        outer = _outer()
        outer.parse_known_args(argv)
        outer.error(f"{argv[0]!r} is no command")
    command = _module(named)
    parser = _Parser(
        prog=f"paperterm {named.name}", description=_description(named), allow_abbrev=False
    )
    command.arguments(parser)
    _debug(parser)
    if odd := [word for word in argv if word.startswith("--") and word.endswith("=--")]:
        parser.error(f"{odd[0]} has no value")  # Python 3.11 would make it an empty list
    return command, parser.parse_args(argv[1:])


def complete_parser() -> argparse.ArgumentParser:
    """Return one parser that knows every command; shell completions and man page follow from it."""
    parser = _Parser(prog="paperterm", description=_ABOUT, allow_abbrev=False)
    _general(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for row in COMMANDS:
        command = commands.add_parser(
            row.name, help=row.says, description=_description(row), allow_abbrev=False
        )
        _module(row).arguments(command)
        _debug(command)
    return parser


def _outer() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {row.name:8} {row.says}" for row in COMMANDS)
    parser = _Parser(
        prog="paperterm",
        usage="paperterm [COMMAND] [--help]",
        description=_ABOUT,
        epilog=f"commands:\n{rows}\n\n`paperterm COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _general(parser)
    return parser


def _description(row: Row) -> str:
    return f"{row.says[0].upper()}{row.says[1:]}."


def _general(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"paperterm {__version__}")
    _debug(parser)


def _debug(parser: argparse.ArgumentParser) -> None:
    says = "write what is asked, written and decided to debug.log in the state folder"
    parser.add_argument("--debug", action="store_true", help=says)


def _module(row: Row) -> Command:
    module: Command = import_module(f"paperterm.cli.{row.module}")
    return module
