"""Counts what was done, and says it at the end."""

from collections import Counter

import pytest

from tests.trust.extent import SEED

TALLY = pytest.StashKey[Counter[str]]()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Counter[str]:
    """What was done so far, in words and numbers."""
    return request.config.stash.setdefault(TALLY, Counter())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was done, and how to do it again."""
    tally = config.stash.get(TALLY, None)
    if tally:
        said = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.items()))
        terminalreporter.write_line(f"trust: {said}; PAPERTERM_TRUST_SEED={SEED}")
