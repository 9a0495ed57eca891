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
    assert done.returncode in (0, 1, 3), done.stderr
    measured = {one["name"]: one for one in json.loads(out.read_bytes())}
    assert measured.keys() == figures.FIGURES.keys()
    assert {one["papers"] for one in measured.values()} == {300}
    values = [value for one in measured.values() for pair in one["pairs"] for value in pair]
    assert len(values) == 2 * len(measured)
    assert min(values) > 0
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + len(measured)
    assert all(figure.says in done.stdout for figure in figures.FIGURES.values())


@pytest.mark.parametrize(
    ("ratios", "others", "verdict"),
    [
        ((1.2, 1.3, 9.0), 0.0, "met"),
        ((1.2, 1.31, 1.31), 0.0, "MISSED"),
        ((1.2, 1.2, 1.31), 0.2, "too busy to tell"),
        ((1.2, 1.2, 1.2), 0.2, "met"),
    ],
)
def test_a_busy_machine_tells_only_what_all_runs_do(
    figures: ModuleType, ratios: tuple[float, ...], others: float, verdict: str
) -> None:
    pairs = [figures.Pair("start.title", 1000, one * 7, 7, others) for one in ratios]
    (result,) = figures.results(pairs)
    assert result.verdict == verdict
    size = figures.Pair("index.bytes", 20_000, 3, 2, others)
    assert [one.verdict for one in figures.results([size])] == ["MISSED"]
    assert f"{min(ratios):.2f}-{max(ratios):.2f}" in figures.table([result])


def test_bulk_work_has_no_bar_for_few_papers_nor_for_a_million(figures: ModuleType) -> None:
    pairs = [figures.Pair("import.found", papers, 1, 1) for papers in (300, 20_000, 1_000_000)]
    assert [one.bar for one in figures.results(pairs)] == [None, 4.0, None]


def test_a_run_counts_by_its_median_or_nearly_its_worst(figures: ModuleType) -> None:
    seconds = [*range(100)]
    assert figures.paired("key.update", 300, seconds, 2).ours == 49.5
    assert figures.paired("key.update.p95", 300, seconds, 2).ours == 95
    assert figures.paired("star.durable", 300, seconds, 2).ours == 99


def test_what_must_not_grow_is_held_against_the_smaller_library(figures: ModuleType) -> None:
    times = {1000: 100.0, 122_000: 106.0, 1_000_000: 158.0}
    pairs = [figures.Pair("start.title", papers, one, 100.0) for papers, one in times.items()]
    grown = [one for one in figures.results(pairs) if one.yardstick != "bare app"]
    assert [(one.papers, one.yardstick, one.verdict) for one in grown] == [
        (122_000, "1,000 papers", "MISSED"),
        (1_000_000, "122,000 papers", "met"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("robust or n", '"robust" OR "n" *'),
        ("llm -saf", '"llm" NOT "saf" *'),
        ('"in context" lea', '"in context" AND "lea" *'),
        ("au:wang", 'authors : "wang" *'),
        ("multi* agent", '"multi" * AND "agent" *'),
        ("is:replaced", "replace%"),
        ("", None),
    ],
)
def test_a_query_is_asked_plainly_as_it_is_typed(
    figures: ModuleType, typed: str, found: str | None
) -> None:
    asked = importlib.import_module("yardsticks").asked_plainly(typed)
    assert (asked and asked[1][0]) == found


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
