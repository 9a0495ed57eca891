"""What a terminal sends: keys, clicks and pastes get through, and nothing else does."""

import tracemalloc
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.message import Message

from paperterm.tui.keys.sequence_parser import SequenceParser
from paperterm.tui.keys.terminal_input import TerminalInput
from tests.tui.terminal_replies import REPLIES

SENT = [
    *REPLIES,
    *(sequence.encode() for sequence in ANSI_SEQUENCES_KEYS),
    *(b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1bO", b"\x1b[M", b"\x1b\\", b"\xe9", b"\xe2\x82"),
    *(b"\x1b[200~", b"\x1b[201~", b"\x1b[20", b"\x1b[<0;5;5M", b"\x1b[?2048;2$y", "é€😀".encode()),
    *(b"\x1b[106;;106u", b"\x1b[106:74;2u", b"\x1b[27;5;106~", b"NaN", b"\x07", b"\x11", b"\x18"),
]
STREAMS = st.lists(st.sampled_from(SENT) | st.binary(max_size=8), max_size=8).map(b"".join)


def told(*chunks: bytes) -> list[str]:
    """Return what Textual makes of bytes that come in these chunks and are all that comes."""
    source, parser = TerminalInput(), SequenceParser()
    units = [unit for chunk in chunks for unit in source.feed(chunk)]
    for _ in range(2):
        units += source.pause()
        assert source.patience is None
    return [*map(_named, (event for unit in units for event in parser.parsed(unit)))]


def _named(event: Message) -> str:
    if isinstance(event, events.Key):
        return event.key
    return f"pasted {event.text}" if isinstance(event, events.Paste) else type(event).__name__


def cut(sent: bytes, at: Iterable[int]) -> list[bytes]:
    """Return bytes in chunks that end at these places."""
    ends = sorted({0, len(sent), *(place % (len(sent) + 1) for place in at)})
    return [sent[start:end] for start, end in pairwise(ends)]


def test_an_answer_is_no_key() -> None:
    assert [reply for reply in REPLIES if told(reply) or told(reply, b"z") != ["z"]] == []
    assert len({*REPLIES}) > 400


@given(STREAMS, st.lists(st.integers(0, 400), max_size=8))
@example(b"\x1b[M \xc3\x9bq", [5])
def test_it_does_not_matter_how_the_bytes_arrive(sent: bytes, at: list[int]) -> None:
    assert told(*cut(sent, at)) == told(*cut(sent, range(len(sent)))) == told(sent)


@given(STREAMS)
def test_after_a_pause_a_key_is_a_key(sent: bytes) -> None:
    source = TerminalInput()
    source.feed(sent)
    source.pause()
    assert source.feed(b"j") == ["j"]


KEYS = {
    "j": ["j"],
    "é": ["é"],
    "\x11": ["ctrl+q"],
    "\x1b": ["escape"],
    "\x1bj": ["alt+j"],
    "\x1bjk": ["alt+j", "k"],
    "\x1bj\x1b[A": ["alt+j", "up"],
    "\x1b\x1b[A": ["escape", "up"],
    "\x1b[I\x1b[O": ["AppFocus", "AppBlur"],
    "\x1b[<0;5;5M\x1b[<0;5;5m\x1b[<65;5;5M": ["MouseDown", "MouseUp", "MouseScrollDown"],
    "\x1b[<35;1200;900M": ["MouseMove"],
    "\x1b[?2026;2$y": ["TerminalSupportsSynchronizedOutput"],
    "\x1b[?2048;2$y\x1b[48;24;80;0;0t\x1b[<0;5;5M": ["InBandWindowResize", "Resize", "MouseDown"],
    "\x1b[?2048;1$y\x1b[48;99999;99999;1;1t\x1b[48;0;0;0;0t": ["InBandWindowResize"],
    "\x1b[106u\x1b[106;;106u\x1b[106;1:2u\x1b[106:74;1u": ["j", "j", "j", "j"],
    "\x1b[106;2u\x1b[106:74;2u\x1b[106;2;74u\x1b[106;65;74u": ["J", "J", "J", "J"],
    "\x1b[106;5u\x1b[106;133u\x1b[27;5;106~": ["ctrl+j", "ctrl+j", "ctrl+j"],
    "\x1b[27u\x1b[13;1:2u\x1b[9u\x1b[127u": ["escape", "enter", "tab", "backspace"],
    "\x1b[1;1:1A\x1b[1;5:2B\x1b[3;1:1~\x1b[57399;;48u": ["up", "ctrl+down", "delete", "0"],
    "\x1b[200~a\x1b[31mb\x1b]0;x\x07\x1b[20\x1b[201~j": ["pasted a[31mb]0;x\x07[20", "j"],
    "\x1b[200~": ["pasted "],
    "\x1b]11;rgb:1e\x11": ["ctrl+q"],
    "\x1b[12\x1b[Aj": ["up", "j"],
    "\x1b]52;c;" + "x" * 5000 + "\x1b[A": ["up"],
}


@pytest.mark.parametrize(("sent", "keys"), KEYS.items(), ids=map(repr, KEYS))
def test_a_key_is_a_key(sent: str, keys: list[str]) -> None:
    assert told(sent.encode()) == keys


def test_a_control_of_eight_bits_cancels_an_escape() -> None:
    assert told(b"\x1b\x9b?1;2cj") == told(b"\x1b\x9d1;x\x9cj") == told(b"\x1b\x85j") == ["j"]


def test_latin_1_is_read_as_it_is_meant() -> None:
    assert told(b"\xe9t\xe9") == ["é", "t", "é"]
    assert told(b"\x1b[200~\xe9t\xe9 \x93x\x94\x1b[201~") == ["pasted été “x”"]


SPOILT = {f"\x1b[{number}~" for number in range(25, 35)} | {f"\x1b[5{end}" for end in "ABCD"}
"""Keys that Textual's parser takes for the characters of their numbers."""
LEFT_OUT = {
    "\x9b",  # a control sequence of eight bits
    *("\x1b[1;2R", "\x1b[1;5R", "\x1b[1;6R"),  # the position of the cursor
    *("\x1b[62~", "\x1b[63~"),  # on no keyboard, nor the next
    *(f"\x1b[1;{number}u" for number in (5, 6, 7, 8)),
}


def test_all_keys_of_textual_get_through() -> None:
    for sequence, keys in ANSI_SEQUENCES_KEYS.items():
        if sequence in SPOILT and isinstance(keys, tuple):
            wanted = [key.value for key in keys]
        elif sequence in LEFT_OUT:
            wanted = []
        else:
            wanted = [*map(_named, SequenceParser().parsed(sequence))]
        assert told(sequence.encode()) == wanted, sequence


@pytest.mark.parametrize("start", ["\x1b]", "\x1bP", "\x1b_", "\x1b[", "\x1b[<", "\x1b/", "\x1bO1"])
def test_what_never_ends_takes_no_memory(start: str) -> None:
    source = TerminalInput()
    source.feed(start.encode())
    tracemalloc.start()
    for _ in range(30):
        source.feed(b"1" * 4096)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000
