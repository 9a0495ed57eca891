"""What the user did, and how two machines' marks become one."""

from collections.abc import Callable
from datetime import datetime
from itertools import product

import pytest

from paperterm.model import Keepsake, Mark, Stamped
from paperterm.model.queue import queue_key
from tests.building import NOON, later, name

BLANK = Mark(name(1))
SETTERS: list[tuple[str, Callable[[Mark, bool, datetime], Mark]]] = [
    ("is_read", Mark.set_read),
    ("is_starred", Mark.set_starred),
    ("is_queued", Mark.set_queued),
]


@pytest.mark.parametrize(("is_so", "setter"), SETTERS)
def test_a_switch_goes_on_and_off_and_stays_as_a_tombstone(
    is_so: str, setter: Callable[[Mark, bool, datetime], Mark]
) -> None:
    on = setter(BLANK, True, NOON)
    off = setter(on, False, later(1))
    assert [getattr(mark, is_so) for mark in (BLANK, on, off)] == [False, True, False]
    assert off != BLANK
    assert off.merged(on) == on.merged(off) == off


@pytest.mark.parametrize(("is_so", "setter"), SETTERS)
def test_what_is_so_already_changes_nothing(
    is_so: str, setter: Callable[[Mark, bool, datetime], Mark]
) -> None:
    on = setter(BLANK, True, NOON)
    assert setter(BLANK, False, NOON) is BLANK
    assert setter(on, True, later(1)) is on


@pytest.mark.parametrize(("is_so", "setter"), SETTERS)
def test_a_clock_that_was_set_back_loses_no_action(
    is_so: str, setter: Callable[[Mark, bool, datetime], Mark]
) -> None:
    on = setter(BLANK, True, NOON)
    off = setter(on, False, later(-3600))
    assert not getattr(off, is_so)
    assert not getattr(on.merged(off), is_so)


def test_tags_come_sorted_and_leave_a_tombstone() -> None:
    mark = BLANK.set_tag("thesis", True, NOON).set_tag("ml", True, NOON)
    assert mark.tag_names == ("ml", "thesis")
    without = mark.set_tag("ml", False, later(-1))
    assert without.tag_names == ("thesis",)
    assert without.merged(mark).tag_names == ("thesis",)
    assert mark.set_tag("ml", True, later(1)) is mark
    assert BLANK.set_tag("ml", False, NOON) is BLANK


def test_a_note_is_written_replaced_and_taken_away() -> None:
    mark = BLANK.set_note("read the appendix", NOON)
    assert mark.note_text == "read the appendix"
    assert mark.set_note("read the appendix", later(1)) is mark
    gone = mark.set_note("", later(-1))
    assert gone.note_text is None
    assert mark.merged(gone).note_text is None
    assert BLANK.set_note("", NOON) is BLANK


def test_two_notes_of_one_instant_are_both_kept() -> None:
    one, other = BLANK.set_note("first", NOON), BLANK.set_note("second", NOON)
    both = one.merged(other)
    assert both == other.merged(one)
    assert both.note_text == "first\n\nsecond"
    assert both.set_note(both.note_text, later(1)) is both
    assert both.set_note("one again", later(1)).note_text == "one again"


def test_a_later_note_does_not_win_over_one_that_it_did_not_replace() -> None:
    one, other = BLANK.set_note("b", NOON), BLANK.set_note("a", later(1))
    assert one.merged(other).note_text == "b\n\na"
    assert one.merged(one.set_note("a", later(1))).note_text == "a"
    assert one.merged(one.set_note("", later(1))).note_text is None
    edited, cleared = one.set_note("more", NOON), one.set_note("", later(1))
    assert edited.merged(cleared).note_text == "more"


def test_a_note_that_is_part_of_another_is_not_shown_twice() -> None:
    one, other = BLANK.set_note("b", NOON), BLANK.set_note("a\nb", later(1))
    assert one.merged(other).note_text == "a\nb"


def test_equal_times_let_the_larger_value_win() -> None:
    yes = Mark(name(1), starred=Stamped(True, NOON))
    no = Mark(name(1), starred=Stamped(False, NOON))
    assert yes.merged(no) == no.merged(yes) == yes


