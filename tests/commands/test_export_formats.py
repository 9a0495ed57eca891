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
export.FORMATS += (export.Exporter("blob", "x", ".blob", "a block of bytes"),)
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


def test_parts_can_be_left_out_of_any_format(filled: Shell) -> None:
    assert filled("mark", "2602.00001", "--star", "--note", "mine").status == 0

    def paper(*without: str) -> dict[str, object]:
        done = filled("export", "--format", "json", "--query", "id:2602.00001", *without)
        return dict(done.json[0])

    assert (paper()["starred"], paper()["note"]) == (True, "mine")
    bare = paper("--without", "abstract,marks")
    assert (bare["abstract"], bare["starred"], bare["note"]) == (None, False, "mine")
    assert paper("--without=notes")["note"] is None
    done = filled("export", "--format", "json", "--without", "authors")
    assert done.status == 2
    assert b"'authors' is not one of abstract, marks, notes" in done.err


def test_a_folder_gets_dated_files_and_loses_none(filled: Shell) -> None:
    export = ("export", "--format", "jsonl", "--day", "2026-02-12", "-o", "out/")
    name = "2026-02-12-all.jsonl"
    assert filled(*export).complaints == [f"4 papers written to out/{name}"]
    assert filled(*export).complaints == [f"unchanged: 4 papers in out/{name}"]
    (filled.folder / "out" / name).write_text("mine")
    assert filled(*export).complaints == ["4 papers written to out/2026-02-12-all-2.jsonl"]
    assert filled(*export, "--replace").complaints == [f"4 papers written to out/{name}"]
    assert (filled.folder / "out" / name).read_text() != "mine"
    assert filled("export", "--format", "jsonl", "-o", "a", "--replace").status == 2


def test_each_topic_is_a_file(filled: Shell) -> None:
    config = filled.home / "config" / "config.toml"
    config.write_text(
        "[topics.Diffusion]\nkeywords = ['diffusion']\n[topics.None]\nkeywords = ['xyzzy']\n"
        "[topics.LLM]\nkeywords = ['llm']\n[topics.'L?LM']\nkeywords = ['llm']\n"
    )
    export = ("export", "--format", "digest", "--day", "2026-02-12", "--each-topic")
    done = filled(*export, "-o", "new")
    names = ["2026-02-12-Diffusion.digest.md", "2026-02-12-LLM.digest.md"]
    names.append("2026-02-12-LLM-2.digest.md")
    assert done.complaints == [f"1 paper written to new/{name}" for name in names]
    assert filled(*export).status == 2
    assert filled(*export, "--topic", "LLM", "-o", "new").status == 2


def test_a_template_is_a_format(filled: Shell) -> None:
    file = filled.folder / "titles.txt.j2"
    file.write_text("{% for paper in papers %}{{ paper.id }}\n{% endfor %}")
    export = ("export", "--template", file.name, "--day", "2026-02-11")
    assert filled(*export).text == "2602.00005\n2602.00002\n"
    assert filled(*export, "-o", "out/").complaints[0].endswith("out/2026-02-11-all.txt")
    assert filled(*export, "--format", "jsonl").status == 2
    file.write_text("{% for %}")
    done = filled(*export)
    assert (done.status, len(done.complaints)) == (1, 1)
