"""The order of interest in a small library: any marks make one, and its judgement is honest."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from sqlite3 import connect

import pytest

from paperterm.library.index import Index, Scope
from paperterm.model import Day, Order, Paper, PaperId
from paperterm.paths import Folders
from paperterm.session import Session, ground, marking, star
from paperterm.session.interest_report import InterestReport, lines_of, report
from tests.building import DAY, later, listing, name, paper

ROBOT = "A robot arm learns to grasp with a dexterous gripper under contact"
GALAXY = "A survey of galaxy spectra measures cosmic dust at high redshift"
OLDER = Day(2026, 2, 11)


class Desk:
    """A machine with a library of its own."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = lambda: later(0)) -> None:
        self.folders = Folders(*(folder / one for one in Folders._fields))
        self.folders.config_file.parent.mkdir(parents=True)
        self.session = Session(self.folders, now=clock)
        self.configure("topics = []\n")

    def configure(self, text: str) -> None:
        self.folders.config_file.write_text(text)
        self.session.reload()

    def bring(self, *papers: Paper, day: Day = DAY) -> None:
        self.session.library.store(listing(*papers, day=day))

    def mark(self, action: marking.MarkChange, *numbers: int) -> None:
        self.session.mark_ids(list(map(name, numbers)), action)

    def index(self) -> Index:
        index = Index(self.folders.cache, self.session.library, self.session.settings.topics)
        index.reconcile()
        return index

    def ranked(self) -> list[tuple[PaperId, float | None]]:
        """Return the ids in the order of interest, each with its score."""
        with closing(self.index()) as index:
            found = index.search(scope=Scope())
            self.session.interest.rank(index, self.session.settings, found, lambda: False)
            found = index.search(scope=Scope(order=Order.INTEREST))
            ids = [row.id for row in found.rows(0, len(found)) if row]
            scores = index.scores(ids)
            return [(id_, scores.get(id_)) for id_ in ids]

    def report(self) -> InterestReport:
        with closing(self.index()) as index:
            session = self.session
            return report(session.library, index, session.settings, session.interest)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A library of two days: odd numbers are on robots, even ones on galaxies."""
    desk = Desk(tmp_path / "one")
    desk.bring(*map(_on, range(30)), day=OLDER)
    desk.bring(*map(_on, range(30, 60)))
    return desk


def _on(number: int) -> Paper:
    return paper(
        number, "A paper", abstract=(GALAXY, ROBOT)[number % 2], authors=(f"Author {number}",)
    )


def _all(desk: Desk) -> None:
    desk.mark(star(True), *range(60))


def _one(desk: Desk) -> None:
    desk.mark(star(True), 1)


def _without_papers(desk: Desk) -> None:
    desk.mark(star(True), *range(30))
    shutil.rmtree(desk.folders.data / "library" / "2026")
    desk.bring(*map(_on, range(30, 60)))


def _the_same_text(desk: Desk) -> None:
    desk.bring(paper(70, "Same", abstract=ROBOT), paper(71, "Same", abstract=ROBOT))
    desk.mark(star(True), 70, 71)


def _extremes(desk: Desk) -> None:
    words = ("word " * 1_000_000).split()
    desk.bring(paper(70, "W", abstract="word"), paper(71, "Long", abstract=" ".join(words)))
    desk.mark(star(True), 70, 71)


def _contradictions(desk: Desk) -> None:
    desk.mark(star(True), *range(1, 40, 2))
    desk.mark(marking.dismiss(True), *range(1, 60, 4))


def _one_day(desk: Desk) -> None:
    shutil.rmtree(desk.folders.data / "library" / "2026")
    desk.bring(*map(_on, range(30, 60)))
    desk.mark(star(True), 31, 33)


@pytest.mark.parametrize(
    "marks",
    [_all, _one, _without_papers, _the_same_text, _extremes, _contradictions, _one_day],
)
def test_any_marks_make_an_order_of_all_papers_and_a_report(
    desk: Desk, marks: Callable[[Desk], None]
) -> None:
    marks(desk)
    ranked = desk.ranked()
    with closing(desk.index()) as index:
        listed = len(index.search(scope=Scope()))
    assert len({id_ for id_, _ in ranked}) == len(ranked) == listed
    assert all(score is None or abs(score) < 1000 for _, score in ranked)
    assert desk.report().kept > 0
    assert all(lines_of(desk.report()))


def test_an_export_says_what_is_a_guess_and_explains_no_kept_paper_by_itself(desk: Desk) -> None:
    desk.mark(star(True), 31)
    desk.ranked()
    day = desk.session.library.day(DAY)
    liked = desk.session.interest.liked(one.paper for one in day.announced) if day else None
    assert liked
    assert name(33) in liked
    assert name(31) not in liked
    assert all(" of 5, a guess" in line for line in liked.values())


def test_a_clock_that_goes_back_loses_no_star(tmp_path: Path) -> None:
    seconds = iter(range(0, -1_000_000, -1000))
    desk = Desk(tmp_path, clock=lambda: later(next(seconds)))
    desk.bring(*map(_on, range(60)))
    for number in (1, 3, 5):
        desk.mark(star(True), number)
    assert desk.report().kept == 3
    assert int(desk.ranked()[3][0][-1]) % 2


def test_only_the_newest_marks_count_so_that_many_cost_no_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "MOST_KEPT", 20)
    _all(desk)
    assert desk.report().kept == 20


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE model SET stamp = 'of another version'; UPDATE interest SET score = 99 - score",
        "DELETE FROM model; UPDATE interest SET score = 99 - score",
        "DELETE FROM interest; DELETE FROM words",
        "UPDATE words SET digest = 1, title = 'galaxy', abstract = 'galaxy'",
    ],
)
def test_what_is_kept_of_a_model_is_made_again_if_it_is_damaged(desk: Desk, damage: str) -> None:
    desk.mark(star(True), 1, 3, 5)
    before = desk.ranked()
    with closing(connect(desk.folders.cache / "index.sqlite")) as database:
        database.executescript(damage)
    assert Desk.ranked(_again(desk)) == before


def _again(desk: Desk) -> Desk:
    """Return the same machine in a new process."""
    desk.session = Session(desk.folders, now=lambda: later(0))
    return desk


def test_two_machines_that_merge_their_marks_sort_alike(tmp_path: Path) -> None:
    desks = [Desk(tmp_path / "one"), Desk(tmp_path / "two", clock=lambda: later(60))]
    for desk, numbers in zip(desks, ([*range(60)], [*range(59, -1, -1)]), strict=True):
        dice = random.Random(1)
        papers = {at: _mixed(at, dice) for at in range(60)}
        desk.bring(*(papers[at] for at in sorted(numbers)))
    desks[0].mark(star(True), 1, 3, 5, 7, 20, *range(30, 50))
    desks[1].mark(star(True), 3, 9, 11, 22)
    desks[1].mark(marking.dismiss(True), 5, 8)
    for one, other in (desks, desks[::-1]):
        one.session.library.merge(other.folders.data)
    assert repr(desks[0].ranked()) == repr(desks[1].ranked())


def _mixed(number: int, dice: random.Random) -> Paper:
    words = dice.sample([*ROBOT.split(), *GALAXY.split()], 12)
    return paper(number, abstract=" ".join(words), authors=(f"Author {number % 7}",))


def test_no_paper_of_the_day_judged_is_used_not_even_by_a_topic(desk: Desk) -> None:
    """The star of a day is on a subject that no paper was on before, and that is a topic."""
    new = Day(2026, 2, 17)
    text = "A zebrafish larva swims"
    desk.bring(*(paper(100 + at, abstract=ROBOT) for at in range(40)), day=new)
    desk.bring(
        *(paper(100 + at, abstract=ROBOT) for at in range(40)), paper(150, abstract=text), day=new
    )
    desk.bring(*(paper(200 + at, abstract=text) for at in range(20)), day=Day(2026, 2, 18))
    desk.configure('[topics.Fish]\nkeywords = ["zebrafish"]\n')
    desk.mark(star(True), 31, 150)
    found = desk.report()
    assert found.judged
    assert (found.judged.stars, found.judged.in_first) == (1, 0)
    assert "your topics (Fish)" in found.guessed_by


def test_a_month_changes_what_counts(desk: Desk) -> None:
    new = Day(2026, 4, 12)
    desk.bring(*(_on(200 + at) for at in range(30)), day=new)
    desk.mark(star(True), *range(1, 30, 2))
    assert desk.report().gained == []  # nothing was known a month before
    desk.mark(star(True), *range(30, 60, 2), *range(200, 230, 2))
    found = desk.report()
    assert "galaxy" in " ".join(text for text, _ in found.gained)
    assert "robot" in " ".join(text for text, _ in found.lost)
    assert any(line.startswith("gained weight in the last month: ") for line in lines_of(found))


def test_a_day_on_which_all_papers_come_first_judges_nothing(desk: Desk) -> None:
    desk.bring(*(_on(200 + at) for at in range(20)), day=Day(2026, 2, 17))
    desk.mark(star(True), 1, 201)
    assert "with more than 20 papers each" in lines_of(desk.report())[0]
    desk.bring(*(_on(300 + at) for at in range(40)), day=Day(2026, 2, 18))
    desk.mark(star(True), 301)
    found = desk.report()
    assert found.judged
    assert (found.judged.stars, found.judged.days, found.judged.by_chance) == (1, 1, 0.5)
    assert (
        "would have put 1 among the first 20 of their day, a random order 0.5"
        in (lines_of(found)[0])
    )
