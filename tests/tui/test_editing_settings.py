"""`,` opens config.toml in the user's own editor, and the reader goes on with what it then says."""

import stat
import sys
from pathlib import Path

import pytest

from tests.tui.driving import opened
from tests.tui.home import Home
from tests.tui.terminal import Terminal
from tests.tui.test_terminal import CTRL_Q, START


@pytest.fixture
def environment(one_day: Home, tmp_path: Path) -> dict[str, str]:
    """What the program sees: a terminal with colours, and no program that could be an editor."""
    return {
        "PAPERTERM_HOME": str(one_day.root),
        "PAPERTERM_ARXIV_URL": "http://127.0.0.1:1",
        "HOME": str(tmp_path),
        "PATH": str(tmp_path / "no programs"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def editor(folder: Path, does: str) -> Path:
    """An editor: a program of this Python that is given the file."""
    program = folder / "editor"
    program.write_text(f"#!{sys.executable}\nimport sys\nfile = sys.argv[-1]\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def read(environment: dict[str, str], size: tuple[int, int] = (150, 36)) -> Terminal:
    return Terminal(START, environment, size)


def test_what_was_written_counts_at_once(
    one_day: Home, environment: dict[str, str], tmp_path: Path
) -> None:
    config = "[views]\\n\\'Just mine\\' = \\'3\\'\\n[keys]\\nstar = \\'w\\'\\n"
    does = f"print('the editor is here'); input(); open(file, 'w').write('{config}')"
    environment["VISUAL"] = f"'{editor(tmp_path, does)}' -x"
    with read(environment) as terminal:
        terminal.wait_for("Paper number 1", " s star")
        terminal.send(",")
        terminal.wait_for("the editor is here")
        terminal.send("\r")
        terminal.wait_for("Just mine", " w star")
        terminal.send("w")
        terminal.wait_for("★")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
        assert terminal.is_as_before
    assert one_day.values() == {"2602.00001": {"starred": True}}
    assert one_day.config_file.read_text().startswith("[views]")


@pytest.mark.parametrize("does", [None, "sys.exit(3)"], ids=["missing", "failing"])
@pytest.mark.parametrize("what", ["settings", "note"])
def test_an_editor_that_is_missing_or_fails_leaves_the_reader_as_it_was(
    one_day: Home, environment: dict[str, str], tmp_path: Path, does: str | None, what: str
) -> None:
    one_day.configure("[fetch]\nautomatic = false\n")  # whose failure would be said, too
    program = editor(tmp_path, does) if does else tmp_path / "nobody"
    environment["EDITOR"] = str(program)
    with read(environment, (160, 45)) as terminal:
        terminal.wait_for("Paper number 1")
        if what == "note":
            terminal.send("a")
            terminal.wait_for("opens your editor")
        terminal.send("\x05" if what == "note" else ",")
        terminal.wait_for(program.name, "failed with 3" if does else "could not be started")
        if what == "settings":
            terminal.wait_for(one_day.config_file.name)
        terminal.send("\x1b" if what == "note" else "")
        terminal.wait_for("Paper number 5")
        terminal.send("jjs")
        terminal.wait_for("★")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert terminal.is_as_before
    assert one_day.values() == {"2602.00003": {"starred": True}}


def test_an_editor_that_nobody_can_read(one_day: Home, environment: dict[str, str]) -> None:
    one_day.configure("[fetch]\nautomatic = false\n")
    environment["EDITOR"] = "vi 'open"
    with read(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send(",")
        terminal.wait_for("could not be started", "config.toml")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


async def test_a_terminal_that_cannot_be_handed_over(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press(",")
        (complaint,) = reader.complaints
        assert "this terminal: cannot run an editor" in complaint
        assert str(one_day.config_file) in complaint
