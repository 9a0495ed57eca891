"""The composition root: themes, style sheets, and the reader's screen on a session."""

from __future__ import annotations

from asyncio import get_running_loop
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial

from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar, ScrollBarRender

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.dialogs.message_history import HISTORY_LENGTH, PastNotice, seconds_to_read
from paperterm.tui.draw.glyphs import choose, glyphs
from paperterm.tui.draw.stylesheets import stylesheet, stylesheets
from paperterm.tui.draw.themes import DARK, THEMES
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.listing import opening_listing
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings, moves, own, own_key
from paperterm.tui.keys.driver import Arrived, with_inbox
from paperterm.tui.keys.input_queue import InputQueue, Passed
from paperterm.tui.reader.screen import ReaderScreen

_ASCII = "-ascii"
"""The class of the app that the style sheet for plain ASCII is about."""


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, which are blanks of another colour."""

    VERTICAL_BARS = [" "] * len(ScrollBarRender.VERTICAL_BARS)
    HORIZONTAL_BARS = [" "] * len(ScrollBarRender.HORIZONTAL_BARS)


class PapertermApp(App[None]):
    """The reader.

    Args:
        session: What it reads.
        endings: Signals that end it as its key does; the exit status says which it was.
    """

    TITLE = "paperterm"
    CSS_PATH = [*stylesheets()]
    BINDINGS = bindings("app")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session, endings: Iterable[int] = ()) -> None:
        super().__init__()
        self._endings = endings
        self.crash: Exception | None = None
        self.keyboard = InputQueue(self, self._forward)
        self._session = session
        self._said: deque[PastNotice] = deque(maxlen=HISTORY_LENGTH)
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._opening = opening_listing(session)
        for theme in THEMES:
            self.register_theme(theme)
        # Chosen before anything is styled, so that nothing is styled twice.
        wanted = session.settings.theme
        self.set_reactive(App.theme, wanted if wanted in self.available_themes else DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(not self.current_theme.dark, "-light-mode")
        self.set_class(self.current_theme.dark, "-dark-mode")
        self._choose_glyphs()

    def on_load(self) -> None:
        """From now on a signal waits for its turn: in the midst of a message it would be lost."""
        loop = get_running_loop()
        for number in self._endings:
            with suppress(NotImplementedError):  # Windows has none
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def get_default_screen(self) -> ReaderScreen:
        """The reader."""
        return ReaderScreen(self._session, self._opening)

    def get_driver_class(self) -> type[Driver]:
        """Textual's own for this system, with an inbox."""
        return with_inbox(super().get_driver_class())

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        for key in event.keys:
            self.keyboard.take(key)

    async def on_event(self, event: events.Event) -> None:
        """Take a key that did not come from the terminal."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keyboard.take(event)
        else:
            await super().on_event(event)

    async def _forward(self, event: events.Event) -> None:
        """Hand a key on; escape takes away what lies on top of everything, besides."""
        if isinstance(event, events.Key) and event.key == "escape":
            self.clear_notifications()
        await super().on_event(event)

    @on(Passed)
    def _passed(self, event: Passed) -> None:
        self.keyboard.passed(event)

    def follow_settings(self) -> None:
        """Take the keys and the theme of the settings as they are now."""
        settings = self._session.settings
        self.keyboard.moves = moves(own(settings.keys))
        self.animation_level = "full" if settings.animations else "none"
        if settings.theme in self.available_themes and settings.theme != self.theme:
            self.theme = settings.theme
        if settings.ascii != self.has_class(_ASCII):
            self._choose_glyphs()
            self.refresh_css(animate=False)
            for widget in (one for screen in self.screen_stack for one in screen.walk_children()):
                widget.notify_style_update()
                widget.refresh()
        if settings.keys != self._keys:
            from paperterm.tui.keys.keymap import keymap  # only who has keys of their own needs it

            self._keys = settings.keys
            keys, problems = keymap(settings.keys)
            self.set_keymap(keys)
            for problem in problems:
                said = f"{self._session.folders.config_file}, {problem}"
                self.screen.post_message(Notice(said, is_error=True))

    def _choose_glyphs(self) -> None:
        """Draw with the characters that the settings allow, Textual's own included."""
        plain = self._session.settings.ascii
        choose(plain=plain)
        self.set_class(plain, _ASCII)
        if plain:
            self.stylesheet.read_all(stylesheet("ascii"))
        ScrollBar.renderer = PlainScrollBar if plain else ScrollBarRender

    def on_unmount(self) -> None:
        """Whoever draws next may."""
        choose(plain=False)

    @on(Notice)
    def _tell(self, event: Notice) -> None:
        """Keep what is told; what went wrong is shown on top of everything, long enough."""
        text = glyphs(clean(event.text))
        self._said.append(PastNotice(self._session.now(), text, event.is_error))
        if event.is_error:
            self.notify(text, severity="error", timeout=seconds_to_read(text), markup=False)

    def action_help_quit(self) -> None:
        """Say what quits: ctrl+c does not."""
        if isinstance(self.screen, ReaderScreen):
            key = own_key("app.quit", self._session.settings.keys)
            self.screen.post_message(Notice(f"{key} quits"))
        else:
            super().action_help_quit()

    async def action_quit(self) -> None:
        """Quit; a note is kept first, and what cannot be saved is told."""
        top = self.screen
        if isinstance(top, ModalScreen):
            from paperterm.tui.dialogs.note import NoteScreen

            below = [one for one in self.screen_stack if not isinstance(one, ModalScreen)][-1]
            if isinstance(top, NoteScreen):
                top.action_keep()
            elif not isinstance(below, ReaderScreen):
                # It has something of its own to ask before.
                top.dismiss()
                self.call_later(self.run_action, "quit", below)
                return
        for screen in self.screen_stack:
            if isinstance(screen, ReaderScreen):
                screen.leave()

    def action_messages(self) -> None:
        """Show again what was told."""
        from paperterm.tui.dialogs.messages import MessagesScreen

        if isinstance(self.screen, MessagesScreen):
            return
        key = own_key("pane.leave", self._session.settings.keys)
        self.push_screen(MessagesScreen(self._said, key))

    @on(Backstage.SettingsChanged)
    def _settings_changed(self) -> None:
        self.follow_settings()

    def on_mount(self) -> None:
        """Say so when the theme that was asked for does not exist."""
        self.follow_settings()
        wanted = self._session.settings.theme
        if wanted != self.theme:
            file = self._session.folders.config_file
            said = f"{file}, reader.theme: is {wanted!r}, no theme; {self.theme} is used"
            self.screen.post_message(Notice(said, is_error=True))

    def panic(self, *renderables: object) -> None:
        """Leave, and draw nothing of what Textual would say: it may be a note, or a title."""
        super().panic()

    def _handle_exception(self, error: Exception) -> None:
        """Keep what nobody thought of, for whoever started the reader."""
        self.crash = self.crash or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual would draw a traceback with the values of all variables."""
        self.panic()
