"""`paperterm catchup`, as a process: which papers come first after days away, and what is left."""

from tests.commands.running import Shell, told

ROBOT = "A robot arm learns to grasp with a gripper under contact"
GALAXY = "A survey of galaxy spectra measures dust at high redshift"
PROOF = "We prove a theorem on manifolds by a lemma of cohomology"


def fill(shell: Shell) -> None:
    """Four days of thirty papers, of which two are proofs; robots were starred on the first."""
    shell("topics", "add", "Proofs", "--keyword", "theorem")
    lines = [
        told(
            100 * day + at,
            announced=f"2026-02-{9 + day:02}",
            title=f"Paper {100 * day + at}",
            abstract=PROOF if at in (12, 14) else (GALAXY, ROBOT)[at % 2],
        )
        for day in range(4)
        for at in range(30)
    ]
    shell("import", shell.file("days.jsonl", *lines))
    shell("mark", *(f"2602.{number:05}" for number in range(1, 20, 2)), "--star", "--read")


def test_the_days_missed_are_listed_by_interest_with_something_of_each_topic(shell: Shell) -> None:
    fill(shell)
    found = shell("catchup", "--since", "2026-02-10", "--papers", "20", "--json").json
    ids = [paper["id"] for paper in found]
    assert len(ids) == len({*ids}) == 20
    days = {paper["announced"] for paper in found}
    assert {"2026-02-11", "2026-02-12"} <= days <= {"2026-02-10", "2026-02-11", "2026-02-12"}
    assert sum("robot" in paper["abstract"] for paper in found) >= 17
    proofs = sum("theorem" in paper["abstract"] for paper in found)
    assert proofs >= 1
    assert [paper["interest"] for paper in found] == sorted(
        (paper["interest"] for paper in found), reverse=True
    )
    tries = [paper for paper in found if "try" in {part["kind"] for part in paper["why"]}]
    assert len(tries) == 2
    assert shell("catchup", "--since", "2026-02-10", "--papers", "20", "--json").json == found
    said = shell("catchup", "--since", "2026-02-10", "--papers", "20").text
    *lines, tried, last = said.splitlines()
    assert [line.split()[0] for line in lines] == ids
    assert tried.endswith(", ".join(paper["id"] for paper in tries))
    assert last.startswith(
        f"70 papers since Tue 10 Feb left out: {6 - proofs} Proofs; the best: Paper "
    )


def test_what_is_read_is_not_listed_and_nothing_is_left_out_of_few(shell: Shell) -> None:
    fill(shell)
    ids = [f"2602.{300 + at:05}" for at in range(25)]
    shell("mark", *ids, "--read")
    *lines, last = shell("catchup", "--since", "2026-02-12").text.splitlines()
    assert {line.split()[0] for line in lines} == {f"2602.{325 + at:05}" for at in range(5)}
    assert last == "nothing left out: these are all unread papers since Thu 12 Feb"
    assert shell("catchup", "--since", "2026-02-13", "--json").json == []
    assert shell("catchup", "--since", "2026-02-13").text == (
        "no day since Fri 13 Feb 2026 is in the library\n"
    )
    *_, last = shell("catchup", "--since", "2025-12-30", "--papers", "999").text.splitlines()
    assert last == (
        "nothing left out: these are all unread papers since Tue 30 Dec 2025 of the days in "
        "the library; 27 days not fetched"
    )
    assert b"2099-12-31 is in the future" in shell("catchup", "--since", "2099-12-31").err


def test_an_empty_library_missed_nothing(shell: Shell) -> None:
    done = shell("catchup")
    assert (done.status, done.text) == (0, "nothing missed: there are no newer days\n")
    assert shell("catchup", "--json").json == []
