"""Readers on real terminals, and other processes that work on the same library meanwhile."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from tests.refusing import refusing
from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees

CTRL_Q, CTRL_S = "\x11", "\x13"
COMMAND = [sys.executable, "-m", "paperterm"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")


@pytest.fixture
def environment(home: Home) -> dict[str, str]:
    """What the processes see of the environment."""
    home.configure("[fetch]\nautomatic = false\n")
    return sees(home.root)


@pytest.fixture
def readers(one_day: Home, environment: dict[str, str]) -> Iterator[list[Terminal]]:
    """Two readers whose lists are on the screen."""
    with ExitStack() as stack:
        readers = [stack.enter_context(opened(environment)) for _ in range(2)]
        for reader in readers:
            reader.wait_for("Paper number 1", "Paper number 5")
        yield readers


def opened(environment: dict[str, str]) -> Terminal:
    return Terminal(["-m", "paperterm"], environment, (120, 36))


def run(*words: str, environment: dict[str, str]) -> str:
    """What another process prints."""
    done = subprocess.run([*COMMAND, *words], env=environment, check=True, capture_output=True)
    return done.stdout.decode()


def wait_for_sign(reader: Terminal, sign: str, number: int) -> None:
    reader.wait_until(lambda: re.search(rf"{re.escape(sign)} +Paper number {number} ", reader.text))


def has_no(reader: Terminal, text: str) -> bool:
    return text not in reader.text


def test_each_shows_what_the_other_marks(one_day: Home, readers: list[Terminal]) -> None:
    first, second = readers
    first.send("s")
    wait_for_sign(second, "●★", 1)
    second.send("jb")
    wait_for_sign(first, "● ≡", 2)
    second.send("s")
    wait_for_sign(first, "●★≡", 2)
    first.send("u")
    wait_for_sign(second, "●", 1)
    for reader in readers:
        reader.send(CTRL_Q)
        assert reader.wait_for_end() == 0
    values = one_day.values()
    assert values["2602.00001"] == {"starred": False}
    assert values["2602.00002"]["starred"]
    assert values["2602.00002"]["queued"]


def test_who_quits_takes_nothing_of_the_other_along(one_day: Home, readers: list[Terminal]) -> None:
    first, second = readers
    first.send("sjsj" + CTRL_Q)
    second.send("GxkxkxG")
    assert first.wait_for_end() == 0
    for number in (1, 2):
        wait_for_sign(second, "★", number)
    second.send("r" + CTRL_Q)
    assert second.wait_for_end() == 0
    values = one_day.values()
    assert [values[f"2602.0000{number}"]["starred"] for number in (1, 2)] == [True, True]
    assert "2602.00005" in values


def test_both_find_what_a_third_process_brings(
    one_day: Home, readers: list[Terminal], environment: dict[str, str]
) -> None:
    for reader in readers:
        reader.send("-/number 7")
        reader.wait_for("No match")
    lines = [paper(7, "2026-02-13"), paper(8, "2026-02-13")]
    file = one_day.root / "other.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    run("import", str(file), environment=environment)
    for reader in readers:
        reader.wait_for("Paper number 7")
        reader.send("\x1b")
        reader.wait_for("Paper number 8", "Paper number 5")
    for reader in readers:
        reader.send(CTRL_Q)
        assert reader.wait_for_end() == 0
    assert "Paper number 8" in run("search", "number 8", environment=environment)


def test_both_make_the_index_at_once(readers: list[Terminal], environment: dict[str, str]) -> None:
    for reader in readers:
        reader.send("/number 3")
    for reader in readers:
        reader.wait_until(partial(has_no, reader, "Paper number 1"))
        reader.wait_for("Paper number 3")
    for reader in readers:
        reader.send(CTRL_Q)
        assert reader.wait_for_end() == 0
    assert "Paper number 3" in run("search", "number 3", environment=environment)


def test_leaving_with_something_unsaved(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment) as reader:
        reader.wait_for("Paper number 1")
        with refusing(one_day.root / "data/marks/2602"):
            reader.send("s" + CTRL_Q)
            reader.wait_for("1 paper not saved", "without saving", "1 not saved ·")
            reader.send("jx" + CTRL_S)
            reader.wait_for("2 not saved ·")
        reader.send(CTRL_S + CTRL_Q)
        assert reader.wait_for_end() == 0
    assert one_day.values() == {"2602.00001": {"starred": True}, "2602.00002": {"read": True}}


def test_leaving_all_the_same(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment) as reader:
        reader.wait_for("Paper number 1")
        with refusing(one_day.root / "data/marks/2602"):
            reader.send("s" + CTRL_Q)
            reader.wait_for("without saving")
            reader.send(CTRL_Q)
            assert reader.wait_for_end() == 0
    assert one_day.values() == {}
