"""The user's own format: a Jinja template, rendered in a process that is kept small.

A template may come from a stranger, and Jinja's sandbox stops neither loops nor huge texts. So
`session.templates` runs this module as a program, which limits itself before it renders. The
sandbox has no loader: a template reads no files.
"""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import Any

import orjson

from paperterm.confined import confine
from paperterm.errors import InputError
from paperterm.export.citation import year
from paperterm.export.escape import escape_markdown, escape_org
from paperterm.export.sections import days_of, sections_of, title_of
from paperterm.export.tex import to_tex
from paperterm.export.view import View
from paperterm.model import Entry
from paperterm.model.names import names_of
from paperterm.model.record import marked_record
from paperterm.text.typeset import typeset

FAILED = 3
"""The exit status of a template with an error, which is on stderr as `LINE MESSAGE`."""

CPU_SECONDS = 10

_MARKUP = ("html", "htm", "xhtml", "xml", "svg", "atom")
_JINJA = (".j2", ".jinja", ".jinja2")
_SOURCE = "<template>"  # the name that Jinja gives to a template from a string
_OF_ITS_CODE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_MOST_OUTPUT = 100_000_000
_MEMORY = 1 << 29


def output_suffix(file: str) -> str:
    """Return the end of the names of what a template makes: `.org` for `list.org.j2`."""
    path = PurePath(file)
    return (PurePath(path.stem) if path.suffix in _JINJA else path).suffix or ".txt"


def context_of(view: View) -> dict[str, Any]:
    """Return the variables of a template; docs/export.md describes them."""
    reasons = view.reasons or {}
    papers = {
        entry.id: {
            **_paper(entry),
            "key": view.key(entry.id),
            "reason": reasons.get(entry.id, ""),
        }
        for entry in view.entries
    }
    return {
        "title": title_of(view),
        "view": view.name,
        "topic": view.topic.name if view.topic else None,
        "day": str(view.day) if view.day else None,
        "days": days_of(view),
        "papers": [papers[entry.id] for entry in view.entries],
        "sections": [
            {"heading": heading, "papers": [papers[entry.id] for entry in entries]}
            for heading, entries in sections_of(view)
        ],
    }


def _paper(entry: Entry) -> dict[str, Any]:
    paper = entry.paper
    return {
        **marked_record(entry),
        "url": paper.id.abs_url,
        "pdf_url": paper.id.pdf_url,
        "year": year(paper),
        "names": [name._asdict() | {"last": name.last} for name in names_of(paper.authors)],
    }


def render(source: str, file: str, context: dict[str, Any]) -> str:
    """Return what a template makes of its variables.

    Text is escaped for HTML if the name of the file says that it makes HTML or XML.

    Raises:
        InputError: The template has an error; the subject is its line.
    """
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=output_suffix(file).removeprefix(".") in _MARKUP,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "plain": typeset,
        "tex": to_tex,
        "markdown": escape_markdown,
        "org": lambda text: escape_org(typeset(text)),
    }
    pieces, size = [], 0
    try:
        for piece in environment.from_string(source).generate(context):
            pieces.append(piece)
            size += len(piece)
            if size > _MOST_OUTPUT:
                raise InputError("", f"writes more than {_MOST_OUTPUT:,} characters")
    except TemplateSyntaxError as error:
        raise InputError(str(error.lineno), error.message or "is invalid") from error
    except MemoryError:
        raise InputError("", "needs too much memory") from None
    except RecursionError:
        raise InputError("", "calls itself endlessly") from None
    except (TemplateError, *_OF_ITS_CODE) as error:
        raise InputError(_line(error), str(error) or type(error).__name__) from error
    return "".join(pieces)


def _line(error: Exception) -> str:
    """Return the line of the template at which an error came up; "" if it is unknown."""
    line, at = "", error.__traceback__
    while at:
        if at.tb_frame.f_code.co_filename == _SOURCE:
            line = str(at.tb_lineno)
        at = at.tb_next
    return line


def main() -> int:
    """Render the template that stdin describes to stdout."""
    given = sys.stdin.buffer.read()
    # The variables need memory too.
    confine(CPU_SECONDS, _MEMORY + 20 * len(given))
    try:
        text = render(**orjson.loads(given))
        sys.stdout.buffer.write(text.encode(errors="replace"))
    except InputError as error:
        sys.stderr.buffer.write(f"{error.subject or 0} {error.problem}".encode(errors="replace"))
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
