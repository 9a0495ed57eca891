"""The help: every key from the action table, to be looked up and to be tried, and every sign."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from paperterm.tui.dialogs.key_list import HelpRow, KeyList, found
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import SIGNS
from paperterm.tui.keys.actions import KeyAction, bindings, key_of
from paperterm.tui.keys.available import AvailableAction
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.search_line import SearchLine


class HelpScreen(ModalScreen[AvailableAction | None]):
    """All keys, those of the pane first that had them, then the signs.

    It gives back the action that was chosen.

    Args:
        doable: The actions.
        actions: The action table with the user's keys.
    """

    BINDINGS = bindings("help", "modal")

    def __init__(self, doable: Sequence[AvailableAction], actions: Sequence[KeyAction]) -> None:
        super().__init__()
        self._told = [*map(HelpRow.of_action, doable), *map(HelpRow.of_sign, SIGNS)]
        self._actions = actions

    def compose(self) -> ComposeResult:
        """A line to look up with, and the rows."""
        with Vertical(id="help", classes="box") as box:
            box.border_title = "Keys and signs"
            box.border_subtitle = self._hint()
            yield SearchLine(id="help-search")
            yield KeyList(id="keys")

    def on_mount(self) -> None:
        """Everything at first, and the keys go to the list."""
        self.query_one(SearchLine).display = False
        keys = self.query_one(KeyList)
        keys.show(self._told)
        keys.focus()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        """Show what may be meant, the cursor on the very key if there is one."""
        event.stop()
        shown = found(self._told, event.value)
        word = event.value.strip()
        exact = [row for row, one in enumerate(shown) if word in one.keys.split()]
        self.query_one(KeyList).show(shown, next(iter(exact), 0))
        self._say("" if shown else glyphs("no such key or sign · esc shows all"))

    @on(SearchLine.Stepped)
    def _step(self, event: SearchLine.Stepped) -> None:
        keys = self.query_one(KeyList)
        keys.move(keys.cursor + event.by)

    @on(SearchLine.GivenUp)
    def _give_up(self) -> None:
        line = self.query_one(SearchLine)
        line.value = ""
        line.display = False
        self.query_one(KeyList).focus()

    @on(Input.Submitted)
    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        one = self.query_one(KeyList).chosen
        if one is None:
            return
        if one.does is None:
            self._say("a sign to read, and no key")
        elif one.does.doer:
            self.dismiss(one.does)
        else:
            self._say("that works elsewhere")

    def action_look_up(self) -> None:
        """Look a key up."""
        line = self.query_one(SearchLine)
        line.display = True
        line.focus()

    def action_close(self) -> None:
        """Back to the reader."""
        self.dismiss(None)

    def _say(self, problem: str) -> None:
        self.query_one("#help").border_subtitle = problem or self._hint()

    def _hint(self) -> str:
        look, close = (key_of(name, self._actions) for name in ("help.look_up", "modal.close"))
        return glyphs(f"{look} looks up · enter does it · {close} closes")
