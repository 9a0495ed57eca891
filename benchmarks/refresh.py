"""Measure a refresh: a batch of 2,000 papers, from the request to the list on the screen.

    python benchmarks/refresh.py [--items 2000] [--runs 5] [--clients]

A loopback arXiv serves one batch. Measured through a real pty: the time from the request to the
first title on the screen of an empty library; the answers to keys pressed every 30 ms while another
batch arrives; and, with --clients, one query per topic by the arxiv package on the same server, as
other tools do it, including its three seconds between requests.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parent))

from terminal import Terminal, python

from paperterm.config.settings import CATEGORIES, TOPICS
from paperterm.loopback.server import Loopback
from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, Paper, PaperId
from paperterm.sources.schedule import eastern_zone, newest_out

ABSTRACT = (
    "We study how a reader keeps up with many papers a day, and find that {words} help. " * 18
)
SETTINGS = "[fetch]\ninterval = 0\nautomatic = {automatic}\n"
KEY_SECONDS = 0.03


def batch(day: Day, items: int, first: int) -> list[AnnouncedPaper]:
    """Return a day of papers of the usual size, 1.7 kB each."""
    sent = datetime.combine(day, time(12), UTC) - timedelta(days=2 if day.weekday() == 6 else 0)
    categories = list(CATEGORIES)
    found = []
    for number in range(items):
        category = categories[number % len(categories)]
        paper = Paper(
            PaperId(f"2601.{first + number:05}"),
            f"Paper {first + number}: a language model for reading at breakfast",
            ("Ada Lovelace", "José García", "Grace Hopper"),
            abstract=ABSTRACT.format(words="diffusion and LLM"),
            categories=(category, "stat.ML"),
            primary_category=category,
            version=1,
            published=sent,
            updated=sent,
        )
        found.append(AnnouncedPaper(paper, Announcement(day, Kind.NEW, number)))
    return found


def environment(home: str, server: Loopback, *, automatic: bool) -> dict[str, str]:
    """Return the variables of a home with settings for the server."""
    config = Path(home) / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(SETTINGS.format(automatic=str(automatic).lower()))
    return {"PAPERTERM_HOME": home, "PAPERTERM_ARXIV_URL": server.url}


def to_the_screen(server: Loopback) -> float:
    """Return the seconds from the request to the first title, for an empty library."""
    with tempfile.TemporaryDirectory() as home:
        variables = environment(home, server, automatic=True)
        with Terminal(python("-m", "paperterm"), variables) as terminal:
            terminal.read_for(8)
            shown = terminal.shown_at(lambda text: "for reading at breakfast" in text)
    assert shown, "no title appeared"
    return shown - server.requests[-1].at


def keys_meanwhile(server: Loopback, old: list[AnnouncedPaper]) -> list[float]:
    """Return the seconds from each key to the next output, while a batch arrives."""
    with tempfile.TemporaryDirectory() as home:
        variables = environment(home, server, automatic=False)
        _import(home, old)
        with Terminal(python("-m", "paperterm"), variables) as terminal:
            terminal.read_until_quiet(1.0)
            terminal.press("R")
            answers = []
            end = monotonic() + 3
            while monotonic() < end:
                pressed = terminal.press("j")
                count = len(terminal.pieces)
                while len(terminal.pieces) == count and monotonic() < pressed + 2:
                    terminal.read(0.5)
                answers.append(terminal.pieces[count][0] - pressed)
                terminal.read_for(KEY_SECONDS - (monotonic() - pressed))
            assert terminal.shown_at(lambda text: "new" in text), "the batch did not arrive"
    return answers


def other_tools(server: Loopback) -> tuple[float, int]:
    """Return seconds and requests of one query per topic with the arxiv package."""
    import arxiv

    before, started = len(server.requests), monotonic()
    client = arxiv.Client()
    client.query_url_format = f"{server.url}/api/query?{{}}"
    wanted = " OR ".join(f"cat:{category}" for category in CATEGORIES)
    for topic in TOPICS:
        words = " OR ".join(f'all:"{keyword[0]}"' for keyword in topic.keywords)
        list(client.results(arxiv.Search(f"({wanted}) AND ({words})", max_results=300)))
    return monotonic() - started, len(server.requests) - before


def _import(home: str, papers: list[AnnouncedPaper]) -> None:
    import subprocess

    import orjson

    from paperterm.model.record import record

    file = Path(home) / "old.jsonl"
    file.write_bytes(b"".join(orjson.dumps(record(*one)) + b"\n" for one in papers))
    command = python("-m", "paperterm", "import", str(file))
    subprocess.run(command, check=True, capture_output=True, env={"PAPERTERM_HOME": home})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--clients", action="store_true")
    args = parser.parse_args()
    day = newest_out(datetime.now(UTC))
    # The server's clock shows a morning on which the batch is in the feeds.
    morning = datetime.combine(day.feed_date, time(9, 30), eastern_zone()).astimezone(UTC)
    before = Day.of_feed(day)
    old = batch(before, 500, 40_000)
    papers = [*old, *batch(day, args.items - 1, 1)]
    with Loopback(papers, now=lambda: morning, clock=monotonic) as server:
        lists = [to_the_screen(server) for _ in range(args.runs)]
        keys = sorted(answer for _ in range(args.runs) for answer in keys_meanwhile(server, old))
        print(
            f"{args.items} items, request to list: median {statistics.median(lists):.2f} s, "
            f"worst {max(lists):.2f} s"
        )
        p99 = keys[int(len(keys) * 0.99)]
        print(
            f"keys meanwhile ({len(keys)}): median {statistics.median(keys) * 1000:.1f} ms, "
            f"p99 {p99 * 1000:.1f} ms"
        )
        if args.clients:
            seconds, requests = other_tools(server)
            print(f"arxiv.Client, one query per topic: {seconds:.1f} s, {requests} requests")


if __name__ == "__main__":
    main()
