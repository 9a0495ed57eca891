"""CSL JSON: only what the CSL schema knows, and a citation processor prints what was meant."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import citeproc  # type: ignore[import-untyped]
import pytest
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

from paperterm.export import exporter
from paperterm.model import Entry, Mark, Paper
from tests.building import NOON, entry, name, paper, view

FULL = entry(
    paper(
        1,
        r"On $\alpha$-trees & \textbf{more}",
        authors=("Ada Lovelace", "Guido van Rossum", "Erdős Pál Jr.", ":", "Kimi Team", "Plato"),
        abstract="One.\nTwo.",
        categories=("cs.AI", "math.CO"),
        published=datetime(2026, 2, 11, 18, tzinfo=UTC),
        journal_ref="J. Trees 1 (2026)",
    ),
    Mark(name(1)).set_tag("to do", True, NOON).set_note("a\nb", NOON),
)
CUT = paper("math/0309136", authors=("Only One",), authors_truncated=True, doi="10.1000/x y")
MADE_UP = paper("0000.00001")
TYPES = Path(citeproc.SCHEMA_PATH).parent / "csl-types.rnc"


def items(*entries: Entry | Paper) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(exporter("csljson").render(view(*entries)))
    return found


def printed(*entries: Entry | Paper) -> list[str]:
    """The bibliography that a citation processor makes of the file."""
    source = CiteProcJSON(items(*entries))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for key in source:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(key)]))
    return list(map(str, bibliography.bibliography()))


def test_the_fields_of_a_paper() -> None:
    assert items(FULL) == [
        {
            "id": "arXiv.2602.00001",
            "type": "article",
            "title": "On α-trees & more",
            "author": [
                {"family": "Lovelace", "given": "Ada"},
                {"family": "Rossum", "given": "Guido", "non-dropping-particle": "van"},
                {"family": "Pál", "given": "Erdős", "suffix": "Jr."},
                {"literal": "Kimi Team"},
                {"literal": "Plato"},
            ],
            "issued": {"date-parts": [[2026, 2, 11]]},
            "abstract": "One. Two.",
            "publisher": "arXiv",
            "number": "arXiv:2602.00001",
            "DOI": "10.48550/arXiv.2602.00001",
            "URL": "https://arxiv.org/abs/2602.00001",
            "keyword": "cs.AI, math.CO, to do",
            "note": "Published in J. Trees 1 (2026)",
            "annote": "a b",
        }
    ]


def test_what_is_unknown_is_left_out() -> None:
    cut, made_up = items(CUT, MADE_UP)
    assert cut["author"] == [{"family": "One", "given": "Only"}, {"literal": "others"}]
    assert (cut["issued"], cut["DOI"]) == ({"date-parts": [[2003]]}, "10.1000/x")
    assert set(made_up) == {"id", "type", "title", "publisher", "number", "DOI", "URL"}


def test_only_what_the_schema_knows() -> None:
    (item, *others) = items(FULL, CUT, MADE_UP)
    known = {"id", "type", *citeproc.VARIABLES, *citeproc.NAMES, *citeproc.DATES, *citeproc.NUMBERS}
    assert set(item) <= known
    types = set(re.findall(r'"([\w-]+)"', TYPES.read_text("utf-8")))
    assert {one["type"] for one in (item, *others)} <= types


def test_a_citation_processor_prints_it() -> None:
    assert printed(FULL, CUT) == [
        "Lovelace, A. et al. (2026) “On α-trees & more”. arXiv. "
        "Available at: https://doi.org/10.48550/arXiv.2602.00001.",
        "One, O. and others (2003) “Paper math/0309136”. arXiv. "
        "Available at: https://doi.org/10.1000/x.",
    ]


@pytest.mark.parametrize("text", ['"}]', "\\", "\x1b[31m\x00", "a\nb", "\ud7ff\u202e"])
def test_a_hostile_text_stays_in_its_field(text: str) -> None:
    (item,) = items(paper(1, f"x {text}", authors=(f"A {text} B",), abstract=f"y {text}"))
    assert set(item) <= set(items(FULL)[0])
    assert item["id"] == "arXiv.2602.00001"
