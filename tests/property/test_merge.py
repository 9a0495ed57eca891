"""Merging folders of marks: in any order and any number of times, the result is the same."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.library import Library
from paperterm.model import Keepsake, Mark, PaperId, Stamped
from tests.building import later, name

TIMES: st.SearchStrategy[datetime] = st.integers(0, 3).map(later)
IDS = st.sampled_from([name(1), name(2), name(1001), name("math/0309136")])


def stamped(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.builds(Stamped, values, TIMES)


MARKS = st.builds(
    Mark,
    IDS,
    read=stamped(st.booleans()),
    starred=stamped(st.booleans()),
    queued=stamped(st.sampled_from(["", "a0", "b1"])),
    tags=st.dictionaries(
        st.sampled_from("ab"), st.builds(Stamped, st.booleans(), TIMES), max_size=2
    ),
    note=stamped(st.sampled_from([(), ("x",), ("y",), ("x", "y")])),
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
