"""Write the shell completions and the man page in share/ from the parser: python docs/manual.py.

With --check, write nothing and exit with 1 if a file is out of date. A wheel installs share/ as
it is. The files are committed, because generating them needs all that paperterm imports, which a
build does not have.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

import shtab
from argparse_manpage.manpage import Manpage
from generated import ROOT, write

from paperterm import __version__
from paperterm.cli.parser import complete_parser

SHARE = ROOT / "share"
BASH = SHARE / "bash-completion" / "completions" / "paperterm"
ZSH = SHARE / "zsh" / "site-functions" / "_paperterm"
MAN = SHARE / "man" / "man1" / "paperterm.1"

COMPLETED = {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY}

SECTIONS = {
    "exit status": """\
.TP
\\fB0\\fR
done
.TP
\\fB1\\fR
failed; one line on standard error says what to do
.TP
\\fB2\\fR
wrong usage""",
    "environment": """\
.TP
\\fBPAPERTERM_HOME\\fR
keep settings, papers, marks and cache in this folder
.TP
\\fBXDG_CONFIG_HOME\\fR, \\fBXDG_DATA_HOME\\fR, \\fBXDG_CACHE_HOME\\fR, \\fBXDG_STATE_HOME\\fR
where they are kept otherwise
.TP
\\fBHTTPS_PROXY\\fR, \\fBSSL_CERT_FILE\\fR
the proxy and the certificates to use
.TP
\\fBNO_COLOR\\fR
no colours""",
    "files": "\\fBpaperterm where\\fR lists the folders in use.",
}


def actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every argument of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to list them
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from actions(command)


def manual(parser: argparse.ArgumentParser) -> str:
    """Return the man page, without a date: it changes only when the program does."""
    page = Manpage(parser, format="single-commands-section")
    page.description = "keep up with arXiv in the terminal"
    page.source = f"paperterm {__version__}"
    page.manual = "User Commands"
    page.date = ""
    for heading, text in SECTIONS.items():
        page.add_section(heading, "=", text)
    return str(page)


def main() -> int:
    """Write the files, or check them."""
    os.environ["COLUMNS"] = "1000"  # the usage of a command is one line, which man wraps
    parser = complete_parser()
    for action in actions(parser):
        if action.metavar in COMPLETED:
            action.complete = COMPLETED[action.metavar]  # type: ignore[attr-defined]
    return write(
        {
            BASH: shtab.complete(parser, "bash"),
            ZSH: shtab.complete(parser, "zsh"),
            MAN: manual(parser),
        }
    )


if __name__ == "__main__":
    sys.exit(main())
