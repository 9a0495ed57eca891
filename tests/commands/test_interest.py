"""`--sort interest` and `paperterm interest`, as processes."""

import json

from tests.commands.running import Shell, told

ROBOT = "A robot arm learns to grasp with a gripper under contact"
GALAXY = "A survey of galaxy spectra measures dust at high redshift"


def fill(shell: Shell, days: int = 3) -> None:
    lines = [
        told(
            100 * day + at,
            announced=f"2026-02-{10 + day}",
            title=f"Paper {100 * day + at}",
            abstract=(GALAXY, ROBOT)[at % 2],
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


def test_without_marks_it_says_that_it_guesses(shell: Shell) -> None:
    fill(shell, days=1)
    done = shell("interest")
    assert (done.status, done.err) == (0, b"")
    assert "No star could be judged yet" in done.text
    assert "a guess by your topics" in done.text
    record = json.loads(shell("interest", "--json").out)
    assert (record["kept"], record["is_guess"], record["judged"]) == (0, True, None)


def test_the_most_similar_papers_come_first_and_not_the_paper_itself(shell: Shell) -> None:
    fill(shell, days=1)
    robots = {f"2602.{number:05}" for number in range(1, 40, 2)}
    found = shell("similar", "2602.00001", "--limit", "10", "--json").json
    assert len(found) == 10
    assert {paper["id"] for paper in found} <= robots - {"2602.00001"}
    assert len(shell("similar", "2602.00001").text.splitlines()) == 19
    done = shell("similar", "2602.09999")
    assert (done.status, done.complaints) == (
        1,
        ["2602.09999: is not in the library; import or fetch its day first"],
    )