def test_fields_merge_apart() -> None:
    here = BLANK.set_read(True, NOON).set_tag("a", True, NOON)
    there = BLANK.set_starred(True, later(1)).set_tag("b", True, later(1))
    both = here.merged(there)
    assert (both.is_read, both.is_starred, both.tag_names) == (True, True, ("a", "b"))


@pytest.mark.parametrize(
    ("mark", "is_kept"),
    [
        (BLANK, False),
        (BLANK.set_read(True, NOON), False),
        (BLANK.set_starred(True, NOON), True),
        (BLANK.set_queued(True, NOON), True),
        (BLANK.set_tag("a", True, NOON), True),
        (BLANK.set_note("a", NOON), True),
        (BLANK.set_starred(True, NOON).set_starred(False, later(1)), False),
        (BLANK.set_tag("a", True, NOON).set_tag("a", False, later(1)), False),
    ],
)
def test_only_a_kept_paper_is_remembered(mark: Mark, is_kept: bool) -> None:
    kept = Keepsake(1, "Title", ("A",))
    assert mark.is_kept is is_kept
    assert (mark.remember(kept, NOON).keepsake is not None) is is_kept


def test_a_keepsake_follows_the_paper_and_stays_after_the_star_is_gone() -> None:
    starred = BLANK.set_starred(True, NOON).remember(Keepsake(1, "Old", ("A",)), NOON)
    assert starred.remember(Keepsake(1, "Old", ("A",)), later(1)) is starred
    renamed = starred.remember(Keepsake(2, "New", ("A", "B")), later(1))
    assert renamed.keepsake == Stamped(Keepsake(2, "New", ("A", "B")), later(1))
    assert renamed.set_starred(False, later(2)).keepsake == renamed.keepsake


def test_queue_keys_sort_as_the_times_do() -> None:
    years = [datetime(year, 1, 1, tzinfo=NOON.tzinfo) for year in (1970, 1971, 1999, 2026, 2300)]
    times = sorted(
        [*years[1:], NOON, later(1e-6), later(2e-6), later(61e-6), later(62e-6), later(1)]
    )
    keys = [queue_key(time) for time in times]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert all(key.isalnum() and key.isascii() for key in keys)


def test_the_queue_keeps_its_order() -> None:
    marks = [Mark(name(number)).set_queued(True, later(number)) for number in range(70)]
    places = [mark.queued.value for mark in marks if mark.queued]
    assert places == sorted(places)
    again = marks[0].set_queued(False, later(100)).set_queued(True, later(101))
    assert again.queued
    assert again.queued.value > places[-1]


@pytest.mark.parametrize("wishes", list(product(("star", "dismiss"), repeat=3)))
def test_the_last_of_contradictory_wishes_counts_and_is_undone_in_one_step(
    wishes: tuple[str, ...],
) -> None:
    mark = before = Mark(name(1))
    for wish in wishes:
        before = mark
        mark = mark.set_starred(True, NOON) if wish == "star" else mark.set_dismissed(True, NOON)
    assert (mark.is_starred, mark.is_dismissed) == (wishes[-1] == "star", wishes[-1] == "dismiss")
    seen = ("is_read", "is_starred", "is_dismissed")
    for seconds in (0, 5):
        undone = mark.reverted(before, mark, later(seconds))
        assert [getattr(undone, one) for one in seen] == [getattr(before, one) for one in seen]


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_of_a_star_and_a_dismissal_of_two_machines_the_later_counts(seconds: int) -> None:
    starred = Mark(name(1)).set_starred(True, NOON)
    dismissed = Mark(name(1)).set_dismissed(True, later(seconds))
    merged = starred.merged(dismissed)
    assert merged == dismissed.merged(starred)
    assert (merged.is_starred, merged.is_dismissed) == (seconds <= 0, seconds > 0)
    again = merged.set_dismissed(True, NOON).set_starred(True, NOON)
    assert (again.is_starred, again.is_dismissed) == (True, False)
    assert not merged.set_dismissed(True, NOON).is_starred
    assert not again.set_starred(False, NOON).is_dismissed


def test_a_dismissal_that_is_taken_back_leaves_the_star() -> None:
    mark = Mark(name(1)).set_starred(True, NOON).set_dismissed(True, NOON)
    assert mark.set_dismissed(False, NOON).is_starred
