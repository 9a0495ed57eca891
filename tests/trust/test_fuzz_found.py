"""What fuzzing found, each as it was first seen, and the limits of time and memory it broke."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm.errors import QueryError
from paperterm.query.parse import parse
from paperterm.query.patterns import MAX_TIMES
from paperterm.sources.fields import feed_names, typed_names
from paperterm.text import clean
from tests.commands.running import COMMAND, Shell
from tests.trust.hostile import steering

resource = pytest.importorskip("resource", reason="this system has no limits for a process")

SECONDS = 30
BYTES = 1024**3
PIECES = 500_000
MAIL = "Date: Thu, 12 Mar 26 00:36:02 GMT\nSubject: cs.CV daily Subj-class mailing\n\n\\\\\n"
PAPER = "arXiv:2602.00001\nDate: Wed, 1 Mar 2023 19:00:06 GMT\n\nTitle: x\n"
FEED = "<rss><channel><pubDate>Thu, 12 Feb 2026 00:00:00 -0500</pubDate><item>"
ITEM = "<guid>2602.00001</guid><title>x</title>"

FILES: dict[str, Callable[[], str]] = {
    "parentheses around names": lambda: (
        f"{MAIL}{PAPER}Authors: {'(a, ' * PIECES}\n\\\\\n z\n\\\\ ( x\n"
    ),
    "parentheses in a feed": lambda: (
        f"{FEED}{ITEM}<creator>{'()' * PIECES}</creator></item></channel></rss>"
    ),
    "parentheses in a record": lambda: (
        "<record><metadata><arXiv><id>2602.00001</id><title>x</title><created>2026-02-10</created>"
        f"<authors>{'(' * PIECES}</authors></arXiv></metadata></record>"
    ),
    "a listing without a date": lambda: f"{MAIL}{PAPER}/*{' ' * PIECES}\n",
    "listings and papers": lambda: (
        MAIL
        + "/* Fri, 3 Mar 2023 */\n" * 20_000
        + "".join(f"\\\\\narXiv:2602.{n:05}\nTitle: x\n\\\\\n" for n in range(20_000))
    ),
    "lines that go on": lambda: MAIL + PAPER + " abc\n" * PIECES + "\\\\\n z\n\\\\ ( x\n",
    "elements in elements": lambda: f"<rss>{'<a>' * PIECES}",
    "comments": lambda: f"{'<!-- -->' * PIECES}<rss>",
    "a doctype": lambda: f"<!DOCTYPE a {'[] ' * PIECES}<rss>",
    "entities": lambda: (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        f'<!ENTITY c "{"&b;" * 10}"><!ENTITY d "{"&c;" * 10}">]><rss>{"&d;" * PIECES}</rss>'
    ),
    "a digest's own signs": lambda: (
        "# 🔍 T Papers · 2026-02-12\n## 📚 Paper List\n- **["
        + "`](https://arxiv.org/abs/x)**  `arXiv:x`  `a" * (PIECES // 20)
    ),
    "brackets in brackets": lambda: f'{{"id": "2602.00001", "title": "x", "k": {"[" * PIECES}',
    "a long title": lambda: (
        '{"id": "2602.00001", "announced": "2026-02-12", "title": "'
        + "$\\\\frac{" * (PIECES // 5)
        + '"}'
    ),
}


def limited() -> None:
    """Give the process that is about to begin less time and memory than it would need."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


@pytest.mark.parametrize("name", FILES)
def test_an_import_ends_in_bounded_time_and_memory(name: str, home: Path, tmp_path: Path) -> None:
    shell = Shell(home, tmp_path)
    (tmp_path / "file").write_text(FILES[name]())
    for command in (["import", "file"], ["list"], ["export", "--format", "bibtex"]):
        done = subprocess.run(
            [*COMMAND, *command],
            env=shell.environment,
            cwd=tmp_path,
            capture_output=True,
            preexec_fn=limited,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr[-300:]
        assert all(line.startswith(b"paperterm: ") for line in done.stderr.splitlines())
        assert b"unexpected error" not in done.stderr


def test_names_in_many_parentheses_are_divided_as_before() -> None:
    assert feed_names("A. One (X, Y), B. Two ((Z), W), C. Three") == (
        "A. One",
        "B. Two",
        "C. Three",
    )
    assert feed_names("A. One (X, B. Two") == ("A. One (X", "B. Two")
    assert typed_names("A. One (X) and B. Two, C. Three") == ("A. One", "B. Two", "C. Three")


@pytest.mark.parametrize(
    "pattern",
    [
        *("a{9999999}", "(?:a{99999}){99999}", "(?:(?:a{999}){999}){999}", "(?:a|b){9999999,}"),
        *("(?x)a{ 9999999}", "(?x)a{ # note\n9999999}"),
    ],
)
def test_a_regex_is_not_written_out_a_million_times(pattern: str) -> None:
    with pytest.raises(QueryError, match=f"repeats something more than {MAX_TIMES:,} times"):
        parse(f"/{pattern}/")


@pytest.mark.parametrize("pattern", ["a{10000}", "(?:a{100}){100}", "a{1,9999}b{0,9999}", "a{,9}"])
def test_a_regex_that_repeats_less_is_read_in_little_memory(pattern: str) -> None:
    code = f"from paperterm.query.parse import parse; parse({f'/{pattern}/'!r})"
    subprocess.run([sys.executable, "-c", code], preexec_fn=limited, check=True)


def test_no_character_that_nobody_sees_comes_through() -> None:
    for code in range(sys.maxunicode + 1):
        shown = clean(f"a{chr(code)}b")
        assert len(shown) <= 3
        assert steering(shown) == [], f"U+{code:04X} {unicodedata.name(chr(code), '')}"
        assert "\u200c" not in shown
        assert "\u200d" not in shown


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\ufe0f", "\U000e0100", "\u1161", "\u11a8"])
def test_nothing_is_drawn_on_one_place_again_and_again(mark: str) -> None:
    assert len(clean(f"각{mark * 500}b")) <= 10
