"""JSON Lines: one announcement per line, marks included. `sources.jsonlines` reads it."""

from __future__ import annotations

import orjson

from paperterm.export.view import View
from paperterm.model.record import marked_record


def render(view: View) -> str:
    """Return one line per paper of the view, in its order."""
    lines = [orjson.dumps(marked_record(entry)) for entry in view.entries]
    return b"".join(line + b"\n" for line in lines).decode()
