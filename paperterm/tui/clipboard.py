"""What the reader says about a copied text, and what the terminal is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping

from paperterm.tui.jobs.programs import ProgramsJob
from paperterm.tui.textual_private import CrashKeepingApp


def finish_copy(
    app: CrashKeepingApp, copied: ProgramsJob.Copied, environment: Mapping[str, str] = os.environ
) -> str:
    """Ask the terminal to copy a text that no program took; return a notice that claims no more.

    Args:
        app: The app whose terminal to ask. It keeps the text for its own fields in any case.
        copied: The text, and the program that took it.
        environment: The environment variables, which tell what is between us and the terminal.
    """
    text, shown, program = copied.text, copied.shown, copied.program
    if program:
        app.keep_copied(text)
    else:
        app.copy_to_clipboard(text)
    if program == "tmux":
        return f"copied to tmux, which asked its terminal to copy: {shown}"
    if program:
        return f"copied: {shown}"
    if environment.get("TMUX"):
        return f"asked tmux to copy (works with `set -g set-clipboard on`): {shown}"
    if environment.get("STY"):
        return f"asked the terminal to copy (GNU screen may not pass it on): {shown}"
    return f"asked the terminal to copy: {shown}"
