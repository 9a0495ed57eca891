"""The command line: thin, and a command imports what it needs when it runs.

Exit status: 0 done, 1 failed with one line on stderr, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from paperterm.errors import PapertermError, UsageError

DEBUG = "--debug"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or the reader when there is none.

    Args:
        argv: The arguments; those of the process by default.

    Returns:
        The exit status.
    """
    _open_closed()
    words = sys.argv[1:] if argv is None else argv
    try:
        status = _run(words)
        sys.stdout.flush()
    except PapertermError as error:
        from paperterm.cli.output import complain

        complain(str(error))
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        # The reader of our pipe has left: `paperterm list | head`. That is no failure.
        from paperterm.cli.output import leave_stdout

        leave_stdout()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: one line, and a report
        from paperterm.cli.crashing import crashed

        return crashed(error, words)
    return status


def _run(argv: Sequence[str]) -> int:
    is_debug, rest = argv[:1] == [DEBUG], argv[argv[:1] == [DEBUG] :]
    start: Callable[[], int]
    if not rest:
        # The start of the reader is spared the parser.
        from paperterm.cli import reader

        start = reader.run
    else:
        from paperterm.cli.parser import parse

        command, args = parse(rest)
        start = partial(command.run, args)
        is_debug = is_debug or args.debug
    if is_debug:
        from paperterm.cli.debugging import noted

        return noted(start, doing=rest[0] if rest else "reader")
    return start()


def _open_closed() -> None:
    """A stream that the caller closed (`>&-`) is none at all; give it one that goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
