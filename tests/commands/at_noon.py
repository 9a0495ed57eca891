"""`paperterm fetch` as a process of its own, at a noon in New York that never ends."""

import sys
from datetime import UTC, datetime

from paperterm.cli.fetch import fetch
from paperterm.cli.parser import parse
from paperterm.session import Session

NOON = datetime(2026, 2, 12, 17, tzinfo=UTC)
"""A Thursday: the feeds show the mailing of Wednesday evening."""


def now() -> datetime:
    return NOON


if __name__ == "__main__":
    sys.exit(fetch(Session(now=now), parse(["fetch", *sys.argv[1:]])[1]))
