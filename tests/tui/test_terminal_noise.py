"""Ten thousand random answers of a terminal, and all known ones, wherever one types or chooses."""

import signal
from random import Random

import pytest

from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees
from tests.tui.terminal_replies import REPLIES

SEED = 20261130
KNOWN = [reply for reply in REPLIES if not reply.startswith(b"\x1b[48;")]
SYNC, SYNCED = b"\x1b[?2048;2$y", b"\x1b[?1016h"

# Where one chooses, with the keys that lead there, and a key hint.
PLACES = {
    "list": ("", "x read, next"),
    "sidebar": ("h", "esc back"),
    "abstract": ("l", "h list"),
    "help": ("?", "esc close"),
    "messages": ("!", "y copy"),
    "export": ("e", "esc close"),
    "copy": ("y", "esc close"),
    "sort": ("S", "esc close"),
    "kinds": ("m", "esc close"),
    "calendar": ("C", "open day"),
    "authors": ("f", "esc close"),
    "papers of": ("F", "esc close"),
    "themes": ("\x14", "esc close  ctrl+q"),
}
# Where one types.
FIELDS = {
    "filter": ("/", "esc cancel"),
    "note": ("a", "esc save"),
    "tags": ("#", "tab complete"),
    "pipe": ("|", "esc close"),
    "workbench": ("T", "ctrl+s save"),
    "help search": ("?/", "Help"),
    "palette": ("\x10", "╭───"),
}


LETTERS = "abcdfghijlopqrsuvwxyz 0123456789;:?=/+-.,!<>|{}$#*é€"


def answer(random: Random) -> bytes:
    """Return a random answer: well-formed, cut short or damaged, but no key of any keyboard."""
    pick, below = random.choice, random.randrange
    text = "".join(random.choices(LETTERS, k=below(40))).encode()
    numbers = ";".join(str(below(10 ** below(1, 6))) for _ in range(below(1, 6)))
    end = pick([b"\x07", b"\x1b\\", b"\x9c", b"\xc2\x9c"])
    private = pick("?>=") + numbers
    position = bytes(random.choices([*range(32, 127), *range(128, 256)], k=3))
    released = f"{below(10**9)};{below(1, 99)}:3{pick('u~ABHF')}"
    mouse = f"{pick(['NaN', '', '-3', '99999'])};{numbers};NaN{pick('mM')}"
    return pick(
        [
            f"\x1b{pick(']P_^X')}".encode() + text + end,
            f"\x1b{pick(']P_^X')}".encode() + text * 20 + end,
            pick([b"\x9d", b"\x90", b"\x9f", b"\x9e", b"\x98"]) + text + end,
            f"\x1b[{private}{pick('cnRqtxyST')}".encode(),
            f"\x1b[{private}${pick('yrpw')}".encode(),
            f"\x9b{private}{pick('cnRqtxyST')}".encode("latin-1"),
            f"\x1b[{released}".encode(),
            f"\x1b[<{mouse}".encode(),
            b"\x1b[M" + position + b"\x1b[0n",
            f"\x1b]{numbers};rgb:1e1e/1e".encode() + b"\x1b[?6c",
        ]
    )


def noise(name: str) -> bytes:
    random = Random(f"{SEED} {name}")
    sent = [*KNOWN, *(answer(random) for _ in range(10_000))]
    random.shuffle(sent)
    return b"".join(sent)


def make_noise(terminal: Terminal, sent: bytes) -> None:
    before = terminal.output.count(SYNCED)
    terminal.send(sent + SYNC)
    terminal.wait_until(lambda: terminal.output.count(SYNCED) > before)


@pytest.mark.long
@pytest.mark.parametrize(("name", "keys", "shown"), [(k, *v) for k, v in PLACES.items()])
def test_noise_chooses_nothing(one_day: Home, name: str, keys: str, shown: str) -> None:
    with Terminal(["-m", "paperterm"], sees(one_day.root, PATH=""), (120, 36)) as terminal:
        terminal.wait_for("This is what number 1 found out.", "announced", "retrying at")
        terminal.send(keys)
        terminal.wait_until(lambda: shown in terminal.text.splitlines()[-1])
        before = terminal.wait_until_still(1)
        make_noise(terminal, noise(name))
        # The first line says when the next try to fetch is.
        assert terminal.wait_until_still(1)[1:] == before[1:]
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
    assert one_day.marks() == {}


@pytest.mark.long
@pytest.mark.parametrize(("name", "keys", "shown"), [(k, *v) for k, v in FIELDS.items()])
def test_noise_types_nothing(one_day: Home, name: str, keys: str, shown: str) -> None:
    with Terminal(["-m", "paperterm"], sees(one_day.root, PATH=""), (120, 36)) as terminal:
        terminal.wait_for("This is what number 1 found out.")
        terminal.send(keys)
        terminal.wait_for(shown)
        make_noise(terminal, b"keep")
        make_noise(terminal, noise(name))
        terminal.send(" these")
        terminal.wait_for("keep these")
        terminal.send("\x1b")
        terminal.wait_until(
            lambda: "keep these" not in terminal.text or name in ("note", "workbench")
        )
        if name == "note":
            terminal.wait_until(lambda: bool(one_day.marks()))
        terminal.end(signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
        assert terminal.left_on == set()
    marks = one_day.session().library.all_marks()
    assert [mark.note_text for mark in marks] == (["keep these"] if name == "note" else [])
