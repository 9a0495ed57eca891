"""An unexpected error: one line, and a report that can be sent as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import Shell

SECRET = "note of mine about Some Title"
CRASH = """\
import sys
import paperterm.session.session as session
from paperterm.cli import main

def broken(self):
    secret = {secret!r}
    try:
        {{}}[secret]
    except KeyError as error:
        raise {raised} from error

session.Session.__init__ = lambda self: broken(self)
sys.exit(main({words!r}))
"""


def crashed(shell: Shell, *words: str, raised: str = "ValueError(secret)") -> str:
    """Run a command that a planted fault stops; returns what it says."""
    code = CRASH.format(secret=SECRET, words=[*words], raised=raised)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=shell.environment,
        cwd=shell.folder,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, ""), done
    assert done.stderr.count("\n") == 1
    return done.stderr


def report(shell: Shell) -> str:
    """The only report there is."""
    [file] = (shell.home / "state").glob("crash-*.txt")
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_text()


def test_one_line_that_says_where_the_report_is(shell: Shell) -> None:
    line = crashed(shell, "search", "my query")
    [file] = (shell.home / "state").glob("crash-*.txt")
    assert line == (
        "paperterm: unexpected error (ValueError); this is a bug in paperterm; "
        f"please send the report {file} (it contains nothing you wrote) to "
        "https://github.com/paperterm/paperterm/issues\n"
    )


def test_a_report_tells_the_code_and_the_versions(shell: Shell) -> None:
    crashed(shell, "search", "my query")
    text = report(shell)
    for told in ("in broken", "builtins.KeyError\n", "builtins.ValueError\n", "which led to"):
        assert told in text
    for told in ("paperterm ", ", search\n", "textual 8", "httpx 0", "Python 3", "session = open"):
        assert told in text


def test_a_report_holds_no_text_of_the_users(shell: Shell) -> None:
    crashed(shell, "search", "my query")
    assert SECRET not in report(shell)
    assert "my query" not in report(shell)


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("OSError(28, secret, secret)", "builtins.OSError: No space left on device\n"),
        ("NameError(secret, name='nobody')", "builtins.NameError: nobody\n"),
        ("ExceptionGroup(secret, [KeyError(secret), TypeError(secret)])", "2 of 2 in this group:"),
        ("RecursionError(secret)", "builtins.RecursionError\n"),
    ],
)
def test_of_what_an_error_says_only_what_is_no_text(shell: Shell, raised: str, told: str) -> None:
    crashed(shell, "list", raised=raised)
    assert told in report(shell)
    assert SECRET not in report(shell)


def test_a_report_names_no_home_and_no_user(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "ada.lovelace"
    folder.mkdir()
    (folder / "broken.py").write_text(f"def run():\n    raise ValueError({SECRET!r})\n")
    code = (
        f"import sys; sys.path[:0] = [{str(folder)!r}]\n"
        "import broken, paperterm.cli.where as where, paperterm.cli as cli\n"
        "where.run = lambda args: broken.run()\n"
        "sys.exit(cli.main(['where']))"
    )
    for variables in (
        {"HOME": str(folder), "USER": "somebody"},
        {"HOME": "/", "USER": "ada.lovelace"},
        {"HOME": str(tmp_path / "x"), "LOGNAME": "ada.lovelace"},
    ):
        environment = {**shell.environment, **variables}
        subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=False
        )
    texts = [file.read_text() for file in (shell.home / "state").glob("crash-*.txt")]
    assert texts
    assert not any("ada.lovelace" in text for text in texts)
    assert all("~" in text and "broken.py" in text for text in texts)


def test_a_report_that_cannot_be_written(shell: Shell) -> None:
    shell.home.mkdir()
    (shell.home / "state").write_text("a file in its place")
    line = crashed(shell, "list")
    assert "and its report could not be written: " in line
    assert SECRET not in line


def test_only_the_last_reports_are_kept(shell: Shell) -> None:
    state = shell.home / "state"
    state.mkdir(parents=True)
    for number in range(30):
        (state / f"crash-20200101-0000{number:02}-1.txt").write_text("old")
    crashed(shell, "list")
    kept = sorted(file.name for file in state.glob("crash-*.txt"))
    assert len(kept) == 20
    assert kept[-1] > "crash-2021"
