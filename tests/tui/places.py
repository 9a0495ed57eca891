"""Every place of the reader where text is typed, and how to get there."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.widgets import Input, TextArea

from tests.tui.driving import Reader


class Place(NamedTuple):
    """A place where text is typed.

    Attributes:
        name: Its name, in the words of `paperterm.session.drafts.PLACES`.
        keys: The keys that lead there from the list.
        field: The class of its field.
    """

    name: str
    keys: Sequence[str]
    field: str


PLACES = {
    "note": Place("note on 2602.00001", "a", "NoteText"),
    "tags": Place("tags of 2602.00001", "#", "ShortLine"),
    "query": Place("search", "/", "QueryLine"),
    "view": Place("name of a view", ["/", *"is:unread", "enter", "V"], "ShortLine"),
    "command": Place("command to pipe to", "|", "ShortLine"),
    "topic name": Place("new topic", "T", "Input"),
    "keywords": Place("new topic", ["T", "tab"], "Lines"),
    "filters": Place("new topic", ["T", "tab", "tab"], "Lines"),
    "categories": Place("new topic", ["T", "tab", "tab", "tab"], "Code"),
}

CHOICES = {
    "help": Place("", ["?", "/"], "SearchLine"),
    "palette": Place("", ["ctrl+p"], "CommandInput"),
}
"""Fields that only find a row of a list; what is typed there is no draft."""


def typed_in(reader: Reader) -> str:
    """Return the text of the focused field."""
    field = reader.app.screen.focused
    if isinstance(field, TextArea):
        return field.text
    assert isinstance(field, Input)
    return field.value
