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
    CommandRow("add", "add papers by their ids or links", "add"),
    CommandRow("export", "export papers to a file", "export"),
    CommandRow("digest", "write the daily digest of every topic to a folder", "digest"),
    CommandRow("list", "list papers, as the reader does", "list"),
    CommandRow("search", "search the whole library", "search"),
    CommandRow("show", "show a paper with its days and marks", "show"),
    CommandRow("read", "read a whole paper as text", "read"),
    CommandRow("mark", "star, read, queue, tag or note papers", "mark"),
    CommandRow("send", "send papers to your notes or to Zotero", "send"),
    CommandRow("sync", "find out which papers are in your Zotero library", "sync"),
    CommandRow("site", "write a static site for a group", "site"),
    CommandRow("mcp", "serve the library to assistants (MCP over stdio)", "mcp"),
    CommandRow("topics", "list, add, remove or test topics", "topics"),
    CommandRow("catchup", "list what to read first of the days you missed", "catchup"),
    CommandRow("similar", "list the papers most like a given one", "similar"),
    CommandRow(
        "interest", "show what the order of interest is based on, and how good it is", "interest"
    ),
    CommandRow("backup", "back up days, marks and settings to one archive", "backup"),
    CommandRow("restore", "bring back from a backup what the library lacks", "restore"),
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

        if message.endswith("expected one argument"):
            message += "; write --NAME=VALUE if it begins with dashes"
        super().error(clean(message))

    def with_dashed_words(self, argv: Sequence[str]) -> list[str]:
        """Return arguments in which `-lora` is the value of an option, or a query.

        argparse takes every word that begins with a dash for an option.
        """
        options = {name: action for action in self._actions for name in action.option_strings}
        takes_query = any(one.dest == "query" and not one.option_strings for one in self._actions)
        rest = list(argv[argv.index("--") :]) if "--" in argv else []
        kept: list[str] = []
        words: list[str] = []
        for word in argv[: len(argv) - len(rest)]:
            begun = options.get(word[:2])
            is_dashed = word[0:1] == "-" != word[1:2] and len(word) > 1 and word not in options
            if not is_dashed or (begun and begun.nargs is None):
                kept.append(word)
            elif kept and (before := options.get(kept[-1])) and before.nargs is None:
                kept[-1] += f"={word}"
            else:
                (words if takes_query else kept).append(word)
        return [*kept, "--", *words, *rest[1:]] if words or rest else kept


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
    return command, parser.parse_args(parser.with_dashed_words(argv[1:]))


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
