"""The command line. A command imports what it needs when it runs.

Exit status: 0 done, 1 failed with one line on stderr, 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from paperterm.errors import PapertermError, UsageError

_DEBUG = "--debug"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or the reader if there is none.

    Args:
        argv: The arguments; `sys.argv[1:]` by default.

    Returns:
        The exit status.
    """
    _replace_closed_streams()
    words = sys.argv[1:] if argv is None else argv
    try:
        status = _run(words)
        sys.stdout.flush()
    except PapertermError as error:
        from paperterm.cli.output import complain

        complain(str(error))
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        # The reader of the pipe ended early, as in `paperterm list | head`: not an error.
        from paperterm.cli.output import leave_stdout

        leave_stdout()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - a bug: print one line and write a report
        return _report_crash(error, words)
    return status


def _run(argv: Sequence[str]) -> int:
    is_debug, rest = argv[:1] == [_DEBUG], argv[argv[:1] == [_DEBUG] :]
    start: Callable[[], int]
    if not rest:
        # The reader starts without importing the parser. Collecting garbage meanwhile finds
        # none, and takes 15 of 240 ms. `reader.read` enables the collector again.
        gc.disable()
        start = _read
    else:
        from paperterm.cli.parser import parse

        command, args = parse(rest)
        start = partial(command.run, args)
        is_debug = is_debug or args.debug
    return _run_with_log(start, rest[0] if rest else "reader") if is_debug else start()


def _read() -> int:
    """Run the reader, behind the frame that it will show first if that is known."""
    from paperterm import first_frame

    first_frame.show()
    try:
        from paperterm.cli import reader

        return reader.run()
    finally:
        first_frame.give_back()


def _run_with_log(start: Callable[[], int], name: str) -> int:
    """Run a command and log what it requests, writes and decides in the state folder.

    Raises:
        DiskError: The log cannot be written.
    """
    from paperterm import __version__, disk, logs
    from paperterm.cli.output import complain
    from paperterm.paths import folders

    state = folders().state
    disk.make_folder(state)
    with logs.log_to(state) as file:
        complain(f"logging to {file}")
        logs.note("begin", f"paperterm {__version__}", name, "Python", sys.version.split()[0])
        status = start()
        logs.note("end", status)
        return status


def _report_crash(error: Exception, argv: Sequence[str]) -> int:
    """Write a crash report, print one line about it, and return the exit status.

    Arguments may be private, so only the name of a known command is reported.
    """
    from paperterm import crash
    from paperterm.cli.output import complain
    from paperterm.cli.parser import COMMANDS
    from paperterm.paths import folders

    word = next((word for word in argv if word != _DEBUG), "reader")
    names = {row.name for row in COMMANDS} | {"reader"}
    complain(crash.write_report(error, folders().state, word if word in names else "no command"))
    return 1


def _replace_closed_streams() -> None:
    """Replace each standard stream that the caller closed (`>&-`) by the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
