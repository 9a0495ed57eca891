"""File systems that count whole seconds and reuse inodes: nothing is lost, no index is behind."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm import disk
from paperterm.library.jsonfile import Stamp
from tests.trust.promises import Promises, stuck
from tests.trust.test_processes import together
from tests.trust.victim import child
from tests.trust.works import ready_to_swap
from tests.trust.world import opened, settled

pytestmark = pytest.mark.on_disk

PROCESSES = 3


@pytest.fixture
def coarse(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 32 MB: ext3 with inodes of 128 bytes, where this user may mount one."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(32 * 1024 * 1024)
    try:
        for command in (
            ["mke2fs", "-q", "-F", "-t", "ext3", "-I", "128", str(image)],
            ["mount", "-o", "loop", str(image), str(folder)],
        ):
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_three_processes_mark_in_one_file(coarse: Path, tally: Counter[str]) -> None:
    home = coarse / "home"
    settled(home)
    ready_to_swap(opened(home), PROCESSES)
    promises = Promises()
    victims = [child("swap", home, n, "--together") for n in range(PROCESSES)]
    for words in together(*victims):
        for word in words:
            promises.hear(word)
    assert promises.broken(home) == []
    assert stuck(home) == []
    tally["marks where stamps are coarse"] += promises.heard


def test_each_write_has_a_stamp_of_its_own(coarse: Path) -> None:
    file = coarse / "00.json"
    stamps = set()
    for number in range(8):
        disk.write(file, f"{number}".encode(), keep_last=True)
        stamps.add(Stamp.of(file))
    assert len(stamps) == 8
