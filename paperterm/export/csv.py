"""CSV: a row per paper; the columns have the names of the JSON keys.

The encoding is UTF-8, the separator a comma, and each row is one line; lists are joined by `; `.
What a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises:
https://owasp.org/www-community/attacks/CSV_Injection. That holds after a semicolon, a bar or a tab
too, because a spreadsheet may split there: where the comma is the decimal sign, it splits at
semicolons. The column `url` is there because a spreadsheet reads an id as a number and drops its
trailing zeros.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

from paperterm.export.view import View
from paperterm.model.record import marked_record
from paperterm.text import clean

COLUMNS = (
    *("id", "version", "title", "authors", "authors_truncated", "abstract", "categories"),
    *("primary_category", "announced", "kind", "published", "updated", "comment"),
    *("journal_ref", "doi", "read", "starred", "queued"),
    *("dismissed", "tags", "note", "url"),
)
_SIGNS = "[-=+@－＝＋＠﹣﹦﹢﹫]"
_FORMULA = re.compile(rf"(^[\s\"“”]*)(?={_SIGNS})|([;|\t][\s\"“”]*)(?={_SIGNS}\s*[^\s;|\t])")


def render(view: View) -> str:
    """Return the view as a table."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in view.entries:
        record = {**marked_record(entry), "url": entry.id.abs_url}
        rows.writerow([_cell(record[column]) for column in COLUMNS])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = clean("; ".join(map(clean, value)) if isinstance(value, list) else str(value))
    return _FORMULA.sub(r"\g<0>'", text)
