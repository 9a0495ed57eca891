"""JSON: an array of papers, each as `--json` prints it. `jsonl` has the same objects as lines."""

from __future__ import annotations

import orjson

from paperterm.export.view import View
from paperterm.model.record import marked_record


def render(view: View) -> bytes:
    """Return the papers of the view as one array, in its order."""
    records = [marked_record(entry) for entry in view.entries]
    return orjson.dumps(records, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
