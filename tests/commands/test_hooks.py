"""Hooks of commands: a star does not wait for one that hangs, and its failure is not lost."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm.session import hook_supervisor
from paperterm.session.hooks import Hook
from paperterm.session.memory import Memory
from tests.commands.running import Shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are of POSIX")


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def failures(home: Path) -> object:
    return Memory(home / "state").read().get("failed_hooks")


def test_a_star_does_not_wait_for_a_hook_that_hangs_and_the_next_tells_its_failure_once(
    filled: Shell, tmp_path: Path
) -> None:
    settings, pid = filled.home / "config" / "config.toml", tmp_path / "pid"

    def star(number: int, line: str) -> list[str]:
        settings.write_text(f"[hooks]\nafter_star = {json.dumps(f'sh -c {line!r}')}\n")
        done = filled("mark", f"2602.{number:05}", "--star")
        assert (done.status, done.text) == (0, "1 changed, 0 unchanged\n")
        return done.complaints

    assert star(1, f"echo $$ > {pid}.part; mv {pid}.part {pid}; exec sleep 600") == []
    wait_until(pid.exists)
    os.kill(int(pid.read_text()), signal.SIGKILL)  # it still runs
    wait_until(lambda: failures(filled.home))
    told = "hook after_star failed last time: sh: failed with -9; fix [hooks] after_star"
    assert star(2, f"exit 3; : {tmp_path}") == [told]
    assert star(3, f"cat > {tmp_path}/heard") == []
    wait_until(lambda: failures(filled.home) == {})
    assert json.loads((tmp_path / "heard").read_bytes())["papers"][0]["id"] == "2602.00003"


def test_a_hook_without_a_command_has_its_time_and_no_more(home: Path) -> None:
    memory, hook = Memory(home / "state"), Hook("after_star", ("sleep", "600"), {"papers": []})
    assert hook_supervisor.start(hook, memory, 0.1) == ""
    wait_until(lambda: failures(home))
    told = hook_supervisor.start(hook._replace(command=("true",)), memory)
    assert told == "sleep: was stopped after 0.1 seconds; fix [hooks] after_star"
    wait_until(lambda: failures(home) == {})
