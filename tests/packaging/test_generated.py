"""The files that are generated from the registries and the parser are up to date."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("generator", ["tables.py", "manual.py"])
def test_what_is_generated_is_up_to_date(generator: str) -> None:
    done = subprocess.run(
        (sys.executable, ROOT / "docs" / generator, "--check"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
