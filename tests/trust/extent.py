"""How much the suite does, and from which seed, as set in the environment.

`PAPERTERM_TRUST_KILLS=500 pytest tests/trust -q` is the long part. `PAPERTERM_TRUST_SEED` repeats
the work and the moments of a run, as far as a machine can.
"""

import os
from random import Random

KILLS = int(os.environ.get("PAPERTERM_TRUST_KILLS", "40"))
"""How many processes to kill at random moments."""

SEED = int(os.environ.get("PAPERTERM_TRUST_SEED") or Random().randrange(1_000_000))

IS_LONG = KILLS >= 200
"""Whether this is the long part."""

EVERY = 1 if IS_LONG else 40
"""Kill a process at one in this many steps of a write; in the long part, at each."""


def share(parts: int) -> int:
    """Return a part of all kills, in fortieths."""
    return max(1, KILLS * parts // 40)


def chance(*what: object) -> Random:
    """Return the random numbers of a test: different for each test, the same for one seed."""
    return Random(f"{SEED} {what}")
