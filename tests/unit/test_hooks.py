"""Hooks: programs of the user, which may hang, flood or be missing."""

import json
import os
import time
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.library import Outcome
from paperterm.model import Status
from paperterm.refresh.events import Report, Stored
from paperterm.session import Session, hooks, marking
from paperterm.session.hooks import Hook, after_fetch, after_star
from tests.building import DAY, listing, name, paper

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are of POSIX")


def hook(line: str) -> Hook:
    return Hook("after_star", ("sh", "-c", line), {"papers": []})


@pytest.fixture
def session(home: Path) -> Session:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(
        "[hooks]\nafter_fetch = \"mine -x 'a b'\"\nafter_star = 'mine'\n"
    )
    session = Session()
    session.library.store(listing(1, paper(2, "Two")))
    return session


def test_a_hook_reads_json(tmp_path: Path) -> None:
    hook(f"cat > {tmp_path}/told").run()
    assert json.loads((tmp_path / "told").read_bytes()) == {"event": "after_star", "papers": []}


def test_a_hook_may_not_read_and_may_flood(tmp_path: Path) -> None:
    big = Hook("x", ("touch", str(tmp_path / "unread")), {"papers": ["x" * 1_000_000]})
    big.run()
    flood = "head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2"
    hook(f"{flood}; touch {tmp_path}/flooded").run()
    assert {one.name for one in tmp_path.iterdir()} == {"unread", "flooded"}


@pytest.mark.parametrize(
    ("line", "told"),
    [("exit 3", "sh: failed with 3"), ("sleep 30 & sleep 30", "sh: was stopped after 0.3 seconds")],
)
def test_a_hook_that_fails_or_hangs_is_told(
    monkeypatch: pytest.MonkeyPatch, line: str, told: str
) -> None:
    monkeypatch.setattr(hooks, "PATIENCE", 0.3)
    begin = time.monotonic()
    with pytest.raises(InputError, match=rf"{told}; fix \[hooks\] after_star"):
        hook(line).run()
    assert time.monotonic() - begin < 3


def test_a_missing_hook_is_told() -> None:
    with pytest.raises(InputError, match="/no/program: could not be started"):
        Hook("after_fetch", ("/no/program",), {}).run()


def test_a_refresh_that_wrote_nothing_runs_no_hook(session: Session) -> None:
    assert after_fetch(session, Report()) is None
    report = Report(days=[Stored(DAY, Status.COMPLETE, Outcome(new=2, changed=1))])
    assert after_fetch(session, report) == (
        "after_fetch",
        ("mine", "-x", "a b"),
        {"new": 2, "changed": 1, "days": [{"day": "2026-02-12", "new": 2, "changed": 1}]},
    )


def test_only_new_stars_run_the_hook(session: Session) -> None:
    ids = [name(1), name(2)]
    assert after_star(session, session.mark_ids(ids, marking.read(True))) is None
    session.mark_ids(ids[:1], marking.star(True))
    told = after_star(session, session.mark_ids(ids, marking.star(True)))
    assert told is not None
    (one,) = told.event["papers"]
    assert (one["id"], one["title"], one["starred"]) == ("2602.00002", "Two", True)
    assert after_star(session, session.mark_ids(ids, marking.star(False))) is None
