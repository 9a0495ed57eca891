"""CSV: a row per paper, columns named as the keys of JSON Lines.

UTF-8, comma, a header, one line per row whatever the texts hold; lists are joined by `; `. A cell
that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises:
https://owasp.org/www-community/attacks/CSV_Injection. `url` is there because a spreadsheet takes
the id for a number, and drops the zeros at its end.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from paperterm.export.view import View
from paperterm.model.record import marked_record
from paperterm.text import clean

COLUMNS = (
    *("id", "version", "title", "authors", "authors_truncated", "abstract", "categories"),
    *("primary_category", "announced", "kind", "published", "updated", "comment"),
    *("journal_ref", "doi", "read", "starred", "queued", "tags", "note", "url"),
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def render(view: View) -> str:
    """The view as a table."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in view.entries:
        told = {**marked_record(entry), "url": entry.id.abs_url}
        rows.writerow([_cell(told[column]) for column in COLUMNS])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = clean("; ".join(map(clean, value)) if isinstance(value, list) else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
