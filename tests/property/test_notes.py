"""Notes written in paperterm and in a vault, pushed and pulled in any order: no word is lost."""

import re
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from paperterm.outlets import outlet
from paperterm.paths import Folders
from paperterm.session import Session, marking
from paperterm.session.sending import pull_notes, send
from tests.building import NOON, listing, name, paper

ID = name(1)


class Vault(RuleBasedStateMachine):
    """One paper, its mark, and its note in a folder."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="vault-"))
        places = Folders(*(self.root / place for place in Folders._fields))
        self.now = NOON
        self.session = Session(places, lambda: self.now)
        self.session.set_setting("notes", "folder", str(self.root / "vault"))
        self.session.library.store(listing(paper(1, "A <!-- title -->", abstract="Some text.")))
        self.count = 0
        self.in_mark: set[str] = set()
        self.in_file: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def word(self) -> str:
        self.count += 1
        self.now += timedelta(seconds=1)
        return f"w{self.count}w"

    @property
    def file(self) -> Path:
        return next((self.root / "vault").rglob("*.md"))

    def text(self) -> str:
        return self.file.read_bytes().decode()

    def texts(self) -> str:
        """Return all texts: a file that says no more of which paper it is gets a second beside."""
        return "".join(file.read_text() for file in (self.root / "vault").rglob("*.md"))

    def note(self) -> str:
        return self.session.library.marks([ID])[ID].note_text or ""

    def has_file(self) -> bool:
        return any((self.root / "vault").rglob("*.md"))

    @rule()
    def push(self) -> None:
        send(self.session, outlet("notes"), self.session.known([ID]).values())
        assert self.in_mark <= words(self.texts())

    @rule()
    def pull(self) -> None:
        pull_notes(self.session)

    @rule(begins=st.booleans())
    def write_in_paperterm(self, begins: bool) -> None:
        word = self.word()
        texts = [word, self.note()] if begins else [self.note(), word]
        self.session.mark_ids([ID], marking.note("\n".join(filter(None, texts))))
        self.in_mark.add(word)

    @precondition(lambda self: self.note())
    @rule()
    def write_anew_in_paperterm(self) -> None:
        word = self.word()
        self.session.mark_ids([ID], marking.note(word))
        self.in_mark = {word}

    @precondition(has_file)
    @rule(place=st.floats(0, 1), ends=st.sampled_from(["\n", "\r\n", " "]))
    def write_in_the_vault(self, place: float, ends: str) -> None:
        word = self.word()
        text = self.text()
        at = next(at for at in range(round(place * len(text)), -1, -1) if is_between(text, at))
        self.file.write_bytes(f"{text[:at]}{ends}{word}{ends}{text[at:]}".encode())
        self.in_file.add(word)

    @precondition(has_file)
    @rule()
    def rename(self) -> None:
        folder = self.root / "vault" / "sub folder"
        folder.mkdir(exist_ok=True)
        self.file.rename(folder / f"{self.word()}.md")

    @invariant()
    def no_word_is_lost(self) -> None:
        assert self.in_mark <= words(self.note())
        if self.has_file():
            assert self.in_file <= words(self.texts())


def is_between(text: str, at: int) -> bool:
    """Return whether a text can be divided there without dividing a word of `Vault.word`."""
    return not re.fullmatch(r"\w\w", text[max(at - 1, 0) : at + 1])


def words(text: str) -> set[str]:
    return set(re.findall(r"w\d+w", text))


TestVault = Vault.TestCase
EXAMPLES = settings().max_examples
TestVault.settings = settings(
    max_examples=EXAMPLES if EXAMPLES > 1000 else 15, stateful_step_count=15, deadline=None
)
