"""Fixtures for the tests of the command line."""

from pathlib import Path

import pytest

from tests.commands.running import Shell, told


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Shell:
    """Return a shell with an empty home."""
    folder = tmp_path / "here"
    folder.mkdir()
    return Shell(home, folder)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    """Return a shell with two days: 1 to 4, and before it 5, and 2 under another title."""
    lines = [
        told(1, abstract="A diffusion model.", authors=["A. One", "B. Two"], categories=["cs.CV"]),
        told(2, title="New title", kind="replace", version=2, categories=["cs.LG", "cs.CV"]),
        told(3, title="LLM", abstract="In 2D.", categories=["cs.CL"], score=0),
        told(4, categories=["cs.CY"]),
        told(5, "2026-02-11", categories=["cs.AI"]),
        told(2, "2026-02-11", title="Old title", kind="new", version=1, categories=["cs.LG"]),
    ]
    done = shell("import", shell.file("days.jsonl", *lines))
    assert (done.status, done.err) == (0, b"")
    return shell
