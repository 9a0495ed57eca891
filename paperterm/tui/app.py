"""The composition root: themes, style sheets, and the reader's screen on a session."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio import get_running_loop
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.machinery import PathFinder
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar, ScrollBarRender

from paperterm import lock
from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.draw.glyphs import choose, glyphs
from paperterm.tui.draw.stylesheets import stylesheet, stylesheets
from paperterm.tui.draw.themes import DARK, THEMES
from paperterm.tui.jobs.messages import HISTORY_LENGTH, Notice, PastNotice, seconds_to_read
from paperterm.tui.jobs.programs import ProgramsJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import bindings, moves
from paperterm.tui.keys.driver import (
    ACCESSIBLE,
    ASKING,
    BatchingDriver,
    InputReceived,
    StopRequested,
    batching,
    is_remote,
)
from paperterm.tui.keys.input_queue import InputQueue, KeyMarker
from paperterm.tui.keys.own_keys import own, own_key
from paperterm.tui.reader.opening import find_opening
from paperterm.tui.reader.screen import ReaderScreen
from paperterm.tui.textual_private import CrashKeepingApp
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.config.settings import Config

_ANYWHERE = ("suspend", "undo_typing")
"""Actions whose keys text areas have for something else."""
_WRITING_SECONDS = 2.0
"""How long ctrl+z waits for what is being written."""
_ASCII = "-ascii"
"""The class that the style sheet for plain ASCII applies to."""


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, drawn as blanks in another colour."""

    VERTICAL_BARS = [" "] * len(ScrollBarRender.VERTICAL_BARS)
    HORIZONTAL_BARS = [" "] * len(ScrollBarRender.HORIZONTAL_BARS)


