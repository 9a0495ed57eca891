"""`--sort interest` and `paperterm interest`, as processes."""

import json

import pytest

from paperterm.model import Paper, PaperId
from paperterm.query.parse import parse
from paperterm.query.subject import Subject
from paperterm.ranking.model import STEPS, step
from tests.commands.running import Shell, told
from tests.querying import matches

ROBOT = "A robot arm learns to grasp with a gripper under contact"
GALAXY = "A survey of galaxy spectra measures dust at high redshift"


def fill(shell: Shell, days: int = 3, robots: int = 2) -> None:
    """Bring days of forty papers, one in `robots` of them on robots."""
    lines = [
        told(
            100 * day + at,
            announced=f"2026-02-{10 + day}",
            title=f"Paper {100 * day + at}",
            abstract=ROBOT if at % robots == 1 else GALAXY,
        )
        for day in range(days)
        for at in range(40)
    ]
    shell("import", shell.file("days.jsonl", *lines))


def star(shell: Shell, *numbers: int) -> None:
    shell("mark", *(f"2602.{number:05}" for number in numbers), "--star")


def test_what_was_starred_sorts_another_day_and_says_why(shell: Shell) -> None:
    fill(shell)
    star(shell, 1, 3, 5, 7, 9, 11)
    found = shell("list", "--day", "2026-02-12", "--sort", "interest", "--json").json
    assert all("robot" in paper["abstract"] for paper in found[:20])
    assert [paper["interest"] for paper in found] == sorted(
        (paper["interest"] for paper in found), reverse=True
    )
    words = {part["text"] for part in found[0]["why"]}
    assert words & {"robot arm", "grasp", "gripper", "robot", "arm learn"}
    again = shell("list", "--day", "2026-02-12", "--sort", "interest", "--json").json
    assert again == found
    star(shell, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38)
    after = shell("list", "--day", "2026-02-12", "--sort", "interest", "--json").json
    assert any("galaxy" in paper["abstract"] for paper in after[:10])


def test_two_machines_with_the_same_marks_agree(shell: Shell) -> None:
    fill(shell)
    star(shell, *range(1, 80, 2))
    seeds = []
    for seed in ("1", "2"):
        (shell.home / "cache" / "index.sqlite").unlink(missing_ok=True)
        changed = {"PYTHONHASHSEED": seed}
        seeds.append(shell("list", "--sort", "interest", "--json", environment=changed).out)
    assert seeds[0] == seeds[1]


def test_the_judgement_knows_nothing_of_the_day_it_judges(shell: Shell) -> None:
    """Each day's star is on a new subject; the others are on that of the star before it."""
    lines = []
    for day in range(8):
        date = f"2026-02-{10 + day}"
        lines.append(told(100 * day, announced=date, title=f"new{day} subject{day} word{day}"))
        lines += [
            told(100 * day + at, announced=date, title=f"new{day - 1} subject{day - 1} by{at}")
            for at in range(1, 45)
        ]
    shell("import", shell.file("days.jsonl", *lines))
    star(shell, *range(0, 800, 100))
    judged = shell("interest", "--json").json["judged"]
    assert (judged["stars"], judged["days"]) == (7, 7)  # nothing to go by on the first day
    assert judged["in_first"] <= 1  # a model that knows the day puts all seven first


def test_digests_are_sorted_by_interest_if_asked_for_and_a_week_is_one_file(shell: Shell) -> None:
    fill(shell)
    usual = shell("digest", "--out", "usual").text.splitlines()
    star(shell, *range(1, 40, 2))
    shell("digest", "--out", "again")
    for file in usual:  # by whatever is kept, the format does not change
        assert (shell.folder / file).read_bytes() == (
            shell.folder / file.replace("usual", "again")
        ).read_bytes()
    shell("digest", "--sort", "interest", "--out", "sorted")
    _, papers = (shell.folder / "sorted" / "README.md").read_text().split("## Papers")
    numbers = [int(part[:5]) for part in papers.split("/abs/2602.")[1:]]
    assert all(number % 2 for number in numbers[:20])
    assert not any(number % 2 for number in numbers[20:])
    assert shell("digest", "--week", "--out", "week").text == "week/2026-02-12-week.md\n"
    text = (shell.folder / "week" / "2026-02-12-week.md").read_text()
    papers_of_week = text.split("\n### ")[1:]
    assert len(papers_of_week) == 120
    kept, like_them = papers_of_week[0], papers_of_week[20]
    assert "starred" in kept
    assert "liked for" not in kept  # a kept paper is no reason for itself
    assert "liked for" in like_them
    assert "liked for" not in papers_of_week[-1]
    done = shell("digest", "--week", "--day", "2026-01-02")
    assert (done.status, done.complaints) == (
        1,
        ["the week up to 2026-01-02: has no papers; fetch it, or choose another"],
    )


