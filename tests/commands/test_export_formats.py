"""A module and a row make an export format, on every way out; this one is binary."""

import os
import subprocess
import sys

import pytest

from tests.commands.on_terminal import on_terminal
from tests.commands.running import Shell

CONTENT = b"\x89BLOB\r\n\xff\x00"
WITH_BLOB = f"""
import sys
from types import ModuleType

from paperterm import export
from paperterm.cli import main

module = ModuleType("paperterm.export.blob")
module.render = lambda view: {CONTENT!r}
sys.modules[module.__name__] = module
export.FORMATS += (export.Exporter("blob", ".blob", "a block of bytes"),)
sys.exit(main())
"""
COMMAND = (sys.executable, "-c", WITH_BLOB)


def run(shell: Shell, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        check=False,
    )


def test_the_bytes_reach_a_pipe_and_a_file(filled: Shell) -> None:
    assert run(filled, "export", "--format", "blob").stdout == CONTENT
    done = run(filled, "export", "--format", "blob", "-o", "a.blob")
    assert done.stderr == b"paperterm: 5 papers written to a.blob\n"
    assert (filled.folder / "a.blob").read_bytes() == CONTENT


def test_json_is_the_same_as_of_list(filled: Shell) -> None:
    assert filled("export", "--format", "json").out == filled("list", "--json").out


def test_the_help_knows_the_format(filled: Shell) -> None:
    shown = b" ".join(run(filled, "export", "--help").stdout.split())
    assert b"blob: a block of bytes" in shown


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_a_binary_format_does_not_go_to_a_terminal(filled: Shell) -> None:
    shown = on_terminal(filled, "export", "--format", "blob", command=COMMAND)
    assert shown == (
        "paperterm: stdout: a binary format cannot be shown in a terminal; use -o FILE\n"
    )