class PapertermApp(CrashKeepingApp):
    """The reader.

    Args:
        session: The library and settings to read.
        endings: Signals that quit; the exit status says which one it was.
    """

    TITLE = "paperterm"
    CSS_PATH = [*stylesheets()]
    BINDINGS = [
        replace(binding, priority=binding.id in _ANYWHERE)
        for binding in bindings("PapertermApp")
        if isinstance(binding, Binding)
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session, endings: Iterable[int] = ()) -> None:
        super().__init__()
        self._endings = endings
        self.keyboard = InputQueue(self, self._forward, RowList)
        self._session = session
        self._history: deque[PastNotice] = deque(maxlen=HISTORY_LENGTH)
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._opening = find_opening(session)
        for own_theme in THEMES:
            self.register_theme(own_theme)
        # Chosen before anything is styled, so that nothing is styled twice.
        theme = session.settings.theme
        self.set_reactive(App.theme, theme if theme in self.available_themes else DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(not self.current_theme.dark, "-light-mode")
        self.set_class(self.current_theme.dark, "-dark-mode")
        self._choose_glyphs()
        self.set_class(_asks(session.settings), ASKING)

    def on_load(self) -> None:
        """Handle signals between messages: within one they would be lost."""
        loop = get_running_loop()
        for number in self._endings:
            with suppress(NotImplementedError):  # Windows has none
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def get_default_screen(self) -> ReaderScreen:
        """Make the reader's screen."""
        return ReaderScreen(self._session, self._opening)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver for this system, with input in batches."""
        driver = super().get_driver_class()
        if driver.__module__ == "textual.drivers.linux_driver":
            from paperterm.tui.keys.terminal_driver import TerminalDriver  # not on Windows

            return TerminalDriver
        return batching(driver)

    @on(ReaderScreen.Opened)
    def _opened(self, event: ReaderScreen.Opened) -> None:
        """Take over the screen from the first frame, and start the jobs."""
        if isinstance(self.terminal, BatchingDriver) and self.terminal.reveal():
            self.screen.refresh()  # all of it, and what a key opened meanwhile
        self.start_work(event.screen)

    def start_work(self, screen: ReaderScreen) -> None:
        """Start what runs behind the screen."""
        screen.start_work()

    @on(InputReceived)
    def _input_received(self, event: InputReceived) -> None:
        for key in event.events:
            self.keyboard.take(key)

    async def on_event(self, event: events.Event) -> None:
        """Queue a key that did not come from the terminal."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keyboard.take(event)
        else:
            await super().on_event(event)

    async def _forward(self, event: events.Event) -> None:
        """Forward a key; escape also closes the notifications."""
        if isinstance(event, events.Key) and event.key == "escape":
            self.clear_notifications()
        await super().on_event(event)

    @on(KeyMarker)
    def _marker_returned(self, event: KeyMarker) -> None:
        self.keyboard.marker_returned(event)

    def follow_settings(self) -> None:
        """Apply the keys and the theme of the settings."""
        settings = self._session.settings
        self.keyboard.moves = moves(own(settings.keys))
        self.animation_level = "none" if settings.accessible or not settings.animations else "full"
        if settings.theme in self.available_themes and settings.theme != self.theme:
            self.theme = settings.theme
        if (settings.ascii, settings.accessible) != (
            self.has_class(_ASCII),
            self.has_class(ACCESSIBLE),
        ):
            self._choose_glyphs()
            self.refresh_css(animate=False)
            for screen in self.screen_stack:
                for widget in screen.walk_children():
                    widget.notify_style_update()
                    widget.refresh()
        if settings.keys != self._keys:
            from paperterm.tui.keys.keymap import keymap  # only for users who changed keys

            self._keys = settings.keys
            file = self._session.folders.config_file
            keys, problems = keymap(
                settings.keys, lambda name: f"{file}, line {settings.line_of_key(name)}"
            )
            self.set_keymap(keys)
            for problem in problems:
                self.screen.post_message(Notice(str(problem), is_error=True))

    def _choose_glyphs(self) -> None:
        """Draw with the characters that the settings allow, in Textual's widgets too."""
        settings = self._session.settings
        plain, is_accessible = settings.ascii, settings.accessible
        choose(plain=plain, has_lines=not is_accessible)
        self.set_class(plain, _ASCII)
        self.set_class(is_accessible, ACCESSIBLE)
        if is_accessible:
            self.stylesheet.read_all(stylesheet("accessible"))
        if plain:
            self.stylesheet.read_all(stylesheet("ascii"))
        ScrollBar.renderer = PlainScrollBar if plain else ScrollBarRender

    def on_unmount(self) -> None:
        """Restore the default glyphs."""
        choose(plain=False)

    @on(Notice)
    def _add_notice(self, event: Notice) -> None:
        """Add a notice to the history; show an error on top of everything."""
        text = glyphs(clean(event.text))
        self._history.append(PastNotice(self._session.now(), text, event.is_error))
        if event.is_error:
            self.notify(text, severity="error", timeout=seconds_to_read(text), markup=False)

    def clear_notifications(self) -> None:
        """Clear all notifications, and what Textual would keep of them.

        It removes a toast, but not the widget around it, whose task keeps the screens of its time.
        """
        super().clear_notifications()
        for screen in self.screen_stack:
            screen.query("ToastHolder").remove()

    def action_help_quit(self) -> None:
        """Say which key quits: ctrl+c does not."""
        if isinstance(self.screen, ReaderScreen):
            key = own_key("quit", self._session.settings.keys)
            self._say(f"{key} quits")
        else:
            super().action_help_quit()

    async def action_quit(self) -> None:
        """Quit; save a note first, and report what cannot be saved."""
        top = self.screen
        if isinstance(top, ModalScreen):
            from paperterm.tui.dialogs.note import NoteScreen

            below = next(one for one in self.screen_stack[::-1] if not isinstance(one, ModalScreen))
            if isinstance(top, NoteScreen):
                top.action_keep()
            elif not isinstance(below, ReaderScreen):
                # The screen below asks about unsaved changes first.
                top.dismiss()
                self.call_later(self.run_action, "quit", below)
                return
        for screen in self.screen_stack:
            if isinstance(screen, ReaderScreen):
                screen.leave()

    async def action_suspend(self) -> None:
        """Stop, with the programs that started this one, as ctrl+z does elsewhere.

        It waits until what is being written is done: a stopped process would keep its lock.
        """
        if sys.platform == "win32":
            return
        from paperterm.tui.keys.terminal_driver import TerminalDriver

        if not isinstance(self.terminal, TerminalDriver):
            return
        if os.getsid(0) == os.getpid():
            self._say("cannot suspend: there is no shell to go back to")
            return
        end = monotonic() + _WRITING_SECONDS
        for screen in self.screen_stack:
            if isinstance(screen, ReaderScreen):
                await asyncio.wait([screen.browser.jobs.written()], timeout=_WRITING_SECONDS)
        with lock.stopping() as busy_with:
            if held := busy_with(0):
                self._say(f"still writing, then suspending: {held}")
                held = await asyncio.to_thread(busy_with, end - monotonic())
            if not held:
                self.terminal.stop()
                return
        key = own_key("suspend", self._session.settings.keys)
        self._say(f"not suspended, still writing: {held}; press {key} again")

    @on(StopRequested)
    async def _stop_requested(self) -> None:
        await self.action_suspend()

    def _say(self, text: str) -> None:
        self.screen.post_message(Notice(text))

    def action_undo_typing(self) -> None:
        """Undo the last change of a text of several lines."""
        from textual.widgets import TextArea  # the start does without

        if isinstance(self.focused, TextArea):
            self.focused.undo()

    def action_messages(self) -> None:
        """Show the message history."""
        from paperterm.tui.dialogs.message_history import MessagesScreen

        if isinstance(self.screen, MessagesScreen):
            return
        key = own_key("pane.leave", self._session.settings.keys)
        reader = next(one for one in self.screen_stack if isinstance(one, ReaderScreen))
        copy = reader.browser.jobs.programs.copy
        self.push_screen(MessagesScreen(self._history, key, copy))

    @on(ProgramsJob.Copied)
    def _copied(self, event: ProgramsJob.Copied) -> None:
        """Say what became of a copied text, above a dialog if there is one."""
        from paperterm.tui.clipboard import finish_copy

        text = finish_copy(self, event)
        if isinstance(self.screen, ModalScreen):
            self.notify(text, markup=False)
        else:
            self._say(text)

    @on(SettingsJob.SettingsChanged)
    def _settings_changed(self) -> None:
        self.follow_settings()

    def on_mount(self) -> None:
        """Apply the settings; report an unknown theme."""
        self.follow_settings()
        name = self._session.settings.theme
        if name != self.theme:
            file = self._session.folders.config_file
            text = f"{file}, reader.theme: unknown theme {name!r}; using {self.theme}"
            self.screen.post_message(Notice(text, is_error=True))


def _asks(settings: Config) -> bool:
    """Return whether to ask the terminal what it can do: to draw figures, and nowhere else."""
    may_draw = settings.figures != "off" and not settings.ascii and not settings.accessible
    return (
        may_draw
        and settings.graphics == "auto"
        and not is_remote(os.environ)
        and PathFinder.find_spec("PIL") is not None
    )
