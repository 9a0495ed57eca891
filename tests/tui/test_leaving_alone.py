"""A reader that is left alone hardly does anything."""

from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.timer import Timer

from tests.tui.driving import opened
from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees

RARELY = 10.0  # seconds


async def test_no_timer_of_the_event_loop_runs_often(
    one_day: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_interval, often = MessagePump.set_interval, []

    def watched(pump: MessagePump, interval: float, *how: Any, **more: Any) -> Timer:
        if interval < RARELY and not more.get("pause"):
            often.append((pump, interval))
        return set_interval(pump, interval, *how, **more)

    monkeypatch.setattr(MessagePump, "set_interval", watched)
    async with opened(one_day) as reader:
        await reader.press("j")
    assert often == []


@pytest.mark.long
def test_it_wakes_up_less_than_twice_a_second(one_day: Home) -> None:
    """Counted over the time that passed, so a slow machine only makes it fewer."""
    with Terminal(["-m", "paperterm"], sees(one_day.root), (100, 30)) as terminal:
        terminal.wait_for("Paper number 1")
        rate, end = 99.0, monotonic() + 60  # until it has settled
        while rate > 2 and monotonic() < end:
            before, began = wake_ups(terminal.pid), monotonic()
            terminal.wait_until(lambda: monotonic() > began + 10)  # noqa: B023
            rate = (wake_ups(terminal.pid) - before) / (monotonic() - began)
        assert rate <= 2


def wake_ups(pid: int) -> int:
    """Return how often the threads of a process waited for something so far."""
    files = [task / "status" for task in Path(f"/proc/{pid}/task").iterdir()]
    lines = [line for file in files for line in file.read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary"))
