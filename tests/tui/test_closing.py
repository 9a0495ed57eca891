"""Quitting from wherever one is, and what the reader leaves behind."""

import asyncio
import fcntl
import os
import subprocess
import sys
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from paperterm.errors import PapertermError
from paperterm.lock import acquired
from paperterm.session.web_browser import browse
from paperterm.tui.jobs.worker import Worker
from tests.refusing import refusing
from tests.tui.driving import Reader, opened
from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees
from tests.tui.test_noting import script
from tests.tui.test_terminal import CTRL_Q, START


async def closed(reader: Reader) -> None:
    """Wait until the reader is closed."""
    async with asyncio.timeout(20):
        while reader.app.is_running:
            await reader.pilot.pause(0)


@pytest.mark.parametrize("dialog", ["S", "m", "y", "#", "C", "f", "question_mark"])
async def test_a_dialog_may_be_quit_from(one_day: Home, dialog: str) -> None:
    async with opened(one_day) as reader:
        await reader.press(dialog)
        assert reader.on_top != "ReaderScreen"
        await reader.type("ctrl+q")
        await closed(reader)


async def test_a_note_is_kept_when_one_quits(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a")
        assert reader.on_top == "NoteScreen"
        await reader.type(*"mine", "ctrl+q")
        await closed(reader)
    assert one_day.values()["2602.00001"]["note"] == ["mine"]


@pytest.mark.parametrize(
    ("lock", "keys"), [("data/library.lock", "s"), ("config/config.lock", "f")]
)
async def test_who_quits_behind_a_lock_is_told_and_may_go(
    one_day: Home, lock: str, keys: str
) -> None:
    def saved() -> tuple[object, str]:
        return one_day.values(), (one_day.root / "config/config.toml").read_text()

    async with opened(one_day) as reader:
        held, before = acquired(one_day.root / lock), saved()
        await reader.type(*keys, *["enter"] * (keys == "f"), "ctrl+q")
        async with asyncio.timeout(5):
            while not any("press ctrl+q again to quit" in told for told in reader.complaints):
                await reader.pilot.pause(0.05)
            await reader.type("ctrl+q")
            await closed(reader)
        assert saved() == before  # it was told, and left without
    held.release()


async def test_messages_are_shown_over_a_dialog_once(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("S", "exclamation_mark", "exclamation_mark")
        assert reader.on_top == "MessagesScreen"
        await reader.press("escape")
        assert reader.on_top == "PickScreen"


def test_a_program_that_runs_is_ended(one_day: Home, tmp_path: Path) -> None:
    held = tmp_path / "held"
    text = f"held = open({str(held)!r}, 'w'); flock(held, LOCK_EX); held.write('x'); held.flush()"
    program = script(tmp_path, f"from fcntl import *; import signal; {text}; signal.pause()")

    def is_free() -> bool:
        with held.open() as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    with Terminal(START, sees(one_day.root), (120, 36)) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("|")
        terminal.wait_for("Pipe to")
        terminal.send(f"{program}\r")
        terminal.wait_until(lambda: held.exists() and held.read_text())
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        terminal.wait_until(is_free)


async def test_settings_do_not_wait_for_a_program(one_day: Home, tmp_path: Path) -> None:
    waited_for = tmp_path / "go"
    os.mkfifo(waited_for)
    program = script(tmp_path, f"open({str(waited_for)!r}).read()")
    async with opened(one_day) as reader:
        await reader.press("|")
        await reader.type(*str(program), "enter")
        one_day.configure('[reader]\ndensity = "compact"\n')
        reader.screen.browser.jobs.settings.reload()
        async with asyncio.timeout(20):
            while "settings read again" not in reader.told:
                await reader.pilot.pause(0)
        assert not any("piped to" in told for told in reader.told)
        await asyncio.to_thread(waited_for.write_text, "")
        await reader.settled()
        assert any("piped to" in told for told in reader.told)


def test_a_browser_writes_nothing_over_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked"
    loud = "print('loud'); print('loud', file=sys.stderr)"
    noted = f"open({str(asked)!r}, 'w').write(sys.argv[1])"
    monkeypatch.setenv("BROWSER", str(script(tmp_path, f"import sys; {loud}; {noted}")))
    assert browse("https://arxiv.org/abs/2602.00001") == "arxiv.org"
    assert asked.read_text() == "https://arxiv.org/abs/2602.00001"
    assert capfd.readouterr() == ("", "")


def test_tasks_that_did_not_start_are_cancelled(tmp_path: Path) -> None:
    told: list[str] = []
    worker, begun, go = Worker("test", tmp_path, told.append), Event(), Event()
    done: list[int] = []

    def first() -> None:
        begun.set()
        assert go.wait(30)

    now = worker.do(first)
    later = worker.do(lambda: done.append(1))
    assert begun.wait(30)
    worker.close(lambda: done.append(2))
    go.set()
    now.result(30)
    with pytest.raises(CancelledError):
        later.result(30)
    with pytest.raises(CancelledError):
        worker.do(lambda: done.append(3)).result(30)
    worker.close(finish=True)
    assert (done, told) == ([2], [])


def test_a_cancelled_task_is_not_run(tmp_path: Path) -> None:
    told: list[str] = []
    worker, go = Worker("test", tmp_path, told.append), Event()
    worker.do(lambda: go.wait(30))
    assert worker.do(lambda: told.append("unwanted")).cancel()
    go.set()
    assert worker.do(lambda: 7).result(30) == 7
    worker.close(finish=True)
    assert told == []


def test_a_task_that_fails_is_reported_and_the_next_is_run(tmp_path: Path) -> None:
    told: list[str] = []
    worker = Worker("test", tmp_path, told.append)

    def refused() -> None:
        raise PapertermError("a file", "cannot be read", "look at it")

    failed = worker.do(lambda: 1 / 0)
    with pytest.raises(PapertermError):
        worker.do(refused).result(30)
    assert worker.do(lambda: 7).result(30) == 7
    with pytest.raises(ZeroDivisionError):
        failed.result(30)
    last = worker.do(lambda: told.append("the last"))
    worker.close(finish=True)
    assert last.done()
    (report,) = tmp_path.glob("crash-*.txt")
    assert str(report) in told[0]
    assert told[1:] == ["a file: cannot be read; look at it", "the last"]


def test_a_task_of_a_daemon_does_not_keep_the_process(tmp_path: Path) -> None:
    start = f"""
import pathlib, threading, time
from paperterm.tui.jobs.worker import Worker
started = threading.Event()
Worker("test", pathlib.Path({str(tmp_path)!r}), print, daemon=True).do(
    lambda: (started.set(), time.sleep(600))
)
started.wait()
"""
    subprocess.run([sys.executable, "-c", start], check=True, timeout=60)


WAYS = {
    "abstract": (["l"], "PaperList"),
    "alone": (["z"], "PaperList"),
    "sidebar": (["h"], "PaperList"),
    "question": (["h", "G", "d"], "Sidebar"),
    "range": (["v", "j"], "PaperList"),
    "search": (["slash", *"paper", "enter"], "PaperList"),
    "dialog": (["S"], "PaperList"),
}


@pytest.mark.parametrize("way", WAYS)
async def test_q_goes_back_a_step_at_a_time_and_quits_at_the_list(one_day: Home, way: str) -> None:
    keys, focused = WAYS[way]
    async with opened(one_day) as reader:
        await reader.press(*keys, "q")
        assert reader.focused == focused
        assert not reader.papers.has_range
        assert not reader.screen.browser.request.is_search
        if focused != "PaperList":
            await reader.press("q")
        await reader.type("q")
        await closed(reader)
    assert one_day.values() == {}


async def test_q_asks_only_if_something_is_unsaved(one_day: Home) -> None:
    async with opened(one_day) as reader:
        with refusing(one_day.root / "data/marks/2602"):
            await reader.press("s", "q")
            assert "1 paper not saved. Quit without saving?" in reader.text()
            await reader.press("enter", "q")
            assert reader.on_top == "PickScreen", "no was the answer, so it asks again"
            await reader.type("g", "enter")
            await closed(reader)


async def test_new_keys_are_told_once_after_the_upgrade(one_day: Home) -> None:
    async with opened(one_day) as reader:
        assert reader.told == [], "a new library has no old keys"
    told = one_day.root / "state/told.txt"
    told.unlink()
    async with opened(one_day) as reader:
        assert reader.told == [], "so has an index that the command line made"
    told.unlink()
    index = one_day.root / "cache/index.sqlite"
    with index.open("r+b") as file:  # as 0.1.0 left it
        file.seek(60)
        file.write((5).to_bytes(4, "big"))
    async with opened(one_day) as reader:
        line = "new keys: q goes back, and quits from the list; b queues a paper"
        assert reader.told == [line]
        assert line in reader.text()
    async with opened(one_day) as reader:
        assert reader.told == []
