"""The composition root: themes, style sheets, and the reader's screen on a session."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from textual import events, on
from textual.app import App
from textual.screen import ModalScreen

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.backstage import Backstage
from paperterm.tui.keys import bindings, key_of, own
from paperterm.tui.listed import opening
from paperterm.tui.said import MOST_SAID, Said, seconds_to_read
from paperterm.tui.screens.reader import ReaderScreen
from paperterm.tui.stylesheets import stylesheets
from paperterm.tui.themes import DARK, THEMES


class PapertermApp(App[None]):
    """The reader.

    Args:
        session: What it reads.
    """

    TITLE = "paperterm"
    CSS_PATH = [*stylesheets()]
    BINDINGS = bindings("app")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.crash: Exception | None = None
        self._session = session
        self._said: deque[Said] = deque(maxlen=MOST_SAID)
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._opening = opening(session)
        for theme in THEMES:
            self.register_theme(theme)
        # Chosen before anything is styled, so that nothing is styled twice.
        wanted = session.settings.theme
        self.set_reactive(App.theme, wanted if wanted in self.available_themes else DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(not self.current_theme.dark, "-light-mode")
        self.set_class(self.current_theme.dark, "-dark-mode")

    def get_default_screen(self) -> ReaderScreen:
        """The reader."""
        return ReaderScreen(self._session, self._opening)

    def on_key(self, event: events.Key) -> None:
        """Give a key to the line that takes it, when it was sent together with one that led there.

        A line of text keeps what it takes; such a key comes here only from where the keys went
        before: typed ahead, pasted, or held up on the way.
        """
        there = self.screen.focused
        if there is not None and there.check_consume_key(event.key, event.character):
            event.prevent_default()
            there.post_message(events.Key(event.key, event.character))

    def follow_settings(self) -> None:
        """Take the keys and the theme of the settings as they are now."""
        settings = self._session.settings
        self.animation_level = "full" if settings.animations else "none"
        if settings.theme in self.available_themes and settings.theme != self.theme:
            self.theme = settings.theme
        if settings.keys != self._keys:
            from paperterm.tui.keymap import keymap  # only who has keys of their own needs it

            self._keys = settings.keys
            keys, problems = keymap(settings.keys)
            self.set_keymap(keys)
            for problem in problems:
                said = f"{self._session.folders.config_file}, {problem}"
                self.screen.post_message(Backstage.Told(said, is_error=True))

    @on(Backstage.Told)
    def _tell(self, event: Backstage.Told) -> None:
        """Keep what is told; what went wrong is shown on top of everything, long enough."""
        text = clean(event.text)
        self._said.append(Said(self._session.now(), text, event.is_error))
        if event.is_error:
            self.notify(text, severity="error", timeout=seconds_to_read(text), markup=False)

    async def action_quit(self) -> None:
        """Quit; a note is kept first, and what cannot be saved is told."""
        top = self.screen
        if isinstance(top, ModalScreen):
            from paperterm.tui.screens.note import NoteScreen

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
        from paperterm.tui.screens.messages import MessagesScreen

        if isinstance(self.screen, MessagesScreen):
            return
        key = key_of("pane.leave", own(self._session.settings.keys))
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
            self.screen.post_message(Backstage.Told(said, is_error=True))

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
