"""Messages that are made like dataclasses."""

import pytest

from paperterm.tui.jobs.messages import DataMessage


class Heard(DataMessage):
    what: str
    times: int = 1


def test_fields_by_place_and_by_name() -> None:
    assert (Heard("a").what, Heard("a").times) == ("a", 1)
    assert (Heard("a", 2).times, Heard(what="b", times=3).times) == (2, 3)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), (("a", 1, 2), {}), (("a",), {"what": "b"}), (("a",), {"x": 1})]
)
def test_what_is_missing_or_too_much_is_wrong(
    values: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="Heard takes what, times"):
        Heard(*values, **named)  # type: ignore[arg-type]
