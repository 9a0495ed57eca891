"""Check the headers of an answer that are used or kept: a server may send anything."""

from __future__ import annotations

import re
from datetime import datetime

from paperterm.sources.fields import time_of
from paperterm.sources.limits import LONGEST_HEADER

# RFC 9110, section 8.8.3; arXiv's have no quotes. Only ASCII can be sent back.
_VALIDATOR = re.compile(r'(?:W/)?(?:"[\x21\x23-\x7e]*"|[\x21\x23-\x7e]+)', re.ASCII)


def validator(value: object) -> str | None:
    """Return an ETag that can be sent back as it is; None for any other value."""
    if not isinstance(value, str) or len(value) > LONGEST_HEADER:
        return None
    return value if _VALIDATOR.fullmatch(value) else None


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds of a Retry-After, which may be a date: RFC 9110, section 10.2.3.

    Returns:
        The seconds, which may be negative or endless; None if the value is invalid.
    """
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value[:LONGEST_HEADER])
    time = time_of(value[:LONGEST_HEADER])
    return (time - now).total_seconds() if time else None
