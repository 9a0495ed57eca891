"""The keys as they come in: each is handed on when those before it have done what they do.

Textual hands a key on at once, to what has the focus then. A key that opens a dialog does so some
milliseconds later, so what is typed right behind it would still reach the list. Here it waits.

So many keys that nobody can have typed them are a paste from a terminal that does not say so: text
for a line of text, and elsewhere no commands.
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
from paperterm.tui.widgets.row_list import RowList

Event = events.Key | events.Paste
Forward = Callable[[events.Event], Awaitable[None]]

_CALM = 2
"""So often a marker finds everything where it was, until a key has done what it does: what a
dialog gives back leads elsewhere by a message of its own."""
_LOST = 0.05
"""Seconds until a marker is sent again: it may have been on its way in a dialog that was closed."""
_AGAIN = 0.01
_MORE = 0.003
"""Seconds until it is known whether a key came alone: on a busy machine, the thread that takes a
text apart may wait for its turn so long after the first key of it."""
_CROWD, _KINDS = 60, 10
"""More keys waiting than this, of more kinds than this, are a paste."""
_LOOKED_AT = 1000
"""So many keys are looked at to tell."""
_OVER = 0.15
"""Seconds without a key after which a paste is over."""
_DELETE = "\x7f"
_LINE_BREAKS = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}


class Passed(Message):
    """Follows a key on its way up, and is back when the key has been there."""


class InputQueue:
    """Hands keys on, in order.

    Args:
        app: Whose keys they are.
        forward: What Textual does with a key, or with what was pasted.
    """

    patience = 5.0
    """Seconds that a key waits at most for those before it, whose answers may wait for a disk:
    nothing locks the keyboard."""

    def __init__(self, app: App[Any], forward: Forward) -> None:
        self.moves: frozenset[str] = frozenset()
        """Keys that do no more than move in a list: nothing behind them has to wait."""
        self._app = app
        self._forward = forward
        self._waiting: deque[Event] = deque()
        self._is_handing_on = False
        self._pasted: list[str] = []
        self._marker: Passed | None = None
        self._place_before: tuple[object, object] = (None, None)
        self._late: TimerHandle | None = None
        self._calm = 0
        self._since = 0.0
        self._known = 0

    @property
    def is_idle(self) -> bool:
        """Whether all keys were handed on."""
        return not self._is_handing_on

    def take(self, event: Event) -> None:
        """Take a key, or what was pasted, as the terminal sends it."""
        if self._pasted and self._joined(event):
            return
        self._waiting.append(event)
        if not self._is_handing_on:
            self._is_handing_on = True
            # Behind the keys that are there already.
            self._begin()

    def passed(self, marker: Passed) -> None:
        """A marker is back, so the key before it has been wherever it goes."""
        if marker is not self._marker:
            return  # it was given up
        is_same = self._place() == self._place_before
        self._calm = self._calm + 1 if is_same else 0
        if self._calm >= _CALM or monotonic() - self._since > self.patience:
            self._stop_following()
            self._begin()
        else:
            self._follow()

    def _begin(self) -> None:
        self._since = monotonic()
        self._app.call_later(self._hand_on)

    async def _hand_on(self) -> None:
        """Hand on what is next, and what can go with it."""
        while self._waiting:
            if not self._is_ready():
                self._later(_AGAIN, self._hand_on)
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
                self._later(_MORE, self._hand_on)
                return
            elif self._is_crowd():
                self._gather()
                return
            else:
                await self._hand_on_one(self._next())
            self._calm, self._since = 0, monotonic()
            self._follow()
            return
        self._is_handing_on = False

    async def _hand_on_one(self, event: Event) -> None:
        if isinstance(event, events.Paste) and not self._is_typing:
            self._leave_out(event.text)
        else:
            await self._forward(event)

    def _next(self) -> Event:
        self._known -= 1
        return self._waiting.popleft()

    def _is_ready(self) -> bool:
        """Whether what is on top can take keys.

        A dialog that is being opened, or whose answer waits, has nothing in focus, though it has
        something that could be. A terminal that is not looked at has its focus from the key.
        """
        if self._app.focused is not None or not self._app.app_focus:
            return True
        top = self._app.screen
        takes_keys = top.is_mounted and not any(one.can_focus for one in top.walk_children(Widget))
        return takes_keys or monotonic() - self._since > self.patience

    def _is_move(self, event: Event) -> bool:
        is_in_list = isinstance(self._app.focused, RowList)
        return is_in_list and isinstance(event, events.Key) and event.key in self.moves

    @property
    def _is_typing(self) -> bool:
        """Whether a line of text has the focus, or several."""
        there = self._app.focused
        return there is not None and there.check_consume_key("a", "a")

    def _typed(self) -> list[Event]:
        """All that is waiting for a line of text, up to the first key that is none."""
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
        """Whether no more keys came since this was asked; tests send theirs at once."""
        before, self._known = self._known, len(self._waiting)
        return self._known <= before or self._app.is_headless

    def _is_crowd(self) -> bool:
        """Whether so much is waiting that somebody pasted it."""
        if len(self._waiting) <= _CROWD:
            return False
        keys = takewhile(_is_key, islice(self._waiting, _LOOKED_AT))
        signs = [*filter(None, map(_sign_of, keys))]
        return len(signs) > _CROWD and len({*signs}) > _KINDS

    def _gather(self) -> None:
        """Take all that is pasted together, key by key, until it is over."""
        waiting, self._waiting = self._waiting, deque()
        for event in waiting:
            if not self._joined(event):
                self._waiting.append(event)
        self._known = 0
        so_far = len(self._pasted)

        async def look() -> None:
            if len(self._pasted) > so_far:
                self._gather()
            else:
                await self._hand_on_paste()

        self._later(_OVER, look)

    def _joined(self, event: Event) -> bool:
        """Take a key into what is pasted, if it is one of a text.

        A control character in the midst of a text is no command, and is left out; what has come
        behind its end so far waits.
        """
        sign = _sign_of(event)
        if not sign or not all(map(_is_key, self._waiting)):
            return False
        self._waiting.clear()
        self._pasted.append(sign)
        return True

    async def _hand_on_paste(self) -> None:
        text = "".join(self._pasted)
        self._pasted.clear()
        if self._is_typing:
            # A line with one break, at its end, was meant to be entered.
            if text.endswith("\n") and text.count("\n") == 1:
                text = text[:-1]
                self._waiting.appendleft(events.Key("enter", "\r"))
            await self._forward(events.Paste(text))
        else:
            self._leave_out(text)
        self._calm, self._since = 0, monotonic()
        self._follow()

    def _leave_out(self, text: str) -> None:
        says = f"a paste of {len(text):,} characters was not taken as keys"
        self._app.screen.post_message(Notice(says, is_error=True))

    def _place(self) -> tuple[object, object]:
        return self._app.screen, self._app.focused

    def _follow(self) -> None:
        """Send a marker the way that the last key went."""
        self._stop_following()
        self._place_before = self._place()
        marker = self._marker = Passed()
        (self._app.focused or self._app.screen).post_message(marker)
        self._late = get_running_loop().call_later(_LOST, self._app.call_later, self._lost, marker)

    def _lost(self, marker: Passed) -> None:
        self._calm = -1
        self.passed(marker)

    def _stop_following(self) -> None:
        self._marker = None
        if self._late:
            self._late.cancel()
            self._late = None

    def _later(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        get_running_loop().call_later(seconds, self._app.call_later, work)


def _is_key(event: Event) -> bool:
    return isinstance(event, events.Key)


def _sign_of(event: Event) -> str:
    """What a key stands for in a text that is pasted; nothing for one that is in none."""
    if isinstance(event, events.Paste):
        return ""
    if event.character and " " <= event.character != _DELETE:
        return event.character
    return _LINE_BREAKS.get(event.key, "")
