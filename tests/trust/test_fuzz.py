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


HEADERS: dict[str, tuple[int, list[str]]] = {
    "ETag": (200, ['"\xe9"', "", "a" * 70_000, 'W/"a" , "b"', "\x01", "*", "a b"]),
    "Retry-After": (
        429,
        [
            *("Mon, 01 Jan 99999999999999 00:00:00 GMT", "9" * 5_000, "-1", "1e9", "\xb2", "0x10"),
            *("Mon, 32 Foo 2026 99:99:99 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "0001-01-01"),
        ],
    ),
    "Location": (
        302,
        [
            *(
                "https://xn--0/",
                "//xn--\xe9",
                "/\x7f",
                "https://[::1",
                "http://a:99999999/",
                "?",
                "//",
            ),
            *("https://xn--a-ecp.ru/", "http://[v1.x]/", "https://\xe2\x84\x80.org/", "xn--0"),
        ],
    ),
    "Content-Encoding": (200, ["br", "gzip", "GZIP", "\xe9", "gzip, gzip", "x-gzip"]),
    "Content-Length": (200, ["-1", "5", "1e3", "9" * 30, "", "5, 5"]),
    "Content-Type": (400, ["text/html", "\xe9", "text/xml; charset=\xe9", "a" * 9_000]),
    "Transfer-Encoding": (200, ["chunked", "gzip, chunked", "\xe9"]),
    "Set-Cookie": (200, ["=", "a; expires=Mon, 01 Jan 99999999 00:00:00 GMT", ";\xe9"]),
}
"""Each with a status that goes with it, and values that servers must not send."""


@st.composite
def heads(draw: st.DrawFn) -> bytes:
    """An answer whose headers may say anything."""
    names = draw(st.lists(st.sampled_from([*HEADERS]), min_size=1, max_size=3))
    status = draw(st.just(HEADERS[names[0]][0]) | st.sampled_from([200, 304, 307, 403, 503, 999]))
    noise = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)
    lines = [f"{name}: {draw(st.sampled_from(HEADERS[name][1]) | noise)}" for name in names]
    head = "\r\n".join([f"HTTP/1.1 {status} x", *lines, "", ""]).encode("latin-1")
    return head + draw(st.just(SEEDS["feeds"][1]) | st.sampled_from([b"", b"Rate exceeded.", b"x"]))


@pytest.mark.parametrize("name", HEADERS)
def test_each_odd_header_is_refused_or_left_out(name: str) -> None:
    status, values = HEADERS[name]
    for value in values:
        head = f"HTTP/1.1 {status} x\r\n{name}: {value}\r\n\r\n".encode("latin-1")
        TARGETS["answers"](head + SEEDS["feeds"][1])


@SOME
@given(heads())
def test_whatever_the_headers_only_our_errors_come_out_and_nothing_odd_is_kept(
    answer: bytes,
) -> None:
    TARGETS["answers"](answer)


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
