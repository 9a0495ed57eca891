"""Progress of a refresh on a terminal; the one place of the command line that knows Rich."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from paperterm.refresh.events import Asking, Emit, Event, Planned, Received
from paperterm.text import plural


@contextmanager
def shown() -> Iterator[Emit]:
    """A line that says what is asked and how much of the answer is there."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    with console.status(Text("asking arXiv")) as status:

        def emit(event: Event) -> None:
            status.update(Text(_says(event)))

        yield emit


@contextmanager
def quiet() -> Iterator[Emit]:
    """Nothing is shown."""
    yield lambda _: None


def _says(event: Event) -> str:
    if isinstance(event, Asking):
        return f"asking arXiv for {event.what}"
    if isinstance(event, Received):
        return f"received {event.size / 1024:,.0f} KiB"
    if isinstance(event, Planned):
        return f"{plural(len(event.days), 'day')} to bring in"
    return f"{event.day}: {event.outcome.new:,} new papers"
