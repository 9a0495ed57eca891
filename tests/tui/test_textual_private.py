"""The private names of Textual that paperterm overrides: an upgrade that moves them fails here."""

import ast
import inspect
from importlib.metadata import version
from pathlib import Path

import pytest
from textual.app import App

from paperterm import tui
from paperterm.tui import textual_private
from paperterm.tui.textual_private import CrashKeepingApp

PRIVATE = {
    "_handle_exception": ["self", "error"],
    "_fatal_error": ["self"],
    "_check_bindings": ["self", "key", "priority"],
}


@pytest.mark.parametrize(("name", "parameters"), PRIVATE.items())
def test_textual_still_has_the_name(name: str, parameters: list[str]) -> None:
    there = getattr(App, name, None)
    moved = f"Textual {version('textual')} moved App.{name}: adapt {textual_private.__file__}"
    assert there is not None, moved
    assert [*inspect.signature(there).parameters] == parameters, moved


def test_textual_still_calls_the_names() -> None:
    """A worker or a handler that fails ends in `_handle_exception`, which calls `_fatal_error`."""
    source = inspect.getsource(App)
    for name in PRIVATE:
        assert f"self.{name}(" in source, f"Textual {version('textual')} no longer calls {name}"


async def test_an_unexpected_error_is_kept_and_nothing_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        secret = "a note"  # noqa: F841 - what a traceback with variables would print
        raise ZeroDivisionError

    app = CrashKeepingApp()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test():
            app.call_later(fail)
    assert isinstance(app.crash, ZeroDivisionError)
    printed = capsys.readouterr()
    assert printed.out + printed.err == ""


def test_no_other_module_overrides_a_private_name_of_textual() -> None:
    overridden: set[str] = set()
    for file in Path(tui.__path__[0]).rglob("*.py"):
        if file != Path(textual_private.__file__):
            names = (
                node.name
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            overridden |= {*names} & {*PRIVATE}
    assert not overridden
