"""Count what was tested, and print it at the end."""

import os
from collections import Counter
from typing import Any

import pytest

from tests.trust.extent import SEED

TALLY = pytest.StashKey[Counter[str]]()
_SENT = "trust"


def pytest_configure() -> None:
    """Give all processes of a run the same seed."""
    os.environ["PAPERTERM_TRUST_SEED"] = str(SEED)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the counts to the main process, if this is one of several."""
    sent: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if sent is not None:
        tally: Counter[str] = session.config.stash.setdefault(TALLY, Counter())
        sent[_SENT] = dict(tally)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the counts of another process."""
    tally: Counter[str] = node.config.stash.setdefault(TALLY, Counter())
    tally.update(getattr(node, "workeroutput", {}).get(_SENT, {}))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Counter[str]:
    """Return the counts so far."""
    return request.config.stash.setdefault(TALLY, Counter())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the counts, and how to repeat the run."""
    tally = config.stash.get(TALLY, None)
    if tally:
        said = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.items()))
        terminalreporter.write_line(f"trust: {said}; PAPERTERM_TRUST_SEED={SEED}")
