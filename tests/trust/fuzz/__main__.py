"""Fuzz the parsers with atheris: `python -m tests.trust.fuzz [--seconds N] [TARGET…]`.

Run it at the root of the checkout, after `pip install atheris` (which has wheels for Linux). CI and
pytest do not need it: `tests/trust/test_fuzz.py` runs the same targets with a few invented inputs.
Each target gets its share of the seconds, and a process of its own with limits of time and memory
for each input; it begins with the inputs of `seeds.py`. An input that breaks a promise is written
to `crash-…` in the corpus folder, and its traceback is printed.
"""

import argparse
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

CORPUS = Path(gettempdir()) / "paperterm-fuzz"
ONE_INPUT_SECONDS = 10
MEGABYTES = 1024


def main() -> int:
    """Fuzz the named targets, or all; return 1 if one broke a promise."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all by default")
    parser.add_argument("--seconds", type=int, default=600, help="for all together")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        fuzz(args.targets[0], args.seconds)
    from tests.trust.fuzz.seeds import SEEDS

    chosen = args.targets or [*SEEDS]
    if unknown := {*chosen} - {*SEEDS}:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(SEEDS)}")
    seconds = max(args.seconds // len(chosen), 1)
    broken = [name for name in chosen if not _alone(name, seconds)]
    sys.stderr.write(f"broken: {', '.join(broken) or 'none'}\n")
    return 1 if broken else 0


def _alone(target: str, seconds: int) -> bool:
    """Fuzz one target in a process of its own; return whether it kept its promise."""
    command = [sys.executable, "-m", "tests.trust.fuzz", "--one", "--seconds", str(seconds), target]
    with subprocess.Popen(command) as fuzzing:
        status = fuzzing.wait()
    from tests.trust.fuzz.targets import MEMORY

    # It ends without Python's usual clean-up.
    for left in MEMORY.glob(f"paperterm-fuzz-{fuzzing.pid}-*"):
        shutil.rmtree(left)
    return status == 0


def fuzz(target: str, seconds: int) -> None:
    """Fuzz a target in this process, and end the process."""
    atheris = import_module("atheris")  # mypy and CI do not have it

    # Only modules imported from here on are instrumented.
    with atheris.instrument_imports(include=["paperterm", "arxiv", "tomlkit", "tomllib"]):
        from tests.trust.fuzz.seeds import SEEDS, WORDS
        from tests.trust.fuzz.targets import TARGETS

        for seed in SEEDS[target]:
            TARGETS[target](seed)

    corpus = CORPUS / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = CORPUS / f"{target}.dict"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in WORDS[target].split()))
    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={ONE_INPUT_SECONDS}",
        f"-rss_limit_mb={MEGABYTES}",
        "-max_len=20000",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-dict={words}",
        f"-artifact_prefix={corpus}/",
    ]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], TARGETS[target])
    atheris.Fuzz()


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
