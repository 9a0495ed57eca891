"""The README shows two commands; CI runs the second, and the project provides what both name."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
INSTALL = "pip install . && paperterm"
TEST = 'pip install -e ".[dev]" && pytest'


@pytest.fixture
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def test_the_readme_starts_with_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks[:2]] == [INSTALL, TEST]
    assert readme.index(TEST) < readme.index("\n## ")


def test_ci_runs_the_second_one_in_a_fresh_environment() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    made = next(number for number, line in enumerate(lines) if "-m venv" in line)
    ran = next(
        number
        for number, line in enumerate(lines)
        if line.replace(" --quiet", "").partition("#")[0].strip() == TEST
    )
    assert made < ran
    assert not [line for line in lines[made:ran] if "pip" in line]


def test_the_project_offers_what_the_commands_name(project: dict[str, Any]) -> None:
    assert project["scripts"] == {"paperterm": "paperterm.cli:main"}
    assert project["readme"] == "README.md"
    dev = {re.split(r"[<>=!~;\[ ]", line)[0] for line in project["optional-dependencies"]["dev"]}
    assert {"build", "hatchling", "hypothesis", "mypy", "pytest", "ruff"} <= dev


def test_nothing_names_where_packages_are_downloaded_from(project: dict[str, Any]) -> None:
    extras = project["optional-dependencies"].values()
    assert not [
        line for lines in (project["dependencies"], *extras) for line in lines if "@" in line
    ]
    assert not [*ROOT.glob("*.lock"), *ROOT.glob("requirements*.txt")]
