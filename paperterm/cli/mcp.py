"""`paperterm mcp`: the library for assistants, by the Model Context Protocol over stdio."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from typing import Any

from paperterm import __version__
from paperterm.cli.common import open_session
from paperterm.errors import InputError, PapertermError
from paperterm.session.assistant import INSTRUCTIONS, Assistant


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --allow-marks."""
    parser.add_argument(
        "--allow-marks",
        action="store_true",
        help="also show your stars, tags and notes, and let the assistant change them",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until the assistant closes the connection."""
    if find_spec("mcp") is None:
        raise InputError("mcp", "needs the package mcp", "run: pip install 'paperterm[mcp]'")
    from mcp.server import MCPServer

    assistant = Assistant(open_session(), has_marks=args.allow_marks)
    server = MCPServer(
        "paperterm", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    reading: tuple[Callable[..., str], ...] = (
        assistant.list_days,
        assistant.list_papers,
        assistant.search,
        assistant.show,
        assistant.read,
        assistant.similar,
        assistant.list_topics,
    )
    for tool in (*reading, *([assistant.mark] if args.allow_marks else [])):
        server.add_tool(_telling(tool), structured_output=False)
    server.run()
    return 0


def _telling(tool: Callable[..., str]) -> Callable[..., str]:
    """Return a tool that passes on our errors; the SDK takes others for crashes, and hides them."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(**given: Any) -> str:
        try:
            return tool(**given)
        except PapertermError as error:
            raise ToolError(str(error)) from error

    return call
