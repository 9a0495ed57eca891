"""The parsers with made-up input, a little of it each time: `python -m tests.trust.fuzz` for more.

Right inputs with something wrong somewhere find more than noise: a piece cut out, doubled or
replaced, and in JSON a value of another type.
"""

from contextlib import nullcontext
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.fuzz.seeds import SEEDS, WORDS
from tests.trust.fuzz.targets import TARGETS

SOME = settings(
    max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow]
)
MIXED = ("names", "settings")
"""An id is no day; and a topic that is there cannot be added."""
OTHER_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.sampled_from(["", "2026-02-12", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["value", "at", "title", "2602.00001"]), inner, max_size=2
        )
    ),
    max_leaves=3,
)


@st.composite
def damaged(draw: st.DrawFn, target: str) -> bytes:
    """A right input with some of its bytes cut out, doubled, or replaced by words and noise."""
    content = draw(st.sampled_from(SEEDS[target]))
    words = st.sampled_from([word.encode() for word in WORDS[target].split()])
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(start + 200, len(content))))
        piece = draw(st.just(b"") | st.just(content[start:end] * 2) | words | st.binary(max_size=4))
        content = content[:start] + piece + content[end:]
    return content


@st.composite
def mistyped(draw: st.DrawFn, target: str) -> bytes:
    """A right JSON document with one of its values replaced by another one."""
    told = orjson.loads(draw(st.sampled_from(SEEDS[target])))
    place: Any = told
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = draw(st.sampled_from(list(keys)))
        if not isinstance(place[key], dict | list) or draw(st.integers(0, 3)) == 0:
            place[key] = draw(OTHER_VALUES)
            break
        place = place[key]
    return orjson.dumps(told)


@pytest.mark.parametrize("target", TARGETS)
@SOME
@given(st.data())
def test_whatever_the_bytes_only_our_errors_come_out(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(damaged(target) | st.binary(max_size=100)))


@pytest.mark.parametrize("target", ["marks", "days"])
@SOME
@given(st.data())
def test_whatever_the_types_only_our_errors_come_out(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(mistyped(target)))


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in MIXED])
def test_what_fuzzing_begins_with_is_right(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.trust.fuzz.targets.suppress", lambda *errors: nullcontext())
    for seed in SEEDS[target]:
        TARGETS[target](seed)
