"""`[library] keep`: a fetch prunes old days, says so in a line, and it can be undone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.commands.at_noon import now
from tests.commands.running import Shell, told
from tests.commands.test_fetch import NEWEST, SETTINGS, announced
from tests.loopback.faulty import Loopback

OLD = [str(NEWEST - timedelta(days=days)) for days in range(40, 75)]
"""35 days, newest first."""


@pytest.fixture
def fetching(shell: Shell) -> Iterator[Shell]:
    """A shell with 35 old days, the oldest with a star, and a new one to be fetched."""
    (shell.home / "config").mkdir(parents=True)
    (shell.home / "config" / "config.toml").write_text(f"{SETTINGS}[library]\nkeep = 30\n")
    lines = [told(100 + number, day) for number, day in enumerate(OLD)]
    assert shell("import", shell.file("old.jsonl", *lines)).status == 0
    assert shell("mark", "2602.00134", "--star").status == 0
    with Loopback([announced(1)], now=now) as server:
        shell.environment["PAPERTERM_ARXIV_URL"] = server.url
        yield shell


def days(shell: Shell) -> list[str]:
    listed = shell("list", "--json").json
    return list(dict.fromkeys(paper["announced"] for paper in listed))


def test_a_fetch_prunes_and_a_restore_brings_back(fetching: Shell) -> None:
    done = fetching.fetch()
    assert done.status == 0
    archive = fetching.home / "data" / "pruned" / f"{OLD[33]}-to-{OLD[29]}.zip"
    assert done.complaints == [
        f"pruned 5 old days ([library] keep = 30); restore with `paperterm restore {archive}`"
    ]
    assert days(fetching) == [str(NEWEST), *OLD[:29], OLD[34]]
    back = fetching("restore", str(archive))
    assert back.text.startswith("5 days added")
    assert back.complaints == ["[library] keep will prune old days again; set it to 0 to keep them"]
    assert days(fetching) == [str(NEWEST), *OLD]


def test_a_fetch_that_brings_nothing_prunes_nothing(fetching: Shell) -> None:
    fetching.fetch()
    archives = fetching.home / "data" / "pruned"
    [archive] = archives.iterdir()
    fetching("restore", str(archive))
    assert fetching.fetch().err == b""
    assert len(days(fetching)) == 36


def test_without_the_setting_everything_stays(fetching: Shell) -> None:
    (fetching.home / "config" / "config.toml").write_text(SETTINGS)
    assert fetching.fetch().err == b""
    assert len(days(fetching)) == 36
    assert not (fetching.home / "data" / "pruned").exists()


@pytest.mark.parametrize("value", ["-1", "true", '"2y"', "1.5"])
def test_a_wrong_value_keeps_everything(fetching: Shell, value: str) -> None:
    text = f"{SETTINGS}[library]\nkeep = {value}\n"
    (fetching.home / "config" / "config.toml").write_text(text)
    done = fetching.fetch()
    assert "library.keep" in done.complaints[0]
    assert len(days(fetching)) == 36
