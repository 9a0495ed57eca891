"""The clipboard of the terminal, which takes texts without an answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from textual.app import App


def send_to_clipboard(
    app: App[Any], text: str, shown: str, environment: Mapping[str, str] = os.environ
) -> str:
    """Ask the terminal to copy a text, and return a notice that claims no more than that.

    Args:
        app: The app whose terminal to ask.
        text: The text.
        shown: What to call the text in the notice.
        environment: The environment variables, which tell what is between us and the terminal.
    """
    app.copy_to_clipboard(text)
    if environment.get("TMUX"):
        return f"asked tmux to copy (works with `set -g set-clipboard on`): {shown}"
    if environment.get("STY"):
        return f"asked the terminal to copy (GNU screen may not pass it on): {shown}"
    return f"asked the terminal to copy: {shown}"
