"""The reader is killed on a terminal; a star that was shown is there when it opens again."""

import os
import re
import signal
from collections import Counter
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from tests.trust.extent import SEED, chance, share
from tests.trust.promises import Promises, stuck
from tests.trust.world import filled, id_of
from tests.tui.terminal import Terminal, sees

STARRED = re.compile(r"★ +Paper (\d+) on llm")
MOST = 8

pytestmark = [
    pytest.mark.on_disk,
    pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal"),
]


def test_a_star_that_was_shown_is_kept(tmp_path: Path, tally: Counter[str]) -> None:
    random = chance("reader")
    for number in range(share(2)):
        home = tmp_path / str(number)
        filled(home, 40)
        with opened(home) as reader:
            for stars in range(random.randrange(MOST)):
                reader.send("sj")
                reader.wait_until(partial(has_stars, reader, stars + 1))
            reader.send("sj" * random.randrange(4))
            reader.wait_until(partial(is_over, monotonic() + random.uniform(0, 0.05)))
            reader.end(signal.SIGKILL)
            assert reader.wait_for_end() == -signal.SIGKILL
            seen = starred(reader)
        promises = Promises()
        for paper in seen:
            promises.hear(f"star {id_of(paper)} yes")
        losses = [*promises.broken(home), *stuck(home)]
        assert losses == [], f"PAPERTERM_TRUST_SEED={SEED}"
        with opened(home) as reader:
            reader.wait_until(partial(has_stars, reader, len(seen)))
            assert set(seen) <= set(starred(reader))
        tally["kills at random moments (reader on a terminal)"] += 1
        tally["changes that were said to be done"] += len(seen)


def opened(home: Path) -> Terminal:
    """A reader whose list is on the screen."""
    reader = Terminal(["-m", "paperterm"], sees(home), (120, 48))
    reader.wait_for("Paper 0 on llm", f"Paper {MOST} on llm")
    return reader


def starred(reader: Terminal) -> list[int]:
    """The papers that the list shows with a star."""
    return [int(number) for number in STARRED.findall(reader.text)]


def has_stars(reader: Terminal, count: int) -> bool:
    """Whether the list shows at least so many."""
    return len(starred(reader)) >= count


def is_over(end: float) -> bool:
    """Whether it is later than that."""
    return monotonic() >= end
