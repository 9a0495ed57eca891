"""The process to kill: `python -m tests.trust.child WORK FIRST [--way W]…`.

It changes the library in PAPERTERM_HOME, and prints a word after each change.
"""

import argparse
import os

from paperterm.paths import folders
from paperterm.session import Session
from tests.trust import naive, steps
from tests.trust.works import WORKS, say
from tests.trust.world import morning


def main() -> None:
    """Do one of the works until it ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("first", type=int)
    parser.add_argument("--storage", choices=naive.STORAGES, default="real")
    parser.add_argument("--together", action="store_true", help="begin when a byte comes on stdin")
    parser.add_argument("--steps", action="store_true", help="stop before and after each step")
    args = parser.parse_args()
    where = folders()
    session = Session(where, morning)
    if args.together:
        say("ready")
        os.read(0, 1)
    if args.steps:
        steps.take(where.data.parent)
    naive.STORAGES[args.storage]()
    for word in WORKS[args.work](session, args.first):
        say(word)


if __name__ == "__main__":
    main()
