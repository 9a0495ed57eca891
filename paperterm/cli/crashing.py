"""What is said and kept when something happened that nobody thought of."""

from __future__ import annotations

from collections.abc import Sequence

from paperterm import crash
from paperterm.cli import DEBUG
from paperterm.cli.output import complain
from paperterm.cli.parser import COMMANDS
from paperterm.paths import folders


def crashed(error: Exception, argv: Sequence[str]) -> int:
    """Write a report, and say in one line where it is; returns the exit status.

    Args:
        error: What happened.
        argv: The arguments; of these only the name of a command is told.
    """
    word = next((word for word in argv if word != DEBUG), "reader")
    names = {row.name for row in COMMANDS} | {"reader"}
    doing = word if word in names else "no command"
    complain(crash.write_report(error, folders().state, doing))
    return 1
