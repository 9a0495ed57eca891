"""How much the suite does, and from which seed: the environment says so.

`PAPERTERM_TRUST_KILLS=500 pytest tests/trust -q` is the long part. `PAPERTERM_TRUST_SEED` repeats
the work and the moments of a run, as far as a machine repeats anything.
"""

import os
from random import Random

KILLS = int(os.environ.get("PAPERTERM_TRUST_KILLS", "40"))
"""How many processes are killed at random moments."""

SEED = int(os.environ.get("PAPERTERM_TRUST_SEED") or Random().randrange(1_000_000))

IS_LONG = KILLS >= 200
"""Whether this is the long part."""

EVERY = 1 if IS_LONG else 40
"""At one in so many steps of a write a process is killed; in the long part at each."""


def share(parts: int) -> int:
    """A part of all kills, in fortieths."""
    return max(1, KILLS * parts // 40)


def chance(*what: object) -> Random:
    """Randomness of a test, other for each, the same for one seed."""
    return Random(f"{SEED} {what}")
