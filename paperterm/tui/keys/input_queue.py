"""A queue of keys: each is forwarded when those before it have taken effect.

Textual forwards a key at once, to the focused widget. A key that opens a dialog takes some
milliseconds, so the keys typed right after it would still reach the list. Here they wait.

Too many keys to be typed are a paste, from a terminal that does not mark it as one. They are
inserted into a text field, and ignored elsewhere.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice, takewhile
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

from paperterm.tui.jobs.messages import Notice

Event = events.Key | events.Paste
Forward = Callable[[events.Event], Awaitable[None]]

_MARKERS = 2
"""Markers in a row that must find the focus unchanged: the result of a dialog changes the focus by
a message of its own."""
_LOST = 0.05
"""Seconds until a marker is sent again: it may be lost in a dialog that was closed."""
_AGAIN = 0.01
_MORE = 0.003
"""Seconds to wait for more keys of a paste: on a busy machine, the thread that reads them may
be that late after the first one."""
_CROWD, _KINDS = 60, 10
"""More waiting keys than this, of more kinds than this, are a paste."""
_SAMPLE = 1000
"""Keys to inspect before deciding."""
_OVER = 0.15
"""Seconds without a key after which a paste is over."""
_DELETE = "\x7f"
_LINE_BREAKS = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}


class KeyMarker(Message):
    """Follows a key through the widgets; it reaches the app after the key."""


class InputQueue:
    """Forwards keys, in order.

    Args:
        app: The app that receives them.
        forward: Textual's own handling of a key or a paste.
        lists: The class of lists, in which moves need not wait for one another.
    """

    patience = 5.0
    """Seconds that a key waits at most for those before it, which may be slow to write."""

    def __init__(self, app: App[Any], forward: Forward, lists: type[Widget]) -> None:
        self.moves: frozenset[str] = frozenset()
        """Keys that only move in a list: the keys after them need not wait."""
        self._app = app
        self._forward = forward
        self._lists = lists
        self._waiting: deque[Event] = deque()
        self._is_forwarding = False
        self._pasted: list[str] = []
        self._is_lines = False
        self._marker: KeyMarker | None = None
        self._focus_before: tuple[object, object] = (None, None)
        self._timeout: TimerHandle | None = None
        self._unchanged = 0
        self._since = 0.0
        self._known = 0

    @property
    def is_idle(self) -> bool:
        """Whether all keys were forwarded."""
        return not self._is_forwarding

    def take(self, event: Event) -> None:
        """Queue a key or a paste."""
        if self._pasted and self._add_to_paste(event):
            return
        self._waiting.append(event)
        if not self._is_forwarding:
            self._is_forwarding = True
            # After the keys that are there already.
            self._begin()

    def marker_returned(self, marker: KeyMarker) -> None:
        """Go on if the key before the marker has taken effect."""
        if marker is not self._marker:
            return  # an older one
        is_same = self._focus() == self._focus_before
        self._unchanged = self._unchanged + 1 if is_same else 0
        if self._unchanged >= _MARKERS or monotonic() - self._since > self.patience:
            self._stop_following()
            self._begin()
        else:
            self._follow()

    def _begin(self) -> None:
        self._since = monotonic()
        self._app.call_later(self._forward_next)

    async def _forward_next(self) -> None:
        """Forward the next key, and the keys that can go with it."""
        while self._waiting:
            if not self._is_ready():
                self._later(_AGAIN, self._forward_next)
                return
            if self._is_move(self._waiting[0]):
                await self._forward(self._next())
                continue
            if self._is_typing and self._is_crowd():
                self._gather()
                return
            if typed := self._typed():
                for event in typed:
                    await self._forward(event)
            elif not self._is_whole():
                self._later(_MORE, self._forward_next)
                return
            elif self._is_crowd():
                self._gather()
                return
            else:
                await self._forward_one(self._next())
            self._unchanged, self._since = 0, monotonic()
            self._follow()
            return
        self._is_forwarding = False

    async def _forward_one(self, event: Event) -> None:
        if isinstance(event, events.Paste) and not self._is_typing:
            self._reject_paste(event.text)
        else:
            await self._forward(event)

    def _next(self) -> Event:
        self._known -= 1
        return self._waiting.popleft()

    def _is_ready(self) -> bool:
        """Return whether the screen on top can take keys.

        A dialog that is opening or closing has no focus, but a widget that could have it. An app
        without the terminal's focus gets it with the key.
        """
        if self._app.focused is not None or not self._app.app_focus:
            return True
        top = self._app.screen
        is_waiting = any(widget.can_focus for widget in top.walk_children(Widget))
        return (top.is_mounted and not is_waiting) or monotonic() - self._since > self.patience

    def _is_move(self, event: Event) -> bool:
        is_in_list = isinstance(self._app.focused, self._lists)
        return is_in_list and isinstance(event, events.Key) and event.key in self.moves

    @property
    def _is_typing(self) -> bool:
        """Whether a text field has the focus."""
        there = self._app.focused
        return there is not None and there.check_consume_key("a", "a")

    def _typed(self) -> list[Event]:
        """Take the waiting keys that are text for the focused field."""
        there = self._app.focused
        keys: list[events.Key] = []
        while self._waiting and there is not None:
            first = self._waiting[0]
            if not isinstance(first, events.Key) or not first.is_printable:
                break
            if not there.check_consume_key(first.key, first.character):
                break
            keys.append(first)
            self._next()
        if len(keys) > _CROWD:
            return [events.Paste("".join(key.character or "" for key in keys))]
        return [*keys]

    def _is_whole(self) -> bool:
        """Return whether no more keys came since the last call; tests send theirs at once."""
        before, self._known = self._known, len(self._waiting)
        return self._known <= before or self._app.is_headless

    def _is_crowd(self) -> bool:
        """Return whether so many keys are waiting that they were pasted."""
        if len(self._waiting) <= _CROWD:
            return False
        keys = takewhile(_is_key, islice(self._waiting, _SAMPLE))
        characters = [*filter(None, map(_character_of, keys))]
        return len(characters) > _CROWD and len({*characters}) > _KINDS

    def _gather(self) -> None:
        """Collect a paste that comes key by key, until it is over."""
        waiting, self._waiting = self._waiting, deque()
        for event in waiting:
            if not self._add_to_paste(event):
                self._waiting.append(event)
        self._known = 0
        so_far = len(self._pasted)

        async def wait_for_more() -> None:
            if len(self._pasted) > so_far:
                await self._forward_so_far()
                self._gather()
            else:
                await self._forward_paste()

        self._later(_OVER, wait_for_more)

    def _add_to_paste(self, event: Event) -> bool:
        """Add a key to the paste if it is text.

        Control characters within the text are dropped; those after its end wait.
        """
        character = _character_of(event)
        if not character or not all(map(_is_key, self._waiting)):
            return False
        self._waiting.clear()
        self._pasted.append(character)
        return True

    async def _forward_so_far(self) -> None:
        """Insert what has come of a long paste.

        It may be typed, and what waits is lost when the reader ends. A field of one line gets one
        line, as it would take of a whole paste.
        """
        text, rest = "".join(self._pasted), ""
        if "\n" in text and not self._takes_lines():
            text, _, rest = text.partition("\n")
            rest = f"\n{rest}"
        if self._is_typing and text:
            self._pasted = [rest]
            self._is_lines |= "\n" in text
            await self._forward(events.Paste(text))

    def _takes_lines(self) -> bool:
        from textual.widgets import TextArea  # the first screen has none

        return isinstance(self._app.focused, TextArea)

    async def _forward_paste(self) -> None:
        text = "".join(self._pasted)
        self._pasted.clear()
        if self._is_typing:
            # A single line with a line break at its end is meant to be submitted.
            if text.endswith("\n") and text.count("\n") == 1 and not self._is_lines:
                text = text[:-1]
                self._waiting.appendleft(events.Key("enter", "\r"))
            await self._forward(events.Paste(text))
        else:
            self._reject_paste(text)
        self._is_lines = False
        self._unchanged, self._since = 0, monotonic()
        self._follow()

    def _reject_paste(self, text: str) -> None:
        message = f"ignored a paste of {len(text):,} characters"
        self._app.screen.post_message(Notice(message, is_error=True))

    def _focus(self) -> tuple[object, object]:
        return self._app.screen, self._app.focused

    def _follow(self) -> None:
        """Send a marker the way the last key went."""
        self._stop_following()
        self._focus_before = self._focus()
        marker = self._marker = KeyMarker()
        (self._app.focused or self._app.screen).post_message(marker)
        self._timeout = get_running_loop().call_later(
            _LOST, self._app.call_later, self._lost, marker
        )

    def _lost(self, marker: KeyMarker) -> None:
        self._unchanged = -1
        self.marker_returned(marker)

    def _stop_following(self) -> None:
        self._marker = None
        if self._timeout:
            self._timeout.cancel()
            self._timeout = None

    def _later(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        get_running_loop().call_later(seconds, self._app.call_later, work)


def _is_key(event: Event) -> bool:
    return isinstance(event, events.Key)


def _character_of(event: Event) -> str:
    """Return the character of a key in a pasted text; "" for a key that types nothing."""
    if isinstance(event, events.Paste):
        return ""
    if event.character and " " <= event.character != _DELETE:
        return event.character
    return _LINE_BREAKS.get(event.key, "")
