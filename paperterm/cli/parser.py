"""The registry of commands, and the parser, which imports only the named command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn, Protocol

from paperterm import __version__


class Command(Protocol):
    """A command: a module of this package."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add its arguments to the parser."""

    def run(self, args: argparse.Namespace) -> int:
        """Run it, and return the exit status."""


class CommandRow(NamedTuple):
    """A command in the registry; its module has its name, unless that is a Python keyword."""

    name: str
    summary: str
    module: str


COMMANDS = (
    CommandRow("fetch", "fetch new papers from arXiv, with one request a day", "fetch"),
    CommandRow("import", "add papers from files", "import_"),
    CommandRow("export", "export papers to a file", "export"),
    CommandRow("digest", "write the daily digest of every topic to a folder", "digest"),
    CommandRow("list", "list papers, as the reader does", "list"),
    CommandRow("search", "search the whole library", "search"),
    CommandRow("show", "show a paper with its days and marks", "show"),
    CommandRow("mark", "star, read, queue, tag or note papers", "mark"),
    CommandRow("topics", "list, add, remove or test topics", "topics"),
    CommandRow("similar", "list the papers most like one", "similar"),
    CommandRow(
        "interest", "show what the order by interest goes by, and how good it is", "interest"
    ),
    CommandRow("backup", "back up days, marks and settings to one archive", "backup"),
    CommandRow("restore", "restore what is missing from a backup", "restore"),
    CommandRow("doctor", "check for damage, and repair it", "doctor"),
    CommandRow("where", "show the folders in use", "where"),
    CommandRow("demo", "try the reader offline; nothing is left behind", "demo"),
)

_ABOUT = "Keep up with arXiv in the terminal. Without a command, the reader opens."


class _Parser(argparse.ArgumentParser):
    """A parser whose errors, which quote the arguments, cannot control a terminal."""

    def error(self, message: str) -> NoReturn:
        """Print the error, and exit with 2."""
        from paperterm.text import clean

        super().error(clean(message))


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the command and its arguments; exit with 2 on wrong usage."""
    named = next((row for row in COMMANDS if argv and row.name == argv[0]), None)
    if named is None:
        outer = _outer()
        outer.parse_known_args(argv)
        outer.error(f"unknown command {argv[0]!r}")
    command = _module(named)
    parser = _Parser(
        prog=f"paperterm {named.name}", description=_description(named), allow_abbrev=False
    )
    command.arguments(parser)
    _debug(parser)
    if empty := [word for word in argv if word.startswith("--") and word.endswith("=--")]:
        parser.error(f"{empty[0]} has no value")  # Python 3.11 parses it to an empty list
    return command, parser.parse_args(argv[1:])


def complete_parser() -> argparse.ArgumentParser:
    """Return one parser of all commands, for shell completions and the man page."""
    parser = _Parser(prog="paperterm", description=_ABOUT, allow_abbrev=False)
    _general(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for row in COMMANDS:
        command = commands.add_parser(
            row.name, help=row.summary, description=_description(row), allow_abbrev=False
        )
        _module(row).arguments(command)
        _debug(command)
    return parser


def _outer() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {row.name:8} {row.summary}" for row in COMMANDS)
    parser = _Parser(
        prog="paperterm",
        usage="paperterm [COMMAND] [--help]",
        description=_ABOUT,
        epilog=f"commands:\n{rows}\n\n`paperterm COMMAND --help` describes a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _general(parser)
    return parser


def _description(row: CommandRow) -> str:
    return f"{row.summary[0].upper()}{row.summary[1:]}."


def _general(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"paperterm {__version__}")
    _debug(parser)


def _debug(parser: argparse.ArgumentParser) -> None:
    help_text = "log requests, writes and decisions to debug.log in the state folder"
    parser.add_argument("--debug", action="store_true", help=help_text)


def _module(row: CommandRow) -> Command:
    module: Command = import_module(f"paperterm.cli.{row.module}")
    return module
