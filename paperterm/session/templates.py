"""Render a view with the user's template, in a process of its own that cannot run away."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import orjson

from paperterm import disk
from paperterm.errors import FileError, InputError
from paperterm.export import View
from paperterm.export.template import CPU_SECONDS, FAILED, context_of, output_suffix

_PATIENCE = 3 * CPU_SECONDS
_LARGEST = 1_000_000
_MODULE = "paperterm.export.template"


class TemplateExporter:
    """A template as an export format.

    Raises:
        DiskError: It cannot be read.
        InputError: It is too large or not UTF-8, or Jinja is not installed.
    """

    def __init__(self, file: Path) -> None:
        if find_spec("jinja2") is None:
            hint = "run: pip install 'paperterm[templates]'"
            raise InputError(str(file), "needs the package Jinja2", hint)
        content = disk.read(file)
        if len(content) > _LARGEST:
            raise InputError(str(file), f"is larger than {_LARGEST:,} bytes")
        try:
            self._source = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(str(file), "is not UTF-8") from None
        self._file = str(file)
        self.suffix = output_suffix(file.name)
        self.cites = "key" in self._source

    def render(self, view: View) -> bytes:
        """Return what the template makes of the view.

        Raises:
            FileError: The template has an error.
            InputError: It takes too long, or too much memory.
        """
        given = {"source": self._source, "file": self._file, "context": context_of(view)}
        # Without -P, a file of the current folder could replace a module.
        command = [sys.executable, "-P", "-m", _MODULE]
        try:
            done = subprocess.run(
                command, input=orjson.dumps(given), capture_output=True, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise InputError(self._file, f"takes longer than {_PATIENCE} seconds") from None
        if done.returncode == FAILED:
            line, _, problem = done.stderr.decode(errors="replace").partition(" ")
            raise FileError(self._file, int(line), problem)
        if done.returncode:
            why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise InputError(self._file, why or "takes too long, or too much memory")
        return done.stdout
