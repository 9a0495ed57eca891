"""The sources of a refresh: one row each."""

from __future__ import annotations

from datetime import timedelta

from paperterm.model import Status
from paperterm.sources import api, feed
from paperterm.sources.source import Source

SOURCES = (
    Source(
        "feed",
        "the feed",
        Status.COMPLETE,
        feed.serves,
        feed.fetch,
        behind="arXiv does not show the new announcement yet",
        again=timedelta(minutes=40),
    ),
    Source(
        "api",
        "the query API",
        Status.ESTIMATED,
        api.serves,
        api.fetch,
        behind="arXiv's search does not have all missed days yet",
        again=timedelta(hours=3),
        is_divisible=True,
    ),
)
"""A day is fetched from the first source that serves it, if that has more than is known."""
