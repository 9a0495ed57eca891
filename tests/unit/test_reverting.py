"""A change of a mark taken back: what it was before, later than what it is, nothing else lost."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paperterm.model import Mark, PaperId
from paperterm.session import marking

ID = PaperId("2602.00001")
NOON = datetime(2026, 2, 12, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)

actions = st.sampled_from(
    [
        marking.read(),
        marking.star(),
        marking.queue(),
        marking.place({ID: "m"}),
        marking.tag("a"),
        marking.tag("a", False),
        marking.tag("b"),
        marking.note("one"),
        marking.note(""),
        marking.combine([marking.star(True), marking.tag("c"), marking.note("two")]),
    ]
)


def said(mark: Mark) -> tuple[object, ...]:
    queued = mark.queued.value if mark.queued else ""
    return mark.is_read, mark.is_starred, queued, mark.tag_names, mark.note_text


@given(st.lists(actions, max_size=5), actions)
def test_back_and_forth(first: list[marking.MarkChange], action: marking.MarkChange) -> None:
    before = marking.combine(first)(Mark(ID), NOON)
    after = action(before, LATER)
    back = after.reverted(before, after, LATER + timedelta(hours=1))
    assert said(back) == said(before)
    again = back.reverted(after, back, LATER + timedelta(hours=2))
    assert said(again) == said(after)


@given(st.lists(actions, max_size=5), actions)
def test_another_machine_learns_of_it(
    first: list[marking.MarkChange], action: marking.MarkChange
) -> None:
    before = marking.combine(first)(Mark(ID), NOON)
    after = action(before, LATER)
    back = after.reverted(before, after, LATER)
    assert said(after.merged(back)) == said(back) == said(back.merged(after))


def test_what_was_set_since_stays() -> None:
    before = Mark(ID)
    after = marking.combine([marking.star(), marking.note("one"), marking.tag("a")])(before, NOON)
    since = marking.combine([marking.note("two"), marking.read()])(after, LATER)
    back = since.reverted(before, after, LATER)
    assert said(back) == (True, False, "", (), "two")
