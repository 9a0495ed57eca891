"""Merging folders of marks: in any order and any number of times, the result is the same."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.library import Library
from paperterm.model import Keepsake, Mark, Note, PaperId, Stamped
from tests.building import later, name

TIMES: st.SearchStrategy[datetime] = st.integers(0, 3).map(later)
IDS = st.sampled_from([name(1), name(2), name(1001), name("math/0309136")])


def stamped(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.builds(Stamped, values, TIMES)


def noted(texts: list[tuple[str, datetime]]) -> Note | None:
    """A note after some changes."""
    mark = Mark(name(1))
    for text, at in texts:
        mark = mark.set_note(text, at)
    return mark.note


MARKS = st.builds(
    Mark,
    IDS,
    read=stamped(st.booleans()),
    starred=stamped(st.booleans()),
    queued=stamped(st.sampled_from(["", "a0", "b1"])),
    dismissed=stamped(st.booleans()),
    tags=st.dictionaries(
        st.sampled_from("ab"), st.builds(Stamped, st.booleans(), TIMES), max_size=2
    ),
    note=st.none()
    | st.lists(st.tuples(st.sampled_from(["", "x", "y"]), TIMES), min_size=1).map(noted),
    keepsake=stamped(st.builds(Keepsake, st.integers(0, 2), st.just("T"), st.just(("A",)))),
)
MACHINES = st.lists(MARKS, unique_by=lambda mark: mark.id, max_size=4)


def made(folder: Path, marks: list[Mark]) -> Library:
    (folder / "marks").mkdir(parents=True)
    library = Library(folder)
    library.change({mark.id: lambda _, mark=mark: mark for mark in marks})  # type: ignore[misc]
    return library


def held(library: Library) -> dict[PaperId, Mark]:
    return {mark.id: mark for mark in library.all_marks()}


@settings(max_examples=40)
@given(MACHINES, MACHINES, MACHINES)
def test_folders_merge_in_any_order(a: list[Mark], b: list[Mark], c: list[Mark]) -> None:
    with TemporaryDirectory() as place:
        root = Path(place)
        for folder, marks in (("a", a), ("b", b), ("c", c)):
            made(root / folder, marks)
        one, other, third = (made(root / folder, []) for folder in ("x", "y", "z"))
        for folder in ("a", "b", "c"):
            one.merge(root / folder)
        for folder in ("c", "b", "a", "c", "a"):
            other.merge(root / folder)
        # A machine that merged two others is as good as both of them.
        Library(root / "b").merge(root / "c")
        third.merge(root / "a")
        third.merge(root / "b")
        assert held(one) == held(other) == held(third)
        assert one.merge(root / "y").changed == 0
        # Nothing is dropped: the latest of each field is there.
        for mark in (*a, *b, *c):
            assert mark.merged(held(one).get(mark.id, Mark(mark.id))) == held(one).get(
                mark.id, Mark(mark.id)
            )


EDITS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["edit", "clear", "take"])))


@given(EDITS)
def test_no_note_is_lost_that_nobody_replaced(edits: list[tuple[str, str]]) -> None:
    """Two machines write, clear and take over notes: each text is there until one that saw it went.

    Their clocks differ by a day, so that the later of two times says nothing.
    """
    notes = {"a": Mark(name(1)), "b": Mark(name(1))}
    seen: dict[str, set[str]] = {"a": set(), "b": set()}
    gone: set[str] = set()
    for number, (here, what) in enumerate(edits):
        there = "b" if here == "a" else "a"
        if what == "take":
            notes[here] = notes[here].merged(notes[there])
            seen[here] |= seen[there]
        else:
            text = f"<{number}>" if what == "edit" else ""
            shown = notes[here].note_text or ""
            gone |= {old for old in seen[here] if old in shown}
            now = later(number + (86_400 if here == "a" else 0))
            notes[here] = notes[here].set_note(text, now)
            seen[here] |= {text} - {""}
    both = notes["a"].merged(notes["b"])
    assert both == notes["b"].merged(notes["a"])
    left = (seen["a"] | seen["b"]) - gone
    assert {text for text in left if text not in (both.note_text or "")} == set()
    assert {text for text in gone if text in (both.note_text or "")} == set()
