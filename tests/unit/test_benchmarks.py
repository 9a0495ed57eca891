"""The benchmarks, run small: every figure is there and can be right."""

import gzip
import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SCRIPT = BENCHMARKS / "run.py"
WORDS = (
    # Each letter of a query that the script types leaves some of these out.
    *("dance", "dirt", "diffraction", "diffuse light", "diffusion"),
    *("lake", "last", "largo", "large", "large language model"),
    *("rest", "recall", "record", "reconsider", "reconstruction"),
    *("green", "grape", "grammar", "graph theory", "self-supervision"),
)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("figures")


@pytest.mark.long
def test_every_figure_is_measured(tmp_path: Path, shared: Path, figures: ModuleType) -> None:
    assert (shared / "bench" / "bare.py").exists()
    corpus = tmp_path / "corpus.jsonl.gz"
    papers = [_paper(number) for number in range(60)]
    corpus.write_bytes(gzip.compress("\n".join(map(json.dumps, papers)).encode()))
    out = tmp_path / "figures.json"
    done = subprocess.run(
        [
            *(sys.executable, SCRIPT, "--sizes", "300", "--runs", "1", "--keys", "4", "--few"),
            *("--corpus", corpus, "--json", out),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    measured = {one["name"]: one for one in json.loads(out.read_bytes())["figures"]}
    assert measured.keys() == figures.FIGURES.keys()
    assert [one for one in measured.values() if not one["value"] > 0] == []
    assert {one["papers"] for one in measured.values()} == {300}
    compared = {name for name, one in measured.items() if one["bare"]}
    assert compared == {name for name in measured if name.startswith(("start", "key.", "memory"))}
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + len(measured)
    assert all(figure.says in done.stdout for figure in figures.FIGURES.values())


def test_bars(figures: ModuleType) -> None:
    def met(name: str, papers: int, value: float, bare: float | None = None) -> bool | None:
        is_met: bool | None = figures.Measured(name, papers, value, bare).is_met
        return is_met

    assert [met("start.title", 1000, value, 100) for value in (135, 136)] == [True, False]
    assert [met("memory.moved", 1000, value, 30) for value in (70, 71)] == [True, False]
    assert [met("filter.words", 1000, value) for value in (60, 61)] == [True, False]
    assert [met("import.papers", 20_000, value) for value in (5000, 4999)] == [True, False]
    assert [met("key.cpu", 1_000_000, value) for value in (18, 19)] == [True, False]
    # What there is no bar for: few papers to import, a million to filter.
    assert met("import.papers", 300, 1.0) is None
    assert met("filter.words", 1_000_000, 100) is None


def test_what_must_not_grow_is_held_against_the_smaller_library(figures: ModuleType) -> None:
    times = {1000: 100.0, 122_000: 106.0, 1_000_000: 158.0}
    grown = figures.grown([figures.Measured("start.title", *one) for one in times.items()])
    assert [(one.papers, one.smaller, one.is_met) for one in grown] == [
        (122_000, 1000, False),
        (1_000_000, 122_000, True),
    ]


def _paper(number: int) -> dict[str, object]:
    """Three days of twenty papers, all of them about something else."""
    word = WORDS[number % len(WORDS)]
    return {
        "id": f"2601.{number + 1:05}",
        "title": f"{word} {number}: an essay",
        "authors": ["Ada Wang"],
        "abstract": f"This is about {word}, at times. " * 20,
        "categories": ["cs.AI"],
        "primary_category": "cs.AI",
        "announced": f"2026-01-{number // 20 + 11:02}",
    }
