"""The changelog has a dated section for the version of the package, under what is unreleased."""

import re
from datetime import date
from pathlib import Path

from paperterm import __version__

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


def test_the_version_is_the_newest_in_the_changelog() -> None:
    unreleased, *released = re.findall(r"^## (.+)$", CHANGELOG.read_text("utf-8"), re.MULTILINE)
    assert unreleased == "Unreleased"
    versions = [heading.split(" - ") for heading in released]
    assert versions[0][0] == __version__
    days = [date.fromisoformat(day) for _, day in versions]
    assert days == sorted(days, reverse=True)
