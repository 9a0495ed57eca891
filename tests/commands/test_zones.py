"""Without the time zones of a system: those of the package tzdata are enough."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import at_noon
from tests.commands.running import Shell
from tests.commands.test_fetch import SETTINGS, announced
from tests.loopback.faulty import Loopback

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2602.00009v1</id>
<title>A title</title><published>2026-02-11T12:00:00Z</published>
<updated>2026-02-11T12:00:00Z</updated><category term="cs.AI"/></entry></feed>"""


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Iterator[Shell]:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(SETTINGS)
    with Loopback([announced(1)], now=at_noon.now) as server:
        one = Shell(home, tmp_path)
        one.environment |= {"PYTHONTZPATH": "", "PAPERTERM_ARXIV_URL": server.url}
        yield one


def test_this_is_a_system_without_zones(shell: Shell) -> None:
    code = "import zoneinfo, importlib; assert not zoneinfo.TZPATH; zoneinfo.ZoneInfo('UTC')"
    subprocess.run([sys.executable, "-c", code], env=shell.environment, check=True)


def test_a_fetch_an_import_and_a_list_work(shell: Shell) -> None:
    (shell.folder / "page.xml").write_text(ATOM)
    for done in (shell.fetch(), shell("import", "page.xml"), shell("list"), shell("doctor")):
        assert (done.status, done.err) == (0, b"")
    assert len(shell("list").text.splitlines()) == 2
