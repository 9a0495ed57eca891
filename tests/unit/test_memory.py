"""What a session remembers: no writer loses the value of another."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from paperterm.session.memory import Memory


def test_threads_lose_nothing(tmp_path: Path) -> None:
    def add(number: int) -> None:
        Memory(tmp_path).change("all", lambda old: [*(old or []), number])

    with ThreadPoolExecutor(4) as pool:
        [*pool.map(add, range(40))]
    assert sorted(Memory(tmp_path).read()["all"]) == [*range(40)]


def test_a_value_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.write("a", 1)
    before = (tmp_path / "memory.json").stat().st_mtime_ns
    memory.write("a", 1)
    assert (tmp_path / "memory.json").stat().st_mtime_ns == before