def test_without_marks_it_says_that_it_guesses(shell: Shell) -> None:
    fill(shell, days=1)
    done = shell("interest")
    assert (done.status, done.err) == (0, b"")
    assert "The order cannot be judged yet" in done.text
    assert "You kept 0 papers: with fewer than five, papers stay in announced order." in done.text
    config = shell.home / "config" / "config.toml"
    config.write_text(
        '[authors]\nfollowed = ["A. Author"]\n[topics.Robots]\nkeywords = ["robot"]\n'
    )
    star(shell, 1)
    assert (
        "You kept 1 paper: with fewer than five, this order is a guess from these papers, "
        "your topics (Robots), the authors you follow." in shell("interest").text
    )
    record = json.loads(shell("interest", "--json").out)
    assert (record["kept"], record["is_guess"], record["judged"]) == (
        1,
        True,
        {"stars": 1, "in_first": 1, "days": 1, "by_chance": 0.5, "low": 0.207, "high": 1.0},
    )


def test_the_most_similar_papers_come_first_and_not_the_paper_itself(shell: Shell) -> None:
    fill(shell, days=1)
    robots = {f"2602.{number:05}" for number in range(1, 40, 2)}
    found = shell("similar", "2602.00001", "--limit", "10", "--json").json
    assert len(found) == 10
    assert {paper["id"] for paper in found} <= robots - {"2602.00001"}
    whole = {paper["id"]: paper for paper in shell("list", "--limit", "100", "--json").json}
    assert found == [whole[paper["id"]] for paper in found]
    assert len(shell("similar", "2602.00001").text.splitlines()) == 19
    done = shell("similar", "2602.09999")
    assert (done.status, done.complaints) == (
        1,
        ["2602.09999: is not in the library; import or fetch its day first"],
    )


def test_a_query_finds_what_is_liked_most_or_least_and_says_so_if_nothing_is_known(
    shell: Shell,
) -> None:
    fill(shell, robots=10)
    config = shell.home / "config" / "config.toml"
    config.write_text('topics = []\n[views]\nbest = "interest:high is:unread"\n')
    nothing = shell("search", "interest:high")
    assert (nothing.status, nothing.out) == (0, b"")
    assert "nothing is known about your interest yet" in nothing.err.decode()
    star(shell, 1, 11, 21, 31)
    day = shell("list", "--day", "2026-02-12", "--sort", "interest", "--json").json
    scores = {paper["id"]: paper["interest"] for paper in day}
    for value, steps in (("high", (STEPS - 1, STEPS)), ("low", (1,))):
        found = shell("list", "--day", "2026-02-12", "--query", f"interest:{value}", "--json").json
        wanted = {id_ for id_, score in scores.items() if step(score) in steps}
        assert {paper["id"] for paper in found} == wanted != set()
    best = shell("list", "--view", "best", "--json").json
    assert best
    assert all("robot" in paper["abstract"] for paper in best)


@pytest.mark.parametrize("score", [-0.001, 0, 0.999, 1, 1.999, 2, 2.999, 3, 9])
def test_high_and_low_are_the_steps_that_rows_show(score: float) -> None:
    subject = Subject(Paper(PaperId("2602.00001"), "A title"), interest=score)
    assert matches(parse("interest:high"), subject) == (step(score) >= STEPS - 1)
    assert matches(parse("interest:low"), subject) == (step(score) == 1)
